"""Questions: the answer at once, with buttons for what one would ask next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zc_bot.chat.actions import Ask, RunCommand, ShowProgress, SubscribeWeekly
from zc_bot.chat.asking import consult
from zc_bot.chat.asking.consult import Consultation
from zc_bot.chat.asking.permitting import permit
from zc_bot.chat.overseeing import briefing, export, progress, proved, requesting
from zc_bot.chat.replies import Button, InlineResult, Reply, Response
from zc_bot.chat.turn import FOLLOW_UP, Turn
from zc_bot.parsing.followup import remembered
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.meaning_json import from_json, to_json
from zc_bot.parsing.odd_years import no_year_in
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import find_years
from zc_bot.parsing.question import understand
from zc_bot.storage import dialogues, requests, unanswered

PHRASES: Mapping[str, str] = {
    "status": "chat.command.status",
    "export": "chat.command.export",
    "briefing": "chat.command.briefing",
    "check": "chat.command.check",
    "rank": "chat.command.rank",
    "trend": "chat.command.trend",
    "missing": "chat.command.missing",
    "history": "chat.command.history",
}


def question(turn: Turn, text: str, anew: bool = False) -> Response:
    """Answer a typed or tapped question, with what was asked before in mind unless it is asked `anew`."""
    context = None if anew else context_of(turn)
    meaning = understand(
        text, turn.rules.lexicon, today=turn.today, context=context, own=turn.own, lang=turn.who.lang
    )
    return answer_meaning(turn, meaning)


def answer_meaning(turn: Turn, meaning: Meaning) -> Response:
    """Answer what was understood, and remember it for a follow-up; who wants the file gets it.

    Raises `NotAllowed`.
    """
    permit(turn.who, meaning)
    if meaning.intent == "export" and turn.incoming.private:
        return export.export(turn, meaning)
    if meaning.intent == "briefing" and turn.incoming.private:
        return briefing.send(turn, meaning)
    found = consult.answer_meaning(turn.session, turn.rules, turn.who, meaning, turn.now)
    if _is_puzzling(found.meaning):
        unanswered.note(turn.session, meaning.question, found.meaning.intent, found.meaning.rule, turn.now)
    remember(turn, found.meaning)
    reply = _reply(turn, found)
    if found.meaning.intent == "status" and found.meaning.topic in {"", "in_full"}:
        places = found.meaning.communities
        more = progress.nudge_buttons(turn, found.meaning.years, places)
        reply = replace(reply, rows=(*reply.rows, *more, *(() if places else offer_weekly(turn))))
    if wanted := requesting.offer(turn, found.answer):
        reply = replace(reply, rows=(*reply.rows, *wanted))
    return Response((reply,), rule=found.meaning.rule or "")


def remember(turn: Turn, meaning: Meaning) -> None:
    """Keep what was asked, for what follows it; groups have no memory."""
    if turn.incoming.private and remembered(None, meaning) is not None:
        kept = remembered(context_of(turn), meaning) or meaning
        dialogues.save_context(turn.session, turn.who.id, to_json(kept), turn.now)


def _is_puzzling(meaning: Meaning) -> bool:
    """Tell whether a text was not understood; chatter, and what hesitates between two names, are no puzzle."""
    if meaning.intent == "unknown":
        return bool(meaning.question) and meaning.reason in {None, "unclear", "metric"}
    return meaning.intent == "clarify" and meaning.reason == "unclear"


def offer_weekly(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """Offer the digest of each week to who has none."""
    if not turn.incoming.private or requests.is_subscribed(turn.session, turn.who):
        return ()
    return ((Button(turn.texts.plain("weekly.button.begin"), SubscribeWeekly(True)),),)


def context_of(turn: Turn) -> Meaning | None:
    """Return what the person asked within the last half hour; groups have no memory."""
    if not turn.incoming.private:
        return None
    stored = dialogues.load_context(turn.session, turn.who.id, turn.now - FOLLOW_UP)
    try:
        return None if stored is None else from_json(stored)
    except (ValueError, TypeError, KeyError):
        return None  # What can't be read any more is as forgotten.


def tapped(turn: Turn, action: Ask) -> Response:
    """Answer the question that a button asks, or give the files that it asks for."""
    files = proved.asked_for(turn, action.question) if turn.incoming.private else None
    return files or question(turn, action.question)


def command_ask(turn: Turn) -> Response:
    return _command(turn, "ask")


def command_export(turn: Turn) -> Response:
    return _command(turn, "export")


def command_briefing(turn: Turn) -> Response:
    return _command(turn, "briefing")


def command_status(turn: Turn) -> Response:
    return _command(turn, "status")


def show_progress(turn: Turn, _: ShowProgress) -> Response:
    """Show the progress at a button."""
    return command_status(turn)


def command_check(turn: Turn) -> Response:
    return _command(turn, "check")


def command_rank(turn: Turn) -> Response:
    return _command(turn, "rank")


def command_trend(turn: Turn) -> Response:
    return _command(turn, "trend")


def command_missing(turn: Turn) -> Response:
    return _command(turn, "missing")


def command_history(turn: Turn) -> Response:
    return _command(turn, "history")


def inline(turn: Turn) -> Response:
    """Answer an inline query with approved figures only; nothing for what is not understood."""
    text = turn.incoming.text
    if not text:
        return Response(inline=())
    found = consult.consult(turn.session, turn.rules, turn.who, text, None, turn.now)
    if found.meaning.intent in {"unknown", "clarify", "help", "report", "remind"}:
        return Response(inline=())
    first, _, rest = found.plain().partition("\n")
    result = InlineResult(str(turn.incoming.update_id), first[:120], rest[:200], found.rendered.text)
    return Response(inline=(result,))


def _command(turn: Turn, name: str) -> Response:
    """Answer a command as the question that it abbreviates: /rank 高新占比 is 高新占比排名."""
    said = turn.incoming.argument
    if name in PHRASES and (year := no_year_in(said, turn.rules.lexicon)):
        example = f"/{name} {turn.today.year - 1}"
        return Response((Reply(turn.texts("chat.say.no_year", year=year, example=example)),))
    if name == "status" and (refused := _before_the_first(turn, said)) is not None:
        return refused
    if name in PHRASES:
        said = turn.texts.plain(PHRASES[name], said=said).strip()
    anew = not turn.incoming.argument or name == "export"  # A file holds what its line names, nothing asked before.
    return question(turn, said or turn.texts.plain("chat.command.ask"), anew=anew)


def _before_the_first(turn: Turn, said: str) -> Response | None:
    """Say that the programme has no such year, where /status names one from before it began."""
    first = turn.programme.first_year
    years = [one.year for one in find_years(said, turn.today)]
    if not years or max(years) >= first:
        return None
    example = f"/status {turn.today.year - 1}"
    return Response((Reply(turn.texts("chat.say.before_first", year=max(years), first=first, example=example)),))


def _reply(turn: Turn, found: Consultation) -> Reply:
    rows = tuple(
        tuple(Button(choice.label, Ask(choice.question)) for choice in row)
        for row in found.rendered.buttons
    )
    command = found.rendered.command
    if turn.features.allows(turn.who, command):
        rows = (*rows, (Button(f"/{command}", RunCommand(command)),))
    chart = found.rendered.chart
    name = ""
    if chart is not None and found.meaning.as_file and turn.incoming.private:
        name = turn.texts.plain("take.picture", title=_FOR_NO_NAME.sub(" ", chart.title), day=turn.today.isoformat())
    return Reply(found.rendered.text, rows, chart=None if chart is None else chart.as_dict(), picture=name)


_FOR_NO_NAME = compile_later(r'[\\/:*?"<>|\s]+')
"""What no file's name can have everywhere."""
