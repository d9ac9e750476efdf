"""Pictures drawn in a process of their own: drawing holds the interpreter lock, and answers must not wait for it."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import threading
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from zc_bot import processors
from zc_bot.texts.charts.picture import picture_from, png_of
from zc_bot.texts.files.paper import print_paper

KEPT = 16
"""So many pictures are kept."""
IDLE = 60.0
"""Seconds without a picture after which the worker ends: it holds as much memory as half the bot."""


def draw_picture(description: Mapping[str, Any]) -> bytes:
    """Draw a picture, or print a paper, from its stored description; returns PNG or PDF bytes. Runs in the worker."""
    if is_paper(description):
        return print_paper(description)
    return png_of(picture_from(description))


def is_paper(description: Mapping[str, Any]) -> bool:
    """Tell whether what is described is a paper, sent as a file, and no picture."""
    return description.get("kind") == "paper"


def _end_with_the_bot() -> None:
    """Have the worker end when the bot does, however that came: it would wait for more pictures for ever."""
    bot = multiprocessing.parent_process()
    assert bot is not None

    def wait() -> None:
        bot.join()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


class Drawing:
    """One worker process, started with the first picture, ended when none is wanted, and replaced if it dies.

    Pictures that were drawn or are being drawn lately are kept: what several ask for at once is drawn once.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._ending: asyncio.TimerHandle | None = None
        self._kept: OrderedDict[str, asyncio.Task[bytes]] = OrderedDict()
        self.drawn = 0
        """How many pictures were drawn."""

    async def draw(self, description: Mapping[str, Any]) -> tuple[bytes, str]:
        """Draw a picture or print a paper; returns its bytes, and its short caption or its file's name."""
        key = json.dumps(description, sort_keys=True)
        task = self._kept.get(key)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._kept[key] = asyncio.create_task(self._drawn(description))
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        # One who no longer waits must not end it for the others.
        caption = description["name"] if is_paper(description) else picture_from(description).title
        return await asyncio.shield(task), caption

    def close(self) -> None:
        """End the worker; what it is at it finishes."""
        self._keep()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    async def _drawn(self, description: Mapping[str, Any]) -> bytes:
        self.drawn += 1
        try:
            return await self._run(description)
        except BrokenProcessPool:
            self.close()
            return await self._run(description)

    async def _run(self, description: Mapping[str, Any]) -> bytes:
        if self._pool is None:
            # Forking a process that has threads can deadlock the child.
            spawning = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=spawning, initializer=_end_with_the_bot)
        loop = asyncio.get_running_loop()
        self._keep()
        try:
            with processors.anywhere():
                drawing = loop.run_in_executor(self._pool, draw_picture, description)
            return await drawing
        finally:
            self._keep()
            self._ending = loop.call_later(IDLE, self.close)

    def _keep(self) -> None:
        """Let the worker live on."""
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None
