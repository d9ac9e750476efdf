"""Figures to take along: a workbook, or a CSV, of what was asked for; every reading out is a line in the audit."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from zc_bot.chat.overseeing.punctuality import of_year
from zc_bot.chat.overseeing.status import board_in
from zc_bot.chat.overseeing.view import View
from zc_bot.chat.replies import Document, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.evaluation.figures import Figures, Query
from zc_bot.evaluation.outlook import approved_only
from zc_bot.evaluation.scope import named
from zc_bot.evaluation.totals import add_up
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.roles import Act, require
from zc_bot.storage import audit, figures, ledger, receipts
from zc_bot.texts.answers.words import FEW
from zc_bot.texts.catalog import join
from zc_bot.texts.files.figure_sheet import sorted_figures
from zc_bot.texts.files.workbook import Takeaway, digest_of, write_csv, write_workbook

BEFORE_ALL = datetime(1990, 1, 1, tzinfo=UTC)
CODE = 10
"""So many characters of a digest tell files apart."""


def export(turn: Turn, meaning: Meaning) -> Response:
    """Give the figures of the years, places and metrics asked for, or all that the person may see."""
    require(turn.who, Act.EXPORT)
    view = View.of(turn.session, turn.rules, turn.who, meaning, turn.now)
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
        ledger=known if view.of_all else known.about(programme, view.places),
        scope=_scope(view, tuple(years)),
        by=view.who.name,
        now=view.now,
        code=code,
    )


def _versions(view: View, years: tuple[int, ...], metrics: tuple[str, ...]) -> tuple[figures.Version, ...]:
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
