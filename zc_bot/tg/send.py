"""Sending one letter, and what its outcome means.

An outcome is one of: sent; certainly not sent (retry later); in doubt (tried again a few times, then uncertain);
never to be sent (dead).
"""

from __future__ import annotations

import asyncio
import base64
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from zc_bot.storage import attachments
from zc_bot.storage.outbox import ALERT, DOUBTS, LIMITED, Claimed, Settlement
from zc_bot.texts.catalog import without_html
from zc_bot.texts.drawing import Undrawn, is_paper
from zc_bot.tg.client import Client, Keyboard
from zc_bot.tg.faults import backoff, said_by
from zc_bot.tg.request import Unsent, retry_seconds
from zc_bot.values import dataclass

log = logging.getLogger(__name__)
Draw = Callable[[Mapping[str, Any]], Awaitable[tuple[bytes, str]]]
"""Draws a picture from its description; returns PNG bytes and a caption of plain text."""
DOUBT_WAITS = (2.0, 30.0, 300.0)
"""Seconds before what may have arrived is tried again: a blip costs two, an outage of five minutes nothing."""
GONE = re.compile(
    r"chat not found|user not found|user is deactivated|chat was deactivated|user_deactivated|peer_id_invalid"
    r"|user_id_invalid|chat_id_invalid",
    re.IGNORECASE,
)
"""What a 400 says whose chat or person is not there."""
LABEL = 64
UNPARSED = "can't parse entities"
NO_TOPIC = re.compile(r"message thread not found|topic_closed|topic_deleted", re.IGNORECASE)
"""What a 400 says whose topic is gone or closed: the group is told outside of it."""
NO_MEDIA = "not enough rights to send"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt.

    limited: for how many seconds Telegram wants the chat left alone. gone: the chat takes nothing from the bot, since
    it was put out or since Telegram does not find it.
    trouble: what kept us from Telegram, or from knowing its answer.
    """

    settlement: Settlement
    limited: float = 0.0
    gone: Literal["", "blocked", "missing"] = ""
    moved_to: int | None = None
    trouble: Exception | None = None


async def send(client: Client, letter: Claimed, draw: Draw, files: Path) -> Outcome:
    """Send `letter` once; never raises."""
    try:
        message_id = await _send_somewhere(client, letter, draw, files)
    except Exception as error:
        return _outcome(letter, error)
    return Outcome(Settlement(letter.id, "sent", message_id=message_id))


def _outcome(letter: Claimed, error: Exception) -> Outcome:
    """Say what an error means for a letter."""
    if isinstance(error, RetryAfter):
        seconds = retry_seconds(error)
        wait = timedelta(seconds=seconds)
        return Outcome(Settlement(letter.id, "retry", error=LIMITED, wait=wait), limited=seconds)
    if isinstance(error, ChatMigrated) and isinstance(error.new_chat_id, int):
        return Outcome(Settlement(letter.id, "retry", error="moved", wait=timedelta(0)), moved_to=error.new_chat_id)
    if isinstance(error, Unsent | InvalidToken):
        # Nothing was sent, and no fault of the letter's: it waits for as long as it takes.
        wait = backoff(letter.attempts)
        return Outcome(Settlement(letter.id, "retry", error=said_by(error), wait=wait), trouble=error)
    if isinstance(error, BadRequest | Forbidden):
        return _undeliverable(letter, error)
    return _doubtful(letter, error)


def _undeliverable(letter: Claimed, error: BadRequest | Forbidden) -> Outcome:
    """Give a letter up; only a 403, or a 400 that names the chat or person, says that nothing reaches them."""
    gone: Literal["", "blocked", "missing"] = "blocked" if isinstance(error, Forbidden) else ""
    if GONE.search(error.message) is not None:
        gone = "missing"
    say = log.warning if gone else log.error
    say("letter %d to %d can't be delivered: %s", letter.id, letter.chat, said_by(error))
    return Outcome(Settlement(letter.id, "dead", error=said_by(error)), gone=gone)


def _doubtful(letter: Claimed, error: Exception) -> Outcome:
    """Try again, under the same serial, what may have arrived; an alert for as long as it takes."""
    told = said_by(error) if isinstance(error, TelegramError) else type(error).__name__
    ours = None if isinstance(error, TelegramError) else error
    log.warning("letter %d to %d may or may not have arrived: %s", letter.id, letter.chat, told, exc_info=ours)
    trouble = None if ours else error
    if letter.doubts >= DOUBTS and not (letter.key or "").startswith(ALERT):
        return Outcome(Settlement(letter.id, "uncertain", error=told, doubtful=True), trouble=trouble)
    wait = timedelta(seconds=DOUBT_WAITS[min(letter.doubts, DOUBTS - 1)])
    return Outcome(Settlement(letter.id, "retry", error=told, wait=wait, doubtful=True), trouble=trouble)


async def _send_somewhere(client: Client, letter: Claimed, draw: Draw, files: Path) -> int | None:
    """Send a letter into its topic, outside of it where that is gone; in words where the group takes no files."""
    payload, topic = letter.payload, letter.payload.get("topic")
    try:
        return await _dispatch(client, letter, draw, files)
    except BadRequest as error:
        if topic and NO_TOPIC.search(error.message):
            outside = {name: value for name, value in payload.items() if name != "topic"}
            return await _send_somewhere(client, replace(letter, payload=outside), draw, files)
        if "instead" in payload and NO_MEDIA in error.message.lower():
            return await _say(client, letter.chat, payload["instead"], None, topic=topic)
        raise


async def _dispatch(client: Client, letter: Claimed, draw: Draw, files: Path) -> int | None:
    payload = letter.payload
    topic = payload.get("topic")
    if payload.get("chart") is not None:
        try:
            picture, caption = await draw(payload["chart"])
        except Exception as error:
            if "undrawn" not in payload:
                raise
            why = error if isinstance(error, Undrawn) else type(error).__name__
            log.error("the picture of letter %d is not drawn: %s", letter.id, why, extra={"letter": letter.id})
            return await _say(client, letter.chat, payload["undrawn"], None, topic=topic)
        if (name := payload.get("file")) or is_paper(payload["chart"]):
            sent = await client.send_document(
                letter.chat, picture, filename=name or caption, message_thread_id=topic, write_timeout=60
            )
            return sent.message_id
        sent = await client.send_photo(
            letter.chat, picture, caption=caption[:1024], message_thread_id=topic, write_timeout=30
        )
        return sent.message_id
    if (document := payload.get("document")) is not None:
        return await _send_document(client, letter, document, files)
    buttons = _buttons(payload.get("rows"), payload.get("web_app"))
    if payload.get("edit"):
        return await _edit(client, letter, payload, buttons)
    quiet = payload.get("quiet", False)
    said = await _say(client, letter.chat, payload["text"], buttons or _below(payload), quiet, topic)
    if payload.get("strip"):
        await _strip(client, letter.chat, payload["strip"])
    return said


async def _say(
    client: Client, chat: int, text: str, keyboard: Keyboard | None, quiet: bool = False, topic: int | None = None
) -> int:
    """Say HTML; what Telegram can't read as such is better said without its looks than not at all."""
    try:
        return await client.say(chat, text, keyboard, quiet, topic=topic)
    except BadRequest as error:
        if UNPARSED not in error.message.lower():
            raise
        log.error("a message to %d is not HTML as Telegram reads it: %s", chat, said_by(error))
        return await client.say(chat, without_html(Markup(text)), keyboard, quiet, html=False, topic=topic)  # noqa: S704


async def _send_document(client: Client, letter: Claimed, document: Mapping[str, str], files: Path) -> int | None:
    """Send a file; a PNG of our own making is shown as a picture."""
    topic = letter.payload.get("topic")
    if "base64" in document:
        content: bytes | None = base64.b64decode(document["base64"])
        if document["name"].endswith(".png"):
            picture = await client.send_photo(
                letter.chat, content, message_thread_id=topic, write_timeout=30  # type: ignore[arg-type]
            )
            return picture.message_id
    else:
        content = await asyncio.to_thread(attachments.read, files, document["sha256"])
    if content is None:
        raise BadRequest("the file is not there any more")
    if document.get("shown"):
        shown = await client.send_photo(letter.chat, content, message_thread_id=topic, write_timeout=60)
        return shown.message_id
    sent = await client.send_document(
        letter.chat, content, filename=document["name"], message_thread_id=topic, write_timeout=60
    )
    return sent.message_id


async def _edit(client: Client, letter: Claimed, payload: Mapping[str, Any], keyboard: Keyboard | None) -> int | None:
    """Put the text in place of the message; where that can't be done, say it anew."""
    try:
        await client.replace(letter.chat, payload["edit"], payload["text"], keyboard)
    except BadRequest as error:
        if "not modified" in error.message.lower():
            return None
        return await _say(client, letter.chat, payload["text"], keyboard, topic=payload.get("topic"))
    return None


async def _strip(client: Client, chat: int, message: int) -> None:
    """Take the buttons of an earlier step away; where that fails they stay, and a tap says that they are old."""
    try:
        await client.strip(chat, message)
    except TelegramError as error:
        log.info("the buttons of message %d to %d stay: %s", message, chat, said_by(error))


def _buttons(rows: list[list[tuple[str, str]]] | None, app: tuple[str, str] | None) -> Keyboard | None:
    """Make the buttons of a message; app: what opens the Mini App beneath them."""
    keys: list[list[dict[str, Any]]] = [
        [{"text": shown(label), "callback_data": data} for label, data in row] for row in rows or ()
    ]
    if app is not None:
        keys.append([{"text": shown(app[0]), "web_app": {"url": app[1]}}])
    return {"inline_keyboard": keys} if keys else None


def shown(label: str) -> str:
    """Return as much of a button's label as a phone shows; it counts in UTF-16 units, an emoji is two."""
    units = label.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * LABEL:
        return label
    return units[: 2 * (LABEL - 1)].decode("utf-16-le", "ignore") + "…"


def _below(payload: Mapping[str, Any]) -> Keyboard | None:
    """Make the keyboard below the chat that shares one's phone, or take it away."""
    if payload.get("ask_contact"):
        button = {"text": payload["ask_contact"], "request_contact": True}
        return {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}
    return {"remove_keyboard": True} if payload.get("no_keyboard") else None
