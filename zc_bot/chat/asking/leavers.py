"""Somebody is to have no access any more, in words: 移除张伟, 张伟离职了，撤掉他的权限, remove 张伟.

An admin is shown who, and asked; nothing is done before the button.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from zc_bot.chat.actions import AskToRemove, TurnPeople
from zc_bot.chat.admin import people as listed
from zc_bot.chat.asking.masking import ANYBODY, masked, unmasked
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.chat.wanted import places_in
from zc_bot.parsing.language import written
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.speech import asks
from zc_bot.policy.roles import Act
from zc_bot.storage import people
from zc_bot.texts.people import who_may

_CLAUSE = compile_later(r"[,，;；。]")
_NAMES = compile_later("[、和与及]|(?<![a-z])and(?![a-z])", re.IGNORECASE)


def spoken(turn: Turn, text: str) -> Response | None:
    """Ask whether whom a text wants gone is to be removed; None where it says anything else, too."""
    if not turn.incoming.private or asks(text) or _SAYS_GONE.search(text) is None:
        return None
    known = people.names(turn.session, turn.who)
    read = _whole(text, frozenset(name for name in known.values() if name and name in text))
    if read is None or any(places_in(turn, name) for name in read[0]):
        return None
    named, is_order = read
    if not turn.who.may(Act.MANAGE_PEOPLE):
        if not set(named) & set(known.values()):
            return None
        if is_order:
            turn.deny("manage_people")
        roles = who_may(Act.MANAGE_PEOPLE, turn.texts)
        return Response((Reply(turn.texts("oversee.order.no_removal", roles=roles)),))
    found = [number for number, name in known.items() if name in named]
    if not found:
        return listed.page(turn, TurnPeople(0, next(iter(named), "")))
    if len(found) == 1:
        return listed.ask_remove(turn, AskToRemove(found[0]))
    rows = tuple((Button(known[number], AskToRemove(number)),) for number in found)
    return Response((Reply(turn.texts("oversee.order.remove_whom"), rows),))


def patterns() -> list[str]:
    """Give the pattern that is found in a text which wants somebody gone."""
    return [_SAYS_GONE.pattern]


def _whole(text: str, known: Collection[str]) -> tuple[tuple[str, ...], bool] | None:
    """Return whom a text wants gone, none for nobody by name, and whether it orders it or tells that they left.

    None unless each of its clauses says nothing else.
    """
    named: list[str] = []
    is_order = False
    bare, stands = masked(text, known)
    clauses = [clause.strip() for clause in _CLAUSE.split(bare) if clause.strip()]
    for clause in clauses:
        found = _FORMS.fullmatch(clause)
        if found is None:
            return None
        said = next((part for part in found.groupdict().values() if part), "")
        named += [unmasked(name, stands) for name in _NAMES.split(said) if name]
        is_order = is_order or not (found["left"] or found["left_latin"])
    return (tuple(dict.fromkeys(named)), is_order) if clauses else None


_SAYS_GONE = compile_later(
    lambda: written("<remove>|<put_out>|<left>|<remove_latin>|<left_latin>", "removal"), re.IGNORECASE
)
"""Match one of the words without which no clause is one of `_FORMS`: most texts have none, and name nobody."""


def _forms() -> str:
    """All of a clause: the verb behind the name, before it, or that somebody left; a name that nobody has is one too.

    Figures are deleted, too: only what is said of people alone may stand with a name that is not known.
    """
    names = f"{ANYBODY}(?:(?:、|和|与|及| and ){ANYBODY})*"
    one = rf"(?:(?:<somebody>)(?:的)?)?(?P<{{}}>{names})(?:同志)?"
    rights = "(?:的?(?:<rights>))?"
    softly = "(?:掉|下|出去|出名单|出机器人|了|吧|啊|一下)*"
    return written(
        rf"(?:<begin>)*(?:把|将)?{one.format('behind')}{rights}(?:给我|给|都)?(?:<remove>|<put_out>){softly}"
        rf"|(?:<begin>)*(?:<remove>|<put_out>)(?:掉)?{one.format('before')}{rights}{softly}"
        rf"|[^?？]{{0,8}}?{one.format('left')}[^?？]{{0,8}}?(?:<left>).{{0,6}}?"
        rf"|(?:<begin>)*(?:把|将)?(?:<them>){rights}(?:也)?(?:<remove>|<put_out>){softly}"
        rf"|(?:<begin>)*(?:<remove>|<put_out>)(?:掉)?(?:<them>){rights}{softly}"
        r"|(?:<begin>)*(?:<remove>|<put_out>)(?:<anybody>)"
        r"|(?:<begin>)*(?:<put_out>)(?:掉)?(?:<somebody>)?(?P<unknown>[\u4e00-\u9fff·\ue000-\ue0ff]{2,4})"
        rf"|(?:<begin>|\s)*(?:<remove_latin>)\s+(?:<them_latin>|{one.format('latin')})(?:'s)?"
        r"(?:\s+(?:<rights_latin>))?"
        rf"|{one.format('left_latin')}\s+(?:<left_latin>)",
        "removal",
    )


_FORMS = compile_later(_forms, re.IGNORECASE)
