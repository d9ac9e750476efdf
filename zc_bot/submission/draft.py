"""The draft: everything a reporting dialogue has gathered, a frozen value that is stored as JSON.

Where the dialogue waits:

    community → year → menu ─┬─ walk: value, value, … ─┐
                             ├─ standing (同去年) ──────┤→ card → submitted
                             └─ list → value ──────────┘
    value ─ two senses → reading ─┐          any step ─ /cancel → cancelled
          ─ several metrics → which ─┤
          ─ words beside it → beside ┤
          ─ soft finding → reason ─┴→ the next question
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

import orjson

from zc_bot.parsing.conversion import Marker, Reading
from zc_bot.parsing.numerals import plain
from zc_bot.values import dataclass

Step = Literal[
    "community", "year", "menu", "standing", "list", "value", "reading", "which", "reason", "beside", "card",
    "submitted", "cancelled",
]
CLOSED: frozenset[Step] = frozenset({"submitted", "cancelled"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure accepted into the draft.

    value: in the metric's unit, or a marker instead. typed: as the person wrote it; phrase: with all around it.
    replaces: id of the version that stood when it was entered; None: there was none.
    """

    metric: str
    typed: str
    value: Decimal | None
    marker: Marker | None = None
    replaces: str | None = None
    reason: str = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A typed figure not yet taken: its metric and its text, empty where only the metric was named.

    options: the metrics that an unclear word may mean, while `metric` is empty. phrase: the whole that it was typed
    in. fault: why it can't be taken whatever its text is (`stray_word`, `said_twice`), with the words at fault.
    """

    metric: str
    text: str
    options: tuple[str, ...] = ()
    phrase: str = ""
    fault: str = ""
    found: str = ""
    note: str = ""
    """What was typed beside it, and was left beside it when asked about."""
    reason: str = ""
    """Why it is so, given with it."""


@dataclass(frozen=True, slots=True)
class Later:
    """What was typed of another community and year than a draft's, to be gone on with after it.

    year_assumed: it was not said.
    """

    community: str
    year: int
    text: str
    year_assumed: bool = False

    def of_year(self, year: int) -> Later:
        """Give it for another year than the one that was assumed."""
        return replace(self, year=year, text=self.text.replace(f"{self.year}年", f"{year}年", 1))

    @property
    def place(self) -> tuple[str, int]:
        return self.community, self.year


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A photo or document that came while the report was made, to go with it: see `storage.attachments.File`.

    album: the one of Telegram's that it came in.
    """

    name: str
    sha256: str
    size: int
    caption: str = ""
    album: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """The state of one report; every accepted reply makes a new one with the next `version`.

    metric: the one being asked. mode: `walk` asks what is missing in turn, standing
    figures together on one card, `each` them one by one too, `single` one chosen metric.
    entries: accepted figures, the latest last. later: metrics put off in this draft.
    queue: typed figures still to be taken, from a line with several.
    readings: senses offered now, of a figure typed in `phrase`.
    pending: a figure that waits for its reason. asked: metrics asked so far, this one last, for going back.
    options: communities that an unclear word may mean.
    """

    version: int = 0
    step: Step = "community"
    community: str | None = None
    year: int | None = None
    metric: str | None = None
    mode: Literal["walk", "each", "single"] = "single"
    entries: tuple[Entry, ...] = ()
    later: tuple[str, ...] = ()
    queue: tuple[Waiting, ...] = ()
    readings: tuple[Reading, ...] = ()
    why: str = ""
    phrase: str = ""
    pending: Entry | None = None
    options: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    latest: tuple[str, ...] = ()
    """The metrics that the last reply brought a figure of."""
    typed: tuple[str, ...] = ()
    """The metrics of the figures it holds in the order they were first typed, corrected since or not."""
    year_assumed: bool = False
    """The year was not said: figures that name another are of that one."""
    then: tuple[Later, ...] = ()
    """Reports of other communities or years that are gone on with after this one."""
    aside: tuple[Waiting, ...] = ()
    """Two figures of which the last reply's was refused, since the part exceeds its whole: they may be swapped."""
    files: tuple[DraftFile, ...] = ()
    """Photos and documents that go with the report once it is handed in."""

    def entry(self, metric: str) -> Entry | None:
        return next((item for item in self.entries if item.metric == metric), None)

    def with_entry(self, entry: Entry) -> Draft:
        """Take a figure in, in place of an earlier one of the same metric."""
        others = tuple(item for item in self.entries if item.metric != entry.metric)
        later = tuple(code for code in self.later if code != entry.metric)
        return replace(self, entries=(*others, entry), later=later, pending=None)

    @property
    def is_open(self) -> bool:
        return self.step not in CLOSED

    @property
    def holds_figures(self) -> bool:
        """Tell whether anything that was typed would be lost with it."""
        waits = any(item.text for item in self.queue)
        return bool(self.entries or self.pending or self.readings or self.then or waits)

    @property
    def held(self) -> tuple[str, ...]:
        """Give the metrics of the figures it holds, taken or not, in the order they came."""
        asked = [self.metric] if self.metric and (self.pending or self.readings) else []
        waiting = [item.metric for item in self.queue if item.metric and item.text]
        return tuple(dict.fromkeys([*(entry.metric for entry in self.entries), *asked, *waiting]))

    def typed_after(self, before: Draft) -> Draft:
        """Put what came since `before` behind what was typed before: a correction moves no figure's place."""
        held = self.held
        kept = [metric for metric in before.typed if metric in held]
        return replace(self, typed=tuple(dict.fromkeys([*kept, *held])))


def typed_again(entry: Entry) -> Waiting:
    """Give an entry as something typed; what was tapped in the words that say it."""
    words = {"not_applicable": "不适用", "confidential": "保密"}
    if entry.typed:
        text = entry.typed
    elif entry.marker is not None:
        text = words[entry.marker]
    else:
        text = f"{entry.value:f}" if entry.value is not None else "没有"
    return Waiting(entry.metric, text, phrase=entry.phrase)


def to_json(draft: Draft) -> str:
    """Write a draft as JSON, decimals as text."""
    return orjson.dumps(draft, default=_decimal_text).decode()


UNREADABLE = AttributeError, KeyError, TypeError, ValueError, ArithmeticError
"""What is raised by a stored draft that is none."""


def from_json(text: str) -> Draft:
    """Read a draft back; fields it was stored without take their defaults. Raises one of `UNREADABLE`.

    One that asks for nothing, as earlier versions could leave it, goes back to where it can be gone on with.
    """
    stored: dict[str, Any] = orjson.loads(text)
    if "trail" in stored:  # As it was called when the draft was begun.
        stored["asked"] = stored.pop("trail")
    pending = stored.get("pending")
    draft = Draft(
        **stored
        | {
            "entries": tuple(_entry(item) for item in stored.get("entries", ())),
            "pending": _entry(pending) if pending else None,
            "queue": tuple(_waiting(item) for item in stored.get("queue", ())),
            "aside": tuple(_waiting(item) for item in stored.get("aside", ())),
            "files": tuple(DraftFile(**item) for item in stored.get("files", ())),
            "then": tuple(Later(**item) for item in stored.get("then", ())),
            "readings": tuple(_reading(item) for item in stored.get("readings", ())),
            **{name: tuple(stored.get(name, ())) for name in ("later", "options", "asked", "latest", "typed")},
        }
    )
    lost = {"reason": draft.pending is None, "reading": not draft.readings, "value": draft.metric is None}
    return replace(draft, step="card" if draft.entries else "menu") if lost.get(draft.step) else draft


def _decimal_text(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{plain(value):f}"
    raise TypeError(f"{type(value).__name__} is not part of a draft")


def _entry(stored: dict[str, Any]) -> Entry:
    return Entry(**stored | {"value": _decimal(stored["value"])})


def _waiting(stored: dict[str, Any]) -> Waiting:
    return Waiting(**stored | {"options": tuple(stored.get("options", ()))})


def _reading(stored: dict[str, Any]) -> Reading:
    return Reading(**stored | {"value": _decimal(stored["value"])})


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
