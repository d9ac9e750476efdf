"""Shares and growth: compared as they are, rounded half to even, kept on their own side of a bound."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zc_bot.evaluation.formulas import (
    Exact,
    Given,
    Growth,
    Percent,
    difference,
    growth_of,
    less,
    order,
    share_of,
    shown,
    summed,
    written,
)

WHOLE = 10**10
"""The base of a growth over two years whose root is told to five decimals."""


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (112345**2, "12.34"), (112355**2, "12.36"), (112345**2 + 1, "12.35"), (112345**2 - 1, "12.34"),
        (112355**2 - 1, "12.35"), (112344**2, "12.34"), (112346**2, "12.35"), (WHOLE, "0.00"), (0, "-100.00"),
        (99995**2, "0.00"), (99985**2, "-0.02"), (99995**2 - 1, "-0.01"),
    ],
)
def test_growth_tells_a_true_half_from_a_root_close_to_it(value: int, rounded: str) -> None:
    found = growth_of(Decimal(value), Decimal(WHOLE), 2)
    assert found is not None
    assert f"{found.rounded(2):f}" == rounded


@pytest.mark.parametrize(
    ("part", "rounded"),
    [("12.345", "12.34"), ("12.355", "12.36"), ("12.3451", "12.35"), ("12.3449", "12.34"), ("-0.005", "0.00"),
     ("-0.015", "-0.02"), ("-12.3451", "-12.35"), ("100", "100.00")],
)
def test_a_share_is_rounded_half_to_even(part: str, rounded: str) -> None:
    assert f"{Percent(Fraction(part)).rounded(2):f}".replace("-0.00", "0.00") == rounded


@given(value=st.integers(0, 10**9), base=st.integers(1, 10**9), years=st.integers(1, 9), places=st.integers(0, 6))
def test_growth_is_rounded_to_the_nearest(value: int, base: int, years: int, places: int) -> None:
    found = Growth(Decimal(value), Decimal(base), years).rounded(places)
    step, factor = Fraction(1, 2 * 10**places), 1 + Fraction(found) / 100
    low, high = (max(factor + sign * step / 100, Fraction(0)) for sign in (-1, 1))
    assert low**years <= Fraction(value, base) <= high**years


@given(
    value=st.decimals(0, 10**6, places=3, allow_nan=False),
    base=st.decimals(Decimal("0.001"), 10**6, places=3, allow_nan=False),
    years=st.integers(1, 6), bound=st.decimals(-150, 500, places=2, allow_nan=False),
)
def test_growth_stands_where_its_powers_stand(value: Decimal, base: Decimal, years: int, bound: Decimal) -> None:
    side = Growth(value, base, years).side(bound)
    factor = 1 + Fraction(bound) / 100
    wanted = Fraction(value) - Fraction(base) * factor**years
    assert side == (1 if factor < 0 else (wanted > 0) - (wanted < 0))


def test_growth_to_nothing_is_above_less_than_nothing() -> None:
    gone = Growth(Decimal(0), Decimal(5), 2)
    assert [gone.side(Decimal(bound)) for bound in ("-101", "-100", "-99")] == [1, 0, -1]


def test_equal_numbers_have_equal_keys_and_greater_ones_greater() -> None:
    assert Growth(Decimal(121), Decimal(100), 2).key == Growth(Decimal(11), Decimal(10), 1).key == 10
    assert Growth(Decimal(1331), Decimal(1000), 3).key == 10
    slight = Growth(Decimal(121), Decimal(100), 2), Growth(Decimal("121.0000000000001"), Decimal(100), 2)
    assert order(slight[0]) < order(slight[1])
    assert order(Given(Decimal("0.1"))) < order(Given(Decimal("0.10000000000000000001")))
    assert order(Percent(Fraction(1, 3))) == order(Percent(Fraction(2, 6)))


@pytest.mark.parametrize(
    ("number", "bounds", "told"),
    [
        (Percent(Fraction(59996, 1000)), ("60",), "59.996"), (Percent(Fraction(60)), ("60",), "60.00"),
        (Percent(Fraction("60.004")), ("60",), "60.004"), (Percent(Fraction("60.004")), (), "60.00"),
        (Percent(Fraction("59.996")), ("60", "59.9959"), "59.996"), (Given(Decimal("59.99600")), ("60",), "59.99600"),
        (Growth(Decimal("109.9999"), Decimal(100), 1), ("10",), "9.9999"),
    ],
)
def test_what_is_shown_stays_on_its_own_side_of_each_bound(number: Exact, bounds: tuple[str, ...], told: str) -> None:
    assert f"{shown(number, map(Decimal, bounds)):f}" == told


def test_a_share_of_nothing_and_a_growth_from_nothing_are_none() -> None:
    assert share_of(Decimal(5), Decimal(0)) is None
    assert growth_of(Decimal(5), Decimal(0), 1) is None
    assert share_of(Decimal("0.3"), Decimal("0.4")) == Percent(Fraction(75))
    assert difference(Percent(Fraction(75)), Percent(Fraction(60))) == Percent(Fraction(15))


def test_sums_and_differences_lose_no_digit() -> None:
    large, small = Decimal("12345678901234567890123456789012345678901234567890"), Decimal("0.000000000000000000001")
    assert summed([large, small, large.copy_negate()]) == small
    assert Fraction(less(large, small)) == Fraction(large) - Fraction(small)
    assert (written(Decimal("1E+3")), written(Decimal("0.10")), written(small)) == ("1000", "0.1", f"{small:f}")
