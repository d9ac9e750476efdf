"""The Telegram side of the bot: receiving, handling, delivering, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import orjson
from telegram import InlineQueryResultArticle, InputTextMessageContent
from telegram.constants import ParseMode
from telegram.error import TelegramError

from zc_bot import logs
from zc_bot.chat.incoming import FileUse, Incoming, Pictured, Sheet
from zc_bot.chat.replies import InlineResult
from zc_bot.chat.reporting import albums
from zc_bot.chat.work import Handled, Responds, give_up, perform, turn_away
from zc_bot.clock import Clock
from zc_bot.errors import StoreAway
from zc_bot.metrics import Metrics
from zc_bot.storage import inbox, meta
from zc_bot.storage.inbox import Arrival
from zc_bot.storage.outbox import Claimed
from zc_bot.storage.store import Session, Store
from zc_bot.tg.client import Client
from zc_bot.tg.delivery import Delivery
from zc_bot.tg.faults import diagnose
from zc_bot.tg.files import fetch_attachment, fetch_photo, fetch_sheet
from zc_bot.tg.flood import PATIENCE, TOGETHER, Floods, Limit
from zc_bot.tg.incoming import read_update
from zc_bot.tg.menu import show_default_menu, show_due_menus, show_own_menu
from zc_bot.tg.receive import Begun, Queues, Receiver
from zc_bot.tg.send import Draw
from zc_bot.troubles import Part

log = logging.getLogger(__name__)
STOP_SECONDS = 1.2
FORGOTTEN = timedelta(minutes=2)
"""An update that was put away so long ago and is not done was lost on its way, if nobody is at it."""
ANEW = 1.0
FETCHED = frozenset({"document", "photo"})
"""Kinds of updates whose file is fetched before they are handled."""


class TelegramBot:
    """Joins the conversation to Telegram."""

    def __init__(
        self,
        store: Store,
        client: Client,
        clock: Clock,
        conversation: Responds,
        draw: Draw,
        metrics: Metrics | None = None,
    ) -> None:
        self._store, self._client, self._clock, self._conversation = store, client, clock, conversation
        self._metrics = metrics or Metrics()
        self.delivery = Delivery(store, client, clock, draw, self._metrics)
        self.queues = Queues(self._handle)
        self.receiver = Receiver(store, client, clock, self.queues, self._begin)
        self.stopped = asyncio.Event()
        self.careful = False
        """Whether updates are done one at a time, each noted before: one of them may be what ends the process."""
        self._alone = asyncio.Lock()
        self._aside: set[asyncio.Task[None]] = set()
        self._floods, self._limit = Floods(clock.monotonic), Limit()
        self._held: dict[int, list[Claimed]] = {}
        """Letters of a flood by chat, until they go out together."""
        self._releases: dict[int, asyncio.Task[None]] = {}

    async def start(self) -> None:
        """Take up what a stop or a crash left: letters whose fate is unknown, updates not yet handled."""
        await self.delivery.start()
        await self._remember_name()
        for arrival in await self._store.submit(lambda session: inbox.pending(session, self._clock.now())):
            self.queues.put(arrival)

    async def know_oneself(self) -> None:
        """Ask for the bot's own name again: its mentions and invitations bear it, and @BotFather may change it."""
        before = self._client.username
        try:
            await self._client.get_me()
        except TelegramError as error:
            log.info("the bot's own name is not known anew: %s", diagnose(error)[1])
            return
        if self._client.username != before:
            log.info("the bot is @%s now", self._client.username)
            await self._remember_name()

    async def _remember_name(self) -> None:
        await self._store.submit(lambda session: meta.put(session, meta.USERNAME, self._client.username))

    async def run(self, polling: bool = True) -> None:
        """Work until cancelled, whatever Telegram answers and the database does."""
        self._beside(show_default_menu(self._client))
        tasks = [asyncio.create_task(self._keep("sending", self.delivery.run))]
        if polling:
            tasks.append(asyncio.create_task(self._keep("receiving", self.receiver.run)))
        try:
            await asyncio.gather(*tasks)
        finally:
            self.stopped.set()
            self._store.hurry()
            for task in (*tasks, *self._aside):
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.queues.drain(STOP_SECONDS)
            if self._releases:
                await asyncio.wait(tuple(self._releases.values()), timeout=STOP_SECONDS)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.delivery.finish(), STOP_SECONDS)

    async def take_up(self) -> None:
        """Queue what was put away and is long since in nobody's hands, and set the menus that are due."""
        before = self._clock.now() - FORGOTTEN
        held = self.queues.held()
        for arrival in await self._store.submit(lambda session: inbox.overdue(session, before, held)):
            self.queues.put(arrival)
        self._beside(show_due_menus(self._client, self._store))

    async def _keep(self, part: Part, work: Callable[[], Awaitable[None]]) -> None:
        """Do a part of the work for good: a fault in it ends neither the part nor the process."""
        while True:
            try:
                await work()
            except StoreAway:
                raise
            except Exception as error:
                self._store.part_failed(part, "failing", "failed and begins anew", error)
                await asyncio.sleep(ANEW)

    def _begin(self, arrival: Arrival) -> Begun | None:
        """Say how an update is handled while it is put away; None where something comes before that."""
        if self.careful:
            return None
        try:
            incoming = read_update(orjson.loads(arrival.payload), self._client.id, self._client.username)
        except Exception:
            return None
        if incoming is None or incoming.kind in FETCHED or incoming.kind == "inline":
            return None
        if self._limit.exceeded(incoming.person, self._sent_at(incoming)):
            return None
        return Begun(incoming, lambda session: perform(session, self._conversation, incoming, self._clock.now()))

    async def _handle(self, arrival: Arrival, begun: Begun | None) -> None:
        """Handle one update, with its id in all lines of the log, and say once how it went."""
        with logs.of_update(arrival.update_id):
            began = self._clock.monotonic()
            kind, rule = await (self._handle_read(arrival) if begun is None else self._handle_begun(arrival, begun))
            took = self._clock.monotonic() - began
            self._metrics.handled(kind, took)
            log.info("handled", extra={"kind": kind, "ms": round(1000 * took), "rule": rule})

    async def _handle_begun(self, arrival: Arrival, begun: Begun) -> tuple[str, str | None]:
        """Send what was answered while the update was put away; returns its kind and the rule that read it."""
        return begun.incoming.kind, await self._do(arrival, begun.incoming, begun.handled)

    async def _handle_read(self, arrival: Arrival) -> tuple[str, str | None]:
        """Handle one update; one that can't be understood is marked and passed over. Returns the same."""
        try:
            raw = orjson.loads(arrival.payload)
            incoming = read_update(raw, self._client.id, self._client.username)
        except Exception as error:
            name = type(error).__name__
            log.error("update %d can't be understood: %s", arrival.update_id, name)
            await self._store.submit(lambda s: inbox.fail(s, arrival.update_id, name, self._clock.now()))
            return "not understood", None
        # Of an inline query typed letter by letter, what was half typed needs no answer any more.
        typed_on = incoming is not None and incoming.kind == "inline" and self.queues.waiting(arrival.chat) > 1
        if incoming is None and "callback_query" in raw:
            # A button under an inline message has nobody's chat behind it: its circle stops turning, and no more.
            self._beside(self._toast(raw["callback_query"]["id"], "", False))
        if incoming is None or typed_on:
            await self._store.submit(lambda s: inbox.finish(s, arrival.update_id, self._clock.now()))
            return "passed over", None
        at = self._sent_at(incoming)
        if self._limit.exceeded(incoming.person, at):
            await self._turn_away(incoming, self._limit.is_to_be_told(incoming.person, at))
            return "too many", None
        return incoming.kind, await self._do(arrival, await self._with_file(incoming))

    async def _do(
        self, arrival: Arrival, incoming: Incoming, begun: asyncio.Future[Handled | None] | None = None
    ) -> str | None:
        """Do an update, unless that was begun, and send what it is answered; returns the rule that read it."""
        # Whoever waits for each answer is no flood, however quick they are.
        waiting = self.queues.waiting(arrival.chat) > 1
        flooding = self._floods.note(incoming.person) and waiting
        handled = await self._perform(incoming, begun)
        if handled is None:
            return None
        # What is asked under the other files of an album, or is wrong with them, is told in the same message.
        gathers = waiting and any(map(albums.gathers, handled.response.replies))
        await self._send(incoming, handled, flooding or gathers)
        return handled.response.rule or None

    def _sent_at(self, incoming: Incoming) -> float:
        return incoming.sent_at or self._clock.now().timestamp()

    async def _turn_away(self, incoming: Incoming, tell: bool) -> None:
        """Mark an update beyond the limit as done without doing it, and say so once in a minute."""

        def unit(session: Session) -> Handled | None:
            return turn_away(session, self._conversation, incoming, tell, self._clock.now())

        handled = await self._store.submit(unit)
        if handled is not None:
            await self._send(incoming, handled, flooding=False)

    async def _with_file(self, incoming: Incoming) -> Incoming:
        """Fetch a file before it is handled, if the conversation has a use for it."""
        if incoming.kind not in FETCHED or not incoming.private:
            return incoming
        now = self._clock.now()
        use = await self._store.submit(lambda session: self._conversation.use_of_file(session, incoming, now))
        if use is None:
            return incoming
        before: tuple[Incoming, ...] = ()
        if incoming.album:
            before = await self._store.submit(lambda s: self._conversation.earlier(s, incoming, use, now))
        fetched = [await self._fetched(one, use) for one in (*before, incoming)]
        return replace(fetched[-1], earlier=tuple(fetched[:-1]))

    async def _fetched(self, incoming: Incoming, use: FileUse) -> Incoming:
        """Fetch a file for its use."""
        try:
            if use == "sheet":
                return replace(incoming, sheet=await fetch_sheet(self._client, incoming.file, incoming.file_size))
            if use == "attachment":
                return await fetch_attachment(self._client, incoming, self._store.files)
            return replace(incoming, pictured=await fetch_photo(self._client, incoming, self._store.files))
        except Exception:
            log.exception("the file of update %d could not be taken", incoming.update_id)
        if use == "photo":
            return replace(incoming, pictured=Pictured(error="not_fetched"))
        return incoming if use != "sheet" else replace(incoming, sheet=Sheet(error="not_fetched"))

    async def _perform(
        self, incoming: Incoming, begun: asyncio.Future[Handled | None] | None = None
    ) -> Handled | None:
        """Do an update; where that fails mark it and say so, or at least mark it."""
        number = incoming.update_id
        try:
            if begun is not None and (handled := await begun) is not None:
                return handled
            return await self._performed(incoming)
        except StoreAway:
            raise
        except Exception as error:
            if not self._store.is_damage(error):
                log.exception("update %d failed", number)
            name = type(error).__name__
        try:
            return await self._store.submit(
                lambda session: give_up(session, self._conversation, incoming, name, self._clock.now())
            )
        except StoreAway:
            raise
        except Exception as error:
            if not self._store.is_damage(error):
                log.exception("the sender of update %d can't be told", number)
        await self._store.submit(lambda session: inbox.fail(session, number, name, self._clock.now()))
        return None

    async def _performed(self, incoming: Incoming) -> Handled | None:
        """Do an update; with care, one that the process has ended with several times is given up."""
        number = incoming.update_id

        def unit(session: Session) -> Handled | None:
            return perform(session, self._conversation, incoming, self._clock.now())

        if not self.careful:
            return await self._store.submit(unit)
        async with self._alone:
            if await self._store.submit(lambda session: inbox.tried(session, number)) <= inbox.TAKEN_UP:
                return await self._store.submit(unit)
            log.error("update %d is put aside: the process ended each time that it was done", number)
            why = "the process ended with it"
            return await self._store.submit(
                lambda session: give_up(session, self._conversation, incoming, why, self._clock.now())
            )

    async def _send(self, incoming: Incoming, handled: Handled, flooding: bool) -> None:
        response = handled.response
        if incoming.kind == "tap":
            self._beside(self._toast(incoming.ref, response.toast, response.alert))
        if incoming.kind == "inline" and response.inline is not None:
            self._beside(self._inline(incoming.ref, response.inline))
        if "menu" in response.events:
            self._beside(show_own_menu(self._client, self._store, incoming.person))
        await self._answer(incoming.chat, handled.letters, flooding)
        if response.notices or "tick" in response.events:
            self.delivery.wake()

    async def _answer(self, chat: int, letters: Sequence[Claimed], flooding: bool) -> None:
        """Send at once, but for a flood, whose letters wait a second for one another and go out in order.

        What was recorded of an album's file waits for none: the next file's takes its place, once it is sent.
        """
        if flooding or (chat in self._held and not all(map(albums.is_record, letters))):
            self.delivery.hold(letters)
            self._held.setdefault(chat, []).extend(letters)
            if chat not in self._releases:
                self._releases[chat] = asyncio.create_task(self._release(chat))
            return
        await self.delivery.answer(letters)

    async def _release(self, chat: int) -> None:
        """Send what is held for a chat, second by second, until nothing more comes; at once when stopping."""
        waited = 0
        try:
            while True:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.stopped.wait(), TOGETHER)
                letters = self._held[chat]
                if not letters:
                    return
                waited += 1
                if waited < PATIENCE and not self.stopped.is_set() and self._reads_on(chat, letters):
                    continue
                waited, self._held[chat] = 0, []
                await self.delivery.answer_together(letters)
        finally:
            self._held.pop(chat, None)
            self._releases.pop(chat, None)

    def _reads_on(self, chat: int, letters: Sequence[Claimed]) -> bool:
        """Tell whether letters are of an album of which more is under way."""
        return self.queues.waiting(chat) > 0 and any(map(albums.awaits_more, letters))

    def _beside(self, work: Awaitable[None]) -> None:
        """Do something that nobody waits for and that may fail without harm."""

        async def guarded() -> None:
            try:
                await work
            except Exception as error:
                log.info("passed over: %s", diagnose(error)[1])

        task = asyncio.create_task(guarded())
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    async def _toast(self, ref: str, text: str, alert: bool) -> None:
        await self._client.answer_callback_query(ref, text=text[:200] or None, show_alert=alert or None)

    async def _inline(self, ref: str, results: tuple[InlineResult, ...]) -> None:
        articles = [
            InlineQueryResultArticle(
                result.id,
                result.title,
                InputTextMessageContent(str(result.text), parse_mode=ParseMode.HTML),
                description=result.summary,
            )
            for result in results
        ]
        await self._client.answer_inline_query(ref, articles, cache_time=0, is_personal=True)
