"""A question → typed spans: names, years, amounts and the words that put them together, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zc_bot.parsing.amounts import scan_amounts
from zc_bot.parsing.composition.chart import Edge
from zc_bot.parsing.composition.values import Limit as Compared
from zc_bot.parsing.composition.values import Predicate
from zc_bot.parsing.composition.words import find_pronouns, find_words, is_harmless_word
from zc_bot.parsing.kind_words import find_kinds
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.numerals import read_numeral
from zc_bot.parsing.periods import Period, scan_periods
from zc_bot.parsing.quantities import Quantity, find_quantities, read_quantity
from zc_bot.parsing.tokens import Bound, Limit, Token

_STOP = re.compile(
    r"[，。；;！!？?：:\n\t（）()“”\"《》【】…]|,(?![0-9]{3}(?![0-9]))|(?<![0-9]),|\.(?![0-9])|\s[-–—]+(?=\s)|——+"
    r"|(?<=[万亿元家人个%]) +(?=(?:20)?(?:1[5-9]|2[0-9])年?$)"
)
_SHORT_YEAR = re.compile("(?<![0-9A-Za-z])['’‘]((?:1[5-9]|2[0-9]))(?![0-9])")
"""In '21."""
_UNEQUAL = re.compile("≠|!=|<>")
_SURE_YEAR = re.compile(r"[12][0-9]{3}|年|year|一九|二[〇零]")
_LAST = re.compile(
    r"(?:近|过去|最近|这|last |past )"
    r"([0-9]{1,2}|[一二三四五六七八九十两]{1,3}|two|three|four|five|ten|twenty) ?(?:个)?(?:年|years)"
)
_GROUP = re.compile(
    r"(?:那|这|其中)?(?:[两二三四五六七八九十俩仨]|[2-9]|1[0-3])"
    r"(?:个社区|家社区|个|家|样|项|条|地|区|者|批|块|年)?"
)
"""So many of what was just listed: 三家, 两条."""
_NO_NUMERAL = re.compile("[^0-9一二三四五六七八九十两俩仨]")
_BATCH = re.compile(
    r"(?:(?P<year>(?:20)?1[5-9])年?(?:首批|第一批|头一批|头批|那批|那一?年)?"
    r"(?:(?:启动|起步|开建|创建|开始创建|开始建设|开始)(?:建设|创建)?|(?<=批))"
    r"|(?P<first>首批|第一批|头批|头一批)(?:启动|起步|建设)?|(?P<second>第二批|二批)(?:启动|起步|建设)?)"
    r"的?(?:那|这)?(?:[两二三四五六七八九十0-9]{1,2}(?:个|家)?)?(?:众创)?(?:社区|批)?"
    r"|(?:(?:the )?(?:[0-9]+ )?(?:communities |ones )?)?(?:that )?(?:were )?"
    r"(?:launched|started|begun|founded) in (?P<latin>20[0-9]{2})"
)
MOST_YEARS = 60
_YEARS = range(1990, 2100)
_COUNTS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "twenty": 20,
}  # fmt: skip
_SPELT = re.compile(r"(?<![a-z])(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)(?![a-z])")
_UNKNOWN, _KNOWN = 1000, 200
_BREAKS = " |"
"""Spaces, and what stands for a stop: no name and no bound goes over one."""
_PASSED_OVER = (
    re.compile(r"(?<=[^有])了?(?:没有|没)(?=$|\|)"),
    re.compile(r"(?<=[家上])不(?=$|\|)|(?<=了)没(?=$|\|)"),
    re.compile("有没有(?=超|高|低|达|多|少|赶|比|到|过|破|翻|掉|跌|降)"),
    re.compile("一(?:个|家|项)(?=[^|]{1,8}?(?:都|也)?没)"),  # 一个加速器都没有.
    re.compile("(?<=[\u4e00-\u9fff])一家(?=[多少高低大小占就独的])"),  # 比通创一家多.
    re.compile("排(?=前|第|在前|倒数|后)"),
    re.compile("(?:新增|新登记|新注册|登记|吸纳|带动|解决|实现|完成|达成|投入|建成|建设|建有|拥有|投|建|招|用)了?(?=(?:多少|几))"),
    re.compile("还(?=在?(?:倒退|退步|下降|减少|降低|下滑|缩水|掉|跌|降|减))"),
    re.compile("(?:对应|产出|创造|贡献|承载|产生|撑起|带来)(?:了|出)?(?=(?:多少|几|多大))"),
    re.compile("(?<=[\u4e00-\u9fff])一家(?=$|\\||[吗么不没])"),
    re.compile("(?<![a-z])down (?=by (?:the |each |responsible )?(?:authorit|district|communit))"),
    re.compile("(?:掉|跌|降|低|落)(?:到|至)(?=了?[0-9一二三四五六七八九十百]+[^|]{0,3}(?:以下|之下))"),
    re.compile(
        "(?:要|等着|好)?(?:写|放|用)(?:进|在|到|于)?(?:材料|汇报|总结|报告|讲话稿)(?:里|中)?(?:要?用)?"
        "|(?:材料|汇报|总结|报告|讲话稿|开会|会上)(?:里|中)?要?(?:用|讲|说)|等着(?:填|用|要|报|写)|急(?:用|等|要)?(?=$|\\|)|我?照抄"
    ),
    re.compile("what does (?=[^|]*come to)"),
    re.compile("排名(?=比|较|跟|和)|年(?=年均)|[低高多少大小](?:到|至)(?=多少|几)"),
    re.compile("(?:两|三|四|这两|这三)(?:个|项|类|样|块)(?:覆盖率|占比|指标|平台|服务|面积|要求)(?=都|均|全|满)"),
    re.compile(r"单位(?:要|用|按|写|是)?(?:亿元?|万元?|平米|平方米|万平米?|万平方米)(?=$|\|)"),
    re.compile(r"in (?:100m|100 m|rmb|10k|units of)? ?(?:(?:100 )?million|billion|yuan|rmb)?(?: yuan)?(?=$|\|| pl)"),
    re.compile(r"in (?:10000万|1000000|100 ?million|万|wan|billion|million)? ?(?:yuan|rmb)(?=$|\|)"),
)
"""What asks, counts what was listed, or wishes for a unit, and changes nothing."""
_RUNNING = re.compile("(?:连着|连续|接连|一连)([两二三四五六七八九2-9])(?:个)?年")
_RUNNING_ALL = re.compile("(?:连着|连续|接连|连年)[^|]{0,14}?(都|均)")
"""连着两年…都 says it twice."""
_WITH_BEHIND = re.compile(r"[和与同](?=[^|和与同跟比]{1,12}(?:相比|比较|比))")
"""和全市中位数比."""
_YEAR_ALONE = re.compile(r"(?<![0-9.])(1[5-9]|2[0-9])(?=$|\|)")
"""战新投资从低到高排一下 24."""
_YEAR_BETWEEN = re.compile(
    "(?<=[\u4e00-\u9fff])(1[5-9]|2[0-9])(?=[\u4e00-\u9fff])(?![个家人万亿元平方成点年月日号倍名位条项百千到至多和与跟比对较分以小大后前])"
)
"""苏通24总投资."""
_MANY = re.compile(
    "(?<![个每多少几万千百个0-9])人(?=(?:数|最|还|更|也|反而|反倒|却|倒|在|又)*(?:[多少](?![少人])|增|减|涨|降|掉))"
)
"""哪家人多, 产值掉了人反倒多了."""
_YEAR_TO_YEAR = re.compile("(?<![0-9])(1[5-9]|2[0-9])(对|比|较)(1[5-9]|2[0-9])(?![0-9万亿个家人%成])")
"""24对23: the later against the earlier."""
_ROUND = re.compile("(?<![一二三四五六七八九十两几多0-9])[百千][万亿](?![一二三四五六七八九十])")
"""产值破百亿."""
_OVER_A_YEAR = re.compile(
    r"(?<![a-z])(over|on|from) (?=20[0-9]{2}(?![0-9])|the previous year|the prior year|previous year|the year before)"
)
"""In 2024 over 2023."""
_YEARS_LISTED = re.compile(
    "(?<![0-9])(?:1[5-9]|2[0-9])(?:[、和跟与及]?(?:1[5-9]|2[0-9])){2,5}(?=年|连|这|[二两三四五]年)"
)
"""22、23、24连着三年."""
_TWO_YEARS = re.compile(r"(?<![0-9])(1[5-9]|2[0-9])(?:、|和|跟|与|及)(1[5-9]|2[0-9])(?=连|两年|这两年)")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text with all that it may be; none: nobody knows."""

    start: int
    end: int
    edges: tuple[Edge, ...]

    def any(self, *categories: str) -> bool:
        return any(edge.category in categories for edge in self.edges)


def fold(text: str) -> str:
    """Fold width, case and script; stops become spaces, which stand between what they part; 、 stays."""
    text = _STOP.sub("\n", _UNEQUAL.sub("不等于", _SHORT_YEAR.sub(r"20\1", text)))
    pieces = (re.split("(、)", clause) for clause in text.split("\n"))
    clauses = ("".join(piece if piece == "、" else normalize(piece) for piece in clause) for clause in pieces)
    return _with_digits("|".join(clause for clause in clauses if clause))


def _with_digits(text: str) -> str:
    """Write small numbers of an English text in digits: fewer than two."""
    return _SPELT.sub(lambda match: str(_COUNTS[match[0]]), text) if text.isascii() else text


def cut(
    text: str, lexicon: Lexicon, today: date, more: Iterable[tuple[int, int, Edge]] = ()
) -> tuple[Span, ...]:
    """Cut a folded text into spans, the fewest that leave least unknown; what is unknown is heard as a name.

    more: what else is known here, of a question that follows another.
    """
    known = (*_candidates(text, lexicon, today), *more)
    spans = _cheapest(text, known)
    if all(span.edges for span in spans):
        return spans
    heard = tuple(_heard(text, lexicon, today))
    return _cheapest(text, (*known, *heard)) if heard else spans


_Candidate = tuple[int, int, Edge]


def _cheapest(text: str, candidates: Sequence[_Candidate]) -> tuple[Span, ...]:
    found: dict[tuple[int, int], list[Edge]] = {}
    for start, end, edge in candidates:
        edges = found.setdefault((start, end), [])
        if edge not in edges:
            edges.append(edge)
    starts: dict[int, list[int]] = {}
    for start, end in found:
        starts.setdefault(start, []).append(end)
    size = len(text)
    best: list[tuple[int, int]] = [(0, size)] * (size + 1)
    for start in range(size - 1, -1, -1):
        step = 0 if text[start] in _BREAKS else _UNKNOWN
        options = [(step + best[start + 1][0], start + 1)]
        options += [(_KNOWN - (end - start) + best[end][0], end) for end in starts.get(start, ())]
        best[start] = min(options, key=lambda option: (option[0], -option[1]))
    return _joined(_walk(text, best, found))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join what nobody knows with the single characters that touch it: 户均 is one word, and 均 in it no 都."""
    found: list[Span] = []
    for span in spans:
        before = found[-1] if found else None
        if before is not None and before.end == span.start and _is_one_word(before, span):
            found[-1] = Span(before.start, span.end, ())
        else:
            found.append(span)
    return tuple(found)


def _is_one_word(one: Span, other: Span) -> bool:
    if one.edges and other.edges:
        return False
    return (not one.edges or _is_single(one)) and (not other.edges or _is_single(other))


def _is_single(span: Span) -> bool:
    return span.end - span.start == 1


def _walk(
    text: str, best: Sequence[tuple[int, int]], found: Mapping[tuple[int, int], Sequence[Edge]]
) -> Iterator[Span]:
    """Give the spans in their order; what nobody knows is one span as far as it goes, of a Latin text each word."""
    at, unknown = 0, -1
    while at < len(text):
        end = best[at][1]
        edges = found.get((at, end))
        if edges is None and text[at] not in _BREAKS:
            unknown = at if unknown < 0 else unknown
        elif unknown >= 0:
            yield Span(unknown, at, ())
            unknown = -1
        if edges is not None:
            yield Span(at, end, _meant(edges))
        at = end
    if unknown >= 0:
        yield Span(unknown, len(text), ())


def _meant(edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """Take a filler as harmless only where it is nothing that composes."""
    kept = [edge for edge in edges if edge.category != "filler"]
    return tuple(kept) or (Edge("harmless", True),)


def _candidates(text: str, lexicon: Lexicon, today: date) -> Iterator[_Candidate]:
    for token in lexicon.search(text):
        yield from ((token.start, token.end, edge) for edge in _named(token, text, lexicon))
    for period in scan_periods(text.replace("、", " "), today):
        if period.years and _SURE_YEAR.search(text[period.start : period.end]):
            yield period.start, period.end, _years(period)
            if text[period.end - 1] == "年" and text[period.end : period.end + 1] in {"均", "平"}:
                yield period.start, period.end - 1, _years(period)  # 2019到2024 年均增长
    for match in _LAST.finditer(text):
        if (count := _count(match[1])) is not None:
            years = tuple(range(today.year - count, today.year))
            yield match.start(), match.end(), Edge("years", (years, True))
    yield from ((start, end, Edge("kind", sense)) for start, end, sense in find_kinds(text))
    for pattern in _PASSED_OVER:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), Edge("harmless", True)
    for match in _RUNNING.finditer(text):
        count = _count(match[1].replace("两", "二")) or 0
        yield match.start(), match.end(), Edge("each_years", tuple(range(today.year - count, today.year)))
    for match in _RUNNING_ALL.finditer(text):
        yield match.start(1), match.end(1), Edge("harmless", True)
    for match in _WITH_BEHIND.finditer(text):
        yield match.start(), match.end(), Edge("than", True)
    for match in _YEAR_ALONE.finditer(text):
        yield match.start(), match.end(), Edge("years", ((2000 + int(match[1]),), False))
    for match in _YEAR_BETWEEN.finditer(text):
        yield match.start(), match.end(), Edge("years", ((2000 + int(match[1]),), False))
    for match in _MANY.finditer(text):
        yield match.start(), match.end(), Edge("asked_by_unit", "人")
    for match in _OVER_A_YEAR.finditer(text):
        yield match.start(1), match.end(1), Edge("than", True)
    for match in _YEAR_TO_YEAR.finditer(text):
        yield match.start(2), match.end(2), Edge("than", True)
        for at in (1, 3):
            yield match.start(at), match.end(at), Edge("years", ((2000 + int(match[at]),), False))
    for match in _YEARS_LISTED.finditer(text):
        listed = tuple(2000 + int(year) for year in re.findall("[0-9]{2}", match[0]))
        if len(set(listed)) == len(listed):
            yield match.start(), match.end(), Edge("years", (listed, True))
    for match in _TWO_YEARS.finditer(text):
        yield match.start(), match.end(), Edge("years", ((2000 + int(match[1]), 2000 + int(match[2])), True))
    for match in _BATCH.finditer(text):
        if codes := _batch(match, lexicon):
            yield match.start(), match.end(), Edge("place", codes)
    for match in _GROUP.finditer(text):
        yield match.start(), match.end(), Edge("group", _count(_NO_NUMERAL.sub("", match[0])) or 0)
    for match in _ROUND.finditer(text):
        if isinstance(amount := read_quantity(f"一{match[0]}"), Quantity):
            yield match.start(), match.end(), Edge("amount", amount)
    for (start, end), quantity in find_quantities(text):
        yield start, end, Edge("amount", quantity)
    for token in scan_amounts(text):
        if text[token.start] not in "到至" or not isinstance(token.datum, Bound):
            yield from _amounts(token)
    yield from find_words(text)
    yield from find_pronouns(text)


def _named(token: Token, text: str, lexicon: Lexicon) -> Iterator[Edge]:
    edges = [edge for entry in token.entries if (edge := _name(entry.kind, entry.code, lexicon)) is not None]
    named = [edge for edge in edges if edge.category == "place"]
    if len(edges) == 1:
        yield edges[0]
    elif edges == named and any(entry.kind == "authority" for entry in token.entries):
        yield max(named, key=lambda edge: len(edge.value))  # An authority stands for all of its own.
    elif any(entry.kind == "collision" for entry in token.entries):
        yield Edge("doubt", True)
    elif _is_filler(token) and is_harmless_word(text[token.start : token.end]):
        yield Edge("filler", True)


def _is_filler(token: Token) -> bool:
    return all(entry.kind in {"filler", "chatter"} for entry in token.entries)


def _amounts(token: Token) -> Iterator[_Candidate]:
    """Give an order among the first few, and a bound as it is read anywhere else."""
    match token.datum:
        case Bound(_, quantity) if _is_year(quantity):
            return
        case Limit(count, ascending):
            yield token.start, token.end, Edge("limit", (count, ascending))
        case Bound(comparison, quantity, None):
            yield token.start, token.end, Edge("predicate", Predicate((Compared(comparison, quantity),)))
        case Bound(_, low, Quantity() as high):
            both = Predicate((Compared(">=", low), Compared("<=", high)))
            yield token.start, token.end, Edge("predicate", both)
        case Quantity() as quantity:
            yield token.start, token.end, Edge("amount", quantity)


def _is_year(quantity: Quantity) -> bool:
    """Tell whether a bare number is a year: between 2020 and 2024."""
    return quantity.unit is None and not quantity.scaled and quantity.value in _YEARS


def _heard(text: str, lexicon: Lexicon, today: date) -> Iterator[_Candidate]:
    """Find names of communities and metrics that are misspelt by their sound."""
    for token in lexicon.homophones.find(text, today):
        edges = [edge for edge in _named(token, text, lexicon) if edge.category != "filler"]
        known = text[token.start : token.end] in lexicon.words
        if len(edges) == 1 and edges[0].category in {"place", "metric"} and token.end - token.start > 1 and not known:
            yield token.start, token.end, edges[0]


def _name(kind: str, code: str, lexicon: Lexicon) -> Edge | None:
    match kind:
        case "community":
            return Edge("place", (code,))
        case "authority":
            return Edge("place", lexicon.programme.of_authority[code])
        case "metric" if (grown := lexicon.programme.derivation.get(code)) is not None and grown.of is not None:
            return Edge("growing", (grown.of, code))
        case "metric":
            return Edge("metric", (code,))
        case "collision":
            usual = lexicon.collisions[code].default
            return None if usual is None else Edge("metric", (usual,))
        case "requirement":
            found = lexicon.programme.requirement[code]
            return Edge("metric", (found.conditions[0].metric,)) if len(found.conditions) == 1 else None
        case "city":
            return Edge("all", True)
    return None


def _batch(match: re.Match[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Give the communities that were started in the year named, or in the first or the second one."""
    starts = sorted({item.start for item in lexicon.programme.communities})
    if match["first"] or match["second"]:
        at = 1 if match["second"] else 0
        year = starts[at] if at < len(starts) else None
    else:
        digits = match["year"] or match["latin"]
        year = int(digits) + (2000 if len(digits) == 2 else 0)
    return tuple(item.code for item in lexicon.programme.communities if item.start == year)


def _years(period: Period) -> Edge:
    return Edge("years", (period.years, period.several))


def _count(text: str) -> int | None:
    number = _COUNTS.get(text) or {"俩": 2, "仨": 3}.get(text) or read_numeral(text)
    return int(number) if number and number <= MOST_YEARS else None
