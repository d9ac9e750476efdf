"""Who did what, for the admin: by pages, by person, by what was done to, and as a file to hand over."""

from __future__ import annotations

import re

from zc_bot.chat.actions import TakeAudit, TurnAudit
from zc_bot.chat.replies import Button, Document, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.language import alternatives
from zc_bot.policy.names import community_code, measure_code
from zc_bot.storage import audit, people
from zc_bot.texts.answers.words import Words
from zc_bot.texts.audit import word_act
from zc_bot.texts.catalog import join
from zc_bot.texts.files.audit_sheet import write_audit_book

PAGE = 10
MOST = 5000
"""So many lines go into one file, which takes half a second; those before them into another."""


def command(turn: Turn) -> Response:
    """List the last acts; behind the command a person's name, a community or a metric narrows them.

    导出 before or behind those gives them as a file.
    """
    said = turn.incoming.argument
    narrowed = re.sub(_taking(), "", said, flags=re.IGNORECASE).strip()
    actors, subject = _narrowing(turn, narrowed)
    if narrowed != said:
        return take(turn, TakeAudit(None, actors, subject))
    return page(turn, TurnAudit(None, actors, subject))


def _taking() -> str:
    """Match what has a file given, at either end: 导出."""
    word = f"{alternatives('run.take')}|{alternatives('run.away')}"
    return rf"^(?:{word})(?:\s+|$)|\s+(?:{word})$"


def _narrowing(turn: Turn, said: str) -> tuple[tuple[int, ...], str]:
    """Tell whose lines are meant, or what they are about."""
    found = [person for person, name in people.names(turn.session, turn.who).items() if said and name == said]
    if found:
        return tuple(found), ""
    return (), community_code(turn.programme, said) or measure_code(turn.programme, said) or said


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
    buttons = [Button(texts.plain("audit.take"), TakeAudit(action.before, actors, subject))]
    if len(found) > PAGE:
        buttons.insert(0, Button(texts.plain("audit.older"), TurnAudit(found[PAGE - 1].id, actors, subject)))
    return Response((Reply(join(lines), (tuple(buttons),)),))


def take(turn: Turn, action: TakeAudit) -> Response:
    """Give lines as a workbook, the newest first; those that one does not hold, by a button."""
    texts = turn.texts
    found = audit.read(
        turn.session, turn.who, limit=MOST + 1, before=action.before, actors=action.actors, subject=action.subject
    )
    if not found:
        return Response((Reply(texts("audit.none")),))
    kept, names = found[:MOST], people.names(turn.session, turn.who)
    words = Words(turn.programme, texts, turn.today)
    content = write_audit_book(kept, names, turn.who.name, turn.now, words, turn.rules.zone)
    audit.note_reading(turn.session, turn.who, "audit", len(kept), turn.now)
    name = texts.plain("audit.file", day=turn.today.isoformat())
    text = texts("audit.taken_away", count=len(kept), first=kept[-1].id, last=kept[0].id)
    older = Button(texts.plain("audit.older"), TakeAudit(kept[-1].id, action.actors, action.subject))
    rows = ((older,),) if len(found) > MOST else ()
    return Response((Reply(text, rows, document=Document(name, content)),))
