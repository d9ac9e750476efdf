"""Where the page comes from: the store, read beside the bot's own work, never on its writer."""

from __future__ import annotations

import asyncio
from pathlib import Path

from zc_bot.chat.showing.snapshot import gather, gather_whole
from zc_bot.chat.turn import Rules
from zc_bot.clock import Clock
from zc_bot.storage import site
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store
from zc_bot.texts.site.pages import Pages
from zc_bot.texts.site.snapshot import Whole
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class State:
    """What the page would show: figures and day change it by and by, what was told or taken back at once.

    told: the newest entry, and how many people were forgotten.
    """

    figures: tuple[int, int, str]
    told: tuple[int, int]
    closed: bool


@dataclass(frozen=True)
class Source:
    """demo: the store's figures are made up, and the page says so."""

    store: Store
    rules: Rules
    clock: Clock
    demo: bool = False

    @property
    def files(self) -> Path:
        return self.store.files

    async def state(self) -> State:
        """Look whether anything changed, or was closed: one small query."""
        day = self.clock.now().astimezone(self.rules.zone).date().isoformat()

        def unit(session: Session) -> State:
            figures, told, recorded, forgotten, closed = site.state(session)
            return State((figures, recorded, day), (told, forgotten), closed)

        return await asyncio.to_thread(self.store.read, unit)

    async def pages(self) -> Pages:
        """Gather all that is shown now."""

        def work() -> Pages:
            now = self.clock.now()

            def whole(year: int) -> Whole:
                return self.store.read(lambda s: gather_whole(s, self.rules, year))

            pages = Pages(self.store.read(lambda s: gather(s, self.rules, now, self.demo, whole)))
            pages.page("")
            return pages

        return await asyncio.to_thread(work)

    async def is_good(self, token: str) -> bool:
        """Tell whether a link lets in."""
        return await asyncio.to_thread(self.store.read, lambda s: site.is_good(s, token, self.clock.now()))
