"""Stopping when asked to: by itself where that goes quickly, else as it stands, whatever hangs.

Asked, a process has two seconds. A thread of its own ends it then, whatever its event loop is at; where code in C
keeps Python's lock, and with it every thread, a shell beside it does.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

log = logging.getLogger("zc_bot")
STOP_SECONDS, ENDED_AFTER = 1.8, 1.95
"""After so many seconds the process leaves by itself, and after so many it is ended."""
ASKING = signal.SIGINT, signal.SIGTERM
BESIDE = 'head -c 1; timeout "$2" cat >/dev/null; test $? -ne 124 || kill -KILL "$1"'
"""Passes on that the process was asked to stop, and ends it unless it is gone in time, which closes what is read."""


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
    passing, shell = _beside(hearing)

    def end_when_told() -> None:
        with hearing, passing:
            # Where no shell passes it on, or that is gone, what was not passed on is here.
            told = passing.recv(1) or hearing.recv(1)
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
        if shell is not None:
            shell.wait()


def _beside(hearing: socket.socket) -> tuple[socket.socket, subprocess.Popen[bytes] | None]:
    """Begin the shell that ends this process where it can't do so itself; returns by what it passes on, and it."""
    passing, passed = socket.socketpair()
    with passed:
        try:
            return passing, subprocess.Popen(  # noqa: S603
                ["/bin/sh", "-c", BESIDE, "sh", str(os.getpid()), str(ENDED_AFTER)],
                stdin=hearing.fileno(), stdout=passed.fileno(), stderr=subprocess.DEVNULL, start_new_session=True,
            )
        except OSError as error:
            log.warning("no shell can be begun (%s): what keeps Python's lock is not ended when asked to", error)
            return passing, None
