"""What a typed text is: a reply to the open dialogue, a question beside it, a report, a correction, a reminder."""

from __future__ import annotations

from dataclasses import replace

from zc_bot.chat.actions import Ask, ResumeReport
from zc_bot.chat.asking import as_button, ask, in_time, orders, stating
from zc_bot.chat.asking import named as commands
from zc_bot.chat.asking.beside import words_for_nothing
from zc_bot.chat.asking.by_name import called_by_name
from zc_bot.chat.asking.in_dialogue import answer_in_dialogue
from zc_bot.chat.asking.understood import QUESTION_INTENTS, reminded, understood
from zc_bot.chat.codec import decode, name_of
from zc_bot.chat.facts import facts_for
from zc_bot.chat.overseeing import closing, proved, proving, record
from zc_bot.chat.reminding import cover_words, pauses
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reporting import attaching, doubtful, report, revising, verifying
from zc_bot.chat.reviewing import deciding, review
from zc_bot.chat.showing import dialogue, entries, link
from zc_bot.chat.turn import FOLLOW_UP, Turn
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.speech import asks
from zc_bot.policy.roles import Act
from zc_bot.storage import dialogues, submissions
from zc_bot.submission import flow
from zc_bot.submission.replies import command
from zc_bot.submission.understanding import named
from zc_bot.texts.people import who_may

_CONFIRMS = compile_later("确认|确定|confirm")
_HANDS_IN = compile_later(alternatives("report.hands_in"))
"""Said of a report, and not of what was just answered: 确认提交, and not 好的."""


def answer(turn: Turn) -> Response:
    """Answer a text."""
    if (proof := verifying.verified(turn) or proving.proved(turn)) is not None:
        return proof
    if (begun := dialogue.spoken(turn)) is not None:
        return begun
    if (given := link.spoken(turn) or entries.spoken(turn)) is not None:
        return given
    draft = report.open_draft(turn) if turn.who.reports else None
    return _answer_freely(turn) if draft is None else answer_in_dialogue(turn, draft)


def edited(turn: Turn) -> Response:
    """Answer an edited message: a question anew, figures into the open draft; what was handed in never changes."""
    text = turn.incoming.text
    draft = report.open_draft(turn) if turn.who.reports else None
    figures = stating.reports_figures(turn)
    if draft is not None and figures:
        return answer_in_dialogue(turn, draft)
    is_reply = draft is not None and not (asks(text) or doubtful.asks_openly(text))
    if figures or is_reply or turn.incoming.command:
        return Response((Reply(turn.texts("chat.say.edited")),))
    meaning = understood(turn, ())
    if meaning.intent == "remind":
        return Response((Reply(turn.texts("chat.say.edited_other")),))
    if meaning.intent in QUESTION_INTENTS and turn.who.reports:
        return Response((Reply(turn.texts("chat.say.edited")),))
    if meaning.intent == "report":
        return Response((Reply(turn.texts("chat.say.no_report", roles=who_may(Act.REPORT, turn.texts))),))
    return ask.answer_meaning(turn, meaning)


def _answer_freely(turn: Turn) -> Response:
    """Answer what is typed outside a dialogue: what is to be done, what was or is reported, else what is asked."""
    readers = (
        as_button.spoken, _answered_briefly, commands.not_noted, _of_filed, orders.ordered, in_time.asked,
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
    if turn.who.reports_own and (settled := cover_words.answered(turn)) is not None:
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
        return ask.answer_meaning(turn, understood(turn, ()))
    if (revised := revising.revised(turn) or revising.returned_figure(turn)) is not None:
        return revised
    if not stating.names_only_years(turn) and (more := _followed(turn)) is not None:
        return more
    return _begin(turn) if stating.is_report(turn) or stating.is_the_rest(turn) else None


def _answer_whole(turn: Turn) -> Response:
    """Answer by what the text means as a whole."""
    meaning, reports = understood(turn, ()), turn.who.reports
    if (waits := _what_waits(turn, meaning)) is not None:
        return waits
    if meaning.intent == "remind":
        return reminded(turn)
    is_report = meaning.intent == "report" or meaning.reason == "report"
    if reports and not is_report and (stated := _stated(turn, meaning)) is not None:
        return stated
    unread = meaning.intent in stating.NOT_UNDERSTOOD
    if unread and turn.who.reports_own and (whether := cover_words.answered(turn, else_unread=True)) is not None:
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
    meaning = understood(turn, ())
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
    if ask.context_of(turn) is None or not understood(turn, ()).rule.startswith("another bound"):
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
