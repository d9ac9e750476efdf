"""The programme at a glance, in words: one phone screen, the number first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from markupsafe import Markup

from zc_bot.evaluation.board import Arrived, Attention, Board, judged_of
from zc_bot.evaluation.completeness import Period
from zc_bot.evaluation.steps import Step
from zc_bot.evaluation.verdicts import Verdict
from zc_bot.parsing.meaning import Choice
from zc_bot.texts.answers.message import A_SCREEN, Message, fit, lines_of
from zc_bot.texts.answers.next import rows_of_two
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.answers.sources import briefly, sources_of
from zc_bot.texts.answers.words import Words
from zc_bot.texts.charts.board import BoardSpec
from zc_bot.texts.names import short_names
from zc_bot.texts.overseeing.steps import word_overdue
from zc_bot.texts.reminders import word_due
from zc_bot.values import dataclass

_NAMED, _STEPS, _REQUIREMENTS = 3, 2, 1
_LEAST = 2
_ATTENDED = (0, 3, 6)
"""How soon each that needs attention is left to be tapped for."""
_CHANGES = ("submitted", "approved", "returned", "withdrawn")


@dataclass(frozen=True, slots=True)
class Collecting:
    """A year that is being collected: of `expected` communities those that still miss figures, and how many.

    unattended: the authorities among theirs with nobody to remind.
    """

    year: int
    deadline: datetime
    expected: int
    missing: Mapping[str, int]
    unattended: tuple[str, ...] = ()

    @property
    def complete(self) -> int:
        return self.expected - len(self.missing)

    def is_late(self, now: datetime) -> bool:
        """Tell whether figures are missing though the deadline is past."""
        return bool(self.missing) and now >= self.deadline


@dataclass(frozen=True, slots=True)
class Overview:
    """All that is said at a glance. recent: how many figures were handed in, approved and sent back within a week.

    decisions: how many are open, and how many of them overdue.
    """

    board: Board
    period: Period | None
    collecting: tuple[Collecting, ...]
    recent: Mapping[str, int]
    of_all: bool
    decisions: tuple[int, int] = (0, 0)
    steps: tuple[Step, ...] = ()
    """The authorities' steps that were due and are not on record."""
    approved_only: bool = False
    """Others look on: what is not approved is told as not reported or not reviewed."""
    not_before: date | None = None
    """From when the year is collected, where that is still to come."""
    year_named: bool = False
    """Somebody asked for this very year, of which alone the rest is told."""


def word_overview(
    overview: Overview, words: Words, now: datetime, picture: BoardSpec, in_full: bool = False
) -> Rendered:
    """Word the whole at a glance: a screen, the rest at a tap, or all of it; the board comes with it."""
    lines = [*_lines_of(overview, words, now, in_full)]
    shown = lines if in_full else _on_a_screen(lines, words)
    is_all = len(shown) == len(lines) and not any(line.is_short for line in shown)
    buttons = [] if is_all else [_in_full(overview, words)]
    buttons += _next(overview, words)
    board = picture if overview.board.due else None
    said = [line.text for line in shown]
    return Rendered(fit(Message(said[:1], said[1:]), words.texts), rows_of_two(buttons), board)


class _Line(NamedTuple):
    """A line of the whole, and how soon it is left to be tapped for where a screen is full: the highest first."""

    text: Markup
    spared: int = 0
    needy: str = ""
    """Who needs attention, where the line says so."""
    is_short: bool = False
    """It says less than there is to say."""


def _on_a_screen(lines: Sequence[_Line], words: Words) -> list[_Line]:
    """Leave out what may wait until the rest is no longer than a screen; two who need attention are named."""
    kept, needy = _fitting(lines), [line for line in lines if line.needy]
    if sum(bool(line.needy) for line in kept) >= min(len(needy), _LEAST):
        return kept
    at = lines.index(needy[0])
    before, after = lines[:at], [line for line in lines[at:] if not line.needy]
    names, other = (words.listed(line.needy for line in some) for some in (needy, needy[1:]))
    bare = _fitting([*before, _Line(words.texts("status.attention", what=names), needy=names), *after])
    more = words.texts("status.attention_more", what=needy[0].text, name=other)
    told = _fitting([*before, _Line(more, needy=other), *after])
    return told if len(told) == len(bare) and sum(lines_of(line.text) for line in told) <= A_SCREEN else bare


def _fitting(lines: Sequence[_Line]) -> list[_Line]:
    """Leave out what may wait until the rest is no longer than a screen."""
    kept = list(lines)
    while len(kept) > 1 and sum(lines_of(line.text) for line in kept) > A_SCREEN:
        least = max(line.spared for line in kept)
        if not least:
            break
        kept.remove(next(line for line in reversed(kept) if line.spared == least))
    return kept


def _in_full(overview: Overview, words: Words) -> Choice:
    """Offer all of it, of the same communities, and of the year that was named."""
    plain, board = words.texts.plain, overview.board
    named = [] if overview.of_all else [words.community(card.community) for card in board.cards]
    key = "status.ask.in_full" if overview.year_named else "status.ask.in_full_now"
    question = plain(key, year=board.year, places=words.listed(named, len(named)))
    return Choice(plain("status.next.in_full"), question.strip())


def _lines_of(overview: Overview, words: Words, now: datetime, in_full: bool) -> Iterator[_Line]:
    yield from _board_lines(overview, words)
    if overview.recent:
        changed = [words.texts.plain(f"status.within.{kind}", count=overview.recent[kind])
                   for kind in _CHANGES if overview.recent.get(kind)]
        if changed and overview.board.total.approved:
            yield _Line(words.texts("status.week", what=words.listed(changed)), 2)
    for needy, spared in zip(overview.board.attention, _ATTENDED, strict=False):
        name = short_names(words.programme, words.lang)[needy.community]
        yield _Line(words.texts("status.attention", what=attention_line(needy, words)), spared, name)
    if overview.decisions[0]:
        said = words.texts("status.decisions", open=overview.decisions[0], overdue=overview.decisions[1])
        yield _Line(said, 0 if overview.decisions[1] else 6)
    if overview.steps:
        today = now.astimezone(words.zone).date()
        yield _Line(words.texts("status.steps", count=len(overview.steps),
                                names=word_overdue(overview.steps, words, today, _STEPS)))
    for one in overview.collecting[:1]:
        key = "status.unapproved.collecting" if overview.approved_only else "chat.status.head"
        spared = 2 if one.year != overview.board.year else 5
        yield _Line(words.texts(key, complete=one.complete, expected=one.expected, year=one.year),
                    0 if one.is_late(now) else spared)
        yield from (_Line(line, 7) for line in _lacking_lines(one, words, now, overview.approved_only))
    yield from _older_lines(overview.collecting[1:], words, overview.approved_only, in_full)
    if overview.board.total.seen:
        sources = sources_of if in_full else briefly
        yield from (_Line(line, 1) for line in sources(overview.board.figures, words))


def _board_lines(overview: Overview, words: Words) -> Iterator[_Line]:
    board, texts = overview.board, words.texts
    if board.goals:
        what = texts("status.goal.between").join(_goals(board.goals, words))
        yield _Line(texts("status.goals_of", what=what, year=board.year) if overview.year_named else what)
    if not board.total.approved:
        yield _Line(texts("status.none", year=board.year))
        if overview.not_before is not None and not board.total.seen:
            yield _Line(texts("status.not_before", year=board.year, day=overview.not_before))
        elif board.due:
            yield _Line(word_arrived(board.total, words, overview.approved_only))
        return
    yield _Line(texts("status.head" if board.complete else "status.head_part", met=len(board.met_all),
                      count=len(board.due), year=board.year, reviewed=len(board.reviewed)))
    spread = words.listed((texts.plain("status.spread.item", met=met, count=count) for met, count in board.spread()))
    if board.unjudged:
        spread = words.texts.plain("status.spread.open", spread=spread, count=board.unjudged)
    yield _Line(texts("status.spread.line", of=judged_of(words.programme), spread=spread))
    yield _Line(word_arrived(board.total, words, overview.approved_only))


def word_arrived(of: Arrived, words: Words, approved_only: bool) -> Markup:
    """Say how many of the figures due were approved, wait and are missing; to onlookers the latter two as one."""
    name = "complete" if approved_only and of.approved == of.due else "figures"
    return words.texts(of_kind(name, approved_only), approved=of.approved, due=of.due,
                       waiting=of.seen - of.approved, missing=of.due - of.seen)


def of_kind(name: str, approved_only: bool) -> str:
    """Name the wording for onlookers, or for others."""
    return f"status.unapproved.{name}" if approved_only else f"status.{name}"


def _goals(goals: Sequence[Verdict], words: Words) -> Iterator[Markup]:
    """Say how far each goal of the programme is, the number first."""
    for goal in goals:
        basis, goal_kind = goal.basis, words.programme.requirement[goal.requirement].goal or "built"
        kind = "unrecorded" if basis.unrecorded else "planned" if basis.planned else goal_kind
        yield words.texts(f"status.goal.{kind}", value=f"{goal.value:f}", target=f"{goal.threshold:f}",
                          started=len(goal.basis.started))


def attention_line(one: Attention, words: Words) -> Markup:
    names = [words.programme.requirement[code].name(words.lang) for code in one.requirements]
    called = short_names(words.programme, words.lang)[one.community]
    listed = words.listed(names, _REQUIREMENTS)
    return words.texts(f"status.{one.concern}", community=called, count=len(names), names=listed)


def _lacking_lines(one: Collecting, words: Words, now: datetime, approved_only: bool) -> Iterator[Markup]:
    """Say until when a year is due, who owes figures of it, and whom nobody can remind."""
    if not one.missing:
        return
    yield word_due(one.deadline, now.astimezone(words.zone), words.lang)
    yield words.texts(of_kind("owing", approved_only), names=_owing(one, words))
    if one.unattended:
        authorities = words.listed((words.authority(code) for code in one.unattended), _NAMED)
        yield words.texts("remind.unattended", authorities=authorities)


def _older_lines(
    some: Sequence[Collecting], words: Words, approved_only: bool, in_full: bool
) -> Iterator[_Line]:
    """Say in one line that stays who still owes figures of older years: by name, in full or where a line has room."""
    if not some:
        return
    key = of_kind("older.line", approved_only)
    in_full_line, *shorter = (words.texts(key, years=years) for years in _owed(some, words))
    line = in_full_line if in_full else next(
        (one for one in (in_full_line, *shorter) if lines_of(one) == 1), shorter[-1]
    )
    yield _Line(line, is_short=line != in_full_line)


def _owed(some: Sequence[Collecting], words: Words) -> Iterator[str]:
    """Say what older years lack, each time in fewer words: by name, the years and how many, from when to when."""
    plain, owing = words.texts.plain, {code for one in some for code in one.missing}
    yield _named_by_year(some, words)
    years = plain("ask.comma").join(str(one.year) for one in some)
    yield plain("status.older.count", years=years, count=len(owing))
    yield plain("status.older.span", first=some[-1].year, last=some[0].year, years=len(some), count=len(owing))


def _named_by_year(some: Sequence[Collecting], words: Words) -> str:
    """Name who owes figures of which years; years that miss the same are told together."""
    owing: dict[str, list[str]] = {}
    for one in some:
        owing.setdefault(_owing(one, words), []).append(str(one.year))
    plain = words.texts.plain
    told = [plain("status.older.year", year=plain("ask.comma").join(years), names=names)
            for names, years in owing.items()]
    return plain("status.older.between").join(told)


def _owing(one: Collecting, words: Words) -> str:
    """Name the communities that miss figures, those that miss most first, with how many."""
    called = short_names(words.programme, words.lang)
    most = sorted(one.missing.items(), key=lambda pair: -pair[1])
    names = [words.texts.plain("status.lacks", community=called[code], count=count) for code, count in most]
    return words.listed(names, _NAMED)


def _next(overview: Overview, words: Words) -> Iterator[Choice]:
    """Offer the rest: what fails, who is late, the order, and the newer year that is not full yet."""
    year, plain = overview.board.year, words.texts.plain
    if overview.period is not None and overview.period.later is not None:
        later = overview.period.later.year
        yield Choice(plain("status.next.year", year=later), plain("status.ask.year", year=later))
    elif overview.not_before is not None:
        before = min((words.today or overview.not_before).year, year) - 1
        yield Choice(plain("status.next.year", year=before), plain("status.ask.year", year=before))
    if overview.board.total.approved:
        yield Choice(plain("status.next.failing"), plain("status.ask.failing", year=year))
    if overview.collecting:
        asked = overview.collecting[0].year
        yield Choice(plain("status.next.missing"), plain("status.ask.missing", year=asked))
