"""Where a text names communities and metrics, the longest name at each place; a word for several gives them all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from zc_bot.parsing.language import written
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import find_quantities
from zc_bot.policy.names import measure_code
from zc_bot.values import dataclass

Kind = Literal["community", "metric"]
_JOINED = {ord("-"): " ", ord("_"): " "}
"""hi-tech output, total_output."""
SHORTEST = 3
"""Within a slip a name may stand that is shorter: 产值 in 高薪产值."""


@dataclass(frozen=True, slots=True)
class Name:
    """Where a text names something: the one `code`, or several `codes` to be asked about."""

    start: int
    end: int
    kind: Kind
    codes: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.codes[0]


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of a text that is the name of a metric but for one slip."""

    start: int
    end: int
    name: str
    code: str


def find_names(text: str, lexicon: Lexicon) -> tuple[Name, ...]:
    """Find every community and metric that a folded text names; an authority stands for its communities."""
    found: list[Name] = []
    said = text.translate(_JOINED)
    for token in sorted(lexicon.find(said), key=lambda token: (token.start, -token.end)):
        called = lexicon.called.get(said[token.start : token.end])
        if called is not None and (not found or token.start >= found[-1].end):
            found.append(Name(token.start, token.end, *called))
    return tuple(found)


def named_whole(text: str, kind: Kind, lexicon: Lexicon) -> tuple[str, ...]:
    """Give the codes that the whole text is a name for: none, one, or several to ask about."""
    called = lexicon.called.get(laid_out(text).translate(_JOINED))
    return called[1] if called is not None and called[0] == kind else ()


def measure_named(text: str, lexicon: Lexicon) -> str | None:
    """Give the measure that a cell names: by a name of the programme, or as it may be typed (New startups)."""
    if (code := measure_code(lexicon.programme, text)) is not None:
        return code
    codes = named_whole(text, "metric", lexicon)
    word = laid_out(text).strip()
    if not codes and len(word) > 1 and (reported := lexicon.reported.get(word)) is not None:
        return reported  # 人 heads no column: it is a unit.
    return codes[0] if len(codes) == 1 and codes[0] in lexicon.programme.metric else None


def with_reported(text: str, names: Sequence[Name], lexicon: Lexicon) -> tuple[Name, ...]:
    """Give a text's metrics, and those whose word names one only beside an amount: 新企业88, 集中区30.8万平米."""
    found = [one for one in names if one.kind == "metric"]
    for match, (code, counted) in lexicon.beside_amounts.found(text):
        if any(one.start < match.end() and match.start() < one.end for one in (*names, *found)):
            continue
        unit = lexicon.programme.metric[code].unit if counted else ""
        if _counts(text, *match.span(), unit, found) if unit else _has_amount(text, *match.span()):
            found.append(Name(*match.span(), "metric", (code,)))
    return tuple(sorted(found, key=lambda one: one.start))


def _counts(text: str, start: int, end: int, unit: str, metrics: Sequence[Name]) -> bool:
    """Tell whether a word counts what a unit is of: an amount in it follows, and it speaks of no figure before.

    孵化器新增2家 is of the metric before it, and so is 初创企业136家，新增16家.
    """
    amounts = find_quantities(text)
    own = next((one for span, one in amounts if span[0] >= end and not text[end : span[0]].strip("了 :：")), None)
    if own is None or own.unit is None or own.unit.symbol != unit:
        return False
    before = [(span, one) for span, one in amounts if span[1] <= start]
    if any(one.unit is not None and one.unit.symbol == unit for _, one in before):
        return False
    last = max((one.end for one in metrics if one.end <= start), default=None)
    between = "" if last is None else text[last:start]
    return last is None or _PARTS.search(between) is not None or any(span[0] >= last for span, _ in before)


_PARTS = re.compile(r"[，,。；;\n]")


_BEHIND = compile_later(
    written(
        r"(?:总?数?量?|家数|面积)?[ ]*(?:[(（][^()（）]{1,6}[)）])?[ :：=,，\t_]*"
        r"(?:还|仍|依然|是|为|共|有|达|约|of|:|is|was|at|<to>)*[ ]*[0-9零一二两三四五六七八九十百]",
        "correct",
    )
)
_BEFORE = re.compile(r"[0-9万千百十][ ]*(?:个|家|户|人|名|平米|平方米|平|方|公里)的?[ ]*$")


def _has_amount(text: str, start: int, end: int) -> bool:
    return _BEHIND.match(text, end) is not None or _BEFORE.search(text[:start]) is not None


def find_slips(text: str, lexicon: Lexicon) -> tuple[Slip, ...]:
    """Find what may be a metric's name but for one mistaken character, in a folded text: 孵化机, 高薪产值."""
    found: list[Slip] = []
    exact = find_names(text, lexicon)
    for start, end in lexicon.halves.find(text):
        within = [one for one in exact if one.start < end and start < one.end]
        covered = all(start <= one.start and one.end <= end and one.end - one.start < SHORTEST for one in within)
        if not covered or any(one.start < end and start < one.end for one in found):
            continue
        if (name := _meant(text[start:end], lexicon)) is not None:
            found.append(Slip(start, end, name, lexicon.called[name][1][0]))
    return tuple(sorted(found, key=lambda slip: slip.start))


def _meant(stretch: str, lexicon: Lexicon) -> str | None:
    """Give the one metric's name that a stretch is but for one character; None where several are, or none."""
    if stretch in lexicon.called:
        return None
    names = [name for name in lexicon.misspellings.mistaken(stretch) if name in lexicon.metric_names]
    codes = {lexicon.called[name][1] for name in names}
    return min(names) if len(codes) == 1 else None
