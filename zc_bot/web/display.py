"""The page of the programme: finished pages out of memory, for whoever may look, until the pace is exceeded."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from aiohttp import web

from zc_bot.errors import NotAllowed
from zc_bot.texts.site import fonts
from zc_bot.texts.site.pages import FOLDER, LAID_OUT, STYLE, Pages
from zc_bot.web.pace import Bucket
from zc_bot.web.source import State
from zc_bot.web.status import is_local

RATE, BURST = 220.0, 60.0
"""Pages and files a second, and how many at once."""
GATHER = 5.0
"""Seconds at least between two gatherings of figures."""
LINK = re.compile(r"(?P<way>[la])/(?P<token>[A-Za-z0-9_-]{16,64})(?P<slash>/|$)")
"""l: a link from the chat; a: the way of the Mini App, which Telegram's clients may frame."""
PHOTO = re.compile(r"photo/([0-9a-f]{64})\.jpg")
FONT = re.compile(r"_/([0-9a-f]{16})\.(css|woff2)")
"""A page's font, and the style sheet that brings it."""
CUTTING, FONTS_KEPT = 20.0, 64
"""Seconds that cutting a font may take, and how many of them are kept."""
FRAME = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 360" width="480" height="360">'
    b'<rect x="4" y="4" width="472" height="352" fill="none" stroke="#8a949e" stroke-width="4"/></svg>'
)
ASSETS: Mapping[str, tuple[Path, str]] = {
    f"_/{LAID_OUT.style}.css": (STYLE, "text/css"),
    "_/icon.svg": (FOLDER / "icon.svg", "image/svg+xml"),
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
FRAMED = HEADERS["Content-Security-Policy"].replace("frame-ancestors 'none'", "frame-ancestors {frames}")
HIDDEN = {"X-Robots-Tag": "noindex, nofollow"}
FOREVER, AWHILE, ASK = "public, max-age=31536000, immutable", "private, max-age=300", "no-cache"
Way = Literal["open", "link", "local"]


class Gives(Protocol):
    """The store as the page sees it."""

    @property
    def files(self) -> Path: ...
    def state(self) -> Awaitable[State]: ...
    def pages(self) -> Awaitable[Pages]: ...
    def is_good(self, token: str) -> Awaitable[bool]: ...


@dataclass(frozen=True, slots=True)
class Body:
    """A finished page as it goes out, also packed."""

    plain: bytes
    packed: bytes
    tag: str

    @classmethod
    def of(cls, content: bytes) -> Body:
        digest = hashlib.sha256(content).hexdigest()[:24]
        return cls(content, gzip.compress(content, 6, mtime=0), digest)


@dataclass
class Display:
    """What is served, and to whom.

    url: the address under which everybody comes, None for none; then it is for this machine alone. public: for
    everybody, unless an admin has closed it. source: None until the bot has its database. frames: who may frame it on
    the Mini App's way.
    """

    url: str | None = None
    public: bool = False
    source: Gives | None = None
    bucket: Bucket = field(default_factory=lambda: Bucket(RATE, BURST, time.monotonic))
    frames: str = "'none'"
    asked_at: float = field(default_factory=time.monotonic)
    """When a page was last asked for, by the monotonic clock."""
    _state: State | None = None
    _shown: State | None = None
    """What the pages were made of."""
    _pages: Pages | None = None
    _bodies: dict[str, Body] = field(default_factory=dict)
    _looked: float = -1e9
    """When the store was last looked at, by the monotonic clock: when that look began."""
    _gathered: float = -1e9
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _fonts: dict[str, bytes] = field(default_factory=dict)
    _cutting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def now(self, source: Gives) -> tuple[State, Pages]:
        """Return what is shown now, by a look that began after this was asked; many who ask at once share one."""
        asked = time.monotonic()
        async with self._lock:
            if self._state is None or self._looked < asked:
                now = time.monotonic()
                self._state = await source.state()
                shown = self._shown
                told = shown is None or shown.told != self._state.told
                figures = shown is None or shown.figures != self._state.figures
                if told or (figures and now - self._gathered > GATHER):
                    self._pages, self._bodies = await source.pages(), {}
                    self._shown, self._gathered = self._state, now
                self._looked = now
            assert self._pages is not None
            return self._state, self._pages

    async def body(self, pages: Pages, path: str) -> Body | None:
        """Return a page as it goes out; one of before a change that came meanwhile is not kept."""
        bodies = self._bodies if pages is self._pages else {}
        if path not in bodies:
            made = await asyncio.to_thread(_finished, pages, path)
            if made is None:
                return None
            bodies[path] = made
        return bodies[path]

    def code(self, base: str, token: str, path: str) -> Body:
        """Draw a page's address as a QR code; an open page's is kept as its page is, a link's never."""
        from zc_bot.texts.files.qr import qr_svg  # What draws is loaded with the first.

        if token or base != self.url:
            return Body.of(qr_svg(f"{base}/{f'l/{token}/' if token else ''}{path}"))
        name = f"qr.svg {path}"
        if name not in self._bodies:
            self._bodies[name] = Body.of(qr_svg(f"{base}/{path}"))
        return self._bodies[name]

    async def font(self, name: str, chars: str) -> bytes:
        """Return a page's font, cut by a process of its own, one at a time; empty where that failed."""
        async with self._cutting:
            if (kept := self._fonts.get(name)) is not None:
                return kept
            content = await _cut(chars)
            while len(self._fonts) >= FONTS_KEPT:
                self._fonts.pop(next(iter(self._fonts)))
            if content:
                self._fonts[name] = content
            return content

    async def way_in(self, request: web.Request, state: State, token: str, source: Gives) -> Way | None:
        """Say by which way somebody may look; None: not at all."""
        if state.closed:
            return "local" if self.url is None and not self.public and is_local(request) else None
        if token:
            return "link" if await source.is_good(token) else None
        if self.public:
            return "open"
        return "local" if self.url is None and is_local(request) else None


def add_display(app: web.Application, display: Display, mount: str = "") -> None:
    """Serve the page below `mount`; '' for everything that nothing else answers."""

    async def show(request: web.Request) -> web.StreamResponse:
        display.asked_at = time.monotonic()
        if not display.bucket.take():
            busy = _refusal(503, "busy", {"Retry-After": "1"})
            # Whoever comes again is refused at the gate, for less.
            busy.force_close()
            return busy
        if display.source is None:
            return _refusal(503, "starting", {"Retry-After": "5"})
        return await shown(request, display, display.source, mount)

    if mount:
        app.router.add_get(mount, _with_slash)
    app.router.add_get(f"{mount}/{{tail:.*}}", show)


async def _with_slash(request: web.Request) -> web.StreamResponse:
    raise web.HTTPPermanentRedirect(f"{request.path}/")


async def shown(request: web.Request, display: Display, source: Gives, mount: str = "") -> web.StreamResponse:
    """Find what is asked for among the pages, photos and assets."""
    tail = request.match_info["tail"]
    link = LINK.match(tail)
    token = link["token"] if link is not None else ""
    path = tail[link.end() :] if link is not None else tail
    try:
        state, pages = await display.now(source)
    except NotAllowed:
        return _refusal(404, "not found")
    way = await display.way_in(request, state, token, source)
    if way is None:
        return _refusal(404, "not found")
    if link is not None and not link["slash"]:
        raise web.HTTPPermanentRedirect(f"{mount}/{tail}/")
    headers = HEADERS | ({} if way == "open" else HIDDEN)
    if link is not None and link["way"] == "a":
        headers["Content-Security-Policy"] = FRAMED.format(frames=display.frames)
    if path in ASSETS:
        file, kind = ASSETS[path]
        return web.FileResponse(file, headers=headers | {"Content-Type": kind, "Cache-Control": FOREVER})
    if (font := FONT.fullmatch(path)) is not None and (chars := pages.characters(font[1])) is not None:
        return await _font(display, font[1], font[2], chars, headers)
    if (photo := PHOTO.fullmatch(path)) is not None and photo[1] in pages.snapshot.files:
        return _photo(source.files / photo[1], headers)
    if path == "qr.svg" and (shown := request.query.get("p", "")) in pages.paths:
        base = display.url or f"{request.scheme}://{request.host}{mount}"
        return _body(request, display.code(base, token, shown), "image/svg+xml", headers)
    body = await display.body(pages, path)
    if body is None and (near := _near(pages, path)) is not None:
        raise web.HTTPPermanentRedirect(f"{mount}/{tail[: len(tail) - len(path)]}{near}")
    return _refusal(404, "not found") if body is None else _body(request, body, "text/html", headers)


async def _font(
    display: Display, name: str, kind: str, chars: str, headers: Mapping[str, str]
) -> web.StreamResponse:
    """Give a page's font, or the style sheet that brings it: only a device without a Chinese font asks for it."""
    said = {**headers, "Cache-Control": FOREVER}
    if kind == "css":
        return web.Response(text=fonts.style(name), headers={**said, "Content-Type": "text/css; charset=utf-8"})
    content = await display.font(name, chars)
    if not content:
        return _refusal(404, "not found")
    return web.Response(body=content, headers={**said, "Content-Type": "font/woff2"})


async def _cut(chars: str) -> bytes:
    program = (sys.executable, "-m", fonts.__name__)
    process = await asyncio.create_subprocess_exec(*program, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    try:
        content, _ = await asyncio.wait_for(process.communicate(chars.encode()), CUTTING)
    except TimeoutError:
        content = b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return content if process.returncode == 0 else b""


def _finished(pages: Pages, path: str) -> Body | None:
    content = pages.page(path)
    return None if content is None else Body.of(content)


def _photo(file: Path, headers: Mapping[str, str]) -> web.StreamResponse:
    """Give a photo; a plain frame for one whose file another machine has, or that was lost."""
    if not file.is_file():
        said = {**headers, "Content-Type": "image/svg+xml", "Cache-Control": "no-store"}
        return web.Response(body=FRAME, headers=said)
    return web.FileResponse(file, headers={**headers, "Content-Type": "image/jpeg", "Cache-Control": AWHILE})


def _near(pages: Pages, path: str) -> str | None:
    """Return the page that is meant by a path with a slash too many or too few."""
    return next((one for one in (path.rstrip("/"), f"{path}/") if one in pages.paths), None)


def _body(request: web.Request, body: Body, kind: str, headers: Mapping[str, str]) -> web.Response:
    """Give a page, packed where that is taken, or say that it is the one they have."""
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    tag = f'"{body.tag}{"-gz" if packs else ""}"'
    said = {**headers, "ETag": tag, "Cache-Control": ASK, "Vary": "Accept-Encoding"}
    if tag in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=said)
    if packs:
        said["Content-Encoding"] = "gzip"
    said["Content-Type"] = f"{kind}; charset=utf-8"
    return web.Response(body=body.packed if packs else body.plain, headers=said)


def _refusal(status: int, text: str, more: Mapping[str, str] | None = None) -> web.Response:
    headers = {**HEADERS, **HIDDEN, "Cache-Control": "no-store", **(more or {})}
    return web.Response(status=status, text=f"{text}\n", headers=headers)
