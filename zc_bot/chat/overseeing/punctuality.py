"""Who handed a year's figures in, in time or how many days late; as a notice to be copied where that is asked for."""

from __future__ import annotations

from zc_bot.chat.overseeing.view import View
from zc_bot.evaluation.timeliness import Timeliness, timeliness_of
from zc_bot.policy.roles import OPERATOR, Act
from zc_bot.storage import figures, people
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.overseeing.punctuality import word_end, word_notice, word_punctuality, word_returns


def punctuality(view: View) -> Rendered:
    """Tell of the year asked about, else of the newest that is collected; of one to come, from when on it is."""
    day = view.not_before(view.newest_year)
    if day is not None and not figures.filings(view.session, view.who, view.programme, view.newest_year):
        return Rendered(view.texts("status.not_before", year=view.newest_year, day=day.isoformat()))
    found = of_year(view, view.newest_year)
    if view.meaning.topic.startswith("returned"):
        return word_returns(found, view.meaning.topic.partition(" ")[2], view.words)
    if view.meaning.topic == "notice":
        return word_notice(found, view.words)
    measure, apart, by = view.meaning.topic.partition(" ")
    if apart:
        return word_end(found, measure, by, view.words, view.meaning.ascending)
    return word_punctuality(found, view.meaning.topic, view.words, _named(view, found))


def _named(view: View, found: Timeliness) -> tuple[str, ...]:
    """Return the people whom a question names: those admitted, and those who handed figures in."""
    known = [*(one.name for one in people.admitted(view.session, view.who)), *(one.key for one in found.by_person())]
    return tuple(name for name in dict.fromkeys(known) if name and name in view.meaning.question)


def of_year(view: View, year: int) -> Timeliness:
    """Follow every figure due for a year of the communities asked about."""
    deadline = view.cycle(year).deadline
    every = figures.filings(view.session, view.who, view.programme, year)
    steps = [step for step in every if view.as_of is None or step.at <= view.as_of]
    return timeliness_of(view.programme, steps, year, deadline, view.today, view.places, _owners(view))



def _owners(view: View) -> dict[str, str]:
    """Name who reports for each community asked about, all of them where they are several, as far as it is told."""
    if not view.who.may(Act.SEE_REPORTER) or view.who.approved_only:
        return {}
    reporters = [one for one in people.admitted(view.session, OPERATOR) if one.reports_own]
    named = {code: [one.name for one in reporters if code in one.own(view.programme)] for code in view.places}
    return {code: "、".join(names) for code, names in named.items() if names}
