"""Waiting until something is so: every change wakes whoever waits, nobody sleeps and looks again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Signal:
    """A change that any number of tasks can wait for."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def fire(self) -> None:
        """Wake everyone who waits."""
        self._next.set()
        self._next = asyncio.Event()

    async def changed(self) -> None:
        """Wait for the next change."""
        await self._next.wait()

    async def until(self, look: Callable[[], T | None], timeout: float) -> T:
        """Return what `look` finds as soon as it finds something; raise TimeoutError after `timeout` s."""
        async with asyncio.timeout(timeout):
            while not (found := look()):
                await self.changed()
            return found
