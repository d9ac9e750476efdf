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
    _refuse_compound(path)
    return within_limits(_read_packed(path) if zipfile.is_zipfile(path) else read_delimited(path))


def _refuse_compound(path: Path) -> None:
    """Refuse Office's older container, which is either an encrypted workbook or one of before 2007."""
    content = path.read_bytes()
    if content.startswith(_COMPOUND):
        raise SheetError("encrypted" if _ENCRYPTED in content else "old")


def _read_packed(path: Path) -> list[list[Cell]]:
    from zc_bot.sheets.workbook import read_workbook

    try:
        return read_workbook(path)
    except (SheetError, MemoryError):
        raise
    except Exception:
        # What openpyxl raises for a file that is no workbook is whatever its parts happen to raise.
        raise SheetError("unreadable") from None
