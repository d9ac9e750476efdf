"""The chat page: one page on which anyone can play each role, told live of what happens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from aiohttp import web
from aiohttp.helpers import content_disposition_header

from zc_bot.clock import SandboxClock
from zc_bot.sandbox.actions import ACTIONS, receive_upload
from zc_bot.sandbox.botapi import TELEGRAM
from zc_bot.sandbox.dates import is_weekday, jumped, typed_moment
from zc_bot.sandbox.directory import Json
from zc_bot.sandbox.errors import ApiError
from zc_bot.sandbox.methods.settings import menu_for
from zc_bot.sandbox.troubles import errors_of, happenings_of

STATIC = Path(__file__).parent / "static"
FONT = Path(__file__).parent.parent / "assets" / "NotoSansSC-Regular.woff2"
SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif"})
HEARTBEAT = 20.0
LANGUAGES = {"zh": "zh-hans", "en": "en"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
        " frame-src 'self';"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody whose part can be played: `role` and `place` are shown under the name."""

    user_id: int
    name: str
    role: str
    place: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """What the page plays with: the people, and the date that can be moved."""

    personas: Sequence[Persona]
    clock: SandboxClock
    on_time_moved: Callable[[], Awaitable[None]]
    zone: ZoneInfo
    is_working_day: Callable[[date], bool] = is_weekday


STAGE = web.AppKey("stage", Stage)


def add_page(app: web.Application, stage: Stage) -> None:
    """Add the page's routes to an application that has the Bot API, and its people to Telegram."""
    app[STAGE] = stage
    for persona in stage.personas:
        app[TELEGRAM].add_user(persona.user_id, persona.name)
    app.router.add_get("/", show_page)
    app.router.add_static("/sandbox/static", STATIC)
    app.router.add_get("/sandbox/font.woff2", show_font)
    app.router.add_get("/sandbox/view", show_view)
    app.router.add_get("/sandbox/events", tell_events)
    app.router.add_get("/sandbox/file/{file_id}", show_file)
    app.router.add_post("/sandbox/time", move_time)
    app.router.add_post("/sandbox/upload", take_upload)
    app.router.add_post("/sandbox/{action}", take_action)
    app.on_response_prepare.append(_add_headers)


async def show_page(request: web.Request) -> web.StreamResponse:
    """Serve the page itself."""
    return web.FileResponse(STATIC / "index.html")


async def show_font(request: web.Request) -> web.StreamResponse:
    """Serve the font, so that Chinese is legible on a machine without one."""
    return web.FileResponse(FONT, headers={"Content-Type": "font/woff2"})


async def show_view(request: web.Request) -> web.Response:
    """Return all that a person sees of a chat now."""
    telegram, stage = request.app[TELEGRAM], request.app[STAGE]
    try:
        user = telegram.directory.user(_played(stage, request.query.get("user", "")))
        chat = telegram.directory.seen(user.user_id, int(request.query.get("chat") or user.user_id))
    except (ValueError, ApiError) as error:
        return _refusal(str(error))
    language = request.query.get("lang", "zh")
    user.language = LANGUAGES.get(language, user.language)
    view: Json = {
        "personas": [asdict(each) for each in stage.personas],
        "bot": telegram.bot.as_json(),
        "user_id": user.user_id,
        "chat": chat,
        "chats": telegram.directory.chats_of(user.user_id),
        "messages": telegram.messages(chat["id"]),
        "as_group": telegram.written_as_group(user.user_id, chat["id"]),
        "topics": telegram.topics_of(chat["id"]),
        "commands": menu_for(telegram, user.user_id, chat, user.language),
        "keyboard": telegram.keyboards.get(chat["id"]),
        "description": _description(request, language),
        "channels": telegram.directory.channels_of(user.user_id) if chat["type"] == "supergroup" else [],
        "errors": errors_of(telegram, chat),
        "coming": telegram.faults.of_chat(chat["id"]),
        "happenings": happenings_of(telegram, user.user_id, chat),
        "runs_group": telegram.runs(user.user_id, chat["id"]),
    }
    return _json(view | _time(stage))


async def tell_events(request: web.Request) -> web.StreamResponse:
    """Stream what happens, as Server-Sent Events, until the page is closed."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    with request.app[TELEGRAM].feed.watching() as events, suppress(ConnectionResetError):
        await response.prepare(request)
        await response.write(b"retry: 500\n\n")
        while True:
            try:
                event = await asyncio.wait_for(events.get(), HEARTBEAT)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if event is None:
                break
            await response.write(b"data: " + orjson.dumps(event) + b"\n\n")
    return response


async def show_file(request: web.Request) -> web.Response:
    """Serve a sent file: pictures in the page, anything else as a download."""
    stored = request.app[TELEGRAM].files.get(request.match_info["file_id"])
    if stored is None:
        raise web.HTTPNotFound
    inline = stored.upload.mime in SHOWN_INLINE or stored.path.startswith("photos/")
    response = web.Response(body=stored.upload.content)
    response.content_type = stored.upload.mime if stored.upload.mime in SHOWN_INLINE else "application/octet-stream"
    if not inline or "download" in request.query:
        response.headers["Content-Disposition"] = content_disposition_header(
            "attachment", filename=stored.upload.name
        )
    return response


async def move_time(request: web.Request) -> web.Response:
    """Move the date, and let the bot notice."""
    stage = request.app[STAGE]
    asked = await _read_json(request)
    now = stage.clock.now().astimezone(stage.zone)
    try:
        if "moment" in asked:
            moment = typed_moment(str(asked["moment"]), stage.zone)
        else:
            moment = jumped(now, asked.get("jump", "day"), stage.is_working_day)
        stage.clock.put(moment)
    except (ValueError, OverflowError) as error:
        return _refusal(str(error))
    request.app[TELEGRAM].feed.tell("time", **_time(stage))
    await stage.on_time_moved()
    return _json(_time(stage))


async def take_upload(request: web.Request) -> web.Response:
    """Take a file or picture that a person sends."""
    try:
        await receive_upload(request.app[TELEGRAM], request)
    except (ValueError, ApiError) as error:
        return _refusal(str(error))
    return _json({})


async def take_action(request: web.Request) -> web.Response:
    """Do what a person does in the chat: say, press, edit …"""
    action = ACTIONS.get(request.match_info["action"])
    if action is None:
        raise web.HTTPNotFound
    asked = await _read_json(request)
    try:
        return _json({"update_id": action(request.app[TELEGRAM], asked)})
    except (KeyError, TypeError, ValueError, ApiError) as error:
        return _refusal(str(error))


def _played(stage: Stage, asked: str) -> int:
    """Return the id of the persona asked for, the first one where it is none of them."""
    ids = [each.user_id for each in stage.personas]
    return int(asked) if asked.isdecimal() and int(asked) in ids else ids[0]


def _time(stage: Stage) -> Json:
    return {"now": stage.clock.now().timestamp() * 1000, "zone": stage.zone.key}


def _description(request: web.Request, language: str) -> str:
    known = request.app[TELEGRAM].bot.descriptions
    return known.get(("description", language)) or known.get(("description", ""), "")


async def _read_json(request: web.Request) -> dict[str, Any]:
    try:
        asked = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="expected JSON\n") from None
    if not isinstance(asked, dict):
        raise web.HTTPBadRequest(text="expected a JSON object\n")
    return asked


def _json(body: Json) -> web.Response:
    return web.Response(body=orjson.dumps(body), content_type="application/json")


def _refusal(reason: str) -> web.Response:
    return web.Response(body=orjson.dumps({"error": reason}), status=400, content_type="application/json")


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    if request.path == "/" or request.path.startswith("/sandbox/"):
        response.headers.update(HEADERS)
