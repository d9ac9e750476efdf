"""The authorities side by side, of the year asked about, else of the last that is full."""

from __future__ import annotations

from markupsafe import Markup

from zc_bot.chat.overseeing.status import board_of_all, period_of_all
from zc_bot.chat.overseeing.view import View
from zc_bot.evaluation.districts import District, districts_of, summed_metrics
from zc_bot.evaluation.figures import Query
from zc_bot.evaluation.measurements import inputs_of
from zc_bot.storage import figures
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.overseeing.districts import word_districts, word_sums


def districts(view: View) -> Rendered:
    """Sum up by authority; one that is named is looked at closely, with its places among all."""
    period = None if view.meaning.years else period_of_all(view)
    year = view.newest_year if period is None else period.full.year
    wanted = tuple(dict.fromkeys(view.programme.community[code].authority for code in view.places))
    return word_districts(_summed(view, year), year, wanted, view.words, view.known_until)


def sums_of(view: View, authority: str, year: int) -> list[Markup]:
    """Say what one authority's communities add up to in a year."""
    found = _summed(view, year)
    own = [one for one in found if one.authority == authority]
    return [line for one in own for line in word_sums(one, len(found), year, view.words)]


def _summed(view: View, year: int) -> tuple[District, ...]:
    """Sum the approved figures of a year up by authority; nothing where there is none."""
    programme = view.programme
    metrics = inputs_of(programme, summed_metrics(programme))
    asked = Query(metrics, None, (year - 1, year), as_of=view.as_of)
    approved = view.shown(figures.load(view.session, view.onlooker, programme, [asked]))
    board = board_of_all(view, year)
    return districts_of(programme, approved, board) if board.total.approved else ()
