"""Greeting Telegram at the start, and taking leave at the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import field
from datetime import datetime, timedelta

from telegram.error import InvalidToken

from zc_bot.tg.client import UPDATES, Client, make_client
from zc_bot.tg.faults import SHOWN, diagnose, wait_after
from zc_bot.troubles import Troubles
from zc_bot.values import dataclass

log = logging.getLogger(__name__)
LATELY = timedelta(minutes=10)
"""A delivery that failed before that says nothing of now: Telegram tries again what waits."""


@dataclass(frozen=True)
class Webhook:
    """Where Telegram posts updates to, and what it proves itself with."""

    url: str
    secret: str = field(repr=False)


@asynccontextmanager
async def connected(
    client: Client, webhook: Webhook | None = None, troubles: Troubles | None = None
) -> AsyncIterator[None]:
    """Have `client` know itself and receive by webhook or else by polling; waits for as long as that fails."""
    troubles = troubles or Troubles()
    failures = 0
    try:
        while (error := await _greet(client, webhook)) is not None:
            failures += 1
            troubles.meet("greeting", *diagnose(error))
            await asyncio.sleep(wait_after(error, failures))
        troubles.end("greeting")
        yield
    finally:
        with suppress(Exception):
            await client.shutdown()


async def _greet(client: Client, webhook: Webhook | None) -> Exception | None:
    try:
        await _know_oneself(client)
        if webhook is None:
            await client.delete_webhook()
        else:
            await _set(client, webhook)
    except Exception as error:
        return error
    return None


async def _set(client: Client, webhook: Webhook) -> None:
    await client.set_webhook(webhook.url, secret_token=webhook.secret, allowed_updates=UPDATES)


async def look_after(client: Client, webhook: Webhook, troubles: Troubles, now: datetime) -> None:
    """See that updates come by the webhook: set it anew where it is gone, say where Telegram can't deliver them."""
    try:
        found = await client.get_webhook_info()
        if found.url != webhook.url:
            troubles.meet("receiving", "webhook", "the webhook was removed or set elsewhere: it is set anew")
            await _set(client, webhook)
            return
    except Exception as error:
        log.info("whether updates come by the webhook is asked again: %s", diagnose(error)[1])
        return
    failed = found.last_error_date
    if found.pending_update_count and failed is not None and now - failed < LATELY:
        told = (found.last_error_message or "no reason")[:SHOWN]
        troubles.meet("receiving", "undelivered", f"Telegram can't deliver updates: {told}")
    else:
        troubles.end("receiving")


async def _know_oneself(client: Client) -> None:
    """Ask who the bot is; an answer without a name counts as none."""
    await client.initialize()
    try:
        client.username  # noqa: B018
    except RuntimeError:
        await client.get_me()
        client.username  # noqa: B018


async def reach(token: str, base_url: str, proxy: str | None, seconds: float) -> str | None:
    """Try Telegram once; None when it answers, knows the token and asks inline, else what to do."""
    client = make_client(token, base_url, proxy)
    try:
        await asyncio.wait_for(client.initialize(), seconds)
        if not client.supports_inline_queries:
            return "inline mode is off, as for any new bot: send /setinline to @BotFather and restart"
    except InvalidToken:
        return "does not know this token: check ZC_BOT_TOKEN with @BotFather"
    except Exception as error:
        return f"can't be reached ({type(error).__name__}): check the network and ZC_PROXY"
    finally:
        with suppress(Exception):
            await client.shutdown()
    return None
