"""Situations in a line: what was reported, as a reader of the policy would say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from zc_bot.evaluation.answer import answer
from zc_bot.evaluation.figures import Figure, Figures, Status
from zc_bot.evaluation.result import Answer
from zc_bot.evaluation.verdicts import Verdict, judge
from zc_bot.parsing.meaning import Intent, Meaning
from zc_bot.policy.programme import Programme

NOW = datetime(2020, 1, 14, 2, 0, tzinfo=UTC)
Given = str | int | Decimal


def figure(place: str, metric: str, year: int, given: Given, status: Status = "approved") -> Figure:
    """Make a reported figure; 不适用 and 保密 are markers, 是 and 否 are one and zero."""
    made = Figure(place, metric, year, None, None, status, "王芳", NOW)
    if given == "不适用":
        return made._replace(marker="not_applicable")
    if given == "保密":
        return made._replace(marker="confidential")
    return made._replace(value=Decimal({"是": 1, "否": 0}.get(str(given), given)))


def reported(place: str, **by_metric: Given | dict[int, Given]) -> list[Figure]:
    """Make the figures of a community: `metric=value` is 2019's, `metric={year: value}` several years'."""
    return [
        figure(place, metric, year, value)
        for metric, given in by_metric.items()
        for year, value in (given if isinstance(given, dict) else {2019: given}).items()
    ]


def verdict(
    programme: Programme, figures: list[Figure], requirement: str, place: str = "tongchuang", year: int = 2019
) -> Verdict:
    """Judge one requirement."""
    found = judge(programme, Figures(figures), place, year)
    return next(item for item in found if item.requirement == requirement)


def ask(programme: Programme, figures: list[Figure], intent: Intent, metric: str = "", **rest: object) -> Answer:
    """Answer a question that has been understood already, on 2020-01-14."""
    meaning = replace(Meaning(intent, metrics=(metric,) if metric else ()), **rest)  # type: ignore[arg-type]
    return answer(meaning, programme, Figures(figures), today=date(2020, 1, 14), now=NOW)


def values(found: Answer) -> dict[str | None, str | None]:
    """Return the rows' values by community."""
    return {row.community: row.value for row in found.rows}
