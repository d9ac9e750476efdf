"""The log: one event a line, an update's id through all its lines, no secret and nothing that somebody typed."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from zc_bot import logs
from zc_bot.errors import Refusal
from zc_bot.logs import JsonLine, OneLine, of_update

SECRET = "123:the-token"
ROOT = Path(__file__).resolve().parents[1]


def written(form: type[OneLine], message: str, error: BaseException | None = None, **extra: Any) -> str:
    record = logging.LogRecord("zc_bot", logging.ERROR, "here.py", 1, message, (), None)
    if error is not None:
        try:
            raise error
        except BaseException as raised:
            record.exc_info = (type(raised), raised, raised.__traceback__)
    record.__dict__.update(extra)
    return form((SECRET,)).format(record)


def test_a_line_is_one_json_object_whatever_it_holds() -> None:
    line = written(JsonLine, f"a\n\u2028\x1b[2J {SECRET}", update=7)
    assert "\n" not in line
    read = json.loads(line)
    assert (read["level"], read["update"]) == ("ERROR", 7)
    assert SECRET not in line


@pytest.mark.parametrize("form", [JsonLine, OneLine])
def test_an_error_says_where_it_came_from_and_nothing_that_somebody_typed(form: type[OneLine]) -> None:
    line = written(form, "update failed", ValueError("通创 45.6亿"))
    assert "45.6" not in line
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert "no room" in written(form, "x", OSError(28, "no room"))
    assert "is wrong" in written(form, "x", Refusal("ZC_X: is wrong"))


def test_an_updates_id_is_in_all_its_lines_and_in_no_others() -> None:
    assert "update" not in json.loads(written(JsonLine, "before"))
    with of_update(7):
        assert json.loads(written(JsonLine, "at it"))["update"] == 7
        other: list[str] = []
        thread = Thread(target=lambda: other.append(written(JsonLine, "of another thread")))
        thread.start()
        thread.join()
    assert "update" not in json.loads(other[0])
    assert "update=9" in written(OneLine, "x", update=9)


def test_without_a_terminal_it_is_json(monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    monkeypatch.setattr(root, "level", root.level)
    for hook in ("sys.excepthook", "sys.unraisablehook", "threading.excepthook", "warnings.showwarning"):
        monkeypatch.setattr(hook, None)
    for form, kind in ((None, JsonLine), ("text", OneLine), ("json", JsonLine)):
        logs.set_up("INFO", (), form)
        assert type(root.handlers[0].formatter) is kind


STRAY = """
import logging, sys, threading, warnings
from zc_bot import logs
logs.set_up("INFO", (), "json")
warnings.warn("通创 45.6亿")
def fail():
    raise ValueError("通创 45.6亿")
class Odd:
    def __del__(self):
        fail()
Odd()
thread = threading.Thread(target=fail)
thread.start()
thread.join()
fail()
"""


def test_what_python_itself_says_is_a_line_as_well_and_quotes_nobody() -> None:
    """A library's warning, an error in a thread and one that nobody can catch went past the log, as they were."""
    said = subprocess.run([sys.executable, "-c", STRAY], cwd=ROOT, capture_output=True, text=True, check=False).stderr
    lines = [json.loads(line) for line in said.splitlines()]
    assert [line["level"] for line in lines] == ["WARNING", "ERROR", "CRITICAL", "CRITICAL"]
    assert "45.6" not in json.dumps(lines, ensure_ascii=False)
    assert "UserWarning" in lines[0]["message"]
    assert all("ValueError" in line["error"] for line in lines[1:])
