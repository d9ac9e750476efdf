"""What a wish sets apart, in the one way that nudges and one's own reminders share: 除了港闸都催, 都取消，例会除外.

Questions set places apart by the grammar, which knows what else operates in them.
"""

from __future__ import annotations

import re

from zc_bot.parsing.language import written
from zc_bot.parsing.pending import compile_later
from zc_bot.values import dataclass

_AROUND = " 。.!！~,，?？:：、"


@dataclass(frozen=True, slots=True)
class Excepted:
    """A text without what it sets apart, and what that is, each part as it was said."""

    rest: str
    left_out: tuple[str, ...] = ()


def read_excepted(text: str) -> Excepted:
    """Read what a text sets apart; a text that sets nothing apart is all rest."""
    found = list(_EXCEPTED.finditer(text))
    said = tuple(next(part for part in match.groups() if part).strip(_AROUND) for match in found)
    return Excepted(_EXCEPTED.sub(" ", text).strip(_AROUND) if found else text, tuple(filter(None, said)))


_EXCEPTED = compile_later(
    lambda: written(
        r"(?<![删清排消])(?:<before>)(?![外夕])([^,，;；。]{1,24}?)"
        r"(?:(?:<behind>|外(?!环))的?|(?=其[他它余]|[都谁]|全[部都]|没报|剩下)|(?=[,，;；。])|\s*$)"
        r"|([^\s,，;；。]{1,12})(?:<behind_alone>)"
        r"|(?:<in_front>)([^,，;；。]{1,16})"
        r"|(?<![a-z])(?:<latin>)\s+([^,;.]{1,40})",
        "excepted",
    ),
    re.IGNORECASE,
)
"""The word before it, up to the word behind it, or to who is meant instead; or only the word behind it."""
