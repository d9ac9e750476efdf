"""What somebody wants done, said in words: 帮我催一下港闸, 谁没报就催谁, 延期到2月10日, 取消提醒.

Understood, shown, and done by the button beneath: nothing happens by words alone. A question about these is none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from zc_bot.chat.actions import NudgeAll, OfferPauses
from zc_bot.chat.asking import handing, inviting, leavers, messages, nudging, taken_out, urging, weekly
from zc_bot.chat.asking.nudging import Wish, is_nudge, read_wish
from zc_bot.chat.asking.readers import LEFT, Order, Reader, Readers, first_answer, said, that_may_read
from zc_bot.chat.cycles import cycle_meant, newest_cycle
from zc_bot.chat.overseeing import broadcast, progress, silent, taking_back, to_do
from zc_bot.chat.reminding import (
    cover_state,
    cover_words,
    covering,
    days,
    deadline,
    giving_back,
    pauses,
    personal,
    planned,
    postponing,
    reminded,
    snoozing,
    unopened,
    unreminded,
)
from zc_bot.chat.reminding.nudges import nudge_rows
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reporting import submitted
from zc_bot.chat.turn import Turn
from zc_bot.chat.wanted import PLACES, places_in, without_places
from zc_bot.parsing.composition.compose import Whole
from zc_bot.parsing.language import alternatives, is_said
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.normalize import folded_in_place
from zc_bot.parsing.numerals import has_digit
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import find_years, without_years
from zc_bot.parsing.speech import asks
from zc_bot.parsing.update_cache import for_an_update
from zc_bot.policy.roles import Act
from zc_bot.reminders import cancelling, later, remembering
from zc_bot.reminders.cancelling import is_wish
from zc_bot.reminders.later import wants_later
from zc_bot.reminders.moments import Moment
from zc_bot.texts.catalog import join
from zc_bot.texts.people import who_may
from zc_bot.texts.reminders import authority_name

LONGEST = 60
"""A wish is short; what is longer tells of something."""

_OPEN_END = compile_later("(?:情况|结果|没有)$|[谁几哪]|多少")
_SOON = compile_later(r"\s+(?:next|again)(?![a-z])", re.IGNORECASE)


def ordered(turn: Turn, beside: bool = False) -> Response | None:
    """Do what a text orders, as far as the person may; None where it orders nothing.

    beside: a report is open, of which 以后再报 puts a figure off.
    """
    typed = turn.incoming.text
    order = Order(folded_in_place(typed).strip(" 。.!！~,，"), beside)
    of_any, of_figures_too, of_none = that_may_read(typed, OF_ANY_LENGTH, OF_FIGURES_TOO, OF_NO_FIGURE)
    found = first_answer(of_any, turn, order)
    if found is None and 0 < len(order.text) <= LONGEST:
        found = first_answer(of_figures_too, turn, order)
        if found is None and of_none and not _names_metric(turn, typed):
            found = first_answer(of_none, turn, order)
    return None if found is LEFT else found


def _is_wished(order: Order) -> bool:
    return not order.asked or is_said(order.text, "order.may")


def _cover_taken_back(turn: Turn, order: Order) -> Response | None:
    back = turn.who.reports_own and _is_wished(order) and cover_words.takes_back(order.text)
    return cover_words.take_back(turn) if back else None


def _own_cancelled(turn: Turn, order: Order) -> Response | None:
    return None if pauses.wants_fewer(order.text) else personal.spoken(turn, order.text)


def _outcome(turn: Turn, order: Order) -> Response | None:
    asked = order.asked or asks(order.text) or _OPEN_END.search(order.text) is not None
    return broadcast.outcome_asked(turn, order.text) if asked else None


def _given_back(turn: Turn, order: Order) -> Response | None:
    return giving_back.spoken(turn, order.text, order.beside) if turn.who.reports_own and not order.asked else None


def _cover_told(turn: Turn, order: Order) -> Response | None:
    return cover_state.asked_for(turn, order.text) if turn.who.reports_own else None


def _cover_wanted(turn: Turn, order: Order) -> Response | None:
    if turn.who.reports_own and (_wants_cover(turn, order.text) or handing.hands_on(turn, order.text)):
        return covering.offer(turn, _year(turn, order.text))
    return None


def _unmuted(turn: Turn, order: Order) -> Response | None:
    return pauses.unmute(turn) if turn.who.reports_own and _is_all(order.text, "order.unmute") else None


def _paused(turn: Turn, order: Order) -> Response | None:
    may_wait = _is_all(order.text, "order.pause") and (not order.beside or is_of_reminders(turn, order.text))
    if not turn.who.reports_own or not may_wait:
        return None
    cycle = newest_cycle(turn)
    return LEFT if cycle is None else pauses.menu(turn, OfferPauses(cycle.year))


def _put_off(turn: Turn, order: Order) -> Response | None:
    return pauses.by_words(turn, order.text) if turn.who.reports_own else None


def _mine(turn: Turn, order: Order) -> Response | None:
    """Show what one handed in; of a place that is named, it is told whoever reported it."""
    text = order.text
    stands = re.fullmatch(rf"(?:{alternatives('order.stands')})[?？]?", text, re.IGNORECASE)
    of_mine = stands or (is_said(text, "order.mine") and is_said(text, "order.state"))
    return submitted.mine(turn) if turn.who.reports and of_mine and not places_in(turn, text) else None


def _was_reminded(turn: Turn, order: Order) -> Response | None:
    if turn.who.scope(Act.NUDGE) == "all" and _is_all(order.text, "order.was_reminded"):
        return planned.sent(turn, reminded.day_in(turn, order.text))
    return None


def _planned(turn: Turn, order: Order) -> Response | None:
    text = order.text
    if not (_is_all(_SOON.sub("", text), "order.when_next") or (is_said(text, "order.plan") and not is_wish(text))):
        return None
    if turn.who.scope(Act.NUDGE) == "all":
        return planned.show(turn)
    return planned.mine(turn) if turn.who.may(Act.SEE_WAITING) else personal.listed(turn)


def _invited(turn: Turn, order: Order) -> Response | None:
    return inviting.spoken(turn, order.text) if _is_wished(order) else None


def _nudged(turn: Turn, order: Order) -> Response | None:
    return _nudge(turn, order.text) or LEFT if is_nudge(turn, order.text) else None


def _ended(turn: Turn, order: Order) -> Response | None:
    wants = not order.asked and is_said(order.text, "order.unremind") and not is_wish(order.text)
    return personal.offer_end(turn) if wants else None


def _postponed(turn: Turn, order: Order) -> Response | None:
    return _deadline(turn, order.text, order.asked) or LEFT if _is_of_deadline(turn, order.text) else None


OF_ANY_LENGTH = Readers((
    Reader("who took files along", lambda turn, order: taken_out.spoken(turn, order.text)),
    Reader("days off", lambda turn, _: days.pasted(turn)),
    Reader("a message to many", lambda turn, _: messages.spoken(turn), messages.patterns),
))
OF_FIGURES_TOO = Readers((
    Reader("what became of a message", lambda turn, order: _outcome(turn, order), broadcast.outcome_patterns),
    Reader("somebody left", lambda turn, order: leavers.spoken(turn, order.text), leavers.patterns),
    Reader("what was noted", lambda turn, order: taking_back.spoken(turn, order.text), taking_back.patterns),
    Reader("a reminder that has just come", lambda turn, order: snoozing.spoken(turn, order.text), snoozing.patterns),
    Reader("own reminders", lambda turn, order: _own_cancelled(turn, order), cancelling.patterns),
    Reader("not to forget", lambda turn, order: None if order.asked else _not_to_forget(turn), remembering.patterns),
))
OF_NO_FIGURE = Readers((
    Reader("what there is to do", lambda turn, order: to_do.asked_for(turn, order.text), to_do.patterns),
    Reader("the digest", lambda turn, order: weekly.spoken(turn, order.text),
           said("order.digest", "order.weekly", "order.no_more")),
    Reader("a year", lambda turn, order: _of_year(turn, order.text) if _is_wished(order) else None,
           lambda: [*later.restoring(), *said("order.end", "order.reopen")()]),
    Reader("the deadline", _postponed, later.patterns),
    Reader("a colleague no more", _cover_taken_back, said("order.takes_back", "order.cover_back")),
    Reader("given back", lambda turn, order: _given_back(turn, order), giving_back.patterns),
    Reader("who is not reached", lambda turn, order: silent.asked_for(turn, order.text), said("silent.who")),
    Reader("how it stands with a colleague", _cover_told, said("order.cover")),
    Reader("a colleague", _cover_wanted, handing.patterns),
    Reader("fewer reminders", lambda turn, order: pauses.fewer(turn, order.text), pauses.fewer_patterns),
    Reader("reminders again", _unmuted, said("order.unmute")),
    Reader("a pause", _paused, said("order.pause")),
    Reader("reminders later", _put_off, said("order.again")),
    Reader("what one handed in", _mine, said("order.stands", "order.mine")),
    Reader("who was reminded", _was_reminded, said("order.was_reminded")),
    Reader("who was sent nothing", lambda turn, order: unreminded.asked_for(turn, order.text), reminded.patterns),
    Reader("what was sent", lambda turn, order: reminded.asked_for(turn, order.text), reminded.patterns),
    Reader("what is planned", _planned, said("order.when_next", "order.plan")),
    Reader("invitations that were sent", lambda turn, order: inviting.sent(turn, order.text), said("order.invite")),
    Reader("an invitation", _invited, inviting.patterns),
    Reader("a nudge", _nudged, nudging.patterns),
    Reader("no reminders", _ended, said("order.unremind")),
    Reader("what is called off", lambda turn, order: None if order.asked else personal.named(turn, order.text),
           cancelling.patterns_without_word),
))
"""All that a text may order, in the order in which it is tried."""


def is_of_reminders(turn: Turn, text: str) -> bool:
    """Tell whether all of a text puts reminders off, wants them back or hands it on, so that it is no reason."""
    said = text.strip(" 。.!！~,，")
    put_off = _is_all(said, "order.pause") and re.search("提醒|remind", said, re.IGNORECASE) is not None
    return put_off or _is_all(said, "order.unmute") or (turn.who.reports_own and handing.is_all(turn, said))


def is_no_reason(turn: Turn, text: str) -> bool:
    """Tell whether all of a text is an order, or wants to be shown something, where a reason is asked for."""
    said = folded_in_place(text).strip(" 。.!！~,，")
    shown = any(_is_all(said, sense) for sense in ("order.stands", "order.when_next", "order.was_reminded"))
    return shown or to_do.is_asked(said) or is_of_reminders(turn, text)


def puts_off(turn: Turn, text: str) -> bool:
    """Tell whether a short text is about another deadline, wanted or asked for."""
    if not text or len(text) > LONGEST or _names_metric(turn, text) or is_said(text, "order.other_delay"):
        return False
    return _is_of_deadline(turn, text)


def _is_of_deadline(turn: Turn, text: str) -> bool:
    return wants_later(without_places(turn, text), turn.today) and not is_said(text, "order.reminder")


def _not_to_forget(turn: Turn) -> Response | None:
    """Offer a reminder of what is not to be forgotten by a day; a figure that is told beside it is a report."""
    wish = personal.wished(turn)
    if wish is None or (isinstance(wish, Moment) and has_digit(wish.rest) and _names_metric(turn, wish.rest)):
        return None
    return personal.propose(turn, wish)


def _wants_cover(turn: Turn, text: str) -> bool:
    """Tell whether somebody else is to report: 请人代填, 让张伟帮我报; who did is another question."""
    by_somebody = is_said(text, "order.cover_by") and (
        is_said(text, "order.somebody") or bool(urging.named_people(turn, text))
    )
    return (is_said(text, "order.cover") or by_somebody) and not is_said(text, "order.covered")


def _names_metric(turn: Turn, text: str) -> bool:
    """Tell whether a text is about a figure: 延期项目3个 is a report, and 催化 a word of one; 高新区 is a place."""
    return _holds_metric(turn.rules.lexicon, text, turn.today)


@for_an_update
def _holds_metric(lexicon: Lexicon, text: str, today: date) -> bool:
    tokens = Whole.of(text, lexicon, today).words
    places = [token for token in tokens if any(entry.kind in PLACES for entry in token.entries)]
    return "催化" in text or any(
        entry.kind == "metric" and not any(place.start <= token.start and token.end <= place.end for place in places)
        for token in tokens for entry in token.entries
    )


def _is_all(text: str, sense: str) -> bool:
    return re.fullmatch(rf"(?:{alternatives(sense)})[吧了啊呢]?[?？]?", text, re.IGNORECASE) is not None


def _nudge(turn: Turn, text: str) -> Response | None:
    """Show whom a nudge would reach: the authorities that are named, else all that are late, but those left out."""
    if is_wish(text):
        return None
    wish = read_wish(turn, text)
    if wish is not None and wish.nobody:
        return _nobody(turn)
    if not turn.who.may(Act.NUDGE):
        turn.deny("nudge")
        return Response((Reply(turn.texts("oversee.order.no_nudge", roles=who_may(Act.NUDGE, turn.texts))),))
    if wish is None:
        return _which(turn, text)
    if wish.unknown:
        return Response((Reply(turn.texts("oversee.order.but_whom", said=wish.unknown)),))
    cycle = newest_cycle(turn)
    year = _year(turn, text) or (None if cycle is None else cycle.year)
    if year is None:
        return unopened.none_open(turn)
    if (refused := unopened.refused(turn, year)) is not None:
        return refused
    if not wish.named and not wish.of_all:
        if said := urging.unknown_whom(turn, text):
            return _whom(turn, said, year)
        if not is_said(text, "order.everybody") and len(text) > 8:
            return None
    if turn.who.scope(Act.NUDGE) == "own" and not set(wish.named) <= set(turn.who.authorities):
        turn.deny("nudge")
        return Response((Reply(turn.texts("oversee.order.not_yours")),))
    meant = [code for code in wish.named or progress.late(turn, year) if code not in wish.left_out]
    return _with_notes(turn, wish, progress.propose(turn, meant, year))


def _whom(turn: Turn, said: str, year: int) -> Response:
    """Say that whom a nudge is for is not known, or does not report; all that are late are offered."""
    texts = turn.texts
    everybody = ((Button(texts.plain("oversee.button.nudge_all"), NudgeAll(year)),),)
    if known := urging.named_people(turn, said):
        return Response((Reply(texts("oversee.order.reports_nothing", name=known[0].name), everybody),))
    return Response((Reply(texts("oversee.order.whom", said=said), everybody),))


def _which(turn: Turn, text: str) -> Response | None:
    """Ask which authority is meant by a name of several, each with a button that nudges it."""
    meant = [place for place in places_in(turn, text) if place.is_several]
    cycle = newest_cycle(turn)
    if not meant or cycle is None:
        return None
    community, reach = turn.programme.community, set(turn.who.reach(Act.NUDGE, turn.programme))
    codes = dict.fromkeys(community[code].authority for place in meant for code in place.communities if code in reach)
    if not codes:
        turn.deny("nudge")
        return Response((Reply(turn.texts("oversee.order.not_yours")),))
    rows = nudge_rows(tuple(codes), _year(turn, text) or cycle.year, turn.rules, turn.today, turn.texts.lang, False)
    return Response((Reply(turn.texts("oversee.order.nudge_which"), rows),))


def _nobody(turn: Turn) -> Response:
    """Say that nobody is nudged; who reports is offered to be reminded less."""
    if not turn.who.may(Act.NUDGE) and turn.who.reports_own:
        return personal.offer_end(turn)
    return Response((Reply(turn.texts("oversee.order.nobody_nudged")),))


def _with_notes(turn: Turn, wish: Wish, proposed: Response) -> Response:
    """Say before a proposal that it is done now, whatever time was said, and after it who is left out."""
    texts, (first, *rest) = turn.texts, proposed.replies
    lines = [first.text]
    if wish.at:
        lines.insert(0, texts("oversee.order.nudged_now", at=wish.at))
    if wish.by:
        lines.append(texts("oversee.order.nudged_by", by=wish.by))
    if wish.left_out:
        names = (authority_name(turn.programme.authority[code], turn.today, texts.lang) for code in wish.left_out)
        lines.append(texts("oversee.order.left_out", names=texts.plain("remind.comma").join(names)))
    return replace(proposed, replies=(replace(first, text=join(lines)), *rest))


def _deadline(turn: Turn, text: str, asked: bool) -> Response | None:
    """Take a wish for a later deadline, put as a question too (能不能延期一周); 延期了吗 asks if it was moved."""
    may = not asked or is_said(text, "order.may")
    if is_said(without_places(turn, text), "order.other_delay") or (not may and places_in(turn, text)):
        return None
    cycle = cycle_meant(turn)
    year = _year(turn, text) or (None if cycle is None else cycle.year)
    if year is None:
        return unopened.none_open(turn)
    if not may:
        return Response((Reply(join(deadline.standing(turn, year))),))
    return postponing.postpone(turn, text, year)


def _of_year(turn: Turn, text: str) -> Response | None:
    """Preview that a year ends, is reopened, or has its usual deadline: 结束2018年的收集, 重开2019年, 取消延期."""
    year, newest = _year(turn, text), cycle_meant(turn)
    if later.restores(text, turn.today):
        if not turn.who.may(Act.MOVE_DEADLINE):
            turn.deny("move_deadline")
            roles = who_may(Act.MOVE_DEADLINE, turn.texts)
            return Response((Reply(turn.texts("oversee.order.no_move", roles=roles)),))
        year = year or (None if newest is None else newest.year)
        return None if year is None else deadline.decide(turn, year, "usual")
    if year is None:
        return None
    bare = re.sub(r"[把请将的度 ]|the|of|year", "", without_years(text, turn.today), flags=re.IGNORECASE)
    ends = is_said(text, "order.end") and (is_said(text, "order.collection") or _is_all(bare, "order.end"))
    if ends:
        return _decided(turn, Act.END_YEAR, year, "end")
    if is_said(text, "order.reopen"):
        return _decided(turn, Act.REOPEN_YEAR, year, "reopen")
    return None


def _decided(turn: Turn, act: Act, year: int, order: deadline.Order) -> Response:
    """Preview an order; who may not is told who does."""
    if turn.who.may(act):
        return deadline.decide(turn, year, order)
    turn.deny(act.name.lower())
    return Response((Reply(turn.texts("oversee.order.no_year", roles=who_may(act, turn.texts))),))


def _year(turn: Turn, text: str) -> int | None:
    """Return the year that figures are of; a day's year (2020-02-10) is none."""
    found = [one.year for one in find_years(text, turn.today, in_dates=False) if one.back is None]
    return found[0] if found else None
