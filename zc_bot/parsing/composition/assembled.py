"""What the grammar can't join, put together from what its words say, whatever their order: best minus worst, …

A form is a set of categories: those that must be there, and those that may. A text fits where each of its spans is of
one of them, so that nothing of it is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from zc_bot.parsing.composition import groups
from zc_bot.parsing.composition.chart import Edge
from zc_bot.parsing.composition.conditions_in_turn import in_turn
from zc_bot.parsing.composition.topics import MEAN, MEDIAN
from zc_bot.parsing.composition.values import Topic
from zc_bot.parsing.query import Judged, Measure, Places, Query, Top

Spans = Sequence[tuple[Edge, ...]]
_SHORT = {"and", "much", "apart", "which", "noun", "within", "has", "into", "each_one", "to"}
"""What may stand in any of them: it asks, joins or points, and by itself puts nothing together."""


@dataclass
class Said:
    """What the spans say, by category, in their order."""

    values: dict[str, list[Any]] = field(default_factory=dict)

    def all(self, category: str) -> list[Any]:
        return self.values.get(category, [])

    def one(self, category: str) -> Any:
        """Return the only value of a category; None for none, or several that differ."""
        found = self.all(category)
        return found[0] if found and all(one == found[0] for one in found) else None

    @property
    def metrics(self) -> list[tuple[str, ...]]:
        return self.all("metric")

    @property
    def year(self) -> tuple[int, ...]:
        years = [years for years, _ in self.all("years")]
        return years[0] if len(years) == 1 else ()

    @property
    def fold(self) -> str:
        found = [fold for fold in ("mean", "median", "sum") if self.all(fold)]
        return found[0] if len(found) == 1 else ""


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of question: what must be said, what may be, and the query that it is."""

    name: str
    needs: frozenset[str]
    may: frozenset[str]
    makes: Callable[[Said], Query | None]

    def fits(self, spans: Spans) -> Said | None:
        """Take each span as what the form knows of it; None where one is nothing of it, or something is lacking."""
        said, known = Said(), self.needs | self.may
        for edges in spans:
            mine = [edge for edge in edges if edge.category in known]
            if not mine and not any(edge.category in _SHORT for edge in edges):
                return None
            for edge in mine[:1] if len(mine) == 1 else _preferred(mine, self.needs):
                said.values.setdefault(edge.category, []).append(edge.value)
        return said if all(said.all(need) for need in self.needs) else None


def _preferred(edges: Sequence[Edge], needs: frozenset[str]) -> Sequence[Edge]:
    """Take a word that may be several things as what the form needs."""
    return [edge for edge in edges if edge.category in needs][:1] or edges[:1]


def assembled(spans: Spans) -> tuple[Query, str] | None:
    """Put a question together from its spans; None for what fits no form, or more than one."""
    found: dict[Query, str] = {}
    if (conditions := in_turn(spans)) is not None:
        found[conditions] = "conditions in turn"
    for form in FORMS:
        said = form.fits(spans)
        query = None if said is None else form.makes(said)
        if query is not None:
            found.setdefault(query, form.name)
    return next(iter(found.items())) if len(found) == 1 else None


def _alone(said: Said) -> str | None:
    """Return the only metric."""
    metric = said.one("metric")
    return metric[0] if metric is not None and len(said.metrics) == 1 and len(metric) == 1 else None


def _of_groups(said: Said) -> Query | None:
    """功能区跟县市区比从业人员哪边多: two groups of several, each put together."""
    metric, places = _alone(said), said.all("place")
    if metric is None or len(places) != 2 or len(said.all("years")) > 1:
        return None
    one, other = places
    if min(len(one), len(other)) < 2 or {*one} & {*other}:
        return None
    fold: Any = said.fold
    return groups.of_groups((one, other), Topic(metrics=(metric,), years=said.year, fold=fold))


def _folded(said: Said) -> Query | None:
    """Median number of new startups: a mean or a median of all, or of those named."""
    metric = _alone(said)
    if metric is None or said.fold not in {"mean", "median"} or len(said.all("years")) > 1:
        return None
    places = said.all("place")
    if len(places) > 1 or (places and len(places[0]) < 2) or len(said.year) > 1:
        return None
    return Query("figures", (Measure(metric),), Places(places[0] if places else ()), said.year, fold=said.fold)  # type: ignore[arg-type]


def _spread(said: Said) -> Query | None:
    """Carrier area: biggest minus smallest; 人均产值哪家最高哪家最低: both, and how far they are apart."""
    metric, ends = _alone(said), {*said.all("superlative")}
    if metric is None or ends != {True, False} or len(said.all("superlative")) != 2 or len(said.year) > 1:
        return None
    if len(said.all("years")) > 1:
        return None
    per = said.one("per_head") or ""
    return Query("figures", (Measure(metric, per=per),), years=said.year, fold="spread")


def _farthest(said: Said) -> Query | None:
    """离达标最近的是哪家, 差得最远的: of those that fail, who is nearest to what is required, or farthest from it."""
    metric, ascending = _alone(said), said.one("reach")
    if ascending is None and said.all("gap") and any(map(said.all, ("verdict", "requirement", "away"))):
        least = said.one("superlative")
        ascending = None if least is None else not least  # 差得最多 is the farthest.
    if metric is None or ascending is None or len(said.all("years")) > 1 or len(said.year) > 1:
        return None
    top = Top(Measure(metric), 1, ascending, said.year)
    return Query("places", places=Places(where=Judged("not_met", (metric,), said.year), top=top))


def _shared(said: Said) -> Query | None:
    """Share of city output made by Rugao, 2021 thru 2025."""
    metric, place = _alone(said), said.one("place")
    if metric is None or place is None or len(said.all("place")) != 1 or len(said.all("years")) > 1:
        return None
    return Query("figures", (Measure(metric, "share"),), Places(place), said.year)


def _ratio(said: Said) -> Query | None:
    """Ratio of haian to rugao hitech output in 2022: the first by the second."""
    metric, places = _alone(said), said.all("place")
    single = len(places) == 2 and all(len(codes) == 1 for codes in places) and places[0] != places[1]
    if metric is None or not single or len(said.year) > 1:
        return None
    (one,), (other,) = places
    return Query("figures", (Measure(metric, "ratio"),), Places((one,)), said.year, other=other)


def _against_all(said: Said) -> Query | None:
    """Tongchuang vs the average on hitech share: how far one is from the mean, or the median, of all."""
    metric, place = _alone(said), said.one("place")
    single = place is not None and len(place) == 1 and len(said.all("place")) == 1
    if metric is None or not single or len(said.year) > 1 or said.fold not in {"mean", "median"}:
        return None
    other = MEAN if said.fold == "mean" else MEDIAN
    return Query("figures", (Measure(metric, "difference"),), Places(place), said.year, other=other)


def _moved_most(said: Said) -> Query | None:
    """去年比前年掉得最凶的总产值是哪家: the first by how it moved, up unless it is said to fall."""
    metric, years = _alone(said), sorted({year for found, _ in said.all("years") for year in found})
    ways = {*said.all("direction")}
    if metric is None or len(ways) > 1 or len(years) > 2 or True in said.all("superlative"):
        return None
    since = years[0] if len(years) == 2 else years[0] - 1 if years else None
    top = Top(Measure(metric, "change", since), 1, ways == {"<"}, tuple(years[-1:]))
    return Query("places", places=Places(top=top))


def _of_the_first_few(said: Said) -> Query | None:
    """Top 3 by headcount, how many startups each of them had: another figure of those."""
    limit, metrics = said.one("limit"), [codes[0] for codes in said.metrics if len(codes) == 1]
    if limit is None or len(metrics) != 2 or len(said.metrics) != 2 or metrics[0] == metrics[1] or len(said.year) > 1:
        return None
    few = Top(Measure(metrics[0]), limit[0], limit[1], said.year)
    return Query("figures", (Measure(metrics[1]),), Places(top=few), said.year)


def _moved_most_among(said: Said) -> Query | None:
    """高新占比垫底三家里谁的从业涨得最快: of the first few by one figure, the first by how another moved."""
    limit, metrics = said.one("limit"), [codes[0] for codes in said.metrics if len(codes) == 1]
    if limit is None or len(metrics) != 2 or len(said.metrics) != 2 or len(said.year) > 1:
        return None
    since = said.year[0] - 1 if said.year else None
    few = Top(Measure(metrics[0]), limit[0], limit[1], said.year)
    top = Top(Measure(metrics[1], "change", since), 1, said.one("direction") == "<", said.year)
    return Query("places", places=Places(first=few, top=top))


def _by_head(said: Said) -> Query | None:
    """人均产值哪个高: who has most of it by what it is divided by, or all in that order."""
    metric, per = _alone(said), said.one("per_head")
    if metric is None or per is None or metric == per or len(said.year) > 1:
        return None
    lowest = True in said.all("superlative") or "<" in said.all("degree")
    if {True, False} <= {*said.all("superlative")}:
        return None
    measure = Measure(metric, per=per)
    if said.all("rank") or said.all("by"):
        return Query("figures", (measure,), years=said.year, by="community", ordered=True, ascending=lowest)
    if not (said.all("superlative") or said.all("degree")):
        return None
    return Query("places", places=Places(top=Top(measure, 1, lowest, said.year)))


def _by_authority(said: Said) -> Query | None:
    """按责任主体排一下去年产值."""
    metric = _alone(said)
    if metric is None or said.one("by") != "authority" or len(said.year) > 1:
        return None
    return Query("figures", (Measure(metric),), years=said.year, by="authority", ordered=bool(said.all("rank")))


def _fails_most(said: Said) -> Query | None:
    """不达标项数最多的三家: those that meet least."""
    limit = said.one("limit") or (1, False)
    if said.metrics or len(said.year) > 1 or True in said.all("superlative"):
        return None
    top = Top(Measure("", "met"), limit[0], not limit[1], said.year)
    return Query("places", places=Places(top=top))


FORMS: tuple[Form, ...] = (
    Form("against all", frozenset({"place", "metric"}),
         frozenset({"than", "mean", "median", "years", "gap", "degree", "all", "share_word"}), _against_all),
    Form("moved most", frozenset({"metric", "direction", "superlative"}),
         frozenset({"years", "than", "fastest", "swing", "before"}), _moved_most),
    Form("of the first few", frozenset({"limit", "metric", "reference"}),
         frozenset({"by_word", "years", "how_many", "noun"}), _of_the_first_few),
    Form("moved most among a few", frozenset({"limit", "metric", "direction", "superlative"}),
         frozenset({"fastest", "years", "noun", "reference"}), _moved_most_among),
    Form("by head", frozenset({"metric", "per_head"}),
         frozenset({"degree", "superlative", "rank", "by", "years", "all", "which_more"}), _by_head),
    Form("by authority", frozenset({"metric", "by"}), frozenset({"rank", "sum", "years", "all"}), _by_authority),
    Form("fails most", frozenset({"failed_count"}), frozenset({"limit", "superlative", "years"}), _fails_most),
    Form("groups side by side", frozenset({"place", "metric"}),
         frozenset({"than", "which_more", "degree", "sum", "mean", "median", "years", "gap", "reference", "noun",
                    "superlative"}), _of_groups),
    Form("put together", frozenset({"metric"}), frozenset({"mean", "median", "years", "place", "all", "how_many"}),
         _folded),
    Form("both ends", frozenset({"metric", "superlative"}),
         frozenset({"gap", "except", "between", "years", "per_head", "part", "all"}), _spread),
    Form("nearest to what is required", frozenset({"metric", "reach"}),
         frozenset({"away", "verdict", "requirement", "gap", "years", "reference", "degree"}), _farthest),
    Form("nearest to what is required", frozenset({"metric", "gap", "superlative"}),
         frozenset({"away", "verdict", "requirement", "years", "reference", "degree"}), _farthest),
    Form("share of the whole", frozenset({"metric", "place", "part", "all"}),
         frozenset({"years", "by_word"}), _shared),
    Form("one by another", frozenset({"metric", "place", "ratio_of"}), frozenset({"years"}), _ratio),
)
