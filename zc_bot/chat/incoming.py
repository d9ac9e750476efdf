"""What comes in, knowing no Telegram: one update as a frozen value."""

from __future__ import annotations

import unicodedata
from typing import Literal

from zc_bot.photos.apart import PhotoFault
from zc_bot.policy.hidden import visible
from zc_bot.policy.languages import Lang
from zc_bot.sheets import Rows
from zc_bot.storage.attachments import File
from zc_bot.storage.showing import Stored
from zc_bot.values import dataclass

Kind = Literal[
    "text", "tap", "edited", "contact", "document", "photo", "other", "inline", "migrated", "let_in", "put_out",
    "anonymous",
    "as_channel",
]
"""`let_in`, `put_out`: the bot itself, into or out of a chat; `anonymous`: an admin who writes as the group;
`as_channel`: somebody who writes as a channel."""

SLASHES = ("/", "／")
"""What a command begins with; Chinese keyboards type the full-width one."""
FileUse = Literal["sheet", "attachment", "photo"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was fetched and read: its rows, or why it was not (`too_large`, `unreadable` …)."""

    rows: Rows = ()
    error: str = ""
    error_row: int = 0
    """Where in the file, if the error is of a row."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """A photo that was fetched and made ready to be shown, or why it was not."""

    stored: Stored | None = None
    error: PhotoFault | Literal["not_fetched", ""] = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update.

    person: Telegram's user id; chat: where it was said (the same as `person` in a private chat).
    text: what was typed, or a caption, or an inline query. data: the callback data of a tapped button.
    addressed: in a group, whether the bot was meant. ref: the id that a tap or inline query is answered under.
    """

    update_id: int
    kind: Kind
    chat: int
    person: int
    name: str = ""
    lang: Lang = "zh"
    private: bool = True
    addressed: bool = True
    text: str = ""
    data: str = ""
    ref: str = ""
    message: int = 0
    file: str = ""
    file_name: str = ""
    file_size: int = 0
    sheet: Sheet | None = None
    """What a document's sheet says."""
    attached: File | None = None
    """A photo or document that was fetched and kept."""
    pictured: Pictured | None = None
    """A photo that was fetched to be shown."""
    album: str = ""
    """What the photos that were sent together have in common, '' for a single one."""
    earlier: tuple[Incoming, ...] = ()
    """Photos of its album that came before it was said what the album is for, fetched with it."""
    is_unfit: bool = False
    """What was fetched is neither a photo nor a PDF, whatever its name says."""
    contact: str = ""
    """The keyed hash of a shared phone that is the sender's own."""
    invitation: str = ""
    """The hash of the token that a followed invitation's link began the chat with."""
    author: str = ""
    """Whose words a text or caption is where they are not the sender's own, as a name that can be seen."""
    via: bool = False
    """Whether it was made by another bot, as the result of an inline query."""
    topic: int = 0
    """The topic of a forum that it was said in, 0 where it was none."""
    sent_at: int = 0
    """When it was sent by Telegram's clock, in seconds since 1970; 0 where it does not say."""
    moved_to: int = 0
    """For `migrated`: the group's new chat id."""

    @property
    def command(self) -> str:
        """The command's name without slash, bot name, full width and characters that are not seen, or ''."""
        if not self.text.startswith(SLASHES):
            return ""
        words = self.text[1:].split(maxsplit=1)
        if not words or self.text[1].isspace():
            return ""
        return visible(unicodedata.normalize("NFKC", words[0]).partition("@")[0]).lower()

    @property
    def argument(self) -> str:
        """What follows the command."""
        parts = self.text.split(maxsplit=1)
        return parts[1].strip() if len(parts) > 1 else ""
