"""The people admitted: who they are, what they may do, how to reach them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy
from sqlalchemy import ColumnElement, and_, bindparam, delete, func, insert, or_, type_coerce, update
from sqlmodel import col, select

from zc_bot.errors import Refusal
from zc_bot.policy.languages import language_of
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import (
    OPERATOR,
    ROLES,
    Act,
    Principal,
    Role,
    require,
)
from zc_bot.storage import audit, dialogues, groups, outbox, own_reminders, requests, stand_ins, strangers
from zc_bot.storage.candidates import Candidate, candidate_faults
from zc_bot.storage.namesakes import namesake, untitled
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed, readable
from zc_bot.storage.tables import Invitation, PageLink, Person, RosterEntry
from zc_bot.storage.types import LenientMoment
from zc_bot.values import dataclass

_is_text = and_(
    *(col(one) == sqlalchemy.cast(col(one), sqlalchemy.Text) for one in (Person.name, Person.authorities))
)
"""A blob of the same bytes, which SQLite takes for text, is like no text."""
_known_role = and_(or_(*(col(Person.role) == role for role in ROLES)), _is_text)
"""Whose role is none that there is counts as nobody: what they may do is not known."""
_admitted = select(Person).where(Person.active, _known_role)
_asked = sqlalchemy.select(
    *(col(one) for one in (Person.id, Person.name, Person.role, Person.authorities, Person.language, Person.menu)),
    type_coerce(col(Person.last_seen), LenientMoment()).label("last_seen"),
    col(Person.unreachable_since).is_not(None).label("unreachable"),
)
"""What every update asks of people: a moment that can't be read keeps nobody from being answered."""
SEEN = timedelta(hours=1)
ENOUGH = 2
"""So many admins make another one only together."""
_seen = Prepared(
    update(Person)
    .where(col(Person.id) == bindparam("seen"))
    .values(last_seen=bindparam("now"), unreachable_since=None, unreachable_why=None)
)
_overseers = Prepared(
    _asked.where(
        col(Person.active), _is_text,
        or_(*(col(Person.role) == role for role in sorted(Act.REVIEW.roles))), col(Person.unreachable_since).is_(None)
    ).order_by(col(Person.id))
)
_menu = col(Person.role) + ":" + func.coalesce(col(Person.language), "zh")
_one = Prepared(_asked.where(col(Person.active), _known_role, col(Person.id) == bindparam("person")))
_reporters = Prepared(
    _asked.where(
        col(Person.active), _is_text,
        or_(*(col(Person.role) == role for role in ROLES if Act.REPORT.scopes[role] == "own")),
        col(Person.unreachable_since).is_(None),
        col(Person.last_seen).is_not(None),
        ("," + col(Person.authorities) + ",").like(bindparam("among")),
    ).order_by(col(Person.id))
)


def find(session: Session, person: int) -> Principal | None:
    """Return an admitted person, None for a stranger or somebody who left."""
    row = _row_of(session, person)
    return None if row is None else principal_of(row)


def _row_of(session: Session, person: int) -> Any:
    return session.once((_one, person), ("person",), lambda: session.execute(_one, {"person": person}).first())


def meet(session: Session, person: int, now: datetime) -> Principal | None:
    """Return an admitted person who has just written, keeping to the hour when that was; None for a stranger."""
    row = _row_of(session, person)
    if row is None:
        return None
    if row.last_seen is None or row.unreachable or row.last_seen < now - SEEN:
        session.execute(_seen, {"seen": person, "now": now})
    return principal_of(row)


def admitted(session: Session, who: Principal) -> tuple[Principal, ...]:
    """Return everyone who is admitted, in the order of their ids; to onlookers nobody."""
    return () if who.approved_only else _everybody(session)


def _everybody(session: Session) -> tuple[Principal, ...]:
    return tuple(principal_of(row) for row in rows_of(session))


def removed(session: Session) -> frozenset[int]:
    """Return the ids of those who were admitted once and are not any more."""
    return frozenset(session.exec(select(Person.id).where(~col(Person.active))))


def called(session: Session, who: Principal, names: Collection[str]) -> tuple[Principal, ...]:
    """Return everyone admitted who has one of these names; to onlookers nobody."""
    if who.approved_only or not names:
        return ()
    return tuple(principal_of(row) for row in rows_of(session, col(Person.name).in_(names)))


def of_no_role(session: Session) -> tuple[int, ...]:
    """Return the ids of those admitted whose role is none that there is: they count as nobody."""
    return tuple(session.exec(select(Person.id).where(Person.active, ~_known_role).order_by(col(Person.id))))


def names(session: Session, who: Principal) -> dict[int, str]:
    """Return the name of everybody who was ever admitted, by id; to onlookers nobody's."""
    if who.approved_only:
        return {}
    return dict(iter(session.exec(select(Person.id, Person.name))))


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody admitted, and since when nobody has confirmed that they belong here."""

    who: Principal
    since: datetime


def unconfirmed_since(session: Session, before: datetime) -> tuple[Standing, ...]:
    """Return whoever was last confirmed, or else admitted, before a moment."""
    since = func.coalesce(col(Person.confirmed_at), col(Person.admitted_at))
    rows = rows_of(session, since < before)
    return tuple(Standing(principal_of(row), row.confirmed_at or row.admitted_at) for row in rows)


def rows_of(session: Session, *which: ColumnElement[bool]) -> Sequence[Person]:
    """Return the rows of those admitted, in the order of their ids; what can't be read is passed over."""
    return readable(session, _admitted.where(*which).order_by(col(Person.id)), col(Person.id), "person")


def reviewers(session: Session, besides: int) -> tuple[Principal, ...]:
    """Return who is told of what somebody reported: other reviewers that can be reached, admins for want of them."""
    found = [one for row in session.execute(_overseers).all() if (one := principal_of(row)).id != besides]
    return tuple([one for one in found if not one.may(Act.MANAGE_PEOPLE)] or found)


def reporters_of(session: Session, *authorities: str) -> tuple[Principal, ...]:
    """Return who reports for any of some authorities and can be reached, each once, in the order of their ids."""
    found: dict[int, Principal] = {}
    for authority in authorities:
        among = (principal_of(row) for row in session.execute(_reporters, {"among": f"%,{authority},%"}))
        found |= {one.id: one for one in among if authority in one.authorities}
    return tuple(found[number] for number in sorted(found))


TRIED = "?"
"""Before the role and language of a menu that could not be set: the person's first update sets it."""


def menu_due(session: Session, person: int) -> bool:
    """Tell whether somebody admitted has another command menu than that of their role and language, or none."""
    row = _row_of(session, person)
    return row is not None and row.menu != f"{row.role}:{'zh' if row.language is None else row.language}"


def menus_due(session: Session, limit: int) -> tuple[int, ...]:
    """Return whose menu is to be set, or taken away; who could not be given it before waits for their next update."""
    other = or_(col(Person.menu).is_(None), col(Person.menu).not_in([_menu, TRIED + _menu]))
    wanted = and_(col(Person.active), _known_role, other)
    gone = and_(~col(Person.active), col(Person.menu).is_not(None))
    return tuple(session.exec(select(Person.id).where(or_(wanted, gone)).order_by(col(Person.id)).limit(limit)))


def note_menu(session: Session, person: int, menu: str | None) -> None:
    """Keep for which role and language a person's menu was set; None for none."""
    session.execute(update(Person).where(col(Person.id) == person).values(menu=menu))


def admit(
    session: Session, who: Principal, programme: Programme, candidates: Iterable[Candidate], now: datetime
) -> int:
    """Admit people, all or none; returns how many are new or changed.

    Raises `NotAllowed` unless `who` is an admin, `Refusal` with a line for every fault.
    """
    require(who, Act.MANAGE_PEOPLE)
    wanted = tuple(candidates)
    check(session, programme, wanted)
    return sum(_admit(session, who, one, now) for one in wanted)


def check(session: Session, programme: Programme, wanted: Sequence[Candidate]) -> None:
    """Raise `Refusal` with a line for every fault that keeps somebody from being admitted."""
    faults = [fault for one in wanted for fault in candidate_faults(one, programme)]
    if faults := faults or list(_names_alike(session, wanted)):
        raise Refusal.of(faults)


def _names_alike(session: Session, wanted: Iterable[Candidate]) -> Iterator[str]:
    """Name whoever would be called as another is; those who are called so already stay as they are."""
    known = {one.id: one.name for one in _everybody(session)}
    for one in wanted:
        if known.get(one.id) != one.name.strip() and (other := namesake(one.name, one.id, known)) is not None:
            like = f"{untitled(one.name) or one.name}（二）"
            yield f"id {one.id}: {other} is another's name here; add what tells them apart, like {like}"
        known[one.id] = one.name.strip()


def admit_first(session: Session, one: Candidate, now: datetime) -> None:
    """Admit an admin whom the settings name."""
    _admit(session, OPERATOR, one, now)


def is_known(session: Session, person: int) -> bool:
    """Tell whether somebody was ever admitted."""
    return session.exec(select(Person.id).where(Person.id == person)).first() is not None


def admit_by_invitation(session: Session, one: Candidate, now: datetime) -> Principal:
    """Admit somebody who was invited and wrote to the bot to say so; it is noted as their own act."""
    who = Principal(one.id, one.name, cast(Role, one.role), one.authorities)
    _admit(session, who, one, now)
    session.execute(update(Person).where(col(Person.id) == one.id).values(confirmed_at=now))
    session.execute(_seen, {"seen": one.id, "now": now})
    return find(session, one.id) or who


def confirm_all(session: Session, who: Principal, now: datetime) -> int:
    """Say that everyone admitted still belongs here; returns how many. Raises `NotAllowed` unless an admin."""
    require(who, Act.MANAGE_PEOPLE)
    count = changed(session, update(Person).where(col(Person.active)).values(confirmed_at=now))
    audit.note(session, who, "people.confirm", f"{count} people", now)
    return count


def confirm(session: Session, who: Principal, person: int, now: datetime) -> bool:
    """Say that somebody still belongs here; False for nobody. Raises `NotAllowed` unless an admin."""
    require(who, Act.MANAGE_PEOPLE)
    one = update(Person).where(col(Person.id) == person, col(Person.active))
    if done := bool(changed(session, one.values(confirmed_at=now))):
        audit.note(session, who, "people.confirm", "1 people", now, person=person)
    return done


def remove(session: Session, who: Principal, person: int, now: datetime, why: str = "remove") -> bool:
    """End somebody's access; their figures stay under their name. False: nobody there.

    why: what the line in the audit is called, `people.remove` or `people.lapsed`.

    Raises `NotAllowed` unless `who` is an admin, `Refusal` for the last admin.
    """
    require(who, Act.MANAGE_PEOPLE)
    _keep_an_admin(session, person)
    left = changed(session, update(Person).where(col(Person.id) == person, col(Person.active)).values(active=False))
    if left:
        _leave_behind(session, who, person, now)
        own_reminders.drop_all(session, person)
        requests.drop_all(session, person, now)
        stand_ins.cut(session, person)
        audit.note(session, who, f"people.{why}", str(person), now)
    return bool(left)


def set_language(session: Session, who: Principal, lang: str, now: datetime) -> None:
    """Keep somebody's own choice of language. Raises `NotAllowed`."""
    require(who, Act.CHOOSE_LANGUAGE)
    session.execute(update(Person).where(col(Person.id) == who.id).values(language=lang))
    audit.note(session, who, "people.language", str(who.id), now, to=lang)


def _admit(session: Session, who: Principal, one: Candidate, now: datetime) -> int:
    values = {
        "name": one.name.strip(),
        "role": one.role,
        "authorities": ",".join(dict.fromkeys(one.authorities)),
        "active": True,
    }
    manages = one.role in Act.MANAGE_PEOPLE.roles
    alone = manages and len(admins(session)) < ENOUGH
    known = session.exec(select(Person).where(Person.id == one.id)).first()
    if known is not None and all(getattr(known, key) == value for key, value in values.items()):
        return 0
    if known is None:
        opened = strangers.last_day(session, one.id)
        admitted_as = {"admitted_at": now, "admitted_by": who.id, "last_seen": opened}
        session.execute(insert(Person).values(id=one.id, **admitted_as, **values))
    else:
        if one.role != known.role:
            _keep_an_admin(session, one.id)
        # Whoever comes back counts from now: what was confirmed before their end is no confirmation.
        anew = {} if known.active else {"admitted_at": now, "admitted_by": who.id, "confirmed_at": None}
        session.execute(update(Person).where(col(Person.id) == one.id).values(**values, **anew))
        if any(getattr(known, key) != values[key] for key in ("role", "authorities")):
            _leave_behind(session, who, one.id, now)
    name = audit.Erasable(one.name.strip(), one.id)
    role, codes = values["role"], values["authorities"]
    audit.note(session, who, "people.admit", str(one.id), now, name=name, role=role, authorities=codes)
    if alone and len(admins(session)) >= ENOUGH:
        _end_ways_in_for_admins(session, now)
    return 1


def _end_ways_in_for_admins(session: Session, now: datetime) -> None:
    """End what one admin alone gave out: from now on a second one is asked about each."""
    roles = sorted(Act.MANAGE_PEOPLE.roles)
    unused = and_(col(Invitation.role).in_(roles), col(Invitation.used_by).is_(None), ~col(Invitation.revoked))
    for number in session.exec(select(Invitation.id).where(unused, col(Invitation.expires_at) > now)).all():
        audit.note(session, OPERATOR, "people.revoke", f"invitation {number}", now)
    session.execute(update(Invitation).where(unused).values(revoked=True))
    listed = and_(col(RosterEntry.role).in_(roles), col(RosterEntry.used_by).is_(None))
    session.execute(delete(RosterEntry).where(listed))


def admins(session: Session, besides: int = 0) -> tuple[Principal, ...]:
    """Return who manages people, but one."""
    return tuple(one for one in _everybody(session) if one.may(Act.MANAGE_PEOPLE) and one.id != besides)


def _keep_an_admin(session: Session, person: int) -> None:
    """Refuse to take the role from the last admin: nobody in the chat could give it back."""
    one = find(session, person)
    if one is not None and one.may(Act.MANAGE_PEOPLE) and not admins(session, besides=person):
        raise Refusal(f"{one.name} is the last admin: make another one first")


def _leave_behind(session: Session, who: Principal, person: int, now: datetime) -> None:
    """Let nothing of a former role or district be gone on with: dialogue, button, letter, invitation, link, group.

    What they wished of its reminders is over too.
    """
    session.execute(update(Person).where(col(Person.id) == person).values(snoozed_until=None, muted_year=None))
    dialogues.end_all(session, person)
    outbox.drop_for(session, person, now)
    unused = and_(col(Invitation.made_by) == person, col(Invitation.used_by).is_(None))
    session.execute(update(Invitation).where(unused).values(revoked=True))
    session.execute(delete(PageLink).where(col(PageLink.made_by) == person))
    groups.end_of(session, who, person, now)


def principal_of(row: Any) -> Principal:
    codes = tuple(code for code in row.authorities.split(",") if code)
    return Principal(
        id=row.id, name=row.name, role=row.role, authorities=codes, lang=language_of(row.language)
    )
