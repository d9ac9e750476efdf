"""Having on disk what must outlive a power cut: the content of a file, and the name that its folder has for it."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Have a file's content on disk, or a folder's list of files."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(fresh: Path, target: Path) -> None:
    """Give a finished file its name, in place of what had it; content and name are on disk when this returns."""
    sync(fresh)
    os.replace(fresh, target)
    sync(target.parent)
