"""Pictures drawn in a process of their own: drawing holds the interpreter lock, and answers must not wait for it."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from zc_bot.texts.charts.picture import draw, picture_from, render_png


def draw_picture(description: Mapping[str, Any]) -> bytes:
    """Draw a chart from its stored description; returns PNG bytes. Runs in the worker."""
    return render_png(draw(picture_from(description)))


class Drawing:
    """One worker process, started with the first picture and replaced if it dies."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def draw(self, description: Mapping[str, Any]) -> tuple[bytes, str]:
        """Draw a chart; returns PNG bytes and its short caption."""
        caption = picture_from(description).title
        try:
            return await self._run(description), caption
        except BrokenProcessPool:
            self.close()
            return await self._run(description), caption

    def close(self) -> None:
        """End the worker."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    async def _run(self, description: Mapping[str, Any]) -> bytes:
        if self._pool is None:
            # Forking a process that has threads can deadlock the child.
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn"))
        return await asyncio.get_running_loop().run_in_executor(self._pool, draw_picture, description)
