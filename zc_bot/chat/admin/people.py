"""The people admitted, for the admin: listed by pages, one at a time, removed, confirmed once a year, invited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zc_bot.chat.actions import (
    AgreeToRemove,
    AskToErase,
    AskToRemove,
    BeginInvitation,
    ConfirmPeople,
    ConfirmPerson,
    KeepPerson,
    ListInvitations,
    RemovePerson,
    ShowPerson,
    TurnAudit,
    TurnPeople,
)
from zc_bot.chat.admin import admission, forgetting
from zc_bot.chat.reminding.nudges import invite_rows
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.errors import Refusal
from zc_bot.policy.roles import Act, Principal
from zc_bot.storage import audit, people, posted, reachable
from zc_bot.storage.admission import VALID
from zc_bot.storage.reachable import Reach
from zc_bot.texts.catalog import join, texts_for
from zc_bot.texts.people import last_seen, person_label, role_name, scope_names, word_silent

PAGE = 8
INVITE = ("invite", "邀请")


def command(turn: Turn) -> Response:
    """List the people, find some by name, or invite somebody."""
    first, _, rest = turn.incoming.argument.partition(" ")
    if first.lower() in INVITE:
        return admission.invite(turn, rest)
    return page(turn, TurnPeople(0, turn.incoming.argument))


def confirm(turn: Turn, _: ConfirmPeople) -> Response:
    """Say that everybody listed still belongs here."""
    count = people.confirm_all(turn.session, turn.who, turn.now)
    return Response((Reply(turn.texts("people.confirmed", count=count)),))


def confirm_one(turn: Turn, action: ConfirmPerson) -> Response:
    """Say that one person still belongs here."""
    if not people.confirm(turn.session, turn.who, action.person, turn.now):
        return Response((Reply(turn.texts("people.gone")),))
    return show(turn, ShowPerson(action.person))


def keep(turn: Turn, _: KeepPerson) -> Response:
    """Leave somebody as they are."""
    return Response((Reply(turn.texts("people.left_alone")),))


def page(turn: Turn, action: TurnPeople) -> Response:
    """List the people, a page of them."""
    texts, number, wanted = turn.texts, action.number, action.wanted
    everybody = [one for one in reachable.reach(turn.session, turn.who) if wanted in one.who.name]
    if not everybody:
        return Response((Reply(texts("people.list.none", name=wanted)),))
    pages = (len(everybody) + PAGE - 1) // PAGE
    number = min(number, pages - 1)
    shown = everybody[number * PAGE : (number + 1) * PAGE]
    rows: list[tuple[Button, ...]] = [
        (Button(person_label(one, turn.programme, texts, turn.today), ShowPerson(one.who.id)),)
        for one in shown
    ]
    pager = [
        Button(texts.plain(f"people.button.{key}"), TurnPeople(to, wanted))
        for key, to in (("before", number - 1), ("after", number + 1))
        if 0 <= to < pages
    ]
    if pager:
        rows.append(tuple(pager))
    rows.append(
        (
            Button(texts.plain("people.button.invite"), BeginInvitation()),
            Button(texts.plain("people.button.open"), ListInvitations()),
        )
    )
    stale = sum(_is_stale(one, turn) for one in everybody)
    if stale and not wanted:
        rows.append((Button(texts.plain("people.button.confirm", year=turn.today.year), ConfirmPeople()),))
    lines = [texts("people.list.head", count=len(everybody), page=number + 1, pages=pages)]
    if silent := word_silent(everybody, texts):
        lines.append(texts("people.list.flagged", kinds=silent))
    if stale:
        lines.append(texts("people.list.stale", count=stale, year=turn.today.year))
    return Response((Reply(join(lines), tuple(rows)),))


def _is_stale(one: Reach, turn: Turn) -> bool:
    """Tell whether nobody has said this year that a person still belongs here."""
    return one.confirmed_at is None or one.confirmed_at.astimezone(turn.rules.zone).year < turn.today.year


def show(turn: Turn, action: ShowPerson) -> Response:
    """Show one person."""
    texts, person = turn.texts, action.person
    found = _find(turn, person)
    if found is None:
        return Response((Reply(texts("people.gone")),))
    lines = [
        texts("people.one.head", name=found.who.name, role=role_name(found.who.role, texts)),
        texts("people.one.id", id=found.who.id),
    ]
    if names := scope_names(found.who.authorities, turn.programme, texts, turn.today):
        lines.append(texts("people.one.scope", names=names))
    lines.append(texts("people.one.seen", at=last_seen(found, turn.now, turn.rules.zone, texts)))
    if found.silence:
        lines.append(texts(f"people.one.silence.{found.silence}"))
    back = Button(texts.plain("people.button.list"), TurnPeople(0))
    done = Button(texts.plain("people.button.audit"), TurnAudit(None, (person,), ""))
    rows: list[tuple[Button, ...]] = [(done, back)]
    if _is_stale(found, turn):
        rows.insert(0, (Button(texts.plain("people.button.stays"), ConfirmPerson(person)),))
    if person != turn.who.id:
        erase = Button(texts.plain("people.button.erase"), AskToErase(person))
        rows.insert(0, (Button(texts.plain("people.button.remove"), AskToRemove(person)), erase))
    return Response((Reply(join(lines), tuple(rows)),))


def ask_remove(turn: Turn, action: AskToRemove) -> Response:
    """Ask before somebody is removed."""
    person = action.person
    found = _find(turn, person)
    if person == turn.who.id:
        return forgetting.not_oneself(turn)
    if found is None:
        return Response((Reply(turn.texts("people.gone")),))
    rows = (
        (Button(turn.texts.plain("people.button.sure"), RemovePerson(person)),),
        (Button(turn.texts.plain("people.button.keep"), KeepPerson()),),
    )
    return Response((Reply(turn.texts("people.ask_remove", name=found.who.name), rows, single_use=True),))


def remove(turn: Turn, action: RemovePerson) -> Response:
    """End somebody's access; where it is an admin's, another one agrees first."""
    found = _find(turn, action.person)
    if found is None:
        return Response((Reply(turn.texts("people.gone")),))
    others = forgetting.who_agrees(turn.session, turn.who, action.person)
    if found.who.may(Act.MANAGE_PEOPLE) and found.who.id != turn.who.id and others:
        return _ask_others(turn, found.who, others)
    return _remove(turn, found, turn.who)


def agree_to_remove(turn: Turn, action: AgreeToRemove) -> Response:
    """Agree, and end an admin's access; not twice, and not once who asked is no admin any more."""
    key = f"remove:{action.admin}:{action.person}:{action.asked}"
    asker, found = people.find(turn.session, action.admin), _find(turn, action.person)
    late = turn.now - datetime.fromisoformat(action.asked) > VALID
    over = Response((Reply(turn.texts("people.admin.over")),))
    if asker is None or not asker.may(Act.MANAGE_PEOPLE) or not forgetting.may_agree(turn, asker, action.person):
        return over
    if found is None or late or posted.known(turn.session, [key]):
        return over
    audit.note(turn.session, turn.who, "people.agree_remove", str(action.person), turn.now, asked=asker.id)
    done = _remove(turn, found, asker)
    told = Notice(asker.id, texts_for(asker.lang)("people.removed", name=found.who.name), (), key)
    return Response(done.replies, notices=(*done.notices, told))


def _ask_others(turn: Turn, person: Principal, others: Sequence[Principal]) -> Response:
    """Ask the other admins whether an admin is to go."""
    notices = []
    for one in others:
        texts = texts_for(one.lang)
        action = AgreeToRemove(turn.who.id, person.id, turn.now.isoformat())
        text = texts("people.removal.agree", name=turn.who.name, person=person.name)
        notices.append(Notice(one.id, text, ((Button(texts.plain("people.button.agree"), action),),)))
    audit.note(turn.session, turn.who, "people.ask_remove", str(person.id), turn.now)
    names = turn.texts.plain("remind.comma").join(one.name for one in others)
    return Response((Reply(turn.texts("people.removal.asked", names=names)),), notices=tuple(notices))


def _remove(turn: Turn, found: Reach, by: Principal) -> Response:
    try:
        gone = people.remove(turn.session, turn.who, found.who.id, turn.now)
    except Refusal:
        return Response((Reply(turn.texts("people.last_admin")),))
    return _removed(turn, found, by) if gone else Response((Reply(turn.texts("people.gone")),))


def _removed(turn: Turn, found: Reach, by: Principal) -> Response:
    """Say so to the admin and to who was removed, and whom their authorities lack now."""
    lines = [turn.texts("people.removed", name=found.who.name)]
    there = {code for one in people.admitted(turn.session, turn.who) if one.reports_own for code in one.authorities}
    empty = [code for code in found.who.authorities if code not in there] if found.who.reports_own else []
    if empty:
        names = scope_names(empty, turn.programme, turn.texts, turn.today)
        lines.append(turn.texts("people.empty_now", names=names))
    rows = invite_rows(empty, turn.rules, turn.today, turn.texts.lang)
    return Response((Reply(join(lines), rows),), notices=(you_were_removed(found.who, by),))


def you_were_removed(one: Principal, by: Principal) -> Notice:
    """Tell somebody that their access was ended, and by whom."""
    return Notice(one.id, texts_for(one.lang)("people.you_were_removed", name=by.name))


def _find(turn: Turn, person: int) -> Reach | None:
    return next((one for one in reachable.reach(turn.session, turn.who) if one.who.id == person), None)
