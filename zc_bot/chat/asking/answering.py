"""What a typed text is: a reply to the open dialogue, a question beside it, a report, a correction, a reminder."""

from __future__ import annotations

import re

from zc_bot.chat.asking import ask
from zc_bot.chat.overseeing import progress
from zc_bot.chat.reminding import personal
from zc_bot.chat.reminding.nudges import OPEN_REPORT
from zc_bot.chat.replies import Action, Button, Reply, Response
from zc_bot.chat.reporting import report
from zc_bot.chat.reporting.facts import facts_for
from zc_bot.chat.turn import FOLLOW_UP, Desk
from zc_bot.evaluation.figures import Key
from zc_bot.parsing.composition.compose import compose
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.question import understand
from zc_bot.parsing.words import read_word
from zc_bot.storage import dialogues, submissions
from zc_bot.submission import flow
from zc_bot.submission.draft import Draft
from zc_bot.submission.reasons import read_reason
from zc_bot.submission.replies import Typed, command, correction, is_question
from zc_bot.submission.understanding import named

MOST_REVISED = 12
_NUDGES = re.compile("催")
NOT_UNDERSTOOD = frozenset({"clarify", "unknown", "help"})
QUESTION_INTENTS = frozenset({"clarify", "unknown", "report", "help"})
"""Meanings that a text in a dialogue is not taken to be a question for."""


def answer(desk: Desk) -> Response:
    """Answer a text."""
    draft = report.open_draft(desk) if desk.who.reports else None
    return _answer_freely(desk) if draft is None else _answer_in_dialogue(desk, draft)


def is_line(desk: Desk) -> bool:
    """Tell whether what was typed is a report in one line, with its community and figures."""
    meaning = understand(desk.incoming.text, desk.rules.lexicon, today=desk.today, lang=desk.who.lang)
    return meaning.intent == "report" and bool(meaning.communities and meaning.metrics)


def _answer_in_dialogue(desk: Desk, draft: Draft) -> Response:
    """Take a reply; what is put as a question, or was no reply, is answered and leaves the draft alone."""
    text, facts = desk.incoming.text, facts_for(desk)
    after, said = flow.step(draft, Typed(text), facts)
    explains = draft.step == "reason" and read_reason(text, facts).kind != "question"
    asks = _asks(text) or not (flow.took(said) or explains) or _is_composed(desk)
    if asks and command(text) is None and read_word(text) is None:
        meaning = _at_hand(desk, draft) or _understood(desk, () if draft.community is None else (draft.community,))
        if meaning.intent not in QUESTION_INTENTS and not _may_be_a_range(meaning, text):
            return ask.answer_meaning(desk, meaning)
    return report.show(desk, facts, after, said, before=draft)


def _may_be_a_range(meaning: Meaning, text: str) -> bool:
    """Tell whether what reads as a choice of communities may be a figure that is not settled: 总产值30亿到40亿."""
    return meaning.query is not None and meaning.query.ask == "places" and not is_question(text)


def _is_composed(desk: Desk) -> bool:
    """Tell whether a text is a whole composed question; 总产值30亿到40亿 may be a figure that is not settled yet."""
    found = compose(desk.incoming.text, desk.rules.lexicon, desk.today)
    return found is not None and found.query.ask != "places"


def _at_hand(desk: Desk, draft: Draft) -> Meaning | None:
    """Understand a question about the very figure in question, whose 去年 is the year before the one reported."""
    if draft.community is None or draft.metric is None or draft.year is None:
        return None
    figure = Meaning("value", "", communities=(draft.community,), metrics=(draft.metric,))
    of_year = desk.today.replace(year=draft.year, day=1)
    meaning = understand(desk.incoming.text, desk.rules.lexicon, today=of_year, context=figure, lang=desk.who.lang)
    return meaning if {"communities", "metrics"} <= meaning.carried else None


def _understood(desk: Desk, own: tuple[str, ...]) -> Meaning:
    return understand(
        desk.incoming.text, desk.rules.lexicon, today=desk.today, context=ask.context_of(desk), own=own or desk.own,
        lang=desk.who.lang,
    )  # fmt: skip


def _answer_freely(desk: Desk) -> Response:
    """Answer what is typed outside a dialogue."""
    text, word = desk.incoming.text, command(desk.incoming.text)
    if word == "cancel":
        return Response((Reply(desk.texts("chat.say.nothing_to_cancel")),))
    if word == "go_on" and desk.who.reports:
        return _go_on(desk)
    if desk.who.reports and (revised := _revised(desk, correction(text))) is not None:
        return revised
    if desk.who.reports and _is_report(desk):
        return _begin(desk)
    meaning = _understood(desk, ())
    if meaning.intent == "remind":
        nudges = desk.who.reviews and _NUDGES.search(text)
        return progress.status(desk) if nudges else personal.set_reminder(desk, text)
    is_report = meaning.intent == "report" or meaning.reason == "report"
    if not is_report and not (meaning.intent in NOT_UNDERSTOOD and desk.who.reports and _says_figures(desk)):
        return ask.answer_meaning(desk, meaning)
    if not desk.who.reports:
        return Response((Reply(desk.texts("chat.say.no_report")),))
    return _begin(desk)


def _begin(desk: Desk) -> Response:
    facts = facts_for(desk)
    return report.show(desk, facts, *flow.start(facts, line=desk.incoming.text))


def _is_report(desk: Desk) -> bool:
    """Tell whether a line says clear figures of one's own community, whatever else its words could ask."""
    said = named(desk.incoming.text, facts_for(desk))
    clear = [one for one in said.figures if not one.fault and _is_value(one.text, with_words=bool(said.years))]
    return bool(clear) and len(clear) == len(said.figures) and not said.leftover and _says_figures(desk)


def _is_value(text: str, with_words: bool) -> bool:
    """Tell whether a text is a figure; 没有 and its like are one only where a year is named."""
    return isinstance(read_quantity(text), Quantity) or (with_words and read_word(text) is not None)


def _says_figures(desk: Desk) -> bool:
    """Tell whether a line that asks nothing names a community of one's own and an amount of a reported figure."""
    text, facts = desk.incoming.text, facts_for(desk)
    if is_question(text):
        return False
    said = named(text, facts)
    own = any(code in facts.communities for codes in said.communities for code in codes)
    return own and any(one.text and one.metric not in desk.programme.derivation for one in said.figures)


def _go_on(desk: Desk) -> Response:
    """Take up the report that was cancelled last, as its button does; without one, begin."""
    chat = desk.incoming.chat
    data = dialogues.offered(desk.session, desk.who.id, chat, report.RESUME, desk.now - FOLLOW_UP)
    tap = None if data is None else dialogues.tap(desk.session, desk.who.id, chat, data, desk.now)
    return report.begin(desk) if tap is None else report.tapped(desk, Action(*tap.action))


def _revised(desk: Desk, value: str | None) -> Response | None:
    """Take 不对 是47亿 after a receipt as about what was reported last; None for what corrects no figure."""
    if value is None:
        return None
    facts, said = facts_for(desk), named(value, facts_for(desk))
    bare = isinstance(read_quantity(value), Quantity) or read_word(value) is not None
    if not bare and (said.communities or not any(one.text for one in said.figures)):
        return None
    last = submissions.last_reported(desk.session, desk.who, desk.programme, desk.now - FOLLOW_UP)
    if not last:
        return Response((Reply(desk.texts("chat.say.nothing_to_correct")),))
    (community, metric, year), places = last[0], {(community, year) for community, _, year in last}
    if len(places) == 1 and (not bare or len(last) == 1):
        line = f"{desk.programme.metric[metric].short.zh} {value}" if bare else value
        return report.show(desk, facts, *flow.start(facts, community, year, line=line))
    buttons = [
        Button(_called(desk, key, len(places) > 1), Action(OPEN_REPORT, (key[0], str(key[2]), key[1])))
        for key in last[:MOST_REVISED]
    ]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return Response((Reply(desk.texts("chat.say.correct_which"), rows),))


def _called(desk: Desk, key: Key, with_place: bool) -> str:
    """Name a figure on a button, with its community and year where several are spoken of."""
    community, metric, year = key
    name = desk.programme.metric[metric].short(desk.texts.lang)
    return f"{desk.programme.community[community].name(desk.texts.lang)} {year} {name}" if with_place else name


def _asks(text: str) -> bool:
    """Tell whether a text is put as a question."""
    return text.rstrip().endswith(("?", "？", "吗", "呢", "多少", "么", "嘛"))
