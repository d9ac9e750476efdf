"""What a reminder's buttons do besides reporting: seen, put off, muted but for the last calls, handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zc_bot.chat.cycles import cycle_for, open_cycles
from zc_bot.chat.reminding.nudges import OPEN_REPORT, WALK
from zc_bot.chat.reminding.personal import MOST_SAID
from zc_bot.chat.replies import Action, Button, Notice, Reply, Response
from zc_bot.chat.turn import Desk
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


def tapped(desk: Desk, name: str, args: Sequence[str]) -> Response:
    """Do what a reminder's button says."""
    year = int(args[0])
    match name:
        case "seen":
            audit.note(desk.session, desk.who, "remind.seen", args[1], desk.now, year=year)
            return Response(toast=desk.texts.plain("oversee.pause.seen"))
        case "menu":
            return _menu(desk, year)
        case "for":
            return _snooze(desk, year, args[1])
        case "ask":
            dialogues.save_prompt(desk.session, desk.who.id, UNTIL, (str(year),), desk.now)
            return Response((Reply(desk.texts("oversee.pause.ask")),))
        case "mute" | "unmute":
            return _mute(desk, year if name == "mute" else None)
        case _:
            return _hand_over(desk, year, int(args[1]))


def until(desk: Desk, year: str) -> Response:
    """Put reminders off until the moment just typed."""
    return _snooze(desk, int(year), desk.incoming.text)


def _menu(desk: Desk, year: int) -> Response:
    texts = desk.texts
    phrases = (texts.plain(f"oversee.pause.phrase.{number}") for number in range(1, 4))
    offered = [text for text in phrases if not isinstance(read_moment(text, desk.now, desk.rules.zone), MomentFault)]
    rows = [tuple(Button(text, Action(f"{PREFIX}for", (str(year), text))) for text in offered)]
    rows.append((Button(texts.plain("oversee.button.type"), Action(f"{PREFIX}ask", (str(year),))),))
    rows.append((Button(texts.plain("oversee.button.mute"), Action(f"{PREFIX}mute", (str(year),))),))
    for one in _colleagues(desk)[:MOST_COLLEAGUES]:
        hand = Action(f"{PREFIX}hand", (str(year), str(one.id)))
        rows.append((Button(texts.plain("oversee.button.hand", name=one.name), hand),))
    deadline = word_deadline(cycle_for(desk, year).deadline, desk.today, texts.lang)
    return Response((Reply(texts("oversee.pause.menu", deadline=deadline), tuple(rows)),))


def _snooze(desk: Desk, year: int, said: str) -> Response:
    """Put reminders off till a moment in words, which must come before the deadline while that is ahead."""
    texts, moment = desk.texts, read_moment(said, desk.now, desk.rules.zone)
    if isinstance(moment, MomentFault):
        return Response((Reply(texts(f"own.fault.{moment.code}", said=shorten(moment.said, MOST_SAID))),))
    if moment.repeat is not None:
        return Response((Reply(texts("oversee.pause.repeats", said=shorten(said.strip(), MOST_SAID))),))
    last = _last_call(desk)
    if last is not None and last.stages_end < moment.at:
        shown = word_deadline(last.deadline, desk.today, texts.lang)
        until = word_deadline(last.stages_end, desk.today, texts.lang)
        return Response((Reply(texts("oversee.pause.too_late", deadline=shown, until=until)),))
    due = word_deadline(cycle_for(desk, year).deadline, desk.today, texts.lang)
    people.snooze(desk.session, desk.who.id, moment.at)
    dialogues.drop_prompt(desk.session, desk.who.id)
    return Response((Reply(texts("oversee.pause.snoozed", at=_at(desk, moment.at), deadline=due)),))


@dataclass(frozen=True, slots=True)
class _LastCall:
    """The next deadline ahead, and when its last reminder falls due."""

    deadline: datetime
    stages_end: datetime


def _last_call(desk: Desk) -> _LastCall | None:
    """Find the next deadline ahead: its last reminder is one that nobody may sleep through."""
    found = []
    for cycle in open_cycles(desk.session, desk.rules, desk.now):
        calls = [due.at for due in cycle.stages if due.stage.code in cycle.last_calls]
        if calls and max(calls) > desk.now:
            found.append(_LastCall(cycle.deadline, max(calls)))
    return min(found, key=lambda call: call.stages_end, default=None)


def _at(desk: Desk, moment: datetime) -> str:
    return word_moment(moment.astimezone(desk.rules.zone), desk.today, desk.texts.lang)


def _mute(desk: Desk, year: int | None) -> Response:
    people.mute(desk.session, desk.who, year, desk.now)
    if year is None:
        return Response((Reply(desk.texts("oversee.pause.unmuted")),))
    back = Button(desk.texts.plain("oversee.button.unmute"), Action(f"{PREFIX}unmute", (str(year),)))
    return Response((Reply(desk.texts("oversee.pause.muted", year=year), ((back,),)),))


def _colleagues(desk: Desk) -> list[Principal]:
    """Return who else reports for the same authorities."""
    mine = set(desk.who.authorities)
    everybody = (one.who for one in people.reach(desk.session) if not one.unreachable)
    return [
        one for one in everybody if one.role == "reporter" and one.id != desk.who.id and mine & set(one.authorities)
    ]


def _hand_over(desk: Desk, year: int, colleague: int) -> Response:
    """Ask a colleague of the same authority to report instead; the one who asks keeps the last calls."""
    told = next((one for one in _colleagues(desk) if one.id == colleague), None)
    if told is None:
        return Response(toast=desk.texts.plain("chat.say.stale"))
    own = tuple(code for code in told.own(desk.programme) if code in desk.own)
    reported = figures.reported(desk.session, desk.programme, year, own)
    missing = missing_of(desk.programme, year, {(c, m) for c, ms in reported.items() for m in ms})
    owed = [(code, missing[code]) for code in own if code in missing]
    if not owed:
        return Response(toast=desk.texts.plain("oversee.pause.nothing_left"), alert=True)
    key = f"hand:{desk.who.id}:{told.id}:{year}:{desk.today}"
    done = desk.texts("oversee.pause.handed", name=told.name)
    if outbox.known(desk.session, [key]):
        return Response((Reply(done),))
    people.mute(desk.session, desk.who, year, desk.now)
    audit.note(desk.session, desk.who, "remind.hand_over", str(told.id), desk.now, year=year)
    texts = texts_for(told.lang)
    lines = [texts("oversee.pause.handed_to", name=desk.who.name, year=year)]
    lines += [
        texts("chat.start.gap", community=desk.programme.community[code].name(told.lang), count=len(metrics))
        for code, metrics in owed
    ]
    first, metrics = owed[0]
    label = texts.plain("remind.button.begin", metric=desk.programme.metric[metrics[0]].short(told.lang))
    begin = Button(label, Action(OPEN_REPORT, (first, str(year), metrics[0], WALK)))
    notice = Notice(told.id, join(lines), ((begin,),), key)
    return Response((Reply(done),), notices=(notice,))
