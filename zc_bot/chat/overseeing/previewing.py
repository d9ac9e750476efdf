"""What is to be noted, shown to be confirmed before anything is kept; who may not is told who may."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from zc_bot.chat.actions import LeaveEntry, NoteEntry, NoteMeeting
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.errors import NotAllowed
from zc_bot.evaluation.ledger import Noted
from zc_bot.evaluation.milestones import MARKS
from zc_bot.policy.roles import Act
from zc_bot.storage import ledger, proofs
from zc_bot.storage.types import canonical
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import join
from zc_bot.texts.overseeing.ledger import word_noted
from zc_bot.texts.people import who_may


def preview(turn: Turn, noted: Noted, besides: Sequence[Markup] = ()) -> Response:
    """Show an entry with the file that proves it, and what there is to know besides, to be confirmed."""
    if (refused := not_ones_own(turn, noted)) is not None:
        return refused
    lines = [turn.texts("ledger.preview", entry=word_noted(noted, Words(turn.programme, turn.texts, turn.today)))]
    file = turn.incoming.attached if noted.kind in proofs.PROVED else None
    if file is not None:
        lines.append(turn.texts("ledger.proof.with", name=file.name))
    lines += [*besides, *not_kept(turn, kept=file is not None)]
    do = NoteEntry(pack(noted), "" if file is None else json.dumps(asdict(file), ensure_ascii=False))
    return Response((Reply(join(lines), confirm(turn, do), single_use=True),))


def not_ones_own(turn: Turn, noted: Noted) -> Response | None:
    """Say who may note what the asker may not, before anything is shown to be confirmed; None for one's own."""
    try:
        ledger.check(turn.who, turn.programme, noted)
    except NotAllowed as error:
        turn.deny(str(error))
        words = Words(turn.programme, turn.texts, turn.today)
        own = words.listed(map(words.authority, turn.who.authorities))
        name = words.authority(noted.authority) if noted.authority else ""
        key = "city_only" if noted.kind == "decision" or not name else "not_yours"
        if noted.kind in MARKS and noted.kind in ledger.OF_THE_CITY:
            key = "stage_city_only"
        return Response((Reply(turn.texts(f"ledger.{key}", name=name, own=own, roles=of_the_city(turn))),))
    return None


def of_the_city(turn: Turn) -> str:
    """Name the roles that note what is of the whole city."""
    return who_may(Act.RECORD, turn.texts, "all")


def not_kept(turn: Turn, kept: bool = False) -> list[Markup]:
    """Say of a file that it is not kept, since it proves nothing of what is noted."""
    file = turn.incoming.attached
    return [] if file is None or kept else [turn.texts("ledger.proof.not_kept", name=file.name)]


def confirm(turn: Turn, do: NoteEntry | NoteMeeting) -> tuple[tuple[Button, ...], ...]:
    plain = turn.texts.plain
    return ((Button(plain("ledger.button.note"), do),), (Button(plain("ledger.button.leave"), LeaveEntry()),))


def pack(noted: Noted) -> str:
    """Keep an entry as JSON: days as ISO dates, the amount as canonical text."""
    plain: dict[str, Any] = asdict(noted)
    for name in ("day", "due"):
        plain[name] = None if plain[name] is None else plain[name].isoformat()
    plain["amount"] = None if noted.amount is None else canonical(noted.amount)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def unpack(stored: str) -> Noted:
    """Read back what `pack` kept."""
    plain = json.loads(stored)
    for name in ("day", "due"):
        plain[name] = None if plain[name] is None else date.fromisoformat(plain[name])
    plain["amount"] = None if plain["amount"] is None else Decimal(plain["amount"])
    return Noted(**plain)
