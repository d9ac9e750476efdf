"""The meeting paper: gathered from approved figures and from what was recorded, printed where it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from zc_bot.chat.overseeing.punctuality import of_year
from zc_bot.chat.overseeing.recorded import steps_in
from zc_bot.chat.overseeing.status import board_in, period_of
from zc_bot.chat.overseeing.view import View
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.evaluation.figures import Query
from zc_bot.evaluation.movers import Mover, movers
from zc_bot.evaluation.totals import add_up
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.roles import Act, require
from zc_bot.storage import audit, figures, ledger
from zc_bot.storage.observations import IMPORTED
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.overseeing.briefing import (
    MOVED,
    Briefing,
    word_aloud,
    word_briefing,
    word_ledger_sections,
    word_paper,
)


def send(turn: Turn, meaning: Meaning) -> Response:
    """Send the text to say aloud, and the paper after it."""
    require(turn.who, Act.BRIEF)
    view = View.of(turn.session, turn.rules, turn.who, meaning, turn.now)
    paper = paper_of(view)
    audit.note(turn.session, turn.sender, "briefing.print", paper["name"], turn.now)
    return Response((Reply(word_briefing(paper, view.words), chart=paper),))


def briefing(view: View) -> Rendered:
    """Give the text to say aloud, where no paper may follow it: files are for private chats."""
    return Rendered(word_aloud(paper_of(view), view.words))


def paper_of(view: View) -> dict[str, Any]:
    """Gather the paper: of the year asked about, else of the last that is full; the open collection beside it."""
    period = None if view.meaning.years else period_of(view)
    year = view.newest_year if period is None else period.full.year
    programme = view.programme
    asked = Query(tuple(programme.metric), view.places, as_of=view.as_of)
    approved = figures.load(view.session, view.onlooker, programme, [asked])
    up, down = movers(programme, approved, view.places, year)
    summed = Meaning("aggregate", communities=view.places, metrics=_summed(view), years=(year,))
    known = ledger.load(view.session, view.onlooker, view.as_of)
    filed = None if view.who.approved_only else of_year(view, view.newest_year)
    return word_paper(
        Briefing(
            board=board_in(view, year),
            totals=add_up(summed, programme, approved).totals,
            up=tuple(_with_reasons(view, up)),
            down=tuple(_with_reasons(view, down)),
            filed=filed,
            by=view.who.name,
            now=view.now if view.as_of is None else view.as_of,
            more=word_ledger_sections(
                known if view.of_all else known.about(programme, view.places), steps_in(view), view.words, view.today,
                view.meaning.years,
            ),
            only="" if view.of_all else view.words.places(view.places),
        ),
        view.words,
    )


def _summed(view: View) -> tuple[str, ...]:
    """Return what is summed up on paper: what is reported of a year, and the shares."""
    programme = view.programme
    of_year = tuple(item.code for item in programme.metrics if not item.standing and item.kind != "percent")
    return (*of_year, *(item.code for item in programme.derived if item.formula == "share"))


def _with_reasons(view: View, found: Iterable[Mover]) -> Iterator[tuple[Mover, str]]:
    """Give the first movers, each with the last reason that was stored with it."""
    for one in list(found)[:MOVED]:
        community, metric, year = one.now.community or "", one.now.metric, one.now.year
        versions = figures.versions(view.session, view.who, view.programme, community, metric, year)
        reasons = [version.reason for version in versions if version.reason not in {"", IMPORTED}]
        yield one, reasons[-1] if reasons else ""
