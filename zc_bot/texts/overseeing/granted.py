"""What support was granted, in words: altogether, to each, by each, who got the most, and who got none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from zc_bot.evaluation.ledger import AREA, Noted, Record, kind_of_support
from zc_bot.parsing.meaning import BY_AUTHORITY, BY_DEPARTMENT, Meaning
from zc_bot.texts.answers.words import Words
from zc_bot.texts.names import short_names
from zc_bot.texts.overseeing.ledger import LISTED, rest_of, sums_of, word_days, word_noted

_Group = tuple[str, list[Record]]


def word_support(
    found: Sequence[Record], places: Sequence[str], of_all: bool, words: Words, asked: Meaning, waits: bool = False
) -> list[Markup]:
    """Word what support was granted: the sums first, then each grant; `asked` names the years and a department.

    waits: some is told of beneath that waits for review.
    """
    whose = words.community(None) if of_all else words.places(places)
    when, by = _when(asked, words), _by(asked, words)
    if asked.verdict == "not_met":
        return _without(found, places, words, when, by)
    if not found:
        key = "ledger.support.none_reviewed" if waits else "ledger.support.none"
        return [words.texts(key, whose=whose, when=when, by=by)]
    sums = words.listed(sums_of(found, words))
    head = words.texts("ledger.support.head", whose=whose, sums=sums, count=len(found), when=when, by=by)
    ground = words.texts("ledger.support.ground", day=words.today)
    groups = _groups(found, asked, words)
    if groups:
        most = [_most(groups, asked, words)] if asked.limit is not None else []
        return [*most, head, *(_each(group, words) for group in groups), ground]
    lines = [_granted(one, words) for one in sorted(found, key=lambda one: one.noted.day or date.min, reverse=True)]
    return [head, *_by_kind(found, words), *lines[:LISTED], *rest_of(len(lines), words), ground]


def _by(asked: Meaning, words: Words) -> str:
    """Say by which department, and of which kind, it is asked."""
    by = ""
    if asked.topic and asked.topic not in {BY_DEPARTMENT, BY_AUTHORITY}:
        by = words.texts.plain("ledger.support.by", name=words.departments(asked.topic))
    kinds = [one.title(words.lang) for one in words.programme.support_kinds if one.id in asked.facts]
    return by + (words.texts.plain("ledger.support.of_kind", kind=words.listed(kinds)) if kinds else "")


def _without(found: Sequence[Record], places: Sequence[str], words: Words, when: str, by: str) -> list[Markup]:
    """Name who has no support on record; what was granted to an authority is no community's own."""
    granted = {one.noted.community for one in found}
    called = short_names(words.programme, words.lang)
    names = [called[code] for code in places if code not in granted]
    head = words.texts("ledger.support.without", count=len(names), of=len(places), when=when, by=by)
    lines = [words.texts("ledger.support.without_names", names=words.listed(names))] if names else []
    return [head, *lines, words.texts("ledger.support.without_ground", day=words.today)]


def _when(asked: Meaning, words: Words) -> str:
    """Say of which years, or of which days, is asked; nothing where it is of all."""
    if asked.days is not None:
        return words.texts.plain("ledger.support.days", days=word_days(asked.days, words))
    return words.texts.plain("ledger.support.years", years=words.listed(map(str, asked.years))) if asked.years else ""


def _by_kind(found: Sequence[Record], words: Words) -> Iterator[Markup]:
    """Sum several kinds of support up, each with the clause that provides for it."""
    kinds: dict[str, list[Record]] = {}
    for one in found:
        kind = kind_of_support(words.programme, one.noted)
        kinds.setdefault("" if kind is None else kind.id, []).append(one)
    if len(kinds) < 2:
        return
    for kind in words.programme.support_kinds:
        if some := kinds.get(kind.id):
            sums = words.listed(sums_of(some, words))
            yield words.texts("ledger.support.kind", kind=kind.title(words.lang), sums=sums, count=len(some),
                              clause=kind.cite.clause)
    if other := kinds.get(""):
        yield words.texts("ledger.support.other", sums=words.listed(sums_of(other, words)), count=len(other))


def _groups(found: Sequence[Record], asked: Meaning, words: Words) -> list[_Group]:
    """Put grants together as it is asked: by who gave, by authority, by who got; none where it is not."""
    called, nobody = short_names(words.programme, words.lang), words.texts.plain("ledger.support.nobody")
    owner = words.programme.community

    def of_authority(noted: Noted) -> str:
        return words.authority(owner[noted.community].authority if noted.community else noted.authority)

    whose: Callable[[Noted], str]
    if asked.topic == BY_DEPARTMENT:
        # What several gave together is told as theirs together.
        def whose(noted: Noted) -> str:
            return words.departments(noted.who) if noted.who else nobody
    elif asked.topic == BY_AUTHORITY:
        whose = of_authority
    elif asked.count or asked.limit is not None:
        def whose(noted: Noted) -> str:
            return called.get(noted.community) or words.authority(noted.authority)
    else:
        return []
    groups: dict[str, list[Record]] = {}
    for one in found:
        groups.setdefault(whose(one.noted), []).append(one)
    return sorted(groups.items(), key=lambda group: _money(group[1]), reverse=not asked.ascending)


def _most(groups: Sequence[_Group], asked: Meaning, words: Words) -> Markup:
    """Name who got or gave the most in money, or the least of those who did; all of them where several did."""
    best = _money(groups[0][1])
    names = [name for name, some in groups if _money(some) == best]
    key = "least" if asked.ascending else "most"
    gave = "gave" if asked.topic == BY_DEPARTMENT else "got"
    amount = words.listed(sums_of(groups[0][1], words))
    return words.texts(f"ledger.support.{key}_{gave}", names=words.listed(names), sums=amount)


def _money(some: Sequence[Record]) -> Decimal:
    """Sum up what was given in money; land is beside it."""
    return sum((one.noted.amount or Decimal(0) for one in some if one.noted.unit != AREA), Decimal(0))


def _each(group: _Group, words: Words) -> Markup:
    name, some = group
    return words.texts("ledger.support.each", whose=name, sums=words.listed(sums_of(some, words)), count=len(some))


def _granted(one: Record, words: Words) -> Markup:
    return words.texts("ledger.support.line", entry=word_noted(one.noted, words), name=one.recorded_by)
