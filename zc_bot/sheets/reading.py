"""One file → its rows, whichever of the kinds it is, by its content and not by its name."""

from __future__ import annotations

import zipfile
from pathlib import Path

from zc_bot.sheets.cells import MAX_BYTES, Cell, Rows, SheetError, within_limits
from zc_bot.sheets.delimited import read_delimited

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_rows(path: Path) -> Rows:
    """Read the sheet of a file; raises `SheetError` for whatever is no sheet within the limits."""
    if path.stat().st_size > MAX_BYTES:
        raise SheetError("too_large")
    if _is_compound(path):
        return within_limits(_read_old(path))
    return within_limits(_read_packed(path) if zipfile.is_zipfile(path) else read_delimited(path))


def _is_compound(path: Path) -> bool:
    """Tell whether a file is Office's older container; raises `SheetError` for an encrypted workbook in it."""
    content = path.read_bytes()
    if content.startswith(_COMPOUND) and _ENCRYPTED in content:
        raise SheetError("encrypted")
    return content.startswith(_COMPOUND)


def _read_old(path: Path) -> list[list[Cell]]:
    from zc_bot.sheets.old_workbook import read_old_workbook

    try:
        return read_old_workbook(path)
    except (SheetError, MemoryError):
        raise
    except Exception:
        # What the reader raises for a container that holds no workbook is its own affair.
        raise SheetError("old") from None


def _read_packed(path: Path) -> list[list[Cell]]:
    from zc_bot.sheets.workbook import read_workbook

    try:
        return read_workbook(path)
    except (SheetError, MemoryError):
        raise
    except Exception:
        # What openpyxl raises for a file that is no workbook is whatever its parts happen to raise.
        raise SheetError("unreadable") from None
