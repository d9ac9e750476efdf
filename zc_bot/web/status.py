"""`/healthz` and `/metrics`: whether the bot lives and is ready, and what it counts; in full only to this machine."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

from zc_bot.web.door import Write, Wrong
from zc_bot.web.forward import remote_of

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
"""What a proxy on this machine adds to the requests of others."""
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def add_status(app: web.Application, wrong: Wrong, write: Write) -> None:
    """Add the routes; wrong: what is wrong now, a line each. write: the metrics in Prometheus' format."""

    async def healthz(request: web.Request) -> web.Response:
        found = list(wrong())
        said: dict[str, object] = {"live": True, "ready": not found}
        if is_local(request):
            said["wrong"] = found
        return web.json_response(said, status=503 if found else 200, headers={"Cache-Control": "no-store"})

    async def live(_: web.Request) -> web.Response:
        return web.json_response({"live": True})

    async def metrics(request: web.Request) -> web.Response:
        if not is_local(request):
            raise web.HTTPNotFound
        return web.Response(body=await write(), headers={"Content-Type": CONTENT_TYPE})

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/healthz/live", live)
    app.router.add_get("/metrics", metrics)


def is_local(request: web.Request) -> bool:
    """Tell whether a request comes from this machine itself, not through a proxy on it, and asks this machine.

    A site that somebody here looks at may have its own name lead here (DNS rebinding): an address can't.
    """
    if any(name in request.headers for name in FORWARDED) or not _names_this_machine(request.host):
        return False
    try:
        return ip_address(remote_of(request)).is_loopback
    except ValueError:
        return False


def _names_this_machine(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or bool(ip_address(name))
    except ValueError:
        return False
