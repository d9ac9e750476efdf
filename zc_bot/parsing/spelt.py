"""Numbers that are spelt out in English → digits: twenty-five thousand, two hundred and ten, half a million."""

from __future__ import annotations

import re

from zc_bot.parsing.numerals import ENGLISH_NUMBERS

_TENS = "|".join(word for word, number in ENGLISH_NUMBERS.items() if number >= 20)
_ONES = "|".join(word for word, number in ENGLISH_NUMBERS.items() if number < 10)
_SMALL = "|".join(ENGLISH_NUMBERS)
_SCALES = ("hundred", "thousand", "million", "billion")
SPELT_NUMBERS = (*ENGLISH_NUMBERS, *_SCALES)
_COMPOUND = re.compile(rf"(?<![a-z-])({_TENS})[ -]({_ONES})(?![a-z-])")
_HUNDREDS = re.compile(
    rf"(?<![a-z0-9-])(?P<count>an?|{_SMALL}|[1-9]) hundred"
    rf"(?:(?: and)? (?P<rest>{_SMALL}|[1-9][0-9]?)(?![a-z0-9.,%]))?(?![a-z-])"
)
_SCALED = re.compile(rf"(?<![a-z0-9-])(?P<count>half an?|an?|{_SMALL}) (?P<scale>thousand|million|billion)(?![a-z-])")
_FROM = re.compile(
    rf"(?<![a-z-])({_SMALL})(?= (?:and|to) (?:{_SMALL}|[0-9.]+) (?:thousand|million|billion)(?![a-z]))"
)
"""Between ten and fifteen thousand."""


def in_digits(text: str) -> str:
    """Write what is spelt out in digits; a thousand and more keep their scale, by which amounts are read."""
    if "ty" in text:
        text = _COMPOUND.sub(lambda match: str(ENGLISH_NUMBERS[match[1]] + ENGLISH_NUMBERS[match[2]]), text)
    if not any(scale in text for scale in _SCALES):
        return text
    text = _FROM.sub(lambda match: _count(match[1]), _HUNDREDS.sub(_hundreds, text))
    return _SCALED.sub(lambda match: f"{_count(match['count'])} {match['scale']}", text)


def _hundreds(match: re.Match[str]) -> str:
    rest = match["rest"]
    return str(int(_count(match["count"])) * 100 + (int(_count(rest)) if rest else 0))


def _count(said: str) -> str:
    if said.startswith("half"):
        return "0.5"
    return "1" if said in {"a", "an"} else str(ENGLISH_NUMBERS.get(said) or said)
