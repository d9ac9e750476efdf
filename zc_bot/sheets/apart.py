"""Reading a file in a process of its own, which may be killed: its command, and what it said."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from zc_bot.sheets.cells import Rows, SheetError, from_json

MAX_MEMORY, CPU_SECONDS = 320 * 1024 * 1024, 4
SECONDS = 12.0
"""A sheet that takes longer to read is not taken, and may be sent again: what it costs is processor time; the clock
leaves room for a machine that is busy with other things."""
FOLDER = Path(__file__).parents[2]
ENVIRONMENT = {"PYTHONUTF8": "1", "OPENPYXL_LXML": "False", "OPENPYXL_DEFUSEDXML": "False"}
"""The same parser whatever else is installed."""


def command(path: Path) -> tuple[str, ...]:
    return sys.executable, "-m", "zc_bot.sheets", str(path.absolute())


def read_apart(path: Path) -> Rows:
    """Read a sheet in a process under limits, and kill it when its time is up. Raises `SheetError`."""
    try:
        done = subprocess.run(  # noqa: S603
            command(path), stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=SECONDS,
            cwd=FOLDER, env=ENVIRONMENT,
        )
    except subprocess.TimeoutExpired:
        raise SheetError("timed_out") from None
    return outcome(done.returncode, done.stdout)


def outcome(status: int, out: bytes) -> Rows:
    """Give the rows that the process wrote; raises `SheetError` for what it refused and for what ended it."""
    if status == 0:
        return from_json(out.decode())
    if status in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise SheetError("too_slow")
    try:
        fault = json.loads(out)
    except ValueError:
        raise SheetError("unreadable") from None
    raise SheetError(fault["code"], fault["row"])
