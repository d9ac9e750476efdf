"""One more admin where there are two, wanted on the server: one of the two says 好 first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from zc_bot.chat.actions import AgreeToMake, RefuseToMake
from zc_bot.chat.admin.admission import scope_of, telling_admins
from zc_bot.chat.admin.moving import telling_moved
from zc_bot.chat.letters import letter_of
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.errors import Refusal
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Act, Principal, manager
from zc_bot.reminders.deadlines import zone_of
from zc_bot.storage import admission, audit, outbox, people
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.session import Session
from zc_bot.texts.catalog import texts_for
from zc_bot.texts.people import role_name

ASKED, AGREED, REFUSED = "people.ask_make", "people.agree_make", "people.refuse_make"
ENDED = ("people.remove", "people.lapsed", "people.erase")


def who_agrees(session: Session, one: Candidate) -> tuple[Principal, ...]:
    """Return the admins one of whom has to agree before somebody is one more; none: nobody has to."""
    there = people.admins(session)
    makes = one.role in Act.MANAGE_PEOPLE.roles and one.id not in {admin.id for admin in there}
    return there if makes and len(there) >= people.ENOUGH else ()


def ask(
    session: Session, programme: Programme, one: Candidate, admins: Sequence[Principal], now: datetime
) -> None:
    """Ask the admins in the chat, saying as what and of which authorities, and note that they are asked."""
    asked, today = now.isoformat(), now.astimezone(zone_of(programme)).date()
    agreeing = AgreeToMake(one.id, one.name, one.role, asked, tuple(one.authorities))
    for admin in admins:
        texts = texts_for(admin.lang)
        rows = (
            (Button(texts.plain("people.button.agree"), agreeing),),
            (Button(texts.plain("people.button.refuse"), RefuseToMake(one.id, one.name, asked)),),
        )
        scope = scope_of(one.authorities, programme, texts, today)
        text = texts("people.making.ask", name=one.name, number=one.id, role=role_name(one.role, texts), scope=scope)
        outbox.post(session, [letter_of(session, Notice(admin.id, text, rows), now)], now)
    audit.note(session, OPERATOR, ASKED, str(one.id), now)


def admit_named(session: Session, programme: Programme, ids: Iterable[int], now: datetime) -> None:
    """Admit the admins that the settings name; where there were two before, ask about each, every three days."""
    first = not people.admins(session)
    for one in (Candidate(person, f"管理员{person}", manager()) for person in ids):
        if people.is_known(session, one.id):
            continue
        if first or not (admins := who_agrees(session, one)):
            people.admit_first(session, one, now)
        elif (before := audit.last(session, ASKED, str(one.id))) is None or before + admission.VALID < now:
            ask(session, programme, one, admins, now)


def agree(turn: Turn, action: AgreeToMake) -> Response:
    """Agree, and have somebody be an admin; not twice, and not after 72 hours."""
    if _is_over(turn, action.person, action.asked):
        return Response((Reply(turn.texts("people.admin.over")),))
    one = Candidate(action.person, action.name, action.role, action.authorities)
    try:
        session, programme, now = turn.session, turn.programme, turn.now
        with telling_admins(session, programme, now), telling_moved(session, programme, now):
            people.admit(session, turn.who, programme, [one], now)
    except Refusal:
        return Response((Reply(turn.texts("people.admin.over")),))
    audit.note(turn.session, turn.who, AGREED, str(one.id), turn.now)
    scope = scope_of(one.authorities, turn.programme, turn.texts, turn.today)
    role = role_name(one.role, turn.texts)
    return Response((Reply(turn.texts("people.making.done", name=one.name, role=role, scope=scope)),))


def refuse(turn: Turn, action: RefuseToMake) -> Response:
    """Refuse it, which settles it, and tell the other admins."""
    if _is_over(turn, action.person, action.asked):
        return Response((Reply(turn.texts("people.admin.over")),))
    audit.note(turn.session, turn.who, REFUSED, str(action.person), turn.now)
    others = people.admins(turn.session, besides=turn.who.id)
    notices = [
        Notice(one.id, texts_for(one.lang)("people.making.refused", admin=turn.who.name, name=action.name))
        for one in others
    ]
    return Response((Reply(turn.texts("people.left_alone")),), notices=tuple(notices))


def _is_over(turn: Turn, person: int, asked: str) -> bool:
    """Tell whether an admin decided since it was asked, that they go too, or whether that was too long ago."""
    at = datetime.fromisoformat(asked)
    decided = [audit.last(turn.session, action, str(person)) for action in (AGREED, REFUSED, *ENDED)]
    return turn.now - at > admission.VALID or any(one is not None and one >= at for one in decided)
