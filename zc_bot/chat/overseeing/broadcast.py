"""A message to everybody admitted: an admin writes it, sees it and confirms it with a button; it goes out once."""

from __future__ import annotations

import math

from zc_bot.chat.actions import AwaitSend, LeaveBroadcast, SendBroadcast
from zc_bot.chat.confirming import await_word, is_typed
from zc_bot.chat.letters import letter_of
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.policy.hidden import visible_lines
from zc_bot.policy.roles import Principal
from zc_bot.storage import audit, outbox, people
from zc_bot.texts.catalog import join, texts_for

LONGEST = 3500
A_SECOND = 25


def write(turn: Turn) -> Response:
    """Show what would go out, to how many, and ask for the word."""
    return _preview(turn, visible_lines(turn.incoming.argument))


def show(turn: Turn, action: SendBroadcast) -> Response:
    """Show it again at a button of before, when a tap alone sent it."""
    return _preview(turn, action.text)


def _preview(turn: Turn, said: str) -> Response:
    texts = turn.texts
    if not said:
        return Response((Reply(texts("oversee.broadcast.how")),))
    if len(said) > LONGEST:
        return Response((Reply(texts("oversee.broadcast.too_long", length=len(said), most=LONGEST)),))
    lines = [
        texts("oversee.broadcast.preview", count=len(_others(turn))),
        texts("oversee.broadcast.message", text=said, name=turn.who.name),
    ]
    lines.append(texts("oversee.broadcast.type", word=texts.plain("oversee.broadcast.word")))
    await_word(turn, AwaitSend(said))
    leave = Button(texts.plain("oversee.button.dont_send"), LeaveBroadcast())
    return Response((Reply(join(lines, "\n\n"), ((leave,),), single_use=True),))


def leave(turn: Turn, _: LeaveBroadcast) -> Response:
    """Leave the message that was shown."""
    return Response((Reply(turn.texts("oversee.broadcast.left")),))


def send(turn: Turn, action: AwaitSend) -> Response:
    """Send the message that was shown, if the word was typed."""
    if not is_typed(turn, "oversee.broadcast.word"):
        return Response((Reply(turn.texts("oversee.broadcast.left")),))
    said, operation = action.text, f"{turn.who.id}:{turn.incoming.update_id}:{turn.now.isoformat()}"
    others = _others(turn)
    letters = [
        letter_of(
            turn.session,
            Notice(
                one.id, texts_for(one.lang)("oversee.broadcast.message", text=said, name=turn.who.name),
                key=f"broadcast:{operation}:{one.id}", kind="broadcast",
            ),
            turn.now,
        )
        for one in others
    ]  # fmt: skip
    outbox.post(turn.session, letters, turn.now)
    kept = audit.Erasable(said, turn.who.id)
    audit.note(turn.session, turn.who, "broadcast", operation, turn.now, text=kept, people=len(others))
    text = turn.texts("oversee.broadcast.sent", count=len(others), seconds=math.ceil(len(others) / A_SECOND))
    return Response((Reply(text, receipt=True),), events=frozenset({"tick"}))


def _others(turn: Turn) -> list[Principal]:
    """Return everybody whom a message can reach, but its sender."""
    return [one.who for one in people.reach(turn.session) if not one.unreachable and one.who.id != turn.who.id]
