"""Words that stand where a figure could: yes and no, none, not applicable, confidential, all of it."""

from __future__ import annotations

import re
from typing import Literal, get_args

from zc_bot.parsing.language import phrases
from zc_bot.parsing.numerals import half_width

Word = Literal["yes", "no", "none", "not_applicable", "confidential", "all"]

_SENSES: tuple[Word, ...] = get_args(Word)
_MEANING: dict[str, Word] = {text: word for word in _SENSES for text in phrases(f"answer.{word}")}
_ENDINGS = "。.!！了 "


WORDS: dict[str, Word] = dict(_MEANING)
"""Every such word with what it means."""
BARE = frozenset(phrases("answer.bare"))
"""Those that are more often something else: they answer only where nothing else is said."""


_ON, _OFF = "☑✓✔√☒■●", "□☐○◯"
_TICKED = re.compile(rf"(?P<mark>[{_ON}{_OFF}])[ ]*(?P<word>[^\s{_ON}{_OFF}]{{1,6}})")


def _ticked(text: str) -> str:
    """Give the one word that is ticked of several with a box before each: ☑是 □否."""
    boxes = _TICKED.findall(text)
    ticked = [word for mark, word in boxes if mark in _ON]
    return ticked[0] if len(boxes) > 1 and len(ticked) == 1 and _TICKED.sub("", text).strip() == "" else text


def read_word(text: str) -> Word | None:
    """Read `text` as one of the words above; None if it is another text."""
    text = _ticked(text) if any(mark in text for mark in _OFF) else text
    plain = half_width(text).strip().lower()
    return _MEANING.get(plain) or _MEANING.get(plain.rstrip(_ENDINGS))
