"""Reporting by sheet: the form goes out, comes back, and is confirmed as a whole or given back with its faults."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from markupsafe import Markup

from zc_bot.chat.actions import GetForm, LeaveSheet, SubmitSheet
from zc_bot.chat.cycles import newest_cycle
from zc_bot.chat.facts import facts_for
from zc_bot.chat.reminding import unopened
from zc_bot.chat.replies import Button, Document, Notice, Reply, Response
from zc_bot.chat.reporting import verifying
from zc_bot.chat.reviewing import notifying
from zc_bot.chat.turn import Turn
from zc_bot.policy.roles import Act, require
from zc_bot.sheets import Cell, Rows, shown
from zc_bot.storage import audit, dialogues, figures, observations
from zc_bot.storage.gaps import missing_in
from zc_bot.storage.observations import Conflict
from zc_bot.storage.types import canonical
from zc_bot.submission.card import card
from zc_bot.submission.draft import Draft, Entry, from_json
from zc_bot.submission.facts import Facts
from zc_bot.submission.sheet import SheetReport, failing, read_form
from zc_bot.submission.sheet_rows import CellFault, Place
from zc_bot.texts.catalog import join, without_html
from zc_bot.texts.dialogue.report_card import card_body
from zc_bot.texts.dialogue.report_refusals import render_refusal
from zc_bot.texts.dialogue.review import serial_text
from zc_bot.texts.files.sheet_form import form_rows, write_form, write_marked

MOST_NAMED = 10
NAMED = 5
WIDEST, MARKED, MANY_CHARACTERS = 32, 100, 60_000
Faults = Mapping[tuple[int, int], Sequence[str]]
"""What is wrong, by row and column."""
ABOVE = 10
"""So many rows are kept above the faulty ones."""
ROOM = 3300
"""Characters for the cards; beyond that each community is one line."""


def leave(turn: Turn, _: LeaveSheet) -> Response:
    """Leave what a sheet said."""
    return Response((Reply(turn.texts("sheet.left")),))


def submit(turn: Turn, action: SubmitSheet) -> Response:
    """Hand in what a sheet said."""
    return _submit(turn, unpack(action.figures))


def form(turn: Turn, action: GetForm) -> Response:
    """Give the form of one's communities for a year, the open one unless another is named."""
    texts, cycle = turn.texts, newest_cycle(turn)
    facts = facts_for(turn)
    if not facts.communities:
        return Response((Reply(texts("report.refused.no_communities")),))
    if cycle is None:
        return unopened.to_report(turn)
    wanted = cycle.year if action.year is None else action.year
    rows = form_rows(facts, wanted)
    if not rows:
        return Response((Reply(texts("sheet.all_approved", year=wanted)),))
    _drop_empty_draft(turn)
    audit.note_reading(turn.session, turn.who, "form", len(rows), turn.now)
    document = Document(texts.plain("sheet.file", year=wanted), write_form(rows, facts, texts))
    return Response((Reply(texts("sheet.form", year=wanted, count=len(rows)), document=document),))


def _drop_empty_draft(turn: Turn) -> None:
    """End a dialogue in which nothing was filled in: the sheet takes its place."""
    stored = dialogues.load_draft(turn.session, turn.who.id)
    if stored is not None and not from_json(stored.state).holds_figures:
        dialogues.drop_draft(turn.session, turn.who.id)


def received(turn: Turn) -> Response:
    """Take a sheet that came back: its card where all is well, else the sheet again with its faults marked.

    Raises `NotAllowed`.
    """
    require(turn.who, Act.REPORT_BY_SHEET)
    texts, file = turn.texts, turn.incoming.sheet
    assert file is not None
    if file.error:
        return Response((Reply(texts(f"sheet.error.{file.error}", row=file.error_row), of_file="fault"),))
    facts = facts_for(turn)
    report = read_form(file.rows, facts)
    if report.lacking:
        names = texts.plain("remind.comma").join(texts.plain(f"sheet.column.{name}") for name in report.lacking)
        return Response((Reply(texts("sheet.lacking", names=names), of_file="fault"),))
    if report.several:
        return Response((Reply(_several(report, turn), of_file="fault"),))
    if not report.places and not report.faults:
        key = "sheet.nothing_new" if report.unchanged else "sheet.empty"
        said = join([*_notes(turn, report), texts(key, count=report.unchanged)])
        return Response((Reply(said, of_file="fault"),))
    if any(fault.refusal.code == "scope" for fault in report.faults):
        turn.deny("sheet")
    replies = [_faulty(turn, file.rows, report)] if report.faults else []
    if report.places:
        replies.append(_card(turn, report.places, facts, report.unchanged))
    if notes := _notes(turn, report):
        first, *others = replies
        replies = [replace(first, text=join([*notes, first.text])), *others]
    cells = tuple((fault.refusal.found, _word(fault, turn)) for fault in report.faults)
    return Response(tuple(replies), refused=cells)


def _notes(turn: Turn, report: SheetReport) -> list[Markup]:
    """Say what stood in for a column that the sheet lacks, and what was passed over."""
    texts, found = turn.texts, []
    if (community := report.assumed.get("community")) is not None:
        name = turn.programme.community[community].name(texts.lang)
        found.append(texts("sheet.assumed_community", community=name))
    if (year := report.assumed.get("year")) is not None:
        found.append(texts("sheet.assumed_year", year=year))
    for key, passed in (("sheet.passed", report.passed), ("sheet.details", report.details)):
        if passed:
            named = [*passed[:MOST_NAMED], *(["…"] if len(passed) > MOST_NAMED else [])]
            found.append(texts(key, count=len(passed), names=texts.plain("remind.comma").join(named)))
    if report.derived:
        names = [turn.programme.measure[code].short(texts.lang) for code in report.derived]
        found.append(texts("sheet.derived", names=texts.plain("remind.comma").join(names)))
    return found


def _several(report: SheetReport, turn: Turn) -> Markup:
    """Name the first heading that stands over several columns, and their letters."""
    from xlsxwriter.utility import xl_col_to_name

    column, places = next(iter(report.several.items()))
    letters = turn.texts.plain("remind.comma").join(map(xl_col_to_name, places))
    name = turn.texts.plain(f"sheet.column.{column}")
    return turn.texts("sheet.twice", name=name, count=len(places), places=letters)


def _faulty(turn: Turn, rows: Rows, report: SheetReport) -> Reply:
    """Give the sheet back, each fault in its cell, and name the first of them."""
    texts, said = turn.texts, defaultdict(list)
    for fault in report.faults[:MARKED]:
        said[(fault.row, fault.column)].append(_word(fault, turn))
    lines = [texts("sheet.faults_many" if report.cut else "sheet.faults", count=len(report.faults))]
    lines += [
        texts("sheet.fault", row=fault.row + 1, what=_word(fault, turn)) for fault in report.faults[:NAMED]
    ]
    if len(report.faults) > NAMED:
        lines.append(texts("sheet.more_faults", count=len(report.faults) - NAMED))
    if report.places:
        lines.append(texts("sheet.rest_is_taken"))
    name = texts.plain("sheet.file_marked")
    audit.note_reading(turn.session, turn.who, "marked", len(report.faults), turn.now)
    marked = Document(name, write_marked(*_worth_showing(rows, said), texts))
    return Reply(join(lines), document=marked, of_file="fault")


def _worth_showing(rows: Rows, said: Faults) -> tuple[Sequence[Sequence[Cell]], Faults]:
    """Keep a sheet as it came; of a very large one only the headings and the faulty rows, since others wait."""
    narrow = [row[:WIDEST] for row in rows]
    if sum(len(shown(cell)) + 1 for row in narrow for cell in row) <= MANY_CHARACTERS:
        return narrow, said
    faulty = sorted({row for row, _ in said})
    first = min(faulty, default=0)
    kept = [*range(min(first, ABOVE)), *faulty]
    moved = {(kept.index(row), at): words for (row, at), words in said.items()}
    return [narrow[row] for row in kept], moved


def _word(fault: CellFault, turn: Turn) -> str:
    return without_html(render_refusal(fault.refusal, turn.texts, turn.programme))


def _card(turn: Turn, places: Mapping[Place, tuple[Entry, ...]], facts: Facts, unchanged: int) -> Reply:
    """Show everything as read, to be confirmed; by line for each community where the cards are too long."""
    texts, programme = turn.texts, turn.programme
    head = [
        texts("sheet.place", community=programme.community[community].name(texts.lang), year=year, count=len(entries))
        for (community, year), entries in places.items()
    ]
    bodies = [
        card_body(card(Draft(community=community, year=year, entries=entries), facts), texts, programme)
        for (community, year), entries in places.items()
    ]
    full = [join(pair) for pair in zip(head, bodies, strict=True)]
    shown = full if sum(len(text) for text in full) <= ROOM else head
    count = sum(len(entries) for entries in places.values())
    first = texts("sheet.check_some" if unchanged else "sheet.check", count=count, rest=unchanged)
    text = join([first, *shown], "\n\n" if shown is full else "\n")
    confirm = Button(texts.plain("report.button.confirm"), SubmitSheet(_pack(places)))
    leave = Button(texts.plain("report.button.cancel"), LeaveSheet())
    return Reply(text, ((confirm,), (leave,)), single_use=True)


def _submit(turn: Turn, places: Mapping[Place, tuple[Entry, ...]]) -> Response:
    """Record every figure of the sheet as one submission, all or none."""
    texts = turn.texts
    if forbidden := failing(places, facts_for(turn)):
        first = render_refusal(forbidden[0], texts, turn.programme)
        return Response((Reply(join([texts("sheet.no_longer", count=len(forbidden)), first])),))
    entries = [
        observations.Entry(
            community, one.metric, year, one.value, one.marker, one.typed, one.reason,
            seen=int(one.replaces) if one.replaces else None,
        )
        for (community, year), some in places.items()
        for one in some
    ]
    token = turn.incoming.data.partition(":")[0]
    try:
        receipt = figures.record(
            turn.session, turn.who, turn.programme, entries, operation=f"tap:{token}", way="sheet", now=turn.now
        )
    except Conflict as conflict:
        return Response((Reply(texts("sheet.conflict", count=len(conflict.versions))),))
    if not receipt.recorded:
        return Response((Reply(texts("chat.receipt.unchanged")),))
    _drop_empty_draft(turn)
    lines = [texts("sheet.receipt", serial=serial_text(receipt.serial), count=len(receipt.recorded))]
    notices: list[Notice] = []
    for community, year in places:
        recorded = tuple(one for one in receipt.recorded if (one.community, one.year) == (community, year))
        if not recorded:
            continue
        name = turn.programme.community[community].name(texts.lang)
        lines.append(texts("sheet.place", community=name, year=year, count=len(recorded)))
        part = observations.Receipt(receipt.serial, recorded)
        left = len(missing_in(turn.session, turn.programme, year, (community,)).get(community, ()))
        notices += notifying.submitted(turn, community, year, part)
        notices += notifying.siblings(turn, community, year, part, left)
    lines.append(texts("chat.receipt.foot"))
    if (sealed := verifying.seal(turn, receipt.serial)) is not None:
        lines.append(sealed)
    return Response((Reply(join(lines), receipt=True),), notices=tuple(notices))


def _pack(places: Mapping[Place, tuple[Entry, ...]]) -> str:
    rows = [
        [community, year, one.metric, one.typed, None if one.value is None else canonical(one.value), one.marker,
         one.replaces, one.reason]
        for (community, year), entries in places.items()
        for one in entries
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def unpack(stored: str) -> dict[Place, tuple[Entry, ...]]:
    """Read back the figures that a confirming button holds."""
    places: dict[Place, list[Entry]] = defaultdict(list)
    for community, year, metric, typed, value, marker, replaces, reason in json.loads(stored):
        exact = None if value is None else Decimal(value)
        places[(community, year)].append(Entry(metric, typed, exact, marker, replaces, reason))
    return {place: tuple(entries) for place, entries in places.items()}
