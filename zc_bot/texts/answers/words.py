"""The words every answer is made of: names, numbers, verdict marks, dates and who reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from zoneinfo import ZoneInfo

from markupsafe import Markup

from zc_bot.evaluation.figures import Figure
from zc_bot.evaluation.formulas import PLACES, Given, difference, less, summed
from zc_bot.evaluation.measurements import PERCENT, POINTS, Measurement, rounded
from zc_bot.evaluation.result import Item
from zc_bot.evaluation.verdicts import Outcome, Verdict
from zc_bot.parsing.query import Measure
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Condition, Metric
from zc_bot.texts.catalog import Lang, Texts
from zc_bot.texts.numbers import format_large, format_metric, unit_name
from zc_bot.texts.reminders import authority_name
from zc_bot.values import dataclass

FEW, NAMED = 3, 12
"""So many communities are named in one line; the rest is counted."""
_SIGNS = {"+": "＋", "-": "－"}
_DECIMALS_AT_A_GLANCE: Mapping[str, int] = {"zh": 4}
_DECIMALS_OTHERWISE = 5
"""So that whole 万元 are said in 亿, and in billions too, whatever their digits: never two units in one line."""


@dataclass(frozen=True)
class Words:
    """One programme in one language; today: the day whose names the authorities go by.

    seen: the communities of which all that was reported is shown, reviewed or not.
    """

    programme: Programme
    texts: Texts
    today: date | None = None
    seen: frozenset[str] = frozenset()

    @property
    def lang(self) -> Lang:
        return self.texts.lang

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.programme.timezone)

    def community(self, code: str | None) -> str:
        """Name a community; None is the whole city."""
        return self.programme.city(self.lang) if code is None else self.programme.community[code].name(self.lang)

    def group(self, codes: Sequence[str]) -> str:
        """Name several communities that are a row: all as the city, those begun in one year by it, others by name."""
        if len(codes) == len(self.programme.communities):
            return self.texts.plain("ask.query.city")
        years = {self.programme.community[code].start for code in codes}
        whole = sum(one.start in years for one in self.programme.communities) == len(codes)
        if len(years) == 1 and whole:
            return self.texts.plain("ask.query.batch", count=len(codes), year=years.pop())
        return self.listed(map(self.community, codes))

    def places(self, codes: Sequence[str]) -> str:
        """Name some communities in few words: all but a few by those few."""
        called = self.programme.short_names[self.lang]
        others = [called[code] for code in self.programme.community if code not in codes]
        if len(codes) > FEW and 0 < len(others) <= FEW:
            return self.texts.plain("ask.all_but", names=self.listed(others))
        return self.listed((called[code] for code in codes), FEW)

    def authority(self, code: str) -> str:
        found = self.programme.authority[code]
        return found.name(self.lang) if self.today is None else authority_name(found, self.today, self.lang)

    def departments(self, names: str) -> str:
        """Name departments, noted by their own names, in the language; authorities as they are called now."""
        owners = {one.name("zh"): one.code for one in self.programme.authorities}
        called = (self.authority(owners[name]) if name in owners else self.programme.member_called(name, self.lang)
                  for name in names.split("、"))
        return self.texts.plain("ask.comma").join(called)

    def metric(self, code: str) -> str:
        return self.programme.measure[code].short(self.lang)

    def measured(self, one: Measure) -> str:
        """Name what a measure looks at; of a quotient, a sum or a difference all of its metrics."""
        if one.terms:
            others = (f"{_SIGNS[term[0]]}{self.metric(term[1:])}" for term in one.terms)
            return self.metric(one.metric) + "".join(others)
        if not one.per:
            return self.metric(one.metric) if one.metric else ""
        return self.texts.plain("ask.query.per", above=self.metric(one.metric), below=self.metric(one.per))

    def listed(self, names: Iterable[str], limit: int = NAMED, more: str = "ask.and_more") -> str:
        """Join names, and say by `more` that there are others than the first `limit`; a single one is named too."""
        every = list(names)
        shown = every if len(every) <= limit + 1 else every[:limit]
        text = self.texts.plain("ask.comma").join(shown)
        return text if len(shown) == len(every) else self.texts.plain(more, names=text, count=len(every))

    def goal(self, goal: Verdict) -> str:
        """Name one of the programme's goals, and say where it is told by the start years of the notice alone."""
        name = self.programme.requirement[goal.requirement].name(self.lang)
        return self.texts.plain("ask.planned", name=name) if goal.basis.planned else name

    def quantity(self, value: Decimal, unit: str) -> str:
        """Write an exact value in the unit people say it in, where that stays short; else in its own."""
        return format_large(value, unit, self.lang, _DECIMALS_AT_A_GLANCE.get(self.lang, _DECIMALS_OTHERWISE))

    def value(self, found: Measurement, bounds: Iterable[Decimal] = ()) -> str:
        """Write a measurement: yes or no, a figure in full, a derived one rounded; without one, why."""
        value = rounded(self.programme, found, bounds)
        if value is None:
            return self.lack(found)
        metric = self.programme.measure[found.metric]
        if isinstance(metric, Metric) and metric.kind == "yesno" and found.unit == metric.unit:
            return format_metric(value, None, metric, self.lang)
        if isinstance(found.number, Given):
            return self.quantity(value, found.unit)
        return f"{value:f}{self.unit(found.unit)}"

    def figure(self, metric: str, value: Decimal) -> str:
        """Write one reported figure of a metric."""
        found = self.programme.metric[metric]
        if found.kind == "yesno":
            return format_metric(value, None, found, self.lang)
        return self.quantity(value, found.unit)

    def lack(self, found: Measurement) -> str:
        """Say why there is no value."""
        if found.lack == "unreported":
            return self.unreported([found.community])
        return self.texts.plain(f"ask.lack.{found.lack}")

    def unreported(self, places: Iterable[str | None]) -> str:
        """Say that communities (None: all) reported nothing; where what waits is not shown, that they may have."""
        every = frozenset(self.programme.community)
        wanted = frozenset[str]().union(*(every if place is None else {place} for place in places)) or every
        return self.texts.plain("ask.lack.unseen" if wanted - self.seen else "ask.lack.unreported")

    def undecided(self, places: Sequence[str]) -> list[Markup]:
        """Name the communities of which it can't be told, which are on neither side."""
        names = [self.community(code) for code in places]
        return [self.texts("ask.query.undecided", count=len(names), names=self.listed(names))] if names else []

    def sum_of(self, found: Measurement, metric: str) -> str:
        """Write the sum of one metric's figures behind a total."""
        values = (item.value for item in found.figures if item.metric == metric and item.value is not None)
        return self.quantity(summed(values), self.programme.metric[metric].unit)

    def signed(self, found: Measurement) -> str:
        """Write a change with its sign."""
        value = rounded(self.programme, found)
        if value is None:
            return self.lack(found)
        return f"{value:+f}{self.unit(found.unit)}"

    def apart(self, more: Measurement, less_: Measurement) -> str:
        """Write the difference of two measurements of one metric; empty for none, or between yes and no."""
        if more.number is None or less_.number is None or self.is_yesno(more.metric) or more.number == less_.number:
            return ""
        if isinstance(more.number, Given) and isinstance(less_.number, Given) and more.unit != PERCENT:
            return self.quantity(less(more.number.value, less_.number.value), more.unit)
        return f"{difference(more.number, less_.number).rounded(PLACES):f}{self.texts.plain('ask.points')}"

    def is_yesno(self, metric: str) -> bool:
        """Tell whether a metric is answered with yes or no."""
        return metric in self.programme.metric and self.programme.metric[metric].kind == "yesno"

    def unit_of(self, metric: str) -> str:
        """Name a metric's unit alone, as on a chart."""
        return unit_name(self.programme.measure[metric].unit, self.lang).strip()

    def unit(self, unit: str) -> str:
        return self.texts.plain("ask.points") if unit == POINTS else unit_name(unit, self.lang)

    def mark(self, mark: Outcome) -> str:
        return self.texts.plain(f"check.mark.{mark}")

    def after(self, mark: Outcome | None) -> str:
        """Write a verdict's mark as it follows a value."""
        return "" if mark is None else f" {self.mark(mark)}"

    def pending(self, found: Measurement) -> str:
        return self.texts.plain("ask.pending") if found.status == "submitted" and found.number is not None else ""

    def need(self, condition: Condition) -> str:
        """Say what a condition asks for: 不低于70%."""
        metric = self.programme.measure[condition.metric]
        if isinstance(metric, Metric) and metric.kind == "yesno":
            return self.texts.plain("check.need.yes" if condition.threshold else "check.need.no")
        key = {">=": "at_least", ">": "above", "=": "exactly", "about": "about"}[condition.operator]
        return self.texts.plain(f"check.need.{key}", value=self.quantity(condition.threshold, metric.unit))

    def gap(self, verdict: Verdict) -> str:
        """Say how far a value is from its threshold, in percentage points between shares."""
        if verdict.gap is None:
            return ""
        size = abs(verdict.gap)
        if size == 0:
            return self.texts.plain("check.gap.none")
        text = (
            f"{size:f}{self.texts.plain('ask.points')}" if verdict.unit == "%" else self.quantity(size, verdict.unit)
        )
        return self.texts.plain("check.gap.above" if verdict.gap > 0 else "check.gap.below", size=text)

    def moment(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).isoformat(" ")[:16]  # Twice as quick as strftime, at each figure.

    def reported(self, figure: Figure) -> Markup:
        """Say who reported a figure and when, and whether it was reviewed."""
        key = "ask.reported.pending"
        if figure.status == "approved":
            key = "ask.reported.reviewed" if figure.reviewed_by else "ask.reported.approved"
        reviewed = self.moment(figure.reviewed_at) if figure.reviewed_at else ""
        return self.texts(
            key,
            name=figure.reported_by,
            time=self.moment(figure.reported_at),
            reviewer=figure.reviewed_by or "",
            reviewed=reviewed,
        )

    def absences(self, items: Iterable[Item], asked: Set[tuple[str, int]] = frozenset()) -> list[Markup]:
        """List who lacks a figure, a line for each reason; of several figures with which, unless all."""
        groups: dict[tuple[str, str], dict[str | None, list[tuple[str, int]]]] = {}
        for item in items:
            why = str(item.measurement.lack), self.lack(item.measurement)
            groups.setdefault(why, {}).setdefault(item.measurement.community, []).append(metric_and_year(item))
        return [
            self.texts(
                "ask.apart",
                reason=reason,
                count=len(places),
                names=self.listed(self._lacking(code, lacks, asked) for code, lacks in places.items()),
            )
            for (_, reason), places in sorted(groups.items(), key=itemgetter(0))
        ]

    def _lacking(self, code: str | None, lacks: Sequence[tuple[str, int]], asked: Set[tuple[str, int]]) -> str:
        community = self.community(code)
        if not asked or set(lacks) == asked:
            return community
        several = len({year for _, year in asked}) > 1
        what = [
            self.texts.plain("check.absent", metric=name, year=year) if several else name
            for name, year in ((self.metric(metric), year) for metric, year in lacks)
        ]
        return self.texts.plain("ask.apart_of", name=community, what=self.listed(what))


def metric_and_year(item: Item) -> tuple[str, int]:
    """Tell what one has or lacks a figure of."""
    return item.measurement.metric, item.measurement.year
