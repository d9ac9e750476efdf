"""Groups: the bot answers in those that an admin allows, with approved figures only, and is silent elsewhere."""

from __future__ import annotations

from zc_bot.chat.actions import AllowGroup, ForbidGroup
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.policy.roles import Act
from zc_bot.storage import groups


def offer(turn: Turn) -> Response:
    """Offer an admin to let the bot answer here; silence for anybody else."""
    if not turn.sender.may(Act.ALLOW_GROUP):
        return Response()
    button = Button(turn.texts.plain("people.button.allow"), AllowGroup())
    return Response((Reply(turn.texts("people.group.offer"), ((button,),), single_use=True),))


def allow(turn: Turn, _: AllowGroup) -> Response:
    """Let the bot answer in this group; raises `NotAllowed` unless an admin taps."""
    groups.allow(turn.session, turn.sender, turn.incoming.chat, turn.now)
    button = Button(turn.texts.plain("people.button.forbid"), ForbidGroup())
    return Response((Reply(turn.texts("people.group.allowed"), ((button,),), single_use=True),))


def forbid(turn: Turn, _: ForbidGroup) -> Response:
    """Silence the bot in this group; raises `NotAllowed` unless an admin taps."""
    groups.forbid(turn.session, turn.sender, turn.incoming.chat, turn.now)
    return Response((Reply(turn.texts("people.group.forbidden")),))
