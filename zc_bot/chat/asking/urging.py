"""That somebody is to be told to report, without a word for nudging: 提醒海安, 让港闸抓紧报, remind Haian.

Who is told must be all that the clause holds beside it: 提醒海安开会 is about something else.
"""

from __future__ import annotations

import re

from zc_bot.chat.asking.masking import ANYBODY, masked
from zc_bot.chat.turn import Turn
from zc_bot.chat.wanted import places_in, without_places
from zc_bot.parsing.called import called
from zc_bot.parsing.language import written
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.speech import asks
from zc_bot.policy.roles import Principal
from zc_bot.storage import people


def named_people(turn: Turn, text: str) -> list[Principal]:
    """Return the people whose whole names stand in a text, as they are written or as they sound."""
    return [one for one in people.admitted(turn.session, turn.who) if called(text, one.name) is not None]


def tells_to_report(turn: Turn, clause: str) -> bool:
    """Tell whether a clause has places, people or whoever is late report, or hurry: 让海安抓紧报, 提醒张伟报数."""
    found = _URGES.search(clause)
    if found is None or asks(_URGES.sub(" ", clause)):  # remind begins a question, too.
        return False
    return _names_somebody(turn, clause) or _THEM.search(clause) is not None


def reminds_alone(turn: Turn, clause: str) -> bool:
    """Tell whether a clause reminds places, people or whoever is late, and says nothing else: 提醒一下海安."""
    found = next((match for one in _REMINDS if (match := one.fullmatch(clause.strip())) is not None), None)
    if found is None:
        return False
    names = (called(found["whom"], one.name) for one in named_people(turn, found["whom"]))
    whom, _ = masked(found["whom"], filter(None, names))
    rest = without_places(turn, whom)
    is_somebody = rest != whom or whom != found["whom"] or _THEM.search(rest) is not None
    return is_somebody and not _OF_WHOM.sub("", rest).strip(" 、")


def patterns() -> list[str]:
    """Give the patterns of which one is found in a text that has somebody told to report."""
    return [_URGES.pattern, *(one.pattern for one in _REMINDS)]


def unknown_whom(turn: Turn, text: str) -> str:
    """Return the words for whom somebody wants nudged where they name nobody who is known, as 催王小明; else ''."""
    found = _NUDGED.fullmatch(text)
    said = "" if found is None else without_places(turn, found["whom"])
    rest = re.sub(r"\s", "", _OF_WHOM.sub("", said))
    return said if len(rest) > 1 and _FIGURES.fullmatch(rest) is None else ""


def _names_somebody(turn: Turn, clause: str) -> bool:
    return bool(places_in(turn, clause) or named_people(turn, clause))


def _pattern(template: str) -> re.Pattern[str]:
    return compile_later(lambda: written(template, "order"), re.IGNORECASE)


VERBS = _pattern("<nudge>|<urge>|(?<![a-z])(?:<urge_latin>)(?![a-z])")
"""Match what has somebody do something."""
_HURRIED = "(?:<hurry>)(?:一点|点|些)?(?:去|来|要|再|给我)*(?:<hands>)(?:一下|一遍|下)?(?:<handed>)*[吧啊呀了]*"
_URGES = _pattern(
    r"(?<![邀申])(?:<urge>)(?!我|一?下?我|自己)(?:一下|一声|一遍|下)?[^,，;；。我]{1,20}?"
    rf"(?:(?:<hand_in>)(?![告销名警价])|{_HURRIED}$|(?:<hurry>)(?:一点|点|些|吧|啊|呀|了)*$"
    r"|(?:[前内]|<by_time>)(?:<hands>)[吧啊呀了]*$|(?:<by_time>)?(?:去|来|要|再)?(?:<hands>)(?:一下|一遍|下)?(?:<handed>)+[吧啊呀了]*$)"
    r"|(?<![a-z])(?:<urge_latin>)\s+(?!me\b|myself)[^,;.]{1,60}?\s+to\s+(?:<hand_in_latin>|<hurry_latin>)(?![a-z])"
)
"""What has somebody report: 提醒海安填报, 让港闸抓紧报, 叫他们快点, ask Haian to report."""


_BEGIN, _WHOM = "(?:<asking_for>|再|先)*", r"(?!我(?!们)|自己)(?P<whom>[^,，;；。]{1,24}?)"
_SOFTLY, _EACH = "(?:一下|一声|一遍|下)?", "(?:都|再|全部|全|也|先|<asking_for>)"
_REMINDS = tuple(map(_pattern, (
    rf"{_BEGIN}提醒{_SOFTLY}{_WHOM}{_SOFTLY}[吧啊呀]*",
    rf"{_BEGIN}{_WHOM}(?:{_EACH}+提醒{_SOFTLY}|{_EACH}*提醒(?:一下|一声|一遍|下))[吧啊呀了]*",
    rf"{_BEGIN}[把将]{_WHOM}提醒[吧啊呀了]*",
    rf"{_BEGIN}{_WHOM}(?:都|也|要|得|请|必须|务必|一定)*{_HURRIED}",
    rf"{_BEGIN}[给跟对]{_WHOM}(?:都|再|也)*提(?:个|一个|一下|下)?醒[吧啊呀]*",
    r"(?:(?:<asking_for>)\s+)*(?:remind|nudge|chase|ping)\s+(?!me(?![a-z])|myself)(?P<whom>[^,;.]{2,50}?)"
    r"(?:\s+(?:please|again|now|once more))*",
)))
"""The word before whom it is about, behind them, around them, that they are to hurry, and the same in English."""
_NUDGED = _pattern(
    r"(?:<asking_for>|再|先|去|<hurry>)*(?:<nudge>)+(?:一下|一声|一遍|促|下)?(?P<whom>[\u4e00-\u9fff·]{2,8}?)"
    r"(?:一下|一声|一遍|<hurry>|<hands>|吧|啊|了|数据|的)*"
)
_FIGURES = _pattern("(?:<hurry>|<by_time>|<hands>|<handed>|<nudge>|一?[下声遍次]|进度|[吧了啊呀])+")
"""What is to be handed in, and no name: 催报数, 催数据."""
_LATE = "(?:还|仍)?[没未]有?(?:<hands>)(?:<handed>)*的"
_THEM = _pattern(f"他们|她们|大家|<everybody>|<own_people>|{_LATE}")
_OF_WHOM = _pattern(
    f"{ANYBODY}|<everybody>|<own_people>|<those>|{_LATE}|"
    "[和跟与及]|还?[没未]有?[报填交]|逾期|超期|[迟欠晚]报|的|那边|这边|那里|们|[人区市县]"
    "|单位|地方|几家|各|都|(?<![a-z])(?:and|the|who|that|which|of|in|people|districts?|is|are|has|have|not|yet)(?![a-z])"
)
"""What may stand among names and says nothing of its own: 海安和港闸的人, Haian and the others who are late."""
