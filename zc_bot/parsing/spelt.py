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
    rf"(?<![a-z0-9\ue001-])(?P<count>an?|{_SMALL}|[1-9]) hundred"
    rf"(?:(?: and)? (?P<rest>{_SMALL}|\ue001?[1-9][0-9]?)(?![a-z0-9.,%]))?(?![a-z-])"
)
_SCALED = re.compile(rf"(?<![a-z0-9-])(?P<count>half an?|an?|{_SMALL}) (?P<scale>thousand|million|billion)(?![a-z-])")
_FROM = re.compile(
    rf"(?<![a-z-])({_SMALL})(?= (?:and|to) (?:{_SMALL}|[0-9.]+) (?:thousand|million|billion)(?![a-z]))"
)
"""Between ten and fifteen thousand."""
_SPELT_OUT = "\ue001"
"""Before digits that were words: 3 thousand, 120 startups are two numbers."""
_POWERS = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_PART = rf"{_SPELT_OUT}?(?:an?|{_SMALL}|[0-9]{{1,3}})"
_TOGETHER = re.compile(
    rf"(?<![a-z0-9.,{_SPELT_OUT}-])(?P<parts>{_PART} (?:{'|'.join(_POWERS)})(?: {_PART} (?:{'|'.join(_POWERS)}))*)"
    rf"(?:,?(?: and)? {_SPELT_OUT}(?P<hundreds>[1-9][0-9]{{2}})"
    rf"|,? and (?P<rest>{_SMALL}|{_SPELT_OUT}[1-9][0-9])(?! [a-z]))?"
    rf"(?![a-z0-9%-]|[.,][0-9]| (?:{'|'.join(_SCALES)}))"
)
"""Six thousand nine hundred and twenty, hundreds being digits by then; a thousand and two parks are two numbers."""


def in_digits(text: str) -> str:
    """Write what is spelt out in digits; a thousand and more alone keep their scale, by which amounts are read."""
    scaled = any(scale in text for scale in _SCALES)
    mark = _SPELT_OUT if scaled else ""
    if "ty" in text:
        text = _COMPOUND.sub(lambda match: f"{mark}{ENGLISH_NUMBERS[match[1]] + ENGLISH_NUMBERS[match[2]]}", text)
    if not scaled:
        return text
    text = _FROM.sub(lambda match: _count(match[1]), _HUNDREDS.sub(_hundreds, text))
    text = _TOGETHER.sub(_together, text).replace(_SPELT_OUT, "")
    return _SCALED.sub(lambda match: f"{_count(match['count'])} {match['scale']}", text)


def _hundreds(match: re.Match[str]) -> str:
    rest = match["rest"]
    return f"{_SPELT_OUT}{int(_count(match['count'])) * 100 + (int(_count(rest)) if rest else 0)}"


def _together(match: re.Match[str]) -> str:
    """Add up what stands under falling scales; one scale alone stays as it is."""
    words = match["parts"].split(" ")
    scales = [_POWERS[scale] for scale in words[1::2]]
    rest = match["hundreds"] or match["rest"]
    if scales != sorted(set(scales), reverse=True) or (len(scales) == 1 and rest is None):
        return match[0]
    whole = sum(int(_count(count)) * scale for count, scale in zip(words[::2], scales, strict=True))
    return str(whole + (int(_count(rest)) if rest else 0))


def _count(said: str) -> str:
    said = said.removeprefix(_SPELT_OUT)
    if said.startswith("half"):
        return "0.5"
    return "1" if said in {"a", "an"} else str(ENGLISH_NUMBERS.get(said) or said)
