"""Which community works in a field: 做机器人的是哪家, 哪家搞海上风电."""

from __future__ import annotations

import re

from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.rule import Asked

_WORKS_IN = "(?:做|搞|干|主攻|主打|主营|聚焦|专注|侧重|发展|从事)(?:是)?"
_AS_A_FIELD = "(?:这块|那块|产业|方向|领域|行业|类)?的?(?:社区)?(?:是|在|有)?(?:哪|谁)"
_WHICH = compile_later("哪|谁|有没有|有吗")


def by_field(meaning: Meaning, asked: Asked) -> Meaning:
    """Name the communities of a field that is named, where a text that nobody understood asks which they are."""
    reading = asked.reading
    if meaning.intent not in {"clarify", "unknown", "directory"} or meaning.communities or reading.names_something:
        return meaning
    if _WHICH.search(reading.text) is None:
        return meaning
    found = tuple(
        one.code for one in asked.lexicon.programme.communities
        if any(_is_asked_for(normalize(field), reading.text) for field in one.focus)
    )
    return asked.meaning("directory", communities=found, rule="field") if found else meaning


def _is_asked_for(field: str, text: str) -> bool:
    if field not in text:
        return False
    name = re.escape(field)
    return re.search(f"{_WORKS_IN}{name}|{name}{_AS_A_FIELD}", text) is not None
