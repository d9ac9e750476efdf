"""What the picture of an answer shows: a line over years for a trend, bars for a comparison, a panel a metric."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from zc_bot.evaluation.formulas import Given
from zc_bot.evaluation.found import Found
from zc_bot.evaluation.lookups import mark_of
from zc_bot.evaluation.measurements import PERCENT, POINTS, Measurement, rounded
from zc_bot.evaluation.result import Answer, ChartKind, Item, Total
from zc_bot.evaluation.verdicts import Outcome
from zc_bot.texts.answers.asked import scope_of
from zc_bot.texts.answers.totals import how_many
from zc_bot.texts.answers.words import Words
from zc_bot.texts.charts.spec import ChartSpec, PanelsSpec, Point, Rule, Series
from zc_bot.texts.names import short_names
from zc_bot.texts.numbers import brief_number, scale_unit
from zc_bot.values import dataclass

PANELS = 3
BARS, LINES = 20, 13
"""More than these nobody can read in one picture."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One value to be drawn, in the unit that it was found in; lack: why there is none."""

    place: str | None
    metric: str
    year: int
    unit: str
    value: Decimal | None
    exact: bool
    lack: str
    pending: bool
    partial: str = ""
    mark: Outcome | None = None
    authority: str = ""
    """Of an authority's sum, its name; its communities have none of their own in the picture."""


_OF_NOBODY = frozenset({"mean", "median", "spread"})
"""Folds that are no figure of the city's: beside places they have no bar, which would be called the city's."""


def chart_of(answer: Answer, words: Words) -> ChartSpec | PanelsSpec | None:
    """Describe the picture of an answer; None where there is nothing to draw."""
    drawn = list(_drawn(answer, words))
    kind = answer.chart or _kind_of(drawn)
    metrics = list(dict.fromkeys(one.metric for one in drawn))[:PANELS]
    found = [_chart(kind, [one for one in drawn if one.metric == metric], answer, words) for metric in metrics]
    charts = [chart for chart in found if chart is not None]
    if len(charts) < 2:
        return charts[0] if charts else None
    title = words.texts.plain("ask.chart.several", titles=words.listed(chart.title for chart in charts))
    return PanelsSpec(title, tuple(charts))


def _drawn(answer: Answer, words: Words) -> Iterator[_Drawn]:
    if answer.result is not None:
        rows = [one for one in answer.result.rows if one.number is not None and one.measure.view == "value"]
        if answer.result.query.fold in _OF_NOBODY:
            rows = [one for one in rows if one.community or one.authority] or rows
        return iter([_of_found(one, words, answer.judged) for one in rows])
    if answer.totals:
        return (_of_total(total, words) for total in answer.totals)
    return (_of_item(item, words) for item in (*answer.items, *answer.absent))


def _of_item(item: Item, words: Words) -> _Drawn:
    return _measured(item.measurement, words, item.mark)


def _of_total(total: Total, words: Words) -> _Drawn:
    return _measured(total.item.measurement, words, None, "" if total.complete else how_many(total))


def _measured(found: Measurement, words: Words, mark: Outcome | None, partial: str = "") -> _Drawn:
    value = rounded(words.programme, found)
    lack = "" if value is not None else words.lack(found)
    exact = isinstance(found.number, Given)
    return _Drawn(found.community, found.metric, found.year, found.unit, value, exact, lack,
                  found.status == "submitted", partial, mark)


def _of_found(one: Found, words: Words, judged: bool) -> _Drawn:
    measured = Measurement(one.community, one.measure.metric, one.year, one.unit, one.number, None, one.figures)
    partial = f"{one.counted}/{one.of}" if one.community is None and one.counted != one.of else ""
    drawn = _measured(measured, words, mark_of(words.programme, measured) if judged else None, partial)
    if one.authority is None:
        return drawn
    return replace(drawn, place=one.authority, authority=words.authority(one.authority))


def _kind_of(drawn: Sequence[_Drawn]) -> ChartKind | None:
    """Choose lines over years, bars over places of one year."""
    years, places = ({one.year for one in drawn}, {one.place for one in drawn})
    if len(years) > 1 and len(places) <= LINES:
        return "line"
    return "bars" if len(places) > 1 and len(years) == 1 else None


def _chart(
    kind: ChartKind | None, drawn: Sequence[_Drawn], answer: Answer, words: Words
) -> ChartSpec | None:
    metric, unit = drawn[0].metric, drawn[0].unit
    values = [one.value for one in drawn if one.value is not None]
    if kind is None or len(values) < 2 or words.is_yesno(metric) or any(one.unit != unit for one in drawn):
        return None
    power, unit_name = scale_unit(max(map(abs, values)), unit, words.lang)
    own_unit = unit == words.programme.measure[metric].unit
    bounds = words.programme.bounds[metric] if own_unit else ()
    scaled = _Scaled(power, bounds, words)
    series = _lines(drawn, answer, scaled) if kind == "line" else _bars(drawn, scaled)
    plain = words.texts.plain
    shown_unit = plain("ask.points").strip() if unit == POINTS else unit_name.strip()
    return ChartSpec(
        kind=kind,
        title=_title(kind, drawn, series, words),
        unit=plain("ask.chart.unit", unit=shown_unit) if shown_unit else "",
        series=series,
        rules=tuple(_rules(metric, scaled)) if own_unit else (),
        pending=plain("ask.chart.pending"),
        partial=plain("ask.chart.partial"),
        met=plain("ask.chart.met"),
        failed=plain("ask.chart.failed"),
        cut=plain("ask.chart.cut", low="{low}"),
        foot=tuple(_absences(drawn, words)) if kind == "bars" else (),
    )


@dataclass(frozen=True)
class _Scaled:
    """Writes values in the chart's own unit, so that labels and axis agree."""

    power: int
    bounds: tuple[Decimal, ...]
    words: Words

    def point(self, label: str, one: _Drawn | None) -> Point:
        if one is None or one.value is None:
            return Point(label, None, "")
        text = brief_number(one.value, self.power, self.bounds) if one.exact else f"{one.value:f}"
        sign = PERCENT if one.unit == PERCENT else ""
        return Point(label, f"{one.value.scaleb(-self.power):f}", text + sign, one.pending, one.partial, one.mark)


def _lines(drawn: Sequence[_Drawn], answer: Answer, scaled: _Scaled) -> tuple[Series, ...]:
    words, called = scaled.words, short_names(scaled.words.programme, scaled.words.lang)
    by_place: dict[str | None, dict[int, _Drawn]] = {}
    for one in drawn:
        by_place.setdefault(one.place, {})[one.year] = one
    years = sorted({one.year for one in drawn})
    span = range(years[0], years[-1] + 1)
    several = len(by_place) > 1
    return tuple(
        Series(
            _series_name(place, next(iter(course.values())), called, several, answer, words),
            tuple(scaled.point(str(year), course.get(year)) for year in span),
        )
        for place, course in list(by_place.items())[:LINES]
    )


def _series_name(
    place: str | None, one: _Drawn, called: Mapping[str, str], several: bool, answer: Answer, words: Words
) -> str:
    if place is None:
        return scope_of(answer, words)
    return one.authority or (called[place] if several else words.community(place))


def _bars(drawn: Sequence[_Drawn], scaled: _Scaled) -> tuple[Series, ...]:
    words, called = scaled.words, short_names(scaled.words.programme, scaled.words.lang)
    shown = [one for one in drawn if one.value is not None][:BARS]
    names = (words.community(None) if one.place is None else one.authority or called[one.place] for one in shown)
    return (Series("", tuple(scaled.point(name, one) for name, one in zip(names, shown, strict=True))),)


def _absences(drawn: Sequence[_Drawn], words: Words) -> Iterator[str]:
    """Name below who has no value, a line for each reason."""
    called = short_names(words.programme, words.lang)
    reasons: dict[str, list[str]] = {}
    for one in drawn:
        if one.value is None and one.place is not None:
            reasons.setdefault(one.lack, []).append(one.authority or called[one.place])
    for reason, names in reasons.items():
        yield words.texts.plain("ask.chart.apart", reason=reason, names=words.listed(names))


def _rules(metric: str, scaled: _Scaled) -> Iterable[Rule]:
    words = scaled.words
    for requirement in words.programme.requirements:
        for condition in requirement.conditions:
            if condition.metric == metric:
                value = condition.threshold.scaleb(-scaled.power)
                yield Rule(f"{value:f}", words.texts.plain("ask.chart.rule", need=words.need(condition)))


def _title(kind: ChartKind, drawn: Sequence[_Drawn], series: tuple[Series, ...], words: Words) -> str:
    metric = words.metric(drawn[0].metric)
    if kind == "bars":
        return words.texts.plain("ask.chart.compare", year=drawn[0].year, metric=metric)
    if len(series) == 1:
        return words.texts.plain("ask.chart.trend", community=series[0].name, metric=metric)
    return words.texts.plain("ask.chart.trends", metric=metric)
