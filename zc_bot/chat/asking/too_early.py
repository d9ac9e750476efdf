"""A question of many in a year that is not collected yet: that is said, and the last full year answers beneath it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from zc_bot.chat.cycles import cycle_in
from zc_bot.chat.turn import Rules
from zc_bot.evaluation.figures import Query
from zc_bot.parsing.meaning import Intent, Meaning
from zc_bot.parsing.query import named_years, of_no_year
from zc_bot.policy.roles import Principal
from zc_bot.storage import figures
from zc_bot.storage.store import Session
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.catalog import Lang, join, texts_for
from zc_bot.values import dataclass

_OF_MANY: frozenset[Intent] = frozenset({"rank", "filter", "aggregate", "compare", "check"})
_LEAGUES = frozenset({"league", "gained", "fastest", "districts", "requirements"})


@dataclass(frozen=True, slots=True)
class Uncollected:
    """A year that is asked about before any figure of it is collected; instead: what is asked, of no year."""

    year: int
    opens: date
    instead: Meaning


def uncollected(
    session: Session, rules: Rules, who: Principal, meaning: Meaning, now: datetime
) -> Uncollected | None:
    """Return the year that many are asked about and of which nothing is collected yet; None for other questions."""
    many = meaning.intent in _OF_MANY or (meaning.intent == "status" and meaning.topic in _LEAGUES)
    if not many or len(meaning.years) != 1 or len(meaning.communities) == 1 or meaning.as_of is not None:
        return None
    (year,) = meaning.years
    opens = cycle_in(session, rules, year).opens
    if opens <= now or year < rules.programme.first_year:
        return None
    asked = Query(tuple(rules.programme.metric), None, (year,))
    if figures.filled(session, who, rules.programme, asked):
        return None
    query = meaning.query
    if query is not None and named_years(query) != (year,):
        return None
    instead = replace(meaning, years=(), query=None if query is None else of_no_year(query))
    return Uncollected(year, opens.astimezone(rules.zone).date(), instead)


def instead_of(early: Uncollected, given: Rendered, lang: Lang) -> Rendered:
    """Say of the year asked about that nothing is collected yet, above what answers in its place."""
    line = texts_for(lang)("ask.too_early", year=early.year, day=early.opens.isoformat())
    return replace(given, text=join([line, given.text]))
