"""What goes out, knowing no Telegram: messages with buttons, toasts, pictures to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from markupsafe import Markup

from zc_bot.chat.codec import Action
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    action: Action


@dataclass(frozen=True, slots=True)
class Document:
    """A file that goes out: its bytes, or the hash of one that is kept in the store's folder."""

    name: str
    content: bytes = b""
    sha256: str = ""
    shown: bool = False
    """Shown as a picture, and not given as a file."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One message. `receipt` marks one that says what was recorded.

    single_use: its buttons work once, all together. edit: the message it takes the place of, 0 for a new one.
    chart: what to draw under the text; the picture follows the text.
    """

    text: Markup
    rows: tuple[tuple[Button, ...], ...] = ()
    receipt: bool = False
    single_use: bool = False
    edit: int = 0
    chart: Mapping[str, Any] | None = None
    picture: str = ""
    """The picture's name as a file, which nothing makes smaller; '' where it is shown as a picture."""
    document: Document | None = None
    """A file that follows the text; one named .png is shown as a picture."""
    ask_contact: str = ""
    """What the keyboard's button says that shares the person's own phone; '' for no such keyboard."""
    album: str = ""
    """What kind of thing it says of an album, by which it is found again for the later files; '' where of none."""
    of_file: Literal["", "nothing", "fault", "all"] = ""
    """What it says of a file, as of many of an album: that nothing is done with it, why it was refused, or what
    becomes of all of them, in place of what was said of the earlier ones."""
    web_app: tuple[str, str] | None = None
    """A button beneath the others that opens the Mini App: what it says, and the https address."""
    no_keyboard: bool = False
    """Takes such a keyboard away again."""
    step: Literal["", "begins", "follows"] = ""
    """A step of a dialogue. One that follows takes the place of the message that was tapped; after a typed text, and
    where it is a receipt, it is a message of its own, and the step before loses its buttons."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that answers nobody; `key` makes it go out once.

    quiet: it arrives without a sound.
    """

    person: int
    text: Markup
    rows: tuple[tuple[Button, ...], ...] = ()
    key: str | None = None
    kind: Literal["notice", "reminder", "digest", "broadcast"] = "notice"
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One result of an inline query: `title` and `summary` are plain, `text` is sent when it is chosen."""

    id: str
    title: str
    summary: str
    text: Markup


@dataclass(frozen=True, slots=True)
class Response:
    """Everything that one update leads to, besides what it changed in the store."""

    replies: tuple[Reply, ...] = ()
    toast: str = ""
    alert: bool = False
    inline: tuple[InlineResult, ...] | None = None
    notices: tuple[Notice, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    """What of the message was not taken, as typed, and why."""
    events: frozenset[Literal["tick", "menu"]] = field(default_factory=frozenset)
    """What the caller should do now: look at the outbox, or set this person's command menu."""
    rule: str = ""
    """The rule by which a question was read."""
