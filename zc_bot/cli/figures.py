"""`figures import` and `figures export`."""

from __future__ import annotations

import csv
import hashlib
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from zc_bot.cli.common import acting, opened, read_datetime, read_table
from zc_bot.cli.figure_rows import COLUMNS, ENGLISH, RowEntry, read_entries, say
from zc_bot.clock import Clock
from zc_bot.errors import NotAllowed, Refusal
from zc_bot.evaluation.figures import Key
from zc_bot.opening import read_programme
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import audit, figures
from zc_bot.storage.observations import Entry
from zc_bot.storage.types import canonical
from zc_bot.submission.checks import Candidate, Finding, fitting, soft
from zc_bot.submission.events import Refused
from zc_bot.submission.facts import Known
from zc_bot.texts.catalog import without_html
from zc_bot.texts.findings import word_finding

app = typer.Typer(help="Figures in and out, as CSV or XLSX.", no_args_is_help=True)
MARKERS = {"not_applicable": "不适用", "confidential": "保密"}


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX: community, metric, year, value, unit (optional)")],
    as_user: Annotated[int | None, typer.Option("--as", help="Act as this person.")] = None,
    approve: Annotated[bool, typer.Option("--approve", help="Approve them, recording that an import did.")] = False,
) -> None:
    """Record a file's figures, all rows or none; every fault is listed with its row."""
    with opened() as (settings, store):
        programme = read_programme(settings)
        who = acting(store, as_user)
        entries = read_entries(read_table(file), programme)
        now = Clock().now()
        operation = f"import:{now.timestamp()}:{hashlib.sha256(file.read_bytes()).hexdigest()[:16]}"
        warnings = store.read(lambda session: check(session, programme, entries))
        try:
            receipt = store.write(
                lambda session: figures.record(
                    session, who, programme, [one.entry for one in entries],
                    operation=operation, way="import", now=now, approve=approve,
                )
            )
        except NotAllowed:
            raise Refusal(
                f"--as {as_user}: may not import these figures{' as approved' if approve else ''}"
            ) from None
    for line in warnings:
        print(f"warning: {line}", file=sys.stderr)
    print(f"{len(receipt.recorded)} figures recorded, {len(receipt.unchanged)} unchanged")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX, by its ending.")],
    as_of: Annotated[str | None, typer.Option(help="As it stood at this moment, e.g. 2020-01-15T18:00.")] = None,
) -> None:
    """Write every standing figure to a file that `figures import` reads back."""
    with opened() as (settings, store):
        programme = read_programme(settings)
        moment = None if as_of is None else read_datetime(as_of, settings.timezone, "--as-of")
        rows = store.read(lambda session: list(_standing(session, programme, moment)))
        now = Clock().now()
        store.write(lambda session: audit.note_reading(session, OPERATOR, "export", len(rows), now))
    try:
        if file.suffix.lower() == ".xlsx":
            _write_xlsx(file, rows)
        else:
            with file.open("w", encoding="utf-8-sig", newline="") as handle:
                csv.writer(handle).writerows([COLUMNS, *rows])
    except OSError as error:
        raise Refusal(f"{file}: can't be written ({error.strerror}); name a file in a folder that is there") from None
    print(f"{len(rows)} figures written to {file}")


def check(session: Any, programme: Programme, entries: Sequence[RowEntry]) -> list[str]:
    """Check figures against each other and against what is stored; returns warnings.

    Raises `Refusal` with a line for every hard finding.
    """
    known = figures.standing_values(session, [one.entry for one in entries])
    given = {_key(one.entry): one.entry.value for one in entries}
    together = {**known, **given}
    hard: list[str] = []
    warnings: list[str] = []
    for one in entries:
        entry, candidate = one.entry, Candidate(one.entry.metric, one.entry.value, one.entry.marker)
        others = {m: value for (c, m, y), value in together.items() if (c, y) == (entry.community, entry.year)}
        hard += [_line(one, finding, programme) for finding in fitting(candidate, programme, others)]
        before = together.get((entry.community, entry.metric, entry.year - 1))
        previous = None if before is None else Known(before, None, "approved", "")
        found = soft(candidate, programme.metric[entry.metric], previous, None)
        warnings += [_warning(one, finding, programme) for finding in found]
    if hard:
        raise Refusal.of(hard)
    return warnings


def _line(one: RowEntry, finding: Finding, programme: Programme) -> str:
    refused = Refused(finding.code, finding.metric, other=finding.other, values=finding.values)
    return f"row {one.row}: {say(refused, programme)}"


def _warning(one: RowEntry, finding: Finding, programme: Programme) -> str:
    name = programme.metric[finding.metric].name.en
    return f"row {one.row}: {name}: {without_html(word_finding(finding, ENGLISH, programme))}"


def _key(entry: Entry) -> Key:
    return entry.community, entry.metric, entry.year


def _standing(session: Any, programme: Programme, as_of: datetime | None) -> Iterator[tuple[str, str, int, str, str]]:
    from zc_bot.evaluation.figures import Query
    from zc_bot.policy.roles import OPERATOR

    loaded = figures.load(session, OPERATOR, programme, [Query(tuple(programme.metric), as_of=as_of)])
    for one in loaded:
        metric = programme.metric.get(one.metric)
        if metric is None:
            continue
        if one.value is None:
            value = MARKERS[one.marker or "not_applicable"]
        elif metric.kind == "yesno":
            value = "是" if one.value else "否"
        else:
            value = canonical(one.value)
        yield one.community, one.metric, one.year, value, metric.unit


def _write_xlsx(file: Path, rows: Sequence[tuple[Any, ...]]) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with file.open("wb") as handle, xlsxwriter.Workbook(handle, options) as book:
        sheet = book.add_worksheet("figures")
        for number, row in enumerate([COLUMNS, *rows]):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, str(cell))
