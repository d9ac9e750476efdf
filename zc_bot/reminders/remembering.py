"""That something is not to be forgotten, which is a wish to be reminded without the word: 别忘了周五交表."""

from __future__ import annotations

import re

from zc_bot.parsing.language import written
from zc_bot.parsing.normalize import folded_in_place
from zc_bot.parsing.pending import compile_later


def find_remember(text: str) -> re.Match[str] | None:
    """Find the words for it, at their place in `text`; None where somebody only remembers: 我记得周五开过会."""
    return _REMEMBER.search(folded_in_place(text).replace("’", "'"))


def patterns() -> list[str]:
    """Give the pattern that is found in a text by which something is not to be forgotten."""
    return [_REMEMBER.pattern]


_REMEMBER = compile_later(
    lambda: written(r"可?(?<![我还都你您])(?:<remember>)(?:[,，:：]\s*|\s+(?:to|that)(?![a-z]))?", "order"),
    re.IGNORECASE,
)
