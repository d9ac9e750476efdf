"""A Telegram of one bot: people, chats, messages, files, updates and the faults asked for.

Tests and the chat page act as people (`say`, `press`, `upload` …); the bot acts through the Bot API's methods,
which use the second half of `Telegram`.
"""

from __future__ import annotations

import copy
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from zc_bot.clock import Clock
from zc_bot.sandbox.directory import BotUser, Directory, Group, Json, User
from zc_bot.sandbox.entities import settled
from zc_bot.sandbox.faults import EVERY, Fault, Faults, Kind
from zc_bot.sandbox.feed import Feed
from zc_bot.sandbox.files import Files, StoredFile, Upload, image_size
from zc_bot.sandbox.history import History, Stored
from zc_bot.sandbox.signals import Signal
from zc_bot.sandbox.updates import Updates

T = TypeVar("T")

TOKEN = "1000000001:SANDBOX-for-this-machine-only"  # noqa: S105  not a secret: nothing else takes it
CALLS_KEPT = 5_000
WAIT = 5.0


@dataclass(frozen=True, slots=True)
class Call:
    """A call that the bot made: its method, what it sent and how that ended ("ok" or the refusal)."""

    method: str
    values: Json
    outcome: str


@dataclass(frozen=True, slots=True)
class Toast:
    """The bot's answer to a tap, as the person saw it."""

    user_id: int
    text: str
    alert: bool


@dataclass
class Asked:
    """What people asked and the bot may still answer: taps and inline queries by id."""

    taps: dict[str, int] = field(default_factory=dict)
    queries: dict[str, int] = field(default_factory=dict)
    results: dict[str, list[Json]] = field(default_factory=dict)


class Telegram:
    """All of it; `clock` dates the messages."""

    def __init__(
        self,
        clock: Clock,
        token: str = TOKEN,
        name: str = "众创社区数据助手",
        username: str = "zc_sandbox_bot",
    ) -> None:
        self.clock = clock
        self.token = token
        self.bot = BotUser(int(token.partition(":")[0]), name, username)
        self.signal = Signal()
        self.feed = Feed()
        self.directory = Directory()
        self.history = History()
        self.files = Files()
        self.updates = Updates(self.signal)
        self.faults = Faults()
        self.asked = Asked()
        self.toasts: deque[Toast] = deque(maxlen=CALLS_KEPT)
        self.keyboards: dict[int, Json] = {}
        """The reply keyboard (or forced reply) that a chat shows now."""
        self.commands: dict[tuple[str, str], list[Json]] = {}
        """Command menus by (scope as text, language)."""
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self.counts: Counter[str] = Counter()
        self.closed = False
        self._numbers: Counter[str] = Counter()

    # What people do

    def add_user(self, user_id: int, name: str, username: str | None = None, language: str = "zh-hans") -> User:
        """Add a person who has opened the chat with the bot."""
        user = User(user_id, name, username, language)
        self.directory.users[user_id] = user
        return user

    def add_group(self, chat_id: int, title: str, members: set[int]) -> Group:
        """Add a group of people with the bot in it; `chat_id` is negative."""
        group = Group(chat_id, title, {self.directory.user(each).user_id for each in members})
        self.directory.groups[chat_id] = group
        return group

    def say(self, user_id: int, text: str, chat_id: int | None = None, reply_to: int | None = None) -> int:
        """Send a text as a person, to the bot or in a group; return the update's id."""
        plain, entities = settled(text, [])
        content: Json = {"text": plain} | ({"entities": entities} if entities else {})
        return self._arrive(user_id, content, chat_id, reply_to)

    def upload(
        self,
        user_id: int,
        filename: str,
        content: bytes,
        mime: str,
        caption: str = "",
        chat_id: int | None = None,
        as_photo: bool = False,
    ) -> int:
        """Send a file, or a photo, as a person; return the update's id."""
        shown = self.photo(Upload(filename, mime, content)) if as_photo else None
        body = shown or self.document(Upload(filename, mime, content))
        return self._arrive(user_id, body | ({"caption": caption} if caption else {}), chat_id)

    def share_contact(self, user_id: int, contact_user_id: int | None, phone: str, name: str = "") -> int:
        """Share a contact (one's own when the ids agree) with the bot; return the update's id."""
        contact: Json = {"phone_number": phone, "first_name": name or self.directory.user(user_id).name}
        if contact_user_id is not None:
            contact["user_id"] = contact_user_id
        return self._arrive(user_id, {"contact": contact}, None)

    def edit(self, user_id: int, message_id: int, text: str) -> int:
        """Change a text that the person sent before; return the update's id."""
        stored = self._own(user_id, message_id)
        plain, entities = settled(text, [])
        stored.message.pop("entities", None)
        stored.message |= {"text": plain, "edit_date": self.now()}
        if entities:
            stored.message["entities"] = entities
        self.changed("edited", stored)
        return self.updates.add("edited_message", stored.message)

    def press(self, user_id: int, message_id: int, callback_data: str) -> int:
        """Tap an inline button; return the update's id. A message deleted meanwhile arrives as inaccessible."""
        stored = self.history.by_id(message_id)
        chat = self.directory.user(user_id).chat_json()
        gone: Json = {"chat": chat, "message_id": message_id, "date": 0}
        query: Json = {
            "id": self.new_id("tap"),
            "from": self.directory.user(user_id).as_json(),
            "message": stored.message if stored else gone,
            "chat_instance": str((stored.chat_id if stored else user_id) * 7919),
            "data": callback_data,
        }
        self.asked.taps[query["id"]] = user_id
        return self.updates.add("callback_query", query)

    def inline(self, user_id: int, query: str) -> int:
        """Type `@bot query` in some chat; return the update's id. Results: `inline_results`."""
        query_id = self.new_id("query")
        self.asked.queries[query_id] = user_id
        sender = self.directory.user(user_id).as_json()
        asked: Json = {"id": query_id, "from": sender, "query": query, "offset": "", "chat_type": "sender"}
        return self.updates.add("inline_query", asked)

    def inline_results(self, update_id: int) -> list[Json] | None:
        """Return what the bot answered to an inline query, None while it has not."""
        return self.asked.results.get(self.updates.sent(update_id)["inline_query"]["id"])

    def block(self, user_id: int, blocked: bool = True) -> int:
        """Stop the bot as a person (or let it again); return the update's id."""
        user = self.directory.user(user_id)
        before, user.blocked = user.blocked, blocked
        change: Json = {
            "chat": user.chat_json(),
            "from": user.as_json(),
            "date": self.now(),
            "old_chat_member": self._membership(before),
            "new_chat_member": self._membership(blocked),
        }
        return self.updates.add("my_chat_member", change)

    def redeliver(self, update_id: int, under_new_id: bool = False) -> int:
        """Send an update once more, as it was, or (a tap that a client sent twice) under new ids."""
        if not under_new_id:
            self.updates.again(update_id)
            return update_id
        update = copy.deepcopy(self.updates.sent(update_id))
        kind = next(key for key in update if key != "update_id")
        if kind == "callback_query":
            update[kind]["id"] = self.new_id("tap")
            self.asked.taps[update[kind]["id"]] = update[kind]["from"]["id"]
        return self.updates.add(kind, update[kind])

    # What a test looks at

    def messages(self, chat_id: int) -> list[Json]:
        """Return a chat's messages as the Bot API shows them, oldest first, deleted ones left out."""
        return [each.message for each in self.history.of_chat(chat_id)]

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
            of_bot = (each for each in self.history.of_chat(chat_id) if each.by_bot)
            return next((each.message for each in of_bot if each.message_id > after and fits(each.message)), None)

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

    def fail_next(
        self, method: str, kind: Kind, times: int = 1, retry_after: int = 1, chat_id: int | None = None
    ) -> None:
        """Have the next `times` calls of a method (`*`: any) fail, in one chat or in all."""
        self.faults.add(Fault(method if method == EVERY else method.lower(), kind, times, retry_after, chat_id))

    # What the Bot API's methods do

    def now(self) -> int:
        """Return the clock's time in whole seconds, as messages carry it."""
        return int(self.clock.now().timestamp())

    def post(self, chat: Json, content: Json, inline_keyboard: Json | None = None) -> Stored:
        """Put a message from the bot into a chat."""
        stored = self._message(self.bot.as_json(), chat, content, by_bot=True)
        if inline_keyboard:
            stored.message["reply_markup"] = inline_keyboard
        self.changed("message", stored)
        return stored

    def changed(self, kind: str, stored: Stored) -> None:
        """Tell the pages and whoever waits that a message is new or different."""
        self.feed.tell(kind, chat_id=stored.chat_id, message=copy.deepcopy(stored.message))
        self.signal.fire()

    def remove(self, stored: Stored) -> None:
        """Delete a message."""
        self.history.delete(stored.message_id)
        self.feed.tell("deleted", chat_id=stored.chat_id, message_id=stored.message_id)
        self.signal.fire()

    def show_toast(self, toast: Toast) -> None:
        """Show a person the answer to a tap."""
        self.toasts.append(toast)
        self.feed.tell("toast", user_id=toast.user_id, text=toast.text, alert=toast.alert)
        self.signal.fire()

    def record(self, call: Call) -> None:
        """Count a call, and keep it unless it only asks for updates."""
        self.counts[call.method] += 1
        if call.method != "getUpdates":
            self.calls.append(call)
        self.signal.fire()

    def photo(self, upload: Upload) -> Json:
        """Store a picture and return the part of a message that shows it."""
        width, height = image_size(upload.content)
        stored = self.files.keep("photos", upload)
        return {"photo": [{**_file_json(stored), "width": width, "height": height}]}

    def document(self, upload: Upload) -> Json:
        """Store a file and return the part of a message that shows it."""
        stored = self.files.keep("documents", upload)
        return {"document": {**_file_json(stored), "file_name": upload.name, "mime_type": upload.mime}}

    def close(self) -> None:
        """Let everything that waits return, so that the server can stop."""
        self.closed = True
        self.updates.close()
        self.feed.close()

    def _arrive(self, user_id: int, content: Json, chat_id: int | None, reply_to: int | None = None) -> int:
        """Put a person's message into a chat and tell the bot."""
        user = self.directory.user(user_id)
        chat = self.directory.chat(user_id if chat_id is None else chat_id)
        if reply_to is not None and (replied := self.history.get(chat["id"], reply_to)):
            content = {**content, "reply_to_message": without_reply(replied.message)}
        stored = self._message(user.as_json(), chat, content, by_bot=False)
        self.changed("message", stored)
        return self.updates.add("message", stored.message)

    def _message(self, sender: Json, chat: Json, content: Json, by_bot: bool) -> Stored:
        head: Json = {"message_id": self.history.next_id(), "from": sender, "chat": chat, "date": self.now()}
        stored = Stored(head | content, by_bot)
        self.history.keep(stored)
        return stored

    def _own(self, user_id: int, message_id: int) -> Stored:
        stored = self.history.by_id(message_id)
        if stored is None or stored.message["from"]["id"] != user_id:
            raise KeyError(f"user {user_id} has no message {message_id}")
        return stored

    def _membership(self, blocked: bool) -> Json:
        if blocked:
            return {"user": self.bot.as_json(), "status": "kicked", "until_date": 0}
        return {"user": self.bot.as_json(), "status": "member"}

    def new_id(self, kind: str) -> str:
        """Return an id for a tap, an inline query or an album."""
        self._numbers[kind] += 1
        return str(self.bot.user_id * 4096 + self._numbers[kind])


def without_reply(message: Json) -> Json:
    """Return a message as it is quoted: without what it quotes itself."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def find_button(message: Json, label: str) -> str:
    """Return the callback data of the first inline button whose label contains `label`; KeyError without one."""
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            if label in button["text"] and "callback_data" in button:
                return str(button["callback_data"])
    raise KeyError(f"no button {label!r} under message {message['message_id']}")


def _file_json(stored: StoredFile) -> Json:
    return {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": stored.size}
