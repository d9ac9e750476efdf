"""The bot's own client: python-telegram-bot's `Bot` on our request, also giving updates as they came.

What every update needs is asked for by the library's seam (`BaseRequest.post`), which makes no objects of what nobody
looks at: a tenth of an update's time each. Everything else goes by the methods of `Bot`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, cast

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import NetworkError
from telegram.request import RequestData

from zc_bot.tg.request import TelegramRequest, TooLarge
from zc_bot.tg.updates import Odd, PollRequest
from zc_bot.values import dataclass

Keyboard = Mapping[str, Any]
"""A `reply_markup` as the Bot API takes it: of a message that every answer sends, no objects are made."""
POLL_SECONDS, LATE = 25, 10
"""Seconds for which Telegram may hold a poll, and after which no answer to it is awaited any more."""
UPDATES = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"]


@dataclass(frozen=True, slots=True)
class Fields:
    """Stands for a `RequestData` without files, whose parameters are JSON already."""

    parameters: Mapping[str, Any]
    contains_files: bool = False

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> RequestData:
        """Take over what a method is given by name; what is None is left out."""
        return cast("RequestData", cls({name: value for name, value in values.items() if value is not None}))


class Client(Bot):
    """A `Bot` whose updates can be put away before they are understood."""

    def __init__(self, token: str, base_url: str, request: TelegramRequest, polling: PollRequest) -> None:
        super().__init__(
            token,
            base_url=f"{base_url}/bot",
            base_file_url=f"{base_url}/file/bot",
            request=request,
            get_updates_request=polling,
        )
        self._sending, self._polling = request, polling

    async def raw_updates(self, offset: int | None, limit: int = 100) -> list[dict[str, Any] | Odd]:
        """Wait for updates from `offset` on, as they came; raises `telegram.error.TelegramError`."""
        asked = Fields.of({"timeout": POLL_SECONDS, "limit": limit, "allowed_updates": UPDATES, "offset": offset})
        url = f"{self.base_url}/getUpdates"
        updates = await self._polling.post(url, asked, read_timeout=POLL_SECONDS + LATE)
        return cast("list[dict[str, Any] | Odd]", updates)

    async def say(
        self,
        chat: int,
        text: str,
        keyboard: Keyboard | None,
        quiet: bool = False,
        html: bool = True,
        topic: int | None = None,
    ) -> int:
        """Send a message without a preview; returns its id, and reads nothing else of Telegram's answer."""
        data = {
            "chat_id": chat, "text": text, "parse_mode": ParseMode.HTML.value if html else None,
            "reply_markup": keyboard, "link_preview_options": {"is_disabled": True}, "disable_notification": quiet,
            "message_thread_id": topic,
        }
        sent = await self._ask("sendMessage", data)
        return int(sent["message_id"])

    async def replace(self, chat: int, message: int, text: str, keyboard: Keyboard | None) -> None:
        """Put other HTML and buttons in place of a message's; raises `telegram.error.TelegramError`."""
        data = {
            "chat_id": chat, "message_id": message, "text": text, "parse_mode": ParseMode.HTML.value,
            "reply_markup": keyboard, "link_preview_options": {"is_disabled": True},
        }
        await self._ask("editMessageText", data)

    async def strip(self, chat: int, message: int) -> None:
        """Take a message's buttons away; raises `telegram.error.TelegramError`."""
        await self._ask("editMessageReplyMarkup", {"chat_id": chat, "message_id": message})

    async def fetch(self, file_id: str, most: int) -> bytes | None:
        """Fetch a file's content; None for one of more than `most` bytes. Raises `telegram.error.TelegramError`.

        Never read from this machine's disk, whatever path the server names.
        """
        found = await self._ask("getFile", {"file_id": file_id})
        if int(found.get("file_size") or 0) > most:
            return None
        path = str(found.get("file_path") or "")
        if not path or path.startswith("/") or ".." in path.split("/"):
            raise NetworkError("the file has no path that can be fetched")
        try:
            content = await self._sending.retrieve(f"{self.base_file_url}/{path}", read_timeout=60)
        except TooLarge:
            return None
        return None if len(content) > most else content

    async def _ask(self, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Call a method; returns what Telegram's answer holds."""
        return cast("dict[str, Any]", await self._sending.post(f"{self.base_url}/{method}", Fields.of(values)))


def make_client(
    token: str, base_url: str, proxy: str | None = None, heard: Callable[[datetime], None] | None = None
) -> Client:
    """Make a client with one connection pool for polling and another for everything else.

    heard: told at which moment Telegram gave its answers, as far as they say so.
    """
    on_date = _dates(heard)
    sending = TelegramRequest(proxy=proxy, on_date=on_date)
    return Client(token, base_url, sending, PollRequest(proxy=proxy, connections=1, on_date=on_date))


def _dates(heard: Callable[[datetime], None] | None) -> Callable[[str], None] | None:
    """Read the dates of HTTP answers, each second's once; one that can't be read tells nothing."""
    if heard is None:
        return None

    last = ""

    def read(text: str) -> None:
        nonlocal last
        if text == last:
            return
        last = text
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return
        if moment.tzinfo is not None:
            heard(moment)

    return read
