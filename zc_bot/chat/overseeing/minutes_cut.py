"""Minutes as they are typed, cut apart: which meeting it was, and what was decided there, each by itself.

    刚开完联席会议：议定1、崇川区补齐数据，12月1日前；2、市科技局起草补助办法，下月底前
    会议 2026-11-20 三季度联席会议：崇川区补齐数据 12月15日前；市科技局起草补助办法 12月31日前
"""

from __future__ import annotations

import re
from collections.abc import Callable

from zc_bot.parsing.language import alternatives
from zc_bot.parsing.numerals import FOLD, read_numeral
from zc_bot.parsing.pending import compile_later
from zc_bot.values import dataclass

LONGEST_HEAD = 80


@dataclass(frozen=True, slots=True)
class Cut:
    """head: the lines that say which meeting it was. decided: a word said that what follows was decided.

    listed: what was decided is set off from that by a sign or by numbers (议定1、…), unlike 议定事项落实情况.
    """

    head: tuple[str, ...]
    items: tuple[str, ...]
    decided: bool
    listed: bool


def cut(said: str, starts_another: Callable[[str], bool]) -> Cut | None:
    """Cut a text in two and its second part into what was decided; None where it begins with no meeting.

    starts_another: tells whether a part by itself says who is to do what until when.
    """
    lines = [line.strip() for line in said.translate(FOLD).strip().splitlines() if line.strip()]
    if not lines or (met := _MET.search(lines[0][:LONGEST_HEAD])) is None:
        return None
    count = next((at for at, line in enumerate(lines) if at and _LABEL.match(line) is None), len(lines))
    head, body = lines[:count], "\n".join(lines[count:])
    decided = _DECIDED.search(head[-1], met.end() if count == 1 else 0)
    if decided is not None:
        head, body = _parted(head, body, decided.start(), decided.end())
    elif (at := _where_it_lists(head[-1], met.end() if count == 1 else 0)) is not None:
        head, body = _parted(head, body, at, at)
    if decided is None and (decided := _DECIDED.match(body)) is not None:
        body = body[decided.end() :]
    if decided is None and re.match(alternatives("record.meeting"), lines[0], re.IGNORECASE) is None:
        return None
    listed = decided is None or decided[0][-1] in _SET_OFF or body[:1] == "\n" or bool(_marks(body))
    return Cut(tuple(head), tuple(_items(body, starts_another)), decided is not None, listed)


def _parted(head: list[str], body: str, end: int, begin: int) -> tuple[list[str], str]:
    """Cut the last line of the head: what stands from `begin` on begins the body."""
    return [*head[:-1], head[-1][:end]], f"{head[-1][begin:]}\n{body}"


def _where_it_lists(line: str, after: int) -> int | None:
    """Find where a line begins to say what was decided: at its first number, else at a colon."""
    if marks := [at for at in _marks(line) if at >= after]:
        return marks[0]
    return at if (at := line.find(":", after)) > 0 and _LABEL.match(line) is None else None


def _items(body: str, starts_another: Callable[[str], bool]) -> list[str]:
    """Part what was decided by its numbers, else by lines, semicolons and full stops, else by commas."""
    if marks := _marks(body):
        parts = [body[start:end] for start, end in zip(marks, [*marks[1:], len(body)], strict=True)]
        parts = [_NUMBER.sub("", part, count=1) for part in parts]
        parts = [body[: marks[0]], *parts]
    else:
        parts = _ENDS.split(body)
    return [one for part in parts for one in _apart(part.strip(_EDGES), starts_another) if one]


def _apart(part: str, starts_another: Callable[[str], bool]) -> list[str]:
    """Part at commas what is more than one only where every piece says who and until when."""
    pieces = [piece.strip() for piece in re.split("[,，、]", part)]
    return pieces if len(pieces) > 1 and all(starts_another(one) for one in pieces) else [part]


def _marks(text: str) -> list[int]:
    """Find where numbers begin what was decided: they count from one, whatever other figures stand between."""
    found: list[int] = []
    for match in _MARK.finditer(text):
        if _order(match["number"]) == len(found) + 1:
            found.append(match.start())
    return found


def _order(number: str) -> int:
    bare = number.strip("()第").lower()
    for row in (_ENGLISH, _RINGED):
        if bare in row:
            return row.index(bare) + 1
    value = read_numeral(bare)
    return 0 if value is None else int(value)


_SET_OFF = " :,，"
_EDGES = " \t\n,，;；。.:、-·•*"
_RINGED = tuple("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_ENGLISH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ONE_TO_TEN = "[一二三四五六七八九十]{1,3}"
_MARK = compile_later(
    "(?<![0-9.])(?P<number>(?:"
    r"[0-9]{1,2}(?=[.、)](?![0-9])|是)"
    rf"|(?<![^\s:;；。,，、])(?:{_ONE_TO_TEN}(?=[是要、.)])|第{_ONE_TO_TEN}(?=[项件条,，、])|[(](?:[0-9]{{1,2}}|{_ONE_TO_TEN})[)])"
    rf"|[{''.join(_RINGED)}]"
    rf"|(?<![a-z])(?:{'|'.join(_ENGLISH)})(?=(?:ly)?[,:])))",
    re.IGNORECASE,
)
_NUMBER = compile_later(
    rf"[(第]?(?:[0-9]{{1,2}}|{_ONE_TO_TEN}|[{''.join(_RINGED)}]|{'|'.join(_ENGLISH)})(?:ly)?[.、),，:是要项件条]*\s*",
    re.IGNORECASE,
)
_ENDS = compile_later(r"[;；。\n]|(?<=[a-z0-9])\.\s+(?=[A-Z])")
_MET = compile_later(lambda: f"{alternatives('record.meeting')}|{alternatives('record.met')}", re.IGNORECASE)
_DECIDED = compile_later(
    lambda: rf"(?:{alternatives('record.meeting')})?(?:{alternatives('record.decided')})"
    rf"(?!的|过)\s*(?:{alternatives('record.things')})?[\s:,，]*",
    re.IGNORECASE,
)
_LABEL = compile_later(lambda: rf"(?:{alternatives('record.label')})\s*:", re.IGNORECASE)
