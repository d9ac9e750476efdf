"""What number formats make of numbers: any format is survived, and what counts as plain shows the number itself."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zc_bot.sheets.formats import display

NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=3)
FORMATS = st.text(alphabet='0#?.,;%"\\!_*[]$-<>=亿万E+@ ', max_size=40)
NUMBER = re.compile(r"-?[0-9]*(?:\.[0-9]*)?")


@given(NUMBERS, FORMATS)
def test_a_plain_number_is_shown_as_itself_but_for_grouping_and_rounding(value: Decimal, code: str) -> None:
    seen = display(value, code)
    text = seen.text.replace(",", "").replace(" ", "")
    if seen.kind != "plain" or text in {"-", "", "."} or value < 0 or "E" in code.upper():
        return
    assert NUMBER.fullmatch(text), (seen, code)
    places = len(text.partition(".")[2])
    assert Decimal(text) == value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("value", "code", "text", "kind"),
    [
        ("456000", "General", "456000", "plain"),
        ("456000", "#,##0.0", "456,000.0", "plain"),
        ("456000", '0.00,,"亿"', "0.46亿", "other"),
        ("456000", "0!.0000", "45.6000", "other"),
        ("0", '#,##0;-#,##0;"-"', "-", "plain"),
        ("0", "0;-0;", "", "other"),
        ("5", "-0", "-5", "other"),
        ("-5", "0;(0)", "(5)", "plain"),
        ("9999", '[>=10000]0.0,"万";0', "9999", "plain"),
        ("0.000", "@.", "0.000.", "other"),
        ("0.98", "0%", "98%", "percent"),
        ("0.98", '0%"以上"', "98%以上", "other"),
        ("5", '0"人"', "5人", "suffix"),
        ("1", '"是";;"否"', "是", "other"),
        ("7", "000", "007", "plain"),
        ("0.95", ".0", "1.0", "plain"),
        ("12.5", ".0", "12.5", "plain"),
        ("0.5", ".0", ".5", "plain"),
        ("0.125", ".0%", "12.5%", "percent"),
    ],
)
def test_what_a_cell_shows(value: str, code: str, text: str, kind: str) -> None:
    seen = display(Decimal(value), code)
    assert (seen.text.lstrip("-") if value[0] == "-" else seen.text, seen.kind) == (text, kind)
