"""The sandbox at work: the unchanged bot, a Bot API on this machine, and the chat page."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import replace

from aiohttp import web
from pydantic import SecretStr

from zc_bot import demo
from zc_bot.app import Service
from zc_bot.chat.turn import Rules, Site
from zc_bot.clock import SandboxClock
from zc_bot.errors import ZcError
from zc_bot.opening import make_rules, open_store
from zc_bot.sandbox.guard import require_loopback
from zc_bot.sandbox.page import Persona
from zc_bot.sandbox.server import create_app, serve
from zc_bot.sandbox.state import Telegram
from zc_bot.sandbox.updates import FIRST_ID
from zc_bot.settings import Settings
from zc_bot.stopping import until_stopped
from zc_bot.storage import inbox, schema
from zc_bot.storage.store import Store
from zc_bot.texts.catalog import texts_for
from zc_bot.texts.people import role_name
from zc_bot.tg.client import make_client
from zc_bot.web.display import Display, add_display
from zc_bot.web.door import Mounted
from zc_bot.web.initdata import sign
from zc_bot.web.miniapp import MiniApp, add_miniapp
from zc_bot.web.source import Source
from zc_bot.web.status import add_status

log = logging.getLogger("zc_bot")
TOKEN = "10000001:sandbox-token-for-this-machine-only"  # noqa: S105
PAGE = "/page"
"""Where the programme's page is, beside the chat page."""
APP = "https://app.sandbox.example/page/app/"
"""Telegram opens Mini Apps by https only; the chat page puts its own address in place of the host."""
MEETING = -1_001_000_000_001
"""The group in which everybody is, with a topic beside General; the bot answers there once an admin allows it."""
WORK = -70_000_001
"""An ordinary group of some of them, which can be made a supergroup."""
CHANNEL = -1_001_000_000_101
"""A channel of the first of them, who may write in its name."""


async def run_sandbox(settings: Settings, with_figures: bool) -> None:
    """Serve the chat page and be the bot behind it until told to stop; raises `ZcError`."""
    if not settings.http_public:
        try:
            require_loopback(settings.http_host)
        except ValueError as error:
            raise ZcError(str(error)) from None
    if "database_url" in settings.model_fields_set:
        log.warning("ZC_DATABASE_URL is the live bot's and is left alone: the sandbox's is ZC_SANDBOX_DATABASE")
    database = SecretStr(f"sqlite:///{settings.sandbox_database}")
    settings = settings.model_copy(
        update={
            "database_url": database, "proxy": None, "admin_ids": (), "webhook_url": None, "backups": None,
            "files": None,
        }
    )
    try:
        store = open_store(settings, demo=True, upgrade=True)
    except ZcError as error:
        raise ZcError(*(line.replace("ZC_DATABASE_URL", "ZC_SANDBOX_DATABASE") for line in error.lines)) from None
    with schema.hold(store.engine, "run"):
        await until_stopped(_play(settings, make_rules(settings), store, with_figures))


async def _play(settings: Settings, rules: Rules, store: Store, with_figures: bool) -> None:
    clock = SandboxClock()
    today = clock.now().astimezone(rules.zone).date()
    if with_figures:
        store.write(lambda session: demo.fill(session, rules.programme, clock.now(), today, store.files))
    rules = replace(rules, site=Site(f"http://127.0.0.1:{settings.http_port}{PAGE}", app=APP))
    service = Service(settings, rules, store, clock)
    newest = store.read(inbox.last_id)
    telegram = Telegram(clock, TOKEN, first_update=FIRST_ID if newest is None else newest + 1)
    personas = _personas(rules)
    _gather(telegram, personas)
    app = create_app(
        telegram, personas, clock, service.tick, public=settings.http_public, zone=rules.zone,
        is_working_day=rules.days.is_working,
    )
    add_status(app, service.watch.wrong, service.watch.written)
    miniapp = MiniApp(store, rules, clock, TOKEN, wake=service.wake, frames="'self'", font=True)
    add_miniapp(app, Mounted(miniapp), f"{PAGE}/app")
    _add_signing(app, personas, clock)
    source = Source(store, rules, clock, demo=True)
    add_display(app, Display(public=True, source=source, frames="'self'"), PAGE)
    try:
        async with serve(telegram, settings.http_host, settings.http_port, app) as address:
            log.info("sandbox at %s/ (made-up figures in %s)", address, settings.sandbox_database)
            client = make_client(TOKEN, address)
            await service.run(client)
    except OSError as error:
        raise ZcError(f"port {settings.http_port} can't be used ({error.strerror}): set ZC_HTTP_PORT") from None


def _add_signing(app: web.Application, personas: Sequence[Persona], clock: SandboxClock) -> None:
    """Sign for whoever is played on the chat page, as Telegram signs for whoever opens a Mini App."""
    names = {one.user_id: one.name for one in personas}

    async def signed(request: web.Request) -> web.Response:
        asked = await request.json()
        person = asked.get("user") if isinstance(asked, dict) else None
        if person not in names:
            raise web.HTTPNotFound
        query = secrets.token_hex(8)
        return web.json_response({"data": sign(TOKEN, person, names[person], clock.now().timestamp(), query)})

    app.router.add_post(f"{PAGE}/signed", signed)


def _gather(telegram: Telegram, personas: Sequence[Persona]) -> None:
    """Have everybody in a forum with a topic beside General, and some in another group, both run by the last."""
    for one in personas:
        telegram.add_user(one.user_id, one.name)
    everybody, admin = {one.user_id for one in personas}, personas[-1].user_id
    telegram.add_group(MEETING, "众创社区联席会议", everybody, forum=True, admins=(admin,))
    telegram.open_topic(admin, MEETING, "数据填报")
    some = {one.user_id for one in (personas[1], *personas[-2:])}
    telegram.add_group(WORK, "数据工作群", some, admins=(admin,), owner=admin)
    telegram.add_channel(personas[0].user_id, CHANNEL, "双创快讯")


def _personas(rules: Rules) -> Sequence[Persona]:
    return [
        Persona(
            one.id, one.name, role_name(one.role, texts_for("zh")),
            rules.programme.authority[one.authority].name.zh if one.authority else "",
        )
        for one in demo.players(rules.programme)
    ]
