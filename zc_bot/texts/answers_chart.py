"""What a chart of an answer shows: a line over years for a trend, bars for a comparison."""

from __future__ import annotations

from collections.abc import Iterable

from zc_bot.evaluation.measurements import Measurement, rounded
from zc_bot.evaluation.result import Answer, Item
from zc_bot.texts.answers_words import Words
from zc_bot.texts.charts_spec import ChartSpec, Point, Rule, Series


def chart_of(answer: Answer, words: Words) -> ChartSpec | None:
    """Describe the chart of the answer's first metric; None where there is nothing to draw."""
    items = [*answer.items, *answer.absent, *(total.item for total in answer.totals)]
    metric = items[0].measurement.metric if items else ""
    shown = [item for item in items if item.measurement.metric == metric]
    if sum(item.measurement.number is not None for item in shown) < 2:
        return None
    series = _lines(shown, words) if answer.chart == "line" else (_bars(shown, words),)
    return ChartSpec(
        kind=answer.chart or "line",
        title=_title(answer, metric, series, words),
        unit=words.texts.plain("ask.chart.unit", unit=words.unit_of(metric)) if words.unit_of(metric) else "",
        series=series,
        rules=tuple(_rules(metric, words)),
        pending=words.texts.plain("ask.chart.pending"),
        missing=words.texts.plain("ask.lack.unreported"),
    )


def _lines(items: Iterable[Item], words: Words) -> tuple[Series, ...]:
    by_place: dict[str | None, dict[int, Measurement]] = {}
    for item in items:
        by_place.setdefault(item.measurement.community, {})[item.measurement.year] = item.measurement
    years = sorted({year for course in by_place.values() for year in course})
    span = range(years[0], years[-1] + 1)
    return tuple(
        Series(words.community(place), tuple(_point(str(year), course.get(year), words) for year in span))
        for place, course in by_place.items()
    )


def _bars(items: Iterable[Item], words: Words) -> Series:
    found = [item.measurement for item in items]
    return Series("", tuple(_point(words.community(item.community), item, words) for item in found))


def _point(label: str, found: Measurement | None, words: Words) -> Point:
    if found is None or found.number is None:
        return Point(label, None, words.value(found) if found else words.texts.plain("ask.lack.unreported"))
    value = rounded(words.programme, found)
    return Point(label, None if value is None else f"{value:f}", words.value(found), found.status == "submitted")


def _rules(metric: str, words: Words) -> Iterable[Rule]:
    for requirement in words.programme.requirements:
        for condition in requirement.conditions:
            if condition.metric == metric:
                yield Rule(
                    f"{condition.threshold:f}",
                    words.texts.plain("ask.chart.rule", need=words.need(condition)),
                )


def _title(answer: Answer, metric: str, series: tuple[Series, ...], words: Words) -> str:
    if answer.chart == "bars":
        return words.texts.plain("ask.chart.compare", year=answer.years[0], metric=words.metric(metric))
    if len(series) == 1:
        return words.texts.plain("ask.chart.trend", community=series[0].name, metric=words.metric(metric))
    return words.texts.plain("ask.chart.trends", metric=words.metric(metric))
