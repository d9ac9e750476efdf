"""Answers that look figures up: one value, several side by side, a course over years, growth."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import product

from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.formulas import order
from zc_bot.evaluation.measurements import Measurement, change, inputs_of, measure
from zc_bot.evaluation.result import Answer, ChartKind, Item, Next, NextKind
from zc_bot.evaluation.rows import rows_of
from zc_bot.evaluation.scope import communities_of, named
from zc_bot.evaluation.verdicts import Outcome, Verdict, judge_requirement, outcome, requirements_on
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme


def look_up(meaning: Meaning, programme: Programme, figures: Figures) -> Answer:
    """Answer `value` and `compare`: each metric of each community in the years asked."""
    places, years = communities_of(meaning, programme), meaning.years
    keys = [(place, metric, year) for metric, year, place in product(meaning.metrics, years, places)]
    items = [_item(programme, figures, *key, judged=len(keys) == 1) for key in keys]
    many = len(places) > 1
    return _answer(
        meaning, programme, places, years, items, "bars" if many else None, _next_of_value(meaning, places)
    )


def follow(meaning: Meaning, programme: Programme, figures: Figures) -> Answer:
    """Answer `trend`: the years asked or all of them, the earliest first."""
    places = communities_of(meaning, programme)
    years = tuple(sorted(meaning.years)) or _reported_years(programme, figures, places, meaning.metrics)
    keys = ((place, metric, year) for year, metric, place in product(years, meaning.metrics, places))
    items = [_item(programme, figures, *key) for key in keys]
    after = (
        Next("check", places[0]),
        *_ask("growth", places[:1], meaning.metrics),
        *_ask("rank", (), meaning.metrics),
    )
    return _answer(meaning, programme, places, years, items, "line", after[:3])


def grow(meaning: Meaning, programme: Programme, figures: Figures) -> Answer:
    """Answer `growth`: of a reported metric or share against the year before, of an average as it is.

    Two years that were named are compared with each other; over all communities the best comes first.
    """
    places = communities_of(meaning, programme)
    spans = _spans(meaning.years)
    keys = product(meaning.metrics, spans, places)
    items = [_growth(programme, figures, place, metric, *span) for metric, span, place in keys]
    if not named(meaning):
        items.sort(key=_by_number, reverse=True)
    years = tuple(year for _, year in spans)
    return _answer(meaning, programme, places, years, items, None, _next_of_growth(meaning, places))


def mark_of(programme: Programme, measurement: Measurement) -> Outcome | None:
    """Say how a measurement stands against the policy's own condition on its metric; None without one."""
    found = programme.first_condition.get(measurement.metric)
    return None if found is None else outcome(found[0], measurement, found[1].advisory)


def latest_known(programme: Programme, figures: Figures, community: str, metric: str) -> Measurement | None:
    """Return the newest measurement among the figures at hand."""
    found = (measure(programme, figures, community, metric, year) for year in figures.years()[::-1])
    return next((item for item in found if item.known), None)


def assumptions_of(programme: Programme, metrics: Iterable[str], verdicts: Iterable[Verdict] = ()) -> tuple[str, ...]:
    """Return the ids of the readings behind derived metrics and verdicts, each once."""
    derived = (programme.derivation[metric] for metric in metrics if metric in programme.derivation)
    found = [code for item in derived for code in item.assumptions]
    found += [code for verdict in verdicts for code in programme.requirement[verdict.requirement].assumptions]
    return tuple(dict.fromkeys(found))


def _item(
    programme: Programme, figures: Figures, community: str, metric: str, year: int, judged: bool = False
) -> Item:
    found = measure(programme, figures, community, metric, year)
    if not found.known:
        return Item(found, latest=latest_known(programme, figures, community, metric))
    before = measure(programme, figures, community, metric, year - 1)
    verdicts = _verdicts_on(programme, figures, found) if judged else ()
    return Item(found, mark_of(programme, found), None, before, change(programme, found, before), None, verdicts)


def _verdicts_on(programme: Programme, figures: Figures, found: Measurement) -> tuple[Verdict, ...]:
    if found.community is None:
        return ()
    wanted = requirements_on(programme, found.metric)
    return tuple(judge_requirement(programme, figures, item, found.community, found.year) for item in wanted)


def _growth(programme: Programme, figures: Figures, community: str, metric: str, earlier: int, year: int) -> Item:
    now = measure(programme, figures, community, metric, year)
    if metric in programme.derivation and programme.derivation[metric].formula == "growth":
        verdicts = _verdicts_on(programme, figures, now) if now.known else ()
        return Item(now, mark_of(programme, now), verdicts=verdicts)
    before = measure(programme, figures, community, metric, earlier)
    return Item(change(programme, now, before), before=before, change=now)


def _by_number(item: Item) -> tuple[bool, float, Fraction]:
    number = item.measurement.number
    return (False, 0.0, Fraction(0)) if number is None else (True, *order(number))


def _spans(years: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    if len(years) == 2:
        return ((min(years), max(years)),)
    return tuple((year - 1, year) for year in years)


def _reported_years(
    programme: Programme, figures: Figures, places: tuple[str, ...], metrics: tuple[str, ...]
) -> tuple[int, ...]:
    """Return the years from the first to the last with a figure, gaps between them included."""
    inputs = inputs_of(programme, metrics)
    found = [
        year for year in figures.years() if any(figures.get(place, code, year) for place in places for code in inputs)
    ]
    return tuple(range(found[0], found[-1] + 1)) if found else ()


def _answer(
    meaning: Meaning,
    programme: Programme,
    places: tuple[str, ...],
    years: tuple[int, ...],
    items: list[Item],
    chart: ChartKind | None,
    after: tuple[Next, ...],
) -> Answer:
    known = tuple(item for item in items if item.measurement.known)
    drawn = [item for item in known if item.measurement.number is not None]
    numeric = all(programme.metric[code].kind != "yesno" for code in meaning.metrics if code in programme.metric)
    return Answer(
        meaning=meaning,
        communities=places,
        metrics=meaning.metrics,
        years=years,
        rows=rows_of(programme, known),
        items=known,
        absent=tuple(item for item in items if not item.measurement.known),
        assumptions=assumptions_of(programme, meaning.metrics, (v for item in known for v in item.verdicts)),
        next=after,
        chart=chart if numeric and len(drawn) > 1 else None,
    )


def _ask(kind: NextKind, places: tuple[str, ...], metrics: tuple[str, ...]) -> tuple[Next, ...]:
    return (Next(kind, places[0] if places else None, metric=metrics[0]),) if metrics else ()


def _next_of_value(meaning: Meaning, places: tuple[str, ...]) -> tuple[Next, ...]:
    if len(places) > 1:
        return (*_ask("rank", (), meaning.metrics), *_ask("not_met", (), meaning.metrics))
    return (
        *_ask("trend", places, meaning.metrics),
        *_ask("rank", (), meaning.metrics),
        *_ask("provenance", places, meaning.metrics),
    )


def _next_of_growth(meaning: Meaning, places: tuple[str, ...]) -> tuple[Next, ...]:
    if len(places) > 1:
        return _ask("rank", (), meaning.metrics)
    return (*_ask("trend", places, meaning.metrics), *_ask("value", places, meaning.metrics))
