"""What was shown to be confirmed is done or left in words, as by its button: 确认改期, 好的, 算了, 先别催."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from zc_bot.chat import actions as do
from zc_bot.chat.codec import Action, decode, name_of
from zc_bot.chat.confirming import is_word
from zc_bot.chat.replies import Response
from zc_bot.chat.turn import FOLLOW_UP, Turn
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.roles import require
from zc_bot.storage import dialogues
from zc_bot.submission.replies import command
from zc_bot.texts.catalog import texts_for

_DOES: Mapping[type[Action], str] = {
    do.MoveDeadline: "oversee.button.move",
    do.ReopenYear: "oversee.button.reopen",
    do.SaveDaysOff: "oversee.button.save_days",
    do.NudgeSeveral: "oversee.button.nudge_sure",
    do.NoteEntry: "ledger.button.note",
    do.NoteMeeting: "ledger.button.note",
    do.DropProof: "ledger.button.unprove_sure",
    do.SendBack: "review.button.send_back",
    do.SendBackSeveral: "review.button.send_back",
    do.Reopen: "review.button.reopen_sure",
    do.Withdraw: "review.button.take",
    do.RemovePerson: "people.button.sure",
}
"""What a button does that something shown waits for, and its words."""
_LEAVES: Mapping[type[Action], str] = {
    do.LeaveDeadline: "oversee.button.leave",
    do.LeaveNudges: "oversee.button.nudge_leave",
    do.LeaveBroadcast: "oversee.button.dont_send",
    do.LeaveEntry: "ledger.button.leave",
}
"""The same of those that leave it."""
_SOFTLY = compile_later("(?:先|那就?|还是|嗯|哦|ok,? ?)+", re.IGNORECASE)
_LEAVES_IT = compile_later(lambda: rf"(?:{alternatives('order.leave_out')})[了吧啊]*", re.IGNORECASE)
_DENIES = compile_later(lambda: rf"(?:{alternatives('order.no_nudge')})+(?P<what>\w+?)[了吧啊]*", re.IGNORECASE)
_AGREES = compile_later(lambda: rf"(?:{alternatives('order.agree')})[了吧的]*", re.IGNORECASE)


def labelled(turn: Turn) -> Response | None:
    """Do what a button shown lately does whose very words are typed; None where none has them or it was used."""
    words = ((kind, label) for table in (_DOES, _LEAVES) for kind, label in table.items())
    return _newest(turn, [kind for kind, label in words if is_word(turn.incoming.text, label)])


def spoken(turn: Turn) -> Response | None:
    """Do or leave what was shown last and was not decided, using its buttons up; None where none was.

    An assent does only what the very last message with buttons waits for: it names nothing.
    """
    text = turn.incoming.text.strip(" 。.!！~,，")
    if _AGREES.fullmatch(text) is not None or command(text) == "confirm":
        return _agreed(turn)
    said = _SOFTLY.sub("", text, count=1)
    if _LEAVES_IT.fullmatch(said) is not None:
        return _newest(turn, _LEAVES)
    denied = _DENIES.fullmatch(text) or _DENIES.fullmatch(said)
    return _newest(turn, [
        kind for kind, label in _LEAVES.items()
        if is_word(said, label) or (denied is not None and _is_of(denied["what"], label))
    ])


def _is_of(what: str, label: str) -> bool:
    """Tell whether what is denied is what a button says is not done: 先别改期 is of 不改了."""
    return what.startswith(texts_for("zh").plain(label).strip("不了"))


def _agreed(turn: Turn) -> Response | None:
    shown = dialogues.shown_last(turn.session, turn.who.id, turn.incoming.chat, turn.now - FOLLOW_UP)
    return next((_tap(turn, data) for data, press in shown if type(decode(press)) in _DOES), None)


def _newest(turn: Turn, kinds: Collection[type[Action]]) -> Response | None:
    """Tap the newest button of these kinds that was not used."""
    names, since = {name_of(kind) for kind in kinds}, turn.now - FOLLOW_UP
    data = dialogues.offered(turn.session, turn.who.id, turn.incoming.chat, names, since) if names else None
    return None if data is None else _tap(turn, data)


def _tap(turn: Turn, data: str) -> Response | None:
    """Do what a button does, as a tap would; None where it was used meanwhile."""
    tap = dialogues.tap(turn.session, turn.who.id, turn.incoming.chat, data, turn.now)
    action = None if tap is None or tap.state != "fresh" else decode(tap.action)
    feature = None if action is None else turn.features.by_button.get(type(action))
    if action is None or feature is None:
        return None
    require(turn.who, feature.act)
    dialogues.drop_prompt(turn.session, turn.who.id)
    return feature.buttons[type(action)](turn, action)
