"""Who did what, for the admin: by pages, by person, by what was done to."""

from __future__ import annotations

from zc_bot.chat.actions import TurnAudit
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.policy.names import community_code, measure_code
from zc_bot.storage import audit, people
from zc_bot.texts.audit import word_act
from zc_bot.texts.catalog import join

PAGE = 10


def command(turn: Turn) -> Response:
    """List the last acts; behind the command a person's name, a community or a metric narrows them."""
    said = turn.incoming.argument
    if not said:
        return page(turn, TurnAudit(None, (), ""))
    found = [person for person, name in people.names(turn.session, turn.who).items() if name == said]
    if found:
        return page(turn, TurnAudit(None, tuple(found), ""))
    code = community_code(turn.programme, said) or measure_code(turn.programme, said)
    return page(turn, TurnAudit(None, (), code or said))


def taken_along(turn: Turn) -> Response:
    """List the last files and papers that were taken along."""
    found = audit.read(turn.session, turn.who, limit=PAGE, actions=audit.TAKEN_ALONG)
    if not found:
        return Response((Reply(turn.texts("audit.taken_none")),))
    names = people.names(turn.session, turn.who)
    lines = (word_act(one, turn.programme, names, turn.texts, turn.rules.zone) for one in found)
    return Response((Reply(join([turn.texts("audit.taken"), *lines])),))


def page(turn: Turn, action: TurnAudit) -> Response:
    """Show a page of the lines."""
    texts, actors, subject = turn.texts, action.actors, action.subject
    found = audit.read(turn.session, turn.who, limit=PAGE + 1, before=action.before, actors=actors, subject=subject)
    if not found:
        return Response((Reply(texts("audit.none")),))
    names = people.names(turn.session, turn.who)
    said = (word_act(one, turn.programme, names, texts, turn.rules.zone) for one in found[:PAGE])
    lines = [texts("audit.head"), *said]
    rows: tuple[tuple[Button, ...], ...] = ()
    if len(found) > PAGE:
        older = TurnAudit(found[PAGE - 1].id, actors, subject)
        rows = ((Button(texts.plain("audit.older"), older),),)
    return Response((Reply(join(lines), rows),))
