"""What the Mini App shows first: what is theirs to do, and the way to the page."""

from __future__ import annotations

from zc_bot.chat.cycles import open_cycles
from zc_bot.chat.reporting import report
from zc_bot.chat.reviewing import showings
from zc_bot.chat.showing import dialogue
from zc_bot.chat.turn import Turn
from zc_bot.policy.languages import path_of
from zc_bot.policy.roles import Act, roles_that_link
from zc_bot.storage import review, showing, site
from zc_bot.storage.gaps import missing_in
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """A community's year that one may report for, and how many figures it lacks."""

    community: str
    name: str
    year: int
    missing: int


@dataclass(frozen=True, slots=True)
class Home:
    """gaps: what one's communities lack; fills: whether one may fill it in. drafts: what is open, in words.

    waits: figures and entries that wait for review. told: one's own entries that wait or were sent back. page: the
    path of the page, '' for none.
    """

    name: str
    role: str
    gaps: tuple[Gap, ...]
    drafts: tuple[str, ...]
    waits: tuple[int, int]
    told: tuple[int, int]
    page: str
    fills: bool


def of(turn: Turn) -> Home:
    """Gather what is somebody's own."""
    waiting = sum(place.figures for place in review.in_review(turn.session, turn.who, turn.programme)) \
        if turn.who.reviews else 0
    told = showing.of_own(turn.session, turn.who, turn.programme) if turn.who.may(Act.SHOW) else ()
    own = [one for one in told if one.author == turn.who.id]
    return Home(
        turn.who.name, turn.who.role, _gaps(turn), _drafts(turn), (waiting, len(showings.waiting(turn))),
        tuple(sum(one.state == state for one in own) for state in ("submitted", "returned")),  # type: ignore[arg-type]
        _page(turn), turn.who.may(Act.REPORT),
    )


def _gaps(turn: Turn) -> tuple[Gap, ...]:
    """Say of each year that is collected what one's communities lack."""
    codes = turn.who.own(turn.programme) or turn.who.communities(turn.programme)
    found = []
    for cycle in reversed(open_cycles(turn.session, turn.rules, turn.now)):
        missing = missing_in(turn.session, turn.programme, cycle.year, codes)
        found += [
            Gap(code, turn.programme.community[code].name(turn.texts.lang), cycle.year, len(missing.get(code, ())))
            for code in codes if turn.programme.community[code].start <= cycle.year
        ]
    return tuple(found)


def _drafts(turn: Turn) -> tuple[str, ...]:
    """Say what is open: the report that holds figures, and what is put together for the page."""
    said, plain = list[str](), turn.texts.plain
    draft = report.open_draft(turn) if turn.who.may(Act.REPORT) else None
    if draft is not None and draft.community is not None and draft.year is not None and draft.holds_figures:
        name = turn.programme.community[draft.community].name(turn.texts.lang)
        said.append(plain("app.home.draft", place=name, year=draft.year, count=len(draft.held)))
    told = dialogue.open_draft(turn) if turn.who.may(Act.SHOW) else None
    if told is not None:
        said.append(plain("app.home.telling", entry=dialogue.in_a_line(turn, told)))
    return tuple(said)


def _page(turn: Turn) -> str:
    """Return the way to the page: the open one, or a link of as long as a session lasts."""
    if site.is_closed(turn.session) or turn.who.role not in roles_that_link():
        return ""
    lang = path_of(turn.texts.lang)
    token = site.make_link(turn.session, turn.who, turn.now, site.SESSION_LASTS)
    return f"a/{token}/{lang}"
