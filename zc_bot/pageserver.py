"""The process that serves the page beside the bot: it reads the database, changes nothing, and knows no token.

`python -m zc_bot.pageserver SOCKET FOLDER IDLE BOT PATH…`: the number of the socket by which the bot is heard, the
folder in which the sockets of both lie, after how many seconds without a page it leaves, the bot's process, and which
paths are the bot's.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from aiohttp import ClientError, ClientSession, web

from zc_bot import garbage, logs
from zc_bot.clock import Clock
from zc_bot.errors import ZcError
from zc_bot.opening import make_rules
from zc_bot.settings import Settings, load_settings
from zc_bot.storage import schema
from zc_bot.storage.store import Store
from zc_bot.web.beside import BOT, HERE, LEAVING, LISTEN, LOOK, PAGE, READY, SERVING
from zc_bot.web.display import Display, add_display
from zc_bot.web.forward import forward, forwarding
from zc_bot.web.initdata import CLIENTS
from zc_bot.web.pace import Gate
from zc_bot.web.server import running, web_application
from zc_bot.web.source import Source

log = logging.getLogger("zc_bot")
NICE = 10
"""Whatever the bot wants to do goes first."""
BUSY_SECONDS, GOING = 2.0, 10.0
MOST_PORTS = 16


@dataclass
class Heard:
    """What the bot says. Without it there is nothing to serve for: the process ends as soon as the bot does."""

    control: socket.socket
    folder: Path
    bot: int
    loop: asyncio.AbstractEventLoop
    ports: asyncio.Future[Sequence[socket.socket]] = field(init=False)

    def __post_init__(self) -> None:
        self.ports = self.loop.create_future()
        threading.Thread(target=self._listen, daemon=True).start()

    def say(self, what: bytes) -> None:
        self.control.send(what)

    def _listen(self) -> None:
        """Hear the bot, in a thread of its own, however busy the loop is."""
        while True:
            said, numbers, _, _ = socket.recv_fds(self.control, 64, MOST_PORTS)
            if said == LISTEN:
                found = [socket.socket(fileno=one) for one in numbers]
                self.loop.call_soon_threadsafe(self.ports.set_result, found)
            elif said == LOOK:
                # Answered by the loop: a loop that hangs is no page.
                self.loop.call_soon_threadsafe(self.say, HERE)
            else:
                self._end()

    def _end(self) -> None:
        """End at once. Where the bot is gone nobody else removes the folder; its going shows a moment later."""
        until = time.monotonic() + GOING
        while os.getppid() == self.bot and time.monotonic() < until:
            time.sleep(0.01)
        if os.getppid() != self.bot:
            shutil.rmtree(self.folder, ignore_errors=True)
        os._exit(0)


def main(arguments: Sequence[str]) -> int:
    """Serve until nobody has asked for a page for a while, or the bot is gone."""
    number, folder, idle, bot, *spared = arguments
    os.umask(0o077)
    settings = load_settings()
    logs.set_up(settings.log_level, settings.secrets, settings.log_format)
    control = socket.socket(fileno=int(number))
    try:
        asyncio.run(_serve(settings, partial(Heard, control, Path(folder), int(bot)), float(idle), tuple(spared)))
    except ZcError as error:
        log.error("the page can't be served: %s", error.lines[0])
        return 1
    return 0


async def _serve(
    settings: Settings, hear: Callable[[asyncio.AbstractEventLoop], Heard], idle: float, spared: tuple[str, ...]
) -> None:
    heard = hear(asyncio.get_running_loop())
    store = Store(settings.database_url.get_secret_value(), BUSY_SECONDS, settings.files, read_only=True)
    schema.expect(store.engine)
    source = Source(store, make_rules(settings), Clock())
    display = Display(settings.public_url, settings.public_page, source, frames=CLIENTS)
    async with forwarding(str(heard.folder / BOT)) as bot:
        app = web_application()
        for path in spared:
            _pass_on(app, path, bot)
        add_display(app, display)
        # Made before anybody is let in: the first to come would wait for templates, too.
        await display.now(source)
        await _served(app, display, heard, idle, spared)
    store.engine.dispose()


def _pass_on(app: web.Application, path: str, bot: ClientSession) -> None:
    """Have the bot answer whatever begins with a path of its own."""

    async def passed(request: web.Request) -> web.StreamResponse:
        try:
            return await forward(request, bot)
        except (ClientError, TimeoutError):
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "1"}) from None

    app.router.add_route("*", f"{path}{{tail:.*}}", passed)


async def _served(
    app: web.Application, display: Display, heard: Heard, idle: float, spared: tuple[str, ...]
) -> None:
    """Serve at the bot's port, once it is handed over, and at a socket for what came before that."""
    async with running(app) as runner:
        await web.UnixSite(runner, str(heard.folder / PAGE)).start()
        heard.say(READY)
        ports, answer = await heard.ports, runner.server
        assert answer is not None
        gates = [Gate(one, display.bucket, spared, answer) for one in ports]
        garbage.settle()
        os.nice(NICE)
        for gate in gates:
            gate.open()
        heard.say(SERVING)
        display.asked_at, left = time.monotonic(), idle
        while left > 0:
            await asyncio.sleep(left)
            left = idle - (time.monotonic() - display.asked_at)
        # The bot takes the port back before it is left: nobody waits meanwhile.
        heard.say(LEAVING)
        for gate in gates:
            gate.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
