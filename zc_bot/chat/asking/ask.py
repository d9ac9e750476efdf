"""Questions: the answer at once, with buttons for what one would ask next."""

from __future__ import annotations

import json
from collections.abc import Mapping

from zc_bot.chat.asking import consult
from zc_bot.chat.asking.consult import Consultation
from zc_bot.chat.commands import allows
from zc_bot.chat.replies import Action, Button, InlineResult, Reply, Response
from zc_bot.chat.reporting import sheet
from zc_bot.chat.turn import FOLLOW_UP, Desk
from zc_bot.parsing.followup import remembered
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.meaning_json import from_json, to_json
from zc_bot.parsing.question import understand
from zc_bot.policy.roles import Role
from zc_bot.storage import dialogues

QUESTION = "ask"
OPEN = "open"
"""The action that runs a command: (its name)."""
PHRASES: Mapping[str, str] = {
    "check": "chat.command.check",
    "rank": "chat.command.rank",
    "trend": "chat.command.trend",
    "missing": "chat.command.missing",
    "history": "chat.command.history",
}


def question(desk: Desk, text: str, anew: bool = False) -> Response:
    """Answer a typed or tapped question, with what was asked before in mind unless it is asked `anew`."""
    context = None if anew else context_of(desk)
    meaning = understand(
        text, desk.rules.lexicon, today=desk.today, context=context, own=desk.own, lang=desk.who.lang
    )
    return answer_meaning(desk, meaning)


def answer_meaning(desk: Desk, meaning: Meaning) -> Response:
    """Answer what was understood, and remember it for a follow-up; who wants the file gets it."""
    if meaning.intent == "export" and desk.incoming.private:
        return sheet.export(desk)
    found = consult.answer_meaning(desk.session, desk.rules, desk.who, meaning, desk.now)
    if remembered(None, found.meaning) is not None and desk.incoming.private:
        dialogues.save_context(
            desk.session, desk.who.id, json.dumps(to_json(found.meaning), ensure_ascii=False), desk.now
        )
    return Response((_reply(found, desk.who.role),))


def context_of(desk: Desk) -> Meaning | None:
    """Return what the person asked within the last half hour; groups have no memory."""
    if not desk.incoming.private:
        return None
    stored = dialogues.load_context(desk.session, desk.who.id, desk.now - FOLLOW_UP)
    try:
        return None if stored is None else from_json(json.loads(stored))
    except (ValueError, TypeError, KeyError):
        return None  # What can't be read any more is as forgotten.


def command_ask(desk: Desk) -> Response:
    return _command(desk, "ask")


def command_check(desk: Desk) -> Response:
    return _command(desk, "check")


def command_rank(desk: Desk) -> Response:
    return _command(desk, "rank")


def command_trend(desk: Desk) -> Response:
    return _command(desk, "trend")


def command_missing(desk: Desk) -> Response:
    return _command(desk, "missing")


def command_history(desk: Desk) -> Response:
    return _command(desk, "history")


def inline(desk: Desk) -> Response:
    """Answer an inline query with approved figures only; nothing for what is not understood."""
    text = desk.incoming.text
    if not text:
        return Response(inline=())
    found = consult.consult(desk.session, desk.rules, desk.who, text, None, desk.now)
    if found.meaning.intent in {"unknown", "clarify", "help", "report", "remind"}:
        return Response(inline=())
    first, _, rest = found.plain().partition("\n")
    result = InlineResult(str(desk.incoming.update_id), first[:120], rest[:200], found.rendered.text)
    return Response(inline=(result,))


def _command(desk: Desk, name: str) -> Response:
    """Answer a command as the question that it abbreviates: /rank 高新占比 is 高新占比排名."""
    said = desk.incoming.argument
    if name in PHRASES:
        said = desk.texts.plain(PHRASES[name], said=said).strip()
    return question(desk, said or desk.texts.plain("chat.command.ask"), anew=not desk.incoming.argument)


def _reply(found: Consultation, role: Role) -> Reply:
    rows = tuple(
        tuple(Button(choice.label, Action(QUESTION, (choice.question,))) for choice in row)
        for row in found.rendered.buttons
    )
    if allows(role, found.rendered.command):
        rows = (*rows, (Button(f"/{found.rendered.command}", Action(OPEN, (found.rendered.command,))),))
    chart = found.rendered.chart
    return Reply(found.rendered.text, rows, chart=None if chart is None else chart.as_dict())
