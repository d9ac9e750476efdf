"""Figures as rows for people: named, with units, and who reported each and when."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from zoneinfo import ZoneInfo

from zc_bot.evaluation.figures import Figure
from zc_bot.policy.programme import Programme
from zc_bot.texts.catalog import Texts

COLUMNS = ("community", "metric", "year", "value", "unit", "status", "reporter", "reported_at")
WIDTHS = (20, 28, 8, 18, 8, 10, 14, 18)


def sorted_figures(figures: Iterable[Figure], programme: Programme) -> list[Figure]:
    """Put figures in the programme's order, the newest year first."""
    places, metrics = list(programme.community), list(programme.metric)
    known = [one for one in figures if one.metric in programme.metric and one.community in programme.community]
    return sorted(known, key=lambda one: (-one.year, places.index(one.community), metrics.index(one.metric)))


def row_of(one: Figure, programme: Programme, texts: Texts, zone: ZoneInfo) -> tuple[str | Decimal, ...]:
    """Write a figure as a row; years and figures are numbers that can be summed."""
    metric = programme.metric[one.metric]
    if one.value is None:
        value: str | Decimal = texts.plain(f"numbers.{one.marker}")
    elif metric.kind == "yesno":
        value = texts.plain("numbers.yes" if one.value else "numbers.no")
    else:
        value = one.value
    return (
        programme.community[one.community].name(texts.lang), metric.name(texts.lang), Decimal(one.year), value,
        metric.unit, texts.plain(f"report.status.{one.status}"), one.reported_by,
        f"{one.reported_at.astimezone(zone):%Y-%m-%d %H:%M}",
    )
