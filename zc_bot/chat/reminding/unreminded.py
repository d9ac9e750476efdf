"""Whom of those who owe something no reminder has reached, asked in words: 谁没收到提醒, 哪些单位没催过."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from zc_bot.chat.cycles import newest_cycle
from zc_bot.chat.reminding import nudges, reminded, unopened
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.chat.wanted import places_in
from zc_bot.parsing.language import written
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import find_years
from zc_bot.policy.roles import OPERATOR, Act
from zc_bot.reminders.facts import NudgeKey
from zc_bot.reminders.gaps import YearGaps
from zc_bot.storage import posted, reachable
from zc_bot.storage.posted import Sent
from zc_bot.storage.reachable import Reach
from zc_bot.texts.catalog import join
from zc_bot.texts.dialogue.review import word_day
from zc_bot.texts.people import scope_names, who_may

SHOWN = 12
LOOKED_AT = 50
"""So many of the last letters of each are looked through."""
_WHOM = compile_later(lambda: written("<whom>|<anybody>", "reminded"), re.IGNORECASE)
_REMINDS = compile_later(lambda: written("<reminds>", "reminded"), re.IGNORECASE)
_DENIED = compile_later(
    lambda: written(r"(?<!有)(?:<not_yet>|<denies>)\s*(?:<receives>|<reminds>|<been>|<looks>)", "reminded"),
    re.IGNORECASE,
)
_ALL = compile_later(
    lambda: written(
        r"(?:(?:<receives>|<reminds>|<done>|<looks>|<been>|<asks>|<anybody>|<around>|<denies>|<not_yet>|<today>"
        r"|<yesterday>|<before_yesterday>)\s*)+",
        "reminded",
    ),
    re.IGNORECASE,
)


def asked_for(turn: Turn, text: str) -> Response | None:
    """List who reports, owes something and was sent no reminder of a year, or on a day; None for any other text."""
    rest = reminded.without_names(turn, text)
    if not all(one.search(rest) for one in (_WHOM, _REMINDS, _DENIED)) or _ALL.fullmatch(rest) is None:
        return None
    if not turn.who.may(Act.NUDGE):
        turn.deny("nudge")
        return Response((Reply(turn.texts("oversee.told.not_yours", roles=who_may(Act.NUDGE, turn.texts))),))
    named, newest = find_years(text, turn.today), newest_cycle(turn)
    year = named[0].year if named else None if newest is None else newest.year
    if year is None or (refused := unopened.refused(turn, year)) is not None:
        return unopened.none_open(turn) if year is None else refused
    return _listed(turn, year, _bodies(turn, text), reminded.day_in(turn, text))


def _bodies(turn: Turn, text: str) -> frozenset[str]:
    """Return the authorities that are asked about: those of the named places, or all that one may nudge."""
    places = {code for place in places_in(turn, text) for code in place.communities}
    named = {turn.programme.community[code].authority for code in places}
    own = set(turn.programme.authority) if turn.who.scope(Act.NUDGE) == "all" else set(turn.who.authorities)
    return frozenset(named & own if named else own)


def _listed(turn: Turn, year: int, bodies: Collection[str], day: date | None) -> Response:
    """Say of each who owes something of a year what they were sent, if it is no reminder; and who has nobody."""
    texts, facts = turn.texts, nudges.facts_at(turn.session, turn.rules, turn.now)
    gaps = YearGaps(turn.programme, year, facts.missing.get(year, {}), facts.recipients)
    owe = {one.id for one in facts.recipients if one.reports_own and one.keeps(year, gaps.of(one.authorities))}
    meant = [one for one in reachable.reach(turn.session, OPERATOR)
             if one.who.id in owe and set(bodies) & set(one.who.authorities)]
    left = [one for one in meant if not _was_sent(turn, one, year, day)]
    when = {"year": year} if day is None else {"year": year, "day": word_day(day, texts)}
    key = ("without" if left else "with_all" if meant else "nobody_owes") + ("" if day is None else "_on")
    lines = [texts(f"oversee.told.{key}", count=len(left or meant), **when)]
    lines += [line for one in left[:SHOWN] for line in reminded.told_of(turn, one)]
    if len(left) > SHOWN:
        lines.append(texts("oversee.plan.more", count=len(left) - SHOWN))
    if vacant := _vacant(turn, bodies, gaps):
        lines.append(texts("oversee.told.nobody", names=scope_names(vacant, turn.programme, texts, turn.today)))
    if meant and not left:
        lines.append(texts("oversee.told.foot"))
    return Response((Reply(join(lines)),))


def _vacant(turn: Turn, bodies: Collection[str], gaps: YearGaps) -> list[str]:
    """Return the authorities that owe something and for whom nobody reports."""
    everybody = reachable.reach(turn.session, OPERATOR)
    there = {code for one in everybody if one.who.reports_own for code in one.who.authorities}
    owing = {turn.programme.community[gap.community].authority for gap in gaps.all}
    return [code for code in turn.programme.authority if code in owing & set(bodies) - there]


def _was_sent(turn: Turn, one: Reach, year: int, day: date | None) -> bool:
    letters = posted.reminders_of(turn.session, one.who.id, LOOKED_AT)
    return not one.silence and any(_is_of(turn, letter, year, day) for letter in letters)


def _is_of(turn: Turn, letter: Sent, year: int, day: date | None) -> bool:
    """Tell whether a letter was sent, of a year and, where one is meant, on a day."""
    try:
        of = NudgeKey.read(letter.key).year
    except ValueError:
        of = int(letter.key.split(":")[2])
    at = (letter.settled_at or letter.made_at).astimezone(turn.rules.zone).date()
    return letter.state == "sent" and of == year and day in {None, at}
