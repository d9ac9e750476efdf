"""What a Telegram of one bot holds: people, chats, messages, files, updates and the faults asked for."""

from __future__ import annotations

import copy
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from zc_bot.clock import Clock
from zc_bot.sandbox.directory import BotUser, Directory, Json, User
from zc_bot.sandbox.faults import Faults
from zc_bot.sandbox.feed import Feed
from zc_bot.sandbox.files import Files, PhotoSize, StoredFile, Upload
from zc_bot.sandbox.history import History, Stored
from zc_bot.sandbox.pictures import PHONE
from zc_bot.sandbox.rates import Rates
from zc_bot.sandbox.signals import Signal
from zc_bot.sandbox.updates import FIRST_ID, Updates

TOKEN = "1000000001:SANDBOX-for-this-machine-only"  # noqa: S105  not a secret: nothing else takes it
CALLS_KEPT = 5_000
PARTS = ("entities", "caption_entities")


@dataclass(frozen=True, slots=True)
class Call:
    """A call that the bot made: its method, what it sent and how that ended ("ok" or the refusal)."""

    method: str
    values: Json
    outcome: str


@dataclass(frozen=True, slots=True)
class Described:
    """A result with words beside it."""

    result: bool
    description: str


@dataclass(frozen=True, slots=True)
class Toast:
    """The bot's answer to a tap, as the person saw it."""

    user_id: int
    text: str
    alert: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """Who waits for an answer, and since when by the monotonic clock."""

    user_id: int
    since: float


@dataclass
class Asked:
    """What people asked and the bot may still answer: taps and inline queries by id, with who asked and when."""

    taps: dict[str, Asking] = field(default_factory=dict)
    queries: dict[str, Asking] = field(default_factory=dict)
    results: dict[str, list[Json]] = field(default_factory=dict)


class Core:
    """Everything there is, and what the Bot API's methods do with it; `clock` dates the messages.

    first_update: the number of the first update; one database of a bot must never see a number twice.
    """

    def __init__(
        self,
        clock: Clock,
        token: str = TOKEN,
        name: str = "众创社区数据助手",
        username: str = "zc_sandbox_bot",
        first_update: int = FIRST_ID,
    ) -> None:
        self.clock = clock
        self.token = token
        self.bot = BotUser(int(token.partition(":")[0]), name, username)
        self.signal = Signal()
        self.feed = Feed()
        self.directory = Directory()
        self.history = History()
        self.files = Files()
        self.updates = Updates(self.signal, first_update, clock.now, clock.monotonic)
        self.faults = Faults()
        self.rates = Rates(clock.monotonic)
        self.asked = Asked()
        self.toasts: deque[Toast] = deque(maxlen=CALLS_KEPT)
        self.keyboards: dict[int, Json] = {}
        """The reply keyboard (or forced reply) that a chat shows now."""
        self.commands: dict[tuple[str, str], list[Json]] = {}
        """Command menus by (scope as text, language)."""
        self.menu_buttons: dict[int, Json] = {}
        """What stands beside the field one types in, by private chat; under 0 in all."""
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self.counts: Counter[str] = Counter()
        self.inline_messages: set[str] = set()
        """The ids of the messages that the bot knows as inline ones only."""
        self.closed = False
        self._numbers: Counter[str] = Counter()

    def now(self) -> int:
        """Return the clock's time in whole seconds, as messages carry it."""
        return int(self.clock.now().timestamp())

    def post(self, chat: Json, content: Json, inline_keyboard: Json | None = None) -> Stored:
        """Put a message from the bot into a chat."""
        stored = self.put(self.bot.as_json(), chat, content, by_bot=True)
        if inline_keyboard:
            stored.message["reply_markup"] = inline_keyboard
        self.changed("message", stored)
        return stored

    def changed(self, kind: str, stored: Stored) -> None:
        """Tell the pages and whoever waits that a message is new or different."""
        message = copy.deepcopy(stored.message)
        self.feed.tell(kind, chat_id=stored.chat_id, message=message, author=stored.author)
        self.signal.fire()

    def remove(self, stored: Stored) -> None:
        """Delete a message."""
        self.history.delete(stored)
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

    def photo(self, upload: Upload, most: int = PHONE) -> Json:
        """Store a picture and return the part of a message that shows it; raise ApiError 400 for what is none."""
        return photo_of(self.files.keep_photo(upload, most))

    def document(self, upload: Upload) -> Json:
        """Store a file and return the part of a message that shows it."""
        return document_of(self.files.keep("documents", upload))

    def close(self) -> None:
        """Let everything that waits return, so that the server can stop."""
        self.closed = True
        self.updates.close()
        self.feed.close()

    def ask(self, user_id: int) -> Asking:
        """Note that a person begins to wait for an answer."""
        return Asking(user_id, self.clock.monotonic())

    def new_id(self, kind: str) -> str:
        """Return an id for a tap, an inline query or an album."""
        self._numbers[kind] += 1
        return str(self.bot.user_id * 4096 + self._numbers[kind])

    def _with_people(self, content: Json) -> Json:
        """Give mentions by number the people they are of; a mention of nobody known is none."""
        found = dict(content)
        people: dict[int, User | BotUser] = {**self.directory.users, self.bot.user_id: self.bot}
        for part in PARTS:
            known = [
                {**each, "user": people[int(each["user"]["id"])].as_json()}
                if each["type"] == "text_mention" else each
                for each in content.get(part, ())
                if each["type"] != "text_mention" or int(each["user"].get("id", 0)) in people
            ]
            if part in content:
                found[part] = known
        return {name: value for name, value in found.items() if value != [] or name not in PARTS}

    def put(self, sender: Json, chat: Json, content: Json, by_bot: bool) -> Stored:
        """Put a message of anyone into a chat."""
        head: Json = {"message_id": self.history.next_id(chat), "from": sender, "chat": chat, "date": self.now()}
        stored = Stored(head | self._with_people(content), by_bot)
        self.history.keep(stored)
        return stored


def without_reply(message: Json) -> Json:
    """Return a message as it is quoted: without what it quotes itself."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def document_of(stored: StoredFile) -> Json:
    """Return the part of a message that shows a stored file."""
    return {"document": {**file_json(stored), "file_name": stored.upload.name, "mime_type": stored.upload.mime}}


def photo_of(sizes: Sequence[PhotoSize]) -> Json:
    """Return the part of a message that shows a stored picture: its sizes, the smallest first."""
    return {"photo": [{**file_json(each.stored), "width": each.width, "height": each.height} for each in sizes]}


def file_json(stored: StoredFile) -> Json:
    """Return what every kind of file has in a message."""
    return {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": stored.size}
