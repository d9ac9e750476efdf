"""A rehearsal at a terminal: a prompt that says who and when, numbered buttons, files that can be opened."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from zc_bot.errors import Refusal, WrongUsage
from zc_bot.rehearsal.outcome import Outcome
from zc_bot.rehearsal.playing import play
from zc_bot.rehearsal.rehearsal import Rehearsal
from zc_bot.texts.drawing import draw_picture

WELCOME = (
    "预演：用的是数据库的一份副本，什么也不会保存或发出。\n"
    "[1] 按按钮，@文件 发文件，!as 编号 换人，!at 2020-01-15T10:20 换时间，空行重新开始，Ctrl-D 结束。\n"
    "A rehearsal on a copy: nothing is kept or sent. [1] taps a button; `chat --help` has the rest."
)


def talk(begin: Callable[[], Rehearsal], read_moment: Callable[[str], datetime], zone: ZoneInfo) -> None:
    """Talk until the input ends."""
    with suppress(ImportError):
        import readline  # noqa: F401  # gives the prompt its history
    print(WELCOME)
    buttons: tuple[str, ...] = ()
    rehearsal = begin()
    with tempfile.TemporaryDirectory(prefix="zc-rehearsal-files-") as folder, suppress(EOFError, KeyboardInterrupt):
        while True:
            line = input(_prompt(rehearsal, zone))
            if not line.strip():
                rehearsal.close()
                rehearsal, buttons = begin(), ()
                continue
            try:
                outcome = play(rehearsal, _by_number(line.strip(), buttons), read_moment)
            except (Refusal, WrongUsage) as error:
                print(error, file=sys.stderr)
                continue
            outcome = outcome or Outcome("", received=rehearsal.delivered())
            buttons = _show(outcome, Path(folder)) or buttons
    rehearsal.close()
    print()


def _prompt(rehearsal: Rehearsal, zone: ZoneInfo) -> str:
    at = rehearsal.now.astimezone(zone)
    return f"{rehearsal.phone.name} {at:%m-%d %H:%M} › "


def _by_number(line: str, buttons: tuple[str, ...]) -> str:
    """Give the label of the button with a number: [2] is the second."""
    number = line[1:-1]
    if line.startswith("[") and line.endswith("]") and number.isascii() and number.isdigit():
        wanted = int(number[:4])
        return f"[{buttons[wanted - 1]}]" if 0 < wanted <= len(buttons) else line
    return line


def _show(outcome: Outcome, folder: Path) -> tuple[str, ...]:
    """Print what came back; returns the labels of its buttons in their order."""
    for text in (*outcome.received, outcome.said):
        if text:
            print(text, end="\n\n")
    for one in outcome.refused:
        if not outcome.said:
            print(one["why"], file=sys.stderr)
    number = 0
    for row in outcome.rows:
        print("  ".join(f"[{number + at}] {label}" for at, label in enumerate(row, 1)))
        number += len(row)
    for file in outcome.files:
        path = folder / file.name
        path.write_bytes(file.content if file.chart is None else draw_picture(file.chart))
        print(f"📎 {path}")
    return tuple(label for row in outcome.rows for label in row)
