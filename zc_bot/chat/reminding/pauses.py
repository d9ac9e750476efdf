"""What a reminder's buttons do besides reporting: seen, put off, muted but for the last calls, handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zc_bot.chat.cycles import cycle_for, open_cycles
from zc_bot.chat.reminding.nudges import OPEN_REPORT, WALK
from zc_bot.chat.reminding.personal import MOST_SAID
from zc_bot.chat.replies import Action, Button, Notice, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.policy.roles import Principal
from zc_bot.reminders.gaps import missing_of
from zc_bot.reminders.moments import MomentFault, read_moment
from zc_bot.storage import audit, dialogues, figures, outbox, people
from zc_bot.texts.catalog import join, texts_for
from zc_bot.texts.numbers import shorten
from zc_bot.texts.reminders import word_deadline, word_moment

PREFIX = "pause:"
MOST_COLLEAGUES = 4
UNTIL = "pause:until"
"""The prompt that waits for the moment until which reminders are put off: (year,)."""


def tapped(turn: Turn, name: str, args: Sequence[str]) -> Response:
    """Do what a reminder's button says."""
    year = int(args[0])
    match name:
        case "seen":
            audit.note(turn.session, turn.who, "remind.seen", args[1], turn.now, year=year)
            return Response(toast=turn.texts.plain("oversee.pause.seen"))
        case "menu":
            return _menu(turn, year)
        case "for":
            return _snooze(turn, year, args[1])
        case "ask":
            dialogues.save_prompt(turn.session, turn.who.id, UNTIL, (str(year),), turn.now)
            return Response((Reply(turn.texts("oversee.pause.ask")),))
        case "mute" | "unmute":
            return _mute(turn, year if name == "mute" else None)
        case _:
            return _hand_over(turn, year, int(args[1]))


def until(turn: Turn, year: str) -> Response:
    """Put reminders off until the moment just typed."""
    return _snooze(turn, int(year), turn.incoming.text)


def _menu(turn: Turn, year: int) -> Response:
    texts = turn.texts
    phrases = (texts.plain(f"oversee.pause.phrase.{number}") for number in range(1, 4))
    offered = [text for text in phrases if not isinstance(read_moment(text, turn.now, turn.rules.zone), MomentFault)]
    rows = [tuple(Button(text, Action(f"{PREFIX}for", (str(year), text))) for text in offered)]
    rows.append((Button(texts.plain("oversee.button.type"), Action(f"{PREFIX}ask", (str(year),))),))
    rows.append((Button(texts.plain("oversee.button.mute"), Action(f"{PREFIX}mute", (str(year),))),))
    for one in _colleagues(turn)[:MOST_COLLEAGUES]:
        hand = Action(f"{PREFIX}hand", (str(year), str(one.id)))
        rows.append((Button(texts.plain("oversee.button.hand", name=one.name), hand),))
    deadline = word_deadline(cycle_for(turn, year).deadline, turn.today, texts.lang)
    return Response((Reply(texts("oversee.pause.menu", deadline=deadline), tuple(rows)),))


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
    people.snooze(turn.session, turn.who.id, moment.at)
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


def _mute(turn: Turn, year: int | None) -> Response:
    people.mute(turn.session, turn.who, year, turn.now)
    if year is None:
        return Response((Reply(turn.texts("oversee.pause.unmuted")),))
    back = Button(turn.texts.plain("oversee.button.unmute"), Action(f"{PREFIX}unmute", (str(year),)))
    return Response((Reply(turn.texts("oversee.pause.muted", year=year), ((back,),)),))


def _colleagues(turn: Turn) -> list[Principal]:
    """Return who else reports for the same authorities."""
    mine = set(turn.who.authorities)
    everybody = (one.who for one in people.reach(turn.session) if not one.unreachable)
    return [
        one for one in everybody if one.reports_own and one.id != turn.who.id and mine & set(one.authorities)
    ]


def _hand_over(turn: Turn, year: int, colleague: int) -> Response:
    """Ask a colleague of the same authority to report instead; the one who asks keeps the last calls."""
    told = next((one for one in _colleagues(turn) if one.id == colleague), None)
    if told is None:
        return Response(toast=turn.texts.plain("chat.say.stale"))
    own = tuple(code for code in told.own(turn.programme) if code in turn.own)
    reported = figures.reported(turn.session, turn.programme, year, own)
    missing = missing_of(turn.programme, year, {(c, m) for c, ms in reported.items() for m in ms})
    owed = [(code, missing[code]) for code in own if code in missing]
    if not owed:
        return Response(toast=turn.texts.plain("oversee.pause.nothing_left"), alert=True)
    key = f"hand:{turn.who.id}:{told.id}:{year}:{turn.today}"
    done = turn.texts("oversee.pause.handed", name=told.name)
    if outbox.known(turn.session, [key]):
        return Response((Reply(done),))
    people.mute(turn.session, turn.who, year, turn.now)
    audit.note(turn.session, turn.who, "remind.hand_over", str(told.id), turn.now, year=year)
    texts = texts_for(told.lang)
    lines = [texts("oversee.pause.handed_to", name=turn.who.name, year=year)]
    lines += [
        texts("chat.start.gap", community=turn.programme.community[code].name(told.lang), count=len(metrics))
        for code, metrics in owed
    ]
    first, metrics = owed[0]
    label = texts.plain("remind.button.begin", metric=turn.programme.metric[metrics[0]].short(told.lang))
    begin = Button(label, Action(OPEN_REPORT, (first, str(year), metrics[0], WALK)))
    notice = Notice(told.id, join(lines), ((begin,),), key)
    return Response((Reply(done),), notices=(notice,))
