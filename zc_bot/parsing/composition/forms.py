"""What is known by its form rather than by a word: years written short, how many were listed, what only asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from zc_bot.parsing.composition.chart import Edge
from zc_bot.parsing.composition.values import Limit as Compared
from zc_bot.parsing.composition.values import Predicate
from zc_bot.parsing.language import tables
from zc_bot.parsing.numerals import ENGLISH_NUMBERS, read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.searching import Searched
from zc_bot.values import dataclass

MOST_YEARS = 60
_NO_NUMERAL = compile_later("[^0-9一二三四五六七八九十两俩仨]")
_YEAR = "(?:1[5-9]|2[0-9])"
_FIGURE = "(?:约|差不多|大约)?(?:百分之)?[0-9一二三四五六七八九十百千两]+"
_HANDLES = "[拉列排摆过走理捋报念算查翻扒调导出来看弄发]"
_OF_A_COUNT = "个家人万亿元平方成点年月日号倍名位条项百千到至多和与跟比对较分以小大后前"
"""What may stand behind a number that is no year."""
_DEGREES = "[多少](?![少人])|增|减|涨|降|掉"


@dataclass(frozen=True, slots=True)
class Form:
    """What a pattern finds: its category, and what its match stands for; None where it is nothing.

    part: the group that it is, where the rest only stands beside it.
    """

    category: str
    pattern: re.Pattern[str]
    value: Callable[[re.Match[str], date], Any | None]
    part: int = 0


def find_forms(text: str, today: date) -> Iterator[tuple[int, int, Edge]]:
    """Find all that is known by its form in a folded text, and where it stands."""
    for match, form in _SEARCHED.found(text):
        if match[form.part] and (value := form.value(match, today)) is not None:
            yield *match.span(form.part), Edge(form.category, value)


def count_of(text: str) -> int | None:
    """Read a small number, in digits or in words; None for any other."""
    number = ENGLISH_NUMBERS.get(text) or {"俩": 2, "仨": 3}.get(text) or read_numeral(text)
    return int(number) if number and number <= MOST_YEARS else None


def _last(match: re.Match[str], today: date) -> tuple[tuple[int, ...], bool] | None:
    """近三年: the last so many whole years."""
    count = count_of(match[1])
    return None if count is None else (tuple(range(today.year - count, today.year)), True)


def _running(match: re.Match[str], today: date) -> tuple[int, ...]:
    count = count_of(match[1].replace("两", "二")) or 0
    return tuple(range(today.year - count, today.year))


def _short_year(group: int = 1) -> Callable[[re.Match[str], date], tuple[tuple[int, ...], bool]]:
    return lambda match, _: ((2000 + int(match[group]),), False)


def _short_years(match: re.Match[str], _: date) -> tuple[tuple[int, ...], bool] | None:
    listed = tuple(2000 + int(year) for year in re.findall("[0-9]{2}", match[0]))
    return (listed, True) if len(set(listed)) == len(listed) else None


def _round(match: re.Match[str], _: date) -> Quantity | None:
    amount = read_quantity(f"一{match[0]}")
    return amount if isinstance(amount, Quantity) else None


def _round_english(match: re.Match[str], _: date) -> Quantity | None:
    amount = read_quantity("1000" if "thousand" in match[0] else "100")
    return amount if isinstance(amount, Quantity) else None


def _years_since(match: re.Match[str], today: date) -> tuple[tuple[int, ...], bool] | None:
    years = tuple(range(int(match[1]) % 100 + 2000, today.year))
    return (years, True) if len(years) > 1 else None


def _one_year(match: re.Match[str], _: date) -> tuple[tuple[int, ...], bool]:
    return (int(match[1]),), False


def _times(match: re.Match[str], _: date) -> int | None:
    return count_of(match[1].replace("两", "二"))


def _base_year(match: re.Match[str], _: date) -> int:
    return int(match[1] or match[2] or match[3])


def _or_more(match: re.Match[str], _: date) -> Predicate | None:
    amount = read_quantity(match[1])
    return Predicate((Compared(">=", amount),)) if isinstance(amount, Quantity) else None


def _from_to(match: re.Match[str], _: date) -> Predicate | None:
    """三到四平方公里: both ends in the unit of the second."""
    low, high = read_quantity(match[1] + match[3]), read_quantity(match[2] + match[3])
    if not (isinstance(low, Quantity) and isinstance(high, Quantity) and low.value < high.value):
        return None
    return Predicate((Compared(">=", low), Compared("<=", high)))


def _one_or_more(_: re.Match[str], __: date) -> Predicate | None:
    amount = read_quantity("1")
    return Predicate((Compared(">=", amount),)) if isinstance(amount, Quantity) else None


def _it_is(value: Any) -> Callable[[re.Match[str], date], Any]:
    return lambda _, __: value


_YEAR_TO_YEAR = compile_later(f"(?<![0-9])({_YEAR})(对|比|较)({_YEAR})(?![0-9万亿个家人%成])")
"""24对23: the later against the earlier."""


def _as_data() -> Iterator[Form]:
    """Give the forms of `[[forms]]` in the language's data, whose value is always the same."""
    for row in tables("forms"):
        value = row.get("value", True)
        known = tuple(value) if isinstance(value, list) else value
        yield Form(row["is"], compile_later(row["like"]), _it_is(known), row.get("part", 0))


def _both_years(match: re.Match[str], _: date) -> tuple[int, ...]:
    return tuple(sorted((int(match[1]), int(match[2]))))


def _places_between(match: re.Match[str], _: date) -> Predicate | None:
    """第四到第八名."""
    first, last = count_of(match[1] or match[3]), count_of(match[2] or match[4])
    if first is None or last is None or not first < last:
        return None
    return Predicate((Compared(">=", place=first), Compared("<=", place=last)))


def _so_many(match: re.Match[str], _: date) -> tuple[int, bool] | None:
    count = count_of(match[1])
    return None if count is None else (count, match[2] in {"fewest", "lowest", "least", "smallest", "worst"})


FORMS: tuple[Form, ...] = (
    *_as_data(),
    Form("predicate", compile_later(
        "排?(?:名|在)?第([一二三四五六七八九十0-9]{1,2})(?:名|位)?(?:到|至|-|~)第?([一二三四五六七八九十0-9]{1,2})(?:名|位)?"
        "|(?:ranks?|places?|positions?) ([0-9]{1,2})(?: to |-| through )([0-9]{1,2})"
    ), _places_between),
    Form("predicate", compile_later(
        "([一二三四五六七八九十百千]{1,4})(?:到|至|-|~)([一二三四五六七八九十百千]{1,4})"
        "(平方公里|万平方米|万平米|万平|平方米|个亿|亿元?|千万元?|百万元?|万元?|个?百分点|成|%|人)(?:之间)?"
    ), _from_to),
    Form("each_years", compile_later("both in (20[0-9]{2}) and (?:also |again )?(?:in )?(20[0-9]{2})"), _both_years),
    Form("limit", compile_later(
        "(?:the )?(two|three|four|five|six|2|3|4|5|6) (?:communities|places|ones|sites|districts)?"
        " ?(?:with|of|having) the (most|highest|largest|biggest|best|greatest|fewest|lowest|least|smallest|worst)"
    ), _so_many),
    Form("limit", compile_later(
        "just the (two|three|four|five|2|3|4|5) (biggest|largest|highest|smallest|lowest)"
    ), _so_many),
    Form("years", compile_later(
        r"(?:近|过去|最近|这|last |past )"
        r"([0-9]{1,2}|[一二三四五六七八九十两]{1,3}|two|three|four|five|ten|twenty) ?(?:个)?(?:年|years)"
    ), _last),
    Form("years", compile_later(
        "(?<![第0-9])([二三四五六七八九十两]|[2-9]|10)年(?:里头|里面|里|之内|以内|内|以来|下来|间)"
    ), _last),
    Form("predicate", compile_later("(?:at least|no (?:fewer|less) than) one(?= [a-z])|one or more"), _one_or_more),
    Form("amount", compile_later(
        "(?<![a-z])an? (?:thousand|hundred)(?! (?:million|thousand|and|yuan))"
    ), _round_english),
    Form("years", compile_later("从((?:20)?[12][0-9])年?(?:算起|开始算|起算|起|开始)"), _years_since),
    Form("years", compile_later(
        "以(20[0-9]{2})年?(?:度)?(?:的数|的数据|数据|数)?(?:计|为准|论|来算|来看)"
    ), _one_year),
    Form("multiple", compile_later("([两二三四五六七八九十]|[2-9]|10)倍(?=以上|还|及)"), _times),  # 2018年两倍以上
    Form("predicate", compile_later(r"(?<![0-9.])([0-9]{1,4})\+"), _or_more),  # 2+ incubators
    Form("years", compile_later(rf"(?<=from ){_YEAR} to {_YEAR}(?![0-9%])"), _short_years),
    Form("since_base", compile_later(
        "(?:起点|基期|基年|起始年|起算年)(?:改成|换成|改为|换到|定在|用|从|是)?(20[12][0-9])年?(?:的|起|开始|算起)?"
        "|(?:只|就|改)?从(20[12][0-9])年?(?:开始|起)?(?:算|数|起算)(?:起|呢)?"
        "|(?:what if )?(?:one |we |you |i )?(?:only )?"
        "(?:(?:count|start)(?:s|ing)?(?: only)? from|base year(?: from| of)?) (20[12][0-9])"
    ), _base_year),
    Form("years", compile_later(
        rf"(?<=年\|){_YEAR}(?:[、和跟与及]{_YEAR}){{1,5}}(?=\|)"
    ), _short_years),  # 三年（22、23）
    Form("each_years", compile_later("(?:连着|连续|接连|一连)([两二三四五六七八九2-9])(?:个)?年"), _running),
    Form("each_years", compile_later(
        "(?<![a-z])(two|three|four|five|[2-5]) (?:years|yrs) (?:running|in a row|straight|on end)"
    ), _running),
    Form("years", compile_later(rf"(?<![0-9.])({_YEAR})(?=$|\|)"), _short_year()),  # …从低到高排一下 24
    Form("years", compile_later(
        f"(?<=[\u4e00-\u9fff])({_YEAR})(?=[\u4e00-\u9fff])(?![{_OF_A_COUNT}])"
    ), _short_year()),  # 苏通24总投资
    Form("years", compile_later(rf"(?<![0-9.])({_YEAR})(?=的?呢(?:$|\|)|全年)"), _short_year()),  # 24呢
    Form("years", compile_later(
        f"(?<=从){_YEAR}年?(?:到|至){_YEAR}(?![0-9.]|[万亿个家人%成])"
    ), _short_years),  # 从23到24
    Form("years", _YEAR_TO_YEAR, _short_year(1), part=1),
    Form("years", _YEAR_TO_YEAR, _short_year(3), part=3),
    Form("years", compile_later(
        f"(?<![0-9]){_YEAR}(?:[、和跟与及]?{_YEAR}){{2,5}}(?=年|连|这|[二两三四五]年|逐年|各年|每年|分别|三个)"
    ), _short_years),  # 22、23、24连着三年
    Form("years", compile_later(f"(?<![0-9]){_YEAR}[、和跟与及]{_YEAR}(?=连|两年|这两年)"), _short_years),
    Form("years", compile_later(
        rf"(?<=in both ){_YEAR} and {_YEAR}(?![0-9%])|(?<=in ){_YEAR} and {_YEAR}(?=$|\|)"
    ), _short_years),
    Form("group", compile_later(
        r"(?:那|这|其中)?(?:[两二三四五六七八九十俩仨]|[2-9]|1[0-3])"
        r"(?:个社区|家社区|个数据?|个指标|项指标|个数字|个|家|样|项|条|地|区|者|批|块|年)?"
    ), lambda match, _: count_of(_NO_NUMERAL.sub("", match[0])) or 0),  # so many of what was listed
    Form("amount", compile_later(r"(?<=[过破上超逾达满])[万亿](?=$|\||[的人家个元])"), _round),  # 从业人员过万
    Form("amount", compile_later(
        "(?<![一二三四五六七八九十两几多0-9])[百千][万亿](?![一二三四五六七八九十])"
    ), _round),  # 产值破百亿
)
_SEARCHED = Searched((form.pattern, form) for form in FORMS)
