"""Numerals: Arabic, Chinese and mixed, exactly."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.cases import for_each
from zc_bot.parsing.numerals import plain, read_numeral, readings

DIGITS = "零一二三四五六七八九"


def spelled(value: int) -> str:
    """Spell a number below 10¹⁶ the way a bank does."""
    if value == 0:
        return "零"
    for power, name in ((8, "亿"), (4, "万"), (3, "千"), (2, "百"), (1, "十")):
        if value >= 10**power:
            head, tail = divmod(value, 10**power)
            gap = "零" if 0 < tail < 10 ** (power - 1) else ""
            return spelled(head) + name + gap + (spelled(tail) if tail else "")
    return DIGITS[value]


@for_each(
    "text, value",
    [
        ("一百二十", "120"), ("三万五", "35000"), ("4亿5", "450000000"), ("两千", "2000"), ("俩", "2"),
        ("壹贰叁", "123"), ("壹万贰仟叁佰", "12300"), ("零", "0"), ("〇", "0"), ("三点五", "3.5"), ("十九", "19"),
        ("二〇一九", "2019"), ("1,234,567", "1234567"), ("１２３", "123"), ("5w", "50000"), ("5k", "5000"),
        ("3万亿", "3000000000000"), ("一千五十", "1050"), ("一百零五", "105"), ("廿五", "25"), ("卅", "30"),
        ("负五", "-5"), ("-0", "0"), ("1.50", "1.5"), ("四十五点六亿", "4560000000"), ("5百万", "5000000"),
    ],
)
def test_a_numeral_is_read_exactly(text: str, value: str) -> None:
    found = read_numeral(text)
    assert found is not None
    assert f"{found:f}" == value


@for_each(
    "text",
    ["", "万", "百万", "三四", "三四十", "十七八", "1,23", "1_000", "10²", "١٢", "1E+3000000", "1.5.5", "4.5亿3",
     "二三五万", "点五", "三点", "abc", "1 23", "½", "Ⅳ", "0x10", "一万零"],
)
def test_what_is_no_numeral_is_not_read(text: str) -> None:
    assert read_numeral(text) is None


def test_a_shortened_tail_is_of_the_next_scale_down() -> None:
    assert readings("3万5") == (Decimal(35000),)
    assert readings("5千3") == (Decimal(5300),)
    assert readings("三万五") == (Decimal(35000),)
    assert readings("三万零五") == (Decimal(30005),)


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_every_whole_number_spelled_in_chinese_is_read_back(value: int) -> None:
    assert read_numeral(spelled(value)) == value


@given(st.decimals(min_value=0, max_value=Decimal("1e18"), places=6))
def test_every_decimal_is_read_back_and_grouped_too(value: Decimal) -> None:
    assert read_numeral(f"{value:f}") == value
    assert read_numeral(f"{value:,f}") == value


@given(st.text(max_size=100))
def test_any_text_is_read_or_not_but_never_raises(text: str) -> None:
    found = read_numeral(text)
    assert found is None or plain(found) == found
