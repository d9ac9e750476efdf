"""The Telegram that tests hold in their hands: it acts for people, waits, looks, and goes wrong on demand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from zc_bot.sandbox.core import TOKEN, Call, Toast
from zc_bot.sandbox.directory import Json
from zc_bot.sandbox.faults import EVERY, WRITING, Fault, Kind
from zc_bot.sandbox.groups import Groups

__all__ = ["TOKEN", "Call", "Telegram", "Toast", "find_button"]

T = TypeVar("T")

WAIT = 60.0


class Telegram(Groups):
    """A Telegram with one bot on it, and a test's eyes and hands."""

    def messages(self, chat_id: int) -> list[Json]:
        """Return a chat's messages as the Bot API shows them, oldest first, deleted ones left out."""
        return [each.message for each in self.history.of_chat(chat_id)]

    def written_as_group(self, user_id: int, chat_id: int) -> list[int]:
        """Return the ids of the messages that a person wrote as a group."""
        return [each.message_id for each in self.history.of_chat(chat_id) if each.author == user_id]

    async def wait_for(
        self, chat_id: int, predicate: Callable[[Json], bool] | str, timeout: float = WAIT, after: int = 0
    ) -> Json:
        """Return the bot's first message past id `after` that fits: a predicate, or a piece of its text.

        Raises TimeoutError after `timeout` seconds.
        """

        def fits(message: Json) -> bool:
            if callable(predicate):
                return predicate(message)
            return predicate in (message.get("text") or message.get("caption") or "")

        def look() -> Json | None:
            newest = self.history.newest_of(chat_id, after)
            return next((each.message for each in newest if each.by_bot and fits(each.message)), None)

        return await self.until(look, timeout)

    async def until(self, look: Callable[[], T | None], timeout: float = WAIT) -> T:
        """Return what `look` finds as soon as it finds something; raise TimeoutError after `timeout` s."""
        return await self.signal.until(look, timeout)

    def last_id(self, chat_id: int) -> int:
        """Return the id of a chat's newest message, 0 in an empty chat."""
        return max((each.message_id for each in self.history.of_chat(chat_id)), default=0)

    def toasts_of(self, user_id: int) -> list[Toast]:
        """Return the answers to a person's taps, oldest first."""
        return [each for each in self.toasts if each.user_id == user_id]

    def expire_taps(self) -> None:
        """Let whoever tapped a button have waited too long for an answer."""
        self.asked.taps.clear()

    def fail_next(
        self,
        method: str,
        kind: Kind,
        times: int = 1,
        retry_after: int = 1,
        chat_id: int | None = None,
        moved_to: int = 0,
    ) -> None:
        """Have the next `times` calls of a method (EVERY, WRITING: of many) fail, in one chat or in all."""
        name = method if method in (EVERY, WRITING) else method.lower()
        self.faults.add(Fault(name, kind, times, retry_after, chat_id, moved_to))


def find_button(message: Json, label: str) -> str:
    """Return the callback data of the first inline button whose label contains `label`; KeyError without one."""
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            if label in button["text"] and "callback_data" in button:
                return str(button["callback_data"])
    raise KeyError(f"no button {label!r} under message {message['message_id']}")
