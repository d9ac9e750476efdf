"""Photos and papers that prove what was noted, sent with /record or after it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from zc_bot.chat.actions import AwaitProof, ProveEntry
from zc_bot.chat.codec import decode, encode
from zc_bot.chat.incoming import Incoming
from zc_bot.chat.overseeing import record, unproving
from zc_bot.chat.overseeing.naming import name_of
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.reporting import attaching
from zc_bot.chat.turn import FOLLOW_UP, Turn
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.roles import Act, Principal
from zc_bot.storage import dialogues, proofs
from zc_bot.storage.store import Session

_ENOUGH = compile_later(
    r"\s*(?:好了|好的?|完了|发完了|没有了|不用了?|就这些|done|that's all|no more)\s*[。.!！]?\s*", re.IGNORECASE
)


def ask(turn: Turn, action: ProveEntry) -> Response:
    """Ask for the photos or papers that prove an entry; raises `NotAllowed`."""
    proofs.entry_of(turn.session, turn.who, turn.programme, action.entry)
    dialogues.save_prompt(turn.session, turn.who.id, *encode(AwaitProof(action.entry)), turn.now)
    return Response((Reply(turn.texts("ledger.proof.how")),))


def is_enough(text: str) -> bool:
    """Tell whether a text says that no more files come."""
    return _ENOUGH.fullmatch(text) is not None


def says_more(turn: Turn, prompt: AwaitProof) -> Response | None:
    """Take a text about the files awaited: that no more come, or the last was wrong; None for any other."""
    return enough(turn, prompt) if is_enough(turn.incoming.text) else unproving.wrong(turn, prompt)


def enough(turn: Turn, prompt: AwaitProof) -> Response:
    """End it, and say how many files prove the entry."""
    dialogues.drop_prompt(turn.session, turn.who.id)
    found = proofs.entry_of(turn.session, turn.who, turn.programme, prompt.entry)
    count = len(proofs.of(turn.session, [found]))
    return Response((Reply(turn.texts("ledger.proof.enough", entry=name_of(turn, found), count=count)),))


def wanted(session: Session, who: Principal, incoming: Incoming, now: datetime) -> bool:
    """Tell whether a photo or paper is to be fetched as a proof."""
    if not who.may(Act.RECORD) or not incoming.private or not attaching.fits(incoming):
        return False
    return incoming.command == "record" or _awaited(session, who, now) is not None


def answer_beside(turn: Turn, answer: Callable[[Turn], Response]) -> Response:
    """Answer something else while files are awaited; a report that it begins or changes ends the waiting."""
    before = dialogues.load_draft(turn.session, turn.who.id)
    said = answer(turn)
    after = dialogues.load_draft(turn.session, turn.who.id)
    if after is not None and (before is None or before.state != after.state):
        dialogues.drop_prompt(turn.session, turn.who.id)
    return said


def received(turn: Turn) -> Response:
    """Keep a file as proof of the entry that waits for it, or preview the entry that its caption notes."""
    prompt, file, texts = _awaited(turn.session, turn.who, turn.now), turn.incoming.attached, turn.texts
    if file is None:
        text = texts("attachment.unfit" if turn.incoming.is_unfit else "attachment.not_fetched")
        return Response((Reply(text, of_file="fault"),))
    if turn.incoming.command == "record":
        return record.command(turn)
    found = proofs.entry_of(turn.session, turn.who, turn.programme, prompt.entry if prompt is not None else 0)
    full = proofs.lacks_room(turn.session, turn.who, found.first, file.size, turn.now)
    if full is not None:
        key = "ledger.proof.entry_full" if full == "entry_full" else "attachment.day_full"
        return Response((Reply(texts(key, most=proofs.A_RECORD), of_file="fault"),))
    if not proofs.add(turn.session, turn.who, turn.programme, found.first, file, turn.now):
        return Response((Reply(texts("ledger.proof.before", name=file.name), of_file="fault"),))
    count = len(proofs.of(turn.session, [found]))
    return Response((Reply(texts("ledger.proof.kept", name=file.name, entry=name_of(turn, found), count=count),
                           unproving.button(turn, found, file.sha256), receipt=True),))


def _awaited(session: Session, who: Principal, now: datetime) -> AwaitProof | None:
    kept = dialogues.load_prompt(session, who.id, now - FOLLOW_UP)
    prompt = None if kept is None else decode(kept)
    return prompt if isinstance(prompt, AwaitProof) else None
