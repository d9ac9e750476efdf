"""The first pages: the bot gives a few itself while the process that serves them begins, so that nobody waits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from aiohttp import web

from zc_bot.errors import StoreAway
from zc_bot.web.beside import PageProcess
from zc_bot.web.pace import Bucket

if TYPE_CHECKING:
    from zc_bot.web.display import Display

RATE, BURST = 10.0, 40.0
"""Pages and files a second, and at once, that cost the bot's answers nothing that anybody would feel."""
FONT = ".woff2"
"""To cut one takes a second of a processor: that is left to the process."""


class Meanwhile:
    """Answers for the page: by the process beside the bot, or itself until that is ready.

    make: gives the page of this process, once the bot has its database; called in a thread with the first page.
    """

    def __init__(self, process: PageProcess, make: Callable[[], Display]) -> None:
        self._process, self._make = process, make
        self._bucket = Bucket(RATE, BURST, time.monotonic)
        self._made: asyncio.Task[Display] | None = None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer a request that is none of the bot's own; beyond a few it waits for the process."""
        if not self._process.open or self._process.is_ready or not self._bears(request):
            return await self._process.answer(request)
        self._process.begin()
        try:
            answer = await self._shown(request)
        except StoreAway:
            return await self._process.answer(request)
        # Whoever comes again finds the process itself.
        answer.force_close()
        return answer

    def _bears(self, request: web.Request) -> bool:
        return not request.path.endswith(FONT) and self._bucket.take()

    async def _shown(self, request: web.Request) -> web.StreamResponse:
        # Loaded with the first page, as is all that pages are made with.
        from zc_bot.web.display import shown

        if self._made is None:
            self._made = asyncio.create_task(asyncio.to_thread(self._make))
        display = await asyncio.shield(self._made)
        assert display.source is not None
        return await shown(request, display, display.source)
