"""That one hands one's figures on to somebody else, in words: 转给孙丽, 我出差了，让同事填, let my deputy report."""

from __future__ import annotations

import re

from zc_bot.chat.asking.masking import ANYBODY, masked
from zc_bot.chat.reminding import covering
from zc_bot.chat.turn import Turn
from zc_bot.chat.wanted import places_in
from zc_bot.parsing.called import called
from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.pending import compile_later

_CLAUSE = compile_later("[,，;；。]")


def hands_on(turn: Turn, text: str) -> bool:
    """Tell whether a clause hands it on to somebody: 转给孙丽, 我出差了，让同事填. A place is nobody."""
    matches = (_HANDS.fullmatch(clause.strip()) for clause in _CLAUSE.split(_masked(turn, text)))
    return any(one is not None and not places_in(turn, one[0]) for one in matches)


def patterns() -> list[str]:
    """Give the patterns of which one is found in a text that has somebody else report."""
    return ["谁", _HANDS_TO_NAME.pattern, *map(alternatives, ("order.cover", "order.cover_by"))]


def is_all(turn: Turn, text: str) -> bool:
    """Tell whether a text hands it on and tells nothing of before: 去年请同事填报 is the reason of a figure."""
    before, _, last = text.replace("，", ",").rpartition(",")
    found = _HANDS.fullmatch(_masked(turn, last).strip())
    return found is not None and not found["before"] and not re.search(alternatives("order.of_before"), before)


def _masked(turn: Turn, text: str) -> str:
    """Put a character in place of the words that call a colleague by name, where one may be handed anything."""
    if _HANDS_TO_NAME.search(text) is None:
        return text
    found = (called(text, one.name) for one in covering.colleagues(turn.session, turn.who))
    return masked(text, (one for one in found if one is not None))[0]


def _hands_to_name() -> str:
    """What `_hands` has beside the name of a colleague."""
    latin = "(?<![a-z])(?:will|can|could|is going to|<have_latin>|<hand_to_latin>)"
    return written(f"<hand_to>|<have>|[会可能来去帮替代负]|{latin}", "order")


_HANDS_TO_NAME = compile_later(_hands_to_name, re.IGNORECASE)


def _hands() -> str:
    """All of a clause that hands it on: to a colleague by name, or to who is known by what they are or a surname."""
    han, named = "[\u4e00-\u9fff]", ANYBODY
    somebody = f"(?:<colleague>|{named}|<surname>{han}{{1,2}}?|[小老](?:<surname>|<surname_there>){han}?)"
    anybody = f"(?:{somebody}|<surname_there>{han}{{1,2}}?)"
    softly = "(?:一下|下|我|吧|了|数据|它|这个|行吗|可以吗|吗)*"
    steps = "(?:来|去|帮忙|帮我|替我|代我|先|代|负责|一起)*(?:<steps_in>)"
    return written(
        rf"(?P<before>.{{0,12}}?)(?:(?:<hand_to>){anybody}(?:{steps})?{softly}"
        rf"|(?:<have>)(?!于){somebody}{steps}{softly}|谁(?:能|可以|来)?(?:帮|替|代|顶)我{softly}"
        rf"|(?:<colleague>|{named})(?:会|可以|能|来|去|帮忙|帮我|替我|代我|负责|代)+(?:<steps_in>)?{softly}"
        r"|(?:<hand_to_latin>) [\w .'-]{2,30}"
        rf"|(?:(?:{named}|<colleague_latin>) (?:will|can|could|is going to)"
        rf"|(?:(?:<have_latin>)|can|could) (?:{named}|<colleague_latin>))(?: please)?"
        r"(?: to)? (?:<steps_in_latin>)(?: (?:it|instead|for me|please|in my place))*[?？]?)",
        "order", surname=alternatives("told.surname"),
    )


_HANDS = compile_later(_hands, re.IGNORECASE)
