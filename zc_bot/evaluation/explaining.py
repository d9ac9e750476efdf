"""Answers that explain: why a figure is what it is, all figures of a community, what a metric means."""

from __future__ import annotations

from fractions import Fraction

from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.lookups import assumptions_of, mark_of
from zc_bot.evaluation.measurements import change, inputs_of, measure
from zc_bot.evaluation.result import Answer, Background, Item, Next
from zc_bot.evaluation.rows import rows_of
from zc_bot.evaluation.scope import communities_of, named, requirements_of
from zc_bot.evaluation.totals import add_up
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme


def explain(meaning: Meaning, programme: Programme, figures: Figures, background: Background) -> Answer:
    """Answer `why`: how a figure moved since the year before, what it was worked out from, the reasons given.

    Of several communities together it shows those that moved most.
    """
    if not named(meaning):
        return _explain_all(meaning, programme, figures)
    places, years = communities_of(meaning, programme), meaning.years[-1:]
    asked = [(place, metric) for place in places for metric in meaning.metrics]
    items = [_moved(programme, figures, *pair, years[0]) for pair in asked] if years else []
    behind = [
        _moved(programme, figures, place, part, years[0])
        for place, metric in asked if years and metric in programme.derivation
        for part in inputs_of(programme, (metric,))
    ]
    known = tuple(item for item in (*items, *behind) if item.measurement.known)
    return Answer(
        meaning=meaning,
        communities=places,
        metrics=meaning.metrics,
        years=years,
        rows=rows_of(programme, [item for item in known if item.measurement.metric in meaning.metrics]),
        items=known,
        absent=tuple(item for item in items if not item.measurement.known),
        versions=background.versions,
        assumptions=assumptions_of(programme, meaning.metrics),
        next=tuple(Next(kind, places[0], metric=meaning.metrics[0]) for kind in ("trend", "provenance")),
    )


def show_card(meaning: Meaning, programme: Programme, figures: Figures) -> Answer:
    """Answer `card`: every figure of a community for a year with its change, derived ones among them."""
    (place,), years = communities_of(meaning, programme)[:1], meaning.years[-1:]
    items = figures_on_card(programme, figures, place, years[0]) if years else ()
    known = tuple(item for item in items if item.measurement.known)
    return Answer(
        meaning=meaning,
        communities=(place,),
        years=years,
        rows=rows_of(programme, known),
        items=known,
        absent=tuple(item for item in items if not item.measurement.known),
        expected=len(programme.metric),
        next=(Next("check", place, year=years[0]), Next("missing", place, year=years[0])) if years else (),
    )


def figures_on_card(programme: Programme, figures: Figures, place: str, year: int) -> tuple[Item, ...]:
    """Measure all that is reported of a community and all that is worked out of it, for a year."""
    measures = (*programme.metric, *programme.derivation)
    return tuple(_on_card(programme, figures, place, code, year) for code in measures)


def _on_card(programme: Programme, figures: Figures, place: str, code: str, year: int) -> Item:
    """Measure a figure; what is itself a growth has no change, nor has what there is or is not."""
    metric, derived = programme.metric.get(code), programme.derivation.get(code)
    if (metric is not None and metric.kind == "yesno") or (derived is not None and derived.formula != "share"):
        now = measure(programme, figures, place, code, year)
        return Item(now, mark_of(programme, now))
    return _moved(programme, figures, place, code, year)


def define(meaning: Meaning, programme: Programme) -> Answer:
    """Answer `definition`: what metrics mean, how they are worked out, and what is required of them."""
    metrics = meaning.metrics or _metrics_of_requirements(meaning, programme)
    return Answer(
        meaning=meaning,
        metrics=metrics,
        requirements=tuple(item.id for item in requirements_of(meaning, programme)) if metrics else (),
        assumptions=assumptions_of(programme, metrics),
        next=(Next("rank", metric=metrics[0]), Next("requirement", metric=metrics[0])) if metrics else (),
    )


def _metrics_of_requirements(meaning: Meaning, programme: Programme) -> tuple[str, ...]:
    found = (programme.requirement[code] for code in meaning.requirements)
    return tuple(dict.fromkeys(item.metric for requirement in found for item in requirement.conditions))


def _explain_all(meaning: Meaning, programme: Programme, figures: Figures) -> Answer:
    """Show the total with its change, and every community's own, the largest first."""
    found = add_up(meaning, programme, figures)
    year = found.years[-1] if found.years else None
    items = [
        _moved(programme, figures, place, metric, year)
        for metric in found.metrics for place in programme.community
        if year is not None
    ]
    moved = [item for item in items if item.change is not None and item.change.number is not None]
    moved.sort(key=_size, reverse=True)
    return Answer(
        meaning=meaning, communities=found.communities, metrics=found.metrics, years=found.years, rows=found.rows,
        totals=found.totals, items=tuple(moved), assumptions=found.assumptions,
        next=tuple(Next("rank", metric=metric) for metric in found.metrics[:1]),
    )


def _size(item: Item) -> Fraction:
    """Say how far a figure moved in its own unit, whichever way."""
    later, before = item.measurement.number, item.before.number if item.before else None
    return Fraction(0) if later is None or before is None else abs(Fraction(later.key - before.key))


def _moved(programme: Programme, figures: Figures, place: str, metric: str, year: int) -> Item:
    now = measure(programme, figures, place, metric, year)
    before = measure(programme, figures, place, metric, year - 1)
    return Item(now, mark_of(programme, now), before=before, change=change(programme, now, before))
