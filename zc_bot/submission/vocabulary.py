"""Names of communities and metrics as people type them, found in a text; a word for several gives them all.

An authority's name stands for its communities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import ahocorasick

from zc_bot.parsing.normalize import simplify
from zc_bot.parsing.numerals import FOLD, plain
from zc_bot.policy.programme import Community, Programme

Kind = Literal["community", "metric"]
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_QUOTES = re.compile("[“”\"'‘’「」]")
_SPACE_IN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")
_SPACE_BEFORE_SCALE = re.compile(r"(?<=[0-9])[ \u3000]+(?=[万亿])")
_MILLIONS = re.compile(
    r"(?P<number>[0-9][0-9,]{0,18}(?:\.[0-9]{1,9})?) ?(?P<scale>million|mn|billion|bn)(?: (?:yuan|rmb|cny))?(?![a-z])"
)
_WHOLE_SUM = re.compile("(?<=[元圆块])整")
_ALL_OF_IT = re.compile("百分之?百(?!分)")
_CHINESE_POINT = re.compile("(?<=[零一二三四五六七八九十百])[.](?=[零一二三四五六七八九])")
_STOP_WITHIN = re.compile("(?<=[0-9])。(?=[0-9]{1,2}(?:亿|万|%))")
_SPLIT = re.compile(r"\b(hi|high|start|co|e) ")
"""Words that are written with a hyphen as often: hi-tech, start-ups."""
SHORTEST_SLIP, LONGEST_SLIP = 3, 12
_OUTSIDE = frozenset("0123456789，。；;、:：（）() \n\t.%")
_BREAKS = {ord("，"): "，"}
"""A Chinese comma parts what an English one may group: 5300，2024年 and 5,300."""
_WIDTHS = FOLD | _BREAKS


@dataclass(frozen=True, slots=True)
class Span:
    """Where a text names something: the one `code`, or several `codes` to be asked about."""

    start: int
    end: int
    kind: Kind
    codes: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.codes[0]


def _in_ten_thousands(match: re.Match[str]) -> str:
    """Write 4560 million as 456000万, exactly."""
    factor = 100_000 if match["scale"].startswith("b") else 100
    return f"{plain(Decimal(match['number'].replace(',', '')) * factor):f}万"


def tidy(text: str) -> str:
    """Fold widths, case and script, and drop quotes and the spaces between Chinese characters."""
    folded = _QUOTES.sub("", simplify(text.translate(_WIDTHS).translate(_LOWER)))
    folded = _MILLIONS.sub(_in_ten_thousands, folded)
    folded = _ALL_OF_IT.sub("100%", _WHOLE_SUM.sub("", folded))
    folded = _STOP_WITHIN.sub(",", _CHINESE_POINT.sub("点", folded))
    return _SPACE_BEFORE_SCALE.sub("", _SPACE_IN_CHINESE.sub("", folded)).strip()


class Vocabulary:
    """The names of one programme; build it once."""

    def __init__(self, programme: Programme) -> None:
        self._names: dict[str, tuple[Kind, tuple[str, ...]]] = {}
        for office in programme.authorities:
            names = (office.name, *(rename.name for rename in office.renames if rename.merged_into is None))
            own = (*(text for name in names for text in (name.zh, name.en)), *(a.text for a in office.aliases))
            self._add("community", programme.of_authority[office.code], own)
        for item in programme.communities:
            aliases = (alias.text for alias in item.aliases if not _is_part(alias.text, item))
            self._add("community", (item.code,), (item.name.zh, item.name.en, *aliases))
        for measure in programme.measure.values():
            called = programme.names_of[measure.code]
            hyphened = (_SPLIT.sub(r"\1-", name) for name in called if name.isascii())
            self._add("metric", (measure.code,), (*called, measure.code, *hyphened))
        for word in programme.collisions:
            self._add("community", word.communities, (word.word,))
            self._add("metric", word.metrics, (word.word,))
        single = [name for name, (kind, of) in self._names.items() if kind == "metric" and len(of) == 1]
        self._slips, self._halves = _slips(single), _halves(single)
        self._automaton = ahocorasick.Automaton()
        for name in self._names:
            self._automaton.add_word(name, name)
        self._automaton.make_automaton()

    def _add(self, kind: Kind, codes: tuple[str, ...], names: Iterable[str]) -> None:
        for name in names:
            if codes:
                self._names[tidy(name)] = (kind, codes)

    def find(self, text: str) -> tuple[Span, ...]:
        """Find every name in a tidied text, the longest at each place."""
        matches = [(last + 1 - len(name), last + 1, name) for last, name in self._automaton.iter(text)]
        found: list[Span] = []
        for start, end, name in sorted(matches, key=lambda match: (match[0], -match[1])):
            if (not found or start >= found[-1].end) and _is_whole(text, start, end):
                found.append(Span(start, end, *self._names[name]))
        return tuple(found)

    def communities(self, text: str) -> bool:
        """Tell whether a text names a community."""
        return any(one.kind == "community" for one in self.find(tidy(text)))

    def near(self, text: str) -> tuple[tuple[int, int, str, str], ...]:
        """Find stretches that are a metric's name but for one mistaken character: (start, end, name, code)."""
        found: list[tuple[int, int, str, str]] = []
        exact = self.find(text)
        for size, start in sorted(self._may_be_slips(text), key=lambda one: (-one[0], one[1])):
            end, stretch = start + size, text[start : start + size]
            name = None if any(map(_OUTSIDE.__contains__, stretch)) else self._one_slip(stretch)
            if name is None:
                continue
            taken = any(one[0] < end and start < one[1] for one in found)
            within = [one for one in exact if one.start < end and start < one.end]
            covered = all(
                start <= one.start and one.end <= end and one.end - one.start < SHORTEST_SLIP for one in within
            )
            if not taken and covered:
                found.append((start, end, name, self._names[name][1][0]))
        return tuple(sorted(found))

    def _may_be_slips(self, text: str) -> set[tuple[int, int]]:
        """Find where a name may stand but for one character, as (size, start): one half of it is there."""
        found: set[tuple[int, int]] = set()
        for last, (length, places) in self._halves.iter(text):
            begin = last + 1 - length
            found.update((size, begin - at) for at, size in places if at <= begin <= len(text) - size + at)
        return found

    def _one_slip(self, stretch: str) -> str | None:
        """Give the one name that differs from a stretch in a single character; None where several do, or none."""
        if stretch in self._names:
            return None
        names = {name for at in range(len(stretch)) for name in self._slips.get((at, _without(stretch, at)), ())}
        codes = {self._names[name][1] for name in names}
        return min(names) if len(codes) == 1 else None

    def whole(self, text: str, kind: Kind) -> tuple[str, ...]:
        """Give the codes that the whole text is a name for: none, one, or several to ask about."""
        found = self._names.get(tidy(text))
        return found[1] if found and found[0] == kind else ()


def _can_slip(name: str) -> bool:
    return SHORTEST_SLIP <= len(name) <= LONGEST_SLIP and not name.isascii()


def _halves(names: Iterable[str]) -> ahocorasick.Automaton:
    """Index the halves of names: each half's length, with where it stands in names of which size."""
    places: dict[str, set[tuple[int, int]]] = {}
    for name in filter(_can_slip, names):
        middle = len(name) // 2
        places.setdefault(name[:middle], set()).add((0, len(name)))
        places.setdefault(name[middle:], set()).add((middle, len(name)))
    automaton = ahocorasick.Automaton()
    for half, where in places.items():
        automaton.add_word(half, (len(half), tuple(sorted(where))))
    automaton.make_automaton()
    return automaton


def _slips(names: Iterable[str]) -> dict[tuple[int, str], list[str]]:
    """Index names by each of their characters left out."""
    found: dict[tuple[int, str], list[str]] = {}
    for name in filter(_can_slip, names):
        for at in range(len(name)):
            found.setdefault((at, _without(name, at)), []).append(name)
    return found


def _without(word: str, at: int) -> str:
    return word[:at] + word[at + 1 :]


def _is_part(alias: str, community: Community) -> bool:
    """Tell whether an alias is that of a carrier: a question about it is one about the community, a figure is not."""
    within = any(alias in carrier for carrier in community.carriers)
    return alias in community.carriers or (within and alias not in community.name.zh)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Keep Latin names from matching inside other words."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    first, last = text[start].isascii(), text[end - 1].isascii()
    return not ((first and _is_letter(before)) or (last and _is_letter(behind)))


def _is_letter(char: str) -> bool:
    return "a" <= char <= "z"
