"""From a question's meaning and the figures to its answer: compared exactly, with nothing read from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from zc_bot.evaluation.completeness import OF_ONE_YEAR, Period, asked_metrics, choose, filled_from, wanted_by
from zc_bot.evaluation.explaining import define, explain, show_card
from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.goals import judge_goals
from zc_bot.evaluation.lookups import follow, grow, look_up
from zc_bot.evaluation.queries import answer_query
from zc_bot.evaluation.rankings import rank, requirements_for, select
from zc_bot.evaluation.reports import check, list_missing, state_requirement, tell_origin
from zc_bot.evaluation.result import Answer, Background, Next, NextKind
from zc_bot.evaluation.scope import collected_year, communities_of, latest_year, named, subjects_of
from zc_bot.evaluation.totals import add_up
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme

_INSTEAD: Mapping[str, tuple[NextKind, ...]] = {
    "timeliness": ("missing", "deadline"),
    "briefing": ("check", "not_met"),
    "support": ("requirement", "directory"),
    "milestone": ("requirement", "directory"),
    "person": ("missing",),
    "changes": ("missing",),
}
"""What can be asked where something is not recorded, or next."""


def answer(
    meaning: Meaning,
    programme: Programme,
    figures: Figures,
    *,
    today: date,
    now: datetime,
    background: Background | None = None,
) -> Answer:
    """Answer a question from the figures that `needs` asked for.

    today: the date where the programme is. now: aware; only a deadline's time left counts from it.
    """
    known = background or Background()
    if meaning.query is not None:
        found = answer_query(meaning, meaning.query, programme, figures, known.period)
        mergers = _mergers(meaning, programme) if meaning.query.ask == "responsible" else ()
        return replace(found, mergers=mergers, own=known.own, now=now)
    if meaning.intent == "filter" and meaning.threshold is None and not requirements_for(meaning, programme):
        # Nobody meets or fails what no requirement is about: none of 13 would say that all do.
        stated = state_requirement(replace(meaning, intent="requirement"), programme)
        return replace(stated, own=known.own, now=now)
    period = known.period or _period(meaning, programme, figures)
    found = _answer(_settled(meaning, programme, figures, period), programme, figures, today, known)
    mergers = _mergers(meaning, programme)
    return replace(found, meaning=meaning, mergers=mergers, own=known.own, now=now, period=period)


def _period(meaning: Meaning, programme: Programme, figures: Figures) -> Period | None:
    """Choose the year where none was named, among the figures at hand."""
    wanted = wanted_by(meaning, programme)
    if wanted is None:
        return None
    return choose(programme, wanted, filled_from(figures), figures.years()[::-1])


def _settled(meaning: Meaning, programme: Programme, figures: Figures, period: Period | None) -> Meaning:
    """Put in the year that answers where none was named: the one chosen, for a metric of one community its latest."""
    if period is not None:
        return replace(meaning, years=(period.full.year,))
    if meaning.years or meaning.intent not in OF_ONE_YEAR:
        return meaning
    metrics = asked_metrics(meaning, programme)
    latest = latest_year(programme, figures, communities_of(meaning, programme), metrics)
    return meaning if latest is None else replace(meaning, years=(latest,))


def _answer(meaning: Meaning, programme: Programme, figures: Figures, today: date, background: Background) -> Answer:
    match meaning.intent:
        case "value" | "compare":
            return look_up(meaning, programme, figures)
        case "trend" if named(meaning):
            return follow(meaning, programme, figures)
        case "trend":
            return _follow_all(meaning, programme, figures)
        case "growth":
            return grow(meaning, programme, figures)
        case "rank":
            return rank(meaning, programme, figures)
        case "filter":
            return select(meaning, programme, figures, background.survey)
        case "aggregate":
            return add_up(meaning, programme, figures)
        case "check":
            return check(meaning, programme, figures, today, background)
        case "missing":
            return list_missing(meaning, programme, today, background)
        case "provenance":
            return tell_origin(meaning, programme, figures, background)
        case "requirement":
            return state_requirement(meaning, programme)
        case "why":
            return explain(meaning, programme, figures, background)
        case "card":
            return show_card(meaning, programme, figures)
        case "definition":
            return define(meaning, programme)
        case _:
            return _without_figures(meaning, programme, today, background)


def _follow_all(meaning: Meaning, programme: Programme, figures: Figures) -> Answer:
    """Follow the sum over all communities, as one line each would be too many to read."""
    years = meaning.years or figures.years()
    return add_up(replace(meaning, years=years), programme, figures)


def _listed(meaning: Meaning, programme: Programme) -> tuple[str, ...]:
    """Name those that a question about the communities lists: of a year, those that began in it."""
    found = communities_of(meaning, programme)
    if meaning.intent != "directory" or meaning.communities or meaning.on_record or not meaning.years:
        return found
    return tuple(code for code in found if programme.community[code].start in meaning.years)


def _without_figures(meaning: Meaning, programme: Programme, today: date, background: Background) -> Answer:
    year = collected_year(meaning, programme, today)
    reached = background.milestones
    reached = reached.at_end_of(meaning.years[-1]) if meaning.years else reached.until(today)
    judged = judge_goals(programme, reached, year)
    goals = [goal for goal in judged if goal.requirement in meaning.requirements]
    return Answer(
        meaning=meaning,
        communities=_listed(meaning, programme),
        metrics=meaning.metrics,
        years=(year,) if meaning.intent in ("deadline", "person") else meaning.years,
        goals=tuple(goals),
        facts=meaning.facts,
        requirements=meaning.requirements,
        milestones=reached,
        collection=background.collection,
        versions=background.versions,
        told=background.told,
        contacts=background.contacts,
        next=(*_before(meaning, today), *_next_of(meaning, year)),
    )


def _next_of(meaning: Meaning, year: int) -> tuple[Next, ...]:
    if meaning.intent == "deadline":
        return (Next("missing", year=year),)
    if meaning.intent == "directory":
        return tuple(Next("check", place) for place in meaning.communities[:3])
    if meaning.intent == "programme":
        return (Next("requirement"), Next("directory"))
    return tuple(Next(kind) for kind in _INSTEAD.get(meaning.intent, ()))


def _before(meaning: Meaning, today: date) -> tuple[Next, ...]:
    """Offer the month or the week before one of which little or nothing is over."""
    if meaning.intent != "changes" or meaning.topic or meaning.days is None or meaning.days[1] != today:
        return ()
    first, place = meaning.days[0], meaning.communities[0] if len(meaning.communities) == 1 else None
    if first.day == 1:
        return (Next("changes_month", place),)
    return (Next("changes_week", place),) if first.weekday() == 0 else ()


def _mergers(meaning: Meaning, programme: Programme) -> tuple[str, ...]:
    """Return the authorities whose merger concerns an authority asked about."""
    named_ones = {authority for authority, _ in subjects_of(meaning, programme)}
    if meaning.query is not None:
        named_ones |= {programme.community[code].authority for code in meaning.query.places.codes}
    return tuple(
        item.code
        for item in programme.authorities
        for rename in item.renames
        if rename.merged_into is not None and named_ones & {item.code, rename.merged_into}
    )
