"""A deadline put off in words: 延期一周, 延期到2月10日; which day that is, what is asked about it, and who may."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from markupsafe import Markup

from zc_bot.chat.actions import AwaitDeadline, LeaveDeadline, ProposeDeadline
from zc_bot.chat.confirming import await_word
from zc_bot.chat.cycles import cycle_for
from zc_bot.chat.reminding import deadline, wrong_day
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.chat.wanted import places_in
from zc_bot.parsing.normalize import folded_in_place
from zc_bot.parsing.periods import without_years
from zc_bot.policy.roles import Act
from zc_bot.reminders.later import (
    AROUND,
    holds_time,
    is_earlier_by,
    is_for_some,
    leaves_it,
    only_later,
    part_of,
    read_later,
)
from zc_bot.reminders.moments import MomentFault, read_day_and_hour, read_moment
from zc_bot.storage import dialogues
from zc_bot.texts.catalog import join
from zc_bot.texts.dialogue.review import word_day
from zc_bot.texts.people import who_may
from zc_bot.texts.reminders import word_weekday
from zc_bot.values import dataclass

OFFERED = (7, 14)
"""So many days later are offered where no day was named, each moved on to a working day."""
LONGEST = 30


@dataclass(frozen=True, slots=True)
class _Later:
    """The day that a wish comes to, and what is to be said of how it was counted."""

    day: date
    notes: tuple[Markup, ...] = ()


def postpone(turn: Turn, text: str, year: int) -> Response:
    """Show what a later deadline would change; without a day it is asked for. Who may not is told who may."""
    if leaves_it(text):
        return Response((Reply(join([turn.texts("oversee.deadline.left_alone"), *deadline.standing(turn, year)])),))
    if (one := _for_one(turn, text)) is not None:
        return one
    if not turn.who.may(Act.MOVE_DEADLINE):
        turn.deny("move_deadline")
        told = turn.texts("oversee.order.no_move", roles=who_may(Act.MOVE_DEADLINE, turn.texts))
        return Response((Reply(join([told, *deadline.standing(turn, year), deadline.late(turn, year)])),))
    if (refused := _refused(turn, text)) is not None:
        return refused
    later = _read(turn, text, year)
    return ask_day(turn, year) if later is None else _propose(turn, year, later, text)


def _refused(turn: Turn, text: str) -> Response | None:
    """Say why a wish can't be shown: of a place, of no whole days, of a day that is none or is past; else None."""
    if (one := _for_one(turn, text)) is not None:
        return one
    if (part := part_of(text)) is not None:
        return Response((Reply(turn.texts("oversee.order.no_part", said=part)),))
    if is_earlier_by(text):
        return Response((Reply(turn.texts("oversee.order.earlier_day")),))
    return wrong_day.none_such(turn, text)


def _for_one(turn: Turn, text: str) -> Response | None:
    """Say that a deadline is the city's: what was meant for one authority must not become everybody's."""
    if not places_in(turn, text) and not is_for_some(text):
        return None
    key = "whole_city" if turn.who.may(Act.MOVE_DEADLINE) else "whole_city_to_others"
    return Response((Reply(turn.texts(f"oversee.order.{key}")),))


def ask_day(turn: Turn, year: int) -> Response:
    """Ask for the day of a deadline, with working days to tap."""
    texts, start = turn.texts, _start(turn, year).date()
    days = dict.fromkeys(turn.rules.days.next_working(start + timedelta(days=after)) for after in OFFERED)
    rows = tuple((Button(word_weekday(day, turn.today, texts.lang), ProposeDeadline(year, day)),) for day in days)
    leave = Button(texts.plain("oversee.button.leave"), LeaveDeadline())
    await_word(turn, AwaitDeadline(year))
    example = word_day(next(iter(days)), texts)
    text = texts("oversee.order.which_day", year=year, day=example)
    return Response((Reply(join([text, *deadline.standing(turn, year)]), (*rows, (leave,))),))


def names_day(turn: Turn, prompt: AwaitDeadline) -> bool:
    """Tell whether a text says the day that was asked for; anything else is whatever it is."""
    said = _answer(turn)
    dated = len(said) <= LONGEST and holds_time(without_years(said, turn.today))
    wrong = dated and _refused(turn, said) is not None
    return wrong or _answered(turn, prompt) is not None


def take_day(turn: Turn, prompt: AwaitDeadline) -> Response:
    """Show what the day that was asked for would change."""
    if (refused := _refused(turn, _answer(turn))) is not None:
        return refused
    later = _answered(turn, prompt)
    if later is None:
        return ask_day(turn, prompt.year)
    dialogues.drop_prompt(turn.session, turn.who.id)
    return _propose(turn, prompt.year, later, _answer(turn))


def tapped(turn: Turn, action: ProposeDeadline) -> Response:
    """Show what a deadline on the day of a button would change."""
    day = action.day
    if day is None:
        return ask_day(turn, action.year)
    if action.hour:
        day = datetime.combine(day, time.fromisoformat(action.hour))
    return deadline.propose(turn, action.year, day)


def _propose(turn: Turn, year: int, later: _Later, said: str) -> Response:
    if (past := wrong_day.past(turn, said, later.day)) is not None:
        return past
    day = later.day.date() if isinstance(later.day, datetime) else later.day
    if only_later(said) and day < cycle_for(turn, year).deadline.date():
        return Response((Reply(turn.texts("oversee.order.not_later", day=word_day(day, turn.texts))),))
    return deadline.propose(turn, year, later.day, later.notes)


def _start(turn: Turn, year: int) -> datetime:
    """Return the moment from which a delay counts: the deadline, or now once that is past."""
    return max(cycle_for(turn, year).deadline, turn.now.astimezone(turn.rules.zone))


def _answered(turn: Turn, prompt: AwaitDeadline) -> _Later | None:
    said = _answer(turn)
    if (day := read_day_and_hour(said, turn.today)) is not None:
        return _Later(day)
    return _read(turn, said, prompt.year) if len(said) <= LONGEST else None


def _answer(turn: Turn) -> str:
    return folded_in_place(turn.incoming.text).strip(AROUND)


def _read(turn: Turn, text: str, year: int) -> _Later | None:
    """Read the day to which, or by how much, counted from the deadline as it stands."""
    later = read_later(text, turn.today)
    if later is None or later.day is not None:
        return None if later is None or later.day is None else _Later(later.day)
    return _after(turn, year, later.span, later.working)


def _after(turn: Turn, year: int, said: str, working: bool) -> _Later | None:
    """Return the day a span later; one that nobody chose falls on a working day, and that is said."""
    start, texts, days = _start(turn, year), turn.texts, turn.rules.days
    moment = read_moment(said, start, turn.rules.zone)
    if isinstance(moment, MomentFault):
        return None
    notes = [texts("oversee.order.from_today")] if start > cycle_for(turn, year).deadline else []
    day = moment.at.date()
    if working:
        count, day = (day - start.date()).days, start.date()
        for _ in range(count):
            day = days.next_working(day + timedelta(days=1))
    elif not days.is_working(day):
        notes.append(texts("oversee.order.moved_on", day=word_day(day, texts)))
        day = days.next_working(day)
    return _Later(day, tuple(notes))
