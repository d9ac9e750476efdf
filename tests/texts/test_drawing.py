"""The process that draws, as processes see it: it ends with the bot, however that ended."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KILLED = """
import asyncio, os, signal
from zc_bot.texts.drawing import Drawing, draw_picture

async def main():
    drawing = Drawing()
    try:
        await drawing.draw({"kind": "paper", "name": "no paper at all"})
    except Exception:
        pass
    print(*drawing._pool._processes, flush=True)
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
