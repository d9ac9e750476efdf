"""Albums: Telegram brings each file of one as a message of its own, and they are answered together."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from zc_bot.chat.incoming import Incoming
from zc_bot.chat.replies import Reply, Response
from zc_bot.storage import outbox, posted
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import join

RECORDED, NOTHING, FAULT, SAID = "recorded", "nothing", "fault", "said"


def together(session: Session, incoming: Incoming, response: Response) -> Response:
    """Answer an album by one message, whatever it says.

    What is recorded of a later file takes the place of what was said before, and so does a later step of a dialogue;
    why files could not be taken is said once, and in one message, as what is asked under several is answered in one.
    That nothing is done with a file is said only where nothing else is. A faulty sheet is named; each that could be
    read is a report of its own, and answered as one.
    """
    before = posted.of_album(session, incoming.person, incoming.album)
    only_nothing = before[NOTHING] if before.keys() == {NOTHING} else 0
    replies: list[Reply] = []
    for given in response.replies:
        reply = _named(given, incoming)
        kind, place = _kind(reply), 0 if replies else only_nothing
        if reply.of_file == "all":
            place = max(before.values(), default=0)
        if reply.step and not reply.receipt:
            step = posted.last_step(session, incoming.person, incoming.album)
            replies.append(replace(reply, edit=reply.edit or step or place))
        elif incoming.sheet is not None and not reply.of_file:
            replies.append(reply)
        elif kind == RECORDED:
            replies.append(replace(reply, album=kind, edit=before.get(kind, place)))
        elif kind not in before and not (kind == NOTHING and before):
            replies.append(replace(reply, album=kind, edit=reply.edit or place))
    return replace(response, replies=tuple(replies))


def gathers(reply: Reply) -> bool:
    """Tell whether a reply is put into one message with those to the album's other files."""
    return reply.album.startswith((FAULT, SAID))


def is_record(letter: outbox.Claimed) -> bool:
    """Tell whether a letter says what was recorded of a file of an album."""
    return letter.kind == "receipt" and (letter.key or "").startswith(posted.ALBUM)


def awaits_more(letter: outbox.Claimed) -> bool:
    """Tell whether a letter is put into one message with what the album's other files lead to."""
    kind = (letter.key or "").removeprefix(f"{posted.ALBUM}{letter.person}:").partition(":")[2]
    return kind.startswith((FAULT, SAID))


def _named(reply: Reply, incoming: Incoming) -> Reply:
    """Say which of several sheets is at fault."""
    if incoming.sheet is None or not reply.of_file:
        return reply
    return replace(reply, text=join([incoming.file_name, reply.text]))


def _kind(reply: Reply) -> str:
    """Name what a reply says, by which it is found again: a fault and an answer by its words."""
    if reply.receipt:
        return RECORDED
    if reply.of_file == "nothing":
        return NOTHING
    return f"{FAULT if reply.of_file == 'fault' else SAID} {sha256(reply.text.encode()).hexdigest()[:16]}"
