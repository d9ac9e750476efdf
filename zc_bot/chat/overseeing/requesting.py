"""A question becomes a request: who reports is asked for a figure that is not there; the asker gets the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from markupsafe import Markup

from zc_bot.chat.actions import (
    AskReporter,
    AwaitRefusal,
    DeclineRequest,
    LeaveRequest,
    OpenReport,
    TellRefusal,
)
from zc_bot.chat.codec import encode
from zc_bot.chat.cycles import open_cycles
from zc_bot.chat.letters import letter_of
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Rules, Turn
from zc_bot.errors import NotAllowed
from zc_bot.evaluation.figures import Query
from zc_bot.evaluation.measurements import Measurement, measure
from zc_bot.evaluation.result import Answer
from zc_bot.policy.hidden import visible_line
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import ONLOOKER, Principal
from zc_bot.storage import dialogues, figures, outbox, people, requests
from zc_bot.storage.outbox import Letter
from zc_bot.storage.requests import Asked, Request
from zc_bot.storage.store import Session
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import Lang, join, texts_for

SHORTEST, LONGEST = 2, 200


def offer(turn: Turn, found: Answer) -> tuple[tuple[Button, ...], ...]:
    """Offer to ask whoever reports, where one figure was asked for and is not there."""
    asked = _lacking(turn, found)
    if asked is None or not turn.incoming.private:
        return ()
    reporters = reporters_of(turn.session, turn.programme, asked[0])
    if not reporters or (turn.who.reports_own and asked[0] in turn.own):
        return ()
    name = reporters[0].name
    return ((Button(turn.texts.plain("request.button.ask", name=name), AskReporter(*asked)),),)


def ask(turn: Turn, action: AskReporter) -> Response:
    """Keep the request; it goes out in the sending hours, once a day, however many ask."""
    asked = action.community, action.metric, action.year
    reporters = reporters_of(turn.session, turn.programme, action.community)
    if not reporters or not _is_missing(turn.session, turn.programme, asked):
        return Response(toast=turn.texts.plain("request.not_missing"), alert=True)
    new = requests.ask(turn.session, turn.who, asked, turn.now)
    key = "request.kept" if new else "request.kept_before"
    names = turn.texts.plain("remind.comma").join(one.name for one in reporters)
    text = turn.texts(key, names=names, figure=_figure(asked, turn.programme, turn.texts.lang))
    return Response((Reply(text),), events=frozenset({"tick"}))


def decline(turn: Turn, action: DeclineRequest) -> Response:
    """Ask the reporter why the figure can't be had."""
    if action.community not in turn.own:
        raise NotAllowed("request")
    prompt = AwaitRefusal(action.community, action.metric, action.year)
    dialogues.save_prompt(turn.session, turn.who.id, *encode(prompt), turn.now)
    asked = action.community, action.metric, action.year
    return Response((Reply(turn.texts("request.why", figure=_figure(asked, turn.programme, turn.texts.lang))),))


def refuse(turn: Turn, action: AwaitRefusal) -> Response:
    """Show the reason just typed with whom it would be told; a question or a slip of the hand is seen there."""
    reason = visible_line(turn.incoming.text)
    if not SHORTEST <= len(reason) <= LONGEST:
        return Response((Reply(turn.texts("report.refused.reason_length", expected=f"{SHORTEST}–{LONGEST}")),))
    if action.community not in turn.own:
        raise NotAllowed("request")
    asked = action.community, action.metric, action.year
    told = [who.name for one in requests.waiting(turn.session) if one.asked == asked
            and (who := people.find(turn.session, one.person)) is not None]
    if not told:
        dialogues.drop_prompt(turn.session, turn.who.id)
        return Response((Reply(turn.texts("request.nobody_asks")),))
    names = turn.texts.plain("remind.comma").join(dict.fromkeys(told))
    figure = _figure(asked, turn.programme, turn.texts.lang)
    rows = (
        (Button(turn.texts.plain("request.button.tell"), TellRefusal(*asked, reason)),),
        (Button(turn.texts.plain("request.button.leave"), LeaveRequest()),),
    )
    text = turn.texts("request.sure", names=names, figure=figure, reason=reason)
    return Response((Reply(text, rows, single_use=True),))


def leave(turn: Turn, _: LeaveRequest) -> Response:
    """Tell nobody anything."""
    dialogues.drop_prompt(turn.session, turn.who.id)
    return Response((Reply(turn.texts("request.left")),))


def tell(turn: Turn, action: TellRefusal) -> Response:
    """Tell the reason to all who asked."""
    if action.community not in turn.own:
        raise NotAllowed("request")
    dialogues.drop_prompt(turn.session, turn.who.id)
    asked, reason = (action.community, action.metric, action.year), action.reason
    declined = requests.decline(turn.session, turn.who, turn.programme, asked, turn.now)
    notices = tuple(
        Notice(who.id, texts_for(who.lang)("request.declined", name=turn.who.name, reason=reason,
                                           figure=_figure(asked, turn.programme, who.lang)), key=f"declined:{one.id}")
        for one in declined if (who := people.find(turn.session, one.person)) is not None
    )
    return Response((Reply(turn.texts("request.refused", count=len(notices))),), notices=notices)


def tick(session: Session, rules: Rules, now: datetime) -> int:
    """Ask the reporters, answer what is approved by now, and let lapse what the year's end has overtaken."""
    open_ones = requests.waiting(session)
    letters: list[Letter] = []
    year = now.astimezone(rules.zone).year
    lapsed = [one for one in open_ones if one.asked_at.astimezone(rules.zone).year < year]
    requests.settle(session, [one.id for one in lapsed], "lapsed", now)
    letters += _told(session, rules, lapsed, "request.lapsed", now)
    left = sorted((one for one in open_ones if one not in lapsed), key=lambda one: one.asked)
    for asked, group in groupby(left, key=lambda one: one.asked):
        letters += _pursue(session, rules, asked, list(group), now)
    return outbox.post(session, letters, now)


def reporters_of(session: Session, programme: Programme, community: str) -> tuple[Principal, ...]:
    """Return who reports for a community and can be reached."""
    return people.reporters_of(session, programme.community[community].authority)


def _pursue(session: Session, rules: Rules, asked: Asked, group: list[Request], now: datetime) -> list[Letter]:
    """Answer those who asked for one figure, else ask for it whom nobody asked yet."""
    programme = rules.programme
    metrics = programme.inputs[asked[1]]
    approved = figures.load(session, ONLOOKER, programme, [Query(metrics, (asked[0],), (asked[2],))])
    found = measure(programme, approved, *asked)
    if found.known:
        requests.settle(session, [one.id for one in group], "answered", now)
        return [letter_of(session, Notice(who.id, _answer(found, programme, who.lang), key=f"answered:{one.id}"), now)
                for one in group if (who := people.find(session, one.person)) is not None]
    fresh = [one for one in group if one.told_at is None]
    if not fresh or not _is_missing(session, programme, asked):
        return []
    requests.mark_told(session, [one.id for one in fresh], now)
    day = now.astimezone(rules.zone).date().isoformat()
    askers = [who.name for one in group if (who := people.find(session, one.person)) is not None]
    return [_asking(session, programme, one, asked, askers, day, now)
            for one in reporters_of(session, programme, asked[0])]


def _answer(found: Measurement, programme: Programme, lang: Lang) -> Markup:
    """Give the figure that was asked for, and who reported and reviewed it."""
    words, asked = Words(programme, texts_for(lang)), (found.community or "", found.metric, found.year)
    head = words.texts("request.answered", figure=_figure(asked, programme, lang), value=words.value(found))
    return join([head, *(words.reported(one) for one in found.figures)])


def _asking(
    session: Session, programme: Programme, told: Principal, asked: Asked, askers: Sequence[str], day: str,
    now: datetime,
) -> Letter:
    texts = texts_for(told.lang)
    community, metric, year = asked
    missing = programme.inputs[metric][0]
    rows = (
        (Button(texts.plain("request.button.report"), OpenReport(community, year, missing)),
         Button(texts.plain("request.button.decline"), DeclineRequest(community, metric, year))),
    )
    names = texts.plain("remind.comma").join(dict.fromkeys(askers))
    text = texts("request.please", names=names, figure=_figure(asked, programme, told.lang))
    key = f"request:{community}:{metric}:{year}:{day}:{told.id}"
    return letter_of(session, Notice(told.id, text, rows, key), now)


def _told(
    session: Session, rules: Rules, settled: Iterable[Request], key: str, now: datetime
) -> list[Letter]:
    """Tell askers what became of their requests."""
    letters = []
    for one in settled:
        who = people.find(session, one.person)
        if who is not None:
            text = texts_for(who.lang)(key, figure=_figure(one.asked, rules.programme, who.lang))
            letters.append(letter_of(session, Notice(who.id, text, key=f"{key}:{one.id}"), now))
    return letters


def _lacking(turn: Turn, found: Answer) -> Asked | None:
    """Return the one figure that was asked for and that nobody handed in, of a year that is collected."""
    if found.meaning.intent != "value" or found.items or len(found.absent) != 1:
        return None
    one = found.absent[0].measurement
    if one.community is None or one.lack != "unreported":
        return None
    asked = one.community, one.metric, one.year
    collected = any(cycle.year == one.year for cycle in open_cycles(turn.session, turn.rules, turn.now))
    return asked if collected and _is_missing(turn.session, turn.programme, asked) else None


def _is_missing(session: Session, programme: Programme, asked: Asked) -> bool:
    """Tell whether nobody handed in what a figure is worked out from."""
    community, metric, year = asked
    there = figures.reported(session, programme, year, (community,)).get(community, frozenset())
    return not set(programme.inputs[metric]) <= there


def _figure(asked: Asked, programme: Programme, lang: Lang) -> str:
    community, metric, year = asked
    return texts_for(lang).plain("request.figure", community=programme.community[community].name(lang), year=year,
                                 metric=programme.measure[metric].short(lang))
