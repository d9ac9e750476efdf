"""Greeting Telegram at the start, and taking leave at the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram.error import InvalidToken, NetworkError, TelegramError

from zc_bot.tg.client import Client, make_client
from zc_bot.tg.send import TokenRefused

log = logging.getLogger(__name__)


@asynccontextmanager
async def connected(client: Client) -> AsyncIterator[None]:
    """Have `client` know itself, and no webhook in the way of polling; waits while Telegram can't be reached.

    Raises `TokenRefused`.
    """
    failures = 0
    while not await _greet(client):
        failures += 1
        await asyncio.sleep(min(30.0, 0.5 * 2.0 ** min(failures, 6)))
    try:
        yield
    finally:
        with suppress(Exception):
            await client.shutdown()


async def _greet(client: Client) -> bool:
    try:
        await client.initialize()
        await client.delete_webhook()
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
