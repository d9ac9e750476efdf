"""A proof that was attached by mistake, taken off again: asked about once, and who attached it is told."""

from __future__ import annotations

import re

from zc_bot.chat.actions import AskToDropProof, AwaitProof, DropProof, KeepProof, ProveEntry
from zc_bot.chat.overseeing.naming import name_of
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.evaluation.ledger import Record
from zc_bot.parsing.pending import compile_later
from zc_bot.storage import people, proofs
from zc_bot.texts.catalog import texts_for

_WRONG = compile_later(
    r"\s*(?:刚才|刚刚|上一个|这个|那个|最后一个)?(?:文件|证明|附件|照片)?"
    r"(?:[附发传](?:错|错了|错文件了?)|错了|弄错了?|取下|去掉|删掉|删了|删除|撤回|撤掉|不要了?)"
    r"(?:刚才|这|那)?(?:个|份|张)?(?:文件|证明|附件|照片)?了?\s*[。，,.!！]?\s*"
    r"|\s*(?:wrong (?:file|one)|remove (?:it|that)|take it off)\s*[.!]?\s*",
    re.IGNORECASE,
)


def button(turn: Turn, entry: Record, sha256: str) -> tuple[tuple[Button, ...], ...]:
    """Offer to take a proof off; nothing to who may not."""
    if not proofs.may_change(turn.who, turn.programme, entry):
        return ()
    return ((Button(turn.texts.plain("ledger.button.unprove"), AskToDropProof(entry.first, sha256)),),)


def wrong(turn: Turn, prompt: AwaitProof) -> Response | None:
    """Take a text that says a file was the wrong one; None for any other, or where none was sent.

    Which of several is asked, the newest first: the last one that was sent may have been there before.
    """
    if _WRONG.fullmatch(turn.incoming.text) is None:
        return None
    found = proofs.entry_of(turn.session, turn.who, turn.programme, prompt.entry)
    files = [file for _, file in proofs.of(turn.session, [found])][::-1]
    if len(files) < 2:
        return ask(turn, AskToDropProof(found.first, files[0].sha256)) if files else None
    plain = turn.texts.plain
    rows = tuple(
        (Button(plain("ledger.button.unprove_one", name=file.name), AskToDropProof(found.first, file.sha256)),)
        for file in files
    )
    text = turn.texts("ledger.proof.which", entry=name_of(turn, found), count=len(files))
    return Response((Reply(text, (*rows, (Button(plain("ledger.button.unprove_not"), KeepProof()),))),))


def ask(turn: Turn, action: AskToDropProof) -> Response:
    """Name what would be taken off, to be confirmed; raises `NotAllowed`."""
    found = proofs.find(turn.session, turn.who, turn.programme, action.entry, action.sha256)
    if found is None:
        return Response((Reply(turn.texts("ledger.proof.gone")),))
    entry, file = found
    texts = turn.texts
    rows = (
        (Button(texts.plain("ledger.button.unprove_sure"), DropProof(action.entry, action.sha256)),),
        (Button(texts.plain("ledger.button.unprove_not"), KeepProof()),),
    )
    text = texts("ledger.proof.ask_drop", name=file.name, entry=name_of(turn, entry))
    return Response((Reply(text, rows, single_use=True),))


def drop(turn: Turn, action: DropProof) -> Response:
    """Take it off, and tell who attached it; raises `NotAllowed`."""
    found = proofs.find(turn.session, turn.who, turn.programme, action.entry, action.sha256)
    sender = proofs.drop(turn.session, turn.who, turn.programme, action.entry, action.sha256, turn.now)
    if found is None or sender is None:
        return Response((Reply(turn.texts("ledger.proof.gone")),))
    entry, file = found
    left = len(proofs.of(turn.session, [entry]))
    text = turn.texts("ledger.proof.dropped", name=file.name, entry=name_of(turn, entry), count=left)
    right = Button(turn.texts.plain("ledger.button.prove_again"), ProveEntry(entry.first))
    return Response((Reply(text, ((right,),), receipt=True),), notices=_told(turn, entry, file.name, sender))


def _told(turn: Turn, entry: Record, name: str, sender: int) -> tuple[Notice, ...]:
    person = people.find(turn.session, sender)
    if person is None or person.id == turn.who.id:
        return ()
    texts = texts_for(person.lang)
    text = texts("ledger.proof.dropped_yours", by=turn.who.name, name=name, entry=name_of(turn, entry, texts))
    return (Notice(person.id, text, key=f"unproved:{entry.first}:{name}:{turn.now.isoformat()}"),)


def keep(turn: Turn, _: KeepProof) -> Response:
    return Response((Reply(turn.texts("ledger.proof.left")),))

