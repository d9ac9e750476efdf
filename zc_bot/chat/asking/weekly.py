"""The digest on Mondays, to whoever asked for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from zc_bot.chat.actions import SubscribeWeekly
from zc_bot.chat.asking import consult
from zc_bot.chat.asking.permitting import acts_of
from zc_bot.chat.letters import letter_of
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Rules, Turn
from zc_bot.parsing.language import is_said
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.roles import Act, require
from zc_bot.storage import outbox, people, posted, requests
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import join, texts_for


def spoken(turn: Turn, text: str) -> Response | None:
    """Offer to begin or end the digest, where a text wants that: 每周一发我, no more weekly digest; else None."""
    sent = is_said(text, "order.send_me") or is_said(text, "order.no_more")
    is_named = is_said(text, "order.digest") or (is_said(text, "order.weekly") and sent)
    ends = is_said(text, "order.no_more") or (is_named and is_said(text, "order.takes_back"))
    if not (is_named or ends) or is_said(text, "order.reminder") or not turn.incoming.private:
        return None
    has_it = requests.is_subscribed(turn.session, turn.who)
    if not is_named and not has_it:
        return None
    require(turn.who, Act.GET_DIGEST)
    state = ("has" if has_it else "begin") if not ends else ("end" if has_it else "has_none")
    button = Button(turn.texts.plain(f"weekly.button.{'end' if has_it else 'begin'}"), SubscribeWeekly(not has_it))
    return Response((Reply(turn.texts(f"weekly.asked.{state}"), ((button,),)),))


def subscribe(turn: Turn, action: SubscribeWeekly) -> Response:
    """Begin or end the digest."""
    requests.subscribe(turn.session, turn.who, action.wanted, turn.now)
    return Response((Reply(turn.texts("weekly.begun" if action.wanted else "weekly.ended")),))


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Send the digest of the last week on the first working day of a week."""
    today = now.astimezone(rules.zone).date()
    monday = today - timedelta(today.weekday())
    letters = [letter for person in requests.subscribers(session)
               for letter in _digest(session, rules, person, monday.isoformat(), now)]
    return outbox.post(session, letters, now)


def _digest(session: Session, rules: Rules, person: int, monday: str, now: datetime) -> list[Letter]:
    who = people.find(session, person)
    key = f"{posted.WEEKLY}{person}:{monday}"
    if who is None or posted.last_of(session, key) is not None:
        return []
    last = now.astimezone(rules.zone).date()
    first = last - timedelta(last.weekday() + 7)
    asked, status = Meaning("changes", days=(first, first + timedelta(6))), Meaning("status")
    if not all(who.may(act) for act in (Act.GET_DIGEST, *acts_of(asked), *acts_of(status))):
        return []
    changes = consult.answer_meaning(session, rules, who, asked, now).rendered.text
    whole = consult.answer_meaning(session, rules, who, status, now).rendered.text
    texts = texts_for(who.lang)
    text = join([texts("weekly.head"), changes, "", whole])
    end = Button(texts.plain("weekly.button.end"), SubscribeWeekly(False))
    return [letter_of(session, Notice(person, text, ((end,),), key, "digest"), now)]
