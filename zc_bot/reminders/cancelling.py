"""Which of one's reminders are to be no more, in words: by when they come, by what they are of, all, all but some.

取消后天的提醒, 把例会提醒删了, 明天别提醒我了, cancel my 3pm reminder.
A text that sets one (提醒我取消会议) is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from zc_bot.parsing.excepted import read_excepted
from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.normalize import folded_in_place
from zc_bot.parsing.numerals import read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.reminders.moment_tokens import Phrase, phrases
from zc_bot.reminders.moments import Moment
from zc_bot.reminders.spoken_rule import SpokenDay
from zc_bot.values import dataclass

MINUTE, NOON = timedelta(minutes=1), timedelta(hours=12)
LONGEST_NAME = 40
_AROUND = " 。.!！~,，?？:："
_WEEK = compile_later(r"(?:周|星期|礼拜|week)$", re.IGNORECASE)
_SPACE = compile_later(r"\s+")
_ASKS = r".{0,6}?(?<!所)有(?:哪些|什么|啥|没有|几个)?提醒(?:吗|没有|呢)?"


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What was said of the reminders meant, '' for nothing; `but` of those that stay; keeps: none is to go at all."""

    said: str = ""
    all: bool = False
    but: str = ""
    keeps: bool = False


def read_cancelled(text: str) -> Cancelled | None:
    """Read that reminders are to be no more; None for any other text."""
    if is_wish(text):
        return None
    text = _folded(text)
    apart = read_excepted(text)
    rest = apart.rest
    found = next((match for one in _FORMS if (match := one.fullmatch(rest)) is not None), None)
    if found is None:
        return None
    if _KEEPS.search(text):
        return Cancelled(keeps=True)
    said = " ".join(filter(None, (part.strip(_AROUND) for part in found.groupdict().values() if part)))
    every = bool(apart.left_out) or _ALL.search(rest) is not None
    return Cancelled(_bare(_ALL.sub(" ", said)), every, _bare(" ".join(apart.left_out)))


def read_called_off(text: str) -> str:
    """Return what a text calls off without a word for reminders: 取消周一的例会, 例会不开了; '' for any other."""
    text = _folded(text)
    if is_wish(text) or len(text) > LONGEST_NAME:
        return ""
    found = next((match for one in _CALLS_OFF if (match := one.fullmatch(text)) is not None), None)
    return "" if found is None else _bare(found["what"])


def patterns() -> list[str]:
    """Give the patterns of which one is found in a text that lists one's reminders or cancels some."""
    return [*(one.pattern for one in _FORMS), alternatives("order.reminders"), _ASKS]


def patterns_without_word() -> list[str]:
    """Give the patterns of which one is found in a text that calls something off without a word for reminders."""
    return [one.pattern for one in _CALLS_OFF]


def is_list(text: str) -> bool:
    """Tell whether a text asks for one's reminders: 我的提醒, 明天有提醒吗, list my reminders."""
    said = _folded(text)
    return re.fullmatch(rf"{alternatives('order.reminders')}|{_ASKS}", said, re.IGNORECASE) is not None


def is_wish(text: str) -> bool:
    """Tell whether a text wants to be reminded (提醒我后天取消会议), and not to be reminded no more."""
    said = _folded(text)
    return _SETS.search(said) is not None and _NEGATED.search(said) is None


def without_wish(text: str) -> str:
    """Return what a text begins to be reminded of, without the words for that; '' where it begins with no wish."""
    begin = rf"\s*(?:(?:{alternatives('order.asking_for')})\s*)*"
    found = re.match(rf"{begin}(?:{_SETS.pattern})(?:一下|下)?[\s,，:：]*", text, re.IGNORECASE)
    return "" if found is None else text[found.end() :]


def _folded(text: str) -> str:
    return folded_in_place(text).replace("’", "'").strip(_AROUND)


_NUMBERED = compile_later("第?(?P<number>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})(?:个|条|项)?")
"""第一个: by its number in the list."""


def chosen(said: str, moments: Sequence[Moment], now: datetime, latest: Sequence[int] = ()) -> list[int]:
    """Return the places of the reminders that are meant (all aware, in one zone); none where nothing fits.

    latest: the places of those that 刚才的 can mean.
    """
    if is_latest(said):
        return list(latest)
    if (named := _naming(said, moments, _is_part)) or not said:
        return named
    if (number := _NUMBERED.fullmatch(said)) is not None:
        value = read_numeral(number["number"])
        return [int(value) - 1] if value is not None and 1 <= value <= len(moments) else []
    spans = [one for one in phrases(said, now.date()) if any(_is_time(token.day) for token in one)]
    words = said
    for phrase in reversed(spans):
        words = f"{words[: phrase[0].start]} {words[phrase[-1].end :]}"
    timed = [at for at, one in enumerate(moments) if all(_falls(one, phrase, said, now) for phrase in spans)]
    words = _bare(words)
    if not words:
        return timed if spans else []
    for fits in (_is_in, _is_like):
        if found := [at for at in timed if at in _naming(words, moments, fits)]:
            return found
    return []


def called(said: str, moments: Sequence[Moment], now: datetime) -> bool:
    """Tell whether what is called off names what some reminder is of, by more than a likeness."""
    words = said
    for phrase in reversed([one for one in phrases(said, now.date()) if any(_is_time(token.day) for token in one)]):
        words = f"{words[: phrase[0].start]} {words[phrase[-1].end :]}"
    return bool(_naming(_bare(words), moments, _is_in) and chosen(said, moments, now))


def is_latest(said: str) -> bool:
    """Tell whether a word for the one set or heard last is all that is said: 刚才, 上一个, the last one."""
    return re.fullmatch(written("(?:<latest>)(?:一?[个条次])?", "order"), said, re.IGNORECASE) is not None


def _is_time(day: SpokenDay | None) -> bool:
    return day is None or not day.is_soft


def _naming(words: str, moments: Sequence[Moment], fits: Callable[[str, str], bool]) -> list[int]:
    plain = _plain(words)
    return [at for at, one in enumerate(moments) if plain and one.rest and fits(plain, _plain(one.rest))]


def _is_part(words: str, text: str) -> bool:
    return words in text


def _is_in(words: str, text: str) -> bool:
    return words in text or (len(text) > 1 and text in words)


def _is_like(words: str, text: str) -> bool:
    """Tell whether two neighbouring characters are the same, or a word of Latin letters is."""
    latin = re.findall(r"[a-z]{3,}", words)
    pairs = (words[at : at + 2] for at in range(len(words) - 1))
    return any(one in text for one in latin) or any(one in text for one in pairs if not one.isascii())


def _falls(moment: Moment, phrase: Phrase, said: str, now: datetime) -> bool:
    """Tell whether a reminder comes at a time that was said."""
    is_week = _WEEK.search(said[phrase[0].start : phrase[-1].end]) is not None
    for token in phrase:
        if token.day is not None and not _on(moment, token.day, is_week, now):
            return False
        if token.hour is not None:
            at = timedelta(hours=moment.at.hour, minutes=moment.at.minute)
            if (at < NOON) != (token.hour < NOON) if token.is_loose else at != token.hour:
                return False
    return True


def _on(moment: Moment, day: SpokenDay, is_week: bool, now: datetime) -> bool:
    if day.span is not None:
        return now <= moment.at <= now + day.span + MINUTE
    if day.repeat is not None and day.repeat != moment.repeat:
        return False
    date = moment.at.date()
    if is_week:
        return any(first <= date < first + timedelta(weeks=1) for first in day.days)
    if date in day.days:
        return True
    ahead = [one for one in day.days if one >= date]
    if moment.repeat == "daily":
        return bool(ahead)
    return moment.repeat == "weekly" and any(one.weekday() == date.weekday() for one in ahead)


def _bare(said: str) -> str:
    return re.sub(alternatives("order.reminder_filler"), " ", said, flags=re.IGNORECASE).strip(_AROUND + "、'")


def _plain(text: str) -> str:
    return _SPACE.sub("", folded_in_place(text)).lower()


def _pattern(source: str) -> re.Pattern[str]:
    return compile_later(lambda: written(source, "order"), re.IGNORECASE)


_FORMS = tuple(map(_pattern, (
    r"<asking_for>*[把将]?(?:<cancel>|<take_back>|<not_to>(?!忘))(?P<what>.{0,40}?)(?:提醒|闹钟)(?!我)[了吧啊都全部掉吗]*"
    r"(?:[\s:：,，]+(?P<of>.{1,24}))?",
    r"<asking_for>*[把将]?(?P<what>.{0,40}?)(?:提醒|闹钟)(?:都|全|全部|全都|也|给我|帮我|就|先|可以|能|[,，\s])*"
    r"(?:<cancel>|<take_back>|<not_to>)[了吧掉啊吗的好]*",
    r"<asking_for>*(?P<what>[^提]{0,20}?)<not_to>(?!忘)(?:再|给我|老|总是?|想再?收到)*(?P<when>[^提,，]{0,12}?)"
    r"提醒(?:我(?P<of>.{0,24}?))?[了吧啊]*",
    r"(?:<asking_for>|\s)*<cancel>(?![a-z])(?P<what>.{0,60}?)(?<![a-z])reminders?(?![a-z])(?P<of>.{0,40})",
    r"(?:<asking_for>|\s)*(?:<not_to>\s+remind\s+me|stop\s+reminding\s+me)(?P<of>.{0,40})",
)))
"""The verb before the reminder, behind it, as a negation of reminding, and the same in English."""
_CALLS_OFF = tuple(map(_pattern, (
    r"<asking_for>*[把将]?(?:<cancel>|<not_to>(?!忘))(?P<what>.{1,20}?)[了吧啊]*",
    r"<asking_for>*[把将]?(?P<what>.{1,20}?)(?:都|就|先|给我|帮我|已经|[,，\s])*(?:<cancel>|<called_off>)[了吧掉啊]*",
    r"(?:<asking_for>|\s)*<cancel>\s+(?P<what>.{1,40}?)",
    r"(?P<what>.{1,40}?)\s+(?:is|was|has been)\s+(?:cancelled|canceled|off|called off)",
)))
"""The verb before what is called off, or behind it, and the same in English."""
_SETS = compile_later(r"提醒一?下?我(?!们?(?:单位|区|市|县|的|下面))|(?<![a-z])remind\s+me", re.IGNORECASE)
"""What sets a reminder, whatever is to be cancelled then."""
_NEGATED = _pattern(
    r"^[^提]*(?:<not_to>(?!忘)|<cancel>)[^提,，。;；]*提醒一?下?我|提醒[^,，。;；]*提醒[都全部]*<cancel>"
    r"|^\W*(?:please\s+)?<not_to>\s+remind\s+me"
)
_KEEPS = _pattern(r"(?:<not_to>|不)(?:要|用|必|再|先)*\s*(?:取消|删|撤|关掉|cancel|delete|remove)")
_ALL = _pattern(r"都(?=取消|删|撤|不|关|停|清|去)|(?<=提醒)都|<every_one>")

