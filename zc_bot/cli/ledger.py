"""`support`, `milestones`, `targets` and `decisions` in and out, as CSV or XLSX."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import typer

from zc_bot.cli.common import acting, opened, read_table
from zc_bot.clock import Clock
from zc_bot.errors import NotAllowed, Refusal
from zc_bot.evaluation.ledger import MILESTONES, Noted, Record, RecordKind, kind_of_support
from zc_bot.evaluation.milestones import MARKS, fault_of
from zc_bot.opening import read_programme
from zc_bot.parsing.numerals import read_numeral
from zc_bot.policy.hidden import visible
from zc_bot.policy.names import authority_code, community_code, measure_code
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.sheets import Cell, shown
from zc_bot.storage import audit, ledger, proofs
from zc_bot.storage.session import Session
from zc_bot.storage.types import canonical

COLUMNS = (
    "kind", "authority", "community", "amount", "unit", "who", "day", "due", "what", "state", "metric", "year",
    "subject", "measure", "clause", "proof",
)
CHINESE: Mapping[str, str] = {
    "类别": "kind", "责任主体": "authority", "社区": "community", "数额": "amount", "目标值": "amount",
    "单位": "unit", "部门": "who", "日期": "day", "期限": "due", "内容": "what", "状态": "state", "指标": "metric",
    "年度": "year", "会议": "subject", "支持类别": "measure", "条款": "clause", "证明材料": "proof",
    # As the bot heads the sheet in English.
    "department": "who", "date": "day", "meeting": "subject", "kind of support": "measure",
}
KINDS: Mapping[str, RecordKind] = {
    "support": "support", "支持": "support", "plan": "plan", "实施方案": "plan", "policy": "policy",
    "扶持政策": "policy", "target": "target", "目标": "target", "decision": "decision", "事项": "decision",
    **{kind: kind for kind in MARKS}, "未启动": "not_started", "启动": "started", "建设": "building", "建成": "built",
    "省级备案": "provincial", "撤销省级备案": "not_provincial",
    "implementation plan": "plan", "support policy": "policy", "not started": "not_started",
    "being built": "building", "provincial record": "provincial", "provincial record ended": "not_provincial",
}
State = Literal["open", "closed", "submitted"]
STATES: Mapping[str, State] = {
    "": "open", "open": "open", "closed": "closed", "已办结": "closed", "done": "closed",
    "submitted": "submitted", "待审核": "submitted", "not yet reviewed": "submitted",
}
OutCell = str | Decimal | int
UNITS = ("万元", "m²")
YEAR = 4
support_app = typer.Typer(help="Support granted, as CSV or XLSX.", no_args_is_help=True)
milestones_app = typer.Typer(help="Plans, policies, stages, provincial records: CSV or XLSX.", no_args_is_help=True)
decisions_app = typer.Typer(help="Decisions of meetings, as CSV or XLSX.", no_args_is_help=True)
targets_app = typer.Typer(help="Targets that an authority's plan sets, as CSV or XLSX.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="CSV or XLSX, by its ending.")]
As = Annotated[int | None, typer.Option("--as", help="Act as this person.")]


class Entry(NamedTuple):
    """A row of a file: what it notes without its proof and with it, and how far it is."""

    bare: Noted
    noted: Noted
    state: State

    @property
    def wordings(self) -> set[Noted]:
        """How it may be on record: papers that prove an entry are named in what is written out."""
        return {self.bare, self.noted}


@support_app.command("import")
def import_support(file: File, as_user: As = None) -> None:
    """Note a file's grants, all rows or none; every fault is listed with its row."""
    _import(file, as_user, lambda noted: noted.kind == "support", "support")


@support_app.command("export")
def export_support(file: File) -> None:
    """Write the grants on record."""
    _export(file, ("support",))


@milestones_app.command("import")
def import_milestones(file: File, as_user: As = None) -> None:
    """Note a file's plans, policies, stages and provincial records, all rows or none; every fault is listed."""
    _import(file, as_user, lambda noted: noted.kind in {*MILESTONES, *MARKS}, "")


@milestones_app.command("export")
def export_milestones(file: File) -> None:
    """Write the plans, policies, stages and provincial records that are noted."""
    _export(file, (*MILESTONES, *MARKS))


@targets_app.command("import")
def import_targets(file: File, as_user: As = None) -> None:
    """Note a file's targets, all rows or none; every fault is listed with its row."""
    _import(file, as_user, lambda noted: noted.kind == "target", "target")


@targets_app.command("export")
def export_targets(file: File) -> None:
    """Write the targets on record."""
    _export(file, ("target",))


@decisions_app.command("import")
def import_decisions(file: File, as_user: As = None) -> None:
    """Note a file's decisions, all rows or none; every fault is listed with its row. Nobody is written to."""
    _import(file, as_user, lambda noted: noted.kind == "decision", "decision")


@decisions_app.command("export")
def export_decisions(file: File) -> None:
    """Write the decisions on record, open and closed."""
    _export(file, ("decision",))


def _import(file: Path, as_user: int | None, fits: Callable[[Noted], bool], usual: str) -> None:
    with opened() as (settings, store):
        programme = read_programme(settings)
        who = acting(store, as_user)
        now = Clock().now()
        entries = _read(read_table(file), programme, fits, usual, now.astimezone(settings.timezone).date())
        before = store.read(lambda session: ledger.load(session, who)).records
        known = {_owned(one.noted, programme): one for one in before}
        new = [one for one in dict.fromkeys(entries) if not one.wordings & known.keys()]
        done = {
            known[noted].id for one in entries if one.state == "closed" for noted in one.wordings & known.keys()
            if known[noted].state == "open"
        }

        def put_down(session: Session) -> None:
            for one in new:
                entry = ledger.note(session, who, programme, one.noted, now, waits=one.state == "submitted")
                if one.state == "closed":
                    ledger.change(session, who, programme, entry, now, state="closed")
            for entry in done:
                ledger.change(session, who, programme, entry, now, state="closed")

        try:
            store.write(put_down)
        except NotAllowed:
            raise Refusal(f"--as {as_user}: may not note all of this") from None
    closed = f", {len(done)} closed" if done else ""
    print(f"{len(new)} noted{closed}, {len(entries) - len(new) - len(done)} unchanged")


def _owned(noted: Noted, programme: Programme) -> Noted:
    """Name the authority of what was noted of a community without it, as stages once were."""
    if noted.authority or noted.community not in programme.community:
        return noted
    return replace(noted, authority=programme.community[noted.community].authority)


def _export(file: Path, kinds: Sequence[RecordKind]) -> None:
    with opened() as (settings, store):
        programme = read_programme(settings)
        found = store.read(lambda session: ledger.load(session, OPERATOR)).of(*kinds, approved=False)
        papers = store.read(lambda session: proofs.of(session, found))
        now = Clock().now()
        store.write(lambda session: audit.note_reading(session, OPERATOR, "export", len(found), now))
    rows = [_row(one, programme, [paper.name for entry, paper in papers if entry == one.first]) for one in found]
    try:
        if file.suffix.lower() == ".xlsx":
            _write_xlsx(file, rows)
        else:
            with file.open("w", encoding="utf-8-sig", newline="") as handle:
                csv.writer(handle).writerows([COLUMNS, *([_typed(cell) for cell in row] for row in rows)])
    except OSError as error:
        raise Refusal(f"{file}: can't be written ({error.strerror}); name a file in a folder that is there") from None
    print(f"{len(rows)} entries written to {file}")


def _typed(cell: OutCell) -> str:
    return canonical(cell) if isinstance(cell, Decimal) else str(cell)


def _write_xlsx(file: Path, rows: Sequence[Sequence[OutCell]]) -> None:
    import xlsxwriter

    from zc_bot.texts.files.book import write
    from zc_bot.texts.files.sheet_form import OPTIONS

    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet("ledger")
        for number, row in enumerate([COLUMNS, *rows]):
            for at, text in enumerate(row):
                write(sheet, number, at, text)
        sheet.freeze_panes(1, 0)


def _row(one: Record, programme: Programme, papers: Sequence[str]) -> tuple[OutCell, ...]:
    noted = one.noted
    kind = kind_of_support(programme, noted) if noted.kind == "support" else None
    return (
        noted.kind, noted.authority, noted.community, "" if noted.amount is None else noted.amount,
        noted.unit, noted.who, noted.day.isoformat() if noted.day else "", noted.due.isoformat() if noted.due else "",
        noted.what, one.state if one.approved else "submitted", noted.metric,
        "" if noted.year is None else noted.year, noted.subject, "" if kind is None else kind.title("zh"),
        "" if kind is None else kind.cite.clause, "、".join(papers),
    )


_NEEDED: Mapping[str, set[str]] = {"target": {"community", "metric", "year", "amount"}, "decision": {"what"}}
"""The columns that a kind can't do without, where they are others than a day and what it is."""


def _read(
    rows: Sequence[Sequence[Cell]], programme: Programme, fits: Callable[[Noted], bool], usual: str, today: date
) -> list[Entry]:
    """Read rows into entries; raises `Refusal` with a line for every fault."""
    named = [shown(cell).strip().lower() for cell in rows[0]] if rows else []
    heads = [CHINESE.get(name, name) for name in named]
    needed = _NEEDED.get(usual, {"day", "what"}) | (set() if usual else {"kind"})
    if missing := sorted(needed - set(heads)):
        raise Refusal(f"row 1: no column {', '.join(missing)}; expected {', '.join(COLUMNS)}")
    faults: list[str] = []
    found: list[Entry] = []
    for number, cells in enumerate(rows[1:], 2):
        texts = {head: shown(cell).strip() for head, cell in zip(heads, cells, strict=False)}
        if not any(texts.values()):
            continue
        try:
            noted = _noted(texts, programme, usual, today)
            if not fits(noted):
                raise Refusal(f"{noted.kind} does not belong in this file")
            found.append(Entry(noted, _proved(noted, texts.get("proof", "")), _state(noted, texts.get("state", ""))))
        except Refusal as error:
            faults += [f"row {number}: {line}" for line in error.lines]
    if faults:
        raise Refusal.of(faults)
    return found


def _state(noted: Noted, text: str) -> State:
    """Read how far an entry is: a decision that is done stays done, what waits for review goes on waiting."""
    state = STATES.get(text.lower())
    if state is None or (state == "closed" and noted.kind != "decision"):
        raise Refusal(f"state: {text!r} is none; expected {', '.join(dict.fromkeys(STATES.values()))}")
    return state


def _noted(texts: Mapping[str, str], programme: Programme, usual: str, today: date) -> Noted:
    kind = KINDS.get(texts.get("kind", "").lower() or usual)
    if kind is None:
        raise Refusal(f"kind: {texts.get('kind', '')!r} is none; expected {', '.join(dict.fromkeys(KINDS.values()))}")
    texts = {name: visible(value) for name, value in texts.items()}
    what, who = texts.get("what", ""), texts.get("who", "")
    if kind == "target":
        return _target(texts, programme, what)
    day, due = _day(texts, "day"), _day(texts, "due")
    if kind == "decision":
        if not what:
            raise Refusal("what: a decision says what is to be done")
        community, authority = _place(texts, programme, needed=False)
        return Noted(kind, what, authority, "", who, None, "", day, due, subject=texts.get("subject", ""))
    community, authority = _place(texts, programme)
    if day is None and (due is None or kind == "support"):
        raise Refusal(f"day: {texts.get('day', '')!r} is no date; expected 2024-05-20")
    if kind in MARKS:
        return _stage(kind, what, community, day, programme, today)
    if kind != "support":
        return Noted(kind, what, authority, "", who, day=day, due=due)
    unit = texts.get("unit", "") or UNITS[0]
    if unit not in UNITS:
        raise Refusal(f"unit: {unit!r} is none; expected {' or '.join(UNITS)}")
    return _of_its_kind(Noted(kind, what, authority, community, who, _amount(texts), unit, day), texts, programme)


def _of_its_kind(noted: Noted, texts: Mapping[str, str], programme: Programme) -> Noted:
    """Say in a grant of which kind it is, where a column does and its words do not; a clause must be its own."""
    name, clause = texts.get("measure", ""), texts.get("clause", "")
    kind = kind_of_support(programme, noted)
    if name and (kind is None or name not in {kind.id, kind.title("zh"), kind.title("en")}):
        named = (one for one in programme.support_kinds if name in {one.id, one.title("zh"), one.title("en")})
        kind = next(named, None)
        if kind is None:
            titles = ", ".join(one.title("zh") for one in programme.support_kinds)
            raise Refusal(f"measure: {name!r} is no kind of support; expected {titles}")
        noted = replace(noted, what=f"{kind.title('zh')} {noted.what}".strip())
        if kind_of_support(programme, noted) != kind:
            raise Refusal(f"measure: {name!r} is not what {noted.what!r} says")
    if clause and kind is not None and clause != kind.cite.clause:
        raise Refusal(f"clause: {clause!r} is not that of {kind.title('zh')}; expected {kind.cite.clause}")
    return noted


def _proved(noted: Noted, proof: str) -> Noted:
    """Name in an entry the paper that proves it, where its words do not."""
    return noted if not proof or proof in noted.what else replace(noted, what=f"{noted.what}（{proof}）")


def _stage(kind: RecordKind, what: str, code: str, day: date | None, programme: Programme, today: date) -> Noted:
    """Read a stage or a provincial record: of one community, on a day that it can have been reached."""
    if not code:
        raise Refusal("community: a stage is of one community")
    if day is None:
        raise Refusal("day: a stage is reached on a day; expected 2024-05-20")
    community = programme.community[code]
    fault = next((fault_of(one, day, community.start, today) for one in MARKS if one == kind), None)
    if fault is not None:
        raise Refusal(f"day: {day.isoformat()} is {'still to come' if fault == 'future' else 'before it starts'}")
    return Noted(kind, what, community.authority, code, day=day)


def _target(texts: Mapping[str, str], programme: Programme, what: str) -> Noted:
    """Read a target: of one community and metric, for a year, in the metric's own unit."""
    community, authority = _place(texts, programme)
    metric = measure_code(programme, texts.get("metric", ""))
    if metric is None:
        raise Refusal(f"metric: {texts.get('metric', '')!r} is not known")
    if not community:
        raise Refusal("community: a target is of one community")
    year, own = texts.get("year", ""), programme.measure[metric].unit
    if not (year.isascii() and year.isdigit() and len(year) == YEAR):
        raise Refusal(f"year: {year!r} is none; expected 2027")
    if (unit := texts.get("unit", "") or own) != own:
        raise Refusal(f"unit: {unit!r} is not the metric's; expected {own}")
    return Noted("target", what, authority, community, "", _amount(texts), own, _day(texts, "day"),
                 metric=metric, year=int(year))


def _amount(texts: Mapping[str, str]) -> Decimal:
    number = read_numeral(texts.get("amount", ""))
    if number is None or number <= 0:
        raise Refusal(f"amount: {texts.get('amount', '')!r} is no number above 0")
    return number


def _day(texts: Mapping[str, str], name: str) -> date | None:
    """Read a day, None where the cell is empty."""
    text = texts.get(name, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Refusal(f"{name}: {text!r} is no date; expected 2024-05-20") from None


def _place(texts: Mapping[str, str], programme: Programme, needed: bool = True) -> tuple[str, str]:
    """Find the community and its authority, or an authority alone."""
    name, owner = texts.get("community", ""), texts.get("authority", "")
    community = community_code(programme, name) if name else ""
    authority = authority_code(programme, owner) if owner else ""
    if community is None or authority is None:
        raise Refusal(f"{'community' if community is None else 'authority'}: {name or owner!r} is not known")
    if community and authority and programme.community[community].authority != authority:
        raise Refusal(f"{name} does not belong to {owner}")
    if not community and not authority:
        if not needed:
            return "", ""
        raise Refusal("neither a community nor an authority is named")
    return community, authority or programme.community[community].authority
