"""What a person sends into the dialogue: a tap on a button, or a text that may be a command word."""

from __future__ import annotations

from typing import Literal, get_args

from zc_bot.parsing.language import phrases
from zc_bot.parsing.numerals import FOLD
from zc_bot.parsing.pending import compile_later
from zc_bot.values import dataclass

TapName = Literal[
    "community", "year", "walk", "standing", "same", "list", "metric", "reading", "answer", "skip", "retype",
    "menu", "back", "finish", "confirm", "cancel", "swap", "beside",
]
Command = Literal[
    "back", "cancel", "finish", "confirm", "later", "same", "menu", "list", "walk", "retype", "go_on",
]


@dataclass(frozen=True, slots=True)
class Tap:
    """A button; `arg` is a code, a year, the number of a reading, yes or no, or how a figure is
    skipped."""

    name: TapName
    arg: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    text: str


Reply = Tap | Typed

_MOVES: frozenset[Command | None] = frozenset({"back", "cancel", "later", "same", "menu", "list", "walk", "go_on"})
"""Commands that little words around change nothing of; 是吧 confirms nothing."""
_AROUND = compile_later(
    "^(?:那|就|先|我|请|这项|这个|这条|let me |please |let's )+"
    "|(?:吧|了|好了|一下|这个|这项|这条|这一项| please| it| this(?: one)?)+$"
)
_STOPS = compile_later("[,，;；。 ]+")
_COMMANDS: dict[str, Command] = {word: one for one in get_args(Command) for word in phrases(f"command.{one}")}


def command(text: str) -> Command | None:
    """Read a text as a command word; clauses that all agree or hand in are one: 都对，报吧."""
    said = text.translate(FOLD).strip(" 。.!！～~").lower()
    if (whole := _COMMANDS.get(said.replace(",", ""))) is not None:
        return whole
    if (plain := _COMMANDS.get(_AROUND.sub("", said))) in _MOVES:
        return plain
    clauses = {_COMMANDS.get(clause) for clause in _STOPS.split(said)}
    return "finish" if clauses == {"confirm", "finish"} else None
