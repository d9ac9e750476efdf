"""What a chart of an answer shows: a line over years for a trend, bars for a comparison."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from zc_bot.evaluation.measurements import Measurement, rounded
from zc_bot.evaluation.result import Answer, Item, Total
from zc_bot.texts.answers.asked import scope_of
from zc_bot.texts.answers.totals import how_many
from zc_bot.texts.answers.words import Words
from zc_bot.texts.charts.spec import ChartSpec, Point, Rule, Series


def chart_of(answer: Answer, words: Words) -> ChartSpec | None:
    """Describe the chart of the answer's first metric; None where there is nothing to draw."""
    items = [*answer.items, *answer.absent, *(total.item for total in answer.totals)]
    metric = items[0].measurement.metric if items else ""
    series = _series(answer, metric, words)
    if sum(point.value is not None for course in series for point in course.points) < 2:
        return None
    return ChartSpec(
        kind=answer.chart or "line",
        title=_title(answer, metric, series, words),
        unit=words.texts.plain("ask.chart.unit", unit=words.unit_of(metric)) if words.unit_of(metric) else "",
        series=series,
        rules=tuple(_rules(metric, words)),
        pending=words.texts.plain("ask.chart.pending"),
        missing=words.texts.plain("ask.lack.unreported"),
        partial=words.texts.plain("ask.chart.partial"),
    )


def _series(answer: Answer, metric: str, words: Words) -> tuple[Series, ...]:
    if answer.totals:
        return (_totals(answer, metric, words),)
    shown = [item for item in (*answer.items, *answer.absent) if item.measurement.metric == metric]
    return _lines(shown, words) if answer.chart == "line" else (_bars(shown, words),)


def _totals(answer: Answer, metric: str, words: Words) -> Series:
    """Follow a total; a year that is not complete bears over how many it is."""
    by_year = {one.item.measurement.year: one for one in answer.totals if one.item.measurement.metric == metric}
    return Series(
        scope_of(answer, words),
        tuple(_of_total(year, by_year.get(year), words) for year in range(min(by_year), max(by_year) + 1)),
    )


def _of_total(year: int, total: Total | None, words: Words) -> Point:
    if total is None:
        return _point(str(year), None, words)
    point = _point(str(year), total.item.measurement, words)
    return point if total.complete else replace(point, partial=how_many(total))


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
