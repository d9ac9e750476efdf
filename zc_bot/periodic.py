"""Doing something again and again, by the monotonic clock: a date that leaps neither skips nor hurries it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

log = logging.getLogger("zc_bot")


async def every(
    seconds: float, work: Callable[[], Awaitable[object]], at_once: bool = True,
    note: Callable[[Exception | None], None] | None = None, sooner: asyncio.Event | None = None,
) -> None:
    """Do `work` every so many seconds until cancelled, one at a time; a failure is logged once in a row.

    at_once: the first time now, else after `seconds`. What took longer than its turn is not made up for.
    note: hears each time whether it failed, and has the failure logged. sooner: has the next time be now.
    """
    loop, failing = asyncio.get_running_loop(), ""
    due = loop.time() + (0.0 if at_once else seconds)
    while True:
        await _rest(max(0.0, due - loop.time()), sooner)
        try:
            await work()
            failing = ""
            if note is not None:
                note(None)
        except Exception as error:
            if note is not None:
                note(error)
            elif failing != (failing := type(error).__name__):
                log.exception("%s failed; it is tried again every %g s", getattr(work, "__name__", "work"), seconds)
        due = max(due + seconds, loop.time())


async def _rest(seconds: float, sooner: asyncio.Event | None) -> None:
    if sooner is None:
        await asyncio.sleep(seconds)
        return
    with suppress(TimeoutError):
        await asyncio.wait_for(sooner.wait(), seconds)
    sooner.clear()
