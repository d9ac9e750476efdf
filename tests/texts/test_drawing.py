"""The process that draws, as processes see it: it ends with the bot, however that ended."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from zc_bot.texts.charts.spec import ChartSpec, Point, Series
from zc_bot.texts.drawing import Drawing, Undrawn

ROOT = Path(__file__).resolve().parents[2]
KILLED = """
import asyncio, multiprocessing, os, signal
from zc_bot.texts.drawing import Drawing, draw_picture

async def main():
    drawing = Drawing()
    try:
        await drawing.draw({"kind": "paper", "name": "no paper at all"})
    except Exception:
        pass
    print(*(one.pid for one in multiprocessing.active_children()), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    asyncio.run(main())
"""


def lives(process: int) -> bool:
    """Tell whether a process is there and is no mere rest of one."""
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


def test_the_process_that_draws_ends_though_the_bot_was_killed(tmp_path: Path) -> None:
    """It waited for more pictures for ever, with as much memory as half a bot."""
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    told = subprocess.run(
        [sys.executable, script], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, check=False,
    )
    (drawing,) = map(int, told.stdout.split())
    until = time.monotonic() + 60
    while lives(drawing) and time.monotonic() < until:
        time.sleep(0.02)
    assert not lives(drawing)


def spec(title: str) -> dict[str, object]:
    return dict(ChartSpec("bars", title, "", (Series("通创", (Point("2019", "1", "1"),)),)).as_dict())


@pytest.fixture
async def drawing() -> AsyncIterator[Drawing]:
    made = Drawing()
    yield made
    made.close()


async def drawn_by(drawing: Drawing, title: str) -> int:
    """Draw a picture; returns the process that did."""
    before = {one.pid for one in multiprocessing.active_children()}
    assert (await drawing.draw(spec(title)))[0][:4] == b"\x89PNG"
    (process,) = {one.pid for one in multiprocessing.active_children()} - before
    assert process is not None
    return process


async def test_who_hangs_is_killed_and_the_next_picture_is_drawn(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = await drawn_by(drawing, "总产值")
    os.kill(frozen, signal.SIGSTOP)
    monkeypatch.setattr("zc_bot.texts.drawing.SECONDS", 0.1)
    with pytest.raises(Undrawn, match=r"0\.1 s"):
        await drawing.draw(spec("高新产值"))
    monkeypatch.setattr("zc_bot.texts.drawing.SECONDS", 60)
    assert (await drawing.draw(spec("高新产值")))[0][:4] == b"\x89PNG"
    assert not lives(frozen)


async def test_who_dies_is_replaced_and_what_nobody_can_draw_ends_nothing(drawing: Drawing) -> None:
    os.kill(await drawn_by(drawing, "总产值"), signal.SIGKILL)
    assert (await drawing.draw(spec("高新产值")))[0][:4] == b"\x89PNG"
    with pytest.raises(Undrawn, match=r"KeyError \(.*paper\.py"):
        await drawing.draw({"kind": "paper", "name": "王芳的"})
    assert (await drawing.draw(spec("从业人员")))[0][:4] == b"\x89PNG"
