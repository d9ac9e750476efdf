"""From a question's meaning and the figures to its answer: compared exactly, with nothing read from outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.goals import judge_goals
from zc_bot.evaluation.lookups import follow, grow, look_up
from zc_bot.evaluation.rankings import rank, select
from zc_bot.evaluation.reports import check, list_missing, state_requirement, tell_origin
from zc_bot.evaluation.result import Answer, Background, Next
from zc_bot.evaluation.scope import collected_year, communities_of, named
from zc_bot.evaluation.totals import add_up
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme


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
    found = _answer(meaning, programme, figures, today, known)
    return replace(found, mergers=_mergers(meaning, programme), own=known.own, now=now)


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
        case _:
            return _without_figures(meaning, programme, today, background)


def _follow_all(meaning: Meaning, programme: Programme, figures: Figures) -> Answer:
    """Follow the sum over all communities, as one line each would be too many to read."""
    years = meaning.years or figures.years()
    found = add_up(replace(meaning, years=years), programme, figures)
    return replace(found, meaning=meaning)


def _without_figures(meaning: Meaning, programme: Programme, today: date, background: Background) -> Answer:
    year = collected_year(meaning, programme, today)
    reached = background.milestones
    reached = reached.at_end_of(meaning.years[-1]) if meaning.years else reached.until(today)
    judged = judge_goals(programme, reached, year)
    goals = [goal for goal in judged if goal.requirement in meaning.requirements]
    return Answer(
        meaning=meaning,
        communities=communities_of(meaning, programme),
        metrics=meaning.metrics,
        years=(year,) if meaning.intent == "deadline" else meaning.years,
        goals=tuple(goals),
        facts=meaning.facts,
        requirements=meaning.requirements,
        milestones=reached,
        collection=background.collection,
        next=_next_of(meaning, year),
    )


def _next_of(meaning: Meaning, year: int) -> tuple[Next, ...]:
    if meaning.intent == "deadline":
        return (Next("missing", year=year),)
    if meaning.intent == "directory":
        return tuple(Next("check", place) for place in meaning.communities[:3])
    if meaning.intent == "programme":
        return (Next("requirement"), Next("directory"))
    return ()


def _mergers(meaning: Meaning, programme: Programme) -> tuple[str, ...]:
    """Return the authorities whose merger concerns the authority asked about."""
    return tuple(
        item.code
        for item in programme.authorities
        for rename in item.renames
        if rename.merged_into is not None and meaning.authority in (item.code, rename.merged_into)
    )
