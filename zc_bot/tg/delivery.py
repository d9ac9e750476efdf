"""Delivery: answers at once and in order, everything else from the outbox at Telegram's pace."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from zc_bot.clock import Clock
from zc_bot.storage import outbox, people
from zc_bot.storage.outbox import Claimed
from zc_bot.storage.store import Session, Store
from zc_bot.tg.client import Client
from zc_bot.tg.flood import batches
from zc_bot.tg.pace import Pace
from zc_bot.tg.send import Draw, Outcome, TokenRefused, send

log = logging.getLogger(__name__)
AT_ONCE = 16
"""Broadcast messages under way at the same time."""
LOOK_AGAIN = 5.0
WRITE_AGAIN = 1.0
WAITED = 10.0
"""After so many seconds of waiting, a letter's lease may be about to end."""


class Delivery:
    """Sends letters and writes down what became of them."""

    def __init__(self, store: Store, client: Client, clock: Clock, draw: Draw) -> None:
        self._store, self._client, self._clock, self._draw = store, client, clock, draw
        self._pace = Pace(clock.monotonic)
        self._wake = asyncio.Event()
        self._outcomes: list[tuple[Claimed, Outcome]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.refused: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def wake(self) -> None:
        """Look at the outbox now."""
        self._wake.set()

    async def answer(self, letters: Sequence[Claimed]) -> None:
        """Send a conversation's letters, one after another."""
        for letter in letters:
            began = self._clock.monotonic()
            await self._pace.answer(letter.chat)
            waited = self._clock.monotonic() - began > WAITED
            if not waited or await self._still_ours(letter):
                await self._send(letter)

    async def answer_together(self, letters: Sequence[Claimed]) -> None:
        """Send the letters of a flood in as few messages as they fit in."""
        for message, stands_for in batches(letters):
            began = self._clock.monotonic()
            await self._pace.answer(message.chat)
            if self._clock.monotonic() - began > WAITED:
                # The outbox may have taken some of them back to send them itself.
                await self.answer([one for one in stands_for if await self._still_ours(one)])
                continue
            outcome = await self._try(message)
            if outcome is None:
                return
            for letter in stands_for:
                self._note(letter, replace(outcome, settlement=replace(outcome.settlement, id=letter.id)))

    async def _still_ours(self, letter: Claimed) -> bool:
        """Make sure, after a long pause, that the outbox has not taken the letter back to send it itself."""
        return await self._store.submit(lambda session: outbox.hold_on(session, letter, self._clock.now()))

    async def run(self) -> None:
        """Send what falls due in the outbox, until cancelled."""
        slots = asyncio.Semaphore(AT_ONCE)
        while True:
            await slots.acquire()
            letter = await self._next()
            if letter is None:
                slots.release()
                continue
            task = asyncio.create_task(self._send(letter))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            task.add_done_callback(lambda _: slots.release())

    async def finish(self) -> None:
        """Wait for what is under way, and hand over what became of it."""
        if self._tasks:
            await asyncio.wait(self._tasks)
        self._flush()

    async def _next(self) -> Claimed | None:
        """Wait for the pace, then claim one letter: what is claimed is about to be sent, and nothing else."""
        self._wake.clear()
        chat, wait = await self._store.submit(self._peek)
        if chat is None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), wait)
            return None
        await self._pace.broadcast(chat)
        claimed = await self._store.submit(lambda session: outbox.claim(session, self._clock.now(), 1))
        return claimed[0] if claimed else None

    def _peek(self, session: Session) -> tuple[int | None, float]:
        """Return the chat of the next letter that is due, or for how many seconds there is none."""
        now = self._clock.now()
        outbox.recover(session, now)
        chat = outbox.next_chat(session, now)
        due = None if chat is not None else outbox.next_due(session)
        wait = LOOK_AGAIN if due is None else (due - now).total_seconds()
        return chat, min(LOOK_AGAIN, max(0.01, wait))

    async def _send(self, letter: Claimed) -> None:
        outcome = await self._try(letter)
        if outcome is not None:
            self._note(letter, outcome)

    async def _try(self, letter: Claimed) -> Outcome | None:
        """Send once; None where Telegram does not know the token, and all ends."""
        try:
            outcome = await send(self._client, letter, self._clock.now(), self._draw, self._store.files)
        except TokenRefused as error:
            if not self.refused.done():
                self.refused.set_exception(error)
            return None
        if outcome.pause:
            self._pace.pause(outcome.pause)
        return outcome

    def _note(self, letter: Claimed, outcome: Outcome) -> None:
        """Hand the outcome over to be written; many share one transaction."""
        self._outcomes.append((letter, outcome))
        if len(self._outcomes) == 1:
            asyncio.get_running_loop().call_soon(self._flush)
        if outcome.settlement.state == "retry":
            self._wake.set()

    def _flush(self) -> None:
        """Have the outcomes so far written; those that could not be are kept for the next time."""
        taken, self._outcomes = self._outcomes, []
        if not taken:
            return
        future = self._store.submit(lambda session: self._write_outcomes(session, taken))
        future.add_done_callback(lambda done: self._check(done, taken))

    def _check(self, done: asyncio.Future[None], taken: list[tuple[Claimed, Outcome]]) -> None:
        if done.cancelled() or done.exception() is None:
            return
        log.error("outcomes could not be written: %s", done.exception())
        self._outcomes[:0] = taken
        asyncio.get_running_loop().call_later(WRITE_AGAIN, self._flush)

    def _write_outcomes(self, session: Session, taken: list[tuple[Claimed, Outcome]]) -> None:
        now = self._clock.now()
        outbox.settle(session, (outcome.settlement for _, outcome in taken), now)
        for letter, outcome in taken:
            if outcome.unreachable:
                people.mark_unreachable(session, letter.person, now)
            if outcome.moved_to is not None:
                outbox.redirect(session, letter.chat, outcome.moved_to)
