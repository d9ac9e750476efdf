"""What a typed text is: a reply to the open dialogue, a question beside it, a report, a correction, a reminder."""

from __future__ import annotations

import re
from dataclasses import replace

from zc_bot.chat.actions import Ask, ResumeReport
from zc_bot.chat.asking import ask, in_time, leaving, orders, stating
from zc_bot.chat.asking import named as commands
from zc_bot.chat.asking.beside import words_for_nothing
from zc_bot.chat.asking.by_name import called_by_name
from zc_bot.chat.codec import decode, name_of
from zc_bot.chat.facts import facts_for
from zc_bot.chat.overseeing import closing, proved, proving, record
from zc_bot.chat.reminding import covering, pauses, personal
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reporting import attaching, doubtful, report, revising, verifying
from zc_bot.chat.reviewing import deciding, review
from zc_bot.chat.showing import dialogue, entries, link
from zc_bot.chat.turn import FOLLOW_UP, Turn
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
from zc_bot.policy.roles import Act
from zc_bot.reminders.cancelling import is_wish, without_wish
from zc_bot.reminders.moments import Moment, read_moment
from zc_bot.storage import dialogues, submissions
from zc_bot.submission import events as ev
from zc_bot.submission import flow
from zc_bot.submission.draft import Draft
from zc_bot.submission.facts import Facts
from zc_bot.submission.reasons import read_reason
from zc_bot.submission.replies import Typed, command
from zc_bot.submission.understanding import named
from zc_bot.texts.people import who_may

MOST_REVISED = 12
_CONFIRMS = compile_later("确认|确定|confirm")
_NUDGES, _HANDS_IN = compile_later(alternatives("order.nudge")), compile_later(alternatives("report.hands_in"))
"""The latter said of a report, and not of what was just answered: 确认提交, and not 好的."""
SHORT_ANSWER = 20
_SAYS_WHETHER = compile_later(r"[有没无]|\b(?:yes|no|not|have|only)\b")
_IN_THE_MAKING = compile_later(
    "(?:正|还|尚)?在?[筹在待拟][建办批设]中?|under construction|pending|in progress", re.IGNORECASE
)
_MAKES = compile_later(f"[建筹办挂]|{alternatives('told.done')}|健全|完善|运行|正常|未")
"""What is said of something that is set up, or will be."""
_ASKS_SHORTLY = compile_later("[几哪谁何怎吗呢么?？]|多少")
_BEGINS_TO_ASK = compile_later(r"(?:wh(?:at|en|o|ich|ere|y)|how)'?s?(?![a-z])", re.IGNORECASE)
SHORTEST_WISH = 4
"""推迟 alone, said to the question for a figure, puts off the figure."""
_LOOKS = frozenset({"status", "rank", "aggregate", "export", "briefing", "person"})
"""What asks for something to be shown without a word that asks, and tells no reason."""
_OF_A_PLACE = frozenset({"check", "card", "value"})
"""Answers that make use of no number but a year."""
QUESTION_INTENTS = frozenset({"clarify", "unknown", "report", "help"})
"""Meanings that a text in a dialogue is not taken to be a question for."""


def answer(turn: Turn) -> Response:
    """Answer a text."""
    if (proof := verifying.verified(turn) or proving.proved(turn)) is not None:
        return proof
    if (begun := dialogue.spoken(turn)) is not None:
        return begun
    if (given := link.spoken(turn) or entries.spoken(turn)) is not None:
        return given
    draft = report.open_draft(turn) if turn.who.reports else None
    return _answer_freely(turn) if draft is None else _answer_in_dialogue(turn, draft)


def edited(turn: Turn) -> Response:
    """Answer an edited message: a question anew, figures into the open draft; what was handed in never changes."""
    text = turn.incoming.text
    draft = report.open_draft(turn) if turn.who.reports else None
    figures = stating.reports_figures(turn)
    if draft is not None and figures:
        return _answer_in_dialogue(turn, draft)
    is_reply = draft is not None and not (asks(text) or doubtful.asks_openly(text))
    if figures or is_reply or turn.incoming.command:
        return Response((Reply(turn.texts("chat.say.edited")),))
    meaning = _understood(turn, ())
    if meaning.intent == "remind":
        return Response((Reply(turn.texts("chat.say.edited_other")),))
    if meaning.intent in QUESTION_INTENTS and turn.who.reports:
        return Response((Reply(turn.texts("chat.say.edited")),))
    if meaning.intent == "report":
        return Response((Reply(turn.texts("chat.say.no_report", roles=who_may(Act.REPORT, turn.texts))),))
    return ask.answer_meaning(turn, meaning)


def asks_for_figures(turn: Turn) -> bool:
    """Tell whether a text is understood as a question that names figures, put as one or not."""
    meaning = _understood(turn, ())
    return bool(meaning.metrics) and meaning.intent not in {*QUESTION_INTENTS, "remind"}


def wishes(turn: Turn) -> bool:
    """Tell whether a text is a wish to be reminded: 提醒我明天上午报数."""
    return is_wish(turn.incoming.text) and _understood(turn, ()).intent == "remind"


def _answer_in_dialogue(turn: Turn, draft: Draft) -> Response:
    """Take a reply; what is put as a question, or was no reply, is answered and leaves the draft alone."""
    text, facts = turn.incoming.text, facts_for(turn)
    if (chosen := doubtful.chosen_by_word(turn)) is not None:
        return ask.tapped(turn, chosen) if isinstance(chosen, Ask) else doubtful.note(turn, chosen)
    if turn.who.reports_own and (settled := covering.answered(turn, openly=True)) is not None:
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
        meaning = _of_figure(turn, draft) or _understood(turn, () if draft.community is None else (draft.community,))
        if meaning.intent == "remind" and draft.step != "reason":
            return _reminded(turn)
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
    if not is_wish(text) or _understood(turn, ()).intent != "remind":
        return None
    moment = read_moment(text, turn.now, turn.rules.zone)
    said = text.strip(" 。.!！~").lower()
    whole = said.startswith(phrases("order.wish")) or said.endswith(phrases("order.wish"))
    if draft.step == "reason" and not (whole and isinstance(moment, Moment)):
        return None
    return _reminded(turn)


def _reminded(turn: Turn) -> Response:
    """Set a reminder, or show who nudges others how far they are."""
    text = turn.incoming.text
    if turn.who.may(Act.NUDGE) and _NUDGES.search(text) and not is_wish(text):
        return ask.command_status(turn)
    return _told_again(turn) or personal.set_reminder(turn, text)


def _told_again(turn: Turn) -> Response | None:
    """Answer what somebody wants to be told again: remind me what the rule is, 提醒我一下高新占比要求多少.

    None for what has a moment, which is to be said then, and for what is no question.
    """
    text = turn.incoming.text
    if isinstance(read_moment(text, turn.now, turn.rules.zone), Moment) or not (said := without_wish(text)):
        return None
    meaning = understand(
        said, turn.rules.lexicon, today=turn.today, context=ask.context_of(turn), own=turn.own, lang=turn.who.lang
    )
    asked = asks(said) or _BEGINS_TO_ASK.match(said) is not None
    understood = meaning.intent not in {*QUESTION_INTENTS, "remind"}
    return ask.answer_meaning(turn, meaning) if asked and understood else None


def _wants_a_look(turn: Turn) -> bool:
    """Tell whether a short text is by itself, and whole, what is shown when it is said: 全市情况, 看板."""
    text = turn.incoming.text
    if len(text) > doubtful.SHORT:
        return False
    meaning = understand(text, turn.rules.lexicon, today=turn.today, own=turn.own, lang=turn.who.lang)
    return meaning.intent in _LOOKS and not meaning.unused


def _asked_at_reason(turn: Turn, draft: Draft) -> Response:
    """Answer what is typed for a reason and asks; where that isn't clear it is asked which of the two it is."""
    meaning = _of_figure(turn, draft) or _understood(turn, () if draft.community is None else (draft.community,))
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


def _understood(turn: Turn, own: tuple[str, ...]) -> Meaning:
    """Understand a text after what was asked before, once a unit: several readers look at what it means."""
    text, own = turn.incoming.text, own or turn.own
    return turn.session.once(
        ("understood", turn.who, text, own, turn.now), ("context",),
        lambda: understand(
            text, turn.rules.lexicon, today=turn.today, context=ask.context_of(turn), own=own, lang=turn.who.lang
        ),
    )


def _answer_freely(turn: Turn) -> Response:
    """Answer what is typed outside a dialogue: what is to be done, what was or is reported, else what is asked."""
    readers = (
        leaving.spoken, _answered_briefly, commands.not_noted, _of_filed, orders.ordered, in_time.asked,
        closing.closed, _files, deciding.ordered, _reported,
    )
    for read in readers:
        if (done := read(turn)) is not None:
            return done
    return _answer_whole(turn)


def _answered_briefly(turn: Turn) -> Response | None:
    """Answer a word to what was offered or asked, and a command in words that finds nothing to be done."""
    word = command(turn.incoming.text)
    if word == "cancel":
        return Response((Reply(turn.texts("chat.say.nothing_to_cancel")),))
    if turn.who.reports and (chosen := doubtful.chosen_by_word(turn)) is not None:
        return ask.tapped(turn, chosen) if isinstance(chosen, Ask) else doubtful.note(turn, chosen)
    if turn.who.reports_own and (settled := covering.answered(turn)) is not None:
        return settled
    if turn.who.reports_own and (noted := pauses.acknowledged(turn)) is not None:
        return noted
    if word == "go_on" and turn.who.reports:
        return _go_on(turn)
    if word in {"confirm", "finish"} and turn.who.reports and _hands_in(turn):
        return Response((Reply(turn.texts("chat.say.nothing_to_confirm")),))
    return words_for_nothing(turn, turn.incoming.text)


def _hands_in(turn: Turn) -> bool:
    """Tell whether a word that confirms is said of a report; 确认 alone is where it follows no question."""
    text = turn.incoming.text.strip(" 。.!！").lower()
    is_bare = _CONFIRMS.fullmatch(text) is not None and ask.context_of(turn) is None
    return is_bare or _HANDS_IN.search(text) is not None


def _files(turn: Turn) -> Response | None:
    """Give the files that are asked for."""
    return proved.asked_for(turn, turn.incoming.text) or attaching.asked_for(turn)


def _reported(turn: Turn) -> Response | None:
    """Take what a reporter says of what they reported, goes on with, or reports now."""
    if not turn.who.reports:
        return None
    if _bounds_anew(turn):
        return ask.answer_meaning(turn, _understood(turn, ()))
    if (revised := revising.revised(turn) or revising.returned_figure(turn)) is not None:
        return revised
    if not stating.names_only_years(turn) and (more := _followed(turn)) is not None:
        return more
    return _begin(turn) if stating.is_report(turn) or stating.is_the_rest(turn) else None


def _answer_whole(turn: Turn) -> Response:
    """Answer by what the text means as a whole."""
    meaning, reports = _understood(turn, ()), turn.who.reports
    if (waits := _what_waits(turn, meaning)) is not None:
        return waits
    if meaning.intent == "remind":
        return _reminded(turn)
    is_report = meaning.intent == "report" or meaning.reason == "report"
    if reports and not is_report and (stated := _stated(turn, meaning)) is not None:
        return stated
    unread = meaning.intent in stating.NOT_UNDERSTOOD
    if unread and turn.who.reports_own and (whether := covering.answered(turn, else_unread=True)) is not None:
        return whether
    if not (is_report or (unread and reports and stating.says_figures(turn))):
        return _or_note(turn, meaning, ask.answer_meaning(turn, meaning))
    if (whether := in_time.whether(turn, meaning)) is not None:
        return whether
    if reports:
        return _begin(turn)
    turn.deny("report")
    return Response((Reply(turn.texts("chat.say.no_report", roles=who_may(Act.REPORT, turn.texts))),))


def _stated(turn: Turn, meaning: Meaning) -> Response | None:
    """Take, or ask about, what a reporter may have stated; a question that names years alone states nothing."""
    if stating.names_only_years(turn) and meaning.intent not in stating.NOT_UNDERSTOOD:
        return ask.answer_meaning(turn, meaning)
    if stating.tries_to_report(turn, meaning) or stating.tells_by_last_year(turn):
        return _begin_or_ask(turn)
    if stating.states_words(turn) or stating.may_state(turn, meaning):
        return _begin_or_ask(turn) if stating.declares(turn) else doubtful.ask_which(turn)
    return None


def _of_filed(turn: Turn) -> Response | None:
    """Answer what asks openly of figures that were handed in; 退回, 口径不对 is an order."""
    if not asks(turn.incoming.text):
        return None
    meaning = _understood(turn, ())
    own = meaning.filed is not None and meaning.filed.mine and meaning.filed.state == "approved"
    if meaning.filed is None or (own and turn.who.reports_own):
        return None  # 我报的审核了吗 is told report by report.
    return _what_waits(turn, meaning) or ask.answer_meaning(turn, meaning)


def _what_waits(turn: Turn, meaning: Meaning) -> Response | None:
    """Show who reviews what waits as the queue, a button each, and a member department what of its own does.

    None for what asks more of it, or of nobody's.
    """
    filed, notes_own = meaning.filed, turn.who.scope(Act.RECORD) == "self"
    if filed is None or filed.state != "waiting" or not turn.incoming.private or not (turn.who.reviews or notes_own):
        return None
    if filed.asks not in {"which", "count"} or filed.by or filed.days or filed.mine or meaning.metrics:
        return None
    if called_by_name(turn.session, turn.rules, turn.who, meaning, turn.today) is not meaning:
        return None
    ask.remember(turn, meaning)
    if notes_own:
        return record.listed(turn)
    return review.queue_of(turn, meaning.communities, meaning.years)


def _bounds_anew(turn: Turn) -> bool:
    """Tell whether 改成五千 gives the question before another bound, nothing having been handed in of late."""
    if ask.context_of(turn) is None or not _understood(turn, ()).rule.startswith("another bound"):
        return False
    return submissions.last_at(turn.session, turn.who, turn.now - FOLLOW_UP) is None


def _or_note(turn: Turn, meaning: Meaning, response: Response) -> Response:
    """Offer to note a text of one's own figures that asks nothing and was not understood as a question either."""
    text, unread = turn.incoming.text, meaning.intent in stating.NOT_UNDERSTOOD
    if not unread or not turn.who.reports or asks(text) or doubtful.asks_openly(text):
        return response
    facts = facts_for(turn)
    said = named(text, facts)
    tells = [one for one in said.figures if one.phrase or one.text]
    return doubtful.may_note(turn, response) if tells and stating.is_own(said, facts) else response


def _followed(turn: Turn) -> Response | None:
    """Take more figures of what was just handed in: 扶持政策 有; None once another report was begun and left."""
    text = turn.incoming.text
    if asks(text) or doubtful.asks_openly(text):
        return None
    handed_in = submissions.last_at(turn.session, turn.who, turn.now - FOLLOW_UP)
    if handed_in is None:
        return None
    left = dialogues.offered(turn.session, turn.who.id, turn.incoming.chat, name_of(ResumeReport), handed_in)
    return revising.followed(turn) if left is None else None


def _begin(turn: Turn) -> Response:
    facts = facts_for(turn)
    return report.show(turn, facts, *flow.start(facts, line=turn.incoming.text))


def _begin_or_ask(turn: Turn) -> Response:
    """Take a line as a report, and say how to have it answered as a question instead."""
    response = _begin(turn)
    *first, last = response.replies
    button = Button(turn.texts.plain("report.button.ask"), Ask(turn.incoming.text))
    return replace(response, replies=(*first, replace(last, rows=(*last.rows, (button,)))))


def _go_on(turn: Turn) -> Response:
    """Take up the report that was cancelled last, as its button does; without one, begin."""
    chat = turn.incoming.chat
    kept = name_of(ResumeReport)
    data = dialogues.offered(turn.session, turn.who.id, chat, kept, turn.now - FOLLOW_UP)
    tap = None if data is None else dialogues.tap(turn.session, turn.who.id, chat, data, turn.now)
    left = None if tap is None else decode(tap.action)
    return report.resume(turn, left) if isinstance(left, ResumeReport) else report.begin(turn)
