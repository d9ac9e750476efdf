"""Reminders of one's own: set in words, once or repeating, listed and deleted; sent when they are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from markupsafe import Markup

from zc_bot.chat.actions import DropReminder, ListReminders
from zc_bot.chat.letters import letter_of
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Rules, Turn
from zc_bot.policy.hidden import visible
from zc_bot.reminders.moments import Moment, MomentFault, following, read_moment
from zc_bot.storage import outbox, own_reminders, people
from zc_bot.storage.own_reminders import Own
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import Texts, join, texts_for
from zc_bot.texts.numbers import shorten
from zc_bot.texts.reminders import word_deadline, word_moment

MOST = 50
MOST_SAID = 40
LATE = timedelta(hours=1)
"""A reminder that comes later than so says for when it was."""


def command(turn: Turn) -> Response:
    """Set a reminder, or list what is set; in a group neither."""
    if not turn.incoming.private:
        return Response((Reply(turn.texts("own.private")),))
    return set_reminder(turn, turn.incoming.argument) if turn.incoming.argument else _listed(turn)


def set_reminder(turn: Turn, said: str) -> Response:
    """Read a moment and a text, and keep them."""
    texts, moment = turn.texts, read_moment(said, turn.now, turn.rules.zone)
    if isinstance(moment, MomentFault):
        return Response((Reply(texts(f"own.fault.{moment.code}", said=shorten(moment.said, MOST_SAID))),))
    if own_reminders.count(turn.session, turn.who) >= MOST:
        return Response((Reply(texts("own.full", most=MOST)),))
    moment = replace(moment, rest=visible(moment.rest))
    number = own_reminders.add(turn.session, turn.who, moment, turn.now)
    drop = Button(texts.plain("own.button.drop"), DropReminder(number))
    every = Button(texts.plain("own.button.list"), ListReminders())
    return Response((Reply(texts("own.set", line=_line(moment, turn)), ((drop, every),)),))


def look(turn: Turn, _: ListReminders) -> Response:
    """List one's reminders, in private only."""
    if not turn.incoming.private:
        return Response(toast=turn.texts.plain("chat.say.stale"))
    return _listed(turn)


def drop(turn: Turn, action: DropReminder) -> Response:
    """Delete one of one's reminders, in private only."""
    if not turn.incoming.private:
        return Response(toast=turn.texts.plain("chat.say.stale"))
    gone = own_reminders.drop(turn.session, turn.who, action.number)
    return replace(_listed(turn), toast=turn.texts.plain("own.dropped" if gone else "own.gone"))


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Put out what people asked to be reminded of by now; what was missed comes once. Returns how many."""
    langs = {one.id: one.lang for one in people.admitted(session)}
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
            letters.append(letter_of(session, Notice(one.person, text, key=_key(one)), now))
    return outbox.post(session, letters, now)


def _key(one: Own) -> str:
    return f"own:{one.id}:{one.moment.at.isoformat()}"


def _remind(one: Own, moment: Moment, now: datetime, texts: Texts, rules: Rules) -> Markup:
    text = moment.rest or texts.plain("own.nothing")
    if now - moment.at < LATE:
        return texts("own.now", text=text)
    return texts("own.late", text=text, at=word_deadline(moment.at, now.astimezone(rules.zone).date(), texts.lang))


def _listed(turn: Turn) -> Response:
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
