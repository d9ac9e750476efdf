"""Delivery: answers at once and in order, everything else from the outbox at Telegram's pace."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Literal

from zc_bot.clock import Clock, Leaps
from zc_bot.errors import StoreAway
from zc_bot.metrics import Metrics
from zc_bot.storage import groups, outbox, reachable, undelivered
from zc_bot.storage.outbox import PRIORITY, Claimed, Settlement
from zc_bot.storage.store import Session, Store
from zc_bot.tg.client import Client
from zc_bot.tg.faults import diagnose, wait_after
from zc_bot.tg.flood import batches
from zc_bot.tg.pace import Pace
from zc_bot.tg.send import Draw, Outcome, send

AT_ONCE = 16
"""Broadcast messages under way at the same time."""
LOOK_AGAIN, CHAT_RESTS = 5.0, 1.0
SWEEP = 60.0
"""A letter that is claimed and that nobody has held for so many seconds is lost: its unit was not heard of again."""
WRITE_AGAIN = 5.0
"""Seconds until an outcome is written again that could not be."""


class Delivery:
    """Sends letters and writes down what became of them."""

    def __init__(self, store: Store, client: Client, clock: Clock, draw: Draw, metrics: Metrics) -> None:
        self._store, self._client, self._clock, self._draw = store, client, clock, draw
        self._metrics = metrics
        self._pace = Pace(clock.monotonic)
        self._wake = asyncio.Event()
        self._outcomes: list[tuple[Claimed, Outcome]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: dict[int, int] = {}
        """The chat of each letter in this process's hands, by its id."""
        self._waiting: dict[int, int] = {}
        """The chat of each answer that waits in the outbox: what follows it there waits behind it."""
        self._unheld: frozenset[int] = frozenset()
        self._swept_at = clock.monotonic()
        self._leaps = Leaps(clock)
        self._refusals = 0
        self._starved = False
        """Whether something was due whose chat was not free."""

    async def start(self) -> None:
        """Take up what a stop or a crash left: letters whose fate is unknown, answers that wait."""
        now = self._clock.now()
        await self._store.submit(lambda session: outbox.recover(session, now))
        self._waiting = await self._store.submit(outbox.answers_waiting)

    def wake(self) -> None:
        """Look at the outbox now."""
        self._wake.set()

    def hold(self, letters: Sequence[Claimed]) -> None:
        """Note that letters are in this process's hands, and are sent soon."""
        self._held |= {letter.id: letter.chat for letter in letters}

    async def answer(self, letters: Sequence[Claimed]) -> None:
        """Send a conversation's letters, one after another; behind those that wait where some do."""
        self.hold(letters)
        for letter in letters:
            if self._must_wait(letter.chat):
                self._note(letter, Outcome(Settlement(letter.id, "pending")))
            else:
                await self._send(letter)

    async def answer_together(self, letters: Sequence[Claimed]) -> None:
        """Send the letters of a flood in as few messages as they fit in."""
        for message, stands_for in batches(letters):
            if self._must_wait(message.chat):
                await self.answer(stands_for)
                continue
            outcome = await self._try(message)
            for letter in stands_for:
                self._note(letter, replace(outcome, settlement=replace(outcome.settlement, id=letter.id)))

    def _must_wait(self, chat: int) -> bool:
        return self._pace.holds(chat) or chat in self._waiting.values()

    async def run(self) -> None:
        """Send what falls due in the outbox, until cancelled."""
        slots = asyncio.Semaphore(AT_ONCE)
        while True:
            await slots.acquire()
            letters = await self._next_safely()
            if not letters:
                slots.release()
                continue
            self.hold(letters)
            task = asyncio.create_task(self._send_in_turn(letters))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            task.add_done_callback(lambda _: slots.release())

    async def finish(self) -> None:
        """Wait for what is under way, and hand over what became of it."""
        if self._tasks:
            await asyncio.wait(self._tasks)
        self._flush()

    async def _next_safely(self) -> Sequence[Claimed]:
        """Take the next letter; a fault in the outbox ends no sending."""
        try:
            return await self._next()
        except StoreAway:
            raise
        except Exception as error:
            if isinstance(error, ValueError | TypeError) and await self._put_aside():
                return ()
            self._store.part_failed("sending", "failing", "the outbox could not be looked at", error)
            await asyncio.sleep(LOOK_AGAIN)
            return ()

    async def _put_aside(self) -> bool:
        """Put letters aside whose rows can't be read; False where there are none."""
        now = self._clock.now()
        return bool(await self._store.submit(lambda session: undelivered.put_unread_aside(session, now)))

    async def _next(self) -> Sequence[Claimed]:
        """Wait for the pace, then claim one letter: what is claimed is about to be sent, and nothing else.

        Answers of one chat that have heaped up are claimed together.
        """
        self._wake.clear()
        await self._sweep()
        if leap := self._leaps.taken():
            await self._store.submit(lambda session: outbox.shift(session, leap, self._clock.now()))
        resting = self._pace.resting()
        besides = {*resting, *self._held.values()}
        chat, wait = await self._store.submit(lambda session: self._peek(session, besides))
        self._starved = chat is None and wait <= CHAT_RESTS
        if chat is None:
            # That a chat rests matters only where something waits for it: after each answer one does.
            until = min([wait, *resting.values()]) if self._starved else wait
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), until)
            return ()
        await self._pace.broadcast()
        besides = {*self._pace.resting(), *self._held.values()}
        return await self._store.submit(lambda session: self._claim(session, besides))

    def _claim(self, session: Session, besides: Collection[int]) -> Sequence[Claimed]:
        now = self._clock.now()
        first = outbox.claim(session, now, 1, besides)
        return (*first, *(outbox.claim_behind(session, first[0], now) if first else ()))

    def _peek(self, session: Session, besides: Collection[int]) -> tuple[int | None, float]:
        """Return the chat of the next letter that is due, or for how many seconds to wait."""
        now = self._clock.now()
        chat = outbox.next_chat(session, now, besides)
        due = None if chat is not None else outbox.next_due(session)
        return chat, seconds_until_a_look(due, now)

    async def _sweep(self) -> None:
        """Take back letters that were claimed and then forgotten, by the monotonic clock: a date may leap."""
        if self._clock.monotonic() - self._swept_at < SWEEP:
            return
        self._swept_at = self._clock.monotonic()
        await self._store.submit(lambda session: outbox.bring_forward(session, self._clock.now()))
        unheld = await self._store.submit(outbox.claimed) - self._held.keys()
        if lost := unheld & self._unheld:
            now = self._clock.now()
            await self._store.submit(lambda session: outbox.recover(session, now, lost))
        self._unheld = unheld - lost
        stored = await self._store.submit(outbox.answers_waiting)
        # One that was taken back meanwhile holds its chat no longer.
        self._waiting = {one: chat for one, chat in self._waiting.items() if one in stored or one in self._held}

    async def _send_in_turn(self, letters: Sequence[Claimed]) -> None:
        """Send what was claimed of one chat in as few messages as it fits in; what is behind a failure waits."""
        arrives = True
        for number, (message, stands_for) in enumerate(batches(letters)):
            if arrives and number:
                await self._pace.broadcast()
            outcome = await self._try(message) if arrives else Outcome(Settlement(message.id, "pending"))
            for letter in stands_for:
                self._note(letter, replace(outcome, settlement=replace(outcome.settlement, id=letter.id)))
            arrives = outcome.settlement.state in {"sent", "dead"}

    async def _send(self, letter: Claimed) -> None:
        self._note(letter, await self._try(letter))

    async def _try(self, letter: Claimed) -> Outcome:
        """Send once, and mind what Telegram's answer says of the way to it."""
        self._pace.take(letter.chat)
        outcome = await send(self._client, letter, self._draw, self._store.files)
        self._metrics.tried(outcome.settlement.state)
        if outcome.limited:
            self._pace.limit(letter.chat, outcome.limited)
        if outcome.trouble is None:
            if outcome.settlement.state in {"sent", "dead"}:
                self._refusals = 0
                self._store.troubles.end("sending")
            return outcome
        code, said = diagnose(outcome.trouble)
        self._store.troubles.meet("sending", code, said)
        if code == "token":
            self._refusals += 1
            self._pace.pause(wait_after(outcome.trouble, self._refusals))
        return outcome

    def _note(self, letter: Claimed, outcome: Outcome) -> None:
        """Hand the outcome over to be written; many share one transaction."""
        self._outcomes.append((letter, outcome))
        if len(self._outcomes) == 1:
            asyncio.get_running_loop().call_soon(self._flush)
        self._waiting.pop(letter.id, None)
        if PRIORITY[letter.kind] == PRIORITY["reply"] and outcome.settlement.state in {"retry", "pending"}:
            self._waiting[letter.id] = outcome.moved_to or letter.chat

    def _flush(self) -> None:
        """Have the outcomes so far written; those that could not be are kept for the next time."""
        taken, self._outcomes = self._outcomes, []
        if taken:
            self._write(taken)

    def _write(self, taken: list[tuple[Claimed, Outcome]]) -> None:
        arrived = all(outcome.settlement.state == "sent" for _, outcome in taken)
        # That a letter arrived is news to nobody: it need not have a commit of its own.
        submit = self._store.submit_soon if arrived else self._store.submit
        future = submit(lambda session: self._write_outcomes(session, taken))
        future.add_done_callback(lambda done: self._check(done, taken))

    def _check(self, done: asyncio.Future[None], taken: list[tuple[Claimed, Outcome]]) -> None:
        error = None if done.cancelled() else done.exception()
        if error is None:
            for letter, outcome in taken:
                self._held.pop(letter.id, None)
                self._starved |= outcome.settlement.state in {"retry", "pending"}
            if self._starved:
                self._wake.set()
            return
        if isinstance(error, StoreAway):
            self._outcomes[:0] = taken
            return
        # One that can't be written keeps no other from being written.
        self._store.part_failed("sending", "failing", "what became of letters could not be written", error)
        if len(taken) == 1:
            asyncio.get_running_loop().call_later(WRITE_AGAIN, self._write, taken)
            return
        for one in taken:
            self._write([one])

    def _write_outcomes(self, session: Session, taken: list[tuple[Claimed, Outcome]]) -> None:
        now = self._clock.now()
        outbox.settle(session, (outcome.settlement for _, outcome in taken), now)
        for letter, outcome in taken:
            if outcome.gone:
                _give_up(session, letter, outcome.gone, now)
            if outcome.moved_to is not None:
                outbox.redirect(session, letter.chat, outcome.moved_to)
                groups.moved(session, letter.chat, outcome.moved_to)


def seconds_until_a_look(due: datetime | None, now: datetime) -> float:
    """Return for how long the outbox needs no look, where the next letter is due at a moment."""
    if due is None:
        return LOOK_AGAIN
    # What is due and was not taken waits for its chat.
    left = (due - now).total_seconds()
    return min(LOOK_AGAIN, left) if left > 0 else CHAT_RESTS


def _give_up(session: Session, letter: Claimed, why: Literal["blocked", "missing"], now: datetime) -> None:
    """Stop writing to a chat: the person is flagged where it is their own, a group is left."""
    if letter.chat == letter.person:
        reachable.mark_unreachable(session, letter.person, now, why)
    else:
        groups.left(session, letter.chat, now)
        outbox.drop_chat(session, letter.chat, now)
