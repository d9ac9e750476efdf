"""Pictures drawn in a process of their own: drawing holds the interpreter lock, and answers must not wait for it."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from zc_bot import processors
from zc_bot.texts.charts.picture import picture_from, png_of
from zc_bot.texts.files.paper import print_paper

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

KEPT = 16
"""So many pictures are kept."""
IDLE = 60.0
"""Seconds without a picture after which the worker ends: it holds as much memory as half the bot."""
SECONDS = 12.0
"""A picture that takes longer is not drawn, and its worker is killed: one takes a second, a worker's first three. The
clock leaves room for a machine that is busy with other things."""


def draw_picture(description: Mapping[str, Any]) -> bytes:
    """Draw a picture, or print a paper, from its stored description; returns PNG or PDF bytes. Runs in the worker."""
    if is_paper(description):
        return print_paper(description)
    return png_of(picture_from(description))


def is_paper(description: Mapping[str, Any]) -> bool:
    """Tell whether what is described is a paper, sent as a file, and no picture."""
    return description.get("kind") == "paper"


class Undrawn(Exception):
    """A picture took too long, or whoever draws died of it twice."""


def _end_with_the_bot() -> None:
    """Have the worker end when the bot does, however that came: one that hangs would be left."""
    import multiprocessing

    bot = multiprocessing.parent_process()
    assert bot is not None

    def wait() -> None:
        bot.join()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def _draw_on(bot: Connection, draw: Callable[[Any], Any]) -> None:
    """Draw what is asked for until nobody asks any more. Runs in the worker."""
    _end_with_the_bot()
    while True:
        try:
            wanted = bot.recv()
        except EOFError:
            return
        try:
            answer = draw(wanted)
        except Exception as error:
            # Not the error itself, which may quote what somebody typed.
            where = "".join(f"{one.filename}:{one.lineno}; " for one in traceback.extract_tb(error.__traceback__))
            answer = Undrawn(f"{type(error).__name__} ({where})")
        bot.send(answer)


class _Worker:
    """A process that draws one picture after another."""

    def __init__(self) -> None:
        import multiprocessing  # What begins processes is loaded with the first picture.

        # Forking a process that has threads can deadlock the child.
        spawning = multiprocessing.get_context("spawn")
        self._asking, answering = spawning.Pipe()
        self._process = spawning.Process(target=_draw_on, args=(answering, draw_picture), daemon=True)
        with processors.anywhere():
            self._process.start()
        answering.close()

    def drawn(self, description: Mapping[str, Any]) -> bytes:
        """Wait for a picture; raises `EOFError` or `OSError` where the process died of it."""
        self._asking.send(description)
        answer: bytes | Undrawn = self._asking.recv()
        if isinstance(answer, Undrawn):
            raise answer
        return answer

    def kill(self) -> None:
        """End the process, whatever it is at; who waits for a picture of it learns that it died."""
        self._process.kill()


class Drawing:
    """One worker process, begun with the first picture, ended when none is wanted, replaced where it dies or hangs.

    Pictures that were drawn or are being drawn lately are kept: what several ask for at once is drawn once.
    """

    def __init__(self) -> None:
        self._worker: _Worker | None = None
        self._turn = asyncio.Lock()
        """Pictures are drawn one at a time, so that the time of one is its own."""
        self._ending: asyncio.TimerHandle | None = None
        self._kept: OrderedDict[str, asyncio.Task[bytes]] = OrderedDict()
        self.drawn = 0
        """How many pictures were drawn."""

    async def draw(self, description: Mapping[str, Any]) -> tuple[bytes, str]:
        """Draw a picture or print a paper; returns its bytes, and its short caption or its file's name.

        Raises `Undrawn` for one that takes too long or can't be drawn; the next ones are.
        """
        caption = description["name"] if is_paper(description) else picture_from(description).title
        key = json.dumps(description, sort_keys=True)
        task = self._kept.get(key)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._kept[key] = asyncio.create_task(self._drawn(description))
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        # One who no longer waits must not end it for the others.
        return await asyncio.shield(task), caption

    def close(self) -> None:
        """End the worker, whatever it is at."""
        self._keep()
        for task in self._kept.values():
            task.cancel()
        self._drop_worker()

    async def _drawn(self, description: Mapping[str, Any]) -> bytes:
        async with self._turn:
            self.drawn += 1
            self._keep()
            try:
                return await self._run(description)
            except (EOFError, OSError):
                return await self._run_again(description)
            finally:
                self._ending = asyncio.get_running_loop().call_later(IDLE, self.close)

    async def _run_again(self, description: Mapping[str, Any]) -> bytes:
        """Draw by another worker: what the one before died of need not have been this picture."""
        try:
            return await self._run(description)
        except (EOFError, OSError):
            raise Undrawn("who draws it dies of it") from None

    async def _run(self, description: Mapping[str, Any]) -> bytes:
        worker = self._worker = self._worker or _Worker()
        try:
            async with asyncio.timeout(SECONDS):
                return await asyncio.to_thread(worker.drawn, description)
        except TimeoutError:
            self._drop_worker()
            raise Undrawn(f"it took longer than {SECONDS:g} s") from None
        except (EOFError, OSError):
            self._drop_worker()
            raise

    def _drop_worker(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker = None

    def _keep(self) -> None:
        """Let the worker live on."""
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None
