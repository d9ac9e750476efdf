"""Sums over communities, and shares of sums: never a mean of shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial

from zc_bot.evaluation.figures import Figure, Figures
from zc_bot.evaluation.formulas import Exact, Given, share_of, summed
from zc_bot.evaluation.lookups import assumptions_of, mark_of
from zc_bot.evaluation.measurements import Measurement, change, inputs_of, measure
from zc_bot.evaluation.result import Answer, Item, Next, Row, Total
from zc_bot.evaluation.rows import row_of
from zc_bot.evaluation.scope import communities_of
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme

YES_COUNTED_IN = "个"


def add_up(meaning: Meaning, programme: Programme, figures: Figures) -> Answer:
    """Answer `aggregate`: Σ, or Σ/Σ over those that reported both, in each year asked.

    An average growth is not summed: its metric is, with the growth of the sum beside it. Coverage in % has no
    denominator to sum and gives no total.
    """
    places = communities_of(meaning, programme)
    metrics = _summable(programme, meaning.metrics)
    years = tuple(sorted(meaning.years))
    known_in = cache(partial(_known, programme, figures, places))
    totals = [_total(programme, figures, places, metric, year, known_in) for year in years for metric in metrics]
    known = [total for total in totals if total.item.measurement.known]
    return Answer(
        meaning=meaning,
        communities=places,
        metrics=metrics or meaning.metrics,
        years=years,
        rows=tuple(_row(programme, total) for total in known),
        totals=tuple(totals),
        assumptions=assumptions_of(programme, metrics),
        next=tuple(Next("rank", metric=metric) for metric in metrics[:1]),
        chart="line" if len({total.item.measurement.year for total in known}) > 1 else None,
    )


def _row(programme: Programme, total: Total) -> Row:
    row = row_of(programme, total.item.measurement)
    return replace(row, counted=len(total.counted), expected=len(total.expected))


def _total(
    programme: Programme,
    figures: Figures,
    communities: tuple[str, ...],
    metric: str,
    year: int,
    known_in: Callable[[str, int], dict[str, tuple[Figure, ...]]],
) -> Total:
    """Sum a metric over the communities that reported it, with the change over those known in both years.

    A sum over a part is judged by nothing: the policy's bounds are for the whole.
    """
    expected = tuple(code for code in communities if programme.community[code].start <= year)
    now, before = known_in(metric, year), known_in(metric, year - 1)
    alike = [code for code in now if code in before]
    found = _sum(programme, metric, year, now.values())
    later = found if len(alike) == len(now) else _sum(programme, metric, year, [now[code] for code in alike])
    earlier = _sum(programme, metric, year - 1, [before[code] for code in alike])
    lacking = tuple(Item(measure(programme, figures, code, metric, year)) for code in expected if code not in now)
    item = Item(found, before=earlier, change=change(programme, later, earlier))
    total = Total(item, tuple(now), tuple(dict.fromkeys((*expected, *now))), lacking, later, len(alike))
    judged = total.complete and metric in programme.derivation
    return replace(total, item=replace(item, mark=mark_of(programme, found))) if judged else total


def _known(
    programme: Programme, figures: Figures, communities: Iterable[str], metric: str, year: int
) -> dict[str, tuple[Figure, ...]]:
    """Return, by community, the figures that a metric is worked out from, where all of them are numbers."""
    inputs = programme.inputs[metric]
    found: dict[str, tuple[Figure, ...]] = {}
    for community in communities:
        figures_of = (figures.get(community, code, year) for code in inputs)
        used = tuple(figure for figure in figures_of if figure is not None and figure.value is not None)
        if len(used) == len(inputs):
            found[community] = used
    return found


def _sum(programme: Programme, metric: str, year: int, found: Iterable[tuple[Figure, ...]]) -> Measurement:
    used = tuple(figure for inputs in found for figure in inputs)
    unit = YES_COUNTED_IN if _is_yesno(programme, metric) else programme.measure[metric].unit
    if not used:
        return Measurement(None, metric, year, unit, lack="unreported")
    sums = [
        summed(figure.value for figure in used if figure.metric == code and figure.value is not None)
        for code in inputs_of(programme, (metric,))
    ]
    number: Exact | None = share_of(*sums) if len(sums) > 1 else Given(sums[0])
    return Measurement(None, metric, year, unit, number, None if number else "zero_denominator", used)


def _summable(programme: Programme, metrics: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for code in metrics:
        derived = programme.derivation.get(code)
        if derived is not None:
            found[derived.of or code] = None
        elif programme.metric[code].kind != "percent":
            found[code] = None
    return tuple(found)


def _is_yesno(programme: Programme, metric: str) -> bool:
    return metric in programme.metric and programme.metric[metric].kind == "yesno"
