"""Why a year is not being collected: it ended, or is still to open; said with when the next one does."""

from __future__ import annotations

from markupsafe import Markup

from zc_bot.chat.cycles import cycle_for, open_cycles
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.policy.roles import Act
from zc_bot.storage import overrides, people
from zc_bot.texts.catalog import join
from zc_bot.texts.reminders import word_deadline


def none_open(turn: Turn) -> Response:
    """Say that no year is collected now, which one ended, and when the next opens."""
    return Response((Reply(join([*_ended(turn, newest_begun(turn)), opens_next(turn)])),))


def to_report(turn: Turn, year: int | None = None) -> Response:
    """Say to who wants to report why none, or not a year, is collected, when the next opens, and whom to ask.

    year: one that is not collected; None where none is.
    """
    (said,) = ((None if year is None else refused(turn, year)) or none_open(turn)).replies
    lines = [said.text]
    if (meant := newest_begun(turn) if year is None else year) in overrides.ended(turn.session):
        names = turn.texts.plain("remind.comma").join(one.name for one in people.admins(turn.session))
        lines.append(turn.texts("oversee.deadline.late_or_wrong", year=meant, names=names))
    return Response((Reply(join(lines)),))


def refused(turn: Turn, year: int) -> Response | None:
    """Say why a year is not collected now; None where it is."""
    if any(cycle.year == year for cycle in open_cycles(turn.session, turn.rules, turn.now)):
        return None
    if not turn.programme.first_year <= year <= turn.today.year:
        return Response((Reply(turn.texts("oversee.deadline.no_year", year=year)),))
    return Response((Reply(join(_ended(turn, year) or [opens(turn, year)])),))


def opens_next(turn: Turn) -> Markup:
    """Say when the collection that is next opens, and when it is due."""
    newest = newest_begun(turn)
    is_over = newest in overrides.ended(turn.session) or cycle_for(turn, newest).opens <= turn.now
    return opens(turn, max(newest + is_over, turn.programme.first_year))


def newest_begun(turn: Turn) -> int:
    """Return the newest year that is whole, whose figures are collected now, soon or no more."""
    return turn.today.year - 1


def _ended(turn: Turn, year: int) -> list[Markup]:
    if year not in overrides.ended(turn.session):
        return []
    key = "is_ended" if turn.who.may(Act.REOPEN_YEAR) else "was_ended"
    return [turn.texts(f"oversee.deadline.{key}", year=year)]


def opens(turn: Turn, year: int) -> Markup:
    """Say when a year's collection opens, and when it is due."""
    cycle, texts = cycle_for(turn, year), turn.texts
    return texts(
        "oversee.deadline.opens", year=year,
        opens=word_deadline(cycle.opens, turn.today, texts.lang),
        deadline=word_deadline(cycle.deadline, turn.today, texts.lang),
    )
