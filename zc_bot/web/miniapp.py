"""The Mini App: whoever Telegram vouches for sees what they may, and fills a year's figures in on one screen."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from zc_bot.chat.features import FEATURES
from zc_bot.chat.incoming import Incoming
from zc_bot.chat.letters import letter_of
from zc_bot.chat.replies import Notice, Response
from zc_bot.chat.reporting import screen
from zc_bot.chat.showing import home
from zc_bot.chat.turn import Rules, Turn
from zc_bot.clock import Clock
from zc_bot.errors import NotAllowed
from zc_bot.parsing.update_cache import one_update
from zc_bot.policy.languages import language_of
from zc_bot.storage import dialogues, outbox, people, site
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store
from zc_bot.texts.site import app as pages
from zc_bot.texts.site.pages import FOLDER, STYLE
from zc_bot.web.door import Mounted
from zc_bot.web.initdata import CLIENTS, person_of
from zc_bot.web.pace import Bucket

RATE, BURST = 50.0, 100.0
MOST_BODY = 16 * 1024
BEARER = re.compile(r"Bearer ([A-Za-z0-9_-]{20,64})")
FILES: Mapping[str, tuple[Path, str]] = {
    "app.js": (FOLDER / "app.js", "text/javascript"),
    "app.css": (STYLE, "text/css"),
    "font.css": (FOLDER / "font.css", "text/css"),
    "font.woff2": (FOLDER.parents[1] / "assets" / "NotoSansSC-Regular.woff2", "font/woff2"),
}


def headers(frames: str) -> dict[str, str]:
    """Say what the Mini App may do, and who may frame it."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
        " connect-src 'self';"
        f" base-uri 'none'; form-action 'none'; frame-ancestors {frames}"
    )
    return {
        "Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store",
    }


@dataclass
class MiniApp:
    """token: the bot's, by which Telegram signs. wake: tells that letters wait. frames: who may frame it.

    font: it brings its font, for a browser on a machine that has no Chinese one; every phone has.
    """

    store: Store
    rules: Rules
    clock: Clock
    token: str
    bucket: Bucket = field(default_factory=lambda: Bucket(RATE, BURST, time.monotonic))
    wake: Callable[[], None] = lambda: None
    frames: str = CLIENTS
    font: bool = False

    async def open_session(self, data: str) -> str | None:
        """Exchange signed data once for a session's token; None for anybody who is not admitted."""
        now = self.clock.now()
        person = person_of(data, self.token, now.timestamp())
        if person is None:
            return None

        def unit(session: Session) -> str | None:
            who = people.find(session, person)
            return None if who is None else site.open_session(session, who, data, now)

        return await self.store.submit(unit)

    async def run(self, token: str, act: Callable[[Turn], tuple[str, Response]]) -> str | None:
        """Do something for whose session it is; None where there is none any more. Raises `NotAllowed`."""
        now = self.clock.now()

        def unit(session: Session) -> tuple[str, bool] | None:
            turn = self._turn(session, token, now)
            if turn is None:
                return None
            dialogues.take_turn(session, turn.who.id)
            with one_update():
                said, response = act(turn)
            letters = [letter_of(session, one, now) for one in (*_own(response, turn.who.id), *response.notices)]
            outbox.post(session, letters, now)
            return said, bool(letters)

        try:
            done = await self.store.submit(unit)
        except NotAllowed as error:
            await self._deny(token, str(error), now)
            raise
        if done is not None and done[1]:
            self.wake()
        return None if done is None else done[0]

    def _turn(self, session: Session, token: str, now: datetime) -> Turn | None:
        """Begin a turn of whose session it is."""
        person = site.session_of(session, token, now)
        who = None if person is None else people.find(session, person)
        if who is None:
            return None
        incoming = Incoming(0, "tap", who.id, who.id, who.name, who.lang)
        return Turn(self.rules, session, incoming, who, now, who, FEATURES)

    async def _deny(self, token: str, what: str, now: datetime) -> None:
        """Put a refusal into the audit, after all that was done before it is undone."""

        def unit(session: Session) -> None:
            if (turn := self._turn(session, token, now)) is not None:
                turn.deny(what)

        await self.store.submit(unit)


def _own(response: Response, person: int) -> list[Notice]:
    """Have what was said come to the person's chat as well: a receipt stays there."""
    return [Notice(person, reply.text, reply.rows) for reply in response.replies]


def add_miniapp(app: web.Application, holder: Mounted, mount: str = "/app") -> None:
    """Serve the Mini App below `mount`."""
    handlers = _Handlers(holder)
    app.router.add_get(f"{mount}/", handlers.shell)
    app.router.add_get(f"{mount}/{{name}}", handlers.file)
    app.router.add_post(f"{mount}/session", handlers.session)
    app.router.add_post(f"{mount}/do/{{act}}", handlers.act)


class _Handlers:
    """What is answered to a phone, as long as there is a Mini App and not too much is asked of it."""

    def __init__(self, holder: Mounted) -> None:
        self._holder = holder

    def _served(self) -> MiniApp:
        found = self._holder.app
        if found is None or not found.bucket.take():
            raise web.HTTPServiceUnavailable
        return found

    async def shell(self, request: web.Request) -> web.Response:
        """Give the page in which everything is shown."""
        found = self._served()
        body = pages.shell(language_of(request.query.get("lang")), found.font)
        return web.Response(text=body, content_type="text/html", headers=headers(found.frames))

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Give a file that the page is made with."""
        found = self._served()
        if request.match_info["name"] not in FILES:
            raise web.HTTPNotFound
        path, kind = FILES[request.match_info["name"]]
        return web.FileResponse(path, headers={**headers(found.frames), "Content-Type": kind})

    async def session(self, request: web.Request) -> web.Response:
        """Exchange what Telegram signed for a session."""
        found = self._served()
        opened = await found.open_session(str((await _asked(request)).get("data", "")))
        if opened is None:
            return web.json_response({"error": "session"}, status=403, headers=headers(found.frames))
        return web.json_response({"token": opened}, headers=headers(found.frames))

    async def act(self, request: web.Request) -> web.Response:
        """Do one thing for whose session it is."""
        found, asked = self._served(), await _asked(request)
        token = BEARER.fullmatch(request.headers.get("Authorization", ""))
        doing = ACTS.get(request.match_info["act"])
        if doing is None:
            raise web.HTTPNotFound
        said = None
        try:
            if token is not None:
                said = await found.run(token[1], lambda turn: doing(turn, asked))
        except (NotAllowed, KeyError, TypeError, ValueError):
            return web.json_response({"error": "refused"}, status=404, headers=headers(found.frames))
        if said is None:
            return web.json_response({"error": "session"}, status=403, headers=headers(found.frames))
        return web.json_response({"html": said}, headers=headers(found.frames))


async def _asked(request: web.Request) -> dict[str, Any]:
    if (request.content_length or 0) > MOST_BODY:
        raise web.HTTPRequestEntityTooLarge(MOST_BODY, request.content_length or 0)
    try:
        asked = await request.json()
    except (ValueError, UnicodeDecodeError):
        raise web.HTTPBadRequest from None
    if not isinstance(asked, dict):
        raise web.HTTPBadRequest
    return asked


def _version(asked: Mapping[str, Any]) -> int:
    found = asked.get("version", 0)
    return found if type(found) is int else 0


def _text(asked: Mapping[str, Any], name: str, longest: int = 200) -> str:
    """Read a text that was typed; raises `ValueError` for what is none or far too long."""
    found = asked.get(name, "")
    if not isinstance(found, str) or len(found) > longest:
        raise ValueError(name)
    return found.replace("\0", "")


def _place(asked: Mapping[str, Any]) -> tuple[str, int]:
    return _text(asked, "community"), int(asked["year"])


def _home(turn: Turn, asked: Mapping[str, Any]) -> tuple[str, Response]:
    return pages.home(home.of(turn), turn.texts), Response()


def _form(turn: Turn, asked: Mapping[str, Any]) -> tuple[str, Response]:
    return pages.form(screen.screen(turn, *_place(asked)), turn.programme, turn.texts), Response()


def _fill(turn: Turn, asked: Mapping[str, Any]) -> tuple[str, Response]:
    metric = _text(asked, "metric")
    found = screen.fill(turn, *_place(asked), metric, _text(asked, "text"), _text(asked, "reason", 300))
    return pages.form(found, turn.programme, turn.texts, metric), Response()


def _same(turn: Turn, asked: Mapping[str, Any]) -> tuple[str, Response]:
    return pages.form(screen.take_over(turn, *_place(asked)), turn.programme, turn.texts), Response()


def _review(turn: Turn, asked: Mapping[str, Any]) -> tuple[str, Response]:
    return pages.form(screen.review(turn, *_place(asked)), turn.programme, turn.texts), Response()


def _submit(turn: Turn, asked: Mapping[str, Any]) -> tuple[str, Response]:
    found, response = screen.submit(turn, *_place(asked), _version(asked))
    return pages.form(found, turn.programme, turn.texts), response


ACTS: Mapping[str, Callable[[Turn, Mapping[str, Any]], tuple[str, Response]]] = {
    "home": _home, "form": _form, "fill": _fill, "same": _same, "review": _review, "submit": _submit,
}
