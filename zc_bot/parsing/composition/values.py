"""What the spans of a question become on the way to a query: topics, predicates, conditions, sets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import compress

from zc_bot.parsing.quantities import Quantity
from zc_bot.parsing.query import Condition, Fold, Places, Sign, View

OF_ONE_AUTHORITY = 3
"""More than so many are a group of another kind, among which one is looked for."""
_SLOTS = ("places", "metrics", "years", "every", "whole", "since", "by", "view", "fold", "yearly", "per", "among")


def _filled(*filled: bool) -> frozenset[str]:
    """Name the slots that are filled."""
    return frozenset([*compress(_SLOTS, filled)])


@dataclass(frozen=True, slots=True)
class Topic:
    """What is spoken of, as far as it is named: places, metrics, years, and how several of them are taken.

    span: the years were said by their ends. every: in each of them, or in one. whole: the city was named. view: how
    the metrics are looked at. since: the year that a change counts from, 0 for the one before. fold: how several are
    put together; yearly: year by year. per: the metric that is divided by. among: those among whom one has its place.
    asked: 多少 closed it, and what looks at it otherwise is a second question.
    """

    places: Places | None = None
    metrics: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    several: bool = False
    span: bool = False
    every: bool | None = None
    whole: bool = False
    since: int | None = None
    ever: bool = False
    by: str = ""
    view: View = "value"
    fold: Fold = ""
    yearly: bool = False
    per: str = ""
    among: tuple[str, ...] = ()
    asked: bool = False
    slots: frozenset[str] = field(init=False, repr=False, compare=False)
    """What is filled, by name."""

    def __post_init__(self) -> None:
        filled = _filled(
            self.places is not None, bool(self.metrics), bool(self.years or self.ever), self.every is not None,
            self.whole, self.since is not None, bool(self.by), self.view != "value", bool(self.fold), self.yearly,
            bool(self.per), bool(self.among),
        )
        object.__setattr__(self, "slots", filled)

    @property
    def named(self) -> tuple[str, ...]:
        """Give the communities named outright; none where they are described or not named."""
        return () if self.places is None or self.places.is_described else self.places.codes

    def merged(self, other: Topic) -> Topic | None:
        """Join two that speak of different things, or say the same twice; None where they do not fit."""
        if any(not _agree(name, self, other) for name in self.slots & other.slots):
            return None
        if {"places", "whole"} <= self.slots | other.slots:
            return None
        if self.asked and other.slots == {"view"} and other.view in {"share", "place"}:
            return None
        return Topic(
            self.places or other.places, self.metrics or other.metrics, self.years or other.years,
            self.several or other.several, self.span or other.span,
            other.every if self.every is None else self.every, self.whole or other.whole,
            self.since if other.since is None else other.since, self.ever or other.ever, self.by or other.by,
            _view(self, other), self.fold or other.fold, self.yearly or other.yearly,
            self.per or other.per, self.among or other.among, self.asked or other.asked,
        )

    def beside(self, other: Topic) -> Topic | None:
        """Join two of the same single kind: places, metrics or years; the same twice is once."""
        kinds = self.slots - {"every"}
        if len(kinds) != 1 or kinds != other.slots - {"every"} or self.ever or other.ever:
            return None
        if kinds == {"places"} and self.named and other.named:
            if {*self.named} < {*other.named} and len(self.named) > 1 and len(other.named) > OF_ONE_AUTHORITY:
                return replace(self, every=other.every)  # 苏通 通州湾 能达 三个功能区 are those three.
            if {*other.named} < {*self.named} and (len(other.named) > 1 or len(self.named) > OF_ONE_AUTHORITY):
                return None  # 功能区（能达、苏通） are those two.
            if min(len(self.named), len(other.named)) > OF_ONE_AUTHORITY:
                return None  # 2017年启动的五家与2018年启动的八家 are two groups, no thirteen.
            return replace(self, places=Places(_joined(self.named, other.named)), every=other.every)
        if kinds == {"metrics"} and "" not in {*self.metrics, *other.metrics}:
            return replace(self, metrics=_joined(self.metrics, other.metrics), every=other.every)
        if kinds == {"years"}:
            years = _joined(self.years, other.years)
            return replace(self, years=years, several=len(years) > 1, span=False, every=other.every)
        return None


@dataclass(frozen=True, slots=True)
class Limit:
    """A comparison with an amount, the mean, a community's or another metric's figure; or of its place among all."""

    sign: Sign
    amount: Quantity | None = None
    against: str = ""
    place: int = 0
    metric: str = ""
    view: View = "value"


@dataclass(frozen=True, slots=True)
class Predicate:
    """What is said of a figure whose metric is named elsewhere."""

    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A condition with the topic that it was said of, which the next may leave out."""

    condition: Condition
    topic: Topic


@dataclass(frozen=True, slots=True)
class Chosen:
    """Communities described by what they are; asked: it was asked which."""

    places: Places
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Against:
    """What something is compared with: a community, or the mean of all; and what is said of it behind."""

    code: str
    topic: Topic = Topic()


@dataclass(frozen=True, slots=True)
class Relation:
    """How a figure is held against another: a community's, the mean, or its own of an earlier year."""

    view: View
    other: str = ""
    since: int | None = None
    topic: Topic = Topic()


def _joined(first: tuple, second: tuple) -> tuple:  # type: ignore[type-arg]
    return tuple(dict.fromkeys((*first, *second)))


def _agree(slot: str, one: Topic, other: Topic) -> bool:
    """Tell whether two say the same of a thing; an average growth is a growth."""
    if slot == "years" and one.ever and other.ever:
        return not (one.years or other.years)  # 自启动以来历年
    if slot == "view":
        both = {one.view, other.view}
        return one.view == other.view or both in ({"average_growth", "change"}, {"met", "place"})
    return slot != "years" and getattr(one, slot) == getattr(other, slot)


def _view(one: Topic, other: Topic) -> View:
    both = {one.view, other.view}
    if "average_growth" in both or "place" in both:
        return "average_growth" if "average_growth" in both else "place"
    return one.view if other.view == "value" else other.view
