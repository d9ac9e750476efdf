"""Reads the corpus and tells whether a meaning is the expected one.

A line is `phrase | intent key=value …`: c, m, y, i, r, f are lists of codes (communities, metrics, years,
implied, requirements, facts), t a threshold (<60), v a verdict, n a limit, p a place, why a reason, read=yes a
corrected spelling, own the asker's communities. Of confident meanings c, m and y are always compared; the rest only
where given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zlib import crc32

from zc_bot.parsing.followup import remembered
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.question import understand

FOLDER = Path(__file__).parent
TODAY = date(2020, 3, 2)
_LISTS = {"i": "implied", "r": "requirements", "f": "facts"}
_FLAGS = {"asc": "ascending", "count": "count", "whole": "whole"}
_PLAIN = {"a": "authority", "v": "verdict", "p": "other_place", "why": "reason"}


@dataclass(frozen=True)
class Turn:
    """One line: what is typed, and what it should mean (None where only the context matters)."""

    text: str
    intent: str | None
    fields: dict[str, str]


@dataclass(frozen=True)
class Case:
    """One phrase, or one conversation of several."""

    turns: tuple[Turn, ...]

    @property
    def name(self) -> str:
        return " / ".join(turn.text for turn in self.turns)

    @property
    def held_out(self) -> bool:
        return crc32(self.name.encode()) % 2 == 1


def phrases(folder: str = "phrases") -> list[Case]:
    return [Case((turn,)) for path in sorted((FOLDER / folder).glob("*.txt")) for turn in _turns(path)]


def conversations(name: str = "*") -> list[Case]:
    found = []
    for path in sorted((FOLDER / "conversations").glob(f"{name}.txt")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            turns = tuple(_turn(line) for line in block.splitlines() if line and not line.startswith("#"))
            if turns:
                found.append(Case(turns))
    return found


def _turns(path: Path) -> Iterator[Turn]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("# "):
            yield _turn(line)


def _turn(line: str) -> Turn:
    text, bar, expected = line.rpartition(" | ")
    if not bar:
        return Turn(line, None, {})
    intent, *pairs = expected.split()
    return Turn(text, intent, dict(pair.split("=", 1) for pair in pairs))


def meanings(case: Case, lexicon: Lexicon) -> list[tuple[Turn, Meaning]]:
    """Understand a case's turns in order, each in the context of the one before."""
    context: Meaning | None = None
    found = []
    for turn in case.turns:
        own = tuple(code for code in turn.fields.get("own", "").split(",") if code)
        lang = "en" if turn.text.isascii() else "zh"
        meaning = understand(turn.text, lexicon, today=TODAY, context=context, own=own, lang=lang)
        context = remembered(context, meaning)
        found.append((turn, meaning))
    return found


def faults(turn: Turn, meaning: Meaning) -> list[str]:
    """Name what differs between a meaning and what was expected; empty where it is right."""
    if turn.intent is None:
        return []
    found = [] if meaning.intent == turn.intent else [f"intent {meaning.intent}"]
    hesitant = turn.intent in {"clarify", "unknown", "remind"}
    for key, name in (("c", "communities"), ("m", "metrics"), ("y", "years")):
        if hesitant and key not in turn.fields:
            continue
        wanted = [code for code in turn.fields.get(key, "").split(",") if code]
        actual = [str(code) for code in getattr(meaning, name)]
        if (sorted(wanted) != sorted(actual)) if hesitant or key == "m" else (wanted != actual):
            found.append(f"{name} {','.join(actual)}")
    return found + list(_other_faults(turn, meaning))


def _other_faults(turn: Turn, meaning: Meaning) -> Iterator[str]:
    for key, value in turn.fields.items():
        if key in _LISTS and value.split(",") != [str(code) for code in getattr(meaning, _LISTS[key])]:
            yield f"{_LISTS[key]} {getattr(meaning, _LISTS[key])}"
        if key in _FLAGS and not getattr(meaning, _FLAGS[key]):
            yield f"not {_FLAGS[key]}"
        if key in _PLAIN and value != getattr(meaning, _PLAIN[key]):
            yield f"{_PLAIN[key]} {getattr(meaning, _PLAIN[key])}"
        if key == "n" and value != str(meaning.limit):
            yield f"limit {meaning.limit}"
        if key == "read" and not meaning.readings:
            yield "no reading noted"
        if key == "t":
            bound = meaning.threshold and f"{meaning.threshold.comparison}{meaning.threshold.value}"
            if value != bound:
                yield f"threshold {bound}"


def confident(meaning: Meaning) -> bool:
    return meaning.intent not in {"clarify", "unknown"}
