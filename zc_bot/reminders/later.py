"""That a deadline is to be later, in words, and to which day or by how much: 延期到2月10日, 再给两天."""

from __future__ import annotations

import re
from datetime import date, datetime

from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import without_years
from zc_bot.reminders.moment_tokens import Token, has_day, phrases
from zc_bot.reminders.moments import read_day_and_hour
from zc_bot.values import dataclass

_NUMBER = r"(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|半)"
_UNIT = r"(?:天|日(?![0-9])|周|星期|礼拜|月(?![0-9]))"
_SPAN = rf"(?<![月0-9]){_NUMBER}个?(?:半|工作)?{_UNIT}"
_ENGLISH_SPAN = (
    r"(?<![a-z])(?P<count>an?|another|one|two|three|four|five|six|ten|[0-9]{1,3})[ -](?:more |further |extra )?"
    r"(?P<work>working |work |business )?(?P<unit>days?|weeks?|months?|fortnight)(?![a-z])"
)
_PART = compile_later(
    rf"[0-9]+\.[0-9]+个?(?:工作)?(?:天|日|周|星期|礼拜|月)|{_NUMBER}个?(?:工作)?(?:天|日|周|星期|礼拜|月)半"
    r"|半个?(?:工作)?[天日]|[0-9]+\.[0-9]+ (?:day|week|month)s?"
    r"|(?:[a-z]+|[0-9]+) (?:(?:day|week|month)s? and a half|and a half (?:day|week|month)s?)"
    r"|half an? (?:day|week|month)",
    re.IGNORECASE,
)
"""A span that is not of whole days."""
_TO = compile_later(r"(?:[到至成]|(?<!因)为|\b(?:to|until|till|by|on)\b)\s*", re.IGNORECASE)
_UP_TO = compile_later(r"[到至成]|(?<!因)为|\b(?:to|until|till)\b", re.IGNORECASE)
_CLAUSE, AROUND = compile_later(r"[,，;；。?？!！]"), " 。.!！~,，?？吧了"


@dataclass(frozen=True, slots=True)
class Later:
    """A day, maybe with its hour (no zone), or a span in words that `read_moment` reads; working: of working days."""

    day: date | datetime | None = None
    span: str = ""
    working: bool = False


def wants_later(text: str, today: date) -> bool:
    """Tell whether a text wants the deadline later, or speaks of its being moved."""
    if re.search(alternatives("order.postpone"), text, re.IGNORECASE) or _is_whole(text, "order.delay"):
        return True
    return any(_GIVES_TIME.fullmatch(clause) or _moves_to(clause, today) for clause in _clauses(text))


def patterns() -> list[str]:
    """Give the patterns of which one is found in a text that wants the deadline later."""
    said = map(alternatives, ("order.postpone", "order.delay"))
    return [*said, _GIVES_TIME.pattern, _MOVED_TO.pattern]


def restores(text: str, today: date) -> bool:
    """Tell whether a text takes a later deadline back: 取消2019年的延期, 那次改期不要了, 不延期了."""
    return any(_TAKES_BACK.fullmatch(clause) is not None for clause in _clauses(without_years(text, today)))


def restoring() -> list[str]:
    """Give the patterns of which one is found in a text that takes a later deadline back."""
    return [_TAKES_BACK.pattern]


def _is_whole(text: str, sense: str) -> bool:
    """Tell whether a text is a phrase of a sense, and nothing else."""
    return re.fullmatch(alternatives(sense), text.strip(" .!?？。！"), re.IGNORECASE) is not None


def leaves_it(text: str) -> bool:
    """Tell whether a text wants it left as it is: 不要延期."""
    pattern = written(r"(?:<no_nudge>)(?:再|给|again|\s|to)*(?:<postpone>)(?!不)", "order")
    return re.search(pattern, text, re.IGNORECASE) is not None


def is_for_some(text: str) -> bool:
    """Tell whether a wish is not for everybody: 只给没报的延期, 给县里宽限两天, one alone excepted."""
    pattern = written(r"<some>|[给替](?!<whole>)[^,，。;；\s0-9]{1,8}?(?:<moved>)", "later")
    return re.search(pattern, text, re.IGNORECASE) is not None


def is_earlier_by(text: str) -> bool:
    """Tell whether a wish is by how much earlier: 截止提前三天; to which day is read as any other day."""
    found = re.search(alternatives("later.earlier"), text, re.IGNORECASE)
    rest = text[found.end() :] if found else ""
    return found is not None and not _TO.match(rest) and re.search(_SPAN, rest) is not None


def only_later(text: str) -> bool:
    """Tell whether a wish can only mean a day after the deadline: 顺延到周五, and not 截止改到周五."""
    earlier = re.search(alternatives("later.earlier"), text, re.IGNORECASE)
    return earlier is None and re.search(alternatives("later.delays"), text, re.IGNORECASE) is not None


def part_of(text: str) -> str | None:
    """Return the span of a wish that is not of whole days."""
    said = _said(text)
    found = None if _UP_TO.search(said) else _PART.search(said)
    return None if found is None else found[0]


def read_later(text: str, today: date) -> Later | None:
    """Read the day to which, or by how much; None where none is said, or several."""
    text = _said(text)
    for found in _TO.finditer(text):
        if (day := read_day_and_hour(text[found.end() :].strip(AROUND), today)) is not None:
            return Later(day)
    bare = without_years(text, today)
    spans = re.findall(_SPAN, bare)
    english = list(re.finditer(_ENGLISH_SPAN, bare, re.IGNORECASE))
    if not spans and not english:
        day = _only_day(text, today)
        return None if day is None else Later(day)
    if len(spans) + len(english) > 1:
        return None
    if spans:
        return Later(span=re.sub("个?工作", "", spans[0]) + "后", working="工作" in spans[0])
    count, unit = english[0]["count"].lower().replace("another", "a"), english[0]["unit"].lower()
    said = "in two weeks" if unit == "fortnight" else f"in {count} {unit}"
    return Later(span=said, working=english[0]["work"] is not None)


def _said(text: str) -> str:
    """Return the part of a wish that says how much later; a reason beside it may name days of its own.

    因为停电三天，截止时间延后一周 is about a week, and so is 延期一周，因为停电三天.
    """
    clauses = [clause for clause in _clauses(text) if _speaks(clause)]
    wish = next((clause for clause in clauses if holds_time(clause)), "")
    found = re.search(alternatives("order.postpone"), wish, re.IGNORECASE)
    if found is None or not holds_time(wish[found.end() :]):
        return wish or text
    return wish[found.end() :]


def _clauses(text: str) -> list[str]:
    return [clause.strip() for clause in _CLAUSE.split(text) if clause.strip()]


def _speaks(clause: str) -> bool:
    wish = re.search(alternatives("order.postpone"), clause, re.IGNORECASE) or _MOVED_TO.fullmatch(clause)
    return bool(wish or _GIVES_TIME.fullmatch(clause))


def holds_time(text: str) -> bool:
    """Tell whether a text holds a day, a span or a number."""
    has_span = re.search(f"{_SPAN}|{_ENGLISH_SPAN}", text, re.IGNORECASE) or _PART.search(text)
    return bool(has_span or re.search("[0-9]|[周号日]|day|noon|end of", text, re.IGNORECASE))


def _moves_to(clause: str, today: date) -> bool:
    """Tell whether a clause moves something to a day: extend to Feb 10."""
    found = _MOVED_TO.fullmatch(clause)
    return found is not None and read_day_and_hour(found["day"].strip(AROUND), today) is not None


def _only_day(text: str, today: date) -> date | datetime | None:
    """Return the day that a text names, maybe with an hour, where it names just one: 截止日改2月10日."""
    found = [one for one in phrases(text, today) if has_day(one) and not any(map(_is_span, one))]
    return read_day_and_hour(text[found[0][0].start : found[0][-1].end], today) if len(found) == 1 else None


def _is_span(token: Token) -> bool:
    return token.day is not None and (token.day.span is not None or token.day.repeat is not None)


def _gives_time() -> str:
    """All of a clause that wants more time: 再给两天吧, 可以晚一周交吗, give everybody one more week."""
    english = re.sub(r"\?P<\w+>", "?:", _ENGLISH_SPAN)
    return written(
        rf"(?:<wanting>)*(?:再|多|往)*(?:<longer>)(?:<for_whom>)*(?:{_SPAN}|几天)(?:的?时间)?(?:再?(?:<hand_in>))?"
        rf"(?:<softly>)*|(?:please )?(?:<may> )?(?:<gives>)(?: <recipient>)? {english}(?: more| extra| longer)?"
        rf"(?: please)?|(?:please )?(?:<may> )?(?:<moves>)(?: <what>)?(?: back| off| out)?(?: by| for)? {english}"
        r"(?: please)?",
        "later",
        may=alternatives("order.may"),
    )


_GIVES_TIME = compile_later(_gives_time, re.IGNORECASE)
_MOVED_TO = compile_later(
    lambda: written(
        r"(?:please )?(?:<may> )?(?:<moves>)(?: <what>)?(?: back| off| out)? (?:to|until|till) (?P<day>.+)",
        "later", may=alternatives("order.may"),
    ),
    re.IGNORECASE,
)
"""All of a clause that moves something to what follows: extend it to 10 February."""
_OF_IT, _BEFORE_IT = "(?:<of_it>|[ 的了吧啊把])*", "(?:<asking_for>|<of_it>|[ 的了把])*"
_TAKES_BACK = compile_later(
    lambda: written(
        rf"{_BEFORE_IT}(?:<cancel>|<take_back>){_OF_IT}(?:<moving>){_OF_IT}"
        rf"|{_BEFORE_IT}(?:<moving>){_OF_IT}(?:<takes_back>|<cancel>|<take_back>){_OF_IT}"
        rf"|{_BEFORE_IT}不(?:用|要|必|需要)?(?:再)?(?:<moving>)了{_OF_IT}|.*?(?:<restore>).*",
        "order", moving=f"(?:{alternatives('later.moving')})", of_it=alternatives("later.of_it"),
    ),
    re.IGNORECASE,
)
"""All of a clause that has a deadline that was moved go back to its usual day."""
