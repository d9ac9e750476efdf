"""Review in words: 通过通创, 退回高新产值：口径不对, 撤销通过; who may not is told who does, and it is noted.

What was not shown yet is shown first, to be done by the buttons beneath it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zc_bot.chat.actions import ReviewPlace, ShowQueue
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reviewing import approving, reopening, returning
from zc_bot.chat.reviewing.review import look_at, show_of
from zc_bot.chat.turn import Turn
from zc_bot.parsing.laid import Laid, read_laid
from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import without_years
from zc_bot.parsing.speech import asks
from zc_bot.policy.roles import Act
from zc_bot.storage import review
from zc_bot.storage.review import InReview
from zc_bot.texts.people import who_may


def ordered(turn: Turn) -> Response | None:
    """Take a text that decides about reported figures; None for any other."""
    approved = _approved(turn)
    if turn.who.may(Act.REVIEW):
        decided = reopening.ordered(turn) or returning.ordered(turn) or approving.ordered(turn)
        return decided or (None if approved is None else _look(turn, approved))
    if approved is None and not returning.is_order(turn) and not reopening.is_order(turn):
        return None
    turn.deny("review")
    return Response((Reply(turn.texts("review.not_yours", roles=who_may(Act.REVIEW, turn.texts))),))


def _approved(turn: Turn) -> Laid | None:
    """Return what a text orders to approve: the verb, and nothing else but places, figures and years."""
    text = turn.incoming.text.strip()
    match = _ORDER.fullmatch(text)
    if match is None or asks(text):
        return None
    said = read_laid(match["after"] or match["before"], turn.rules.lexicon, turn.today)
    rest = without_years(said.without_names(" "), turn.today)
    names = said.communities or said.measures
    return said if names and not _AROUND.sub("", rest) else None


def _look(turn: Turn, said: Laid) -> Response:
    """Show what waits of it, to be looked through and approved by a button."""
    years = {one.year for one in said.years}
    found = [
        one for one in review.in_review(turn.session, turn.who, turn.programme)
        if (not said.communities or one.community in said.communities) and (not years or one.year in years)
        and (not said.measures or _holds(turn, one, said.measures))
    ]
    if not found:
        rows = ((Button(turn.texts.plain("review.button.queue"), ShowQueue()),),)
        return Response((Reply(turn.texts("review.back.none"), rows),))
    if len(found) > 1:
        return show_of(turn, found)
    return look_at(turn, ReviewPlace(found[0].community, found[0].year))


def _holds(turn: Turn, place: InReview, metrics: Sequence[str]) -> bool:
    waiting = review.waiting(turn.session, turn.who, turn.programme, place.community, place.year)
    return any(one.metric in metrics for one in waiting)


def _order() -> str:
    """The verb first, or 把 … before it: 通创通过 tells of it, and 通过的社区 asks for some."""
    first = r"<lead>*(?!<tells>)(?:<order>|<look>)(?!<speaks>)(?P<after>.+)"
    last = r"<lead>+(?P<before>.+?)(?:<order>|<look>)(?:<around>|[^\w])*"
    lead, speaks = (f"(?:{alternatives(f'return.{one}')})" for one in ("lead", "not_before"))
    return written(f"{first}|{last}", "approve", lead=lead, speaks=speaks)


_ORDER = compile_later(_order, re.IGNORECASE)
_AROUND = compile_later(lambda: written(r"<around>|年度?|(?:the|for|of)\b|[^\w]", "approve"), re.IGNORECASE)
