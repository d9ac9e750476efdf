"""Answers that look over many communities: an order, or only those that match."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from itertools import islice

from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.formulas import Exact, order
from zc_bot.evaluation.lookups import assumptions_of, latest_known, mark_of
from zc_bot.evaluation.measurements import Measurement, measure
from zc_bot.evaluation.result import Answer, Card, Item, Next
from zc_bot.evaluation.rows import rows_of
from zc_bot.evaluation.scope import communities_of, judged_metrics, placed, requirements_of
from zc_bot.evaluation.survey import Survey
from zc_bot.evaluation.verdicts import Outcome, Verdict, has_verdict, is_undecided, judge_requirement
from zc_bot.parsing.meaning import Meaning, Threshold
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Requirement


def rank(meaning: Meaning, programme: Programme, figures: Figures) -> Answer:
    """Answer `rank`: the best first, equals sharing a rank; without a figure a community is listed apart.

    A single community, or an authority's, is shown at its place among all.
    """
    asked, years = placed(meaning), meaning.years
    places = tuple(programme.community) if asked else communities_of(meaning, programme)
    found = [
        measure(programme, figures, place, metric, year)
        for metric in meaning.metrics for year in years for place in places
    ]
    ranked: list[Item] = []
    for metric in meaning.metrics:
        for year in years:
            of_year = [m for m in found if (m.metric, m.year) == (metric, year)]
            ranked += _ranked(programme, of_year, meaning.ascending, None if asked else meaning.limit)
    if asked:
        ranked = [item for item in ranked if item.measurement.community in asked]
    lacking = [item for item in found if item.number is None]
    return Answer(
        meaning=meaning,
        communities=places,
        metrics=meaning.metrics,
        years=years,
        rows=rows_of(programme, ranked),
        items=tuple(ranked),
        absent=_absent(programme, figures, lacking),
        expected=len(places),
        assumptions=assumptions_of(programme, meaning.metrics),
        next=_next_of_rank(meaning, programme, ranked),
        chart="bars" if _draws(ranked) else None,
    )


def _draws(ranked: list[Item]) -> bool:
    """Tell whether several communities of one year are ranked."""
    return len(ranked) > 1 and len({item.measurement.year for item in ranked}) == 1


def select(meaning: Meaning, programme: Programme, figures: Figures, survey: Survey | None = None) -> Answer:
    """Answer `filter`: the communities on one side of a bound, or those with a verdict.

    survey: the verdicts of communities that are too many to be shown; `figures` are then of those that are.
    """
    if meaning.threshold is not None:
        return _select_by_bound(meaning, programme, figures, meaning.threshold)
    return _select_by_verdict(meaning, programme, figures, meaning.verdict or "not_met", survey)


def requirements_for(meaning: Meaning, programme: Programme) -> list[Requirement]:
    """Return the requirements asked about that a community can meet or fail."""
    return [item for item in requirements_of(meaning, programme) if item.scope == "community"]


def is_within(number: Exact, threshold: Threshold) -> bool:
    """Compare exactly."""
    side = number.side(threshold.value)
    if threshold.upper is not None:
        return side >= 0 and number.side(threshold.upper) <= 0
    return {"<": side < 0, "<=": side <= 0, ">": side > 0, ">=": side >= 0, "=": side == 0}[threshold.comparison]


def _ranked(programme: Programme, found: list[Measurement], ascending: bool, limit: int | None) -> list[Item]:
    keyed = [(order(item.number), item) for item in found if item.number is not None]
    keyed.sort(key=lambda pair: pair[0], reverse=not ascending)
    ranked: list[Item] = []
    last: object = None
    place = 0
    for position, (key, item) in enumerate(keyed, 1):
        place = place if key == last else position
        last = key
        if limit is not None and place > limit:
            break
        ranked.append(Item(item, mark_of(programme, item), place))
    return ranked


def _select_by_bound(meaning: Meaning, programme: Programme, figures: Figures, threshold: Threshold) -> Answer:
    places, years = communities_of(meaning, programme), meaning.years
    found = [
        measure(programme, figures, place, metric, year)
        for metric in meaning.metrics for year in years for place in places
    ]
    known = [(item.number, item) for item in found if item.number is not None]
    keyed = [(order(number), item) for number, item in known if is_within(number, threshold)]
    keyed.sort(key=lambda pair: pair[0], reverse=threshold.comparison in (">", ">="))
    items = [Item(item, mark_of(programme, item)) for _, item in keyed]
    lacking = [item for item in found if item.number is None]
    return Answer(
        meaning=meaning,
        communities=places,
        metrics=meaning.metrics,
        years=years,
        rows=rows_of(programme, items, threshold.ends),
        items=tuple(items),
        absent=_absent(programme, figures, lacking),
        expected=len(places),
        assumptions=assumptions_of(programme, meaning.metrics),
        next=tuple(Next("rank", metric=metric) for metric in meaning.metrics[:1]),
    )


def _select_by_verdict(
    meaning: Meaning, programme: Programme, figures: Figures, wanted: Outcome, survey: Survey | None
) -> Answer:
    places = communities_of(meaning, programme)
    requirements = requirements_for(meaning, programme)
    metrics = judged_metrics(requirements)
    years = meaning.years
    pairs = [(year, place) for year in years for place in places]
    if survey:
        years, pairs = survey.years, [(one.year, one.community) for one in survey.shown(wanted)]
    cards = [
        Card(place, year, tuple(judge_requirement(programme, figures, item, place, year) for item in requirements))
        for year, place in pairs
    ]
    matching = [card for card in cards if has_verdict(card.outcomes, wanted)]
    kept = [Card(card.community, card.year, card.with_verdict(wanted)) for card in matching]
    lacking = _lacking(survey, metrics[0]) if survey else _undetermined(cards)
    items = [
        Item(found, verdict.verdict)
        for card in kept for verdict in card.verdicts for found in measurements_in(verdict, wanted)
    ]
    return Answer(
        meaning=meaning,
        communities=places,
        metrics=meaning.metrics,
        years=years,
        rows=rows_of(programme, items),
        items=tuple(items),
        absent=lacking if wanted != "undetermined" else (),
        undecided=_undecided(survey, cards) if wanted != "undetermined" else (),
        cards=tuple(kept),
        unshown=len(survey.picked(wanted)) - len(kept) if survey else 0,
        requirements=tuple(item.id for item in requirements),
        expected=len(places),
        assumptions=assumptions_of(programme, (), (v for card in kept for v in card.verdicts)),
        next=tuple(Next("rank", metric=metric) for metric in meaning.metrics[:1]),
    )


def measurements_in(verdict: Verdict, wanted: Outcome | None = None) -> tuple[Measurement, ...]:
    """Return what a verdict rests on; of several parts only those with the wanted verdict."""
    if verdict.measurement is not None:
        return (verdict.measurement,)
    return tuple(part.measurement for part in verdict.parts if wanted in (None, part.verdict))


def _lacking(survey: Survey, metric: str) -> tuple[Item, ...]:
    """List what a survey could not judge, one item a community."""
    open_ones = (one for one in survey.found if one.is_open)
    return tuple(Item(Measurement(one.community, metric, one.year, "", lack=one.lack)) for one in open_ones)


def _undetermined(cards: list[Card]) -> tuple[Item, ...]:
    """List what could not be judged, one item a community."""
    found: list[Item] = []
    for card in cards:
        open_ones = card.with_verdict("undetermined") + card.with_verdict("not_applicable")
        if len(open_ones) == len(card.verdicts) and open_ones:
            lacking = (item for item in measurements_in(open_ones[0]) if item.lack is not None)
            found += [Item(item) for item in islice(lacking, 1)]
    return tuple(found)


def _undecided(survey: Survey | None, cards: Iterable[Card]) -> tuple[str, ...]:
    """Name who fails nothing yet is on neither side: some verdicts are known, and others can't be told."""
    judged: Iterable[tuple[str, Set[Outcome]]] = (
        ((one.community, one.verdicts) for one in survey.found) if survey
        else ((card.community, card.outcomes) for card in cards)
    )
    return tuple(dict.fromkeys(place for place, verdicts in judged if is_undecided(verdicts)))


def _absent(programme: Programme, figures: Figures, lacking: list[Measurement]) -> tuple[Item, ...]:
    return tuple(
        Item(item, latest=latest_known(programme, figures, item.community, item.metric))
        for item in lacking
        if item.community is not None
    )


def _next_of_rank(meaning: Meaning, programme: Programme, ranked: list[Item]) -> tuple[Next, ...]:
    """Offer what follows a ranking; what no requirement is about is not met or failed by anybody."""
    if not meaning.metrics:
        return ()
    metric = meaning.metrics[0]
    trend = [Next("trend", ranked[0].measurement.community, metric=metric)] if ranked else []
    if not requirements_for(replace(meaning, metrics=(metric,)), programme):
        return tuple(trend)
    return (Next("not_met", metric=metric), *trend, Next("requirement", metric=metric))
