"""Numbers as people write them, Arabic, Chinese or mixed, read exactly: never through floating point.

    numeral  = [sign] whole ["点" digits [scale]]
    whole    = head scale [tail]        for the scales 亿 万 千 百 十, largest first
    head     = whole of the scales below, or a count; 亿 takes 万 before it (3万亿)
    tail     = ["零"] whole of the scales below
    count    = 1234 | 1,234 | 12.5 | a digit 一…九 | 二〇一九, read digit by digit

A tail of one digit is short for the next scale down: 三万五 and 3万5 are 35000, since 30005 is said with its 零.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow

EXACT = Context(prec=100, Emax=10_000, Emin=-10_000, traps=[DivisionByZero, Inexact, InvalidOperation, Overflow])
"""Arithmetic that raises rather than rounds."""
MAX_DIGITS = 30
"""No figure of a city needs more; longer ones are refused before any arithmetic."""

FOLD = str.maketrans(
    "０１２３４５６７８９，．％＋－−＝／（）：～　\u00a0\u2009\u202f",
    "0123456789,.%+--=/():~    ",
)
"""Full-width forms to ASCII, character for character; unlike NFKC it leaves 10² and other digits alone."""
_WIDE = re.compile(f"[{''.join(map(chr, FOLD))}]")

DIGITS = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **dict(zip("○貳參叄陸两兩俩仨弍", (0, 2, 3, 3, 6, 2, 2, 2, 3, 2), strict=True)),
}
SCALES = (("亿億", 8), ("万萬wW", 4), ("千仟kK", 3), ("百佰", 2), ("十拾", 1))
NUMERAL_CHARS = "".join(DIGITS) + "".join(chars for chars, _ in SCALES) + "廿卅点"
ENGLISH_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}
_ZEROS = "零〇○"
_TWENTIES = {"廿": "二十", "卅": "三十"}
_ARABIC = re.compile(r"[0-9]+(?:\.[0-9]+)?|[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?:\.[0-9]+)?")
_POINT = re.compile(r"(?P<whole>[^点]+)点(?P<part>[^点万亿千百十萬億仟佰拾]+)(?P<scale>[万亿千百萬億仟佰]{0,2})")


def half_width(text: str) -> str:
    """Fold full-width forms by `FOLD`; most texts have none, which is known at a tenth of the price."""
    return text if _WIDE.search(text) is None else text.translate(FOLD)


def read_numeral(text: str) -> Decimal | None:
    """Read the whole of `text` as one number in its usual sense, exactly; None if it is anything else."""
    found = readings(text)
    return found[0] if found else None


def readings(text: str) -> tuple[Decimal, ...]:
    """Give every sense of `text` as one number, the usual one first: 4亿5千 is 4.5亿, literally 400005000."""
    text = text.translate(FOLD).strip()
    if len(text) > 2 * MAX_DIGITS:
        return ()
    sign = -1 if text[:1] in {"-", "负"} else 1
    body = text[1:].strip() if text[:1] in {"-", "负", "+"} else text
    for char, spelled in _TWENTIES.items():
        body = body.replace(char, spelled)
    senses = _with_point(body) if "点" in body else _whole(body, 0, digit_by_digit=True)
    return tuple(plain(EXACT.multiply(Decimal(sign), value)) for value in senses)


def plain(value: Decimal) -> Decimal:
    """Write a value without exponent, trailing zeros or a negative zero: its canonical form."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Decimal("0" if text == "-0" else text)


def has_digit(text: str) -> bool:
    """Tell whether a text holds an Arabic digit."""
    return any("0" <= char <= "9" for char in text)


def is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _with_point(text: str) -> tuple[Decimal, ...]:
    """Read 三点五 or 四十五点六亿."""
    match = _POINT.fullmatch(text)
    if match is None:
        return ()
    whole = _whole(match["whole"], 0)
    part = _spelled(match["part"]) or match["part"]
    if len(whole) != 1 or not part.isascii() or not part.isdigit() or "." in f"{whole[0]:f}":
        return ()
    value = Decimal(f"{whole[0]:f}.{part}")
    for char in match["scale"]:
        value = value.scaleb(_power(char), EXACT)
    return (value,)


def _whole(text: str, level: int, digit_by_digit: bool = False) -> tuple[Decimal, ...]:
    """Read `text` with the scales from `level` down; more than one sense where a tail is cut short."""
    for index in range(level, len(SCALES)):
        chars, power = SCALES[index]
        at = next((position for position, char in enumerate(text) if char in chars), -1)
        if at >= 0:
            head = _head(text[:at].rstrip(), index)
            return _with_tail(head, text[at + 1 :].lstrip(), index, power)
    count = _count(text, digit_by_digit)
    return () if count is None else (count,)


def _head(text: str, index: int) -> Decimal | None:
    """Read what stands before a scale: 十 alone is ten, 千 and 百 take a count, 万 and 亿 a whole number."""
    if not text:
        return Decimal(1) if SCALES[index][1] == 1 else None
    if SCALES[index][1] < 4:
        return _count(text)
    found = _whole(text, index + 1)
    return found[0] if len(found) == 1 else None


def _with_tail(head: Decimal | None, tail: str, index: int, power: int) -> tuple[Decimal, ...]:
    """Join head and tail; a tail needs a whole head (4.5亿3 is nothing) and stays below the scale."""
    if head is None:
        return ()
    base = head.scaleb(power, EXACT)
    if not tail:
        return (base,)
    after_zero = tail.lstrip(_ZEROS)
    found = _whole(after_zero, index + 1)
    if not is_whole(head) or not found or any(value >= Decimal(1).scaleb(power) for value in found):
        return ()
    if after_zero == tail:
        found = _unshorten(tail, found, power)
    return tuple(EXACT.add(base, value) for value in found)


def _unshorten(tail: str, found: tuple[Decimal, ...], power: int) -> tuple[Decimal, ...]:
    """Add the sense of a shortened tail: 4亿5 and 4亿5千 are 4.5亿 before they are anything else."""
    literal = found[0]
    if power >= 2 and len(tail) == 1 and literal:
        return (literal.scaleb(power - 1),)
    in_thousands = (len(tail) == 2 and tail[1] in "千仟") or re.fullmatch(r"[1-9][0-9]{3}", tail)
    if power == 8 and in_thousands:
        return (literal.scaleb(4), *found)
    return found


def _count(text: str, digit_by_digit: bool = False) -> Decimal | None:
    """Read a number without scales: Arabic, one Chinese digit, or several where a row of digits may stand."""
    if _ARABIC.fullmatch(text):
        ungrouped = text.replace(",", "").replace(" ", "")
        return Decimal(ungrouped) if len(ungrouped) <= MAX_DIGITS + 1 else None
    spelled = _spelled(text)
    if spelled is None or (len(spelled) > 1 and not digit_by_digit) or is_guess(text):
        return None
    return Decimal(spelled)


def _spelled(text: str) -> str | None:
    """Turn 二〇一九 into 2019."""
    if not text or len(text) > MAX_DIGITS or any(char not in DIGITS for char in text):
        return None
    return "".join(str(DIGITS[char]) for char in text)


def is_guess(text: str) -> bool:
    """Tell whether two Chinese digits side by side mean "some": 三四, 两三, 三五."""
    if len(text) != 2 or any(char not in DIGITS for char in text):
        return False
    first, second = (DIGITS[char] for char in text)
    return first > 0 and (second == first + 1 or (first, second) == (3, 5))


def _power(char: str) -> int:
    return next(power for chars, power in SCALES if char in chars)
