"""Two runs never write down what they found of the same faults."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class Busy(Exception):
    """Another run is at work on the same faults."""


@contextmanager
def alone(path: Path, wait: bool = False) -> Iterator[IO[bytes]]:
    """Hold a file that one process at a time can hold; whoever is forked meanwhile closes what is yielded.

    Raises `Busy` where another holds it, unless that is to be waited for.
    """
    with path.open("ab") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Busy(path) from None
        yield held
