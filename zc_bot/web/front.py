"""What a running bot serves: its status from the first moment on, the webhook if there is one, the page beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from zc_bot.errors import ZcError
from zc_bot.metrics import Metrics
from zc_bot.web.beside import PageProcess
from zc_bot.web.meanwhile import Meanwhile
from zc_bot.web.miniapp import Mounted, add_miniapp
from zc_bot.web.server import listening, web_application
from zc_bot.web.status import Write, Wrong, add_status
from zc_bot.web.webhook import Hook, add_webhook, hook_path


def front_paths(webhook: str | None) -> tuple[str, ...]:
    """Return how the paths begin that the bot answers itself."""
    hook = () if webhook is None else (hook_path(webhook),)
    return "/healthz", "/metrics", "/app", *hook


async def _not_ready() -> bytes:
    """Write what is known before the bot has its database: that it is not ready."""
    return Metrics().written({"ready": 0.0}, {})


@dataclass
class Front:
    """Where it is served, and what answers: first whatever waits for the database, then the bot.

    port: 0 for none, unless there is a webhook. url: the webhook's, None where Telegram is polled. page: the process
    that serves it. first: what gives the first pages meanwhile, once the bot has its database.
    """

    host: str
    port: int
    url: str | None = None
    secret: str = field(default="", repr=False)
    read: Callable[[bytes], Any] = bytes
    wrong: Wrong = lambda: ["starting"]
    written: Write = _not_ready
    hook: Hook = field(default_factory=Hook)
    page: PageProcess | None = None
    first: Meanwhile | None = None
    mounted: Mounted = field(default_factory=Mounted)

    @asynccontextmanager
    async def served(self) -> AsyncIterator[str | None]:
        """Serve for the length of a block; gives what is wrong where the status can't be served, else None.

        Raises `ZcError` where the webhook's port is taken.
        """
        if self.url is None and not self.port:
            yield None
            return
        app = web_application()
        add_status(app, lambda: self.wrong(), lambda: self.written())
        if self.url is not None:
            add_webhook(app, self.url, self.secret, self.read, self.hook)
        add_miniapp(app, self.mounted)
        if self.page is not None:
            app.router.add_get("/{tail:.*}", self._page_answer)
        async with AsyncExitStack() as stack:
            fault = None
            try:
                port = await stack.enter_async_context(listening(app, self.host, self.port))
                if self.page is not None:
                    await stack.enter_async_context(self.page.beside(port))
            except OSError as error:
                fault = f"port {self.port} can't be used ({error.strerror}): set ZC_HTTP_PORT"
                if self.url is not None:
                    raise ZcError(fault) from None
            yield fault

    async def _page_answer(self, request: web.Request) -> web.StreamResponse:
        assert self.page is not None
        return await (self.page if self.first is None else self.first).answer(request)
