"""A question answered from the store, for the chat and for the command line alike; stores nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any

from markupsafe import Markup

from zc_bot.chat.asking.background import background_of
from zc_bot.chat.asking.by_name import called_by_name
from zc_bot.chat.asking.permitting import as_permitted, is_not_for, permit
from zc_bot.chat.asking.too_early import instead_of, uncollected
from zc_bot.chat.overseeing.answers import overseen, with_places
from zc_bot.chat.overseeing.districts import sums_of
from zc_bot.chat.overseeing.place import standing_of
from zc_bot.chat.overseeing.view import View, end_of
from zc_bot.chat.turn import Rules
from zc_bot.evaluation.answer import answer
from zc_bot.evaluation.completeness import Filled, Period, choose, wanted_by
from zc_bot.evaluation.engine import metrics_behind
from zc_bot.evaluation.figures import Figures, Query, Values
from zc_bot.evaluation.goals import judge_goals
from zc_bot.evaluation.narrowing import year_to_choose
from zc_bot.evaluation.needs import needs
from zc_bot.evaluation.result import Answer, Background
from zc_bot.evaluation.scope import communities_of, named
from zc_bot.evaluation.survey import Survey, first_needs, further_needs, survey, to_survey
from zc_bot.evaluation.verdicts import Verdict, judge
from zc_bot.parsing.amounts import place_asked
from zc_bot.parsing.dated import FIGURES
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.query import in_year, named_years
from zc_bot.parsing.question import understand
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Act, Principal
from zc_bot.storage import figures, milestones
from zc_bot.storage.store import Session
from zc_bot.texts.answers.json import as_json
from zc_bot.texts.answers.message import LIMIT, length, within_limit
from zc_bot.texts.answers.offices import Offices
from zc_bot.texts.answers.render import Rendered, render
from zc_bot.texts.answers.words import FEW, Words
from zc_bot.texts.catalog import Texts, join, texts_for, without_html
from zc_bot.values import dataclass

MOST_FOLLOWED = 30
"""So many communities of an answer can be spoken of in the next question."""


_PRIVATE = ("person", "changes", "export", "timeliness")
"""What is answered to people who are known, never into a group or an inline message."""


_OF_FIGURES_ALONE = frozenset({"value", "compare", "trend", "growth", "rank", "filter", "aggregate"})
"""What is answered from figures, rights and the day alone."""
MOST_KEPT = 100
"""An answer over more figures than these is worked out each time."""
_OF_MANY = ("changes", "missing")
"""What names those of whom there is something to tell, and not of whom it was asked."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """A question as understood, answered and worded."""

    meaning: Meaning
    answer: Answer
    rendered: Rendered
    programme: Programme
    first: Consultation | None = None
    """What was asked before it in the same line, and is answered above it."""

    def plain(self) -> str:
        """The answer's text without HTML."""
        return without_html(self.rendered.text)

    def json(self) -> dict[str, Any]:
        """The object that `ask --json` prints: of two questions in a line the first, and the second under `also`."""
        if self.first is None:
            return as_json(self.answer, self.rendered.text, self.programme)
        return {**self.first.json(), "also": as_json(self.answer, self.rendered.text, self.programme)}


def consult(
    session: Session, rules: Rules, who: Principal, question: str, context: Meaning | None, now: datetime,
    as_of: datetime | None = None, whole: bool = False,
) -> Consultation:
    """Understand and answer a question for `who`; `context` is what they asked before.

    as_of: answer from what was recorded until that moment. whole: with a row for everything that was found, even
    where a message can't show it.
    """
    today = now.astimezone(rules.zone).date()
    own = who.own(rules.programme)
    meaning = understand(question, rules.lexicon, today=today, context=context, own=own, lang=who.lang)
    return answer_meaning(session, rules, who, meaning, now, as_of, whole)


def answer_meaning(
    session: Session, rules: Rules, who: Principal, meaning: Meaning, now: datetime, as_of: datetime | None = None,
    whole: bool = False,
) -> Consultation:
    """Answer what was understood. Raises `NotAllowed` for what `who` may not ask."""
    programme = rules.programme
    if meaning.parts and (both := _both(session, rules, who, meaning, now, as_of)) is not None:
        return both
    meaning = called_by_name(session, rules, who, meaning, now.astimezone(rules.zone).date())
    permit(who, meaning)
    if is_not_for(who, meaning):
        meaning = Meaning("unknown", meaning.question, reason="chatter")
    if who.approved_only and (meaning.intent in _PRIVATE or meaning.filed is not None):
        meaning = Meaning("help", meaning.question, topic="private")
    if meaning.intent == "trend" and meaning.topic == "each":
        meaning = meaning.changed(communities=tuple(programme.community))
    if meaning.as_of is not None and as_of is None:
        return _as_known(session, rules, who, meaning)
    early = uncollected(session, rules, who, meaning, now)
    if early is not None:
        given = answer_meaning(session, rules, who, early.instead, now, as_of)
        return Consultation(meaning, Answer(meaning), instead_of(early, given.rendered, who.lang), programme)
    told = overseen(View(session, rules, who, meaning, now, as_of))
    if told is not None:
        return Consultation(meaning, Answer(meaning), told, programme)
    if meaning.intent == "status":
        meaning = replace(meaning, intent="check")
    return _judged(session, rules, who, meaning, now, as_of, whole)


def _both(
    session: Session, rules: Rules, who: Principal, meaning: Meaning, now: datetime, as_of: datetime | None
) -> Consultation | None:
    """Answer all questions of a line, one beneath the other; None where they don't fit in a message."""
    given: Consultation | None = None
    for part in meaning.parts:
        asked = part if given is None else _of_its_year(part, given.meaning)
        below = answer_meaning(session, rules, who, asked, now, as_of)
        given = below if given is None else _beneath(given, below)
    return given if given is not None and length(given.rendered.text) <= LIMIT else None


def _of_its_year(part: Meaning, first: Meaning) -> Meaning:
    """Ask the second question of the year that answered the first, of the same places: both are read as one."""
    alike = part.intent in FIGURES and {*part.communities} == {*first.communities}
    if not alike or part.years or first.shown is None:
        return part
    if part.query is None:
        return part.changed(years=(first.shown,))
    return part if named_years(part.query) else part.changed(query=in_year(part.query, first.shown))


def _beneath(above: Consultation, below: Consultation) -> Consultation:
    """Put one answer beneath another, the notes of both once; rows that are alike are each one's own."""
    twice = {*above.rendered.notes} & {*below.rendered.notes}
    kept = [line for line in above.rendered.text.split("\n") if line not in twice]
    chart = above.rendered.chart or below.rendered.chart
    rendered = replace(below.rendered, text=join([*kept, Markup(""), below.rendered.text]), chart=chart)
    return replace(below, rendered=rendered, first=above)


def _judged(
    session: Session, rules: Rules, who: Principal, meaning: Meaning, now: datetime, as_of: datetime | None,
    whole: bool,
) -> Consultation:
    """Answer from the figures: those of the year that was named, or is chosen, as far as `who` sees them."""
    programme, today = rules.programme, now.astimezone(rules.zone).date()
    period = _period(session, who, programme, meaning, as_of)
    chosen = None if period is None else period.full.year
    settled = meaning if chosen is None or meaning.query is not None else meaning.changed(years=(chosen,))
    surveyed = None if whole or as_of else _surveyed(session, who, programme, settled)
    wanted = (replace(query, as_of=as_of) for query in needs(settled, programme, surveyed, chosen))
    loaded = figures.load(session, who, programme, wanted)
    known = background_of(session, rules, who, settled, loaded, now, as_of)
    background = replace(known, survey=surveyed, period=period)
    if meaning.intent not in _OF_FIGURES_ALONE or surveyed is not None or len(loaded) > MOST_KEPT:
        return _worked_out(session, rules, who, meaning, loaded, background, now, as_of)
    # Of the same figures, which are read each time, the same question has the same answer for the same rights.
    key = meaning, who.rights, loaded.digest(), loaded.years(), period, today, as_of
    return rules.answers.of(
        key, lambda: _worked_out(session, rules, who, meaning, loaded, background, now, as_of)
    )


def _worked_out(
    session: Session, rules: Rules, who: Principal, meaning: Meaning, loaded: Figures, background: Background,
    now: datetime, as_of: datetime | None,
) -> Consultation:
    """Work an answer out of what was loaded, and word it."""
    programme, today = rules.programme, now.astimezone(rules.zone).date()
    offices = Offices(programme, texts_for(who.lang), today, who.unnamed)
    background = replace(background, versions=offices.of_versions(background.versions))
    loaded = offices.of_figures(loaded)
    found = answer(meaning, programme, loaded, today=today, now=now, background=background)
    found = as_permitted(found, who, programme)
    if meaning.query is not None and meaning.query.ask == "year" and found.rows:
        meaning = meaning.changed(shown=found.rows[0].year)  # 那年 is the year that was found.
    elif meaning.intent == "directory" and len(found.communities) == 1:
        meaning = meaning.changed(shown=programme.community[found.communities[0]].start)  # 那时候 is its first year.
    elif not meaning.years:
        meaning = meaning.changed(shown=max((row.year for row in found.rows), default=None))
    meaning = meaning.changed(found=_whom_it_found(meaning, found))
    return Consultation(meaning, found, _worded(session, rules, who, meaning, found, now, as_of), programme)


def _whom_it_found(meaning: Meaning, found: Answer) -> tuple[str, ...]:
    """Name whom the next question may speak of: those that were found, of the third place only who holds it."""
    named = found.named[:MOST_FOLLOWED]
    place = place_asked(normalize(meaning.question)) if meaning.intent in {"rank", "filter"} else None
    return (named[place - 1],) if place is not None and place == len(named) else named


def _worded(
    session: Session, rules: Rules, who: Principal, meaning: Meaning, found: Answer, now: datetime,
    as_of: datetime | None,
) -> Rendered:
    """Word an answer with what goes with it: of whom it is, how a place stands, the figure of an only guess."""
    programme, today = rules.programme, now.astimezone(rules.zone).date()
    rendered = render(found, texts_for(who.lang), programme)
    if meaning.intent in _OF_MANY and FEW < len(named(meaning)) < len(programme.community):
        rendered = with_places(rendered, named(meaning), Words(programme, texts_for(who.lang), today))
    if _is_how_it_stands(meaning, found):
        rendered = overseen(View(session, rules, who, replace(meaning, intent="status"), now, as_of)) or rendered
    elif meaning.intent == "card" and found.years and who.may(Act.JUDGE):
        standing = standing_of(View(session, rules, who, meaning, now, as_of), found.years[0])
        rendered = replace(rendered, text=within_limit(rendered.text, standing))
    elif _is_how_a_district_stands(meaning, found) and who.may(Act.RANK):
        sums = sums_of(View(session, rules, who, meaning, now, as_of), meaning.authority or "", found.cards[0].year)
        rendered = replace(rendered, text=within_limit(rendered.text, sums))
    if (guessed := _only_guess(meaning, rules, today)) is not None:
        given = answer_meaning(session, rules, who, guessed, now, as_of)
        rendered = replace(rendered, text=_with_guess(meaning, given, texts_for(who.lang)))
    return rendered


_GUESSED = frozenset({None, "unclear", "period"})
"""Why it is asked back where a figure may be shown beneath the question."""


def _only_guess(meaning: Meaning, rules: Rules, today: date) -> Meaning | None:
    """Understand the only question that is offered, where it is for one figure of one community."""
    if meaning.intent != "clarify" or len(meaning.choices) != 1 or meaning.reason not in _GUESSED:
        return None
    found = understand(meaning.choices[0].question, rules.lexicon, today=today)
    of_one = len(found.communities) == len(found.metrics) == 1 and len(found.years) < 2
    return found if found.intent == "value" and of_one else None


def _with_guess(meaning: Meaning, given: Consultation, texts: Texts) -> Markup:
    """Show what the only question offered is answered with, under a line that asks whether it is the one."""
    key = "ask.clarify.whole_year" if meaning.reason == "period" else "ask.clarify.guess"
    return join([texts(key, question=meaning.choices[0].label), given.rendered.text])


def _is_how_it_stands(meaning: Meaning, found: Answer) -> bool:
    """Tell whether it is asked how one community or the whole stands, not whether it meets what is required."""
    return _is_of_all_requirements(meaning) and (len(found.communities) == 1 or not named(meaning))


def _is_how_a_district_stands(meaning: Meaning, found: Answer) -> bool:
    """Tell whether an authority of several communities is named and nothing else."""
    return _is_of_all_requirements(meaning) and meaning.authority is not None and len(found.cards) > 1


def _is_of_all_requirements(meaning: Meaning) -> bool:
    return meaning.tells_how_it_stands and len(meaning.years) < 2


def _as_known(session: Session, rules: Rules, who: Principal, meaning: Meaning) -> Consultation:
    """Answer as at the end of a day, from what had been recorded by then, and say so."""
    assert meaning.as_of is not None
    end = end_of(meaning.as_of, rules.zone)
    found = answer_meaning(session, rules, who, meaning, end, as_of=end)
    line = texts_for(who.lang)("ask.as_of", day=meaning.as_of.isoformat())
    rendered = replace(found.rendered, text=within_limit(found.rendered.text, [line]))
    return replace(found, rendered=rendered)


def _period(
    session: Session, who: Principal, programme: Programme, meaning: Meaning, as_of: datetime | None
) -> Period | None:
    """Choose the year that answers where none was named, from no more than how much came."""
    if (query := meaning.query) is not None:
        wanted = year_to_choose(query, programme, metrics_behind(programme, query))
    else:
        wanted = wanted_by(meaning, programme)
    if wanted is None:
        return None
    looked_at = (*wanted.communities, *wanted.measures)
    places = None if set(looked_at) == set(programme.community) else looked_at

    @cache
    def filled(metrics: tuple[str, ...], year: int) -> Mapping[str, Filled]:
        return figures.filled(session, who, programme, Query(metrics, places, (year,), as_of=as_of))

    among = None if meaning.query is not None else places
    years = figures.years_with(session, who, programme, Query(wanted.metrics, among, as_of=as_of))
    return choose(programme, wanted, filled, years)


def _surveyed(session: Session, who: Principal, programme: Programme, meaning: Meaning) -> Survey | None:
    """Judge more communities than a message shows by what they stated, in the years asked."""
    requirements = to_survey(meaning, programme)
    if not requirements:
        return None
    places = communities_of(meaning, programme)

    def judged(year: int) -> Survey:
        stated = Values()
        figures.values(session, who, programme, first_needs(programme, requirements, year), stated)
        further = further_needs(programme, requirements, stated, places, year)
        figures.values(session, who, programme, further, stated)
        return survey(programme, requirements, stated, places, year)

    found = [judged(year) for year in meaning.years]
    return Survey(tuple(one for some in found for one in some.found)) if found else None


def judge_all(
    session: Session, who: Principal, programme: Programme, communities: tuple[str, ...], year: int
) -> tuple[Verdict, ...]:
    """Judge communities, or all of them and the programme's goals, for a year."""
    places = communities or tuple(programme.community)
    loaded = figures.load(session, who, programme, [Query(tuple(programme.metric), places)])
    found = [verdict for place in places for verdict in judge(programme, loaded, place, year)]
    if communities:
        return tuple(found)
    return (*found, *judge_goals(programme, milestones.load(session).at_end_of(year), year))


