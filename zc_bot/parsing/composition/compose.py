"""A question that puts several things together → its query; what can't be read whole is no query at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from zc_bot.parsing.asides import read_text
from zc_bot.parsing.composition.alike import alike
from zc_bot.parsing.composition.assembled import assembled
from zc_bot.parsing.composition.chart import Edge
from zc_bot.parsing.composition.conditions_in_turn import in_turn
from zc_bot.parsing.composition.edges import COUNTED, edges_of, with_the_numbered
from zc_bot.parsing.composition.rules import GRAMMAR
from zc_bot.parsing.composition.said_forms import brought_together
from zc_bot.parsing.composition.sense import by_its_number, is_composed, settled
from zc_bot.parsing.composition.spans import Span, cut, fold
from zc_bot.parsing.composition.words import find_follow_words, operates, puts_together
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.query import Places, Query, Test, named_years
from zc_bot.parsing.reading import Reading
from zc_bot.parsing.tokens import Token
from zc_bot.parsing.vocabulary.light import LIGHT, NARROWING
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass

LONGEST, MOST_SPANS = 160, 26
CLOSE = 0.25
"""A second reading so near to the first is a doubt."""
MOST_NEARLY, MOST_OFFERED, LITTLE_WORK = 12, 2, 300
_NAMES = ("place", "metric", "years", "amount", "predicate", "growing")
_NEVER_LEFT_OUT = ("except", "outside", "rest", "has", "or")
"""Without these a text asks for the opposite."""
_NARROWED = ("metric", "amount", "predicate", "verdict", "superlative", "limit", "direction", "sign", "view")
"""Beside these, a word that nobody knows may change what is asked."""
_ADDRESSES = re.compile("[请别呢吧啊哈我您你急谢着等催]|please|thank")
_DENIES = re.compile("[未没不无非别勿莫]")
_NOT_YET = re.compile(f"[拟将欲筹]|打算|准备|plan|will|going|intend|propose|{NARROWING}")
"""Beside a metric that is there or not: whether it will be is another question."""
_NUMBERED = re.compile("[0-9一二三四五六七八九十百千万亿最比没未除只仅]")
_OVER_ALL = ("all", "which", "how_many", "noun", "by", "met_count")
"""Without these and without a name, a word that nobody knows may be a community's."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A question read whole: its query, the rule that closed it, and what it cost.

    others: readings that are as likely. unused: what nobody knows; unsure: it may change what is asked.
    """

    query: Query
    rule: str
    cost: float
    others: tuple[Query, ...] = ()
    unused: tuple[str, ...] = ()
    unsure: bool = False


class Whole:
    """A text that may be read as one query: read when it is first asked, and only once."""

    def __init__(self, text: str, lexicon: Lexicon, today: date) -> None:
        self._text, self._folded, self._lexicon, self._today = text, fold(text), lexicon, today
        self._readings: dict[tuple[str, str], Reading] = {}
        self._meanings: dict[Hashable, Meaning] = {}

    @staticmethod
    def of(text: str, lexicon: Lexicon, today: date) -> Whole:
        """Give the text as it is kept: the same ones are asked all day, and by themselves they mean the same."""
        return lexicon.keep((text, today), lambda: Whole(text, lexicon, today))

    def reading(self, text: str, folded: str) -> Reading:
        """Read the text by the single rules; folded: as it is to be read, which may hang on what was said before."""
        if (text, folded) not in self._readings:
            self._readings[text, folded] = read_text(text, folded, self._lexicon, self._today)
        return self._readings[text, folded]

    def meaning(self, whose: Hashable, read: Callable[[], Meaning]) -> Meaning:
        """Return what the text means by itself to somebody, which is read once."""
        if whose not in self._meanings:
            self._meanings[whose] = read()
        return self._meanings[whose]

    @cached_property
    def words(self) -> tuple[Token, ...]:
        """Every known word of the text."""
        return self._lexicon.search(normalize(self._text))

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """What the text is made of, without what is harmless."""
        readable = 0 < len(self._folded) <= LONGEST
        found = cut(self._folded, self._lexicon, self._today) if readable else ()
        return tuple(span for span in found if not is_harmless(span))

    def text_of(self, span: Span) -> str:
        """Return what a span says, folded."""
        return self._folded[span.start : span.end]

    def without(self, left_out: Sequence[Span]) -> str:
        """Return the text without some of its spans."""
        kept = list(self._folded)
        for span in left_out:
            kept[span.start : span.end] = " " * (span.end - span.start)
        return " ".join("".join(kept).split())

    @cached_property
    def plain(self) -> Composed | None:
        """The text as a query, however little it puts together; None where it can't be read."""
        return _read(self.spans, self._folded, self._lexicon) if self.spans else None

    @cached_property
    def assembled(self) -> Composed | None:
        """The text as a query put together from what its words say, where neither rules nor grammar can read it."""
        return _assembled(self.spans, self._folded, self._lexicon)

    @cached_property
    def nearly(self) -> tuple[Query, ...]:
        """What the text asks without one of its words, that which says least left out first; only to be offered."""
        return tuple(_without_one(self.spans, self._folded, self._lexicon))

    @property
    def stands_alone(self) -> bool:
        """Whether it names its metric, its year and whose or which, and points at nothing said before."""
        pointing = (edge for _, _, edge in find_follow_words(self._folded) if not isinstance(edge.value, int))
        if any(edge.category in {"reference", "add"} for edge in pointing) or self.plain is None or self.plain.unsure:
            return False
        query = self.plain.query
        places = query.places
        whose = places.codes or places.orders or places.where or (query.fold and not query.other)
        asks = [*query.measures, *(top.measure for top in places.orders)]
        return bool(whose and named_years(query) and any(one.metric for one in asks)) and not self.plain.unused

    @property
    def composed(self) -> Composed | None:
        """The text as a query that puts several things together; None where it does not."""
        if not puts_together(self._folded) or self.plain is None:
            return None
        return self.plain if is_composed(self.plain.query) else None


def compose(text: str, lexicon: Lexicon, today: date) -> Composed | None:
    """Read a text that puts several things together; None where it does not, or can't be read."""
    return Whole.of(text, lexicon, today).composed


def _read(spans: Sequence[Span], folded: str, lexicon: Lexicon) -> Composed | None:
    if any(span.any("which_years") for span in spans):
        spans = [span for span in spans if not span.any("which_year")]  # 哪一年…首次 asks once.
    known = [span for span in spans if span.edges]
    if not 1 <= len(known) <= MOST_SPANS:
        return None
    unused = tuple(folded[span.start : span.end] for span in spans if not span.edges)
    if any(_DENIES.fullmatch(word) for word in unused):
        return None  # 未 before what nobody knows turns it round: not even to be offered.
    if _is_for_each(known):
        return None  # 每家初创企业多少从业人员 is of no two figures of each community.
    if _is_of_ranks(known):
        return None  # Who dropped in the output ranking is of places, and of no figure's fall.
    if _is_missed_by(known):
        return None  # By how much one misses it is no bound of the figure.
    found = [
        Composed(query, edge.rules[-1] if edge.rules else "", edge.cost, unused=unused)
        for edge in GRAMMAR.parse(with_the_numbered(known, lexicon), "query")
        if (query := settled(taken(edge.value, spans), lexicon.programme)) is not None
    ]
    found = [_by_how_many(one, spans, folded, lexicon.programme) for one in found]
    if _counts_each(spans):
        found = [one for one in found if one.query.ask != "places"]
    if any(span.any("each_years") for span in spans):
        found = [one for one in found if one.query.ask != "count" or len(one.query.years) < 2]  # 连续两年 is of both.
    if _asks_yes_or_no(spans, folded):
        found = [one for one in found if one.query.ask != "places"]
    if not found:
        return None
    found = _preferred(found, spans, folded, lexicon)
    near = (one.query for one in found[1:] if one.cost - found[0].cost <= CLOSE)
    others = tuple(dict.fromkeys(query for query in near if alike(query) != alike(found[0].query)))
    placed = bool(found[0].query.places.codes) or any(span.any(*_OVER_ALL) for span in known)
    aside = all(span.edges or _is_aside(span, spans, folded) for span in spans)
    unsure = bool(unused) and not aside and not (placed and are_safe(spans, folded, lexicon))
    both_asked = found[0].query.fold in {"sum", "mean"} and _asks_two_folds(known)
    if both_asked:  # Each is offered, the total first.
        others = (replace(found[0].query, fold="mean"), *others)
        found = [replace(found[0], query=replace(found[0].query, fold="sum"))]
    unsure = unsure or both_asked
    return replace(found[0], others=others, unsure=unsure)


def _is_for_each(spans: Sequence[Span]) -> bool:
    """Tell whether one figure is asked for each of another: 每家 right before what is counted, then a second one."""
    for at, (span, behind) in enumerate(pairwise(spans)):
        counted = any(edge.category == "metric" for edge in behind.edges)
        rest = spans[at + 2 :]
        if span.any("per_each") and span.any("by") and counted and rest and not rest[0].any("and", "metric"):
            return any(one.any("metric") for one in rest)
    return False


def _is_of_ranks(spans: Sequence[Span]) -> bool:
    """Tell whether it is asked who moved in the ranking by a figure."""
    ranked = any(one.any("metric") and other.any("rank") for one, other in pairwise(spans))
    moved = next((at for at, span in enumerate(spans) if span.any("direction")), len(spans))
    first = next((at for at, span in enumerate(spans) if span.any("metric")), 0)
    return ranked and moved < first and any(span.any("into") for span in spans[moved:first])


def _is_missed_by(spans: Sequence[Span]) -> bool:
    """Tell whether it is said by how much a requirement is missed: missed R4 by less than 5 points."""
    failed = any(span.any("misses") or any(edge.value == "not_met" for edge in span.edges) for span in spans)
    return failed and any(
        one.any("by_word") and other.any("predicate", "amount") for one, other in pairwise(spans)
    )


def _assembled(spans: Sequence[Span], folded: str, lexicon: Lexicon) -> Composed | None:
    """Put together what the grammar can't join; None where a word is not known."""
    known = [span for span in spans if folded[span.start : span.end] not in _LINKS or span.edges]
    if not 1 < len(known) <= MOST_SPANS or any(not span.edges for span in known):
        return None
    edges = [edges_of(span, lexicon) for span in known]
    found = assembled(_with_its_metric(edges, lexicon.programme), lexicon.programme)
    query = None if found is None else settled(found[0], lexicon.programme)
    return None if query is None or found is None else Composed(query, found[1], 0.0)


def _with_its_metric(edges: list[tuple[Edge, ...]], programme: Programme) -> list[tuple[Edge, ...]]:
    """Take the only amount for the figure whose requirement it is, where no figure is named: 离20万平米差得最多."""
    amounts = [edge.value for some in edges for edge in some if edge.category == "amount"]
    named = tuple(code for some in edges for edge in some if edge.category == "metric" for code in edge.value)
    far = any(edge.category in {"away", "gap", "reach"} for some in edges for edge in some)
    if len(amounts) != 1 or not far:
        return edges
    judged = by_its_number(amounts[0], programme, named)
    if judged is None:
        return edges
    metric = Edge("requirement", True) if named else Edge("metric", judged)
    return [(metric,) if any(edge.category == "amount" for edge in some) else some for some in edges]


_LINKS = frozenset({"from", "across", "made", "by", "made by", "whos", "all", "the", "off", "out", "与", "了", "给"})
"""Join what stands beside them, and say nothing by themselves."""


def _asks_two_folds(spans: Sequence[Span]) -> bool:
    """Tell whether a total and a mean are each asked for: 累计多少家，平均一年几家."""
    much = [span.any("much", "how_many") for span in spans]
    folds = ("sum",), ("mean", "mean_of_years")
    return sum(much) > 1 and all(any(span.any(*fold) for span in spans) for fold in folds)


_MAY_DENY = re.compile("[不没无非未别勿莫除]|(?<![a-z])(?:not|no|never|without|except|but)(?![a-z])")
"""Left out of what is offered, it would turn that round."""
_OF_DIALECT = "个格嘅咯"
"""的, as it is spoken: 启东个新增企业."""
_BY_PERCENT = re.compile("百分之|百分比|[涨增降跌升]幅|同比|per ?cent|%|yoy|year on year")


def _preferred(found: list[Composed], spans: Sequence[Span], folded: str, lexicon: Lexicon) -> list[Composed]:
    """Put first, of readings as likely, what was said in words: by how many per cent, how it went year by year."""
    near = [one for one in found if one.cost - found[0].cost <= CLOSE]
    if (only := _decided(near, spans, lexicon)) is not None:
        return [only]
    if found[0].query.ask == "places" and any(span.any("which") for span in spans):
        found = [one for one in found if one.query.ask != "figures"]
    if any(span.any("how_many") for span in spans) and found[0].query.ask == "figures":
        chosen = next((one for one in near if one.query.ask == "count"), None)
    elif _BY_PERCENT.search(folded):
        chosen = next((one for one in near if any(two.view == "change" for two in one.query.measures)), None)
    elif any(span.any("rank") for span in spans):
        chosen = next((one for one in near if one.query.ordered), None)
    elif any(span.any("by_year") for span in spans):
        chosen = next((one for one in near if len(one.query.years) > 2 and _is_plain(one.query)), None)
    else:
        chosen = None
    query = found[0].query
    gained = query.ask == "figures" and query.measures and all(one.view == "gain" for one in query.measures)
    if chosen is None and gained and _BY_PERCENT.search(folded):
        moved = tuple(replace(one, view="change") for one in query.measures)
        return [replace(found[0], query=replace(query, measures=moved)), *found[1:]]
    if chosen is None or chosen is found[0]:
        return found
    kept = [one for one in found if one is not chosen and one.query.ask == chosen.query.ask]
    return [chosen, *(one for one in kept if len(chosen.query.years) < 3 or one.query.fold)]


def _decided(near: Sequence[Composed], spans: Sequence[Span], lexicon: Lexicon) -> Composed | None:
    """Return the reading that the order of words decides for: what is ordered by, what is had, each of some years."""
    if (ordered := _ordered_by_what_stands_before(near, spans)) is not None:
        return ordered
    has = {edge.value for span in spans for edge in span.edges if edge.category == "has"}
    bounds = sum(span.any("predicate", "direction", "verdict", "has") for span in spans)
    each = 1 < sum(span.any("metric", "growing") for span in spans) <= bounds
    edges = [edges_of(span, lexicon) for span in spans if span.edges]
    turned = in_turn(brought_together(edges, lexicon.programme)) if has == {True, False} or each else None
    wanted = None if turned is None else settled(turned, lexicon.programme)
    if (agreeing := next((one for one in near if one.query == wanted), None)) is not None:
        return agreeing
    counted = (one for one in near if one.query.ask == "count" and len(one.query.years) > 1)
    return next(counted, None) if _counts_each(spans) else None


def _ordered_by_what_stands_before(near: Sequence[Composed], spans: Sequence[Span]) -> Composed | None:
    """Take 人最少的三家总产值 as ordered by the figure before 最少, and top 5 by employees by the one behind."""
    for before, span in pairwise(spans):
        behind = span.any("metric") and before.any("by_word")
        if behind or (span.any("limit") and before.any("metric")):
            before = span if behind else before
            codes = {code for edge in before.edges if edge.category == "metric" for code in edge.value}
            some = [one for one in near if one.query.places.top and one.query.places.top.measure.metric in codes]
            return some[0] if len(some) == 1 and len(near) > 1 else None
    return None


def _is_plain(query: Query) -> bool:
    return query.ask == "figures" and all(one.view == "value" for one in query.measures) and not query.fold


def taken(query: Query, spans: Sequence[Span]) -> Query:
    """Take a query by words that stand anywhere in its text: 各, of each; 多少 of all but some, together."""
    query = _and_its_share(_shared_by_the_first(query, spans), spans)
    places = query.places
    rest = places.without and not (places.codes or places.where or places.orders)
    plain = query.ask == "figures" and [one.view for one in query.measures] == ["value"]
    looks_on = query.ever or query.by or query.fold or query.other or query.ordered
    together = plain and not looks_on and len(query.years) < 2
    asked = any(span.any("much") for span in spans) and not any(span.any("apart", "which", "by") for span in spans)
    if rest and together and asked:
        return replace(query, fold="sum")
    return each_by_itself(query, spans)


def _and_its_share(query: Query, spans: Sequence[Span]) -> Query:
    """五个加起来有多少人，占全市百分比: the figure too, which is asked for before its share."""
    shared = query.ask == "figures" and [one.view for one in query.measures] == ["share"] and len(query.years) < 2
    at = next((n for n, span in enumerate(spans) if span.any("share")), 0)
    asked = any(span.any("much", "how_many") and not span.any("share") for span in spans[:at])
    if not shared or not asked or any(span.any("which", "apart") for span in spans):
        return query
    return replace(query, measures=(replace(query.measures[0], view="value"), *query.measures))


def _shared_by_the_first(query: Query, spans: Sequence[Span]) -> Query:
    """前三名总产值占了全市多少: what the first few have of it together, and not who has the largest shares."""
    top = query.places.top
    shared = query.ask == "places" and top is not None and top.measure.view == "share" and query.places.where is None
    asked = any(span.any("much", "part") for span in spans) and not any(span.any("apart", "which") for span in spans)
    if top is None or not (shared and asked) or query.places.codes:
        return query
    places = replace(query.places, top=replace(top, measure=replace(top.measure, view="value")))
    return replace(query, ask="figures", measures=(top.measure,), places=places, years=top.years, fold="sum")


def each_by_itself(query: Query, spans: Sequence[Span]) -> Query:
    """各占全市多少: the share of each of those named, a row each, rather than of all of them together."""
    shared = bool(query.measures) and query.measures[0].view == "share"
    each = shared and len(query.places.codes) > 1 and any(span.any("apart") for span in spans)
    return replace(query, fold="", by="community") if each and query.ask == "figures" else query


def _without_one(spans: Sequence[Span], folded: str, lexicon: Lexicon) -> Iterator[Query]:
    """Read a text without one of its spans, those that name something last."""
    known = [span for span in spans if span.edges]
    unknown = (span for span in spans if not (span.edges or _is_aside(span, spans, folded)))
    denied = any(_MAY_DENY.search(folded[span.start : span.end]) for span in unknown)
    if denied or not 2 < len(known) <= MOST_NEARLY:
        return
    edges = [edges_of(span, lexicon) for span in known]
    given: set[Query] = set()
    for left_out in sorted(range(len(known)), key=lambda at: known[at].any(*_NAMES)):
        if known[left_out].any(*_NEVER_LEFT_OUT) or any(edge.value == "!=" for edge in known[left_out].edges):
            continue
        rest = [edge for at, edge in enumerate(edges) if at != left_out]
        for edge in GRAMMAR.parse(rest, "query", most=LITTLE_WORK)[:1]:
            query = settled(edge.value, lexicon.programme)
            if query is not None and query not in given:
                given.add(query)
                yield query
        if len(given) == MOST_OFFERED:
            return


def _by_how_many(found: Composed, spans: Sequence[Span], folded: str, programme: Programme) -> Composed:
    """Take 全市初创多了几家 as by how many, and not as who has more: its figure is itself counted in 家."""
    where = found.query.places.where
    asked = any(
        one.any("direction") and folded[other.start : other.end] in _SO_MANY for one, other in pairwise(spans)
    )
    moved = found.query.ask == "count" and isinstance(where, Test) and where.measure.view == "change"
    if not (asked and moved and isinstance(where, Test) and len(where.years) == 1):
        return found
    if programme.measure[where.measure.metric].unit not in COUNTED:
        return found
    gain = replace(where.measure, view="gain")
    query = Query("figures", (gain,), Places(found.query.places.codes), where.years, fold="sum")
    return replace(found, query=query)


_SO_MANY = frozenset({"几家", "多少家", "几个", "多少个"})


def _counts_each(spans: Sequence[Span]) -> bool:
    """Tell whether it is asked how many there are in each of several years: 2023、2024各几家."""
    counted = any(one.any("apart") and other.any("how_many") for one, other in pairwise(spans))
    counted = counted or sum(span.any("how_many") for span in spans) > 1
    return counted and sum(span.any("years") for span in spans) > 1


def _asks_yes_or_no(spans: Sequence[Span], folded: str) -> bool:
    """Tell whether a text only asks if something is so; which communities do is another question."""
    asks_which = any(span.any("which", "how_many", "noun") for span in spans)
    return folded.endswith(("吗", "么", "嘛", "否")) and not asks_which


def are_safe(spans: Sequence[Span], folded: str, lexicon: Lexicon) -> bool:
    """Tell whether the words that nobody knows can't change what is asked: none operates, none narrows a figure.

    Of what is there or not no part can be meant: offer training, 专门的管理机构有没有成立.
    """
    for before, span, after in zip([None, *spans], spans, [*spans[1:], None], strict=False):
        if span.edges:
            continue
        if _is_particle(folded[span.start : span.end]) or _is_aside(span, spans, folded):
            continue
        if operates(folded[span.start : span.end]) or lexicon.telling.is_among(folded[span.start : span.end]):
            return False
        if _is_yielded(span, before, after, spans):
            continue
        if before is not None and before.any("which", "who") and not before.any("has"):
            return False  # 是谁审的, who signed: what somebody did is asked, and not which they are.
        if before is not None and before.any("place") and after is not None and after.any("noun"):
            return False  # 生物医学社区 may be another.
        if after is not None and after.any("place") and folded[span.start].isascii():
            return False  # Ex Nengda, bar Nengda: what stands before a name may exclude it.
        whole = () if _NOT_YET.search(folded[span.start : span.end]) else lexicon.yesno
        if any(one is not None and one.any(*_NARROWED) and not _is_of(one, whole) for one in (before, after)):
            return False
    return True


def _is_yielded(span: Span, before: Span | None, after: Span | None, spans: Sequence[Span]) -> bool:
    """Tell whether a verb only joins what is divided by to what is asked: 每平米载体出多少产值, 养活几个人."""
    short = span.end - span.start <= _VERB and any(one.any("per") for one in spans)
    joins = before is not None and before.any("metric") and after is not None
    return short and joins and after is not None and after.any("much", "how_many", "asked_by_unit")


_VERB = 2


def _is_of(span: Span, metrics: Collection[str]) -> bool:
    """Tell whether a span names only some of these metrics."""
    return all(edge.category == "metric" and {*edge.value} <= {*metrics} for edge in span.edges)


def _is_particle(word: str) -> bool:
    """Tell whether a word has characters only that never narrow what stands beside them: 之."""
    return all(char in LIGHT or char in _OF_DIALECT for char in word)


def _is_aside(span: Span, spans: Sequence[Span], folded: str) -> bool:
    """Tell whether a word is a clause of its own that speaks to whoever answers: 领导等着呢, 别漏."""
    begins, ends = folded.rfind("|", 0, span.start) + 1, folded.find("|", span.end)
    inside = [one for one in spans if one.start >= begins and (ends < 0 or one.end <= ends)]
    said = folded[span.start : span.end]
    alone = not any(one.edges for one in inside)
    return alone and _NUMBERED.search(said) is None and _ADDRESSES.search(said) is not None


def is_harmless(span: Span) -> bool:
    return bool(span.edges) and all(edge.category == "harmless" for edge in span.edges)
