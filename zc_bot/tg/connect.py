"""Greeting Telegram at the start, and taking leave at the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from telegram.error import InvalidToken, NetworkError, TelegramError

from zc_bot.tg.client import UPDATES, Client, make_client
from zc_bot.tg.send import TokenRefused

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Webhook:
    """Where Telegram posts updates to, and what it proves itself with."""

    url: str
    secret: str = field(repr=False)


@asynccontextmanager
async def connected(client: Client, webhook: Webhook | None = None) -> AsyncIterator[None]:
    """Have `client` know itself and receive by webhook or else by polling; waits while Telegram can't be reached.

    Raises `TokenRefused`.
    """
    failures = 0
    while not await _greet(client, webhook):
        failures += 1
        await asyncio.sleep(min(30.0, 0.5 * 2.0 ** min(failures, 6)))
    try:
        yield
    finally:
        with suppress(Exception):
            await client.shutdown()


async def _greet(client: Client, webhook: Webhook | None) -> bool:
    try:
        await client.initialize()
        if webhook is None:
            await client.delete_webhook()
        else:
            await client.set_webhook(webhook.url, secret_token=webhook.secret, allowed_updates=UPDATES)
    except InvalidToken:
        raise TokenRefused from None
    except NetworkError as error:
        log.warning("Telegram can't be reached: %s", error.message)
        return False
    return True


async def reach(token: str, base_url: str, proxy: str | None, seconds: float) -> str | None:
    """Try Telegram once; None when it answers and knows the token, else what to do."""
    client = make_client(token, base_url, proxy)
    try:
        await asyncio.wait_for(client.initialize(), seconds)
    except InvalidToken:
        return "does not know this token: check ZC_BOT_TOKEN with @BotFather"
    except (TelegramError, TimeoutError) as error:
        return f"can't be reached ({type(error).__name__}): check the network and ZC_PROXY"
    finally:
        with suppress(Exception):
            await client.shutdown()
    return None
