"""The whole city at a glance: the board of a year, how far the collection is, what changed, who needs help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache

from zc_bot.chat.overseeing.view import View
from zc_bot.evaluation.board import Board, board_of, league_of, tallies_of
from zc_bot.evaluation.completeness import Filled, Period, Wanted, choose
from zc_bot.evaluation.figures import Figures, Query
from zc_bot.evaluation.gains import gains
from zc_bot.evaluation.measurements import inputs_of
from zc_bot.evaluation.milestones import Milestones
from zc_bot.evaluation.scope import judged_metrics
from zc_bot.evaluation.steps import overdue, steps_of
from zc_bot.policy.roles import Act
from zc_bot.reminders.deadlines import Cycle
from zc_bot.storage import figures, ledger, milestones, reachable
from zc_bot.storage.gaps import missing_in
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.overseeing.board import board_spec
from zc_bot.texts.overseeing.gains import word_gains
from zc_bot.texts.overseeing.league import Asked, word_league
from zc_bot.texts.overseeing.requirements import word_tallies
from zc_bot.texts.overseeing.status import Collecting, Overview, word_overview

RECENT = timedelta(days=7)


def status(view: View) -> Rendered:
    """Say how the programme stands: of the year asked about, else of the last that is full."""
    period = None if view.meaning.years else period_of(view)
    board = board_in(view, view.newest_year if period is None else period.full.year)
    known = ledger.load(view.session, view.onlooker, view.as_of)
    decided = (len(known.open_decisions()), len(known.overdue(view.today))) if view.of_all else (0, 0)
    reached = milestones.load(view.session, view.as_of).until(view.today)
    late = overdue(steps_of(view.programme, known, reached, view.places), view.today)
    approved_only = view.who.approved_only
    overview = Overview(
        board, period, tuple(collections(view)), recent(view), view.of_all, decided, late, approved_only,
        view.not_before(board.year), bool(view.meaning.years),
    )
    picture = board_spec(board, view.words, view.of_all, approved_only)
    return word_overview(overview, view.words, view.now, picture, view.meaning.topic == "in_full")


def league(view: View) -> Rendered:
    """Order the communities by the requirements that they meet, and say who improved most.

    Where no year is named the table is of the board's; who moved most of one in which nearly all can be told.
    """
    moved = view.meaning.ascending or view.meaning.limit is not None
    judged = inputs_of(view.programme, judged_metrics(view.programme.requirements))
    wanted = Wanted(view.places, judged, "communities") if moved else _of_all_figures(view, view.places)
    period = None if view.meaning.years else _period(view, wanted)
    year = view.newest_year if period is None else period.full.year
    board = board_in(view, year)
    earlier = board_in(view, year - 1)
    standing = league_of(view.programme, board, earlier) if board.total.approved else ()
    return word_league(standing, board, earlier, view.words, view.known_until,
                       Asked(view.meaning.ascending, view.meaning.limit is not None, period))


def requirements(view: View) -> Rendered:
    """Say how many communities meet each requirement, the one that most fail first, or that most meet."""
    period = None if view.meaning.years else period_of(view)
    year = view.newest_year if period is None else period.full.year
    board = board_in(view, year)
    found = tallies_of(view.programme, board, view.meaning.ascending) if board.total.approved else ()
    return word_tallies(found, board, view.words, view.known_until, view.meaning.ascending)


def gained(view: View) -> Rendered:
    """Order the communities by what they gained in a figure within a year, and say who improved most."""
    metric = view.meaning.metrics[0]
    inputs = inputs_of(view.programme, (metric,))
    both_years = Wanted(view.places, inputs, "communities", inputs, "before")
    period = None if view.meaning.years else _period(view, both_years)
    year = view.newest_year if period is None else period.full.year
    asked = [Query(inputs, view.places, as_of=view.as_of)]
    approved = view.shown(figures.load(view.session, view.onlooker, view.programme, asked))
    fastest = view.meaning.topic == "fastest"
    found = gains(view.programme, approved, view.places, metric, year, fastest, view.meaning.ascending)
    return word_gains(found, view.words, view.known_until)


def board_in(view: View, year: int, approved: Figures | None = None) -> Board:
    """Judge the communities asked about by their approved figures of a year; approved: all of them, where at hand."""
    return _board(view, year, view.places, approved)


def board_alone(view: View, year: int) -> Board:
    """The same, without who needs attention."""
    return _board(view, year, view.places, attention=False)


def board_of_all(view: View, year: int) -> Board:
    """Judge all communities, whichever were asked about."""
    return _board(view, year, tuple(view.programme.community))


def _board(
    view: View, year: int, places: tuple[str, ...], approved: Figures | None = None, attention: bool = True
) -> Board:
    metrics = tuple(view.programme.metric)
    if approved is None:
        approved = view.shown(figures.load(view.session, view.onlooker, view.programme, _judged(view, year, places)))
    of_year = Query(metrics, places, (year,), as_of=view.as_of)
    filled = figures.filled(view.session, view.counting, view.programme, of_year)
    return board_of(view.programme, approved, places, year, filled, _reached(view, year), attention)


def _reached(view: View, year: int) -> Milestones | None:
    """Return the stages by the end of a year that is named, else by today, whichever year's figures are full."""
    if not view.of_all:
        return None
    recorded = milestones.load(view.session, view.as_of)
    return recorded.at_end_of(year) if view.meaning.years else recorded.until(view.known_until)


def _judged(view: View, year: int, places: tuple[str, ...]) -> list[Query]:
    """Ask for what the verdicts of a year and of the one before rest on: growth is counted from the first year on."""
    metrics = tuple(view.programme.metric)
    growing = inputs_of(view.programme, [one.code for one in view.programme.derived if one.formula != "share"])
    years = (year, year - 1)
    return [Query(metrics, places, years, as_of=view.as_of), Query(growing, places, as_of=view.as_of)]


def period_of(view: View) -> Period | None:
    """Choose the year that is full enough of approved figures; None before the first."""
    return _period(view, _of_all_figures(view, view.places))


def period_of_all(view: View) -> Period | None:
    """Choose the year that is full enough of all communities' approved figures."""
    return _period(view, _of_all_figures(view, tuple(view.programme.community)))


def _of_all_figures(view: View, places: tuple[str, ...]) -> Wanted:
    return Wanted(places, tuple(view.programme.metric), "figures")


def _period(view: View, wanted: Wanted) -> Period | None:
    places = wanted.communities

    @cache
    def filled(metrics: tuple[str, ...], year: int) -> Mapping[str, Filled]:
        asked = Query(metrics, places, (year,), as_of=view.as_of)
        return figures.filled(view.session, view.counting, view.programme, asked)

    asked = Query(wanted.metrics, places, as_of=view.as_of)
    years = figures.years_with(view.session, view.counting, view.programme, asked)
    return choose(view.programme, wanted, filled, years)


def collections(view: View) -> list[Collecting]:
    """Say how far each year that is being collected is, the newest first; those that are in are passed over."""
    if view.as_of is not None:
        return []  # What a year lacked on an earlier day is not told.
    wanted = [one for one in view.open if not view.meaning.years or one.year in view.meaning.years]
    found = [collecting(view, cycle) for cycle in wanted]
    late = [one for one in found if one.missing]
    return late or found[:1]


def collecting(view: View, cycle: Cycle) -> Collecting:
    """Count what a year still lacks, by community."""
    due = sum(view.programme.community[code].start <= cycle.year for code in view.places)
    owed = missing_in(view.session, view.programme, cycle.year, view.places, view.who.approved_only)
    missing = {code: len(metrics) for code, metrics in owed.items()}
    return Collecting(cycle.year, cycle.deadline, due, missing, unattended(view, missing))


def unattended(view: View, missing: Iterable[str]) -> tuple[str, ...]:
    """Return the authorities that owe figures and have nobody who can be reminded; for reviewers only."""
    if view.who.scope(Act.NUDGE) != "all":
        return ()
    reached = [one.who for one in reachable.reach(view.session, view.who) if one.who.reports_own and one.is_reached]
    attended = {code for who in reached for code in who.authorities}
    owing = dict.fromkeys(view.programme.community[code].authority for code in missing)
    return tuple(code for code in owing if code not in attended)


def recent(view: View) -> Mapping[str, int]:
    """Count what was handed in and decided within a week, as far as the asker may see it; of a year that is named."""
    until, years = view.now + timedelta(minutes=1), view.meaning.years or None
    found = figures.recorded(view.session, view.who, view.programme, view.now - RECENT, until, view.places, years)
    return Counter(one.deed for one in found)
