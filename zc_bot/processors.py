"""On which of the machine's processors the bot works: on one at a time.

Its threads take turns at one interpreter lock. On two processors no more is done at once; but each turn wakes the
other one up and moves there what is being worked on, which costs an answer a quarter of its processor time.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from zc_bot.periodic import every

LOOK, ROAM = 60.0, 0.5
"""Seconds between two looks for the best processor, and for how long the system may then move the threads."""
_ALLOWED = frozenset(os.sched_getaffinity(0) if sys.platform == "linux" else ())
"""The processors that this process was given."""
_TOLD_AT = 36
"""Where the kernel names a thread's processor, behind the thread's name."""


@asynccontextmanager
async def one_at_a_time() -> AsyncIterator[None]:
    """Work on one processor for the length of a block: each minute on the one that the system chooses."""
    if sys.platform != "linux" or len(_ALLOWED) == 1:
        yield
        return
    looking = asyncio.create_task(every(LOOK, _look))
    try:
        yield
    finally:
        looking.cancel()
        _go(_ALLOWED)


@contextmanager
def anywhere() -> Iterator[None]:
    """Have a process that is begun within the block work wherever the system puts it."""
    if sys.platform != "linux" or (here := os.sched_getaffinity(0)) == _ALLOWED:
        yield
        return
    os.sched_setaffinity(0, _ALLOWED)
    try:
        yield
    finally:
        os.sched_setaffinity(0, here)


async def _look() -> None:
    """Let the system move the threads for a moment, away from other work, and stay where it put this one."""
    _go(_ALLOWED)
    await asyncio.sleep(ROAM)
    _go({_here()})


def _here() -> int:
    """Return the processor that the caller is on just now."""
    told = Path("/proc/thread-self/stat").read_text().rpartition(")")[2].split()
    return int(told[_TOLD_AT])


def _go(where: Iterable[int]) -> None:
    """Have all threads, and those that they begin, work on some processors."""
    for thread in threading.enumerate():
        if thread.native_id is not None:
            with suppress(ProcessLookupError):  # It ended meanwhile.
                os.sched_setaffinity(thread.native_id, where)
