"""What one message of a rehearsal led to, as the terminal shows it and as `chat --json` writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from zc_bot.chat.actions import SubmitSheet
from zc_bot.chat.codec import name_of
from zc_bot.chat.facts import facts_for
from zc_bot.chat.features import FEATURES
from zc_bot.chat.incoming import Incoming
from zc_bot.chat.reporting.sheet import unpack
from zc_bot.chat.turn import Rules, Turn
from zc_bot.parsing.conversion import Reading
from zc_bot.policy.programme import Programme
from zc_bot.storage import dialogues, figures, people
from zc_bot.storage.observations import Version
from zc_bot.storage.session import Session
from zc_bot.storage.types import canonical
from zc_bot.submission.draft import Draft, Entry, from_json
from zc_bot.submission.facts import Facts
from zc_bot.submission.reading import read
from zc_bot.values import dataclass

AWAITED = frozenset({"value", "reading", "reason", "beside"})
Figure = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with an answer: its content, or of a picture what is to be drawn."""

    name: str
    content: bytes = b""
    chart: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that came back: texts without HTML, the buttons' labels row by row, files, what is recorded.

    received: what came in meanwhile because of others or of the time.
    """

    said: str
    rows: tuple[tuple[str, ...], ...] = ()
    files: tuple[Attached, ...] = ()
    card: tuple[dict[str, Any], ...] = ()
    asks: str | None = None
    refused: tuple[dict[str, str], ...] = ()
    stored: tuple[dict[str, Any], ...] = ()
    received: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """The object that `chat --json` writes for a message."""
        return {
            "said": self.said, "buttons": [label for row in self.rows for label in row],
            "files": [file.name for file in self.files], "card": list(self.card), "asks": self.asks,
            "refused": list(self.refused), "stored": list(self.stored), "received": list(self.received),
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person's reporting stands: what a confirmation would hand in now, and which figure is awaited."""

    card: tuple[dict[str, Any], ...] = ()
    asks: str | None = None


def standing(session: Session, rules: Rules, person: int, since: datetime, now: datetime) -> Standing:
    """Read the open draft and the sheet that waits for its confirmation."""
    stored, who = dialogues.load_draft(session, person), people.find(session, person)
    draft = None if stored is None else from_json(stored.state)
    card: list[dict[str, Any]] = []
    if draft is not None and who is not None:
        turn = Turn(rules, session, Incoming(0, "text", person, person), who, now, who, FEATURES)
        card += _of_draft(draft, facts_for(turn))
    card += _of_sheet(session, rules.programme, person, since)
    asks = draft.metric if draft is not None and draft.step in AWAITED else None
    return Standing(tuple(card), asks)


def recorded_since(session: Session, programme: Programme, before: int) -> tuple[dict[str, Any], ...]:
    """Return the versions that were recorded after the one with this id."""
    return tuple(_stored(one, programme) for one in figures.after(session, before))


def _of_draft(draft: Draft, facts: Facts) -> Iterable[dict[str, Any]]:
    """Give the entries, and of what waits for its reason or its turn that whose value is settled.

    A figure of which it is being asked what it is has none, whatever stood before.
    """
    programme = facts.programme
    settled: dict[str, Figure] = {one.metric: _figure(one, programme) for one in draft.entries}
    for waiting in draft.queue:
        metric = programme.metric.get(waiting.metric)
        clear = metric is not None and waiting.text and not waiting.fault
        said = read(waiting.text, metric, draft, facts) if clear and metric is not None else None
        if isinstance(said, Reading):
            settled[waiting.metric] = _figure(Entry(waiting.metric, said.typed, said.value, said.marker), programme)
    if draft.pending is not None:
        settled[draft.pending.metric] = _figure(draft.pending, programme)
    if draft.step == "reading" and draft.metric is not None:
        settled.pop(draft.metric, None)
    if settled and draft.community and draft.year:
        yield {"community": draft.community, "year": draft.year, "figures": settled}


def _of_sheet(session: Session, programme: Programme, person: int, since: datetime) -> list[dict[str, Any]]:
    """Give what the button of the newest sheet would hand in, unless it was used."""
    action = dialogues.offered_action(session, person, person, name_of(SubmitSheet), since)
    if action is None:
        return []
    return [
        {"community": community, "year": year, "figures": {one.metric: _figure(one, programme) for one in entries}}
        for (community, year), entries in unpack(action[1][0]).items()
    ]


def _figure(entry: Entry, programme: Programme) -> Figure:
    metric = programme.metric[entry.metric]
    value = None
    if entry.value is not None:
        value = ("yes" if entry.value else "no") if metric.kind == "yesno" else canonical(entry.value)
    return {
        "value": value, "unit": metric.unit, "marker": entry.marker, "typed": entry.typed,
        "reason": entry.reason or None,
    }


def _stored(one: Version, programme: Programme) -> dict[str, Any]:
    shown = _figure(Entry(one.metric, one.typed, one.value, one.marker), programme)
    return {
        "community": one.community, "metric": one.metric, "year": one.year, "value": shown["value"],
        "marker": one.marker, "status": one.status, "reason": one.reason or None, "serial": one.submission,
    }


def refusals(found: Sequence[tuple[str, str]]) -> tuple[dict[str, str], ...]:
    """Name what was not taken and why."""
    return tuple({"typed": typed, "why": why} for typed, why in found)
