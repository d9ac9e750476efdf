"""A community at a glance: its verdicts, what each would take, what is missing, who answers for it."""

from __future__ import annotations

from zc_bot.chat.overseeing.status import board_in, collections
from zc_bot.chat.overseeing.view import View
from zc_bot.evaluation.completeness import Wanted, choose, filled_from
from zc_bot.evaluation.figures import Query
from zc_bot.evaluation.outlook import approved_only, outlook_of, with_reviews_done
from zc_bot.storage import figures, milestones, people
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.overseeing.place import Page, word_page


def place(view: View) -> Rendered:
    """Show one community: of the year asked about, else of the last one that is full of what the asker sees."""
    (code,), programme = view.places, view.programme
    asked = Query(tuple(programme.metric), (code,), as_of=view.as_of)
    seen = figures.load(view.session, view.who, programme, [asked])
    wanted = Wanted((code,), tuple(programme.metric), "figures", any_status=True)
    period = None if view.meaning.years else choose(programme, wanted, filled_from(seen), seen.years()[::-1])
    year = view.newest_year if period is None else period.full.year
    approved = approved_only(seen)
    board = board_in(view, year)
    card = board.cards[0]
    authority = programme.community[code].authority
    reporters = tuple(one.name for one in people.admitted(view.session, view.who)
                      if one.reports_own and authority in one.authorities)
    page = Page(
        card=card,
        arrived=board.arrived[code],
        outlooks=tuple(outlook_of(programme, approved, one) for one in card.with_verdict("not_met")),
        after_review=with_reviews_done(seen, programme, card),
        reporters=() if view.who.approved_only else reporters,
        milestones=milestones.load(view.session, view.as_of).until(view.today),
        missing=_missing(view, code, year),
        collecting=tuple(collections(view)),
        period=period,
        approved_only=view.who.approved_only,
    )
    return word_page(page, view.words, view.now)


def _missing(view: View, code: str, year: int) -> tuple[str, ...]:
    """Return the metrics that are counted as missing."""
    reported = figures.reported(view.session, view.programme, year, (code,), view.who.approved_only, view.as_of)
    return tuple(metric for metric in view.programme.metric if metric not in reported.get(code, ()))
