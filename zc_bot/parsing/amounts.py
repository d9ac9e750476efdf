"""Thresholds, quantities and places within a sentence: 低于60%, 20万平米以上, 前三名, 倒数第二."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from zc_bot.parsing.meaning import Comparison
from zc_bot.parsing.numerals import ENGLISH_NUMBERS, read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, find_quantities, read_quantity
from zc_bot.parsing.searching import matches
from zc_bot.parsing.tokens import Bound, Limit, Token
from zc_bot.parsing.update_cache import for_an_update
from zc_bot.parsing.vocabulary.cues import COMPARATORS, SUFFIXES


def _alternatives(table: dict[str, str]) -> tuple[str, dict[str, Comparison]]:
    words: dict[str, Comparison] = {word: sign for sign, text in table.items() for word in text.split("|")}  # type: ignore[misc]
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))), words


_BEFORE_WORDS, _BEFORE = _alternatives(COMPARATORS)
_AFTER_WORDS, _AFTER = _alternatives(SUFFIXES)
_LEADING = compile_later(
    rf"(?<![a-z])(?:(?<!有)|(?!没))(?:(?<!是)|(?!不))(?P<word>{_BEFORE_WORDS})(?:了|的| |过|到|那个|the)*$"
)
_BARE = compile_later(
    rf"(?:那|那么)?(?P<word>{_BEFORE_WORDS})(?:这个数|它| ?that| ?it)?的?(?:社区)?"
    "(?:呢|有哪些|有谁|是哪些|有几个|几个)?[?]?"
)
_TRAILING = compile_later(
    rf" ?(?:的|及)?(?P<word>{_AFTER_WORDS})(?![a-z])"
    "(?!(?<=[到有]) ?(?:百分之)?(?:[0-9零一二两三四五六七八九十百]|[去今前上]年))"
)
"""Words after a quantity; 有三家不到60% is about 60%."""
_DENIED = compile_later("不到|没到|没有|达到")
"""After a bare number, which may be a year, these speak of what follows: 2018没到60%."""
_NEGATED: dict[Comparison, Comparison] = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
_NEGATION = compile_later(
    r"(?:(?<!是)(?<!有)(?<!要)(?<!会)(?<!能)不|(?<!有)没有?|未|并未|不会|not|isnt|arent|is not)(?: the)?"
    r"(?:能够?|完成|覆盖|[做干搞弄办建铺跑升涨冲摸爬])* ?$"
)
_HALF = compile_later(
    r"(?P<over>过|超|超过)半(?!年)|(?P<under>不到|不足|低于|没到)一半|(?P<more>一半以上|半数以上|大半)"
    r"|over half|more than half|above half|(?P<less>less than half|under half|below half)"
)
_HUNDRED = compile_later("百分(?:之)?百(?!分)")
_POINTS = compile_later(r"(?P<number>[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十两]+)个(?:百分)?点")
_TO = compile_later(" ?(?:到|至|-|~|和|与|跟|同|and|to) ?")
_WITHIN = compile_later("(?P<sure>介于|介乎|between )|在$")
_BETWEEN = compile_later(" ?(?:之间|区间|这个区间|这一段|范围|间|内)")
_SCALE = compile_later("[万亿]")
_N = r"[0-9]{1,2}|[一二两三四五六七八九十]{1,2}"
_UNIT = r"(?:名|位|个|家|强|甲|的)?"
_LIMIT = compile_later(
    r"(?:(?P<last>倒数(?:的)?(?:前|第)?|后|末|最后|最低的?前?|最少的?前?|最差的?前?|垫底的?|最小的?"
    r"|bottom ?|last |lowest |worst )"
    r"|(?P<first>前|(?<!里)头|最高的?前?|最多的?前?|最好的?前?|最大的?前?|top ?|best |first |highest |largest ))"
    rf"(?P<count>{_N}|one|two|three|four|five){_UNIT}(?!(?!(?:19|20)[0-9]{{2}}(?![0-9]))[0-9年%万亿.])"
)
_NTH = compile_later(
    rf"(?<!倒数)(?:排)?第(?P<count>{_N})(?:名|位|(?=的?是?[谁哪呢]|[多高大]的?|$))"
    "|排(?:在|行)?老(?P<old>[二三四五六七八九十])"
)
"""A place asked about: 第二名是谁; the list that goes that far holds it."""
_LAST_FEW = compile_later("前[0-9一二三四五六七八九十]|倒数|[和跟与、比]")
_LOWEST = compile_later("最[低少小差弱慢后]|垫底|倒数|从低到高|从少到多|从小到大|第[二三四五六七八九十0-9]+[少低小]")
_YEAR_BESIDE_WORD = compile_later("(?:19|20)[0-9]{2} [a-z]")
"""In `2019 employees 5600` the year is no number of employees."""
_YEARS_TOGETHER = compile_later("(?:(?:一九|二[零〇○])[零〇○一二三四五六七八九]{2}){2,}")
"""Two years, the space between them folded away."""
_ROUND = compile_later(
    "(?<![0-9零〇一二三四五六七八九十百千万亿两几第])(?:[十百千]亿|[十百千]万|百|千)"
    "(?=[元人家户个平]|的|以上|以下|$)(?:元|人|家|户|个|平方米|平米|平)?"
)
"""A round number without its 一: 过百亿."""
_NOUGHT = compile_later("(?:等于|为|是)零(?![几点一二三四五六七八九])")


def bare_comparison(text: str) -> Comparison | None:
    """Read a comparison without its figure, which the question before has named: 不到的呢, 超过的有哪些."""
    match = _BARE.fullmatch(text)
    return None if match is None else _BEFORE[match["word"]]


@for_an_update
def scan_amounts(text: str) -> tuple[Token, ...]:
    """Find bounds, bare quantities, halves and limits in a folded text, as candidates that may overlap."""
    return tuple(_amounts(text))


def _amounts(text: str) -> Iterator[Token]:
    for (start, end), quantity in find_quantities(text):
        if _YEAR_BESIDE_WORD.match(text[start:end]) or _YEARS_TOGETHER.fullmatch(text[start:end]):
            continue
        yield Token(start, end, datum=quantity)
        if (bound := _bound(text, start, end, quantity)) is not None:
            yield bound
    yield from _ranges(text)
    yield from _round(text)
    for span, share in _shares(text):
        yield Token(*span, datum=share)
        if (bound := _bound(text, *span, share)) is not None:
            yield bound
    for match in matches(_HALF, text):
        half = read_quantity("50%")
        assert isinstance(half, Quantity)
        comparison: Comparison = "<" if match["under"] or match["less"] else ">"
        yield Token(*match.span(), datum=Bound(comparison, half))
    for match in matches(_LIMIT, text):
        if count := _count(match["count"]):
            yield Token(*match.span(), datum=Limit(count, bool(match["last"])))
    for match in matches(_NTH, text):
        if (count := _count(match["count"] or match["old"])) and count > 1:
            yield Token(*match.span(), datum=Limit(count, bool(_LOWEST.search(text))))


def place_asked(text: str) -> int | None:
    """Return the place whose holder a folded text asks for: 第三名是谁, 排老五的; None where several are wanted."""
    found = [match for match in matches(_NTH, text) if _count(match["count"] or match["old"])]
    return _count(found[0]["count"] or found[0]["old"]) if len(found) == 1 and not _LAST_FEW.search(text) else None


def _shares(text: str) -> Iterator[tuple[tuple[int, int], Quantity]]:
    """Find the shares that are no number with its sign: 百分百, 10个点."""
    for match in matches(_HUNDRED, text):
        yield match.span(), _percent("100")
    for match in matches(_POINTS, text):
        if (number := read_numeral(match["number"])) is not None:
            yield match.span(), _percent(f"{number:f}")


def _percent(number: str) -> Quantity:
    found = read_quantity(f"{number}%")
    assert isinstance(found, Quantity)
    return found


def _round(text: str) -> Iterator[Token]:
    """Find 百亿 and 零 where they bound something."""
    for match in matches(_ROUND, text):
        quantity = read_quantity(f"一{match[0]}")
        if isinstance(quantity, Quantity) and (bound := _bound(text, *match.span(), quantity)) is not None:
            yield bound
    for match in matches(_NOUGHT, text):
        nought = read_quantity("0")
        assert isinstance(nought, Quantity)
        yield Token(*match.span(), datum=Bound("=", nought))


def _ranges(text: str) -> Iterator[Token]:
    """Join two quantities that are the ends of a range: 60%到70%之间, between 60% and 70%."""
    for ((start, end), low), ((after, last), high) in pairwise(find_quantities(text)):
        joined = _TO.fullmatch(text, end, after)
        if joined is None:
            continue
        before, behind = _WITHIN.search(text, max(0, start - 9), start), _BETWEEN.match(text, last)
        if behind is None and (before is None or not before["sure"]):
            continue
        low = _scaled_alike(text[start:end], low, text[after:last], high)
        first = start if before is None else before.start()
        yield Token(first, last if behind is None else behind.end(), datum=Bound(">=", low, high))


def _scaled_alike(text: str, low: Quantity, text_of_high: str, high: Quantity) -> Quantity:
    """Give the lower end of a range the unit of the upper one, and its 万 or 亿 where it stays the lower."""
    if low.unit is not None:
        return low
    scale = _SCALE.search(text_of_high)
    if scale is not None and not low.scaled:
        both = read_quantity(text + text_of_high[scale.start() :])
        if isinstance(both, Quantity) and both.value < high.value:
            return both
    alone = read_quantity(text + text_of_high[len(text_of_high) - len(high.unit.symbol) :]) if high.unit else low
    return alone if isinstance(alone, Quantity) and alone.unit == high.unit else low


def _count(text: str) -> int | None:
    number = ENGLISH_NUMBERS.get(text) or read_numeral(text)
    return int(number) if number and number < 100 else None


def _bound(text: str, start: int, end: int, quantity: Quantity) -> Token | None:
    """Join a quantity with the comparison beside it; 没超过60% is at most 60%."""
    before = _LEADING.search(text, max(0, start - 24), start)
    after = _TRAILING.match(text, end)
    if after is not None and quantity.unit is None and _DENIED.search(after["word"]):
        after = None
    if before is not None and before["word"] in {"最多", "最少"} and "的" in before[0]:
        before = None
    if before is None and after is None:
        return None
    at = start if before is None else before.start()
    comparison: Comparison = _AFTER[after["word"]] if after else _BEFORE[before["word"]]  # type: ignore[index]
    if (negation := _NEGATION.search(text, max(0, at - 10), at)) is not None:
        if comparison == "=":
            return None  # 不等于 is a comparison that a plain bound does not know.
        comparison, at = _NEGATED.get(comparison, comparison), negation.start()
    return Token(at, after.end() if after else end, datum=Bound(comparison, quantity))
