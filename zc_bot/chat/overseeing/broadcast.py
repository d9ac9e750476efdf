"""A message to all, a role, an authority or those who are late: written, seen with its count, confirmed, sent once.

What became of it is told when all of it is through.
"""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta

from markupsafe import Markup

from zc_bot.chat.actions import AimBroadcast, AwaitMessage, AwaitSend, ChooseAuthority, LeaveBroadcast, SendBroadcast
from zc_bot.chat.confirming import await_word, is_typed
from zc_bot.chat.cycles import newest_cycle
from zc_bot.chat.letters import letter_of
from zc_bot.chat.overseeing.progress import late
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Rules, Turn
from zc_bot.parsing.language import written
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.hidden import visible_lines
from zc_bot.policy.roles import ROLES, Act
from zc_bot.storage import audit, broadcasts, dialogues, outbox, people, reachable
from zc_bot.storage.broadcasts import Outcome
from zc_bot.storage.reachable import Reach
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import Texts, join, texts_for
from zc_bot.texts.people import role_name, word_beside
from zc_bot.texts.reminders import authority_name, word_moment

LONGEST = 3500
A_SECOND = 25
NAMED = 10
LONG = timedelta(minutes=20)
"""After so long it is told how far a message is of which some still waits."""
EVERYBODY, LATE = "all", "late"


def write(turn: Turn) -> Response:
    """Show what would go out, to how many, offer to narrow whom it is for, and ask for the word."""
    return _preview(turn, visible_lines(turn.incoming.argument), EVERYBODY)


def take(turn: Turn, action: AwaitMessage) -> Response:
    """Take the text just typed as the message."""
    dialogues.drop_prompt(turn.session, turn.who.id)
    return _preview(turn, visible_lines(turn.incoming.text), action.to)


def show(turn: Turn, action: SendBroadcast) -> Response:
    """Show it again at a button of before, when a tap alone sent it."""
    return _preview(turn, action.text, EVERYBODY)


def aim(turn: Turn, action: AimBroadcast) -> Response:
    """Show it again for other people."""
    return _preview(turn, action.text, action.to)


def choose_authority(turn: Turn, action: ChooseAuthority) -> Response:
    """Offer each authority and member department that has people."""
    there = {code for one in people.admitted(turn.session, turn.who) for code in one.authorities}
    buttons = [
        Button(authority_name(one, turn.today, turn.texts.lang), AimBroadcast(one.code, action.text))
        for one in turn.programme.authorities
        if one.code in there
    ]
    buttons += [
        Button(turn.programme.member_called(name, turn.texts.lang), AimBroadcast(name, action.text))
        for name in turn.programme.members
        if name in there
    ]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return Response((Reply(turn.texts("oversee.broadcast.which_authority"), rows),))


def _preview(turn: Turn, said: str, to: str) -> Response:
    texts = turn.texts
    if not said:
        return _ask(turn, to)
    if (length := len(said.encode("utf-16-le")) // 2) > LONGEST:
        return Response((Reply(texts("oversee.broadcast.too_long", length=length, most=LONGEST)),))
    lines = [
        texts("oversee.broadcast.preview", to=target_name(turn, to), **_counted(turn, to)),
        texts("oversee.broadcast.message", text=said, name=turn.who.name),
    ]
    if any(not one.unreachable for one in _aimed_at(turn, to)):
        lines.append(texts("oversee.broadcast.type", word=texts.plain("oversee.broadcast.word")))
        await_word(turn, AwaitSend(said, to))
    leave = Button(texts.plain("oversee.button.dont_send"), LeaveBroadcast())
    return Response((Reply(join(lines, "\n\n"), (*_aims(turn, said, to), (leave,)), single_use=True),))


def _ask(turn: Turn, to: str) -> Response:
    """Ask for the message; the next text is it."""
    await_word(turn, AwaitMessage(to))
    leave = Button(turn.texts.plain("oversee.button.dont_send"), LeaveBroadcast())
    text = turn.texts("oversee.broadcast.how", to=target_name(turn, to))
    return Response((Reply(text, ((leave,),), single_use=True),))


def _aims(turn: Turn, said: str, to: str) -> tuple[tuple[Button, ...], ...]:
    """Offer whom else it could be for."""
    present = {one.role for one in people.admitted(turn.session, turn.who)}
    kinds = [EVERYBODY, LATE, *(role for role in ROLES if role in present)]
    buttons = [Button(target_name(turn, kind), AimBroadcast(kind, said)) for kind in kinds if kind != to]
    buttons.append(Button(turn.texts.plain("oversee.broadcast.an_authority"), ChooseAuthority(said)))
    return tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))


def target_name(turn: Turn, to: str) -> str:
    """Name whom it is for."""
    if to in ROLES:
        return role_name(to, turn.texts)
    if to in turn.programme.authority:
        return authority_name(turn.programme.authority[to], turn.today, turn.texts.lang)
    if to in turn.programme.members:
        return turn.programme.member_called(to, turn.texts.lang)
    return turn.texts.plain(f"oversee.broadcast.{'late' if to == LATE else 'everybody'}")


def leave(turn: Turn, _: LeaveBroadcast) -> Response:
    """Leave the message that was shown."""
    return Response((Reply(turn.texts("oversee.broadcast.left")),))


def send(turn: Turn, action: AwaitSend) -> Response:
    """Send the message that was shown, if the word was typed."""
    if not is_typed(turn, "oversee.broadcast.word"):
        return Response((Reply(turn.texts("oversee.broadcast.left")),))
    said, everybody = action.text, _aimed_at(turn, action.to)
    told = [one for one in everybody if not one.unreachable]
    number = broadcasts.begin(turn.session, turn.who, len(everybody), turn.now)
    broadcasts.leave_out(turn.session, number, (one for one in everybody if one.unreachable), turn.now)
    letters = [
        letter_of(
            turn.session,
            Notice(
                one.who.id, texts_for(one.who.lang)("oversee.broadcast.message", text=said, name=turn.who.name),
                key=broadcasts.key_of(number, one.who.id), kind="broadcast",
            ),
            turn.now,
        )
        for one in told
    ]
    outbox.post(turn.session, letters, turn.now)
    kept = audit.Erasable(said, turn.who.id)
    audit.note(turn.session, turn.who, "broadcast", str(number), turn.now, text=kept, people=len(told), to=action.to)
    seconds = math.ceil(len(told) / A_SECOND)
    text = turn.texts("oversee.broadcast.sent", seconds=seconds, **_counted(turn, action.to))
    return Response((Reply(text, receipt=True),), events=frozenset({"tick"}))


def outcome_asked(turn: Turn, text: str) -> Response | None:
    """Say what became of the last message to many; None for a text that does not ask for it, or of who sends none."""
    if not turn.who.may(Act.BROADCAST) or not turn.incoming.private or _OUTCOME.search(text) is None:
        return None
    texts, last = turn.texts, broadcasts.newest(turn.session)
    if last is None:
        return Response((Reply(texts("oversee.broadcast.none_sent")),))
    at = word_moment(last.made_at.astimezone(turn.rules.zone), turn.today, texts.lang)
    name = people.names(turn.session, turn.who).get(last.sender, "")
    found = broadcasts.outcome(turn.session, last.id, last.people)
    return Response((Reply(join([texts("oversee.broadcast.last", at=at, name=name),
                                 _word_outcome(found, last.people, texts)])),))


def outcome_patterns() -> list[str]:
    """Give the pattern that is found in a text which asks what became of a message."""
    return [_OUTCOME.pattern]


_OUTCOME = compile_later(
    lambda: written("(?:<sent_what>).{0,12}?(?:<sent_how>)|(?:<sent_how>).{0,12}?(?:<sent_what>)", "message"),
    re.IGNORECASE,
)


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Tell each sender what became of their message once all of it is through; after a while, how far it is."""
    letters = []
    for one in broadcasts.untold(session):
        found = broadcasts.outcome(session, one.id, one.people)
        if found.waiting and now - one.made_at < LONG:
            continue
        if not found.waiting:
            broadcasts.note_told(session, one.id, now)
        if (who := people.find(session, one.sender)) is not None:
            key = f"halfway:{one.id}" if found.waiting else f"through:{one.id}"
            text = _word_outcome(found, one.people, texts_for(who.lang))
            letters.append(letter_of(session, Notice(who.id, text, key=key), now))
    return outbox.post(session, letters, now)


def _word_outcome(found: Outcome, count: int, texts: Texts) -> Markup:
    """Say whom a message to so many reached, why not whom it did not, and who these are."""
    head = "halfway" if found.waiting else "through"
    lines = [texts(f"oversee.broadcast.{head}", sent=found.sent, count=count)]
    lines += [
        texts(f"oversee.broadcast.{kind}", count=count)
        for kind in ("blocked", "left_out", "never", "missing", "gone", "uncertain", "waiting")
        if (count := getattr(found, kind))
    ]
    if found.not_reached:
        more = texts.plain("remind.more") if len(found.not_reached) > NAMED else ""
        names = texts.plain("remind.comma").join(found.not_reached[:NAMED])
        lines.append(texts("oversee.broadcast.names", names=names + more))
    return join(lines)


def _counted(turn: Turn, to: str) -> dict[str, int | str]:
    """Count whom it is for and who is reached, and beside that those whom it most likely does not reach."""
    everybody = _aimed_at(turn, to)
    return {"count": sum(one.is_reached for one in everybody), "beside": word_beside(everybody, turn.texts)}


def _aimed_at(turn: Turn, to: str) -> list[Reach]:
    """Return everybody whom it is for, reached or not."""
    owing: tuple[str, ...] = ()
    if to == LATE and (cycle := newest_cycle(turn)) is not None:
        owing = late(turn, cycle.year)
    return [
        one for one in reachable.reach(turn.session, turn.who)
        if one.who.id != turn.who.id and _fits(one, to, frozenset(owing))
    ]


def _fits(one: Reach, to: str, owing: frozenset[str]) -> bool:
    """Tell whether a message is for somebody; owing: the authorities that are late."""
    if to == LATE:
        return one.who.reports_own and bool(owing & set(one.who.authorities))
    return to in {EVERYBODY, one.who.role, *one.who.authorities}
