"""Who was reminded of what and when, asked in words: 崇川收到提醒了吗, 昨天提醒了谁, 港闸催过没有."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from markupsafe import Markup

from zc_bot.chat.reminding import planned
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.chat.wanted import places_in, without_places
from zc_bot.parsing.called import called
from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.normalize import folded_in_place
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import without_years
from zc_bot.parsing.speech import asks
from zc_bot.policy.roles import OPERATOR, Act
from zc_bot.reminders.facts import NudgeKey
from zc_bot.storage import posted, reachable
from zc_bot.storage.posted import Sent
from zc_bot.storage.reachable import Reach
from zc_bot.texts.catalog import join
from zc_bot.texts.people import role_name, scope_names, who_may
from zc_bot.texts.reminders import word_moment, word_stage

EACH, MOST = 3, 8
"""So many letters are shown of each, and so many people."""


def asked_for(turn: Turn, text: str) -> Response | None:
    """Say what the named people, or those who report for the named places, were sent; None for any other text.

    Where nobody is named, who was reminded last, or on the day that is. Of others only who nudges them may know.
    """
    everybody = reachable.reach(turn.session, OPERATOR)
    named = [one for one in everybody if called(text, one.who.name) is not None]
    if not _is_asked(turn, text, named):
        return None
    places = {code for place in places_in(turn, text) for code in place.communities}
    bodies = list(dict.fromkeys(turn.programme.community[code].authority for code in sorted(places)))
    if not (named or bodies) and _means_oneself(text):
        named = [one for one in everybody if one.who.id == turn.who.id]
    if not (named or bodies):
        return planned.sent(turn, day_in(turn, text)) if turn.who.scope(Act.NUDGE) == "all" else None
    meant = named or [one for one in everybody if one.who.reports_own and set(bodies) & set(one.who.authorities)]
    may = meant or _sees(turn)
    if not may or not all(one.who.id == turn.who.id or _may_know(turn, one, bodies) for one in meant):
        turn.deny("nudge")
        return Response((Reply(turn.texts("oversee.told.not_yours", roles=who_may(Act.NUDGE, turn.texts))),))
    served = {code for one in meant for code in one.who.authorities}
    lines = [line for one in meant[:MOST] for line in told_of(turn, one)]
    if vacant := [code for code in bodies if code not in served and not named]:
        names = scope_names(vacant, turn.programme, turn.texts, turn.today)
        lines.append(turn.texts("oversee.told.nobody", names=names))
    if len(meant) > MOST:
        lines.append(turn.texts("oversee.plan.more", count=len(meant) - MOST))
    if any(_letters(turn, one) for one in meant[:MOST]):
        lines.append(turn.texts("oversee.told.foot"))
    return Response((Reply(join(lines)),))


def patterns() -> list[str]:
    """Give the patterns of which one is found in a text that asks so."""
    return [alternatives("reminded.reminds")]


def _is_asked(turn: Turn, text: str, named: Sequence[Reach]) -> bool:
    """Tell whether all of a text asks what was sent: beside names and years nothing but words for that."""
    whole = without_names(turn, text, named)
    open_end = _ASKS.search(whole) is not None or asks(text)
    says = _ALL_OF_SOMEBODY if named or places_in(turn, text) or _means_oneself(text) else _ALL
    return open_end and says.fullmatch(whole) is not None and _PAST.search(whole) is not None


def without_names(turn: Turn, text: str, named: Sequence[Reach] = ()) -> str:
    """Return what a text says beside people, places and years, its stops as spaces."""
    rest = text
    for one in named:
        rest = rest.replace(called(rest, one.who.name) or one.who.name, " ")
    rest = without_years(folded_in_place(without_places(turn, rest)), turn.today)
    return re.sub(r"[\s,，。.?？!！“”\"]+", " ", rest).strip()


def day_in(turn: Turn, text: str) -> date | None:
    """Return the day up to today that is named, None where none is."""
    for ago, sense in enumerate(("reminded.today", "reminded.yesterday", "reminded.before_yesterday")):
        if re.search(alternatives(sense), text, re.IGNORECASE):
            return turn.today - timedelta(days=ago)
    return None


def _sees(turn: Turn) -> bool:
    return turn.who.scope(Act.NUDGE) == "all"


def _may_know(turn: Turn, one: Reach, bodies: Sequence[str]) -> bool:
    own = set(bodies or one.who.authorities) & set(one.who.authorities)
    return _sees(turn) or (turn.who.may(Act.NUDGE) and bool(own) and own <= set(turn.who.authorities))


def _letters(turn: Turn, one: Reach) -> Sequence[Sent]:
    return posted.reminders_of(turn.session, one.who.id, EACH)


def told_of(turn: Turn, one: Reach) -> list[Markup]:
    """Say of one what they were sent last, the newest first, or that nothing was."""
    texts, letters = turn.texts, _letters(turn, one)
    scope = scope_names(one.who.authorities, turn.programme, texts, turn.today) or role_name(one.who.role, texts)
    head = texts("oversee.told.head" if letters else "oversee.told.not_yet", name=one.who.name, scope=scope)
    lines = [head]
    if one.silence:
        lines.append(texts(f"oversee.told.{one.silence}"))
    for letter in letters:
        at = (letter.settled_at or letter.made_at).astimezone(turn.rules.zone)
        when = word_moment(at, turn.today, texts.lang)
        state = texts.plain(f"oversee.told.state.{letter.state}")
        lines.append(texts("oversee.told.line", when=when, what=_what(turn, letter), state=state))
    return lines


def _what(turn: Turn, letter: Sent) -> str:
    """Name what a letter was: a nudge by hand, or which of a year's reminders."""
    texts = turn.texts
    try:
        key = NudgeKey.read(letter.key)
    except ValueError:
        return texts.plain("oversee.told.nudge", year=letter.key.split(":")[2])
    made = letter.made_at.astimezone(turn.rules.zone).date()
    days = (made - key.anchor).days
    stage = "later" if key.is_promised else f"D{days:+d}" if days and key.stage.startswith("D") else key.stage
    return texts.plain("oversee.told.stage", year=key.year, stage=word_stage(stage, texts))


def _means_oneself(text: str) -> bool:
    said = (re.search(alternatives(f"reminded.{sense}"), text, re.IGNORECASE) for sense in ("me", "whom"))
    return [one is not None for one in said] == [True, False]


_PAST = compile_later(
    lambda: written(
        "(?:<receives>)|(?:<reminds>)(?:<done>|(?:<not_yet>)$)|(?:<done>)(?:<reminds>)|(?:<twice>)|(?:<been>)",
        "reminded",
    ),
    re.IGNORECASE,
)
"""That it was done, and is not to be."""
_ASKS = compile_later(lambda: written("(?:<asks>)|(?:<not_yet>)$", "reminded"), re.IGNORECASE)
_ALL = compile_later(
    lambda: written(
        r"(?:(?:<receives>|<reminds>|<done>|<twice>|<been>|<asks>|<around>|<today>|<yesterday>|<before_yesterday>)\s*)+"
        "(?:<not_yet>)?",
        "reminded",
    ),
    re.IGNORECASE,
)
"""Whom it was not done to is another question, so that what denies stands at the end alone."""
_ALL_OF_SOMEBODY = compile_later(
    lambda: written(
        r"(?:(?:<receives>|<reminds>|<done>|<twice>|<been>|<asks>|<around>|<today>|<yesterday>|<before_yesterday>"
        r"|<denies>|<not_yet>)\s*)+",
        "reminded",
    ),
    re.IGNORECASE,
)
