"""What goes on from a look from above: 2024年呢, 能达呢, 按部门呢, 除崇川外呢 after what was granted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import BY_AUTHORITY, BY_DEPARTMENT, Intent, Meaning
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import scan_periods
from zc_bot.parsing.set_apart import communities_of_name, find_names

_FOLLOWED: frozenset[Intent] = frozenset({
    "status", "timeliness", "support", "milestone", "decision", "target", "briefing", "deadline", "export",
})
_FRAME = compile_later(
    r"^(?:那么?|再|然后|and |what about |how about |then |for |no |just |only )?"
    r"(?:看看?|改成|换成|我?要|给我|只要|我说的是|我是说)?"
    r"\s*(?P<core>.*?)\s*(?:的)?(?:呢|吧|的话|怎么样|情况| i mean| i meant| instead| one| ones)?[?？。.!！]*$"
)
_HOW_MUCH = compile_later(
    "(?:又|一共|总共|都)?(?:拿|得|领|获|发|给|拨|有|报|交)?(?:到|了|过)?(?:多少|几笔|几个|几条|几项)钱?$"
)
"""What asks the same in other words: 通创拿了多少, 2024年有几笔."""
_ALL = compile_later("全市|全部|所有社区|各社区|the city|whole city|all(?: of them)?|everybody")
_HOW_IT_STANDS = compile_later("情况|怎么样")
"""全市情况 is a question of its own, whatever was looked at before; 全市的呢 is none."""
_BY: Mapping[Intent, tuple[tuple[re.Pattern[str], str], ...]] = {
    "support": (
        (compile_later("[按分各]?(?:市级)?部门(?:分|看)?|(?:by |per |each )departments?"), BY_DEPARTMENT),
        (compile_later("[按分各]?(?:责任主体|区县?|县区)(?:分|看)?|by (?:authority|district)"), BY_AUTHORITY),
    ),
    "decision": (
        (compile_later("(?:还有)?(?:哪[几些]?[件项个]?|几[件项个])(?:事项?)?(?:还|都)?(?:没|未)(?:有)?(?:办|做|完成|落实|办结)[完好成了]?"
                       "|(?:which )?(?:ones? )?(?:are )?(?:still )?(?:open|not done|undone|outstanding)"), ""),
    ),
    "timeliness": (
        (compile_later("[按分各]?(?:责任主体|区县?|县区|单位)(?:分|看)?|by (?:authority|district)"), "authority"),
        (compile_later("[按分各]?(?:填报)?人(?:分|看)?|by person"), "person"),
        (compile_later("[按分各]?指标(?:分|看)?|by metric"), "metric"),
        (compile_later("通报稿?|(?:the )?notice"), "notice"),
    ),
}
"""By what it may be summed up instead."""


def looked_at_next(text: str, context: Meaning | None, lexicon: Lexicon, today: date) -> Meaning | None:
    """Read a text that names nothing but another year, place or way to sum up what was looked at; None for others."""
    if context is None or context.intent not in _FOLLOWED:
        return None
    frame = _FRAME.match(normalize(text))
    if frame is None:
        return None
    core, found = frame["core"], replace(context, question=text, carried=frozenset({"intent"}), as_of=context.as_of)
    if not core:
        return found
    for pattern, topic in _BY.get(context.intent, ()):
        if pattern.fullmatch(core):
            return replace(found, topic=topic)
    if _ALL.fullmatch(core) and _HOW_IT_STANDS.search(text) is None:
        return replace(found, communities=(), authority=None, implied=())
    core = _HOW_MUCH.sub("", core)
    periods = scan_periods(core, today)
    if len(periods) == 1 and (periods[0].start, periods[0].end) == (0, len(core)) and periods[0].years:
        return replace(found, years=periods[0].years, days=None)
    # 通创怎么样 is about the community itself, whatever was looked at before.
    is_whole = context.intent == "status" and not context.topic
    return None if _HOW_IT_STANDS.search(text) and not is_whole else _of_places(core, found, lexicon)


def _of_places(core: str, found: Meaning, lexicon: Lexicon) -> Meaning | None:
    names = find_names(core, lexicon)
    if len(names) != 1 or (names[0].start, names[0].end) != (0, len(core)):
        return None
    meant = communities_of_name(names[0], lexicon)
    authority = next((one.code for one in names[0].entries if one.kind == "authority"), None)
    ordered = tuple(code for code in lexicon.programme.community if code in meant)
    return replace(found, communities=ordered, authority=authority, implied=()) if meant else None
