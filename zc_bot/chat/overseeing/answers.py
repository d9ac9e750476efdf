"""What is answered from above, a row a kind of question: the whole city, who is late."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zc_bot.chat.overseeing import recorded
from zc_bot.chat.overseeing.briefing import briefing
from zc_bot.chat.overseeing.districts import districts
from zc_bot.chat.overseeing.listing import listing
from zc_bot.chat.overseeing.place import place
from zc_bot.chat.overseeing.punctuality import punctuality
from zc_bot.chat.overseeing.status import gained, league, status
from zc_bot.chat.overseeing.view import View
from zc_bot.evaluation.survey import SHOWN
from zc_bot.parsing.meaning import Intent
from zc_bot.texts.answers.render import Rendered


def _status(view: View) -> Rendered:
    """Show one community closely, several as a board, or in the order of what they meet."""
    if view.meaning.topic == "league":
        return league(view)
    if view.meaning.topic in {"gained", "fastest"}:
        return gained(view)
    if view.meaning.topic == "districts":
        return districts(view)
    return place(view) if len(view.places) == 1 else status(view)


ANSWERS: Mapping[Intent, Callable[[View], Rendered]] = {
    "status": _status,
    "timeliness": punctuality,
    "briefing": briefing,
    "support": recorded.support,
    "milestone": recorded.milestone,
    "decision": recorded.decisions,
    "target": recorded.targets,
    "progress": listing,
}


def overseen(view: View) -> Rendered | None:
    """Answer from above what is asked so; None for other questions, and for more communities than a board shows."""
    found = ANSWERS.get(view.meaning.intent)
    too_many = len(view.places) > SHOWN and found is not listing
    return None if found is None or too_many else found(view)
