"""A community at a glance: its verdicts, what each would take, what is missing, who answers for it."""

from __future__ import annotations

from markupsafe import Markup

from zc_bot.chat.overseeing.status import board_in, collections
from zc_bot.chat.overseeing.view import View
from zc_bot.evaluation.completeness import Wanted, choose, filled_from
from zc_bot.evaluation.explaining import figures_on_card
from zc_bot.evaluation.figures import Figures, Query
from zc_bot.evaluation.outlook import approved_only, outlook_of, with_reviews_done
from zc_bot.storage import figures, milestones, people
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.overseeing.place import Page, word_page, word_standing


def place(view: View) -> Rendered:
    """Show one community: of the year asked about, else of the last one that is full of what the asker sees."""
    seen = _seen(view)
    wanted = Wanted(view.places, tuple(view.programme.metric), "figures", any_status=True)
    years = seen.years()[::-1]
    period = None if view.meaning.years else choose(view.programme, wanted, filled_from(seen), years)
    year = view.newest_year if period is None else period.full.year
    if view.meaning.rule == "kind: outlook" and not view.meaning.years:
        year = max((one.year for one in seen if one.status != "approved"), default=year)  # Of what waits, if any.
    return word_page(_page(view, seen, year), view.words, view.now)


def standing_of(view: View, year: int) -> list[Markup]:
    """Say how a community stands in a year, beneath all its figures."""
    return word_standing(_page(view, _seen(view), year), view.words, view.now)


def _seen(view: View) -> Figures:
    asked = Query(tuple(view.programme.metric), view.places, as_of=view.as_of)
    return view.shown(figures.load(view.session, view.who, view.programme, [asked]))


def _page(view: View, seen: Figures, year: int) -> Page:
    (code,), programme = view.places, view.programme
    approved = approved_only(seen)
    board = board_in(view, year)
    card = board.cards[0]
    authority = programme.community[code].authority
    reporters = tuple(one.name for one in people.admitted(view.session, view.who)
                      if one.reports_own and authority in one.authorities)
    return Page(
        card=card,
        arrived=board.arrived[code],
        outlooks=tuple(outlook_of(programme, approved, one) for one in card.with_verdict("not_met")),
        after_review=with_reviews_done(seen, programme, card),
        reporters=() if "approved" in view.who.unnamed else reporters,
        milestones=milestones.load(view.session, view.as_of).until(view.today),
        missing=_missing(view, code, year),
        collecting=tuple(collections(view)),
        figures=tuple(item for item in figures_on_card(programme, seen, code, year) if item.measurement.known),
        approved_only=view.who.approved_only,
        not_before=view.not_before(year),
    )


def _missing(view: View, code: str, year: int) -> tuple[str, ...]:
    """Return the metrics that are counted as missing."""
    reported = figures.reported(view.session, view.programme, year, (code,), view.who.approved_only, view.as_of)
    return tuple(metric for metric in view.programme.metric if metric not in reported.get(code, ()))
