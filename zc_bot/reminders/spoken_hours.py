"""The time of day in words: 上午九点, 下午3点半, 15:30, 中午, 5pm → hours and minutes from midnight."""

from __future__ import annotations

import re
from datetime import timedelta

from zc_bot.parsing.numerals import read_numeral

NUMBER = "(?:[0-9]{1,4}|[零〇一二两三四五六七八九十廿百]{1,4})"

PARTS = {
    "凌晨": 6, "清晨": 7, "清早": 7, "一大早": 8, "一早": 8, "早上": 9, "早晨": 9, "上午": 9, "早": 9,
    "中午": 12, "正午": 12, "午后": 14, "下午": 14, "傍晚": 18, "下班前": 17, "晚上": 19, "晚间": 19, "夜里": 21,
    "晚": 19,
    "morning": 9, "noon": 12, "afternoon": 14, "evening": 19, "tonight": 19,
}  # fmt: skip
"""The hour meant by a part of the day alone."""
FORENOON = frozenset({"凌晨", "清晨", "清早", "一大早", "一早", "早上", "早晨", "上午", "早", "morning", "am"})
NIGHT = frozenset({"晚上", "晚间", "夜里", "晚", "evening", "tonight"})
WORKING_MORNING = 7
"""Without a part of the day, 7点 to 12点 are before noon and 1点 to 6点 after it."""

_PARTS = "凌晨|清晨|清早|一大早|一早|早上|早晨|上午|中午|正午|午后|下午|傍晚|下班前|晚上|晚间|夜里"
_PART_OF_HOUR = f"(?:(?P<part>{_PARTS}|[早晚])(?:的| )*)?"
_PART_ALONE = f"(?P<part>{_PARTS}|(?<=[今明后天日号一二三四五六])[早晚])(?!茶|饭|餐)"
_HAN = "[零〇一二三四五六七八九十廿]"
_MINUTES = (
    "(?:(?P<quarter>半|一刻|三刻)"
    f"|(?P<minute>[0-9]{{1,2}}(?=分)|[0-9]{{2}}(?![0-9])|{_HAN}{{1,3}}(?=分)|{_HAN}{{2,3}})分?)"
)
_NOT_HOURS = "(?!意见|建议|要求|内容)"
RULES = (
    re.compile(f"{_PART_OF_HOUR}(?P<hour>{NUMBER})(?:[点时](?!候|间)){_NOT_HOURS}(?:钟|整|{_MINUTES})?"),
    re.compile(
        rf"{_PART_OF_HOUR}(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?![0-9:])(?: ?(?P<half>[ap])\.?m\b\.?)?", re.I
    ),
    re.compile(r"(?P<hour>[0-9]{1,2}) ?(?P<half>[ap])\.?m\b\.?", re.I),
    re.compile(r"(?:in the )?(?P<part>morning|afternoon|evening)\b|(?P<part2>tonight|noon)\b", re.I),
    re.compile(r"at (?P<hour>[0-9]{1,2})(?![0-9:]| ?[ap]\.?m)", re.I),
    re.compile(_PART_ALONE),
)


def match_hour(text: str, start: int) -> re.Match[str] | None:
    """Match the longest time of day that begins at `start`."""
    found = [match for rule in RULES if (match := rule.match(text, start))]
    return max(found, key=lambda match: match.end(), default=None)


def read_hour(match: re.Match[str]) -> timedelta | None:
    """Return the time since midnight, a day or more for the small hours of a night; None if there is none."""
    words = match.groupdict()
    part = _part_of(words)
    if words.get("hour") is None:
        return timedelta(hours=PARTS[part])
    hour, minute = _number(words["hour"]), _minute(words)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    as_written = len(words["hour"]) == 2 and ":" in match[0] and not part
    return timedelta(hours=hour if as_written else _on_the_dial(hour, part), minutes=minute)


def _part_of(words: dict[str, str | None]) -> str:
    part = (words.get("part") or words.get("part2") or "").lower()
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
        return {"半": 30, "一刻": 15, "三刻": 45}[quarter]
    return _number(minute) if minute else 0


def _number(text: str | None) -> int:
    """Read a matched numeral; one that is no number counts as too large, so that its reader refuses it."""
    value = read_numeral(text or "")
    return 9999 if value is None else int(value)
