"""Keeps the sandbox to this machine: what it binds to, who may ask for it."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

from zc_bot.errors import SettingsError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
OWN_SITES = frozenset({"same-origin", "none"})


def is_loopback(host: str) -> bool:
    """Tell whether a host, without its port, is this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def require_loopback(host: str, public: bool = False) -> None:
    """Raise SettingsError where the sandbox would be open to other machines without having been told to."""
    if not public and not is_loopback(host):
        raise SettingsError(f"ZC_HTTP_HOST={host}: the sandbox only listens on this machine; use 127.0.0.1")


def guard(public: bool) -> Middleware:
    """Make the middleware that refuses other hosts' names (DNS rebinding) and other sites' requests."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not public and not is_loopback(_host(request)):
            raise web.HTTPForbidden(text="This is the sandbox of this machine only.\n")
        if _from_another_site(request):
            raise web.HTTPForbidden(text="Requests from other sites are refused.\n")
        return await handler(request)

    return check


def _host(request: web.Request) -> str:
    return urlsplit(f"//{request.host}").hostname or ""


def _from_another_site(request: web.Request) -> bool:
    """Tell whether another site's page made this request; following a link to the page is allowed."""
    followed = request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if followed and (request.path == "/" or request.path.startswith("/page/")):
        return False
    if request.headers.get("Sec-Fetch-Site", "none") not in OWN_SITES:
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host
