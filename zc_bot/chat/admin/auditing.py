"""Who did what, for the admin: by pages, by person, by what was done to."""

from __future__ import annotations

from collections.abc import Sequence

from zc_bot.chat.replies import Action, Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.policy.names import community_code, measure_code
from zc_bot.policy.roles import Act, require
from zc_bot.storage import audit, people
from zc_bot.texts.audit import word_act
from zc_bot.texts.catalog import join

PREFIX = "audit:"
PAGE = 10


def command(turn: Turn) -> Response:
    """List the last acts; behind the command a person's name, a community or a metric narrows them."""
    said = turn.incoming.argument
    if not said:
        return _page(turn, None, (), "")
    found = [person for person, name in people.names(turn.session).items() if name == said]
    if found:
        return _page(turn, None, found, "")
    code = community_code(turn.programme, said) or measure_code(turn.programme, said)
    return _page(turn, None, (), code or said)


def tapped(turn: Turn, name: str, args: Sequence[str]) -> Response:
    """Turn the page; raises `NotAllowed` unless an admin."""
    require(turn.who, Act.SEE_AUDIT)
    before, persons, subject = args
    return _page(turn, int(before) if before else None, [int(one) for one in persons.split(",") if one], subject)


def _page(turn: Turn, before: int | None, persons: Sequence[int], subject: str) -> Response:
    texts = turn.texts
    found = audit.lines(turn.session, limit=PAGE + 1, before=before, actors=persons, subject=subject)
    if not found:
        return Response((Reply(texts("audit.none")),))
    names = people.names(turn.session)
    said = (word_act(one, turn.programme, names, texts, turn.rules.zone) for one in found[:PAGE])
    lines = [texts("audit.head"), *said]
    rows: tuple[tuple[Button, ...], ...] = ()
    if len(found) > PAGE:
        args = (str(found[PAGE - 1].id), ",".join(map(str, persons)), subject)
        rows = ((Button(texts.plain("audit.older"), Action(f"{PREFIX}page", args)),),)
    return Response((Reply(join(lines), rows),))
