"""What was awaited and was left for a command, a button or another order: it is said, and can be gone on with.

Every prompt is a row: what is said of it, which button takes it up again, and what settles it without being left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from zc_bot.chat import actions as do
from zc_bot.chat.codec import Action, decode
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.showing import dialogue
from zc_bot.chat.turn import FOLLOW_UP, Turn
from zc_bot.storage import dialogues
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class _Interrupted:
    """What is said of a prompt that was left, the button that asks anew, and the buttons and commands that answer it.

    Buttons that say themselves that nothing was done answer it, too.
    """

    line: str
    again: Callable[[Any], Action]
    answers: tuple[type[Action] | str, ...] = ()


_BROADCASTS = (do.AimBroadcast, do.ChooseAuthority, do.SendBroadcast, do.LeaveBroadcast, "broadcast")
_DEADLINES = (do.ProposeDeadline, do.MoveDeadline, do.LeaveDeadline, "deadline")
_PROOFS = (do.AskToDropProof, do.DropProof, do.KeepProof)
_SHOWINGS = (
    do.BeginShowing, do.FillShowing, do.AskShowing, do.SubmitShowing, do.LeaveShowing, do.MendShowing, "progress",
)
INTERRUPTED: Mapping[type[Action], _Interrupted] = {
    do.AwaitDaysOff: _Interrupted("days", lambda one: do.AskDaysOff(one.year), (do.SaveDaysOff, do.LeaveDeadline)),
    do.AwaitDeadline: _Interrupted("deadline", lambda one: do.ProposeDeadline(one.year, None), _DEADLINES),
    do.AwaitEnd: _Interrupted("end", lambda one: do.EndYear(one.year), (do.LeaveDeadline,)),
    do.AwaitErase: _Interrupted("erase", lambda one: do.AskToErase(one.person), (do.KeepPerson,)),
    do.AwaitMessage: _Interrupted("message", lambda one: do.AimBroadcast(one.to, ""), _BROADCASTS),
    do.AwaitProof: _Interrupted("proof", lambda one: do.ProveEntry(one.entry), _PROOFS),
    do.AwaitReason: _Interrupted("reason", lambda one: do.AskReason(one.version), (do.SendBack,)),
    do.AwaitReasonFor: _Interrupted("reason", lambda _: do.ShowQueue(), (do.SendBackSeveral,)),
    do.AwaitRefusal: _Interrupted(
        "refusal", lambda one: do.DeclineRequest(one.community, one.metric, one.year),
        (do.TellRefusal, do.LeaveRequest),
    ),
    do.AwaitRemark: _Interrupted("remark", lambda one: do.AskRemark(one.version)),
    do.AwaitSend: _Interrupted("message", lambda one: do.AimBroadcast(one.to, one.text), _BROADCASTS),
    do.AwaitShowing: _Interrupted("showing", lambda _: do.RunCommand("progress"), _SHOWINGS),
    do.AwaitShowingReason: _Interrupted("reason", lambda one: do.AskShowingReason(one.entry)),
    do.AwaitUntil: _Interrupted("until", lambda one: do.AskUntil(one.year), (do.PauseFor, do.Mute)),
}


def told(turn: Turn, before: Action | None, did: type[Action] | str, response: Response) -> Response:
    """Say with an answer what it left that was awaited before, with the button that goes on with it.

    did: the button or the command that came in between, '' for words.
    """
    left = None if before is None else INTERRUPTED.get(type(before))
    if left is None or did in left.answers or _awaited(turn) == before or not turn.incoming.private:
        return response
    again = Button(turn.texts.plain("chat.left.again"), left.again(before))
    line = left.line
    if isinstance(before, do.AwaitShowing) and not ((draft := dialogue.open_draft(turn)) and draft.holds_something):
        line = "showing_empty"
    note = Reply(turn.texts(f"chat.left.{line}", year=getattr(before, "year", "")), ((again,),))
    at = sum(reply.step == "follows" for reply in response.replies[:1])  # Behind what takes a message's place.
    return replace(response, replies=(*response.replies[:at], note, *response.replies[at:]))


def _awaited(turn: Turn) -> Action | None:
    kept = dialogues.load_prompt(turn.session, turn.who.id, turn.now - FOLLOW_UP)
    return None if kept is None else decode(kept)
