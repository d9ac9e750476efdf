"""The composition root: settings → a running bot, live or in the sandbox."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zc_bot import garbage, processors
from zc_bot.chat import ticking
from zc_bot.chat.admin import troubling
from zc_bot.chat.admin.admission import telling_admins
from zc_bot.chat.admin.making import admit_named
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.turn import Rules, Vitals
from zc_bot.clock import Clock, ClockGuard
from zc_bot.copier import Copier
from zc_bot.errors import StoreAway, StoreError, ZcError
from zc_bot.keys import phone_key
from zc_bot.opening import anchor, id_of, make_rules, open_store
from zc_bot.periodic import every
from zc_bot.settings import ROOT, Settings, environment_of
from zc_bot.stopping import until_stopped
from zc_bot.storage import attachments, housekeeping, meta, schema
from zc_bot.storage.answering import bound_answers
from zc_bot.storage.away import damaged
from zc_bot.storage.engine import sqlite_path
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store
from zc_bot.texts.drawing import Drawing
from zc_bot.tg.bot import TelegramBot
from zc_bot.tg.client import Client, make_client
from zc_bot.tg.connect import Webhook, connected, look_after
from zc_bot.tg.updates import read_posted
from zc_bot.troubles import Code, Part, Seen, Trouble, Troubles
from zc_bot.watch import Watch
from zc_bot.watchdog import Hung, Watchdog
from zc_bot.web.door import Door

if TYPE_CHECKING:
    from zc_bot.web.display import Display

log = logging.getLogger("zc_bot")
TICK_SECONDS, HOLD_SECONDS, TIDY_SECONDS, LOOK_SECONDS = 60, 3, 6 * 3600, 10
NAME_SECONDS, DAY_SECONDS = 300, 86400
LASTED, CAREFUL_FROM = 45.0, 2
"""A start lasts that so many seconds of work follow. From so many in a row on that did not, updates are done with
care: what ends the process may be one of them."""
PAGE_PROCESS = sys.executable, "-m", "zc_bot.pageserver"
OPEN_AGAIN = 5.0
"""Seconds at most between two tries to open a database that is away."""


class Service:
    """A running bot: the Telegram side, the ticking, and an end that loses nothing.

    door: where it is asked for its status and its webhook is; the sandbox has its own page for the status.
    """

    def __init__(
        self,
        settings: Settings,
        rules: Rules,
        store: Store,
        clock: Clock,
        guard: ClockGuard | None = None,
        door: Door | None = None,
    ) -> None:
        self._door = door
        self._guard = guard
        self._settings, self._store, self._clock = settings, store, clock
        self._rules = replace(rules, vitals=self.vitals)
        self._drawing = Drawing()
        self._beside: list[asyncio.Task[None]] = []
        self._greeted = asyncio.Event()
        self._bot: TelegramBot | None = None
        self._webhook = _webhook(settings)
        self._copier = Copier(settings, clock, store.troubles) if settings.backups is not None else None
        self.watch = Watch(settings, store, clock, guard, self._copier)
        if door is not None:
            door.wrong, door.written = self.watch.wrong, self.watch.written
        self.hung: Hung | None = None
        """How the process before this one hung, until this one has lasted."""
        self._lost: asyncio.Future[None]
        self._asked: asyncio.Future[None] | None = None
        """What asks nothing of a database that was away but whether it answers."""
        self._began: float | None = None
        """When it began to work, by the monotonic clock, until it has lasted."""

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What is wrong now; nothing is: the service is ready."""
        return self._store.troubles.standing()

    def wake(self) -> None:
        """Send what waits in the outbox now."""
        if self._bot is not None:
            self._bot.delivery.wake()

    async def tick(self) -> None:
        """Look for due reminders now, and for what was left lying."""
        now, troubles = self._clock.now(), self._store.troubles
        held, seen = not self._knows_the_date(), troubles.seen()
        try:
            done = await self._tick_around_damage(now, held, seen)
        except StoreAway:
            raise
        except Exception:
            # That ticks fail is to be told, if anything can be.
            await self._store.submit(lambda s: troubling.tell(s, now, seen))
            troubles.told(seen.over)
            raise
        if done.parts.get("telling", seen) is None:
            troubles.told(seen.over)
        for part, error in done.parts.items():
            self._note(part, "undone", error)
        self.watch.ticked()
        if self._bot is None:
            return
        await self._note_that_it_lasts(self._bot)
        if done.posted:
            log.info("letters put out: %d", done.posted)
            self._bot.delivery.wake()
        await self._bot.take_up()

    async def _tick_around_damage(self, now: datetime, held: bool, seen: Seen) -> ticking.Ticked:
        """Do what is due, without the parts that the damage of the database's file keeps from being done."""
        besides: set[Part] = set()
        while True:
            try:
                return await self._store.submit(
                    lambda s: ticking.tick(s, self._rules, now, held, seen, frozenset(besides))
                )
            except ticking.Damaged as met:
                self._store.is_damage(met)
                besides.add(met.part)

    def _knows_the_date(self) -> bool:
        """Tell whether the date can be gone by: Telegram has been heard, and its clock does not gainsay this one."""
        return self._bot is not None and (self._guard is None or not self._guard.holds())

    def _note(self, part: Part, code: Code, error: Exception | None) -> None:
        """Note whether what is done again and again was done."""
        if error is None:
            self._store.troubles.end(part)
        else:
            self._store.part_failed(part, code, "failed and is tried again", error)

    async def _note_that_it_lasts(self, bot: TelegramBot) -> None:
        """Count earlier starts no more once this one has lasted, and go on without special care."""
        if self._began is None or self._clock.monotonic() - self._began - self._store.hangs_for() < LASTED:
            return
        self._began, bot.careful = None, False
        if self.hung is not None:
            self._store.troubles.was("work", "stuck", self._clock.now().timestamp() - self.hung.at)
            self.hung, self.watch.after_hang = None, False
        await self._store.submit(lambda session: meta.drop(session, meta.STARTS))

    def vitals(self) -> Vitals:
        """Say how this process is, for an admin who asks."""
        heard = self._bot.receiver.heard_at if self._bot is not None else None
        folder = sqlite_path(self._store.engine) or ROOT
        return Vitals(
            None if heard is None else self._clock.monotonic() - heard,
            self._guard is None or not self._guard.holds(),
            shutil.disk_usage(folder.parent).free,
            self._store.troubles.standing(),
        )

    async def run(self, client: Client) -> None:
        """Work until cancelled."""
        garbage.settle()
        self._store.start()
        self._beside.append(asyncio.create_task(every(LOOK_SECONDS, self.watch.see_work)))
        try:
            await self._work(client)
        finally:
            for task in self._beside:
                task.cancel()
            await asyncio.gather(*self._beside, return_exceptions=True)
            self._drawing.close()
            await self._store.stop()

    async def _work(self, client: Client) -> None:
        """Greet Telegram, take up what was left, and receive by polling or by the webhook."""
        now, admins = self._clock.now(), self._settings.admin_ids

        def admit(session: Session) -> None:
            with telling_admins(session, self._rules.programme, now):
                admit_named(session, self._rules.programme, admins, now)

        await self._store.submit(admit)
        await asyncio.to_thread(anchor, self._settings, self._store)
        key = await self._store.submit(lambda s: phone_key(s, self._settings.keys))
        self._look_after_itself()
        await self._unless_lost(self._serve(client, key))

    async def _serve(self, client: Client, key: str) -> None:
        async with connected(client, self._webhook, self._store.troubles):
            conversation, draw = Conversation(self._rules), self._drawing.draw
            bot = TelegramBot(self._store, client, self._clock, conversation, draw, self.watch.metrics)
            bot.receiver.phone_key = key
            self._began, starts = self._clock.monotonic(), await self._store.submit(meta.count_start)
            if starts >= CAREFUL_FROM:
                bot.careful = True
                log.warning("%d starts in a row did not last: updates are done one at a time for now", starts - 1)
            await bot.start()
            self._bot = self.watch.bot = bot
            if self._door is not None:
                self._door.hook.take = bot.receiver.take
            self._look_after(client)
            log.info("ready as @%s", client.username)
            await bot.run(polling=self._webhook is None)

    async def _unless_lost(self, work: Coroutine[Any, Any, None]) -> None:
        """Work until cancelled, or until the database is another's; raises `StoreError`."""
        working = asyncio.ensure_future(work)
        try:
            await asyncio.wait({working, self._lost}, return_when=asyncio.FIRST_COMPLETED)
            (working if working.done() else self._lost).result()
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)

    def _look_after_itself(self) -> None:
        """Begin with what waits for no Telegram: copies, alerts, disks, the hold on the database."""
        self._lost = asyncio.get_running_loop().create_future()
        self._begin("ticking", TICK_SECONDS, self.tick, sooner=self._greeted)
        self._begin("watching", LOOK_SECONDS, self.watch.look)
        self._begin("asking", DAY_SECONDS, self.watch.look_at_certificate)
        self._begin("holding", HOLD_SECONDS, self._keep_hold)
        if self._copier is not None:
            self._begin("copying", LOOK_SECONDS, self._copier.look)

    def _look_after(self, client: Client) -> None:
        """Begin with what needs Telegram, and put out what waited for it."""
        self._greeted.set()
        self._begin("tidying", TIDY_SECONDS, self._tidy, at_once=False)
        self._begin("naming", NAME_SECONDS, self._know_oneself, at_once=False)
        if (webhook := self._webhook) is not None:
            async def look() -> None:
                await look_after(client, webhook, self._store.troubles, self._clock.now())

            self._begin("webhook", NAME_SECONDS, look, at_once=False)

    def _begin(
        self, part: Part, seconds: float, work: Callable[[], Awaitable[object]], at_once: bool = True,
        sooner: asyncio.Event | None = None,
    ) -> None:
        """Do a part of the work every so many seconds; that it fails is a trouble until it does not."""
        again = every(seconds, work, at_once, lambda error: self._note(part, "failing", error), sooner)
        self._beside.append(asyncio.create_task(again))

    async def _know_oneself(self) -> None:
        if self._bot is not None:
            await self._bot.know_oneself()

    async def _keep_hold(self) -> None:
        """Stop working where another bot took the database meanwhile, or its file is another one now."""
        try:
            await asyncio.to_thread(schema.still_held, self._store.engine)
        except StoreAway as error:
            self._store.troubles.meet("database", "database", f"{error.lines[0]}; waiting")
        except StoreError as error:
            if not self._lost.done():
                self._lost.set_exception(error)
        else:
            self._see_that_it_answers()

    def _see_that_it_answers(self) -> None:
        """Have the next unit end a trouble of the database, where nobody else asks anything of it."""
        if any(one.part == "database" for one in self.troubles) and (self._asked is None or self._asked.done()):
            self._asked = self._store.submit(lambda _: None)

    async def _tidy(self) -> None:
        """Drop what is old, unless the clock is doubted: under a wrong date anything is."""
        if not self._knows_the_date():
            return
        now = self._clock.now()
        await self._store.submit(lambda s: housekeeping.tidy(s, now))
        await asyncio.to_thread(anchor, self._settings, self._store)
        used, since = await self._store.submit(housekeeping.files_in_use)
        if dropped := await asyncio.to_thread(attachments.drop_unused, self._store.files, used, now, since):
            log.info("files that no report goes with, dropped: %d", dropped)


def _webhook(settings: Settings) -> Webhook | None:
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    return Webhook(settings.webhook_url, settings.webhook_secret.get_secret_value())


async def run_live(settings: Settings) -> None:
    """Be the Telegram bot until SIGINT or SIGTERM; raises `ZcError` where the database is not fit for that."""
    if settings.bot_token is None:
        raise ZcError("ZC_BOT_TOKEN is not set: without it only the sandbox runs")
    try:
        await until_stopped(_live(settings, settings.bot_token.get_secret_value()))
    except Exception as error:
        if (reason := damaged(error)) is None:
            raise
        told = f"the database is damaged ({reason})"
        raise StoreError(f"{told}: put a copy back with `python bot.py restore`") from None


async def _live(settings: Settings, token: str) -> None:
    clock, rules, troubles = Clock(), make_rules(settings), Troubles()
    door = _door(settings, troubles)
    async with door.served() as fault:
        with ExitStack() as stack:
            store = await _taken(settings, stack, troubles)
            if fault is not None:
                store.troubles.meet("web", "port", f"{fault}; there is no /healthz")
            else:
                store.troubles.end("web")
            guard = ClockGuard(clock)
            service = Service(settings, rules, store, clock, guard, door)
            _watched(service, settings, stack)
            door.first = lambda: _own_display(settings, rules, store, clock)
            if rules.site.app is not None:
                from zc_bot.web.miniapp import MiniApp

                door.mounted.app = MiniApp(store, rules, clock, token, wake=service.wake)
            proxy = settings.proxy.get_secret_value() if settings.proxy else None
            async with processors.one_at_a_time():
                await service.run(make_client(token, settings.api_base_url, proxy, guard.heard))


def _watched(service: Service, settings: Settings, stack: ExitStack) -> None:
    """Have the process leave where its work stands still, and say so where the one before it did."""
    watchdog = Watchdog(settings.keys.with_name(f"hung-{id_of(settings)[:8]}"))
    if (hung := watchdog.left()) is not None:
        service.hung, service.watch.after_hang = hung, True
        log.error("the process before this one hung and was ended: %s", hung.where)
    stack.enter_context(watchdog.watching())
    service.watch.moves = watchdog.moves


def _door(settings: Settings, troubles: Troubles) -> Door:
    """Make the place where it is asked, which says of a bot without its database what it waits for."""
    webhook = _webhook(settings)
    url, secret = (webhook.url, webhook.secret) if webhook is not None else (None, "")
    page = PAGE_PROCESS, environment_of(settings, knowing=False)
    door = Door(settings.http_host, settings.http_port, url, secret, read_posted, page)
    door.wrong = lambda: ["starting", *(f"{one.part}: {one.code}" for one in troubles.standing())]
    return door


def _own_display(settings: Settings, rules: Rules, store: Store, clock: Clock) -> Display:
    """Make the page in this process. What it takes is loaded with it."""
    from zc_bot.web.display import Display
    from zc_bot.web.initdata import CLIENTS
    from zc_bot.web.source import Source

    return Display(settings.public_url, settings.public_page, Source(store, rules, clock), frames=CLIENTS)


async def _taken(settings: Settings, stack: ExitStack, troubles: Troubles) -> Store:
    """Open the bot's database, which must be there, and hold it; waits while it is away. Raises `StoreError`."""
    failures = 0
    while True:
        try:
            store = await asyncio.to_thread(open_store, settings, upgrade=True, existing=True)
            bound_answers(store.engine)
            stack.enter_context(schema.hold(store.engine, "run"))
        except StoreAway as error:
            failures += 1
            troubles.meet("database", "database", f"{error.lines[0]}; waiting")
            await asyncio.sleep(min(OPEN_AGAIN, 0.1 * 2.0 ** min(failures, 10)))
        else:
            troubles.end("database")
            return store
