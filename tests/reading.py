"""Sheets read in a process forked from one that has only imported what reads them, which is most of what each costs.

The process that a bot begins for each is for `tests/sheets` and `tests/tg`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zc_bot.sheets import Rows, SheetError, apart

if TYPE_CHECKING:
    from zc_bot.chat.incoming import Sheet


class Forking:
    """The process that forks."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.reading"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            cwd=apart.FOLDER, env=apart.ENVIRONMENT,
        )

    def read(self, path: Path) -> tuple[int, bytes]:
        """Return the exit status of the process that read a sheet, and what it wrote."""
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None
        assert told is not None
        asked.write(f"{path.absolute()}\n".encode())
        asked.flush()
        status, length = map(int, told.readline().split())
        return status, told.read(length)


@cache
def _forking(_pid: int) -> Forking:
    """Begin it for whoever reads a sheet first in a process, with which it ends."""
    return Forking()


def read_apart(path: Path) -> Rows:
    """Do what `zc_bot.sheets.apart.read_apart` does."""
    return apart.outcome(*_forking(os.getpid()).read(path))


def read_sheet(content: bytes) -> Sheet:
    """Do what `zc_bot.tg.files.read_apart` does."""
    from zc_bot.chat.incoming import Sheet

    with tempfile.NamedTemporaryFile(prefix="zc-sheet-") as file:
        Path(file.name).write_bytes(content)
        try:
            return Sheet(read_apart(Path(file.name)))
        except SheetError as error:
            return Sheet(error=error.code, error_row=error.row)


def main() -> None:
    """Fork for each path that is asked for; write the status, and how much of the output follows."""
    from zc_bot.sheets import __main__ as one
    from zc_bot.sheets import old_workbook, workbook  # noqa: F401

    for line in sys.stdin:
        reading, writing = os.pipe()
        if (child := os.fork()) == 0:
            os.dup2(writing, 1)
            sys.argv = ["zc_bot.sheets", line.removesuffix("\n")]
            status = 1
            try:
                status = one.main()
                sys.stdout.flush()
            finally:
                os._exit(status)
        os.close(writing)
        with os.fdopen(reading, "rb") as output:
            said = output.read()
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.buffer.write(f"{ended} {len(said)}\n".encode() + said)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
