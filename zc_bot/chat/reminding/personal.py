"""Reminders of one's own: set in words, once or repeating, listed and deleted; sent when they are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from markupsafe import Markup

from zc_bot.chat.actions import (
    DoneReminder,
    DropReminder,
    DropReminders,
    GetReminderFile,
    KeepReminder,
    ListReminders,
    Mute,
    RemindAgain,
)
from zc_bot.chat.cycles import newest_cycle
from zc_bot.chat.letters import letter_of
from zc_bot.chat.reminding import planned
from zc_bot.chat.replies import Button, Document, Notice, Reply, Response
from zc_bot.chat.turn import Rules, Turn
from zc_bot.policy.hidden import visible
from zc_bot.policy.roles import OPERATOR, Act
from zc_bot.reminders.cancelling import (
    Cancelled,
    called,
    chosen,
    is_latest,
    is_list,
    is_wish,
    read_called_off,
    read_cancelled,
)
from zc_bot.reminders.moments import Moment, MomentFault, following, read_moment
from zc_bot.reminders.remembering import find_remember
from zc_bot.reminders.spoken_rule import Repeat
from zc_bot.storage import audit, outbox, own_reminders, people, posted
from zc_bot.storage.own_reminders import Own
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import Texts, join, texts_for
from zc_bot.texts.files.calendar_file import reminder_file
from zc_bot.texts.numbers import shorten
from zc_bot.texts.reminders import word_deadline, word_moment

MOST = 50
MOST_SAID = 40
MOST_OFFERED = 8
LATER = (60, 1440)
"""Minutes in which somebody may be reminded once more."""
LISTS = frozenset({"list", "all", "show", "列表", "清单", "全部", "查看"})
"""What stands behind /remind to see what is set."""
LATE = timedelta(hours=1)
"""A reminder that comes later than so says for when it was."""


def command(turn: Turn) -> Response:
    """Set a reminder, cancel some, or list what is set; in a group nothing."""
    if not turn.incoming.private:
        return Response((Reply(turn.texts("own.private")),))
    said = turn.incoming.argument
    if said.lower() in planned.WORDS and turn.who.may(Act.SEE_WAITING):
        return planned.show(turn) if turn.who.scope(Act.NUDGE) == "all" else planned.mine(turn)
    if said.lower() in LISTS:
        return listed(turn)
    return spoken(turn, said) or (set_reminder(turn, said) if said else listed(turn))


def spoken(turn: Turn, text: str) -> Response | None:
    """List one's reminders or offer to delete those that a text cancels; None for any other text."""
    if is_list(text):
        return listed(turn)
    meant = read_cancelled(text)
    return None if meant is None else _offer_those(turn, meant)


def named(turn: Turn, text: str) -> Response | None:
    """Offer to delete those that a text calls off by what they are of: 取消周一的例会; None where none is of it."""
    said = read_called_off(text)
    every = own_reminders.of(turn.session, turn.who) if said else ()
    if not every:
        return None
    moments = [_local(one, turn) for one in every]
    if not called(said, moments, turn.now.astimezone(turn.rules.zone)):
        return None
    return _offer_those(turn, Cancelled(said))


def wished(turn: Turn) -> Moment | MomentFault | None:
    """Read by when something is not to be forgotten: 别忘了周五交表; None for a text of no such thing or time."""
    typed = turn.incoming.text
    may = turn.incoming.private and turn.who.may(Act.REMIND_ONESELF)
    if not may or is_wish(typed) or (said := find_remember(typed)) is None:
        return None
    moment = read_moment(f"{typed[: said.start()]}{typed[said.end() :]}", turn.now, turn.rules.zone)
    return None if isinstance(moment, MomentFault) and moment.code == "no_time" else moment


def propose(turn: Turn, moment: Moment | MomentFault) -> Response:
    """Show a reminder with the button that sets it, or say why it can't be."""
    if isinstance(moment, MomentFault):
        return _at_fault(turn, moment)
    moment = replace(moment, rest=visible(moment.rest))
    day, limit = moment.day_of_month or 0, moment.limit
    shown = KeepReminder(moment.at.isoformat(), moment.rest, moment.repeat or "", day, limit)
    sure = Button(turn.texts.plain("own.button.set"), shown)
    return Response((Reply(turn.texts("own.whether", line=_line(moment, turn)), ((sure,),)),))


def keep(turn: Turn, action: KeepReminder) -> Response:
    """Keep a reminder that was shown, unless its moment has come meanwhile."""
    if not turn.incoming.private:
        return Response(toast=turn.texts.plain("chat.say.stale"))
    at = datetime.fromisoformat(action.at)
    if at <= turn.now:
        return _at_fault(turn, MomentFault("past", word_moment(at, turn.today, turn.texts.lang)))
    repeat = cast("Repeat | None", action.repeat or None)
    return _keep(turn, Moment(at, repeat, action.text, action.day or None, action.limit))


def _at_fault(turn: Turn, fault: MomentFault) -> Response:
    return Response((Reply(turn.texts(f"own.fault.{fault.code}", said=shorten(fault.said, MOST_SAID))),))


def set_reminder(turn: Turn, said: str) -> Response:
    """Read a moment and a text, and keep them."""
    moment = read_moment(said, turn.now, turn.rules.zone)
    return _at_fault(turn, moment) if isinstance(moment, MomentFault) else _keep(turn, moment)


def _keep(turn: Turn, moment: Moment) -> Response:
    texts = turn.texts
    if own_reminders.count(turn.session, turn.who) >= MOST:
        return Response((Reply(texts("own.full", most=MOST)),))
    moment = replace(moment, rest=visible(moment.rest))
    every = Button(texts.plain("own.button.list"), ListReminders())
    known = (_local(one, turn) for one in own_reminders.of(turn.session, turn.who))
    if any((one.at, one.repeat, one.rest) == (moment.at, moment.repeat, moment.rest) for one in known):
        return Response((Reply(texts("own.known", line=_line(moment, turn)), ((every,),)),))
    number = own_reminders.add(turn.session, turn.who, moment, turn.now)
    drop = Button(texts.plain("own.button.drop"), DropReminder(number))
    file = Button(texts.plain("oversee.button.calendar"), GetReminderFile(number))
    lines = [texts("own.set", line=_line(moment, turn))]
    if moment.limit:
        lines.append(texts("own.limit", said=shorten(moment.limit, MOST_SAID)))
    return Response((Reply(join(lines), ((drop, every), (file,))),))


def offer_end(turn: Turn) -> Response:
    """Offer to delete one's own reminders, and to be reminded less of the year that is collected."""
    return _which(turn, "own.which", own_reminders.of(turn.session, turn.who))


def _which(turn: Turn, head: str, found: Sequence[Own], **values: object) -> Response:
    texts = turn.texts
    rows: list[tuple[Button, ...]] = [
        (Button(texts.plain("own.button.drop_it", line=shorten(_line(_local(one, turn), turn), 30)),
                DropReminder(one.id)),)
        for one in found[:MOST_OFFERED]
    ]
    less = _mute(turn)
    if not found and head != "own.over":
        head = "own.none_but_year" if less else "own.none"
    return Response((Reply(texts(head, **values), (*rows, *less)),))


def _mute(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """Offer who reports to be reminded less of the year that is collected."""
    cycle = newest_cycle(turn)
    if not turn.who.reports_own or cycle is None:
        return ()
    key = "mute" if turn.now < cycle.deadline else "mute_late"
    return ((Button(turn.texts.plain(f"oversee.button.{key}"), Mute(cycle.year)),),)


def _offer_those(turn: Turn, meant: Cancelled) -> Response:
    """Show the reminders that are meant, with a button that deletes them; where none is, all that there are."""
    texts, every = turn.texts, own_reminders.of(turn.session, turn.who)
    if meant.keeps:
        return Response((Reply(texts("own.kept")),))
    if is_latest(meant.said) and (rang := heard(turn)) is not None and all(one.id != rang for one in every):
        return _which(turn, "own.over", every)
    if not every or not (meant.said or meant.all):
        return offer_end(turn)
    moments, now = [_local(one, turn) for one in every], turn.now.astimezone(turn.rules.zone)
    wanted = chosen(meant.said, moments, now, _latest(turn, every)) if meant.said else list(range(len(every)))
    left = chosen(meant.but, moments, now) if meant.but else []
    found = [every[at] for at in wanted if at not in left]
    if not found or (meant.but and not left):
        said = shorten(meant.but if found else meant.said, MOST_SAID)
        return _which(turn, "own.no_such" if said else "own.none_left", every, said=said)
    if len(found) > 1 and not meant.all:
        return _which(turn, "own.which", found)
    every_button = Button(texts.plain("own.button.list"), ListReminders())
    lines = [shorten(_line(_local(one, turn), turn), 70) for one in found]
    if len(found) == 1:
        sure = Button(texts.plain("own.button.sure"), DropReminder(found[0].id))
        return Response((Reply(texts("own.sure", line=lines[0]), ((sure, every_button),)),))
    drop = DropReminders(tuple(one.id for one in found))
    sure = Button(texts.plain("own.button.sure_all", count=len(found)), drop)
    shown = [texts("own.line", number=number, line=line) for number, line in enumerate(lines, 1)]
    rows = ((sure, every_button), *(() if meant.said else _mute(turn)))
    return Response((Reply(join([texts("own.sure_all", count=len(found)), *shown]), rows),))


def _latest(turn: Turn, every: Sequence[Own]) -> list[int]:
    """Return the places of the one that was set last, and of one that has just come and comes again."""
    rang = heard(turn)
    newest = max(range(len(every)), key=lambda at: every[at].id)
    again = [at for at, one in enumerate(every) if one.id == rang]
    return list(dict.fromkeys([newest, *again]))


def heard(turn: Turn) -> int | None:
    """Return the number of the reminder that came last, where nothing was said since."""
    kind, _, rest = (posted.newest_of(turn.session, turn.who.id) or "").partition(":")
    return int(rest.partition(":")[0]) if kind == "own" else None


def done(turn: Turn, action: DoneReminder) -> Response:
    """Take what somebody was reminded of as done: one that was put off does not come again."""
    one = own_reminders.find(turn.session, turn.who, action.number)
    if one is not None and one.moment.repeat is None:
        own_reminders.move(turn.session, turn.who, one.id, None)
    return Response(toast=turn.texts.plain("own.done"))


def again(turn: Turn, action: RemindAgain) -> Response:
    """Remind once more of the same, in so many minutes."""
    return again_at(turn, action.number, turn.now + timedelta(minutes=action.minutes))


def again_at(turn: Turn, number: int, at: datetime) -> Response:
    """Remind once more of the same, at a moment (aware); one that repeats goes on as it was."""
    one = own_reminders.find(turn.session, turn.who, number)
    if one is None:
        return Response(toast=turn.texts.plain("own.gone"))
    at = at.astimezone(turn.rules.zone).replace(second=0, microsecond=0)
    once = Moment(at, None, one.moment.rest)
    if one.moment.repeat is None:
        own_reminders.move(turn.session, turn.who, one.id, at)
    elif all((other.moment.at, other.moment.rest) != (at, once.rest) for other in own_reminders.of(
            turn.session, turn.who)):
        own_reminders.add(turn.session, turn.who, once, turn.now)
    return Response((Reply(turn.texts("own.again", line=_line(once, turn))),))


def give_file(turn: Turn, action: GetReminderFile) -> Response:
    """Give one reminder as a calendar file."""
    one = own_reminders.find(turn.session, turn.who, action.number)
    if one is None or not turn.incoming.private:
        return Response(toast=turn.texts.plain("own.gone"))
    content = reminder_file(_local(one, turn), one.id, turn.now, turn.texts)
    audit.note_reading(turn.session, turn.who, "reminder", 1, turn.now)
    return Response((Reply(turn.texts("own.file"), document=Document("reminder.ics", content)),))


def look(turn: Turn, _: ListReminders) -> Response:
    """List one's reminders, in private only."""
    if not turn.incoming.private:
        return Response(toast=turn.texts.plain("chat.say.stale"))
    return listed(turn)


def drop(turn: Turn, action: DropReminder) -> Response:
    """Delete one of one's reminders, in private only."""
    if not turn.incoming.private:
        return Response(toast=turn.texts.plain("chat.say.stale"))
    gone = own_reminders.drop(turn.session, turn.who, action.number)
    return replace(listed(turn), toast=turn.texts.plain("own.dropped" if gone else "own.gone"))


def drop_several(turn: Turn, action: DropReminders) -> Response:
    """Delete those of one's reminders that were shown, in private only."""
    if not turn.incoming.private:
        return Response(toast=turn.texts.plain("chat.say.stale"))
    gone = [number for number in action.numbers if own_reminders.drop(turn.session, turn.who, number)]
    return replace(listed(turn), toast=turn.texts.plain("own.dropped" if gone else "own.gone"))


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Put out what people asked to be reminded of by now; what was missed comes once. Returns how many."""
    langs = {one.id: one.lang for one in people.admitted(session, OPERATOR) if one.may(Act.REMIND_ONESELF)}
    letters = []
    for one in own_reminders.due(session, now):
        try:
            moment = replace(one.moment, at=one.moment.at.astimezone(rules.zone))
            coming = following(moment, now)
            text = _remind(one, moment, now, texts_for(langs.get(one.person, "zh")), rules)
        except (ValueError, TypeError, LookupError, OverflowError):
            own_reminders.put_aside(session, one.id)
            continue
        own_reminders.put_on(session, one.id, None if coming is None else coming.at)
        if one.person in langs:
            rows = _rows(one, texts_for(langs[one.person]))
            letters.append(letter_of(session, Notice(one.person, text, rows, _key(one)), now))
    return outbox.post(session, letters, now)


def _rows(one: Own, texts: Texts) -> tuple[tuple[Button, ...], ...]:
    put_off = (Button(texts.plain(f"own.button.in_{minutes}"), RemindAgain(one.id, minutes)) for minutes in LATER)
    return ((Button(texts.plain("own.button.done"), DoneReminder(one.id)), *put_off),)


def _key(one: Own) -> str:
    return f"own:{one.id}:{one.moment.at.isoformat()}"


def _remind(one: Own, moment: Moment, now: datetime, texts: Texts, rules: Rules) -> Markup:
    text = moment.rest or texts.plain("own.nothing")
    if now - moment.at < LATE:
        return texts("own.now", text=text)
    return texts("own.late", text=text, at=word_deadline(moment.at, now.astimezone(rules.zone).date(), texts.lang))


def listed(turn: Turn) -> Response:
    """List what is set, with a button each to delete it."""
    texts, found = turn.texts, own_reminders.of(turn.session, turn.who)
    if not found:
        return Response((Reply(texts("own.none")),))
    lines = [
        texts("own.line", number=number, line=shorten(_line(_local(one, turn), turn), 70))
        for number, one in enumerate(found, 1)
    ]
    buttons = [
        Button(texts.plain("own.button.drop_one", number=number), DropReminder(one.id))
        for number, one in enumerate(found, 1)
    ]
    rows = tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
    return Response((Reply(join([texts("own.head"), *lines, texts("own.how")]), rows),))


def _local(one: Own, turn: Turn) -> Moment:
    return replace(one.moment, at=one.moment.at.astimezone(turn.rules.zone))


def _line(moment: Moment, turn: Turn) -> str:
    """Word a reminder: 周一 1月20日 09:00 起每月　联席会议材料."""
    texts = turn.texts
    when = word_moment(moment.at, turn.today, texts.lang)
    text = moment.rest or texts.plain("own.nothing")
    key = f"own.repeat.{moment.repeat}" if moment.repeat else "own.once"
    return texts.plain(key, when=when, text=text)
