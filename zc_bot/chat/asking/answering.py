"""What a typed text is: a reply to the open dialogue, a question beside it, a report, a correction, a reminder."""

from __future__ import annotations

import re
from dataclasses import replace

from zc_bot.chat.actions import Ask, ResumeReport
from zc_bot.chat.asking import ask, orders
from zc_bot.chat.codec import decode, name_of
from zc_bot.chat.facts import facts_for
from zc_bot.chat.overseeing import closing, proved, proving
from zc_bot.chat.reminding import covering, personal
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
from zc_bot.parsing.numerals import has_digit
from zc_bot.parsing.periods import is_year, without_years
from zc_bot.parsing.quantities import Quantity, find_quantities, read_quantity
from zc_bot.parsing.question import understand
from zc_bot.parsing.refusals import Rejection
from zc_bot.parsing.speech import asks, is_put_as_question
from zc_bot.parsing.words import read_word
from zc_bot.policy.roles import Act
from zc_bot.reminders.cancelling import is_wish
from zc_bot.reminders.moments import Moment, read_moment
from zc_bot.storage import dialogues, submissions
from zc_bot.submission import events as ev
from zc_bot.submission import flow
from zc_bot.submission.draft import Draft, Waiting
from zc_bot.submission.facts import Facts
from zc_bot.submission.pasted import is_table
from zc_bot.submission.reasons import read_reason
from zc_bot.submission.relative import is_relative
from zc_bot.submission.replies import Typed, command
from zc_bot.submission.understanding import Named, named

MOST_REVISED = 12
_NUDGES, _HANDS_IN = re.compile(alternatives("order.nudge")), re.compile(alternatives("report.hands_in"))
"""The latter said of a report, and not of what was just answered: 确认提交, and not 好的."""
SHORT_ANSWER = 20
_SAYS_WHETHER = re.compile(r"[有没无]|\b(?:yes|no|not|have|only)\b")
_IN_THE_MAKING = re.compile(
    "(?:正|还|尚)?在?[筹在待拟][建办批设]中?|under construction|pending|in progress", re.IGNORECASE
)
_ASKS_SHORTLY = re.compile("[几哪谁何怎吗呢么?？]|多少")
SHORTEST_WISH = 4
"""推迟 alone, said to the question for a figure, puts off the figure."""
NOT_UNDERSTOOD = frozenset({"clarify", "unknown", "help"})
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
    figures = reports_figures(turn)
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
        return Response((Reply(turn.texts("chat.say.no_report")),))
    return ask.answer_meaning(turn, meaning)


def reports_figures(turn: Turn) -> bool:
    """Tell whether a text that asks nothing names figures with their amounts, from somebody who reports."""
    text = turn.incoming.text
    if not turn.who.reports or asks(text) or _names_only_years(turn):
        return False
    return any(one.text for one in named(text, facts_for(turn)).figures)


def asks_for_figures(turn: Turn) -> bool:
    """Tell whether a text is understood as a question that names figures, put as one or not."""
    meaning = _understood(turn, ())
    return bool(meaning.metrics) and meaning.intent not in {*QUESTION_INTENTS, "remind"}


def wishes(turn: Turn) -> bool:
    """Tell whether a text is a wish to be reminded: 提醒我明天上午报数."""
    return is_wish(turn.incoming.text) and _understood(turn, ()).intent == "remind"


def replies_with_value(turn: Turn) -> bool:
    """Tell whether a text is a value and nothing else while a report is open."""
    return _is_value(turn.incoming.text, with_words=False) and report.open_draft(turn) is not None


def is_line(turn: Turn) -> bool:
    """Tell whether what was typed is a report in one line, with its community and figures."""
    meaning = understand(turn.incoming.text, turn.rules.lexicon, today=turn.today, lang=turn.who.lang)
    return meaning.intent == "report" and bool(meaning.communities and meaning.metrics)


def _answer_in_dialogue(turn: Turn, draft: Draft) -> Response:
    """Take a reply; what is put as a question, or was no reply, is answered and leaves the draft alone."""
    text, facts = turn.incoming.text, facts_for(turn)
    if (chosen := doubtful.chosen_by_word(turn)) is not None:
        return ask.tapped(turn, chosen) if isinstance(chosen, Ask) else doubtful.note(turn, chosen)
    if turn.who.reports_own and (settled := covering.answered(turn, openly=True)) is not None:
        return settled
    # A wish beside a figure never takes it away.
    states = bool(named(text, facts).figures) or doubtful.holds_amount(text)
    if not states and (own := _own_reminder(turn, draft)) is not None:
        return own
    # What can be no reason is a wish there, too.
    reason = draft.step == "reason" and not orders.is_of_reminders(turn, text)
    whole = len(text) >= SHORTEST_WISH or re.fullmatch(alternatives("order.delay"), text.strip(" 。.!！~"))
    wishes = not reason and command(text) is None and whole and not states
    if wishes and (done := orders.ordered(turn, beside=True)) is not None:
        return done
    if draft.step != "reason" and (files := attaching.asked_for_by_name(turn)) is not None:
        return files
    waits_for_nothing = not draft.holds_figures and draft.step in {"community", "year", "menu", "list"}
    may_correct = waits_for_nothing and command(text) in {None, "retype"}
    if may_correct and (revised := revising.revised(turn)) is not None:
        return revised
    after, said = flow.step(draft, Typed(text), facts)
    kind = read_reason(text, facts).kind if draft.step == "reason" else "question"
    explains = kind != "question"
    if kind == "reason" and doubtful.may_ask(text):
        return _asked_at_reason(turn, draft)
    if flow.gave_reason(said, text) and may_correct_figure(text):
        return doubtful.ask_whether_reason(turn, draft)
    if said and isinstance(said[0], ev.Explained | ev.WhyReason | ev.StillMissing):
        return report.show(turn, facts, after, said, before=draft)
    asked = is_put_as_question(text) or not (flow.took(said) or explains) or _is_whole_question(turn, explains)
    if asked and command(text) is None and read_word(text) is None and not _may_answer(draft, text):
        meaning = _at_hand(turn, draft) or _understood(turn, () if draft.community is None else (draft.community,))
        if meaning.intent == "remind" and draft.step != "reason":
            return _reminded(turn)
        if meaning.intent not in QUESTION_INTENTS and not _may_be_a_range(turn, meaning):
            if doubtful.may_report(turn):
                return doubtful.ask_which(turn)
            return doubtful.not_noted(turn, ask.answer_meaning(turn, meaning))
    if said and isinstance(said[0], ev.Reprompt) and asks(text) and doubtful.states(turn):
        return doubtful.ask_which(turn)
    return report.show(turn, facts, after, said, before=draft)


def _own_reminder(turn: Turn, draft: Draft) -> Response | None:
    """Set or cancel a reminder beside a report; where a reason is asked for it begins as a wish, with a time."""
    text = turn.incoming.text
    if (cancelled := personal.spoken(turn, text)) is not None:
        return cancelled
    if not is_wish(text) or _understood(turn, ()).intent != "remind":
        return None
    moment = read_moment(text, turn.now, turn.rules.zone)
    begins = text.lstrip().lower().startswith(phrases("order.wish"))
    if draft.step == "reason" and not (begins and isinstance(moment, Moment)):
        return None
    return _reminded(turn)


def _reminded(turn: Turn) -> Response:
    """Set a reminder, or show who nudges others how far they are."""
    text = turn.incoming.text
    nudges = turn.who.may(Act.NUDGE) and _NUDGES.search(text) and not is_wish(text)
    return ask.command_status(turn) if nudges else personal.set_reminder(turn, text)


def _asked_at_reason(turn: Turn, draft: Draft) -> Response:
    """Answer what is typed for a reason and asks; where that isn't clear it is asked which of the two it is."""
    meaning = _at_hand(turn, draft) or _understood(turn, () if draft.community is None else (draft.community,))
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
    return (composed or openly) and not _is_report(turn)


def _may_answer(draft: Draft, text: str) -> bool:
    """Tell whether a text asks nothing and holds what could answer the question for a figure: 暂时一个, 有但不完善.

    It names no figure, and would be taken for a question about the one that is asked for.
    """
    may_ask = asks(text) or doubtful.asks_openly(text) or _ASKS_SHORTLY.search(text) is not None
    if draft.step != "value" or may_ask or len(text) > SHORT_ANSWER:
        return False
    if _IN_THE_MAKING.fullmatch(text.strip(" 。.!！")) is not None:
        return True
    return bool(find_quantities(laid_out(text))) or _SAYS_WHETHER.search(text.lower()) is not None


def _at_hand(turn: Turn, draft: Draft) -> Meaning | None:
    """Understand a question about the very figure in question, whose 去年 is the year before the one reported."""
    if draft.community is None or draft.metric is None or draft.year is None:
        return None
    figure = Meaning("value", "", communities=(draft.community,), metrics=(draft.metric,))
    of_year = turn.today.replace(year=draft.year, day=1)
    meaning = understand(turn.incoming.text, turn.rules.lexicon, today=of_year, context=figure, lang=turn.who.lang)
    return meaning if {"communities", "metrics"} <= meaning.carried else None


def _understood(turn: Turn, own: tuple[str, ...]) -> Meaning:
    return understand(
        turn.incoming.text, turn.rules.lexicon, today=turn.today, context=ask.context_of(turn), own=own or turn.own,
        lang=turn.who.lang,
    )


def _answer_freely(turn: Turn) -> Response:
    """Answer what is typed outside a dialogue."""
    text, word = turn.incoming.text, command(turn.incoming.text)
    if word == "cancel":
        return Response((Reply(turn.texts("chat.say.nothing_to_cancel")),))
    if turn.who.reports and (chosen := doubtful.chosen_by_word(turn)) is not None:
        return ask.tapped(turn, chosen) if isinstance(chosen, Ask) else doubtful.note(turn, chosen)
    if turn.who.reports_own and (settled := covering.answered(turn)) is not None:
        return settled
    if word == "go_on" and turn.who.reports:
        return _go_on(turn)
    if word in {"confirm", "finish"} and turn.who.reports and _HANDS_IN.search(text):
        return Response((Reply(turn.texts("chat.say.nothing_to_confirm")),))
    if (done := orders.ordered(turn)) is not None:
        return done
    if (shown := closing.closed(turn)) is not None:
        return shown
    if (files := proved.asked_for(turn, text) or attaching.asked_for(turn)) is not None:
        return files
    if (decided := deciding.ordered(turn)) is not None:
        return decided
    if turn.who.reports and _bounds_anew(turn):
        return ask.answer_meaning(turn, _understood(turn, ()))
    if turn.who.reports and (revised := revising.revised(turn)) is not None:
        return revised
    if turn.who.reports and (returned := revising.returned_figure(turn)) is not None:
        return returned
    asks_of_years = turn.who.reports and _names_only_years(turn)
    if turn.who.reports and not asks_of_years and (more := _followed(turn)) is not None:
        return more
    if turn.who.reports and _is_report(turn):
        return _begin(turn)
    meaning = _understood(turn, ())
    if meaning.rule == "kind: waiting" and turn.who.reviews and turn.incoming.private:
        return review.queue(turn)  # Who reviews is told of all that waits, of whatever year.
    if meaning.intent == "remind":
        return _reminded(turn)
    is_report = meaning.intent == "report" or meaning.reason == "report"
    if asks_of_years and meaning.intent not in NOT_UNDERSTOOD and not is_report:
        return ask.answer_meaning(turn, meaning)
    if not is_report and turn.who.reports and _tries_to_report(turn, meaning):
        return _begin_or_ask(turn)
    if not is_report and turn.who.reports and _tells_by_last_year(turn):
        return _begin_or_ask(turn)
    if not is_report and turn.who.reports and _states_words(turn):
        return doubtful.ask_which(turn)
    if not is_report and turn.who.reports and _may_state(turn, meaning):
        return doubtful.ask_which(turn)
    unread = meaning.intent in NOT_UNDERSTOOD and turn.who.reports_own
    if unread and (whether := covering.answered(turn, else_unread=True)) is not None:
        return whether
    if not is_report and not (meaning.intent in NOT_UNDERSTOOD and turn.who.reports and _says_figures(turn)):
        return _or_note(turn, meaning, ask.answer_meaning(turn, meaning))
    if not turn.who.reports:
        turn.deny("report")
        return Response((Reply(turn.texts("chat.say.no_report")),))
    return _begin(turn)


def _bounds_anew(turn: Turn) -> bool:
    """Tell whether 改成五千 gives the question before another bound, nothing having been handed in of late."""
    if ask.context_of(turn) is None or submissions.last_at(turn.session, turn.who, turn.now - FOLLOW_UP) is not None:
        return False
    return _understood(turn, ()).rule.startswith("another bound")


def _or_note(turn: Turn, meaning: Meaning, response: Response) -> Response:
    """Offer to note a text of one's own figures that asks nothing and was not understood as a question either."""
    text = turn.incoming.text
    if meaning.intent not in NOT_UNDERSTOOD or not turn.who.reports or asks(text) or doubtful.asks_openly(text):
        return response
    facts = facts_for(turn)
    said = named(text, facts)
    tells = [one for one in said.figures if one.phrase or one.text]
    return doubtful.may_note(turn, response) if tells and _is_own(said, facts) else response


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


def _states_words(turn: Turn) -> bool:
    """Tell whether a line names one's own community and says of each of several figures whether it is there.

    通创 管理机构有 统计体系没有 is a report, or asks whether it is so.
    """
    text, facts = turn.incoming.text, facts_for(turn)
    if asks(text) or doubtful.asks_openly(text):
        return False
    said = named(text, facts)
    own = _is_own(said, facts)
    words = [one for one in said.figures if one.fault in {"", "stray_yesno"} and read_word(one.text) is not None]
    if own and len(words) == len(said.figures) > 1:
        return True
    metrics = turn.programme.metric
    yesno = all(
        code in metrics and metrics[code].kind == "yesno"
        for one in said.figures for code in (one.options or (one.metric,))
    )
    return own and yesno and len(said.figures) > 1 and any(read_word(one.text) is not None for one in said.figures)


def _may_state(turn: Turn, meaning: Meaning) -> bool:
    """Tell whether what was understood as a question may say a figure of one's own community, for it asks nothing.

    总产值71.3亿，经办人张敏 · wifi全覆盖了; what chooses among communities is a question.
    """
    text, facts = turn.incoming.text, facts_for(turn)
    if asks(text) or doubtful.asks_openly(text) or meaning.intent in NOT_UNDERSTOOD:
        return False
    said = named(text, facts)
    chooses = meaning.query is not None and meaning.query.ask == "places"
    reported = [one for one in said.figures if one.metric not in turn.programme.derivation]
    stated = [one for one in reported if has_digit(one.text) or read_word(one.text) is not None or _is_range(one)]
    if chooses and not said.communities and any(map(_is_range, stated)):
        return bool(facts.communities)  # 从业人员5000到6000之间 chooses, or is a figure that is not settled.
    own = said.communities or not chooses
    return bool(stated) and bool(own) and _is_own(said, facts) and not _names_only_years(turn)


def _is_range(item: Waiting) -> bool:
    """Tell whether what is said of a figure is two bounds of it: 五千到六千之间."""
    read = read_quantity(item.text)
    return isinstance(read, Rejection) and read.code == "range"


def _is_own(said: Named, facts: Facts) -> bool:
    """Tell whether a line is of a community of one's own: named, or the only one where none is."""
    if not said.communities:
        return len(facts.communities) == 1
    return any(code in facts.communities for codes in said.communities for code in codes)


def _tells_by_last_year(turn: Turn) -> bool:
    """Tell whether a line that asks nothing says clear figures, one of them by last year's: 孵化器增加1个."""
    text, facts = turn.incoming.text, facts_for(turn)
    if asks(text) or doubtful.asks_openly(text):
        return False
    said = named(text, facts)
    tell = [one for one in said.figures if not one.fault and one.metric and _is_value(one.text, with_words=True)]
    by_last = any(is_relative(one.text) for one in tell)
    return by_last and len(tell) == len(said.figures) and not said.leftover and _is_own(said, facts)


def _names_only_years(turn: Turn) -> bool:
    """Tell whether the figures of a text are years, as of a question: 通创 总产值 2024; 同去年 is a figure."""
    text = laid_out(turn.incoming.text)
    if not has_digit(text) or has_digit(without_years(text, turn.today)):
        return False
    figures = named(turn.incoming.text, facts_for(turn)).figures
    return bool(figures) and all(is_year(one.text) for one in figures if one.text)


def _begin(turn: Turn) -> Response:
    facts = facts_for(turn)
    return report.show(turn, facts, *flow.start(facts, line=turn.incoming.text))


def _is_report(turn: Turn) -> bool:
    """Tell whether a line says clear figures of one's own community, whatever else its words could ask.

    通创2019 初创达129家 does, with a draft open or not, though it could choose who has that many.
    """
    if _names_only_years(turn) or asks(turn.incoming.text):
        return False
    if is_table(turn.incoming.text, facts_for(turn)):
        return True
    said = named(turn.incoming.text, facts_for(turn))
    with_words = bool(said.years) or len(turn.incoming.text.strip().splitlines()) > 1
    clear = [one for one in said.figures if not one.fault and _is_value(one.text, with_words)]
    return bool(clear) and len(clear) == len(said.figures) and not said.leftover and _says_figures(turn)


def _tries_to_report(turn: Turn, meaning: Meaning) -> bool:
    """Tell whether a line that asks nothing may be meant as a report of one's own community, though it isn't clear.

    It has a number that is none of its years; or it names the year, and several figures, or one where nothing else
    was understood of it.
    """
    text, facts = turn.incoming.text, facts_for(turn)
    said = named(text, facts)
    own = any(code in facts.communities for codes in said.communities for code in codes)
    tried = [one for one in said.figures if (one.text or one.fault) and one.metric not in turn.programme.derivation]
    if asks(text) or not own or not tried:
        return False
    numbers = any(has_digit(f"{one.text}{one.found}{one.phrase}") or _is_range(one) for one in tried)
    numbers = numbers or bool(said.leftover)
    several = sum(bool(one.text) and not one.fault for one in tried) > 1
    return numbers or (bool(said.years) and (several or meaning.intent in NOT_UNDERSTOOD))


def _begin_or_ask(turn: Turn) -> Response:
    """Take a line as a report, and say how to have it answered as a question instead."""
    response = _begin(turn)
    *first, last = response.replies
    button = Button(turn.texts.plain("report.button.ask"), Ask(turn.incoming.text))
    return replace(response, replies=(*first, replace(last, rows=(*last.rows, (button,)))))


def _is_value(text: str, with_words: bool) -> bool:
    """Tell whether a text is a figure; 没有 and its like are one only where a year is named."""
    return isinstance(read_quantity(text), Quantity) or (
        with_words and (read_word(text) is not None or is_relative(text))
    )


def _says_figures(turn: Turn) -> bool:
    """Tell whether a line that asks nothing names a community of one's own and an amount of a reported figure.

    Who reports for several and names none is asked which one it is.
    """
    text, facts = turn.incoming.text, facts_for(turn)
    if asks(text):
        return False
    said = named(text, facts)
    own = any(code in facts.communities for codes in said.communities for code in codes)
    unsaid = not said.communities and bool(turn.own)
    return (own or unsaid) and any(one.text and one.metric not in turn.programme.derivation for one in said.figures)


def _go_on(turn: Turn) -> Response:
    """Take up the report that was cancelled last, as its button does; without one, begin."""
    chat = turn.incoming.chat
    kept = name_of(ResumeReport)
    data = dialogues.offered(turn.session, turn.who.id, chat, kept, turn.now - FOLLOW_UP)
    tap = None if data is None else dialogues.tap(turn.session, turn.who.id, chat, data, turn.now)
    left = None if tap is None else decode(tap.action)
    return report.resume(turn, left) if isinstance(left, ResumeReport) else report.begin(turn)
