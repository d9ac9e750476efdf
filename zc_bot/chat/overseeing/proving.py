"""Whoever is admitted types an export's code, or sends a sheet, and hears how its figures stand.

Figures that the asker may not see are neither confirmed nor denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from markupsafe import Markup

from zc_bot.chat.facts import facts_for
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.evaluation.figures import Figure, Key, Marker, Query
from zc_bot.parsing.conversion import Reading, read_figure
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.roles import ONLOOKER, Act, Principal, require
from zc_bot.storage import audit, figures, people, receipts
from zc_bot.submission.sheet_layout import Defaults, lay_out
from zc_bot.submission.sheet_rows import Line, RowReader
from zc_bot.texts.catalog import join
from zc_bot.texts.dialogue.review import word_moment
from zc_bot.texts.numbers import format_metric
from zc_bot.values import dataclass

CODE = compile_later(r"(?<![A-Za-z0-9])EX-[A-Z2-7]{8}(?![A-Za-z0-9])", re.IGNORECASE)
_COMPARES = compile_later("核对|比对|对一下|对照|核验|check|compare", re.IGNORECASE)
SHOWN = 30
Stated = tuple[Decimal | None, Marker | None]


def proved(turn: Turn) -> Response | None:
    """Answer a text that holds an export's code; None for any other."""
    match = CODE.search(turn.incoming.text)
    if match is None:
        return None
    require(turn.who, Act.SEE_APPROVED)
    code = match[0].upper()
    line = receipts.export_with(turn.session, code)
    if line is None:
        return Response((Reply(turn.texts("chat.proof.not_ours", code=code)),))
    return Response((Reply(join([_head(turn, line), *_changes(turn, line)])),))


def wants_comparing(turn: Turn) -> bool:
    """Tell whether a sheet was sent to be compared: with its code, or by who reports for no community of their own.

    Of those who may report for all it has to be passed on, or sent with words for it; 请核对 with a reporter's own
    sheet is said of their report.
    """
    said, who = turn.incoming.text, turn.who
    if CODE.search(said) is not None or not who.reports:
        return True
    return not who.reports_own and (bool(turn.incoming.author) or _COMPARES.search(said) is not None)


def compared(turn: Turn) -> Response:
    """Compare a sheet figure by figure: with what its code's export held, else with what stands now."""
    require(turn.who, Act.SEE_APPROVED)
    file, texts = turn.incoming.sheet, turn.texts
    assert file is not None
    if file.error:
        return Response((Reply(texts(f"sheet.error.{file.error}", row=file.error_row)),))
    match = CODE.search(turn.incoming.text)
    line = receipts.export_with(turn.session, match[0].upper()) if match is not None else None
    if match is not None and line is None:
        return Response((Reply(texts("chat.proof.not_ours", code=match[0].upper())),))
    found = _read(turn)
    if not found.figures:
        return Response((Reply(texts("chat.proof.no_figures")),))
    held = _held(turn, line, found.figures)
    same = [key for key, value in found.figures.items() if key in held and _stated(held[key]) == value]
    wrong = [key for key, value in found.figures.items() if key in held and _stated(held[key]) != value]
    unseen = len(found.figures) - len(same) - len(wrong)
    head = texts("chat.proof.sheet", count=len(found.figures)) if line is None else _head(turn, line)
    lines = [head, texts("chat.proof.sheet_same", count=len(same))]
    lines += [
        texts("chat.proof.sheet_differs", figure=_called(turn, key), value=_value(turn, key, found.figures[key]),
              recorded=_value(turn, key, _stated(held[key])))
        for key in wrong[:SHOWN]
    ]
    lines += _counts(turn, len(wrong) - SHOWN, unseen)
    if found.unread:
        lines.append(texts("chat.proof.sheet_unread", rows="、".join(map(str, found.unread[:SHOWN]))))
    return Response((Reply(join(lines)),))


def _held(turn: Turn, line: audit.Line | None, stated: Iterable[Key]) -> dict[Key, Figure]:
    """Return what the figures of a sheet are compared with, as far as the asker may see it.

    line: of the export that its code names; what that did not hold is then not vouched for.
    """
    keys = tuple(stated)
    places, years = tuple({key[0] for key in keys}), tuple({key[2] for key in keys})
    if line is None:
        return _seen(turn, places, years, (), None)
    taken = _taken(turn, line)
    then = _seen(turn, places, years, (), line.at)
    return {key: one for key, one in then.items() if key in taken and _stated(taken[key]) == _stated(one)}


def _taken(turn: Turn, line: audit.Line) -> dict[Key, Figure]:
    """Return what an export held: the figures asked for, as its maker saw them."""
    of = line.detail.get("figures_of") or {}
    metrics = tuple(code for asked in of.get("metrics", ()) for code in turn.programme.inputs.get(asked, ()))
    exporter = people.find(turn.session, line.actor) or ONLOOKER
    found = _load(turn, exporter, of.get("places", ()), tuple(map(int, of.get("years", ()))), metrics, line.at)
    return {_key(one): one for one in found}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The figures that a sheet states, and the rows (from 1) that could not be read as figures."""

    figures: Mapping[Key, Stated]
    unread: tuple[int, ...]


def _read(turn: Turn) -> _Sheet:
    """Read every figure of a sheet, of whatever community and year."""
    assert turn.incoming.sheet is not None
    programme = turn.programme
    layout = lay_out(turn.incoming.sheet.rows, turn.rules.lexicon, Defaults())
    reader = RowReader(replace(facts_for(turn), communities=tuple(programme.community)))
    found: dict[Key, Stated] = {}
    unread = []
    for record in layout.records if not layout.lacking else ():
        row = reader.read(record)
        stated = None if row.line is None else _stated_in(row.line)
        if row.line is not None and stated is not None:
            community, year = row.line.place
            found[community, row.line.metric.code, year] = stated
        elif row.faults or row.line is not None:
            unread.append(record.number + 1)
    return _Sheet(found, tuple(unread))


def _stated_in(line: Line) -> Stated | None:
    if line.bare is not None and line.metric.kind != "yesno":
        return line.bare, None
    read = read_figure(line.text, line.metric)
    return (read.value, read.marker) if isinstance(read, Reading) else None


def _head(turn: Turn, line: audit.Line) -> Markup:
    return turn.texts(
        "chat.proof.export", scope=line.subject, name=line.name, count=line.detail.get("count", 0),
        at=word_moment(line.at, turn.texts, turn.rules.zone),
    )


def _changes(turn: Turn, line: audit.Line) -> list[Markup]:
    """Say what became of the figures of an export, as far as the asker may see them then and now."""
    of = line.detail.get("figures_of") or {}
    places, years = tuple(of.get("places", ())), tuple(map(int, of.get("years", ())))
    metrics = tuple(code for asked in of.get("metrics", ()) for code in turn.programme.inputs.get(asked, ()))
    taken = _taken(turn, line)
    then = _seen(turn, places, years, metrics, line.at)
    both = [key for key, one in taken.items() if key in then and _stated(then[key]) == _stated(one)]
    now = _seen(turn, places, years, metrics, None)
    same = [key for key in both if key in now and _stated(now[key]) == _stated(then[key])]
    gone = [key for key in both if key not in now]
    changed = [key for key in both if key in now and key not in same]
    lines = [turn.texts("chat.proof.export_same", count=len(same))] if same else []
    lines += [
        turn.texts("chat.proof.export_changed", figure=_called(turn, key),
                   value=_value(turn, key, _stated(then[key])), now=_value(turn, key, _stated(now[key])))
        for key in changed[:SHOWN]
    ]
    lines += [turn.texts("chat.proof.export_gone", figure=_called(turn, key)) for key in gone[:SHOWN]]
    hidden = max(int(line.detail.get("count", 0)) - len(both), 0)
    return [*lines, *_counts(turn, len(changed[SHOWN:]) + len(gone[SHOWN:]), hidden)]


def _counts(turn: Turn, more: int, unseen: int) -> list[Markup]:
    """Count what is not named one by one, and what can't be checked."""
    lines = [turn.texts("chat.proof.more", count=more)] if more > 0 else []
    return [*lines, turn.texts("chat.proof.unseen_many", count=unseen)] if unseen else lines


def _seen(
    turn: Turn, places: Sequence[str], years: Sequence[int], metrics: Sequence[str], at: datetime | None
) -> dict[Key, Figure]:
    return {_key(one): one for one in _load(turn, turn.who, places, years, metrics, at)}


def _load(
    turn: Turn, who: Principal, places: Sequence[str], years: Sequence[int], metrics: Sequence[str],
    at: datetime | None,
) -> Iterable[Figure]:
    wanted = Query(
        tuple(metrics) or tuple(turn.programme.metric), tuple(places) or None, tuple(years) or None, as_of=at
    )
    return figures.load(turn.session, who, turn.programme, [wanted])


def _key(one: Figure) -> Key:
    return one.community, one.metric, one.year


def _stated(one: Figure) -> Stated:
    return one.value, one.marker


def _called(turn: Turn, key: Key) -> str:
    community, metric, year = key
    programme, lang = turn.programme, turn.texts.lang
    return f"{programme.community[community].name(lang)} {year} {programme.metric[metric].short(lang)}"


def _value(turn: Turn, key: Key, stated: Stated) -> str:
    return format_metric(stated[0], stated[1], turn.programme.metric[key[1]], turn.texts.lang)
