"""The time of day in words: 上午九点, 下午3点半, 15:30, 中午, 5pm → hours and minutes from midnight."""

from __future__ import annotations

import re
from datetime import timedelta

from zc_bot.parsing.numerals import ENGLISH_NUMBERS, read_numeral
from zc_bot.parsing.pending import compile_later

NUMBER = "(?:[0-9]{1,4}|[零〇一二两俩仨三四五六七八九十廿百]{1,4})"

PARTS = {
    "凌晨": 6, "清晨": 7, "清早": 7, "一大早": 8, "一早": 8, "早上": 9, "早晨": 9, "上午": 9, "早": 9,
    "大清早": 7, "大早上": 8, "上昼": 9,
    "中午": 12, "正午": 12, "晌午": 12, "午间": 12, "午后": 14, "下午": 14, "下昼": 14, "傍晚": 18, "下班前": 17,
    "晚上": 19, "晚间": 19, "夜里": 21, "夜头": 21, "晚": 19, "夜": 21, "半夜": 24, "深夜": 24, "午夜": 24,
    "morning": 9, "noon": 12, "midday": 12, "afternoon": 14, "evening": 19, "tonight": 19, "night": 19,
}
"""The hour meant by a part of the day alone."""
FORENOON = frozenset(
    {"凌晨", "清晨", "清早", "大清早", "一大早", "大早上", "一早", "早上", "早晨", "上午", "上昼", "早"}
    | {"morning", "am"}
)
NIGHT = frozenset(
    {"晚上", "晚间", "夜里", "夜头", "晚", "夜", "半夜", "深夜", "午夜", "evening", "tonight", "night"}
)
WORKING_MORNING = 7
"""Without a part of the day, 7点 to 12点 are before noon and 1点 to 6点 after it."""

_PARTS = (
    "凌晨|清晨|大清早|清早|大早上|一大早|一早|早上|早晨|上午|上昼|中午|正午|晌午|午间|午后|下午|下昼|傍晚|下班前"
    "|晚上|晚间|夜里|夜头"
)
_PART_OF_HOUR = f"(?:(?P<part>{_PARTS}|半夜|深夜|午夜|[早晚夜])(?:的| )*)?"
_PART_ALONE = f"(?P<part>{_PARTS}|(?<=[今明后每天日号一二三四五六])[早晚]|(?<=今)夜)(?!茶|饭|餐|班)"
_ENGLISH_NUMBERS = tuple(word for word, number in ENGLISH_NUMBERS.items() if number <= 12)
_ENGLISH_HOUR = (
    rf"(?P<hour>[0-9]{{1,2}}|{'|'.join(_ENGLISH_NUMBERS)})(?:(?=[ap]\.?m)|(?![0-9a-z-]))"
    "(?! (?:days?|weeks?|hours?|minutes?))"
)
_HAN = "[零〇一二三四五六七八九十廿]"
_MINUTES = (
    "(?:(?P<quarter>半(?!个|小时|天|夜|年|月)|[一二三123]刻)"
    f"|(?P<minute>[0-9]{{1,2}}(?=分)|[0-9]{{2}}(?![0-9])|{_HAN}{{1,3}}(?=分)|{_HAN}{{2,3}})分?)"
)
_NOT_HOURS = "(?!意见|建议|要求|内容)"
RULES = (
    compile_later(f"{_PART_OF_HOUR}(?P<hour>{NUMBER})(?:[点时](?!候|间)){_NOT_HOURS}(?:钟|整|{_MINUTES})?"),
    compile_later(
        rf"{_PART_OF_HOUR}(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?![0-9:])(?: ?(?P<half>[ap])\.?m\b\.?)?", re.I
    ),
    compile_later(r"(?P<hour>[0-9]{1,2})(?:\.(?P<minute>[0-9]{2}))? ?(?P<half>[ap])\.?m\b\.?", re.I),
    compile_later(r"(?:in the )?(?P<part>morning|afternoon|evening)\b|(?P<part2>tonight|noon|midday)\b", re.I),
    compile_later(
        rf"(?:(?P<part>morning|afternoon|evening|tonight),? )?(?:at (?:around |about )?)?{_ENGLISH_HOUR}"
        r"(?:[:.](?P<minute>[0-9]{2}))?(?: ?o'?clock)?(?: ?(?P<half>[ap])\.?m\b\.?)?"
        r"(?: (?:in the (?P<part2>morning|afternoon|evening)|at (?P<part3>night)|(?P<part4>tonight)))?"
        r"(?! ?[ap]\.?m\b|:?[0-9]|\.[0-9])",
        re.I,
    ),
    compile_later(
        r"(?:at )?(?P<past>half|(?:a )?quarter|(?:[0-9]{1,2}|twenty|ten|five) minutes) (?P<side>past|to) "
        rf"{_ENGLISH_HOUR}(?: in the (?P<part>morning|afternoon|evening)| (?P<part2>tonight))?",
        re.I,
    ),
    compile_later(_PART_ALONE),
    compile_later(rf"(?P<part>{_PARTS}|[早晚])(?P<hour>[0-9]{{1,2}})[.;；](?P<minute>[0-5][0-9])(?![0-9])"),
    compile_later(
        r"(?:(?<=[天日号周一二三四五六])|(?<=[天日号周一二三四五六] ))(?P<hour>[0-9]{1,2})[.;；](?P<minute>[0-5][05])"
        r"(?=[\s,，]|$)"
    ),
)


_SAYS_HOUR = compile_later(
    r"^at |:|o'?clock|[0-9a-z] ?[ap]\.?m|past|\bto\b|morning|afternoon|evening|night|^[0-9]{1,2}[.;][0-9]{2}$", re.I
)
"""Words that make a bare number an hour."""


def match_hour(text: str, start: int) -> re.Match[str] | None:
    """Match the longest time of day that begins at `start`."""
    found = [match for rule in RULES if (match := rule.match(text, start)) and _is_hour(match)]
    return max(found, key=lambda match: match.end(), default=None)


def _is_hour(match: re.Match[str]) -> bool:
    """Say whether a match is a time of day: a bare number in English is one only with a word that says so."""
    words = match.groupdict()
    return not words.get("hour") or not match[0].isascii() or _SAYS_HOUR.search(match[0]) is not None


def read_hour(match: re.Match[str]) -> timedelta | None:
    """Return the time since midnight, a day or more for the small hours of a night; None if there is none."""
    words = match.groupdict()
    part = _part_of(words)
    if words.get("hour") is None:
        return timedelta(hours=PARTS[part])
    hour, minute = _number(words["hour"]), _minute(words)
    if (words.get("side") or "").lower() == "to":
        hour, minute = hour - 1, 60 - minute
    if hour > 24 or minute > 59 or (hour == 24 and minute) or _contradicts(words, part, hour):
        return None
    as_written = len(words["hour"]) == 2 and ":" in match[0] and not part
    return timedelta(hours=hour if as_written else _on_the_dial(hour, part), minutes=minute)


def _contradicts(words: dict[str, str | None], part: str, hour: int) -> bool:
    """Say whether an hour can't lie in the part of the day said with it: 上午15点, tonight at 9am."""
    if part == "am" and any(words.get(key) for key in ("part", "part2", "part3", "part4")):
        return not any((words.get(key) or "").lower() in FORENOON for key in ("part", "part2"))
    return (part in FORENOON and hour > 12) or (part in NIGHT and 12 < hour < 17)


def _part_of(words: dict[str, str | None]) -> str:
    part = next((words[key] for key in ("part", "part2", "part3", "part4") if words.get(key)), "") or ""
    part = part.lower()
    half = words.get("half")
    return f"{half.lower()}m" if half else part


def _on_the_dial(hour: int, part: str) -> int:
    """Place an hour of the twelve-hour dial in the day; hours over 12 stand as they are."""
    if hour > 12:
        return hour
    if part in FORENOON:
        return 0 if hour == 12 and part in {"凌晨", "am"} else hour
    if part in NIGHT:
        return hour + 24 if hour < 5 else hour + 12
    if part in {"中午", "正午"}:
        return hour if hour > 9 else hour + 12
    if part:
        return hour if hour == 12 else hour + 12
    return hour + 12 if 0 < hour < WORKING_MORNING else hour


def _minute(words: dict[str, str | None]) -> int:
    quarter, minute = words.get("quarter"), words.get("minute")
    if quarter:
        return 30 if quarter == "半" else 15 * _number(quarter[0])
    if words.get("past"):
        return _past((words["past"] or "").lower())
    return _number(minute) if minute else 0


def _past(text: str) -> int:
    """Read how many minutes stand before past or to."""
    number = text.removeprefix("a ").removesuffix(" minutes")
    return {"half": 30, "quarter": 15, "twenty": 20}.get(number) or _number(number)


def _number(text: str | None) -> int:
    """Read a matched numeral; one that is no number counts as too large, so that its reader refuses it."""
    if text and text.lower() in _ENGLISH_NUMBERS:
        return ENGLISH_NUMBERS[text.lower()]
    value = read_numeral(text or "")
    return 9999 if value is None else int(value)
