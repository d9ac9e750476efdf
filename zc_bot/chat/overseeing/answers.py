"""What is answered from above, a row a kind of question: the whole city, who is late."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from zc_bot.chat.overseeing import recorded
from zc_bot.chat.overseeing.arrived import arrived
from zc_bot.chat.overseeing.briefing import briefing
from zc_bot.chat.overseeing.districts import districts
from zc_bot.chat.overseeing.filed import filed
from zc_bot.chat.overseeing.listing import listing
from zc_bot.chat.overseeing.place import place
from zc_bot.chat.overseeing.punctuality import punctuality
from zc_bot.chat.overseeing.status import gained, league, requirements, status
from zc_bot.chat.overseeing.view import View
from zc_bot.evaluation.survey import SHOWN
from zc_bot.parsing.by_requirement import TOPIC as REQUIREMENTS
from zc_bot.parsing.meaning import Intent
from zc_bot.texts.answers.message import within_limit
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import join


def _status(view: View) -> Rendered:
    """Show one community closely, several as a board, or in the order of what they meet."""
    if view.meaning.topic == "league":
        return league(view)
    if view.meaning.topic in {"gained", "fastest"}:
        return gained(view)
    if view.meaning.topic == "districts":
        return districts(view)
    if view.meaning.topic == REQUIREMENTS:
        return requirements(view)
    return place(view) if len(view.places) == 1 else status(view)


def _timeliness(view: View) -> Rendered:
    return punctuality(view) if view.meaning.arrival is None else arrived(view)


ANSWERS: Mapping[Intent, Callable[[View], Rendered]] = {
    "status": _status,
    "timeliness": _timeliness,
    "briefing": briefing,
    "support": recorded.support,
    "milestone": recorded.milestone,
    "decision": recorded.decisions,
    "target": recorded.targets,
    "progress": listing,
}


def overseen(view: View) -> Rendered | None:
    """Answer from above what is asked so; None for other questions, and for more communities than a board shows."""
    if view.meaning.filed is not None:
        return filed(view)
    found = ANSWERS.get(view.meaning.intent)
    too_many = len(view.places) > SHOWN and found is not listing
    if found is None or too_many:
        return None
    told = _with_what_was_carried(found(view), view)
    names_them = view.meaning.intent in _NAME_PLACES or view.meaning.topic == "districts"
    if view.of_all or len(view.places) == 1 or names_them:
        return told
    return with_places(told, view.places, view.words)


def _with_what_was_carried(told: Rendered, view: View) -> Rendered:
    """Say which year of the question before it is of, where none was named."""
    meaning = view.meaning
    if "years" not in meaning.carried or not meaning.years:
        return told
    years = view.words.listed(str(year) for year in meaning.years)
    return replace(told, text=within_limit(told.text, [view.texts("ask.read.carried", what=years)]))


def with_places(told: Rendered, places: Sequence[str], words: Words) -> Rendered:
    """Say beneath the first line which places an answer is of."""
    first, *rest = told.text.split("\n")
    only = words.texts("status.of_some", names=words.places(places))
    return replace(told, text=join([first, only, *rest]))


_NAME_PLACES = frozenset({"support", "progress"})
"""What names the places that it is of in its first line."""
