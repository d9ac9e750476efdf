"""Bounds, shares, ranges and places within a text: the widest of what is found is what is said."""

from __future__ import annotations

import pytest

from zc_bot.parsing.amounts import bare_comparison, scan_amounts
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.quantities import Quantity
from zc_bot.parsing.tokens import Bound, Limit, Token

SAID = """
低于60%：< 60%
不低于70%：>= 70%
没超过60%：<= 60%
没有超过1000人：<= 1000人
未达到60%：< 60%
not more than 60%：<= 60%
达到20万平方米：>= 200000m²
20万平米以上：>= 200000m²
5个以内：<= 5个
刚好70%：= 70%
不等于60%：60%
不到三百人：< 300人
60%不到：< 60%
20万平米没到：< 200000m²
at least 5：>= 5
5000人左右：5000人
过半：> 50%
一半以上：> 50%
不足一半：< 50%
less than half：< 50%
百分百：100%
10个点以上：>= 10%
超过三个百分点：> 3%
过百亿：> 10000000000
没过百亿：<= 10000000000
超百亿元：> 10000000000元
等于零：= 0
60%到70%之间：>= 60%..70%
介于60%和70%：>= 60%..70%
在60%和70%之间：>= 60%..70%
between 60 and 70：>= 60..70
60%~70%区间：>= 60%..70%
三百到五百人之间：>= 300人..500人
60到70万元之间：>= 600000元..700000元
3到5亿之间：>= 300000000..500000000
500到1万人之间：>= 500人..10000人
60%到70%：>= 70%
前三名：first 3
top 3：first 3
top three：first 3
bottom five：last 5
最多的3个：first 3
倒数第二：last 2
第二名是谁：first 2
垫底的3个：last 3
第二名是谁，从低到高：last 2
"""
"""What is said, and what is found."""


def word(token: Token) -> str:
    match token.datum:
        case Limit(count, ascending):
            return f"{'last' if ascending else 'first'} {count}"
        case Bound(comparison, low, high):
            return f"{comparison} {_amount(low)}" + (f"..{_amount(high)}" if high else "")
        case Quantity() as found:
            return _amount(found)
    raise AssertionError(token)


def _amount(found: Quantity) -> str:
    return f"{found.value.normalize():f}{found.unit.symbol if found.unit else ''}"


@pytest.mark.parametrize("line", SAID.split("\n")[1:-1])
def test_what_is_said_of_an_amount_is_read_with_its_comparison(line: str) -> None:
    said, _, meant = line.rpartition("：")
    found = scan_amounts(normalize(said))
    assert word(max(found, key=lambda one: (one.end - one.start, isinstance(one.datum, Bound)))) == meant


@pytest.mark.parametrize("said", ["第一名是谁", "前3年", "前20%", "第三低的是谁", "前10万"])
def test_what_asks_for_no_more_than_one_or_for_something_else_is_no_limit(said: str) -> None:
    assert not [one for one in scan_amounts(normalize(said)) if isinstance(one.datum, Limit)]


def test_a_year_before_a_denied_amount_bounds_nothing() -> None:
    found = {word(one) for one in scan_amounts(normalize("2018没到60%")) if isinstance(one.datum, Bound)}
    assert found == {"< 60%"}
    assert [word(one) for one in scan_amounts(normalize("2019 employees 5600"))] == ["5600"]


@pytest.mark.parametrize(
    ("said", "sign"), [("不到的呢", "<"), ("超过的有哪些", ">"), ("没超过的", "<="), ("超过60%的", None)]
)
def test_a_comparison_whose_figure_was_named_before_is_read_alone(said: str, sign: str | None) -> None:
    assert bare_comparison(normalize(said)) == sign
