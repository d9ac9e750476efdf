"""A text typed while a report is open: a reply to it, a question or an order beside it, or one to be told apart."""

from __future__ import annotations

import re

from zc_bot.chat.actions import Ask
from zc_bot.chat.asking import ask, in_time, orders, stating
from zc_bot.chat.asking.understood import QUESTION_INTENTS, reminded, understood
from zc_bot.chat.facts import facts_for
from zc_bot.chat.reminding import cover_words, personal
from zc_bot.chat.replies import Response
from zc_bot.chat.reporting import attaching, doubtful, report, revising
from zc_bot.chat.turn import Turn
from zc_bot.parsing.composition.compose import Whole, compose
from zc_bot.parsing.corrections import may_correct_figure
from zc_bot.parsing.language import alternatives, phrases
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import find_quantities
from zc_bot.parsing.question import understand
from zc_bot.parsing.speech import asks, is_put_as_question
from zc_bot.parsing.words import read_word
from zc_bot.reminders.cancelling import is_wish
from zc_bot.reminders.moments import Moment, read_moment
from zc_bot.submission import events as ev
from zc_bot.submission import flow
from zc_bot.submission.draft import Draft
from zc_bot.submission.facts import Facts
from zc_bot.submission.reasons import read_reason
from zc_bot.submission.replies import Typed, command
from zc_bot.submission.understanding import named

SHORT_ANSWER = 20
_SAYS_WHETHER = compile_later(r"[有没无]|\b(?:yes|no|not|have|only)\b")
_IN_THE_MAKING = compile_later(
    "(?:正|还|尚)?在?[筹在待拟][建办批设]中?|under construction|pending|in progress", re.IGNORECASE
)
_MAKES = compile_later(f"[建筹办挂]|{alternatives('told.done')}|健全|完善|运行|正常|未")
"""What is said of something that is set up, or will be."""
_ASKS_SHORTLY = compile_later("[几哪谁何怎吗呢么?？]|多少")
SHORTEST_WISH = 4
"""推迟 alone, said to the question for a figure, puts off the figure."""
_LOOKS = frozenset({"status", "rank", "aggregate", "export", "briefing", "person"})
"""What asks for something to be shown without a word that asks, and tells no reason."""
_OF_A_PLACE = frozenset({"check", "card", "value"})
"""Answers that make use of no number but a year."""


def answer_in_dialogue(turn: Turn, draft: Draft) -> Response:
    """Take a reply; what is put as a question, or was no reply, is answered and leaves the draft alone."""
    text, facts = turn.incoming.text, facts_for(turn)
    if (chosen := doubtful.chosen_by_word(turn)) is not None:
        return ask.tapped(turn, chosen) if isinstance(chosen, Ask) else doubtful.note(turn, chosen)
    if turn.who.reports_own and (settled := cover_words.answered(turn, openly=True)) is not None:
        return settled
    if (may := in_time.asked(turn)) is not None:
        return may
    # A wish beside a figure never takes it away.
    states = bool(named(text, facts).figures) or doubtful.holds_amount(text)
    if not states and (own := _own_reminder(turn, draft)) is not None:
        return own
    # What can be no reason is a wish there, too.
    reason = draft.step == "reason" and not orders.is_no_reason(turn, text)
    whole = len(text) >= SHORTEST_WISH or re.fullmatch(alternatives("order.delay"), text.strip(" 。.!！~"))
    wishes = not reason and command(text) is None and whole and not states
    if wishes and (done := orders.ordered(turn, beside=True)) is not None:
        return done
    if draft.step != "reason" and (files := attaching.asked_for_by_name(turn)) is not None:
        return files
    waits_for_nothing = not draft.holds_figures and draft.step in {"community", "year", "menu", "list", "standing"}
    may_correct = waits_for_nothing and command(text) in {None, "retype"}
    if may_correct and (revised := revising.revised(turn)) is not None:
        return revised
    return _stepped(turn, draft)


def _stepped(turn: Turn, draft: Draft) -> Response:
    """Take what orders nothing as the answer that is awaited, unless it is put as a question or was none."""
    text, facts = turn.incoming.text, facts_for(turn)
    after, said = flow.step(draft, Typed(text), facts)
    kind = read_reason(text, facts).kind if draft.step == "reason" else "question"
    explains = kind != "question"
    if kind == "reason" and (doubtful.may_ask(text) or _wants_a_look(turn)):
        return _asked_at_reason(turn, draft)
    if flow.gave_reason(said, text) and (may_correct_figure(text) or doubtful.holds_amount(text)):
        return doubtful.ask_whether_reason(turn, draft)
    if said and isinstance(said[0], ev.Explained | ev.WhyReason | ev.StillMissing):
        return report.show(turn, facts, after, said, before=draft)
    asked = is_put_as_question(text) or not (flow.took(said) or explains) or _is_whole_question(turn, explains)
    if asked and command(text) is None and read_word(text) is None and not _may_answer(draft, text, facts):
        meaning = _of_figure(turn, draft) or understood(turn, () if draft.community is None else (draft.community,))
        if meaning.intent == "remind" and draft.step != "reason":
            return reminded(turn)
        if meaning.intent not in QUESTION_INTENTS and not _may_be_a_range(turn, meaning):
            if doubtful.may_report(turn):
                return doubtful.ask_which(turn)
            unused = meaning.intent in _OF_A_PLACE and meaning.query is None and stating.says_digits(turn)
            return doubtful.not_noted(turn, ask.answer_meaning(turn, meaning), unused=unused)
    if said and isinstance(said[0], ev.Reprompt) and asks(text) and doubtful.states(turn):
        return doubtful.ask_which(turn)
    return report.show(turn, facts, after, said, before=draft)


def _own_reminder(turn: Turn, draft: Draft) -> Response | None:
    """Set or cancel a reminder beside a report; where a reason is asked for, one that is whole, with a time."""
    text = turn.incoming.text
    if (cancelled := personal.spoken(turn, text)) is not None:
        return cancelled
    if not is_wish(text) or understood(turn, ()).intent != "remind":
        return None
    moment = read_moment(text, turn.now, turn.rules.zone)
    said = text.strip(" 。.!！~").lower()
    whole = said.startswith(phrases("order.wish")) or said.endswith(phrases("order.wish"))
    if draft.step == "reason" and not (whole and isinstance(moment, Moment)):
        return None
    return reminded(turn)


def _wants_a_look(turn: Turn) -> bool:
    """Tell whether a short text is by itself, and whole, what is shown when it is said: 全市情况, 看板."""
    text = turn.incoming.text
    if len(text) > doubtful.SHORT:
        return False
    meaning = understand(text, turn.rules.lexicon, today=turn.today, own=turn.own, lang=turn.who.lang)
    return meaning.intent in _LOOKS and not meaning.unused


def _asked_at_reason(turn: Turn, draft: Draft) -> Response:
    """Answer what is typed for a reason and asks; where that isn't clear it is asked which of the two it is."""
    meaning = _of_figure(turn, draft) or understood(turn, () if draft.community is None else (draft.community,))
    if asks(turn.incoming.text) and meaning.intent not in {*QUESTION_INTENTS, "remind"}:
        return ask.answer_meaning(turn, meaning)
    return doubtful.ask_which(turn, "reason_or_ask", "as_reason")


def _may_be_a_range(turn: Turn, meaning: Meaning) -> bool:
    """Tell whether what reads as a choice of communities may be a figure that is not settled: 总产值30亿到40亿.

    After a question it may go on with that one, and is a range by itself all the same.
    """
    if meaning.query is None:
        return False
    text = turn.incoming.text
    alone = Whole.of(text, turn.rules.lexicon, turn.today).plain
    chooses = meaning.query.ask == "places" or (alone is not None and alone.query.ask == "places")
    return chooses and not asks(text) and not doubtful.asks_openly(text)


def _is_whole_question(turn: Turn, explains: bool) -> bool:
    """Tell whether a text that is no report is composed, or has a word that asks, which a reason may have too.

    总产值30亿到40亿 may be a figure that is not settled yet.
    """
    found = compose(turn.incoming.text, turn.rules.lexicon, turn.today)
    composed = found is not None and found.query.ask != "places"
    openly = not explains and doubtful.asks_openly(turn.incoming.text)
    return (composed or openly) and not stating.is_report(turn)


def _may_answer(draft: Draft, text: str, facts: Facts) -> bool:
    """Tell whether a text asks nothing and holds what could answer the question for a figure: 暂时一个, 有但不完善.

    It names no figure, and would be taken for a question about the one that is asked for. Where yes or no is asked
    for, whatever names nothing may be meant for it: 今年刚建立, 明年建.
    """
    may_ask = asks(text) or doubtful.asks_openly(text) or _ASKS_SHORTLY.search(text) is not None
    if draft.step != "value" or may_ask or len(text) > SHORT_ANSWER:
        return False
    metric = facts.programme.metric.get(draft.metric or "")
    if metric is not None and metric.kind == "yesno" and _MAKES.search(text) is not None:
        return not (named(text, facts).figures or named(text, facts).communities)
    if _IN_THE_MAKING.fullmatch(text.strip(" 。.!！")) is not None:
        return True
    return bool(find_quantities(laid_out(text))) or _SAYS_WHETHER.search(text.lower()) is not None


def _of_figure(turn: Turn, draft: Draft) -> Meaning | None:
    """Understand a question about the very figure in question, whose 去年 is the year before the one reported."""
    if draft.community is None or draft.metric is None or draft.year is None:
        return None
    figure = Meaning("value", "", communities=(draft.community,), metrics=(draft.metric,))
    of_year = turn.today.replace(year=draft.year, day=1)
    meaning = understand(turn.incoming.text, turn.rules.lexicon, today=of_year, context=figure, lang=turn.who.lang)
    return meaning if {"communities", "metrics"} <= meaning.carried else None
