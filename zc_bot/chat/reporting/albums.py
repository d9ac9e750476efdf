"""Albums: Telegram brings each file of one as a message of its own, and they are answered together."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.storage import outbox

RECORDED, NOTHING, CAPTION = "recorded", "nothing", "caption"


def together(turn: Turn, response: Response) -> Response:
    """Answer an album by one message, whatever it says.

    What is recorded of a later file takes the place of what was said before; why one could not be taken is said once
    for all. That nothing is done with a file is said only where nothing else is, and what its caption asks is
    answered in its place. Each sheet is a report of its own, and answered as one.
    """
    if not turn.incoming.album or turn.incoming.sheet is not None:
        return response
    before = outbox.of_album(turn.session, turn.who.id, turn.incoming.album)
    only_nothing = before[NOTHING] if before.keys() == {NOTHING} else 0
    replies: list[Reply] = []
    for reply in response.replies:
        place = 0 if replies else only_nothing
        if reply.of_file:
            kind = NOTHING if reply.of_file == "nothing" else f"fault {sha256(reply.text.encode()).hexdigest()[:16]}"
            is_new = not before if kind == NOTHING else kind not in before
            replies += [replace(reply, album=kind, edit=place)] if is_new else []
        elif reply.receipt:
            replies.append(replace(reply, album=RECORDED, edit=before.get(RECORDED, place)))
        else:
            replies.append(_of_caption(reply, response, place))
    return replace(response, replies=tuple(replies))


def _of_caption(reply: Reply, response: Response, place: int) -> Reply:
    """Answer a caption in place of that nothing was done; steps of a dialogue are found again by their own names."""
    is_first = reply is response.replies[0]
    return replace(reply, edit=reply.edit or place, album=CAPTION if is_first and not reply.step else "")
