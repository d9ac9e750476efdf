"""What a letter in the outbox is of, by its key and its text, as it is expected."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.reminders.letters import Letter
from zc_bot.texts.catalog import texts_for

ZONE = ZoneInfo("Asia/Shanghai")
DIGITS = "甲乙丙丁戊己庚辛壬癸"
TASK = re.compile(f"整改[{DIGITS}]{{4}}")
"""What is decided, noted or told in the simulation: its number in characters, since a number would be a figure."""
DONE = {"已通过，开始展示": "approved", "被退回": "returned"}
"""What became of a story, as it is said first."""


def task_name(number: int) -> str:
    return "整改" + "".join(DIGITS[int(digit)] for digit in f"{number % 10_000:04}")


def task_number(name: str) -> int:
    return int("".join(str(DIGITS.index(one)) for one in name.removeprefix("整改")))


def named(key: str, person: int, text: str, now: datetime) -> Letter | None:
    """Name a letter as it is expected; None for one that is about something else."""
    kind, *rest = key.split(":")
    texts = texts_for("zh")
    if kind == "decision":
        task = TASK.search(text)
        return (kind, "" if task is None else task[0], rest[1], str(person))
    if kind in {"record", "showing"}:
        task = TASK.search(text)
        return (kind, "" if task is None else task[0], rest[1] if len(rest) > 2 else "told", str(person))
    if not kind and (task := TASK.search(text)) is not None:
        how = next(how for said, how in DONE.items() if text.removeprefix("<b>").startswith(said))
        return "showing", task[0], how, str(person)
    if kind == "remind":
        return ("remind", rest[1], _stage(rest[2]), rest[3], rest[0])
    if kind == "sibling":
        return (kind, *rest)
    if text == str(texts("people.you_were_removed", name="赵磊")):
        return "removed", now.isoformat(), str(person)
    if kind == "own":
        at = datetime.fromisoformat(key.split(":", 2)[2])
        return "own", at.astimezone(ZONE).replace(tzinfo=None).isoformat(), str(person)
    if kind == "broadcast":
        return "broadcast", rest[0], str(person)
    if kind == "through":
        return _through(rest[0], text, person)
    if kind == "overdue":
        return "overdue", _moment(key.removeprefix("overdue:").rsplit(":", 1)[0]), str(person)
    if kind == "year":
        return rest[1], rest[0], _moment(key.split(":", 4)[4].rsplit(":", 1)[0]), str(person)
    if kind == "nudge":
        return "nudge", rest[0], rest[1], _moment(key.split(":", 4)[4]), str(person)
    if kind == "hand":
        year = next(word for word in range(2017, 2040) if str(word) in text)
        what = rest[-1] if len(rest) > 1 else "asked"
        return what, str(year), now.isoformat(), str(person)
    for year in range(2017, 2040):
        if text == str(texts("oversee.calendar", year=year)):
            return "provisional", str(year), str(person)
        if text == str(texts("oversee.days.ask", year=year)) or f"{year}年的放假安排还没有录全</b>\n当天没写" in text:
            return "late" if now.day >= 20 else "early", str(year), str(person)
    return None


def _through(number: str, text: str, person: int) -> Letter:
    """Read what was told of a message to many: sent, of how many, and blocked."""
    sent, count = re.findall(r"送到([0-9]+)人</b>，共([0-9]+)人", text)[0]
    blocked = re.findall("停用了机器人：([0-9]+)人", text)
    return "through", number, sent, count, *(blocked or ["0"]), str(person)


def _stage(said: str) -> str:
    """Name a stage, and what was put off by the moment until which it was."""
    if not said.startswith("later-"):
        return said
    until = datetime.strptime(said, "later-%Y%m%dT%H%M").replace(tzinfo=UTC).astimezone(ZONE)
    return f"later-{until:%Y-%m-%d %H:%M}"


def _moment(said: str) -> str:
    return datetime.fromisoformat(said).astimezone(ZONE).replace(tzinfo=None).isoformat()
