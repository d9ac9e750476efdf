"""Groups: the bot answers in those that an admin allows, with approved figures only, and is silent elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from zc_bot.chat.replies import Action, Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.policy.roles import Act
from zc_bot.storage import groups

PREFIX = "group:"


def offer(turn: Turn) -> Response:
    """Offer an admin to let the bot answer here; silence for anybody else."""
    if not turn.sender.may(Act.ALLOW_GROUP):
        return Response()
    allow = Button(turn.texts.plain("people.button.allow"), Action(f"{PREFIX}allow"))
    return Response((Reply(turn.texts("people.group.offer"), ((allow,),), single_use=True),))


def tapped(turn: Turn, name: str, args: Sequence[str]) -> Response:
    """Allow the bot in this group, or silence it; raises `NotAllowed` unless an admin taps."""
    if name == "allow":
        groups.allow(turn.session, turn.sender, turn.incoming.chat, turn.now)
        forbid = Button(turn.texts.plain("people.button.forbid"), Action(f"{PREFIX}forbid"))
        return Response((Reply(turn.texts("people.group.allowed"), ((forbid,),), single_use=True),))
    groups.forbid(turn.session, turn.sender, turn.incoming.chat, turn.now)
    return Response((Reply(turn.texts("people.group.forbidden")),))
