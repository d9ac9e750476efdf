"""Groups: the bot answers in those that an admin allows, with approved figures only, and is silent elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from zc_bot.chat.replies import Action, Button, Reply, Response
from zc_bot.chat.turn import Desk
from zc_bot.storage import groups

PREFIX = "group:"


def offer(desk: Desk) -> Response:
    """Offer an admin to let the bot answer here; silence for anybody else."""
    if desk.sender.role != "admin":
        return Response()
    allow = Button(desk.texts.plain("people.button.allow"), Action(f"{PREFIX}allow"))
    return Response((Reply(desk.texts("people.group.offer"), ((allow,),), single_use=True),))


def tapped(desk: Desk, name: str, args: Sequence[str]) -> Response:
    """Allow the bot in this group, or silence it; raises `NotAllowed` unless an admin taps."""
    if name == "allow":
        groups.allow(desk.session, desk.sender, desk.incoming.chat, desk.now)
        forbid = Button(desk.texts.plain("people.button.forbid"), Action(f"{PREFIX}forbid"))
        return Response((Reply(desk.texts("people.group.allowed"), ((forbid,),), single_use=True),))
    groups.forbid(desk.session, desk.sender, desk.incoming.chat, desk.now)
    return Response((Reply(desk.texts("people.group.forbidden")),))
