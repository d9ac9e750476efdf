"""Approving in words: 全部通过, 通过家纺的, 同意; only what was shown is approved, anything else is shown first."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from zc_bot.chat.actions import Approve, AwaitReason, AwaitReasonFor, ReviewPlace
from zc_bot.chat.codec import Action, decode, name_of
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.reviewing import review as reviewing
from zc_bot.chat.turn import FOLLOW_UP, Turn
from zc_bot.parsing.laid import read_laid
from zc_bot.parsing.language import written
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import without_years
from zc_bot.parsing.speech import asks
from zc_bot.storage import dialogues, review
from zc_bot.texts.catalog import join

_ORDER = compile_later(written("(?:<around>)*<order>(?:<around>)*", "approve"), re.IGNORECASE)
LONGEST = 40


def is_order(text: str) -> bool:
    """Tell whether a text is nothing but the order to approve: 全部通过."""
    return _ORDER.fullmatch(text.strip(" ，,。.!！~～")) is not None


def instead_of_reason(turn: Turn, prompt: Action) -> Response | None:
    """Show the card where approval is typed and a reason to send back was awaited; None for any other text."""
    if not isinstance(prompt, AwaitReason | AwaitReasonFor) or not is_order(turn.incoming.text):
        return None
    first = prompt.version if isinstance(prompt, AwaitReason) else prompt.versions[0]
    one = review.version(turn.session, turn.who, first)
    if one is None:
        return None
    dialogues.drop_prompt(turn.session, turn.who.id)
    return _looked_at(turn, one.community, one.year)


def ordered(turn: Turn) -> Response | None:
    """Take a text that approves what waits; None for any other, and where nothing waits that it may mean.

    The card that was just shown is approved as by its button; otherwise the card is shown, or those to choose from.
    """
    text = turn.incoming.text.strip()
    if len(text) > LONGEST or asks(text):
        return None
    said = read_laid(text, turn.rules.lexicon, turn.today)
    rest = without_years(said.without_names(" "), turn.today)
    if not is_order(rest):
        return None
    places, years = said.communities, {one.year for one in said.years}
    if said.measures:
        return _of_figures(turn, places, years, said.measures) if places else None
    waiting = [
        one
        for one in review.in_review(turn.session, turn.who, turn.programme)
        if (not places or one.community in places) and (not years or one.year in years)
    ]
    shown = _shown(turn)
    if shown is not None and any((one.community, one.year) == (shown.community, shown.year) for one in waiting):
        return reviewing.approve(turn, shown)
    if len(waiting) != 1:
        return reviewing.show_of(turn, waiting) if waiting else None
    return _looked_at(turn, waiting[0].community, waiting[0].year)


def _of_figures(
    turn: Turn, places: Sequence[str], years: Collection[int], metrics: Collection[str]
) -> Response:
    """Show the card on which figures wait that are named, or say that none of them does."""
    waiting = [
        one for one in review.in_review(turn.session, turn.who, turn.programme)
        if one.community in places and (not years or one.year in years) and any(
            version.metric in metrics
            for version in review.waiting(turn.session, turn.who, turn.programme, one.community, one.year))
    ]
    if not waiting:
        return Response((Reply(turn.texts("review.back.none")),))
    return _looked_at(turn, waiting[0].community, waiting[0].year)


def _looked_at(turn: Turn, community: str, year: int) -> Response:
    """Show a card, and ask to look at it first."""
    card = reviewing.look_at(turn, ReviewPlace(community, year))
    first, *others = card.replies
    asked = join([first.text, turn.texts("review.look_first")], "\n\n")
    return Response((Reply(asked, first.rows), *others))


def _shown(turn: Turn) -> Approve | None:
    """Give the approval that the card shown last offers, where none of its buttons was used.

    That of a single figure is all only where nothing else of its place waits.
    """
    chat, since = turn.incoming.chat, turn.now - FOLLOW_UP
    press = dialogues.offered_action(turn.session, turn.who.id, chat, name_of(Approve), since)
    found = None if press is None else decode(press)
    if not isinstance(found, Approve):
        return None
    waits = review.waiting(turn.session, turn.who, turn.programme, found.community, found.year)
    others = [one for one in waits if one.reporter != turn.who.id and one.id not in found.versions]
    return found if len(found.versions) > 1 or not others else None
