"""What a person can do on the chat page, as data from the browser; everything in it is checked here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from zc_bot.sandbox import troubles
from zc_bot.sandbox.params import Params, read_params
from zc_bot.sandbox.people import Where
from zc_bot.sandbox.state import Telegram

Asked = Mapping[str, Any]
PHOTOS = frozenset({"image/png", "image/jpeg"})
NANTONG = 31.98, 120.89
MOST_IN_ALBUM = 10


def say(telegram: Telegram, asked: Asked) -> int:
    """Send a text."""
    text = str(asked["text"]).strip()
    if not text:
        raise ValueError("nothing was typed")
    where = _where(asked)
    return telegram.say(
        int(asked["user"]), text, where.chat_id, topic=where.topic, anonymous=where.anonymous, channel=where.channel
    )


def edit(telegram: Telegram, asked: Asked) -> int:
    """Change a text sent before."""
    return telegram.edit(int(asked["user"]), int(asked["message"]), str(asked["text"]), _chat(asked))


def press(telegram: Telegram, asked: Asked) -> int:
    """Tap an inline button."""
    return telegram.press(int(asked["user"]), int(asked["message"]), str(asked["data"]), _chat(asked))


def contact(telegram: Telegram, asked: Asked) -> int:
    """Share one's own contact."""
    user_id = int(asked["user"])
    return telegram.share_contact(user_id, user_id, str(asked["phone"]))


def inline(telegram: Telegram, asked: Asked) -> int:
    """Ask the bot from within a message."""
    return telegram.inline(int(asked["user"]), str(asked["query"]), chat_id=_chat(asked))


def choose(telegram: Telegram, asked: Asked) -> int:
    """Send one of the results of an inline query."""
    return telegram.choose(int(asked["user"]), str(asked["query"]), str(asked["result"]), _where(asked))


def forward(telegram: Telegram, asked: Asked) -> int:
    """Forward a message of a chat that one sees (`from`) into another."""
    user_id, source = int(asked["user"]), int(asked["from"])
    stored = telegram.history.get(source, int(asked["message"]))
    if stored is None or source not in {chat["id"] for chat in telegram.directory.chats_of(user_id)}:
        raise ValueError("there is no such message")
    return telegram.forward(user_id, stored.message, _where(asked))


def sticker(telegram: Telegram, asked: Asked) -> int:
    """Send a sticker."""
    return telegram.sticker(int(asked["user"]), where=_where(asked))


def voice(telegram: Telegram, asked: Asked) -> int:
    """Send a voice message."""
    return telegram.voice(int(asked["user"]), where=_where(asked))


def place(telegram: Telegram, asked: Asked) -> int:
    """Send a place: the city."""
    return telegram.location(int(asked["user"]), *NANTONG, where=_where(asked))


def pin(telegram: Telegram, asked: Asked) -> int:
    """Pin the newest message of a chat."""
    where = _where(asked)
    chat = telegram.directory.seen(int(asked["user"]), int(asked["chat"]))
    return telegram.pin(int(asked["user"]), telegram.last_id(chat["id"]), where)


def fail(telegram: Telegram, asked: Asked) -> None:
    """Have the bot's next message into a chat answered with an error."""
    troubles.fail(telegram, int(asked["user"]), int(asked["chat"]), asked)
    telegram.feed.tell("chat", chat_id=int(asked["chat"]))


def happen(telegram: Telegram, asked: Asked) -> None:
    """Put the bot out of a chat, silence it there, close its topics …"""
    troubles.happen(telegram, int(asked["user"]), int(asked["chat"]), asked)
    telegram.feed.tell("chat", chat_id=int(asked["chat"]))


async def receive_upload(telegram: Telegram, request: web.Request) -> int:
    """Take a form with a file, sent as a picture where it is one; several are an album."""
    params = await read_params(request)
    upload = params.upload("file")
    if upload is None:
        raise ValueError("no file was sent")
    where = Where(
        params.integer("chat"), params.integer("topic", 0) or None, anonymous=params.flag("anonymous"),
        channel=params.integer("channel", 0) or None,
    )
    if len(params.uploaded) > 1:
        return _album(telegram, params, where)
    return telegram.upload(
        params.integer("user"),
        upload.name,
        upload.content,
        upload.mime,
        caption=params.text("caption"),
        chat_id=where.chat_id,
        as_photo=upload.mime in PHOTOS,
        topic=where.topic,
        anonymous=where.anonymous,
        channel=where.channel,
    )


def _album(telegram: Telegram, params: Params, where: Where) -> int:
    """Send the files of a form in their order, as many albums as they need, as phones do; the first is captioned."""
    files = [upload for name in params.uploaded if (upload := params.upload(name)) is not None]
    last = 0
    for begin in range(0, len(files), MOST_IN_ALBUM):
        captions = [params.text("caption")] if begin == 0 else []
        last = telegram.album(params.integer("user"), files[begin : begin + MOST_IN_ALBUM], captions, where)[-1]
    return last


def _chat(asked: Asked) -> int | None:
    return int(asked["chat"]) if asked.get("chat") else None


def _where(asked: Asked) -> Where:
    return Where(
        int(asked["chat"]), _number(asked, "topic"), anonymous=asked.get("anonymous") is True,
        channel=_number(asked, "channel"),
    )


def _number(asked: Asked, name: str) -> int | None:
    return int(asked[name]) if asked.get(name) else None


ACTIONS: Mapping[str, Callable[[Telegram, Asked], int | None]] = {
    "say": say,
    "edit": edit,
    "press": press,
    "contact": contact,
    "inline": inline,
    "choose": choose,
    "forward": forward,
    "sticker": sticker,
    "voice": voice,
    "place": place,
    "pin": pin,
    "fail": fail,
    "happen": happen,
}
