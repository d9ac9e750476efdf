"""Answers about reporting and the policy: report cards, what is missing, who reported, what is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.goals import judge_goals
from zc_bot.evaluation.lookups import assumptions_of, look_up
from zc_bot.evaluation.measurements import inputs_of, measure
from zc_bot.evaluation.rankings import measurements_in
from zc_bot.evaluation.result import Answer, Background, Card, Item, Next, Shortfall
from zc_bot.evaluation.rows import rows_of
from zc_bot.evaluation.scope import (
    collected_year,
    communities_of,
    judged_metrics,
    named,
    requirements_of,
)
from zc_bot.evaluation.survey import Survey
from zc_bot.evaluation.verdicts import Outcome, judge_requirement, whole_of
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme


def check(meaning: Meaning, programme: Programme, figures: Figures, today: date, background: Background) -> Answer:
    """Answer `check`: a report card of each community asked about, with the goals where none was named."""
    places = communities_of(meaning, programme)
    wanted = requirements_of(meaning, programme)
    of_community = [item for item in wanted if item.scope == "community"]
    survey = background.survey
    years = survey.years if survey else meaning.years or (collected_year(meaning, programme, today),)
    pairs = [(year, place) for year in years for place in places]
    if survey:
        pairs = [(one.year, one.community) for one in survey.shown(None)]
    cards = [
        Card(place, year, tuple(judge_requirement(programme, figures, item, place, year) for item in of_community))
        for year, place in pairs if of_community
    ]
    items = [
        Item(found, verdict.verdict)
        for card in cards for verdict in card.verdicts for found in measurements_in(verdict)
    ]
    goals = () if named(meaning) else judge_goals(programme, background.milestones.at_end_of(years[-1]), years[-1])
    return Answer(
        meaning=meaning,
        communities=places,
        metrics=meaning.metrics,
        years=years,
        rows=rows_of(programme, items),
        items=tuple(item for item in items if item.measurement.known),
        cards=tuple(cards),
        tally=_tally(cards, survey),
        unshown=len(survey.found) - len(cards) if survey else 0,
        goals=tuple(goal for goal in goals if programme.requirement[goal.requirement] in wanted),
        requirements=tuple(item.id for item in wanted),
        milestones=background.milestones,
        assumptions=tuple(dict.fromkeys(code for item in wanted for code in item.assumptions)),
        next=_next_of_check(meaning, places, years),
    )


def _tally(cards: Sequence[Card], survey: Survey | None) -> Counter[Outcome]:
    """Count the verdicts on the whole."""
    found = [one.verdicts for one in survey.found] if survey else [card.outcomes for card in cards]
    return Counter(whole_of(verdicts) for verdicts in found)


def list_missing(meaning: Meaning, programme: Programme, today: date, background: Background) -> Answer:
    """Answer `missing`: what each community has still to report for the year, submitted counts as reported."""
    year = collected_year(meaning, programme, today)
    codes = inputs_of(programme, meaning.metrics) or tuple(programme.metric)
    owing = [code for code in communities_of(meaning, programme) if programme.community[code].start <= year]
    lists = [
        Shortfall(code, tuple(item for item in codes if item not in background.reported.get(code, frozenset())))
        for code in owing
    ]
    began = any(programme.community[code].start < year for code in owing)
    before = () if meaning.years or not began else (Next("missing_before", year=year - 1),)
    return Answer(
        meaning=meaning,
        communities=communities_of(meaning, programme),
        metrics=codes,
        years=(year,),
        shortfalls=tuple(item for item in lists if item.metrics),
        approved_only=background.approved_only,
        expected=len(owing),
        collection=background.collection,
        next=(
            *(Next("check", code, year=year) for code in owing if len(owing) == 1),
            Next("deadline", year=year), *before,
        ),
    )


def tell_origin(meaning: Meaning, programme: Programme, figures: Figures, background: Background) -> Answer:
    """Answer `provenance`: who reported and reviewed a figure, with its history; without a metric, all of a year."""
    if meaning.metrics:
        found = look_up(meaning, programme, figures)
        places = found.communities[:1]
        after = tuple(Next("trend", place, metric=meaning.metrics[0]) for place in places)
        return Answer(
            meaning=meaning,
            communities=found.communities,
            metrics=found.metrics,
            years=found.years,
            rows=found.rows,
            items=found.items,
            absent=found.absent,
            versions=background.versions,
            next=after,
        )
    places, metrics = communities_of(meaning, programme), tuple(programme.metric)
    years = meaning.years
    items = [
        Item(measure(programme, figures, place, metric, year))
        for year in years for place in places for metric in metrics
    ]
    known = tuple(item for item in items if item.measurement.known)
    return Answer(
        meaning=meaning,
        communities=places,
        metrics=(),
        years=years,
        rows=rows_of(programme, known),
        items=known,
        expected=len(items),
        next=tuple(Next("check", place) for place in places[:1]),
    )


def state_requirement(meaning: Meaning, programme: Programme) -> Answer:
    """Answer `requirement`: what the policy asks for, with its clause."""
    wanted = requirements_of(meaning, programme)
    metrics = judged_metrics(wanted) if meaning.metrics or meaning.requirements else ()
    after = (Next("not_met", metric=metrics[0]), Next("rank", metric=metrics[0])) if metrics else (Next("not_met"),)
    return Answer(
        meaning=meaning,
        metrics=meaning.metrics,
        requirements=tuple(item.id for item in wanted),
        assumptions=assumptions_of(programme, meaning.metrics)
        or tuple(dict.fromkeys(code for item in wanted for code in item.assumptions)),
        next=after,
    )


def _next_of_check(meaning: Meaning, places: tuple[str, ...], years: tuple[int, ...]) -> tuple[Next, ...]:
    if len(places) > 1:
        return (Next("not_met"), Next("missing", year=years[-1]))
    before = Next("check", places[0], year=years[-1] - 1)
    return (before, Next("missing", places[0], year=years[-1]))
