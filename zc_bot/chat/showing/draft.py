"""What somebody is putting together to be shown: its fields in their order, and how a reply fills one."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, timedelta
from typing import Any, Literal, cast

from zc_bot.chat.showing.contact import contact_in
from zc_bot.evaluation.showing import KINDS, Shot, ShowingKind, Told
from zc_bot.parsing.as_of import find_days
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.numerals import FOLD
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.hidden import visible_line
from zc_bot.values import dataclass

Field = Literal["community", "photos", "place", "milestone", "day", "what", "name", "agreed"]
Fault = Literal["photos", "long", "short", "day", "future", "agreed", "named", "empty", "contact"]
FIELDS: Mapping[ShowingKind, tuple[Field, ...]] = {
    "progress": ("community", "photos", "place", "milestone", "day", "what", "agreed"),
    "startup": ("community", "name", "what", "photos", "agreed"),
    "person": ("community", "name", "what", "photos", "agreed"),
    "practice": ("community", "name", "what", "photos", "agreed"),
}
"""Whether whoever is named agreed comes last: it is about all that was given before."""
OPTIONAL: frozenset[Field] = frozenset({"photos", "place", "milestone"})
LONGEST: Mapping[Field, int] = {"place": 60, "milestone": 30, "what": 300, "name": 60}
SHORTEST = 4
"""Characters that a sentence has at least."""
MOST_PHOTOS, LONGEST_CAPTION = 10, 120
_DAY = compile_later(r"(?:(?P<year>20[0-9]{2})[-/.年])?(?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})[日号]?")
_DAYS_AGO = (("today", 0), ("yesterday", 1), ("before", 2))


@dataclass(frozen=True, slots=True)
class Draft:
    """given: fields that were answered, a day as ISO text, '' for left out. albums: those that photos came in.

    mends: the entry that was sent back and this takes the place of.
    """

    kind: ShowingKind = "progress"
    photos: tuple[Shot, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    albums: tuple[str, ...] = ()
    mends: int | None = None

    def next_field(self) -> Field | None:
        """Return the first field that was not answered; None: it can be handed in."""
        return next((one for one in FIELDS[self.kind] if one not in self.given), None)

    def filled(self, name: str, value: str) -> Draft:
        """Answer a field; whether whoever is named agreed is asked again when it is any other."""
        return replace(self, given={**self._without_consent, name: value})

    def without(self, name: str) -> Draft:
        """Have a field asked again; photos are then sent anew."""
        left = {key: value for key, value in self._without_consent.items() if key != name}
        return replace(self, given=left, photos=() if name == "photos" else self.photos)

    def with_photo(self, shot: Shot, album: str) -> Draft:
        """Add a photo."""
        albums = (*self.albums, album) if album and album not in self.albums else self.albums
        given = {**self._without_consent, "photos": "1"}
        return replace(self, photos=(*self.photos, shot), albums=albums, given=given)

    @property
    def holds_something(self) -> bool:
        """Tell whether more than its community was given."""
        return bool(self.photos or self.given.keys() - {"community"})

    @property
    def _without_consent(self) -> Mapping[str, str]:
        """Consent was given to what was told then, and to nothing else."""
        return {key: value for key, value in self.given.items() if key != "agreed"}

    @property
    def told(self) -> Told:
        """Say what it tells, once every field is answered."""
        text, day = self.given.get, self.given.get("day")
        return Told(
            self.kind, text("community", ""), text("what", ""), text("place", ""), text("milestone", ""),
            text("name", ""), date.fromisoformat(day) if day else None, text("agreed") == "yes", self.photos,
        )

    @property
    def digest(self) -> str:
        """Tell one draft from another."""
        return hashlib.sha256(pack(self).encode()).hexdigest()[:16]


def draft_of(told: Told, mends: int) -> Draft:
    """Begin with what was told before and was sent back; whether whoever is named agreed is asked again."""
    given = {
        "community": told.community, "what": told.what, "place": told.place, "milestone": told.milestone,
        "name": told.name, "day": told.day.isoformat() if told.day else "", "photos": "1" if told.photos else "",
    }
    kept = {str(name): given[name] for name in FIELDS[told.kind] if name in given}
    return Draft(told.kind, told.photos, kept, (), mends)


def pack(draft: Draft) -> str:
    """Keep a draft as JSON."""
    plain = {
        "kind": draft.kind, "photos": [[one.photo, one.caption] for one in draft.photos], "given": dict(draft.given),
        "albums": draft.albums, "mends": draft.mends,
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def unpack(state: str) -> Draft | None:
    """Read a draft back; None for what is none."""
    try:
        plain: dict[str, Any] = json.loads(state)
        kind = cast(ShowingKind, plain["kind"])
        shots = tuple(Shot(photo, caption) for photo, caption in plain["photos"])
        return Draft(kind, shots, plain["given"], tuple(plain["albums"]), plain["mends"]) if kind in KINDS else None
    except (KeyError, TypeError, ValueError):
        return None


def says(sense: str, text: str) -> bool:
    """Tell whether a text is one of a sense's words and nothing else."""
    return re.fullmatch(f"(?:{alternatives(f'show.{sense}')})[。.!！~～]?", text.strip(), re.IGNORECASE) is not None


def says_that(sense: str, text: str) -> bool:
    """Tell whether a text says a sense, maybe with its light words (`agreed`, `agreed_light`), and nothing else."""
    words = "|".join(alternatives(f"show.{one}") for one in (sense, f"{sense}_light"))
    only = re.fullmatch(rf"(?:{words}|[\s。.,，!！~～])+", text, re.IGNORECASE)
    return only is not None and re.search(alternatives(f"show.{sense}"), text, re.IGNORECASE) is not None


def read_field(name: Field, text: str, today: date) -> tuple[str, Fault | None]:
    """Read what was typed for a field: its value, or what is wrong with it, a contact as the value."""
    said = visible_line(text)
    if name in OPTIONAL and says("none", said):
        return "", None
    if name == "photos":
        return "", "photos"
    if name == "day":
        return _read_day(said, today)
    if name == "agreed":
        return ("yes", None) if says_that("agreed", said) else ("", None if says_that("nobody", said) else "agreed")
    if len(said) > LONGEST[name]:
        return "", "long"
    if found := contact_in(said):
        return found, "contact"
    if name == "what" and len(said) < SHORTEST:
        return "", "short"
    return (said, None) if said else ("", "empty")


def caption_of(text: str) -> tuple[str, Fault | None]:
    """Read what was written under a photo; a contact in it as the value."""
    said = visible_line(text)
    if len(said) > LONGEST_CAPTION:
        return "", "long"
    found = contact_in(said)
    return (found, "contact") if found else (said, None)


def _read_day(said: str, today: date) -> tuple[str, Fault | None]:
    """Read a day that is past; without a year it is the last such day."""
    for sense, ago in _DAYS_AGO:
        if says(sense, said):
            return (today - timedelta(ago)).isoformat(), None
    match = _DAY.fullmatch(said.translate(FOLD).replace(" ", ""))
    if match is None:
        named = find_days(said, today)
        if len(named) != 1 or named[0].rest:
            return "", "day"
        return (named[0].day.isoformat(), None) if named[0].day <= today else ("", "future")
    try:
        month, day = int(match["month"]), int(match["day"])
        found = date(int(match["year"] or today.year), month, day)
        if match["year"] is None and found > today:
            found = date(today.year - 1, month, day)
    except ValueError:
        return "", "day"
    return (found.isoformat(), None) if found <= today else ("", "future")
