"""What happens, told to whoever watches: the open chat pages."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Event = dict[str, Any]


class Feed:
    """Hands every event to every watcher's own queue."""

    def __init__(self) -> None:
        self._watchers: set[asyncio.Queue[Event | None]] = set()

    def tell(self, kind: str, **details: Any) -> None:
        """Tell all watchers of an event."""
        for queue in self._watchers:
            queue.put_nowait({"kind": kind, **details})

    @contextmanager
    def watching(self) -> Iterator[asyncio.Queue[Event | None]]:
        """Open a queue of the events from now on; None in it means that the feed has ended."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._watchers.add(queue)
        try:
            yield queue
        finally:
            self._watchers.discard(queue)

    def close(self) -> None:
        """End all watching."""
        for queue in self._watchers:
            queue.put_nowait(None)
