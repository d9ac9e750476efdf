"""Figures to take along: a workbook, or a CSV, of what was asked for; every reading out is a line in the audit."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from zc_bot.chat.overseeing.punctuality import of_year
from zc_bot.chat.overseeing.status import board_in
from zc_bot.chat.overseeing.view import View
from zc_bot.chat.replies import Document, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.evaluation.figures import Figures, Query
from zc_bot.evaluation.ledger import MILESTONES, Ledger, Noted, RecordKind
from zc_bot.evaluation.milestones import MARKS
from zc_bot.evaluation.outlook import approved_only
from zc_bot.evaluation.scope import named
from zc_bot.evaluation.totals import add_up
from zc_bot.parsing.ledger_sheet import TOPICS
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.roles import Act, require
from zc_bot.storage import audit, figures, ledger, observations, proofs, receipts
from zc_bot.texts.answers.words import FEW
from zc_bot.texts.catalog import join
from zc_bot.texts.files.figure_sheet import sorted_figures
from zc_bot.texts.files.ledger_sheet import write_ledger_book
from zc_bot.texts.files.workbook import Takeaway, digest_of, write_csv, write_workbook

BEFORE_ALL = datetime(1990, 1, 1, tzinfo=UTC)
CODE = 10
"""So many characters of a digest tell files apart."""


def export(turn: Turn, meaning: Meaning) -> Response:
    """Give the figures of the years, places and metrics asked for, or all that the person may see."""
    require(turn.who, Act.EXPORT)
    view = View.of(turn.session, turn.rules, turn.who, meaning, turn.now)
    if meaning.topic in _RECORDED:
        return _on_record(turn, view, meaning.topic)
    taken = takeaway(view)
    comma = meaning.topic == "csv"
    content = (write_csv if comma else write_workbook)(taken, view.words, turn.rules.zone)
    audit.note(
        turn.session, turn.who, receipts.EXPORTED, taken.scope, turn.now, code=taken.code, count=len(taken.figures),
        kind="csv" if comma else "xlsx", figures_of=_figures_of(taken, meaning),
    )
    ending = "csv" if comma else "xlsx"
    name = turn.texts.plain("take.file", scope=taken.scope, day=view.known_until.isoformat(), ending=ending)
    text = turn.texts("take.text", scope=taken.scope, count=len(taken.figures), code=taken.code)
    if meaning.as_of is not None:
        text = join([text, turn.texts("ask.as_of", day=meaning.as_of.isoformat())])
    return Response((Reply(text, document=Document(name, content)),))


_RECORDED: Mapping[str, tuple[RecordKind, ...]] = {
    TOPICS["support"]: ("support",), TOPICS["milestone"]: (*MILESTONES, *MARKS), TOPICS["decision"]: ("decision",),
    TOPICS["target"]: ("target",),
}
"""Which entries a file of what is on record holds, by the topic of an `export`."""


def _on_record(turn: Turn, view: View, topic: str) -> Response:
    """Give what is on record of some kinds and the person may see, of the years and places asked for."""
    known = ledger.load(view.session, view.who, view.as_of)
    found = known if view.of_all else known.about(view.programme, view.places)
    years = view.meaning.years
    kept = Ledger(
        one for one in found.of(*_RECORDED[topic], approved=False) if not years or _year_of(one.noted) in years
    )
    what, kind = turn.texts.plain(f"take.ledger.{topic.split()[-1]}"), topic.split()[-1]
    scope = " ".join((_scope(view, years), what))
    content = write_ledger_book(
        kept, _proofs(view, kept), scope, turn.who.name, turn.now, view.words, turn.rules.zone
    )
    audit.note_reading(turn.session, turn.who, f"ledger_{kind}", len(kept.records), turn.now)
    name = turn.texts.plain("take.ledger.file", what=what, day=view.known_until.isoformat())
    text = turn.texts("take.ledger.text", scope=scope, count=len(kept.records))
    return Response((Reply(text, document=Document(name, content)),))


def _year_of(noted: Noted) -> int | None:
    """Return the year that an entry is of: a target's own, else that of its day, or of when it is due."""
    day = noted.day or noted.due
    return noted.year if noted.kind == "target" else None if day is None else day.year


def _proofs(view: View, known: Ledger) -> Mapping[int, tuple[str, ...]]:
    """Return the names of the papers that prove entries, by the number of each."""
    found: dict[int, tuple[str, ...]] = {}
    for entry, file in proofs.of(view.session, known.records):
        found[entry] = (*found.get(entry, ()), file.name)
    return found


def _figures_of(taken: Takeaway, meaning: Meaning) -> dict[str, list[str]]:
    """Note which figures were taken along, so that its code can be asked about; nothing named stands for all."""
    return {
        "places": list(taken.places) if named(meaning) else [], "years": [str(year) for year in taken.years],
        "metrics": list(meaning.metrics),
    }


def takeaway(view: View) -> Takeaway:
    """Gather what is taken along."""
    programme, meaning = view.programme, view.meaning
    metrics = tuple(code for asked in meaning.metrics for code in programme.inputs[asked]) or tuple(programme.metric)
    every = Query(tuple(programme.metric), view.places, as_of=view.as_of)
    seen = view.shown(figures.load(view.session, view.who, programme, [every]))
    years = meaning.years or seen.years()
    kept = Figures(one for one in seen if one.year in years and one.metric in metrics)
    approved = approved_only(seen)
    summed = Meaning("aggregate", communities=view.places, metrics=tuple(programme.measure), years=tuple(years))
    known = ledger.load(view.session, view.who, view.as_of)
    kept_entries = known if view.of_all else known.about(programme, view.places)
    content = f"{view.now.isoformat()}\n{digest_of(sorted_figures(kept, programme))}"
    code = receipts.code_of_export(view.session, content) or hashlib.sha256(content.encode()).hexdigest()[:CODE]
    return Takeaway(
        figures=kept,
        known=seen,
        places=view.places,
        years=tuple(years),
        boards=tuple(board_in(view, year, approved) for year in years) if view.who.may(Act.JUDGE) else None,
        totals=add_up(summed, programme, approved).totals if years else (),
        filed=tuple(of_year(view, year) for year in years) if view.who.may(Act.SEE_PROGRESS) else None,
        versions=_versions(view, tuple(years), metrics),
        ledger=kept_entries,
        proofs=_proofs(view, kept_entries),
        scope=_scope(view, tuple(years)),
        by=view.who.name,
        now=view.now,
        code=code,
    )


def _versions(view: View, years: tuple[int, ...], metrics: tuple[str, ...]) -> tuple[observations.Version, ...]:
    """Return every version that the asker may see of what is taken along."""
    places, until = (None if view.of_all else view.places), view.now + timedelta(minutes=1)
    found = figures.recorded(view.session, view.who, view.programme, BEFORE_ALL, view.as_of or until, places)
    return view.offices.of_versions(one for one in found if one.year in years and one.metric in metrics)


def _scope(view: View, years: tuple[int, ...]) -> str:
    """Say what it is of: the places and years asked for."""
    words = view.words
    place = words.community(None) if view.of_all else words.listed(map(words.community, view.places), FEW)
    if len(view.places) > FEW and not view.of_all:
        place = words.places(view.places)
    if not years:
        return place
    span = str(years[0]) if len(years) == 1 else f"{min(years)}-{max(years)}"
    metrics = words.listed(map(words.metric, view.meaning.metrics), 3)
    return " ".join(part for part in (place, span, metrics) if part)
