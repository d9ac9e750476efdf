"""Stopping when asked to: by itself where that goes quickly, else as it stands, whatever hangs."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

STOP_SECONDS = 2.0
ASKING = signal.SIGINT, signal.SIGTERM


async def until_stopped(work: object) -> None:
    """Run `work` until it ends or the process is asked to stop; then it has two seconds, whatever hangs."""
    task = asyncio.ensure_future(work)  # type: ignore[call-overload]
    with _heard(ASKING, asyncio.get_running_loop(), task.cancel), suppress(asyncio.CancelledError):
        await task


@contextmanager
def _heard(
    names: Sequence[signal.Signals], loop: asyncio.AbstractEventLoop, stop: Callable[[], object]
) -> Iterator[None]:
    """Have signals heard by a thread of their own for the length of a block: the loop itself may be what hangs."""
    hearing, telling = socket.socketpair()
    telling.setblocking(False)

    def end_when_told() -> None:
        with hearing:
            while (told := hearing.recv(1)) and told[0] not in names:
                pass
        if told:
            with suppress(RuntimeError):  # It ended by itself just now.
                loop.call_soon_threadsafe(stop)
            time.sleep(STOP_SECONDS)
            # What was acknowledged is on disk, and what was not is done after the next start: nothing is waited for.
            os._exit(0)

    threading.Thread(target=end_when_told, name="stopping", daemon=True).start()
    before = signal.set_wakeup_fd(telling.fileno(), warn_on_full_buffer=False)
    handlers = {name: signal.signal(name, lambda *_: None) for name in names}
    try:
        yield
    finally:
        for name, handler in handlers.items():
            signal.signal(name, handler)
        signal.set_wakeup_fd(before)
        telling.close()
