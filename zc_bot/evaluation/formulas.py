"""Exact arithmetic of shares and growth: compared as integers and fractions, rounded only to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction
from itertools import count
from math import isqrt, log2
from typing import Protocol

from zc_bot.parsing.numerals import plain
from zc_bot.values import dataclass

PLACES = 2
"""Derived figures are shown with so many decimals, or more where rounding would cross a threshold."""
_KEY_PLACES = 24
_EXACT = Context(prec=400)
_ABOVE = 1 + 2.0**-40
"""More than floating point errs by: a root worked out with it and raised by so much lies above the true one."""


class Exact(Protocol):
    """A number that is compared exactly and rounded only for people."""

    def side(self, bound: Decimal) -> int:
        """Return -1, 0 or 1: below, at or above `bound`."""

    def rounded(self, places: int) -> Decimal:
        """Round half to even."""

    @property
    def key(self) -> Fraction:
        """A value to sort by; equal numbers of one kind have equal keys."""


@dataclass(frozen=True, slots=True)
class Given:
    """A reported figure, or a sum of them: shown as it is."""

    value: Decimal

    def side(self, bound: Decimal) -> int:
        return _sign(self.value, bound)

    def rounded(self, places: int) -> Decimal:
        return self.value

    @property
    def key(self) -> Fraction:
        return Fraction(self.value)


@dataclass(frozen=True, slots=True)
class Percent:
    """An exact share in %, or a difference of shares in percentage points."""

    value: Fraction

    def side(self, bound: Decimal) -> int:
        over, under = bound.as_integer_ratio()
        return _sign(self.value.numerator * under, over * self.value.denominator)

    def rounded(self, places: int) -> Decimal:
        whole, rest = divmod(self.value.numerator * 10**places, self.value.denominator)
        twice = 2 * rest - self.value.denominator
        return _scaled(whole + (twice > 0 or (twice == 0 and whole % 2 == 1)), places)

    @property
    def key(self) -> Fraction:
        return self.value


@dataclass(frozen=True, slots=True)
class Growth:
    """The average annual growth in % from `base` > 0 to `value` >= 0 over `years` >= 1, compounded."""

    value: Decimal
    base: Decimal
    years: int

    def side(self, bound: Decimal) -> int:
        """Compare value·100ⁿ with base·(100+bound)ⁿ, which needs no root."""
        over, under = bound.as_integer_ratio()
        factor = 100 * under + over
        if factor < 0:
            return 1
        top, below = self._ratio
        return _sign(top * (100 * under) ** self.years, below * factor**self.years)

    def rounded(self, places: int) -> Decimal:
        """Round half to even, telling a true half from a root that only comes close to it."""
        unit = 10 ** (places + 2)
        halves, exact = self._root_in(2 * unit)
        whole, half = divmod(halves, 2)
        up = half and (not exact or whole % 2)
        return _scaled(whole + bool(up) - unit, places)

    @property
    def key(self) -> Fraction:
        unit = 10**_KEY_PLACES
        return Fraction(self._root_in(unit)[0] - unit, unit) * 100

    def _root_in(self, unit: int) -> tuple[int, bool]:
        """Return the growth factor in whole units of 1/`unit`, rounded down, and whether that is exact."""
        top, below = self._ratio
        top *= unit**self.years
        root = _root(top // below, self.years)
        return root, root**self.years * below == top

    @property
    def _ratio(self) -> tuple[int, int]:
        (value, of_value), (base, of_base) = self.value.as_integer_ratio(), self.base.as_integer_ratio()
        return value * of_base, of_value * base


def share_of(numerator: Decimal, denominator: Decimal) -> Percent | None:
    """Return numerator / denominator in %, or None where the denominator is zero."""
    if denominator == 0:
        return None
    (part, of_part), (whole, of_whole) = numerator.as_integer_ratio(), denominator.as_integer_ratio()
    return Percent(Fraction(100 * part * of_whole, of_part * whole))


def growth_of(value: Decimal, base: Decimal, years: int) -> Growth | None:
    """Return the average annual growth, or None where the base is zero."""
    return Growth(value, base, years) if base > 0 else None


def order(number: Exact) -> tuple[float, Fraction]:
    """Return what sorts as `number.key` does: the float settles nearly all comparisons, at a tenth of the cost."""
    key = number.key
    return float(key), key


def difference(later: Exact, earlier: Exact) -> Percent:
    """Return the difference of two shares in percentage points."""
    return Percent(later.key - earlier.key)


def shown(number: Exact, bounds: Iterable[Decimal] = ()) -> Decimal:
    """Round `number` to be shown, with as many decimals as keep it on its own side of every bound."""
    if isinstance(number, Given):
        return number.value
    limits = tuple(bounds)
    return next(
        value
        for value in (number.rounded(places) for places in count(PLACES))
        if all(_sign(value, limit) == number.side(limit) for limit in limits)
    )


def less(value: Decimal, other: Decimal) -> Decimal:
    """Subtract without rounding."""
    return _EXACT.subtract(value, other)


def summed(values: Iterable[Decimal]) -> Decimal:
    """Add without rounding."""
    total = Decimal(0)
    for value in values:
        total = _EXACT.add(total, value)
    return total


def written(value: Decimal) -> str:
    """Write a decimal in full, without exponent or trailing zeros."""
    return f"{plain(value):f}"


def _sign(value: Decimal | Fraction | int, other: Decimal | Fraction | int) -> int:
    return (value > other) - (value < other)


def _scaled(units: int, places: int) -> Decimal:
    return Decimal(units).scaleb(-places, _EXACT)


def _root(number: int, degree: int) -> int:
    """Return the whole part of the root of `number` >= 0, by Newton's method from just above it."""
    if number == 0:
        return number
    if degree == 2:
        return isqrt(number)
    guess = int(2 ** (log2(number) / degree) * _ABOVE) + 1
    while True:
        better = ((degree - 1) * guess + number // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better
