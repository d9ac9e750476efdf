"""Posts updates to the bot's webhook, in order, until each is taken."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
from aiohttp import web

from zc_bot.sandbox.conformity import faults_of_call, report
from zc_bot.sandbox.errors import ApiError
from zc_bot.sandbox.methods import METHODS
from zc_bot.sandbox.params import Params
from zc_bot.sandbox.state import Telegram
from zc_bot.sandbox.updates import Pending, Webhook

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 10.0
TIMEOUT = aiohttp.ClientTimeout(total=30)


async def run_webhook(app: web.Application, telegram: Telegram) -> AsyncIterator[None]:
    """Post updates as long as the application runs (for `cleanup_ctx`)."""
    task = asyncio.create_task(post_updates(telegram))
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def post_updates(telegram: Telegram) -> None:
    """Post every update that waits while a webhook is set; pause longer after each failure."""
    pause = FIRST_PAUSE
    async with aiohttp.ClientSession(timeout=TIMEOUT, trust_env=False) as session:
        while True:
            await _work(telegram)
            webhook, pending = telegram.updates.webhook, telegram.updates.pending[0]
            if webhook is None:
                continue
            fault = await _post(telegram, session, webhook, pending)
            if fault is None:
                pause = FIRST_PAUSE
                telegram.updates.take(pending)
            else:
                telegram.updates.last_error = (telegram.now(), fault)
                telegram.signal.fire()
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)


async def _perform(telegram: Telegram, said: bytes) -> None:
    """Perform the method that an answer calls, if it calls one; nobody is told how that ended."""
    try:
        asked = json.loads(said)
        name, method = METHODS[asked.pop("method").lower()]
    except (ValueError, LookupError, AttributeError, TypeError):
        return
    report(faults_of_call(name, asked))
    with suppress(ApiError):
        await method(telegram, Params(asked))


async def _work(telegram: Telegram) -> None:
    """Wait until a webhook is set and an update waits."""
    updates = telegram.updates
    while not (updates.webhook and updates.pending):
        await telegram.signal.changed()


async def _post(
    telegram: Telegram, session: aiohttp.ClientSession, webhook: Webhook, pending: Pending
) -> str | None:
    """Post one update; return None when it was taken, else what was wrong."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
    try:
        async with session.post(
            webhook.url, json=pending.update, headers=headers, allow_redirects=False
        ) as answer:
            if not 200 <= answer.status < 300:
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
            await _perform(telegram, await answer.read())
            return None
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"Connection failed: {type(error).__name__}"
