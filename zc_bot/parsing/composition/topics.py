"""How spans become topics: what is spoken of, its years, how it is looked at, what is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from zc_bot.parsing.composition.values import OF_ONE_AUTHORITY, Against, Chosen, Topic
from zc_bot.parsing.query import Condition, Fold, Joined, Judged, Measure, Places, View

MEAN, MEDIAN, IT = "mean", "median", "it"
_MOVING = frozenset({"change", "gain", "average_growth"})


def place(codes: tuple[str, ...]) -> Topic:
    return Topic(places=Places(codes))


def metric(codes: tuple[str, ...]) -> Topic:
    return Topic(metrics=codes)


def growing(codes: tuple[str, str]) -> Topic:
    """Look at a metric by its average growth, over whichever years."""
    return Topic(metrics=codes[:1], view="average_growth")


def growth_metric(codes: tuple[str, str]) -> Topic:
    """Take an average growth as the policy's own measure."""
    return Topic(metrics=codes[1:])


def years(found: tuple[tuple[int, ...], bool]) -> Topic | None:
    named, span = found
    return Topic(years=named, several=len(named) > 1, span=span) if named else None


def whole(_: Any) -> Topic:
    return Topic(whole=True)


def requirements_met(_: Any) -> Topic:
    """Speak of how many requirements are met, which is no metric's."""
    return Topic(metrics=("",), view="met")


def seen_as(view: View) -> Topic:
    return Topic(view=view)


def as_share(_: Any) -> Topic:
    return Topic(view="share")


def as_place(_: Any) -> Topic:
    return Topic(view="place")


def place_by_year(_: Any) -> Topic:
    return Topic(view="place", yearly=True)


def counted_metric(_: Any, codes: tuple[str, ...]) -> Topic:
    return Topic(metrics=codes)


def so_many_of(topic: Topic, _: Any) -> Topic | None:
    """能达孵化器有几个: the figure itself is asked for, of one that is named or of the city."""
    whose = topic.named or topic.whole
    plain = topic.slots <= {"places", "metrics", "years", "whole", "fold"}
    return topic if whose and topic.metrics and plain else None


def itself(topic: Topic) -> Topic:
    return topic


OF_UNIT = "unit:"


def of_its_unit(code: str) -> str:
    """多少人: how much, of what is counted so."""
    return f"{OF_UNIT}{code}"


def is_of_another(much: str, metrics: Sequence[str]) -> bool:
    """Tell whether it is asked how many there are of what others are counted by: 孵化器最多的, …多少人."""
    return much.startswith(OF_UNIT) and bool(metrics) and much.removeprefix(OF_UNIT) not in metrics


def asked(topic: Topic, much: str) -> Topic | None:
    """总产值是多少: what stands behind asks anew."""
    return None if is_of_another(much, topic.metrics) else replace(topic, asked=True)


def asked_ahead(much: str, topic: Topic) -> Topic | None:
    """How much is its output; behind a 多少 a share or a place is another question."""
    if is_of_another(much, topic.metrics):
        return None
    return None if topic.slots == {"view"} and topic.view in {"share", "place"} else topic


def each_apart(topic: Topic, _: Any) -> Topic | None:
    """各: of several metrics, or of several communities, a row each."""
    several = len(topic.metrics) > 1 or len(topic.named) > 1 or topic.by
    return totalled(topic) if topic.metrics and several else None


def put_together(fold: Fold) -> Callable[[Any], Topic]:
    return lambda _: Topic(fold=fold)


def by_kind(kind: str) -> Topic:
    return Topic(by=kind)


def year_by_year(_: Any) -> Topic:
    return Topic(yearly=True)


def of_all_years(_: Any) -> Topic:
    return Topic(ever=True)


def described(chosen: Chosen) -> Topic | None:
    return None if chosen.asked else Topic(places=chosen.places)


def ranked(chosen: Chosen) -> Topic | None:
    """总产值前三的社区，合计: what was ordered is what is asked, where nothing else is."""
    top = chosen.places.top
    if chosen.asked or top is None or top.ever or top.measure.view != "value":
        return None
    return Topic(places=chosen.places, metrics=(top.measure.metric,), years=top.years)


def together(ranked_topic: Topic, topic: Topic) -> Topic | None:
    """Ask of the first few by what they were ordered only what puts them together, or their share."""
    return ranked_topic.merged(topic) if topic.fold or topic.view == "share" else None


def several_shares(topic: Topic, _: Any) -> Topic | None:
    """战新、高新占比: the word says what the names mean."""
    return topic if len(topic.metrics) > 1 or topic.view == "share" else None


def of_communities(topic: Topic, _: Any) -> Topic | None:
    """The median of the communities: of all of them."""
    return topic if topic.fold in {"mean", "median"} and topic.places is None else None


def merge(first: Topic, second: Topic) -> Topic | None:
    """Join topics that speak of different things; the base of a change stands before its later year or behind it."""
    return first.merged(second)


def described_behind(topic: Topic, other: Topic) -> Topic | None:
    """Put a set behind its metric; not where a bare verdict begins it, which is the metric's: 总产值达标的社区."""
    bare = other.places is not None and _is_bare(other.places.where)
    return None if bare else topic.merged(other)


def _is_bare(condition: Condition | None) -> bool:
    match condition:
        case Judged(metrics=()):
            return True
        case Joined(_, items):
            return any(_is_bare(item) for item in items)
    return False


def beside(first: Topic, second: Topic) -> Topic | None:
    return first.beside(second)


def side_by_side(first: Topic, second: Topic) -> Topic | None:
    """Join two of a kind that stand side by side; a community behind its authority is itself: 崇川区观音山."""
    inner = bool(second.named) and set(second.named) < set(first.named)
    inner = inner and (len(first.named) <= OF_ONE_AUTHORITY or len(second.named) > 1)  # 功能区（能达、苏通）.
    if first.slots == second.slots == {"places"} and inner:
        return second
    return first.beside(second)


def either(first: Topic, second: Topic) -> Topic | None:
    """战新占比或高新占比: what is said of them need hold of one only; of places it says nothing."""
    both = first.beside(second)
    fits = both is not None and not both.named and first.every is None and second.every is None
    return replace(both, every=False) if both is not None and fits else None


def per(_: Any, topic: Topic) -> Topic | None:
    """Per employee, 除以从业人员: what is divided by."""
    return Topic(per=topic.metrics[0]) if topic.slots == {"metrics"} and len(topic.metrics) == 1 else None


def part_of(first: Topic, second: Topic) -> Topic | None:
    """三创集中区占载体面积: a figure by another of the same place; what is said of it may stand behind either."""
    if len(first.metrics) != 1 or len(second.metrics) != 1 or first.per or second.per or second.view != "value":
        return None
    return replace(first, per=second.metrics[0]).merged(replace(second, metrics=()))


def as_part(topic: Topic, _: Any) -> Topic | None:
    """占载体面积多大比例: what asks for the part."""
    return topic if topic.per and topic.metrics else None


def one_by_other(topic: Topic, _: Any) -> Topic | None:
    """从业人员跟新增企业之比: the first by the second."""
    if len(topic.metrics) != 2 or topic.per or topic.view != "value" or topic.every is not None:
        return None
    return replace(topic, metrics=topic.metrics[:1], per=topic.metrics[1])


def per_head(metric: str) -> Topic:
    return Topic(per=metric)


def quantified(topic: Topic, every: bool) -> Topic | None:
    if topic.yearly and every and topic.every is None and not topic.ever:
        return in_every_year(replace(topic, yearly=False), None)
    if topic.every is False is every:
        return topic  # Either A or B says it twice.
    plural = topic.several or len(topic.metrics) > 1 or len(topic.named) > 1
    return replace(topic, every=every) if topic.every is None and plural else None


def quantified_ahead(every: bool, topic: Topic) -> Topic | None:
    return quantified(topic, every)


def counted(topic: Topic, count: int) -> Topic | None:
    """Pass over how many were just listed: 如皋、如东、启东三家."""
    without = () if topic.places is None else topic.places.without
    listed = {len(topic.named), len(topic.metrics), len(topic.years), len(without)}
    return topic if count in listed and count > 1 else None


def in_every_year(topic: Topic, _: Any) -> Topic | None:
    """每年都: in each of the years named, or of all there are."""
    if topic.every is not None or topic.ever:
        return None
    return replace(topic, every=True) if topic.several else replace(topic, ever=True, every=True)


def without(_: Any, topic: Topic) -> Topic | None:
    only_places = topic.slots == {"places"} and topic.named
    return Topic(places=Places(without=topic.named)) if only_places else None


def outside(topic: Topic, _: Any) -> Topic | None:
    return without(None, topic)


def excluded_again(topic: Topic, _: Any) -> Topic | None:
    """除了能达以外, 除了能达其他: the second word says the same."""
    return topic if topic.places is not None and topic.places.without and topic.slots == {"places"} else None


def its_community(topic: Topic, noun: Any) -> Topic | None:
    """海门市的社区: the one that it has."""
    return topic if noun != "inside" and topic.slots == {"places"} and len(topic.named) == 1 else None


def called_so(count: int, codes: tuple[str, ...]) -> Topic | None:
    """两个跨江: all that are called so, where they are as many."""
    return place(codes) if len(codes) == count else None


def only_named(topic: Topic, _: Any) -> Topic | None:
    """三家里头: among those that are named."""
    return topic if topic.slots == {"places"} and len(topic.named) > 1 else None


def those(topic: Topic, _: Any) -> tuple[str, ...] | None:
    """2018年启动的八家里头: among whom one is looked for."""
    return topic.named if topic.slots == {"places"} and len(topic.named) > 1 else None


def so_many_of_those(topic: Topic, count: int) -> tuple[str, ...] | None:
    """能达、苏通、通州湾这三个里: among as many as were listed."""
    return those(topic, None) if len(topic.named) == count else None


def one_among(those: tuple[str, ...], topic: Topic) -> Topic | None:
    """…里头，能达排第几: its place among them."""
    if len(topic.named) != 1 or not set(topic.named) < set(those) or topic.among:
        return None
    return replace(topic, among=those)


def one_among_behind(topic: Topic, those: tuple[str, ...]) -> Topic | None:
    return one_among(those, topic)


def only(_: Any, topic: Topic) -> Topic | None:
    return topic if topic.slots == {"places"} and topic.named else None


def less(first: Topic, second: Topic) -> Topic | None:
    """Exclude from the whole, or from those named, of which those left out must be: 全市除了能达."""
    if second.places is None or not second.places.without or second.slots != {"places"} or second.named:
        return None
    if first.whole:
        if not first.metrics:
            return None
        fold: Fold = "sum" if not (first.fold or first.by) else first.fold
        return replace(first, whole=False, places=second.places, fold=fold)
    if set(second.places.without) <= set(first.named):
        left = tuple(code for code in first.named if code not in second.places.without)
        return replace(first, places=Places(left)) if left else None
    return None


def less_bare(first: Topic, second: Topic) -> Topic | None:
    """全市除了能达: of whatever is said behind it, which may be no sum."""
    if not first.whole or first.metrics:
        return None
    described = second.places is not None and bool(second.places.without) and second.slots == {"places"}
    return replace(first, whole=False, places=second.places) if described and not second.named else None


def less_bare_behind(first: Topic, second: Topic) -> Topic | None:
    return less_bare(second, first)


def less_behind(first: Topic, second: Topic) -> Topic | None:
    return less(second, first)


def viewed(topic: Topic, view: View) -> Topic | None:
    return replace(topic, view=view) if topic.view == "value" and topic.metrics else None


def since(_: Any, topic: Topic) -> int | None:
    return topic.years[0] if topic.slots == {"years"} and len(topic.years) == 1 else None


def since_before(_: Any, __: Any) -> int:
    return 0


def from_year(topic: Topic, year: int) -> Topic | None:
    """2024年比2023年: the later year and the one it is compared with; 0 is the one before."""
    if topic.since is not None or len(topic.years) > 1 or topic.ever:
        return None
    fits = year == 0 or (bool(topic.years) and topic.years[0] > year)
    return replace(topic, since=year) if fits else None


def two_years(topic: Topic, _: Any) -> Topic | None:
    """24年跟23年比: the later of two years against the earlier."""
    if len(topic.years) != 2 or topic.since is not None or topic.every is not None:
        return None
    return replace(topic, years=(max(topic.years),), several=False, since=min(topic.years))


def from_year_ahead(year: int, topic: Topic) -> Topic | None:
    return from_year(topic, year)


def against_mean(_: Any, __: Any) -> Against:
    return Against(MEAN)


def against_median(_: Any, __: Any) -> Against:
    return Against(MEDIAN)


def between_years(_: Any, topic: Topic) -> Topic | None:
    return replace(topic, span=True) if topic.slots == {"years"} and len(topic.years) > 1 else None


def pair(topic: Topic, against: Against) -> Topic | None:
    """通创跟观音山比: both of them, of whatever is asked."""
    merged = topic.merged(against.topic)
    if merged is None or merged.fold or len(merged.named) != 1 or against.code in {MEAN, MEDIAN, *merged.named}:
        return None
    return replace(merged, places=Places((*merged.named, against.code)))


def years_running(found: tuple[int, ...]) -> Topic:
    """连着三年: each of the last so many."""
    return Topic(years=found, several=True, every=True)


def added_up(first: Topic, second: Topic) -> Topic | None:
    """通创加观音山: what they have together."""
    one_kind = first.slots == {"places"} and "places" in second.slots and bool(first.named and second.named)
    if not one_kind or second.fold not in {"", "sum"} or set(first.named) & set(second.named):
        return None
    return replace(second, places=Places((*first.named, *second.named)), fold="sum")


def running(topic: Topic, found: tuple[int, ...]) -> Topic | None:
    """23、24连着两年: in each of the years that were listed."""
    fits = len(topic.years) == len(found) > 1 and topic.every is None
    return replace(topic, every=True, several=True) if fits else None


def running_ahead(found: tuple[int, ...], listed: tuple[tuple[int, ...], bool]) -> Topic | None:
    """连着三年（22、23、24）: the years that are listed, as many as were said."""
    named = years(listed)
    return None if named is None else running(named, found)


def place_again(topic: Topic, _: Any) -> Topic | None:
    """Where does … stand: its place is asked once."""
    return topic if topic.view == "place" else None


def per_again(first: Topic, second: Topic) -> Topic | None:
    """人均产值…，总产值除以从业人员: the same said twice."""
    if not first.per or second.per != first.per or second.metrics != first.metrics:
        return None
    return first if second.slots == {"metrics", "per"} else None


def against_it(_: Any, which: Any) -> Against | None:
    """比它: than the community that the condition before was held against."""
    return Against(IT) if which == "one" else None


def against_place(_: Any, topic: Topic) -> Against | None:
    return Against(topic.named[0]) if topic.slots == {"places"} and len(topic.named) == 1 else None


def all_called(codes: tuple[str, ...], count: int) -> Topic | None:
    """跨江两家: both that have the name."""
    return place(codes) if count == len(codes) else None


def other_metric(_: Any, topic: Topic) -> str | None:
    """比孵化器: another metric of the same community."""
    return topic.metrics[0] or None if topic.slots == {"metrics"} and len(topic.metrics) == 1 else None


def against_with(against: Against, topic: Topic) -> Against | None:
    """通州湾比苏通23年产值…: what is compared may stand behind the one it is compared with."""
    if topic.places is not None or topic.whole:
        return None
    merged = against.topic.merged(topic)
    return None if merged is None else replace(against, topic=merged)


def totalled(topic: Topic) -> Topic:
    """2022到2024年累计: what each has of these years together, where it is put in order or held against something."""
    years = sorted(topic.years)
    running = len(years) > 1 and years == list(range(years[0], years[-1] + 1))
    if topic.fold != "sum" or not running or topic.every is not None or topic.view != "value" or topic.per:
        return topic
    return replace(
        topic, fold="", view="total", since=years[0], years=(years[-1],), several=False, span=False, yearly=False
    )


def measures(topic: Topic) -> tuple[tuple[Measure, ...], tuple[int, ...]] | None:
    """Make the measures of a topic and the years they are of; None where its years do not fit its view."""
    named, base = topic.years, topic.since
    if topic.per:
        plain = topic.view in {"value", "place"} and base is None and topic.fold in {"", "sum"}
        if not plain or len(topic.metrics) != 1 or topic.metrics[0] in {"", topic.per}:
            return None
        return (Measure(topic.metrics[0], topic.view, per=topic.per),), named
    if topic.view == "total":
        return tuple(Measure(code, "total", base) for code in topic.metrics), named
    if topic.view not in _MOVING:
        return None if base is not None else (tuple(Measure(code, topic.view) for code in topic.metrics), named)
    of_each = topic.yearly and topic.view in {"change", "gain"}  # 2021到2024每年增加多少, each on the year before.
    if base is None and len(named) > 1 and topic.every is None and not of_each:
        base, named = min(named), (max(named),)
    if base == 0 or (base is None and topic.view != "average_growth"):
        base = named[0] - 1 if len(named) == 1 else None
    return tuple(Measure(code, topic.view, base) for code in topic.metrics), named
