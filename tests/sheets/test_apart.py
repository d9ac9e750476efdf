"""What is made of the end of a process that read a sheet."""

from __future__ import annotations

import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.books import In, book
from zc_bot.sheets import Odd, SheetError, apart
from zc_bot.sheets.apart import outcome, read_apart


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ("import os; os.kill(os.getpid(), 24)", "too_slow"),
        ("import os; os.kill(os.getpid(), 9)", "too_slow"),
        ("import os; os.abort()", "unreadable"),
        ("raise RuntimeError", "unreadable"),
        ("print('[1'); raise SystemExit(1)", "unreadable"),
    ],
)
def test_a_process_that_ends_by_itself_or_is_ended_is_a_sheet_that_can_not_be_read(ending: str, code: str) -> None:
    done = subprocess.run([sys.executable, "-c", ending], capture_output=True, check=False)
    with pytest.raises(SheetError) as refused:
        outcome(done.returncode, done.stdout)
    assert refused.value.code == code
    assert signal.SIGXCPU == 24


def test_every_kind_of_cell_comes_through_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "a sheet"
    path.write_bytes(book([["文", 0.1, In(0.5, "0%"), True, "#N/A", In(5, '0"人"'), None, "末"]]))
    row = ("文", Decimal("0.1"), "50%", "是", Odd("error", "#N/A"), Odd("display", "5人", "5", "人"), "", "末")
    assert read_apart(path) == (row,)


def test_a_process_that_takes_too_long_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n")
    monkeypatch.setattr(apart, "SECONDS", 0.001)
    with pytest.raises(SheetError) as refused:
        read_apart(path)
    assert refused.value.code == "timed_out", "the clock says nothing of how complex it is"


def test_a_busy_machine_is_no_fault_of_a_sheet() -> None:
    assert apart.SECONDS >= 3 * apart.CPU_SECONDS, "two others at work beside it leave it the time that it may use"
