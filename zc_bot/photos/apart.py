"""Making a photo ready in a process of its own, which may be killed: its command, and what it made."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Literal

from zc_bot.values import dataclass

PhotoFault = Literal["no_photo", "too_slow", "too_large", "too_small"]
MAX_BYTES = 20 * 1024 * 1024
"""Bots can fetch no more."""
MAX_PIXELS = 100_000_000
MAX_MEMORY, CPU_SECONDS, SECONDS = 1024 * 1024 * 1024, 15, 25.0
"""Of the process: bytes, seconds of work, and seconds until it is killed."""
FOLDER = Path(__file__).parents[2]
ENVIRONMENT = {"PYTHONUTF8": "1"}
LARGE, SMALL = "large.jpg", "small.jpg"


class PhotoError(Exception):
    """A file that can't be shown, and why."""

    def __init__(self, code: PhotoFault) -> None:
        super().__init__(code)
        self.code: PhotoFault = code


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Both sizes as JPEG, and the width and height of the large one in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int


def command(path: Path, folder: Path) -> tuple[str, ...]:
    return sys.executable, "-m", "zc_bot.photos", str(path.absolute()), str(folder.absolute())


def outcome(status: int, out: bytes, folder: Path) -> Shrunk:
    """Give what the process made; raises `PhotoError` for what it refused and for what ended it."""
    try:
        said = json.loads(out)
    except ValueError:
        raise PhotoError("too_slow" if status < 0 else "no_photo") from None
    if status:
        raise PhotoError(said["code"])
    large, small = ((folder / name).read_bytes() for name in (LARGE, SMALL))
    return Shrunk(large, small, said["width"], said["height"])
