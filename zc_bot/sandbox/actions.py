"""What a person can do on the chat page, as data from the browser; everything in it is checked here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from zc_bot.sandbox.params import Params, read_params
from zc_bot.sandbox.people import Where
from zc_bot.sandbox.state import Telegram

Asked = Mapping[str, Any]
PHOTOS = frozenset({"image/png", "image/jpeg"})
LONGEST_TEXT = 4096
MOST_IN_ALBUM = 10


def say(telegram: Telegram, asked: Asked) -> int:
    """Send a text."""
    text = str(asked["text"]).strip()
    if not text:
        raise ValueError("nothing was typed")
    return telegram.say(
        int(asked["user"]), text[:LONGEST_TEXT], chat_id=int(asked["chat"]), topic=_topic(asked)
    )


def edit(telegram: Telegram, asked: Asked) -> int:
    """Change a text sent before."""
    text = str(asked["text"])[:LONGEST_TEXT]
    return telegram.edit(int(asked["user"]), int(asked["message"]), text, _chat(asked))


def press(telegram: Telegram, asked: Asked) -> int:
    """Tap an inline button."""
    return telegram.press(int(asked["user"]), int(asked["message"]), str(asked["data"]), _chat(asked))


def contact(telegram: Telegram, asked: Asked) -> int:
    """Share one's own contact."""
    user_id = int(asked["user"])
    return telegram.share_contact(user_id, user_id, str(asked["phone"]))


def inline(telegram: Telegram, asked: Asked) -> int:
    """Ask the bot from within a message."""
    return telegram.inline(int(asked["user"]), str(asked["query"]))


def choose(telegram: Telegram, asked: Asked) -> int:
    """Send one of the results of an inline query."""
    return telegram.choose(
        int(asked["user"]), str(asked["query"]), str(asked["result"]), int(asked["chat"]), _topic(asked)
    )


def block(telegram: Telegram, asked: Asked) -> int:
    """Stop the bot, or let it write again."""
    return telegram.block(int(asked["user"]), bool(asked["blocked"]))


async def receive_upload(telegram: Telegram, request: web.Request) -> int:
    """Take a form with a file, sent as a picture where it is one; several are an album."""
    params = await read_params(request)
    upload = params.upload("file")
    if upload is None:
        raise ValueError("no file was sent")
    if len(params.uploaded) > 1:
        return _album(telegram, params)
    return telegram.upload(
        params.integer("user"),
        upload.name,
        upload.content,
        upload.mime,
        caption=params.text("caption"),
        chat_id=params.integer("chat"),
        as_photo=upload.mime in PHOTOS,
        topic=params.integer("topic", 0) or None,
    )


def _album(telegram: Telegram, params: Params) -> int:
    """Send the files of a form as one album, its caption under the first."""
    files = [upload for name in params.uploaded if (upload := params.upload(name)) is not None]
    where = Where(params.integer("chat"), params.integer("topic", 0) or None)
    return telegram.album(params.integer("user"), files[:MOST_IN_ALBUM], [params.text("caption")], where)[-1]


def _chat(asked: Asked) -> int | None:
    return int(asked["chat"]) if asked.get("chat") else None


def _topic(asked: Asked) -> int | None:
    return int(asked["topic"]) if asked.get("topic") else None


ACTIONS: Mapping[str, Callable[[Telegram, Asked], int]] = {
    "say": say,
    "edit": edit,
    "press": press,
    "contact": contact,
    "inline": inline,
    "choose": choose,
    "block": block,
}
