"""What somebody wants noted, read from one line in any order: 补助 通创 200万元 市科技局 2024-05-20 创业活动."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

from zc_bot.chat.overseeing.days_said import days_in
from zc_bot.evaluation.ledger import Noted, RecordKind
from zc_bot.parsing.as_of import SaidDay
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.numerals import FOLD
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import Year, find_years
from zc_bot.parsing.quantities import find_quantities
from zc_bot.parsing.tokens import Token
from zc_bot.values import dataclass

KINDS: tuple[RecordKind, ...] = ("decision", "plan", "policy", "target", "support")
"""In the order in which their words are looked for: a decision may speak of support."""
Fault = Literal["place", "amount", "day", "what", "metric", "future", "year", "target_amount", "whose"]
LONGEST = 300
_MONEY, _TEN_THOUSAND = "万元", Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Line:
    """What was read, or what is lacking of a kind; kind None: no kind of entry is named."""

    kind: RecordKind | None
    noted: Noted | None = None
    fault: Fault | None = None
    day: date | None = None
    """The day at fault."""
    places: tuple[str, ...] = ()
    """The communities of which a target may be: it is never an authority's."""


def read_line(said: str, lexicon: Lexicon, today: date) -> Line:
    """Read a line; what it does not say clearly is a fault, never a guess."""
    text = said.translate(FOLD).strip()[:LONGEST]
    found = _kind(text)
    if found is None:
        return Line(None)
    kind, start, end = found
    body = text if _is_within(kind, text, start, lexicon) else f"{text[:start]} {text[end:]}"
    body = (_GIVEN.sub(" ", body) if kind == "support" else body).strip(" :：,，")
    days = days_in(body, today)
    if any(day is None for _, day in days):
        return Line(kind, fault="day")
    if kind == "support":
        days = [(one, _last(one, day, today)) for one, day in days]
    due = next((day for one, day in days if _is_due(body, one)), None)
    rest = body
    for one, _ in reversed(days):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    names = [token for token in lexicon.search(normalize(rest)) if token.entries]
    places, authorities, metrics = (_codes(names, what) for what in ("community", "authority", "metric"))
    if kind == "target" and not places and len(authorities) == 1:
        places = [one.code for one in lexicon.programme.communities if one.authority == authorities[0]]
        if len(places) > 1:
            return Line(kind, fault="whose", places=tuple(places))
    who = "、".join(lexicon.programme.bodies_in(body))
    whole = [day for _, day in days if day is not None and (kind == "decision" or day != due)]
    if kind != "decision" and whole and whole[0] > today:
        return Line(kind, fault="future", day=whole[0])
    if kind == "support" and len(places) == len(authorities) == 1 and _is_giver(names, places[0], rest, lexicon):
        who = "、".join(one for one in (who, lexicon.programme.authority[authorities[0]].name("zh")) if one)
        authorities = []
    base = Noted(
        kind, _COMMA.sub("，", " ".join(body.split())), authority=authorities[0] if authorities else "",
        community=places[0] if len(places) == 1 else "", who=who, due=due,
    )
    return _of_kind(kind, base, rest, places, authorities, metrics, whole, lexicon, today)


def says_until_when(text: str, today: date) -> bool:
    """Tell whether a text says by which day to come something is wanted: 12月20日前, by 20 December."""
    said = text.translate(FOLD)
    return any(day is not None and day >= today and _is_due(said, one) for one, day in days_in(said, today))


def _of_kind(
    kind: RecordKind, base: Noted, rest: str, places: list[str], authorities: list[str], metrics: list[str],
    days: list[date], lexicon: Lexicon, today: date,
) -> Line:
    owner = base.authority or (lexicon.programme.community[base.community].authority if base.community else "")
    if kind == "decision":
        due = base.due or (days[-1] if days else None)
        named = replace(base, authority=owner, due=due, day=next((day for day in days if day != due), None))
        return Line(kind, named) if len(base.what) > 3 else Line(kind, fault="what")
    if len(places) > 1 or len(authorities) > 1 or not owner:
        return Line(kind, fault="place")
    named = replace(base, authority=owner, day=days[0] if days else None)
    if kind in {"plan", "policy"}:
        return Line(kind, replace(named, community="")) if days or named.due else Line(kind, fault="day")
    if kind == "support":
        # 孵化器 in 孵化器运行补助 says what a grant is for, and no unit.
        amount = _amount(rest, [], lexicon)
        if amount is None:
            return Line(kind, fault="amount")
        return Line(kind, replace(named, amount=amount[0], unit=amount[1])) if days else Line(kind, fault="day")
    if len(metrics) != 1 or not base.community:
        return Line(kind, fault="metric" if base.community else "place")
    year = _year(rest, today)
    if year is None:
        return Line(kind, fault="year")
    amount = _amount(f"{rest[: year.start]} ; {rest[year.end :]}", metrics, lexicon)
    if amount is None:
        return Line(kind, fault="target_amount")
    return Line(kind, replace(named, metric=metrics[0], year=year.year, amount=amount[0], unit=amount[1]))


def _year(text: str, today: date) -> Year | None:
    """Find the year of a target: the one said with 年, else the first number that may be one."""
    found = find_years(text, today, in_dates=False)
    return next((one for one in found if "年" in text[one.start : one.end + 1]), found[0] if found else None)


def _is_within(kind: RecordKind, text: str, start: int, lexicon: Lexicon) -> bool:
    """Tell whether the word for support ends another: 科技资金, but not 80万元补助 or 给通创补助."""
    before = _WORD_BEFORE.search(text[:start])
    if kind != "support" or before is None:
        return False
    named = (entry.kind for token in lexicon.search(normalize(before[0])) for entry in token.entries)
    return not any(kind in {"community", "authority"} for kind in named)


def _kind(text: str) -> tuple[RecordKind, int, int] | None:
    for kind in KINDS:
        if (match := re.search(alternatives(f"record.{kind}"), text, re.IGNORECASE)) is not None:
            return kind, *match.span()
    return None


_COMMA = compile_later("(?<=[\u3400-\u9fff]),(?=[\u3400-\u9fff0-9])|(?<=[0-9]),(?=[\u3400-\u9fff])")
"""A comma that was folded and stood between Chinese words."""
_WORD_BEFORE = compile_later("(?:(?<![\u3400-\u9fff0-9])|(?<=[元亩米]))[\u3400-\u9fff]{2,4}$")
"""科技 before 资金, also where it follows an amount: 200万元科技资金."""
_GIVEN = compile_later(
    lambda: rf"(?:{alternatives('record.told_support')})了?|(?<=[\u3400-\u9fff0-9])[给向](?=[\u3400-\u9fff])"
)
"""That it was granted, which the entry says by its kind."""
_BEFORE_DUE = compile_later(r"(?:期限|截止|限|(?<![a-z])(?:by|due|until))[:：]?\s*$")
_AFTER_DUE = compile_later("[之以]?前")


def _is_due(body: str, said: SaidDay) -> bool:
    """Tell whether a day is one until when something is wanted: 2026-12-31前, 期限 2026-12-31."""
    return bool(_AFTER_DUE.match(body, said.end) or _BEFORE_DUE.search(body[: said.start].lower()))


def _last(said: SaidDay, day: date | None, today: date) -> date | None:
    """Return the last such day where no year is said: what was granted was, and 5月20日 in January is last year's."""
    if day is None or said.year or day <= today:
        return day
    return said.of(day.year - 1)


def _codes(tokens: list[Token], kind: str) -> list[str]:
    """Return the codes of the names of a kind that mean one thing, each once; a name within a longer one is none."""
    named = [token for token in tokens if any(entry.kind == kind for entry in token.entries)]
    whole = [one for one in named if not any(
        other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start
        for other in named)]
    found = [[entry.code for entry in token.entries if entry.kind == kind] for token in whole]
    return list(dict.fromkeys(codes[0] for codes in found if len(codes) == 1))


def _is_giver(names: list[Token], place: str, text: str, lexicon: Lexicon) -> bool:
    """Tell whether the authority named grants it: 补助 通创 80万元 崇川区; 崇川区通创 says only where it is."""
    said = {entry.kind: (token, entry.code) for token in reversed(names) for entry in token.entries}
    (named, authority), (before, _) = said["authority"], said["community"]
    said_in_full = (normalize(text)[one.start : one.end] for one in names)
    if any(name.endswith(("政府", "管委会")) for name in said_in_full):
        return True
    return named.start > before.start or authority != lexicon.programme.community[place].authority


def _amount(text: str, metrics: list[str], lexicon: Lexicon) -> tuple[Decimal, str] | None:
    """Find the one amount: money in 万元, area in m²; a target's in its metric's unit."""
    every = [one for _, one in find_quantities(normalize(text)) if not one.doubt]
    found = [one for one in every if one.unit is not None]
    if not found and len(every) == len(metrics) == 1 and _is_counted(metrics[0], lexicon):
        return every[0].value, lexicon.programme.measure[metrics[0]].unit
    if len(found) != 1 or found[0].unit is None:
        return None
    unit = found[0].unit
    value = found[0].value * unit.size.numerator / unit.size.denominator
    if metrics:
        wanted = lexicon.programme.measure[metrics[0]].unit
        if wanted == "%":
            return (value, "%") if unit.dimension == "share" else None
        return (value / _TEN_THOUSAND if wanted == _MONEY else value, wanted)
    if unit.dimension == "money":
        return value / _TEN_THOUSAND, _MONEY
    if unit.dimension == "area":
        # 50亩 are 33,333.33 m²; what is exact stays as it is.
        rounded = round(value, 2)
        return (value if value * 100 == int(value * 100) else rounded), "m²"
    return value, unit.symbol


def _is_counted(metric: str, lexicon: Lexicon) -> bool:
    """Tell whether a metric is of whole things, so that a bare number says how many."""
    found = lexicon.programme.metric.get(metric)
    return found is not None and found.kind == "whole"
