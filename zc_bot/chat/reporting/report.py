"""Reporting: joins the pure dialogue to the store. The draft is the state, and it is a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zc_bot.chat.actions import GetForm, GoOnReporting, OpenReport, ReplyToReport, ReportAnew, ResumeReport
from zc_bot.chat.codec import Action
from zc_bot.chat.cycles import open_cycles
from zc_bot.chat.facts import Recorded, facts_for
from zc_bot.chat.reminding import unopened
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reporting import verifying
from zc_bot.chat.reviewing import notifying
from zc_bot.chat.turn import Turn
from zc_bot.policy.roles import Act, require
from zc_bot.storage import attachments, dialogues, figures, observations, submissions
from zc_bot.storage.gaps import missing_in
from zc_bot.storage.observations import Conflict, Receipt
from zc_bot.submission import events as ev
from zc_bot.submission import flow
from zc_bot.submission.asking import go
from zc_bot.submission.draft import UNREADABLE, Draft, Later, from_json, to_json
from zc_bot.submission.facts import Facts
from zc_bot.submission.form import form_for
from zc_bot.submission.replies import Reply as Said
from zc_bot.submission.replies import Tap, Typed
from zc_bot.submission.understanding import named
from zc_bot.texts.catalog import join, without_html
from zc_bot.texts.dialogue.report import render, render_all
from zc_bot.texts.dialogue.review import serial_text
from zc_bot.texts.numbers import format_metric

NAMED = 4


def begin(turn: Turn) -> Response:
    """Begin a report, with whatever was typed behind the command, or go on with the open one.

    One that holds figures is never left unasked: not for another place or year, nor where a new year has opened
    since it was touched.
    """
    draft, facts, line = open_draft(turn), facts_for(turn), turn.incoming.argument
    if draft is None or (line and not draft.holds_figures) or (not draft.holds_figures and _is_past(turn, draft)):
        return show(turn, facts, *flow.start(facts, line=line))
    if _is_past(turn, draft) or flow.elsewhere(draft, named(line, facts), facts):
        return _ask_which(turn, draft, ReportAnew(line))
    after, said = flow.step(draft, Typed(line), facts) if line else go(draft, facts)
    shown = show(turn, facts, after, said, before=draft)
    return _going_on(turn, draft, shown) if after.is_open else shown


def _is_past(turn: Turn, draft: Draft) -> bool:
    """Tell whether the season changed since a draft was touched: its year has ended, or a newer one opened."""
    stored = dialogues.load_draft(turn.session, turn.who.id)
    if stored is None or draft.year is None:
        return False
    years = [cycle.year for cycle in open_cycles(turn.session, turn.rules, turn.now)]
    then = [cycle.year for cycle in open_cycles(turn.session, turn.rules, stored.touched_at)]
    return draft.year not in years or max(years) > max(then, default=draft.year)


def _going_on(turn: Turn, draft: Draft, response: Response) -> Response:
    """Say first which report is gone on with, and how much it holds."""
    if draft.community is None or not draft.holds_figures:
        return response
    head = turn.texts("report.goes_on", place=_place(turn, draft), count=len(draft.held))
    first, *rest = response.replies
    return replace(response, replies=(replace(first, text=join([head, first.text], "\n\n")), *rest))


def _ask_which(turn: Turn, draft: Draft, otherwise: Action) -> Response:
    """Ask whether to go on with a report that was not handed in, or to give it up for another."""
    texts, programme = turn.texts, turn.programme
    names = [programme.measure[code].short(texts.lang) for code in draft.held[:NAMED]]
    names += ["…"] if len(draft.held) > NAMED else []
    lines = [
        texts("report.unfinished", place=_place(turn, draft), count=len(draft.held),
              names=texts.plain("remind.comma").join(names))
    ]
    ended = draft.year is not None and draft.year not in facts_for(turn).years
    if ended:
        lines.append(texts("report.refused.year_closed", found=draft.year))
    rows = [(Button(texts.plain("report.button.leave"), otherwise),)]
    if not ended:
        rows.insert(0, (Button(texts.plain("report.button.go_on"), GoOnReporting()),))
    return Response((Reply(join(lines), tuple(rows)),))


def _place(turn: Turn, draft: Draft) -> str:
    name = turn.programme.community[draft.community].name(turn.texts.lang) if draft.community else ""
    return turn.texts.plain("report.place", community=name, year=draft.year) if draft.year else name


def cancel(turn: Turn) -> Response:
    """Drop the open draft."""
    draft = open_draft(turn)
    if draft is None:
        return Response((Reply(turn.texts("chat.say.nothing_to_cancel")),))
    return _reply_to(turn, draft, Tap("cancel"))


def tapped(turn: Turn, action: ReplyToReport) -> Response:
    """Take a tapped reply, if it is one to the present step."""
    draft = open_draft(turn)
    if draft is None or draft.version != action.version:
        return _stale(turn, draft)
    return _reply_to(turn, draft, Tap(action.name, action.arg))


def tapped_again(turn: Turn, action: Action) -> Response:
    """Answer a second tap: the receipt of the report that this very button confirmed, else that it was used."""
    serial = submissions.serial_of(turn.session, turn.who, _operation(turn))
    if isinstance(action, ReplyToReport) and action.tap == "confirm" and serial is not None:
        taken_back = submissions.is_withdrawn(turn.session, serial)
        key = "chat.receipt.taken_back" if taken_back else "chat.receipt.again"
        return Response(toast=turn.texts.plain(key, serial=serial_text(serial)), alert=True)
    return Response(toast=turn.texts.plain("chat.say.used"))


def open_at(turn: Turn, action: OpenReport) -> Response:
    """Open the dialogue where a button points to.

    An open draft of the same place and year is gone on with; another that holds figures is asked about first,
    unless it is given up for this one.
    """
    community, year, metric = action.community, action.year, action.metric
    draft, facts = open_draft(turn), facts_for(turn)
    then = draft.then if draft is not None else ()
    if draft is not None and draft.holds_figures and not action.anew:
        if draft.year == year and community in {"", draft.community}:
            after, said = flow.step(draft, Tap("metric", metric), facts) if metric else go(draft, facts)
            return _going_on(turn, draft, show(turn, facts, after, said))
        return _ask_which(turn, draft, replace(action, anew=True))
    if action.walk:
        menu, _ = flow.start(facts, community or None, year)
        walked, said = flow.step(menu, Tap("walk", "each"), facts)
        if walked.metric == metric:
            return show(turn, facts, replace(walked, then=then), said)
    begun, said = flow.start(facts, community or None, year, metric or None)
    return show(turn, facts, replace(begun, then=then), said)


def go_on(turn: Turn, _: GoOnReporting) -> Response:
    """Go on with the open report, as its reporter chose."""
    draft, facts = open_draft(turn), facts_for(turn)
    if draft is None:
        return Response(toast=turn.texts.plain("chat.say.stale"))
    dialogues.save_draft(turn.session, turn.who.id, draft.version, to_json(draft), turn.now)
    return _going_on(turn, draft, show(turn, facts, *go(draft, facts), before=draft))


def anew(turn: Turn, action: ReportAnew) -> Response:
    """Give the open report up and begin another, with what was typed."""
    draft, facts = open_draft(turn), facts_for(turn)
    then = draft.then if draft is not None else ()
    begun, said = flow.start(facts, line=action.line)
    return show(turn, facts, replace(begun, then=(*begun.then, *then)), said)


def _followed(turn: Turn, response: Response, then: Sequence[Later]) -> Response:
    """Go on with what was typed for other places, once a report was handed in or given up."""
    if not then:
        return response
    facts = facts_for(turn)
    begun, said = flow.start(facts, line=then[0].text)
    following = show(turn, facts, replace(begun, then=(*begun.then, *then[1:])), said)
    return replace(
        response, replies=(*response.replies, *following.replies), refused=(*response.refused, *following.refused)
    )


def resume(turn: Turn, action: ResumeReport) -> Response:
    """Take up a cancelled report where it was left; one begun meanwhile goes on instead."""
    draft = open_draft(turn)
    if draft is not None:
        return _stale(turn, draft)
    left, facts = from_json(action.draft), facts_for(turn)
    if left.community not in {None, *facts.communities} or left.year not in {None, *facts.years}:
        return Response(toast=turn.texts.plain("chat.say.stale"))
    return show(turn, facts, *go(replace(left, version=left.version + 1), facts))


def _reply_to(turn: Turn, draft: Draft, said: Said) -> Response:
    facts = facts_for(turn)
    return show(turn, facts, *flow.step(draft, said, facts), before=draft)


def _stale(turn: Turn, draft: Draft | None) -> Response:
    """Point from an old button to the present step."""
    toast = turn.texts.plain("chat.say.stale")
    if draft is None:
        return Response(toast=toast)
    facts = facts_for(turn)
    return replace(show(turn, facts, *go(draft, facts)), toast=toast)


def show(
    turn: Turn, facts: Facts, draft: Draft, events: tuple[ev.Event, ...], before: Draft | None = None
) -> Response:
    """Keep the draft, carry out what was decided, and word it all as one message."""
    if any(isinstance(event, ev.Refused) and event.code == "no_years" for event in events):
        return unopened.to_report(turn)
    if any(isinstance(event, ev.Refused) and event.code == "scope" for event in events):
        turn.deny("report")
    if draft.step == "cancelled":
        require(turn.who, Act.LEAVE_REPORT)
    if events and isinstance(events[-1], ev.Submit):
        return _submit(turn, facts, before or draft, events[-1])
    _keep(turn, draft)
    reply = replace(_reply(turn, draft, events), step="begins" if before is None else "follows")
    if before is not None and before.holds_figures and draft.step == "cancelled":
        left = to_json(replace(before, then=()))
        reply = replace(reply, rows=((Button(turn.texts.plain("report.button.resume"), ResumeReport(left)),),))
        return _followed(turn, Response((reply,)), before.then)
    return Response((reply,), refused=_refused(turn, events))


def _refused(turn: Turn, events: tuple[ev.Event, ...]) -> tuple[tuple[str, str], ...]:
    """Name what of the message was not taken, and why; the whole of it where nothing was."""
    if turn.incoming.kind == "tap":
        return ()
    found = []
    for event in events:
        if isinstance(event, ev.Refused | ev.Reprompt):
            typed = event.found if isinstance(event, ev.Refused) else ""
            found.append((typed or turn.incoming.text, without_html(render(event, turn.texts, turn.programme)[0])))
    return tuple(found)


def _submit(turn: Turn, facts: Facts, draft: Draft, submit: ev.Submit) -> Response:
    """Record the confirmed report; where somebody was faster, show their figures and ask again."""
    entries = [
        observations.Entry(
            submit.community, one.metric, submit.year, one.value, one.marker, one.phrase or one.typed, one.reason,
            seen=int(one.replaces) if one.replaces else None,
        )
        for one in submit.entries
    ]
    operation = _operation(turn)
    try:
        receipt = figures.record(
            turn.session, turn.who, turn.programme, entries, operation=operation, way="dialogue", now=turn.now
        )
    except Conflict:
        fresh = facts_for(turn, Recorded(turn))  # On PostgreSQL somebody may have committed since these were read.
        return show(turn, fresh, *flow.step(draft, Tap("confirm"), fresh))
    dialogues.drop_draft(turn.session, turn.who.id)
    _bind_files(turn, draft, receipt)
    notices = notifying.submitted(turn, submit.community, submit.year, receipt)
    left = _left(turn, submit)
    notices += notifying.siblings(turn, submit.community, submit.year, receipt, len(left))
    done = Response((_receipt(turn, submit, receipt, len(draft.files), left),), notices=notices)
    return _followed(turn, done, draft.then)


def _operation(turn: Turn) -> str:
    """Name the act of confirming: by the button's own token, or by the moment it was typed; never met again."""
    token = turn.incoming.data.partition(":")[0]
    return f"tap:{token}" if token else f"typed:{turn.who.id}:{turn.incoming.update_id}:{turn.now.isoformat()}"


def _bind_files(turn: Turn, draft: Draft, receipt: Receipt) -> None:
    """Let the files that came while the report was made go with it; with the last one, where it says nothing new."""
    for one in draft.files:
        serial = receipt.serial
        if not receipt.recorded:
            serial = attachments.goes_with(turn.session, turn.who, turn.programme, None, turn.now) or 0
        if serial:
            file = attachments.File(one.name, one.sha256, one.size, one.caption)
            attachments.bind(turn.session, turn.who, turn.programme, serial, file, turn.now, one.album)


def _receipt(turn: Turn, submit: ev.Submit, receipt: Receipt, files: int, left: Sequence[str]) -> Reply:
    texts = turn.texts
    community = turn.programme.community[submit.community].name(texts.lang)
    if not receipt.recorded:
        return Reply(texts("chat.receipt.unchanged"))
    lines = [
        texts(
            "chat.receipt.line", metric=turn.programme.metric[one.metric].short(texts.lang),
            value=format_metric(one.value, one.marker, turn.programme.metric[one.metric], texts.lang),
        )
        for one in receipt.recorded
    ]
    head = texts(
        "chat.receipt.head", serial=serial_text(receipt.serial), community=community, year=submit.year,
        count=len(receipt.recorded),
    )
    rows: tuple[tuple[Button, ...], ...] = ()
    if left:
        label = texts.plain("chat.receipt.more", count=len(left))
        rows = ((Button(label, OpenReport(submit.community, submit.year, left[0])),),)
    sealed = verifying.seal(turn, receipt.serial)
    lines += [texts("chat.receipt.files", count=files)] if files else []
    foot = [texts("chat.receipt.foot"), *([sealed] if sealed else [])]
    return Reply(join([head, *lines, *foot]), rows, receipt=True, step="follows")


def _left(turn: Turn, submit: ev.Submit) -> tuple[str, ...]:
    """Give the metrics that a community still has to report for the year just reported."""
    place, year = submit.community, submit.year
    owed = missing_in(turn.session, turn.programme, year, (place,)).get(place, ())
    return tuple(one.code for one in form_for(turn.programme, place, year).metrics if one.code in owed)


def _reply(turn: Turn, draft: Draft, events: tuple[ev.Event, ...]) -> Reply:
    """Word what one step said as one message, its buttons bound to this version of the draft."""
    text, buttons = render_all(events, turn.texts, turn.programme)
    rows = tuple(
        tuple(Button(label, ReplyToReport(tap.name, tap.arg, draft.version)) for label, tap in row)
        for row in buttons
    )
    if draft.step in {"community", "menu"} and rows:
        form = Button(turn.texts.plain("sheet.button"), GetForm(draft.year))
        rows = (*rows[:-1], (form,), rows[-1])
    return Reply(text, rows, single_use=True)


def _keep(turn: Turn, draft: Draft) -> None:
    if draft.is_open:
        dialogues.save_draft(turn.session, turn.who.id, draft.version, to_json(draft), turn.now)
    else:
        dialogues.drop_draft(turn.session, turn.who.id)


def open_draft(turn: Turn) -> Draft | None:
    """Return the open draft; one about a community that is not the person's any more ends here."""
    stored = dialogues.load_draft(turn.session, turn.who.id)
    if stored is None:
        return None
    try:
        draft = from_json(stored.state)
    except UNREADABLE:
        # One that can't be read must not stop every text after it.
        draft = None
    if draft is not None and turn.who.reports and draft.community in {None, *turn.who.communities(turn.programme)}:
        return draft
    dialogues.drop_draft(turn.session, turn.who.id)
    return None
