"""A message to many, in words: 通知所有填报人：周五前报齐, 给海安发个通知：…, 告诉大家周三停机, notify everyone: ….

An admin is shown the message with whom it is for, as by /broadcast; nothing is sent before the word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import chain

from zc_bot.chat.actions import AimBroadcast, NudgeAll
from zc_bot.chat.asking.nudging import authorities, is_nudge
from zc_bot.chat.cycles import newest_cycle
from zc_bot.chat.overseeing import broadcast
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.chat.wanted import without_places
from zc_bot.parsing.language import written
from zc_bot.parsing.normalize import folded_in_place
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.speech import asks
from zc_bot.policy.hidden import visible_lines
from zc_bot.policy.roles import ROLES, Act
from zc_bot.storage import people
from zc_bot.texts.people import who_may

_AIMED = compile_later(r"(?P<to>[^:：\n]{1,24}?)\s*(?:[:：\n]\s*(?P<text>.+))?", re.DOTALL)
_AROUND = " \t\n。.!！~"


def spoken(turn: Turn) -> Response | None:
    """Show the message that a text wants sent to many, and ask; None where it wants none sent."""
    typed = turn.incoming.text.strip(_AROUND)
    text = folded_in_place(typed).replace("’", "'")
    found = next((match for one in _FORMS if (match := one.fullmatch(text)) is not None), None)
    if not turn.incoming.private or found is None:
        return None
    said = typed[found.start("text") :].strip(" \t\n")
    parts = found.groupdict()
    is_parted = "parted" not in parts or bool(found["parted"])
    may_nudge = not is_parted or "hurried" in parts
    if (not is_parted and asks(text)) or (may_nudge and is_nudge(turn, text)):
        return None
    targets = _targets(turn, found.groupdict().get("to") or broadcast.EVERYBODY)
    if not targets:
        return None
    if not turn.who.may(Act.BROADCAST):
        turn.deny("broadcast")
        return _refused(turn)
    return _shown(turn, targets, said)


def command(turn: Turn) -> Response:
    """Show the message behind /broadcast; whom it is for may stand before it: /broadcast 海安：请报齐."""
    said = turn.incoming.argument
    found = _AIMED.fullmatch(said)
    targets = () if found is None else _targets(turn, folded_in_place(found["to"]))
    if found is None or not targets:
        return broadcast.write(turn)
    return _shown(turn, targets, found["text"] or "")


def _shown(turn: Turn, targets: Sequence[str], said: str) -> Response:
    """Show a message for whom it is, or ask to which of several it goes first."""
    if len(targets) == 1:
        return broadcast.aim(turn, AimBroadcast(targets[0], visible_lines(said)))
    rows = tuple(
        (Button(broadcast.target_name(turn, code), AimBroadcast(code, visible_lines(said))),)
        for code in targets
    )
    return Response((Reply(turn.texts("oversee.order.message_one_each"), rows),))


def patterns() -> list[str]:
    """Give the patterns of which a text matches one that wants a message sent to many."""
    return [one.pattern for one in _FORMS]


def _refused(turn: Turn) -> Response:
    """Say who sends messages; who may nudge all is offered that."""
    cycle = newest_cycle(turn)
    text = turn.texts("oversee.order.no_message", roles=who_may(Act.BROADCAST, turn.texts))
    if turn.who.scope(Act.NUDGE) != "all" or cycle is None:
        return Response((Reply(text),))
    nudge = Button(turn.texts.plain("oversee.button.nudge_all"), NudgeAll(cycle.year))
    return Response((Reply(text, ((nudge,),)),))


def _targets(turn: Turn, said: str) -> tuple[str, ...]:
    """Return whom words mean, as a message can be aimed: all, who is late, a role, authorities; none for others.

    Somebody by name is meant as all of their authority, which is what the preview says.
    """
    bare = said.strip()
    for kind, called in _WHOM.items():
        if bare == kind or called.fullmatch(bare):
            return (kind,)
    codes = authorities(turn, bare)
    if codes and not _BESIDE.sub("", without_places(turn, bare)).strip(" ,"):
        return tuple(codes)
    if not codes and (departments := turn.programme.members_in(bare)):
        return departments
    if not turn.who.may(Act.BROADCAST):
        return ()
    return tuple(chain.from_iterable(
        one.authorities for one in people.admitted(turn.session, turn.who) if one.name == bare and one.authorities
    ))


def _whom(kind: str) -> str:
    return written(rf"(?:(?:<every>)\s*)*(?:<to_{kind}>)(?:\s*(?:<people>))*", "message")


_KINDS = (broadcast.EVERYBODY, broadcast.LATE, *ROLES)
_WHOM = {kind: compile_later(partial(_whom, kind), re.IGNORECASE) for kind in _KINDS}
"""How all of a kind are called."""
_BESIDE = compile_later(lambda: written("(?:<every>|<people>|<linking>)", "message"), re.IGNORECASE)
"""What stands beside the name of an authority and says nothing: 海安的人, the people of Haian."""


_BEGIN, _NOTICE = "(?:<begin>)*", r"(?:个|一个|条|一条|份|一份|封)?(?:<notice>)"
_TELL, _SOME = "(?:<tell>)(?:一下|一声|下)?", "<to_late>|<to_reporter>|<to_lead>|<to_reviewer>"
_FORMS = tuple(compile_later(partial(written, one, "message"), re.IGNORECASE | re.DOTALL) for one in (
    rf"{_BEGIN}(?:{_TELL}|(?:<send>)(?:{_NOTICE})?给)(?P<to>[^:\n]{{1,24}}?)(?:[:\n]\s*(?P<text>.+))",
    rf"{_BEGIN}(?:给|向|对)(?P<to>[^:\n,]{{1,24}}?)(?:<send>){_NOTICE}?(?:说|讲)?(?:[:,\s]\s*(?P<text>.+))",
    rf"{_BEGIN}(?:<send>){_NOTICE}?(?:[:\n]\s*(?P<text>.+))",
    rf"{_BEGIN}{_TELL}(?P<to>(?:<every>)*(?:<to_all>))(?P<parted>[,\s]*)(?P<text>[^:]{{2,}})",
    rf"{_BEGIN}{_TELL}(?P<to>(?:<every>)*(?:{_SOME})(?:<people>)*)(?P<hurried>[,\s]+)(?P<text>[^:]{{2,}})",
    rf"{_BEGIN}{_TELL}(?P<to>(?:<every>)*(?:<to_all>|{_SOME})(?:<people>)*)(?P<text>)",
    r"(?:<begin>|\s)*(?:<tell_latin>)\s+(?P<to>[^:\n]{2,40}?)\s*:\s*(?P<text>.+)",
    rf"(?:<begin>|\s)*(?:<tell_latin>)\s+(?P<to>(?:(?:<every>)\s*)*(?:<to_all>|{_SOME}))(?P<text>)",
    r"(?:<begin>|\s)*(?:<send_latin>)\s*:\s*(?P<text>.+)",
))
"""Whom before what is sent, by a stop between; the verb behind whom; to all, and to some of a kind.

What is sent to all may follow without a stop; what is in no message yet is asked for.
"""
