"""Whether one may still report, asked in words: 1月20号前能不能补报, 补报行不行; no report is begun by a question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from zc_bot.chat.actions import OpenReport
from zc_bot.chat.asking import stating
from zc_bot.chat.cycles import cycle_meant
from zc_bot.chat.reminding import deadline, unopened
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.chat.wanted import places_in, without_places
from zc_bot.parsing.language import alternatives, is_said, written
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.normalize import folded_in_place
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import find_years, without_years
from zc_bot.parsing.speech import asks
from zc_bot.policy.roles import Act
from zc_bot.reminders.later import wants_later
from zc_bot.storage import people
from zc_bot.texts.catalog import join
from zc_bot.texts.people import who_may

_ASKS_LEAVE = compile_later(lambda: rf"(?:{alternatives('order.asks_leave')})[?？。.!！~～\s]*$", re.IGNORECASE)
"""Ends as a wish that is put as a question: 补报行不行."""
_MARKS = compile_later(r"[,，。.、;；?？!！~～]")
_BESIDE = r"(?:<beside_leave>|\s)*+"
_WHOLE = compile_later(
    lambda: written(
        rf"{_BESIDE}(?:(?:<may>){_BESIDE}(?:<files>)|(?:<files>){_BESIDE}(?:<asks_leave>)){_BESIDE}", "order"
    ),
    re.IGNORECASE,
)
"""All of a text, without its places, years and days, asks whether one may report: 还能补报吗, 晚几天交可以不."""


def asked(turn: Turn) -> Response | None:
    """Answer a text that asks nothing but whether one may report; None for any other."""
    text = turn.incoming.text
    if wants_later(text, turn.today) or not (asks(text) or _ASKS_LEAVE.search(text) is not None):
        return None
    bare = without_places(turn, without_years(folded_in_place(text), turn.today))
    if _WHOLE.fullmatch(_MARKS.sub(" ", bare)) is None:
        return None
    return _answered(turn, [code for place in places_in(turn, text) for code in place.communities])


def whether(turn: Turn, meaning: Meaning) -> Response | None:
    """Answer what was taken for a report and asks whether one may; None for what says figures or asks else."""
    text = turn.incoming.text
    may = (asks(text) and is_said(text, "order.may")) or _ASKS_LEAVE.search(text) is not None
    if not may or meaning.metrics or (turn.who.reports and stating.says_figures(turn)):
        return None
    return _answered(turn, meaning.communities)


def _answered(turn: Turn, places: Sequence[str]) -> Response:
    """Say whether a year can be reported, by when and how; who may not report it is told who does."""
    named, meant = find_years(turn.incoming.text, turn.today), cycle_meant(turn)
    year = named[0].year if named else None if meant is None else meant.year
    if year is None or unopened.refused(turn, year) is not None:
        return unopened.to_report(turn, year)
    lines = [*deadline.standing(turn, year), deadline.late(turn, year)]
    mine = [code for code in places if code in turn.who.communities(turn.programme)]
    if not turn.who.reports or (places and not mine):
        return Response((Reply(join([*lines, *_who_reports(turn, places)])),))
    begin = OpenReport(mine[0] if len(mine) == 1 else "", year)
    return Response((Reply(join(lines), ((Button(turn.texts.plain("chat.start.report", year=year), begin),),)),))


def _who_reports(turn: Turn, places: Sequence[str]) -> list[Markup]:
    """Name who reports for the places of a text; without any, who reports at all."""
    texts, programme = turn.texts, turn.programme
    if not places:
        return [texts("oversee.deadline.by_reporters", roles=who_may(Act.REPORT, texts))]
    lines = []
    for code in places:
        names = [one.name for one in people.reporters_of(turn.session, programme.community[code].authority)]
        key = "by_names" if names else "by_nobody"
        lines.append(texts(f"oversee.deadline.{key}", community=programme.community[code].name(texts.lang),
                           names=texts.plain("remind.comma").join(names)))
    return lines
