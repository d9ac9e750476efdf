"""Sending one letter, and what its outcome means.

An outcome is one of: sent; certainly not sent (retry later); never to be sent (dead); unknown (uncertain).
"""

from __future__ import annotations

import asyncio
import base64
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from zc_bot.storage import attachments
from zc_bot.storage.outbox import Claimed, Settlement
from zc_bot.tg.client import Client, Keyboard
from zc_bot.tg.request import Unsent, retry_seconds

log = logging.getLogger(__name__)
Draw = Callable[[Mapping[str, Any]], Awaitable[tuple[bytes, str]]]
"""Draws a picture from its description; returns PNG bytes and a caption of plain text."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt; `pause` asks everybody to wait so many seconds."""

    settlement: Settlement
    pause: float = 0.0
    unreachable: bool = False
    moved_to: int | None = None


class TokenRefused(Exception):
    """Telegram does not know the token: nothing can be sent or received."""


async def send(client: Client, letter: Claimed, now: datetime, draw: Draw, files: Path) -> Outcome:
    """Send `letter` once; raises only `TokenRefused`."""
    try:
        message_id = await _dispatch(client, letter, draw, files)
    except RetryAfter as error:
        seconds = retry_seconds(error)
        return Outcome(
            Settlement(letter.id, "retry", error="429", not_before=now + timedelta(seconds=seconds)), pause=seconds
        )
    except ChatMigrated as error:
        return Outcome(Settlement(letter.id, "retry", error="moved", not_before=now), moved_to=error.new_chat_id)
    except Unsent as error:
        return Outcome(Settlement(letter.id, "retry", error=str(error), not_before=now + _backoff(letter.attempts)))
    except InvalidToken as error:
        raise TokenRefused from error
    except (BadRequest, Forbidden) as error:
        log.warning("letter %d to %d can't be delivered: %s", letter.id, letter.chat, error.message)
        return Outcome(Settlement(letter.id, "dead", error=error.message), unreachable=isinstance(error, Forbidden))
    except TelegramError as error:
        return _uncertain(letter, error, now)
    return Outcome(Settlement(letter.id, "sent", message_id=message_id))


def _uncertain(letter: Claimed, error: TelegramError, now: datetime) -> Outcome:
    """Send a receipt once more, under the same serial; leave the rest to be looked at."""
    log.warning("letter %d to %d may or may not have arrived: %s", letter.id, letter.chat, error.message)
    if letter.resend and letter.attempts < 2:
        again = now + timedelta(seconds=2)
        return Outcome(Settlement(letter.id, "retry", error=error.message, not_before=again))
    return Outcome(Settlement(letter.id, "uncertain", error=error.message))


async def _dispatch(client: Client, letter: Claimed, draw: Draw, files: Path) -> int | None:
    payload = letter.payload
    if payload.get("chart") is not None:
        picture, caption = await draw(payload["chart"])
        sent = await client.send_photo(letter.chat, picture, caption=caption[:1024], write_timeout=30)
        return sent.message_id
    if (document := payload.get("document")) is not None:
        return await _send_document(client, letter, document, files)
    buttons = _buttons(payload.get("rows"))
    if payload.get("edit"):
        return await _edit(client, letter, payload, buttons)
    return await client.say(letter.chat, payload["text"], buttons or _below(payload), payload.get("quiet", False))


async def _send_document(client: Client, letter: Claimed, document: Mapping[str, str], files: Path) -> int | None:
    """Send a file; a PNG of our own making is shown as a picture."""
    if "base64" in document:
        content: bytes | None = base64.b64decode(document["base64"])
        if document["name"].endswith(".png"):
            return (await client.send_photo(letter.chat, content, write_timeout=30)).message_id  # type: ignore[arg-type]
    else:
        content = await asyncio.to_thread(attachments.read, files, document["sha256"])
    if content is None:
        raise BadRequest("the file is not there any more")
    sent = await client.send_document(letter.chat, content, filename=document["name"], write_timeout=60)
    return sent.message_id


async def _edit(client: Client, letter: Claimed, payload: Mapping[str, Any], keyboard: Keyboard | None) -> int | None:
    """Put the text in place of the message; where that can't be done, say it anew."""
    try:
        await client.replace(letter.chat, payload["edit"], payload["text"], keyboard)
    except BadRequest as error:
        if "not modified" in error.message.lower():
            return None
        return await client.say(letter.chat, payload["text"], keyboard)
    return None


def _buttons(rows: list[list[tuple[str, str]]] | None) -> Keyboard | None:
    if not rows:
        return None
    return {"inline_keyboard": [[{"text": label, "callback_data": data} for label, data in row] for row in rows]}


def _below(payload: Mapping[str, Any]) -> Keyboard | None:
    """Make the keyboard below the chat that shares one's phone, or take it away."""
    if payload.get("ask_contact"):
        button = {"text": payload["ask_contact"], "request_contact": True}
        return {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}
    return {"remove_keyboard": True} if payload.get("no_keyboard") else None


def _backoff(attempts: int) -> timedelta:
    return timedelta(seconds=min(60.0, 2.0 ** min(attempts, 6)) * random.uniform(0.5, 1.0))  # noqa: S311
