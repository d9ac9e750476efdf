"""Ways in: one-time invitations, and a roster whose people share their own contact. Used up as they admit."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, delete, insert, update
from sqlmodel import col, select

from zc_bot.errors import Refusal
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Act, Principal, Role, bodies_of, require
from zc_bot.storage import audit, people, rostered
from zc_bot.storage.candidates import Candidate, grant_faults
from zc_bot.storage.namesakes import told_apart
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed, inserted, number_of
from zc_bot.storage.tables import Invitation, RosterEntry
from zc_bot.values import dataclass

VALID = timedelta(hours=72)
TOKEN_BYTES, TOKEN_LENGTH = 24, 32
"""An invitation's token is so long in letters, digits, - and _."""
PHONE_DIGITS, COUNTRY = 11, "86"
_MOBILE = re.compile("1[3-9][0-9]{9}")
_PLUS = frozenset("+＋﹢⁺")
LISTED = timedelta(days=90)
"""So long a row of the roster lets somebody in."""


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as it was made: `token` is told once and not kept."""

    id: int
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Open:
    """An invitation that still lets somebody in."""

    id: int
    role: str
    authorities: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody who came in, and who had invited them (0: the roster)."""

    who: Principal
    inviter: int


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the roster, with the phone's keyed hash."""

    phone_hash: str
    name: str
    role: str
    authorities: tuple[str, ...] = ()


def token_hash(token: str) -> str:
    """Hash an invitation's token, which is long and random and needs no key."""
    return hashlib.sha256(token.encode()).hexdigest()


def contact_hash(phone: str, key: str) -> str:
    """Hash the phone of a contact that Telegram hands on: its digits begin with the country's code, + or not."""
    return _phone_hash(_digits(phone).removeprefix("00"), key)


def listed_hash(phone: str, key: str) -> str:
    """Hash a phone as people type it: without + or 00, a mobile's 11 digits are one of China."""
    digits = _digits(phone)
    if not _PLUS.intersection(phone) and _MOBILE.fullmatch(digits):
        digits = COUNTRY + digits
    return _phone_hash(digits.removeprefix("00"), key)


def _digits(phone: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", phone) if one.isdecimal())


def _phone_hash(number: str, key: str) -> str:
    """Hash digits that begin with a country's code; China's are kept without it, and all others with a +."""
    chinese = len(number) == len(COUNTRY) + PHONE_DIGITS and number.startswith(COUNTRY)
    kept = number.removeprefix(COUNTRY) if chinese else f"+{number}"
    return hmac.new(key.encode(), kept.encode(), hashlib.sha256).hexdigest()


def invite(
    session: Session, who: Principal, programme: Programme, role: str, authorities: Sequence[str], now: datetime
) -> Invited:
    """Make an invitation. Raises `NotAllowed` unless an admin, `Refusal` for a role or authority that can't be."""
    require(who, Act.MANAGE_PEOPLE)
    if faults := list(grant_faults("-", role, authorities, programme)):
        raise Refusal.of(faults)
    token, expires = secrets.token_urlsafe(TOKEN_BYTES), now + VALID
    number = inserted(
        session,
        insert(Invitation).values(
            token_hash=token_hash(token), role=role, authorities=",".join(authorities), made_by=who.id, made_at=now,
            expires_at=expires, revoked=False,
        ),
    )
    audit.note(session, who, "people.invite", f"invitation {number}", now, role=role, authorities=list(authorities))
    return Invited(number, token, expires)


def open_invitations(session: Session, who: Principal, now: datetime) -> list[Open]:
    """List the invitations that still let somebody in, the newest first. Raises `NotAllowed` unless an admin."""
    require(who, Act.MANAGE_PEOPLE)
    wanted = select(Invitation).where(*_is_open(now)).order_by(col(Invitation.id).desc())
    return [
        Open(number_of(row.id), row.role, _codes(row.authorities), row.expires_at)
        for row in session.exec(wanted)
        if _may_invite(session, row.made_by)
    ]


def _is_open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return col(Invitation.used_by).is_(None), ~col(Invitation.revoked), col(Invitation.expires_at) > now


def revoke(session: Session, who: Principal, invitation: int, now: datetime) -> bool:
    """Take back an invitation that nobody has used. Raises `NotAllowed` unless an admin."""
    require(who, Act.MANAGE_PEOPLE)
    mine = update(Invitation).where(
        col(Invitation.id) == invitation, col(Invitation.used_by).is_(None), ~col(Invitation.revoked)
    )
    done = bool(changed(session, mine.values(revoked=True)))
    if done:
        audit.note(session, who, "people.revoke", f"invitation {invitation}", now)
    return done


def expose(session: Session, hashed: str, person: int, now: datetime) -> int | None:
    """Take back an open invitation that `person` showed to others; returns who made it, None where none is open."""
    valid = (col(Invitation.token_hash) == hashed, *_is_open(now))
    row = session.exec(select(Invitation).where(*valid)).first()
    if row is None or not changed(session, update(Invitation).where(*valid).values(revoked=True)):
        return None
    audit.note(session, OPERATOR, "people.revoke", f"invitation {row.id}", now, shown_by=person)
    return int(row.made_by)


def accept(
    session: Session, programme: Programme, hashed: str, person: int, name: str, now: datetime
) -> Admitted | None:
    """Use an invitation up and admit `person` by it, in the same transaction; None where it does not count."""
    valid = (col(Invitation.token_hash) == hashed, *_is_open(now))
    row = session.exec(select(Invitation).where(*valid)).first()
    if row is None or not _may_invite(session, row.made_by):
        return None
    if not changed(session, update(Invitation).where(*valid).values(used_by=person)):
        return None
    return _admit(session, programme, Candidate(person, name, row.role, _codes(row.authorities)), row.made_by, now)


def lapsed(session: Session, hashed: str, now: datetime) -> bool:
    """Tell whether nobody can use a way in for an admin any more, since it was given out by one of two alone."""
    unused = (
        col(Invitation.token_hash) == hashed,
        col(Invitation.used_by).is_(None),
        col(Invitation.revoked),
        col(Invitation.expires_at) > now,
        col(Invitation.role).in_(sorted(Act.MANAGE_PEOPLE.roles)),
    )
    found = session.exec(select(Invitation.id).where(*unused)).first() is not None
    return found and len(people.admins(session)) >= people.ENOUGH


def _may_invite(session: Session, person: int) -> bool:
    """Tell whether whoever made an invitation is still an admin, or the operator of this machine."""
    inviter = people.find(session, person)
    return person == OPERATOR.id or (inviter is not None and inviter.may(Act.MANAGE_PEOPLE))


def accept_contact(
    session: Session, programme: Programme, hashed: str, person: int, now: datetime
) -> Admitted | None:
    """Admit `person`, whose own phone is on the roster; None where it is not, or was used.

    Nor does a row let somebody in again who was removed or forgotten, unless it was said so when it was put there.
    """
    unused = (
        col(RosterEntry.phone_hash) == hashed,
        col(RosterEntry.used_by).is_(None),
        col(RosterEntry.made_at) > now - LISTED,
    )
    row = session.exec(select(RosterEntry).where(*unused)).first()
    ended = (audit.last(session, f"people.{how}", str(person)) for how in ("remove", "lapsed"))
    if row is None or any(at is not None and at > row.made_at for at in ended):
        return None
    if people.is_known(session, person) and not rostered.was_put_again(session, row.made_at):
        return None
    if not changed(session, update(RosterEntry).where(*unused).values(used_by=person)):
        return None
    candidate = Candidate(person, row.name, row.role, _codes(row.authorities))
    admitted = _admit(session, programme, candidate, 0, now)
    rostered.note(session, admitted.who, person, now)
    return admitted


def admit_listed(
    session: Session, who: Principal, programme: Programme, candidates: Iterable[Candidate], now: datetime,
    again: bool = False,
) -> int:
    """Admit people of a roster by id, all or none; returns how many are new or changed.

    Left as they are: those of whom `rostered.held_back` says why, unless it is said `again`.
    Raises `NotAllowed`, `Refusal`.
    """
    require(who, Act.MANAGE_PEOPLE)
    wanted = [one for one in candidates if again or _held_back(session, one.id, one) is None]
    people.check(session, programme, wanted)
    changed_ones = [one for one in wanted if people.admit(session, who, programme, [one], now)]
    for one in changed_ones:
        rostered.note(session, who, one.id, now)
    return len(changed_ones)


def left_out(session: Session, rows: Iterable[Candidate | Listed]) -> list[str]:
    """Say which rows of a roster change nothing of somebody unless it is said again, and why."""
    found = []
    for one in rows:
        person = one.id if isinstance(one, Candidate) else _came_by(session, one)
        why = None if person is None else _held_back(session, person, one)
        if why is not None:
            found.append(f"{one.name} ({person}) {why}")
    return found


def _held_back(session: Session, person: int, one: Candidate | Listed) -> str | None:
    return rostered.held_back(session, person, one.name, one.role, one.authorities)


def _came_by(session: Session, one: Listed) -> int | None:
    """Return who came in by a row of the roster."""
    used = select(RosterEntry.used_by).where(RosterEntry.phone_hash == one.phone_hash)
    came: int | None = session.exec(used).first()
    return came


def put_on_roster(
    session: Session, who: Principal, programme: Programme, listed: Iterable[Listed], now: datetime,
    again: bool = False,
) -> int:
    """Put people on the roster, all or none; returns how many are new or changed. Raises `NotAllowed`, `Refusal`.

    Whoever came in by it already has the role and authorities of a row that changed from now on. What was decided
    about somebody since a row was first imported stays: who was removed is not let in by it, nor anybody given back
    a role they had, unless it is said `again`.
    """
    require(who, Act.MANAGE_PEOPLE)
    wanted = tuple(listed)
    faults = [
        fault for one in wanted for fault in grant_faults(one.name, one.role, one.authorities, programme)
    ]
    if faults:
        raise Refusal.of(faults)
    put = [one for one in wanted if _put(session, who, programme, one, now, again)]
    if put:
        rostered.note_put(session, who, len(put), now, again)
    return len(put)


def _put(
    session: Session, who: Principal, programme: Programme, one: Listed, now: datetime, again: bool
) -> bool:
    """Put one on the roster, or change who came in by it; False where nothing is new."""
    before = session.exec(select(RosterEntry).where(RosterEntry.phone_hash == one.phone_hash)).first()
    values = {"name": one.name.strip(), "role": one.role, "authorities": ",".join(one.authorities)}
    same = before is not None and all(getattr(before, key) == values[key] for key in values)
    came: int | None = None if before is None else before.used_by
    here = came is not None and people.find(session, came) is not None
    if came is not None and not again and (same or _held_back(session, came, one) is not None):
        return False
    if came is not None and here:
        session.execute(update(RosterEntry).where(col(RosterEntry.phone_hash) == one.phone_hash).values(**values))
        return _put_right(session, who, programme, replace(one, name=_apart(session, one.name, came)), came, now)
    if before is not None and came is None and same and before.made_at > now - LISTED and not again:
        return False
    session.execute(delete(RosterEntry).where(col(RosterEntry.phone_hash) == one.phone_hash))
    session.execute(insert(RosterEntry).values(phone_hash=one.phone_hash, made_at=now, **values))
    return True


def _put_right(
    session: Session, who: Principal, programme: Programme, one: Listed, person: int, now: datetime
) -> bool:
    """Give who came in by a row the role that it has now; False where they have it."""
    candidate = Candidate(person, one.name, one.role, one.authorities)
    if not people.admit(session, who, programme, [candidate], now):
        return False
    rostered.note(session, who, person, now)
    return True


def _apart(session: Session, name: str, person: int) -> str:
    return told_apart(name, person, people.names(session, OPERATOR))


def ways_in_for_admins(session: Session, now: datetime) -> frozenset[tuple[str, datetime]]:
    """Return the invitations and rows of the roster by which somebody may still become an admin."""
    roles = sorted(Act.MANAGE_PEOPLE.roles)
    invited = select(Invitation).where(*_is_open(now), col(Invitation.role).in_(roles))
    unused = select(RosterEntry).where(col(RosterEntry.used_by).is_(None), col(RosterEntry.role).in_(roles))
    return frozenset(
        [(row.token_hash, row.made_at) for row in session.exec(invited)]
        + [(row.phone_hash, row.made_at) for row in session.exec(unused)]
    )


def expects_contacts(session: Session, now: datetime | None = None) -> bool:
    """Tell whether anybody on the roster has still to come, at a moment or at all."""
    wanted = select(RosterEntry.name).where(col(RosterEntry.used_by).is_(None))
    if now is not None:
        wanted = wanted.where(col(RosterEntry.made_at) > now - LISTED)
    return session.exec(wanted.limit(1)).first() is not None


def forget(session: Session, before: datetime) -> int:
    """Drop rows of the roster by which nobody came in any more, made before a moment."""
    old = delete(RosterEntry).where(col(RosterEntry.used_by).is_(None), col(RosterEntry.made_at) < before)
    return changed(session, old)


def _admit(session: Session, programme: Programme, one: Candidate, inviter: int, now: datetime) -> Admitted:
    known = tuple(code for code in one.authorities if code in bodies_of(cast(Role, one.role), programme))
    # Names stand beside figures and decisions: nobody comes in under another's, one who left before included.
    name = _apart(session, one.name, one.id)
    who = people.admit_by_invitation(session, Candidate(one.id, name, one.role, known), now)
    return Admitted(who, inviter)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for code in text.split(",") if code)
