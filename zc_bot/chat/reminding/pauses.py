"""What a reminder's buttons do besides reporting: seen, put off, muted but for the last calls."""

from __future__ import annotations

import re
from datetime import datetime

from zc_bot.chat.actions import (
    AskUntil,
    AwaitUntil,
    HandOver,
    MarkSeen,
    Mute,
    OfferPauses,
    OpenReport,
    PauseFor,
    Unmute,
)
from zc_bot.chat.codec import encode
from zc_bot.chat.cycles import cycle_for, newest_cycle, open_cycles
from zc_bot.chat.reminding import covering
from zc_bot.chat.reminding.personal import MOST_SAID
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.chat.wanted import places_in
from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.roles import Act, require
from zc_bot.reminders.cancelling import is_wish
from zc_bot.reminders.facts import NudgeKey
from zc_bot.reminders.moments import MomentFault, read_moment
from zc_bot.storage import audit, dialogues, posted, reachable
from zc_bot.storage.gaps import missing_in
from zc_bot.texts.catalog import join
from zc_bot.texts.numbers import shorten
from zc_bot.texts.reminders import word_deadline, word_due, word_moment
from zc_bot.values import dataclass

MOST_COLLEAGUES = 4
_EITHER = "(?:<of_reminders>)[^,，。;；]{0,8}?(?:<less>)|(?:<less>)[^,，。;；]{0,3}?(?:<of_reminders>)"
_FEWER = compile_later(lambda: written(_EITHER, "order"), re.IGNORECASE)


def seen(turn: Turn, action: MarkSeen) -> Response:
    """Note that a reminder was seen."""
    audit.note(turn.session, turn.who, "remind.seen", action.stage, turn.now, year=action.year)
    return Response(toast=turn.texts.plain("oversee.pause.seen"))


def acknowledged(turn: Turn) -> Response | None:
    """Take 好 or 收到 right behind a reminder as seen, and say what it was of; None for anything else."""
    heard = "|".join(f"(?:{alternatives(sense)})" for sense in ("order.heard", "order.agree"))
    if not re.fullmatch(heard, turn.incoming.text.strip(" 。.!！~"), re.IGNORECASE):
        return None
    key = posted.newest_of(turn.session, turn.who.id) or ""
    if not key.startswith("remind:"):
        return None
    nudge = NudgeKey.read(key)
    missing = missing_in(turn.session, turn.programme, nudge.year, turn.who.own(turn.programme))
    if not missing:
        return None
    texts = turn.texts
    audit.note(turn.session, turn.who, "remind.seen", nudge.stage, turn.now, year=nudge.year)
    count = sum(len(metrics) for metrics in missing.values())
    due = word_due(cycle_for(turn, nudge.year).deadline, turn.now.astimezone(turn.rules.zone), texts.lang)
    rows = (
        (Button(texts.plain("oversee.button.report"), OpenReport("", nudge.year)),
         Button(texts.plain("oversee.button.later"), OfferPauses(nudge.year))),
    )
    ended = covering.over(turn)  # It may have been meant for that one.
    lines = [texts("oversee.pause.noted", year=nudge.year, count=count), due, *([] if ended is None else [ended])]
    return Response((Reply(join(lines), rows),))


def ask_until(turn: Turn, action: AskUntil) -> Response:
    """Ask until when reminders are to be put off."""
    dialogues.save_prompt(turn.session, turn.who.id, *encode(AwaitUntil(action.year)), turn.now)
    return Response((Reply(turn.texts("oversee.pause.ask")),))


def until(turn: Turn, action: AwaitUntil) -> Response:
    """Put reminders off until the moment just typed."""
    return _snooze(turn, action.year, turn.incoming.text)


def by_words(turn: Turn, text: str) -> Response | None:
    """Put a year's reminders off as a text says whose only matter is that: 三天后再提醒; None for any other text."""
    found = re.fullmatch(rf"(?P<when>.+?)[,，\s]*(?:{alternatives('order.again')})", text.strip(), re.IGNORECASE)
    cycle = newest_cycle(turn)
    if found is None or cycle is None or not missing_in(
        turn.session, turn.programme, cycle.year, turn.who.own(turn.programme)
    ):
        return None
    moment = read_moment(found["when"], turn.now, turn.rules.zone)
    if isinstance(moment, MomentFault) or moment.rest or moment.repeat is not None:
        return None
    return _snooze(turn, cycle.year, found["when"])


def pause_for(turn: Turn, action: PauseFor) -> Response:
    """Put reminders off until an offered moment."""
    return _snooze(turn, action.year, action.until)


def menu(turn: Turn, action: OfferPauses) -> Response:
    """Offer to put reminders off, to mute them, to hand them over. Raises `NotAllowed`."""
    require(turn.who, Act.REMIND_ONESELF)
    texts, year = turn.texts, action.year
    phrases = (texts.plain(f"oversee.pause.phrase.{number}") for number in range(1, 4))
    offered = [text for text in phrases if not isinstance(read_moment(text, turn.now, turn.rules.zone), MomentFault)]
    rows = [tuple(Button(text, PauseFor(year, text)) for text in offered)]
    rows.append((Button(texts.plain("oversee.button.type"), AskUntil(year)),))
    ahead = turn.now < cycle_for(turn, year).deadline
    rows.append((Button(texts.plain("oversee.button.mute" if ahead else "oversee.button.mute_late"), Mute(year)),))
    for one in covering.colleagues(turn.session, turn.who)[:MOST_COLLEAGUES]:
        rows.append((Button(texts.plain("oversee.button.hand", name=one.name), HandOver(year, one.id)),))
    deadline = word_deadline(cycle_for(turn, year).deadline, turn.today, texts.lang)
    return Response((Reply(texts("oversee.pause.menu", deadline=deadline), tuple(rows)),))


def fewer(turn: Turn, text: str) -> Response | None:
    """Offer who reports to have fewer reminders: 催报的消息能不能少发点; to others it is said how many there are."""
    if not turn.incoming.private or is_wish(text) or not wants_fewer(text) or places_in(turn, text):
        return None
    cycle = newest_cycle(turn)
    if turn.who.reports_own and cycle is not None:
        return menu(turn, OfferPauses(cycle.year))
    return Response((Reply(turn.texts("oversee.pause.so_many")),))


def wants_fewer(text: str) -> bool:
    """Tell whether a text wants fewer reminders, and none of them cancelled."""
    return _FEWER.search(text) is not None


def fewer_patterns() -> list[str]:
    """Give the pattern that is found in a text which wants fewer reminders."""
    return [_FEWER.pattern]


def _snooze(turn: Turn, year: int, said: str) -> Response:
    """Put reminders off till a moment in words, which must come before the deadline while that is ahead."""
    texts, moment = turn.texts, read_moment(said, turn.now, turn.rules.zone)
    if isinstance(moment, MomentFault):
        return Response((Reply(texts(f"own.fault.{moment.code}", said=shorten(moment.said, MOST_SAID))),))
    if moment.repeat is not None:
        return Response((Reply(texts("oversee.pause.repeats", said=shorten(said.strip(), MOST_SAID))),))
    last = _last_call(turn)
    if last is not None and last.stages_end < moment.at:
        shown = word_deadline(last.deadline, turn.today, texts.lang)
        until = word_deadline(last.stages_end, turn.today, texts.lang)
        return Response((Reply(texts("oversee.pause.too_late", deadline=shown, until=until)),))
    due = word_deadline(cycle_for(turn, year).deadline, turn.today, texts.lang)
    reachable.snooze(turn.session, turn.who, moment.at, turn.now)
    dialogues.drop_prompt(turn.session, turn.who.id)
    return Response((Reply(texts("oversee.pause.snoozed", at=_at(turn, moment.at), deadline=due)),))


@dataclass(frozen=True, slots=True)
class _LastCall:
    """The next deadline ahead, and when its last reminder falls due."""

    deadline: datetime
    stages_end: datetime


def _last_call(turn: Turn) -> _LastCall | None:
    """Find the next deadline ahead: its last reminder is one that nobody may sleep through."""
    found = []
    for cycle in open_cycles(turn.session, turn.rules, turn.now):
        calls = [due.at for due in cycle.stages if due.stage.code in cycle.last_calls]
        if calls and max(calls) > turn.now:
            found.append(_LastCall(cycle.deadline, max(calls)))
    return min(found, key=lambda call: call.stages_end, default=None)


def _at(turn: Turn, moment: datetime) -> str:
    return word_moment(moment.astimezone(turn.rules.zone), turn.today, turn.texts.lang)


def mute(turn: Turn, action: Mute) -> Response:
    """Send of a year's reminders only the last calls."""
    reachable.mute(turn.session, turn.who, action.year, turn.now)
    back = Button(turn.texts.plain("oversee.button.unmute"), Unmute(action.year))
    cycle = cycle_for(turn, action.year)
    ahead = any(due.at > turn.now for due in cycle.stages if due.stage.code in cycle.last_calls)
    text = turn.texts("oversee.pause.muted" if ahead else "oversee.pause.muted_late", year=action.year)
    return Response((Reply(text, ((back,),)),))


def unmute(turn: Turn, _: Unmute | None = None) -> Response:
    """Send all reminders again."""
    reachable.mute(turn.session, turn.who, None, turn.now)
    return Response((Reply(turn.texts("oversee.pause.unmuted")),))
