"""Who can't be reached, asked in words: 谁没打开过, 谁收不到消息, who blocked the bot."""

from __future__ import annotations

import re

from zc_bot.chat.reminding.nudges import invite_rows
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.chat.wanted import places_in
from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.roles import Act
from zc_bot.storage import people, reachable
from zc_bot.storage.reachable import SILENCES, Reach, Silence
from zc_bot.texts.catalog import join
from zc_bot.texts.people import role_name, scope_names, who_may

SHOWN = 30


def asked_for(turn: Turn, text: str) -> Response | None:
    """List whom nothing reaches, and why, to who oversees all or leads them; None for anything else.

    哪些单位没有填报人 lists those for whom nobody reports, with a button for an invitation where one may invite.
    """
    if _is_said(text, "silent.vacant") and _is_said(text, "silent.who") and turn.who.scope(Act.NUDGE) == "all":
        return _vacant(turn)
    wanted = [why for why in SILENCES if _says(text, why)]
    if not _is_said(text, "silent.who") or not (wanted or _is_said(text, "silent.any")):
        return None
    if not turn.who.may(Act.NUDGE):
        turn.deny("nudge")
        return Response((Reply(turn.texts("people.silent.not_yours", roles=who_may(Act.NUDGE, turn.texts))),))
    everybody, texts = _meant(turn, text), turn.texts
    found = [one for one in everybody if one.silence and (not wanted or one.silence in wanted)]
    if not found:
        none = texts("people.silent.none_such" if wanted else "people.silent.none", count=len(everybody))
        return Response((Reply(none),))
    lines = [texts("people.silent.head", count=len(found))]
    for one in found[:SHOWN]:
        scope = scope_names(one.who.authorities, turn.programme, texts, turn.today)
        what = scope or role_name(one.who.role, texts)
        lines.append(texts(f"people.silent.{one.silence}", name=one.who.name, what=what))
    if len(found) > SHOWN:
        lines.append(texts("people.silent.more", count=len(found) - SHOWN))
    return Response((Reply(join(lines)),))


def _vacant(turn: Turn) -> Response:
    texts = turn.texts
    there = {code for one in people.admitted(turn.session, turn.who) if one.reports_own for code in one.authorities}
    empty = [code for code, places in turn.programme.of_authority.items() if places and code not in there]
    if not empty:
        return Response((Reply(texts("people.silent.none_vacant")),))
    names = scope_names(empty, turn.programme, texts, turn.today)
    may = turn.who.may(Act.MANAGE_PEOPLE)
    rows = invite_rows(empty, turn.rules, turn.today, texts.lang) if may else ()
    return Response((Reply(texts("people.silent.vacant", count=len(empty), names=names), rows),))


def _meant(turn: Turn, text: str) -> list[Reach]:
    """Return whom the question is about: those of the places that it names, and of the lead's own who leads."""
    places = [code for place in places_in(turn, text) for code in place.communities]
    named = {turn.programme.community[code].authority for code in places}
    own, all_of = set(turn.who.authorities), turn.who.scope(Act.NUDGE) == "all"
    return [
        one for one in reachable.reach(turn.session, turn.who)
        if (all_of or own & set(one.who.authorities)) and (not named or named & set(one.who.authorities))
    ]


def _says(text: str, why: Silence) -> bool:
    """Tell whether a reason is said; that somebody never opened it is said by any word for opening: 还没点开过."""
    if why != "never":
        return _is_said(text, f"silent.{why}")
    said = _NEVER.search(text.replace("’", "'")) is not None or _is_said(text, "silent.never")
    return said and not _is_said(text, "silent.things")


_NEVER = compile_later(
    lambda: written(
        r"(?:没有?|未)(?:人)?(?:<opens>)(?!.{0,3}(?:数据|指标|报表|材料))"
        r"|(?:(?<![a-z])(?:never|not)|n't)(?: yet| ever)? (?:<opens_latin>)(?![a-z])",
        "silent",
    ),
    re.IGNORECASE,
)


def _is_said(text: str, sense: str) -> bool:
    return re.search(alternatives(sense), text, re.IGNORECASE) is not None
