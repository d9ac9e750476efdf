"""What is shown of the communities, as it was told, decided upon and taken back; append-only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert
from sqlmodel import col, select

from zc_bot.errors import NotAllowed
from zc_bot.evaluation.showing import Shot, Showing, ShowingState, Told, photos_of
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Act, Principal
from zc_bot.storage import audit
from zc_bot.storage.marks import mark
from zc_bot.storage.open_dialogues import dialogues_of
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.sql import changed, inserted, number_of, upsert
from zc_bot.storage.tables import Photo, ShowingDraft, ShowingRow
from zc_bot.values import dataclass

UNREADABLE = ValueError, TypeError, AttributeError
"""What reading what was told, or is being put together, raises where it can't be."""
_all = Prepared(select(ShowingRow).order_by(col(ShowingRow.id)))
OPEN = timedelta(days=7)
"""So long what was begun can be gone on with."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A photo in both sizes, each by the hash of its content and its size in bytes; width and height of the large."""

    large: str
    large_size: int
    small: str
    small_size: int
    width: int
    height: int


def load(session: Session, who: Principal) -> tuple[Showing, ...]:
    """Return what stands, the oldest first, as far as `who` may see it.

    What is not approved is seen by its authority's own people and by who reviews.
    """
    return tuple(one for one in _standing(session) if one.state == "approved" or _sees(who, one))


def _standing(session: Session) -> Iterable[Showing]:
    return {one.root: one for one in _versions(session)}.values()


def _versions(session: Session) -> Iterator[Showing]:
    """Give every version of every entry, the oldest first."""
    first: dict[int, int] = {}

    def make(row: Any) -> Showing:
        # Of one whose first version can't be read the next tells.
        root = first[row.id] = row.id if row.supersedes is None else first.get(row.supersedes, row.supersedes)
        return _read(row, root)

    yield from session.made(session.execute(_all).all(), make, "showing")


def _sees(who: Principal, one: Showing) -> bool:
    if who.approved_only:
        return False
    return who.may(Act.REVIEW_SHOWING) or one.author == who.id


def find(session: Session, who: Principal, entry: int) -> Showing | None:
    """Return an entry by the version that stands; None where it changed meanwhile, or is not for `who` to see."""
    return next((one for one in load(session, who) if one.id == entry), None)


def of_own(session: Session, who: Principal, programme: Programme) -> tuple[Showing, ...]:
    """Return what stands of the communities that `who` tells of, the newest first; what was withdrawn is left out."""
    own = set(who.reach(Act.SHOW, programme))
    found = [one for one in _standing(session) if one.told.community in own and one.state != "withdrawn"]
    return tuple(reversed(found))


def tell(
    session: Session, who: Principal, programme: Programme, told: Told, now: datetime, mends: int | None = None
) -> int | None:
    """Hand an entry in, or in place of one that was sent back; returns its number, None where that one has changed.

    Raises `NotAllowed` outside who's scope.
    """
    _check(who, programme, told.community)
    if mends is not None:
        before = next((one for one in of_own(session, who, programme) if one.id == mends), None)
        if before is None or before.state != "returned":
            return None
    made = _append(session, who, told, "submitted", "", mends, (who.id, who.name), now)
    audit.note(
        session, who, "showing.tell", told.community, now, entry=made, kind=told.kind, photos=len(told.photos),
        row=mark(session, "showing", made),
    )
    return made


def decide(
    session: Session, who: Principal, programme: Programme, entry: int, approve: bool, now: datetime, reason: str = ""
) -> Showing | None:
    """Approve what waits, or send it back with a reason; None where it changed meanwhile.

    Raises `NotAllowed` unless `who` reviews, and for one's own.
    """
    if not who.may(Act.REVIEW_SHOWING):
        raise NotAllowed("showing")
    found = find(session, who, entry)
    if found is None or found.state != "submitted":
        return None
    if found.author == who.id:
        raise NotAllowed("own_showing")
    return _change(session, who, found, "approved" if approve else "returned", reason, now)


def withdraw(session: Session, who: Principal, programme: Programme, entry: int, now: datetime) -> Showing | None:
    """Take an entry back, whatever it stands at; None where its words changed meanwhile. Raises `NotAllowed`.

    entry: any of its versions, since the button that came with it is older than what was decided of it.
    """
    asked = next((one for one in _versions(session) if one.id == entry), None)
    standing = (one for one in _standing(session) if asked is not None and one.root == asked.root)
    found = next(standing, None)
    if found is None or asked is None or found.state == "withdrawn" or found.told != asked.told:
        return None
    _check(who, programme, found.told.community)
    return _change(session, who, found, "withdrawn", "", now)


def _change(
    session: Session, who: Principal, found: Showing, state: ShowingState, reason: str, now: datetime
) -> Showing:
    author = found.author, found.author_name
    made = _append(session, who, found.told, state, reason, found.id, author, now)
    audit.note(
        session, who, f"showing.{state}", found.told.community, now, entry=found.root, kind=found.told.kind,
        row=mark(session, "showing", made),
    )
    return Showing(made, found.root, found.told, state, reason, *author, now)


def _check(who: Principal, programme: Programme, community: str) -> None:
    if community not in who.reach(Act.SHOW, programme):
        raise NotAllowed("showing")


def _append(
    session: Session, who: Principal, told: Told, state: str, reason: str, supersedes: int | None,
    author: tuple[int, str], now: datetime,
) -> int:
    row = {
        "kind": told.kind, "community": told.community, "what": told.what, "place": told.place,
        "milestone": told.milestone, "name": told.name, "day": told.day.isoformat() if told.day else None,
        "agreed": told.agreed, "photos": json.dumps([[one.photo, one.caption] for one in told.photos],
                                                    ensure_ascii=False),
        "state": state, "reason": reason, "supersedes": supersedes, "author": author[0], "author_name": author[1],
        "actor": who.id, "actor_name": who.name, "recorded_at": now,
    }
    return inserted(session, insert(ShowingRow), row)


def _read(row: Any, root: int) -> Showing:
    shots = tuple(Shot(photo, caption) for photo, caption in json.loads(row.photos))
    told = Told(
        row.kind, row.community, row.what, row.place, row.milestone, row.name,
        date.fromisoformat(row.day) if row.day else None, row.agreed, shots,
    )
    return Showing(row.id, root, told, row.state, row.reason, row.author, row.author_name, row.recorded_at)


def keep_photo(session: Session, person: int, stored: Stored, now: datetime) -> int:
    """Note a photo whose files are kept; returns its number."""
    row = {name: getattr(stored, name) for name in Stored.__slots__}
    return inserted(session, insert(Photo), {**row, "person": person, "recorded_at": now})


def photos(session: Session, numbers: Iterable[int]) -> Mapping[int, Stored]:
    """Return photos by their numbers."""
    wanted = select(Photo).where(col(Photo.id).in_(list(numbers)))
    return {number_of(row.id): _stored(row) for row in session.exec(wanted)}


def _stored(row: Any) -> Stored:
    return Stored(*(getattr(row, name) for name in Stored.__slots__))


def forget_photos(session: Session, before: datetime) -> int:
    """Drop the photos of before a moment that no draft holds, nor an entry unless it was taken back before it.

    While one of those can't be read none is dropped: it may hold any. Returns how many.
    """
    try:
        held = photos_of(one for one in _standing(session) if one.state != "withdrawn" or one.recorded_at >= before)
        for state in session.exec(select(ShowingDraft.state)):
            held |= {photo for photo, _ in json.loads(state).get("photos", ())}
    except UNREADABLE:
        return 0
    old = session.exec(select(Photo.id).where(col(Photo.recorded_at) < before))
    lost = [one for one in old if one not in held]
    return changed(session, delete(Photo).where(col(Photo.id).in_(lost))) if lost else 0


def load_draft(session: Session, person: int, now: datetime) -> str | None:
    """Return what somebody is putting together, as JSON."""
    found = dialogues_of(session, person).showing
    return found.state if found is not None and found.at >= now - OPEN else None


def touched(session: Session, person: int) -> datetime | None:
    """Return when somebody last went on with what they put together."""
    found = dialogues_of(session, person).showing
    return None if found is None else found.at


def save_draft(session: Session, person: int, state: str, now: datetime) -> None:
    """Keep what somebody is putting together in place of what was there."""
    statement = upsert(session, ShowingDraft).values(person=person, state=state, touched_at=now)
    put = {"state": state, "touched_at": now}
    session.execute(statement.on_conflict_do_update(index_elements=["person"], set_=put))


def drop_draft(session: Session, person: int) -> bool:
    """Give up what somebody was putting together; False where there was nothing."""
    return bool(changed(session, delete(ShowingDraft).where(col(ShowingDraft.person) == person)))


def newest(session: Session) -> int:
    """Return the number of the newest version; it grows with each change."""
    return session.exec(select(func.max(col(ShowingRow.id)))).first() or 0
