"""Whom a wish to nudge means: those named, else all that are late, but for those excepted or not to be nudged.

催港闸和海安，除了如皋; 谁没报就催谁，港闸别催; 提醒海安填报; 别催港闸 and 帮我催一下港闸，算了别催了 mean nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zc_bot.chat.asking import urging
from zc_bot.chat.turn import Turn
from zc_bot.chat.wanted import places_in
from zc_bot.parsing.excepted import Excepted, read_excepted
from zc_bot.parsing.language import written
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import without_years
from zc_bot.parsing.speech import asks
from zc_bot.reminders.moment_tokens import phrases

_CLAUSE = compile_later(r"[^,，;；。?？!！]+[?？]?")
_STOP = compile_later(r"[,，;；。]|(?<![a-z])(?:but|and)\s+(?=not|don'?t)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wish:
    """The authorities that are named and those left out; of_all: all that are late are meant.

    nobody: it is not to be done; unknown: what is left out names no authority; at: the time that was said; by: the
    limit that was said.
    """

    named: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    of_all: bool = False
    nobody: bool = False
    unknown: str = ""
    at: str = ""
    by: str = ""


def read_wish(turn: Turn, text: str) -> Wish | None:
    """Read whom a text wants nudged, clause by clause; None where a name means several.

    A clause of names alone is meant as the one before: 别催港闸，海安 is about both.
    """
    read = _Reading(turn)
    for clause in filter(None, _STOP.split(text.replace("’", "'"))):
        if not read.take(clause.strip()):
            return None
    kept = tuple(dict.fromkeys(code for code in read.named if code not in read.left_out))
    nobody = read.withdrawn or not (read.wants or read.named) or bool(read.named and not kept)
    of_all = not read.named and bool(read.left_out or read.unknown or read.tells or _WHOEVER.search(text))
    return Wish(kept, tuple(dict.fromkeys(read.left_out)), of_all, nobody, read.unknown, _time(turn, text),
                _limit(turn, text))


def is_nudge(turn: Turn, text: str) -> bool:
    """Tell whether a text orders a nudge, in a clause that asks nothing: 海安怎么还没报，催一下."""
    clauses = [_TELLS.sub(r"\1", match[0]) for match in _CLAUSE.finditer(text)]
    if any(_WHOEVER.search(one) or _orders(_NUDGES, one) for one in clauses):
        return True
    told = any(urging.reminds_alone(turn, one) or urging.tells_to_report(turn, one) for one in clauses)
    return told and not _time(turn, text)


def patterns() -> list[str]:
    """Give the patterns of which one is found in a text that orders a nudge."""
    return [_WHOEVER.pattern, _NUDGES.pattern, *urging.patterns()]


def _orders(pattern: re.Pattern[str], clause: str) -> bool:
    """Tell whether a clause holds an order, and asks nothing beside it: remind begins a question, too."""
    return pattern.search(clause) is not None and not asks(pattern.sub(" ", clause))


@dataclass
class _Reading:
    """What the clauses until now mean; excludes: the last one said who is not to be nudged."""

    turn: Turn
    named: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    unknown: str = ""
    wants: bool = False
    tells: bool = False
    withdrawn: bool = False
    excludes: bool = False

    def take(self, clause: str) -> bool:
        """Read one clause; False where a name in it means several."""
        found = Excepted(clause) if _BESIDES.search(clause) else read_excepted(clause)
        for said in found.left_out:
            codes = authorities(self.turn, said)
            if codes is None:
                return False
            codes = codes or _of_people(self.turn, said)
            self.left_out += codes
            self.unknown = self.unknown if codes else said
        codes = authorities(self.turn, found.rest)
        if codes is None:
            return False
        self._add(found.rest, codes or _of_people(self.turn, found.rest))
        if found.left_out and not found.rest:
            self.excludes = True
        return True

    def _add(self, rest: str, codes: list[str]) -> None:
        negated = _NEGATED.search(rest) is not None
        nudges = any(one.search(rest) is not None for one in (_NUDGES, _WHOEVER)) or self._tells(rest)
        if negated or nudges:
            self.excludes = negated
        if not self.excludes:
            self.named += codes
            self.tells = self.tells or self._tells(rest)
            self.wants, self.withdrawn = self.wants or nudges, self.withdrawn and not nudges
            return
        self.left_out += codes
        if negated and not codes and not _OTHERS.search(rest):
            self.withdrawn = True


    def _tells(self, rest: str) -> bool:
        return urging.tells_to_report(self.turn, rest) or urging.reminds_alone(self.turn, rest)


def _of_people(turn: Turn, text: str) -> list[str]:
    """Return the authorities of those named who report: a nudge goes to all who report for one."""
    return [code for one in urging.named_people(turn, text) if one.reports_own for code in one.authorities]


def authorities(turn: Turn, text: str) -> list[str] | None:
    """Return the authorities of the places that are named; None where a name means several."""
    found: list[str] = []
    for place in places_in(turn, text):
        codes = {turn.programme.community[code].authority for code in place.communities}
        if len(codes) > 1:
            return None
        found += codes
    return list(dict.fromkeys(found))


def _time(turn: Turn, text: str) -> str:
    """Return the words for another time than now; '' where there are none."""
    bare = without_years(text, turn.today)
    return next((said for said, is_limit in _times(turn, bare) if not is_limit), "")


def _limit(turn: Turn, text: str) -> str:
    """Return the words for by when it is to be handed in: 让港闸周五前报; '' where there are none."""
    return next((said for said, is_limit in _times(turn, without_years(text, turn.today)) if is_limit), "")


def _times(turn: Turn, text: str) -> Iterator[tuple[str, bool]]:
    """Give the words for another time than now, and whether they stand behind who is told, as a limit."""
    verb = urging.VERBS.search(text)
    for phrase in phrases(text, turn.today):
        days = [token.day for token in phrase if token.day is not None]
        is_today = bool(days) and all(day.days[:1] == (turn.today,) for day in days)
        start, end = phrase[0].start, phrase[-1].end
        behind, before = _BEFORE.match(text, end), _BY.search(text, 0, start)
        if verb is not None and verb.end() <= start and (behind or before):
            yield text[before.start() if before else start : behind.end() if behind else end].strip(), True
        elif all(token.is_valid for token in phrase) and not (is_today and len(days) == len(phrase)):
            yield text[start:end].strip(), False
    if (later := _LATER.search(text)) is not None:
        yield later[0], verb is not None and verb.end() <= later.start() and later[0].endswith("前")


_BEFORE = compile_later(r"的?(?:之前|以前|前|内)")
_BY = compile_later(r"(?<![a-z])(?:by|before|until)\s*$", re.IGNORECASE)


def _pattern(template: str) -> re.Pattern[str]:
    return compile_later(lambda: written(template, "order"), re.IGNORECASE)


_NUDGES = _pattern("<nudge>")
_WHOEVER = _pattern(
    "(?P<one>谁|哪个|哪家|哪些|哪里)[^谁哪,，]{0,6}[没未不差欠缺晚迟][^谁哪,，]{0,8}?(?:<nudge>|<urge>)"
    "[^谁哪,，]{0,4}(?P=one)"
)
"""谁没报就催谁, 哪家没报提醒哪家 ask nothing: whoever has not reported is meant."""
_TELLS = _pattern(r"(?<![a-z])((?:<those>))\s+(?:who|that|which)(?![a-z])")
"""Who behind a word for those that are meant asks nothing: remind everyone who has not reported."""
_NEGATED = _pattern(
    r"(?<![要催用])(?:<no_nudge>)(?:再|去|给我|帮我|先|来|又|老是?|总是?|急着|\s|to|want)*(?:<nudge>)(?!不行|不可|[错漏重])"
    r"|(?:<leave_out>)[了吧啊]*$|^not\s"
)
_BESIDES = compile_later(r"除了?.{1,16}(?:还|也)(?:要|得|想|请|再)?催")
"""除了港闸还要催海安 means both."""
_OTHERS = _pattern("<every_one>|剩下|别家|others|anyone else|anybody else")
_LATER = _pattern("<at_a_time>")
