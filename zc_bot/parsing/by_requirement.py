"""How many communities meet each requirement, and which one most fail: 哪条要求不达标的最多, 各项要求几家达标.

Every word of the text is known; one that names a place, a figure or a requirement is none of these.
"""

from __future__ import annotations

import re

from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.numerals import read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.rule import Asked
from zc_bot.parsing.senses import Senses
from zc_bot.policy.programme import Programme

TOPIC = "requirements"
_LONGEST = 60
_WORDS = Senses("tally")
_ASKS = ("which", "each")
_OF_COMMUNITIES = compile_later("的(?:社区|单位)[?？吗呢 ]*$")
"""哪项没达标最多的社区 asks for a community."""


_FROM_TO = re.compile(
    r"([a-z][0-9]+) ?(?:到|至|-|–|~|～|to|through) ?([a-z][0-9]+)(?:各?[条项]|这[0-9十]+[条项])?", re.IGNORECASE
)


_NUMBERED = re.compile(
    "第([一二三四五六七八九十0-9]{1,2})[条项]((?:的)?(?:硬性)?(?:要求|标准|规定)|(?=没?达标|讲|说|是什么|要多少))"
)


def from_first_to_last(text: str, programme: Programme) -> str | None:
    """Say R1到R10 as all requirements, and 第十条要求 as R10; None for a text that names none so."""
    if (numbered := _NUMBERED.search(text)) is not None and (number := read_numeral(numbered[1])) is not None:
        named = f"R{int(number)}"
        if named in programme.requirement:
            return f"{text[:numbered.start()]}{named}{numbered[2] or '要求'}{text[numbered.end():]}"
    ids = [one.id.lower() for one in programme.requirements if one.scope == "community"]
    found = _FROM_TO.search(text)
    if found is None or [one.lower() for one in found.groups()] != [ids[0], ids[-1]]:
        return None
    whole = "all requirements" if text.isascii() else "各项要求"
    return f"{text[:found.start()]}{whole}{text[found.end():]}"


def read_by_requirement(asked: Asked) -> Meaning | None:
    """Read it; None for any other text. ascending: the requirement that most meet comes first."""
    reading = asked.reading
    named = reading.communities or reading.metrics or reading.requirements or reading.bounds or reading.foreign
    if named or len(reading.text) > _LONGEST or len(reading.years) > 1 or _OF_COMMUNITIES.search(reading.text):
        return None
    words = _WORDS.all_of(reading, _WORDS.found(reading.text))
    if words is None:
        return None
    said = frozenset[str]().union(*words)
    asks = any(one in said for one in _ASKS) and (said & {"fails", "meets"} or "hard" in said or "easy" in said)
    if not asks or not said & {"most", "least", "counted", "hard", "easy"}:
        return None
    easiest = "easy" in said or ("most" if "fails" not in said else "least") in said
    return asked.meaning("status", topic=TOPIC, ascending=easiest).changed(rule="by requirement")
