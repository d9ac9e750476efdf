"""`people add`, `people list`, `people import`, `people remove`, `invite`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from zc_bot.app import read_programme
from zc_bot.cli.common import opened, read_table
from zc_bot.clock import Clock
from zc_bot.errors import Refusal, WrongUsage
from zc_bot.policy.names import authority_code
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, ROLES
from zc_bot.storage import admission, meta, people
from zc_bot.storage.admission import PHONE_DIGITS, Listed, phone_hash
from zc_bot.storage.people import Candidate

app = typer.Typer(help="Who is admitted.", no_args_is_help=True)


@app.command()
def add(
    person: Annotated[int, typer.Option("--id", help="Telegram's user id.")],
    name: Annotated[str, typer.Option(help="As shown beside figures.")],
    role: Annotated[str, typer.Option(help="viewer, reporter, lead, reviewer or admin")],
    authority: Annotated[list[str] | None, typer.Option(help="Name or code; may be repeated.")] = None,
) -> None:
    """Admit somebody, or give them another role."""
    if role not in ROLES:
        raise WrongUsage(f"--role {role}: expected {', '.join(ROLES)}")
    with opened() as (settings, store):
        programme = read_programme(settings)
        codes = tuple(_code(programme, text) for text in authority or ())
        candidate = Candidate(person, name, role, codes)
        now = Clock().now()
        store.write(lambda session: people.admit(session, OPERATOR, programme, [candidate], now))
    print(f"{person} {name}: {role}")


@app.command("list")
def list_() -> None:
    """List everyone who is admitted."""
    with opened() as (settings, store):
        programme = read_programme(settings)
        for one in store.read(people.admitted):
            names = "、".join(programme.authority[code].name.zh for code in one.authorities)
            print(f"{one.id}\t{one.name}\t{one.role}\t{names}")


@app.command()
def remove(person: Annotated[int, typer.Option("--id", help="Telegram's user id.")]) -> None:
    """End somebody's access; their figures stay."""
    with opened() as (_, store):
        now = Clock().now()
        if not store.write(lambda session: people.remove(session, OPERATOR, person, now)):
            raise Refusal(f"{person}: nobody with this id is admitted")
    print(f"{person}: removed")


@app.command("import")
def import_(file: Annotated[Path, typer.Argument(help="CSV or XLSX: id (or phone), name, role, authority")]) -> None:
    """Admit everyone on a roster, all or none."""
    with opened() as (settings, store):
        programme = read_programme(settings)
        rows, now = read_table(file), Clock().now()
        if rows and _has_phones(rows[0]):
            key = store.write(meta.phone_key)
            listed = _on_roster(rows, programme, key)
            store.write(lambda session: admission.put_on_roster(session, OPERATOR, programme, listed, now))
            print(f"{len(listed)} people are on the roster: each shares their own contact with the bot")
            return
        candidates = _candidates(rows, programme)
        changed = store.write(lambda session: people.admit(session, OPERATOR, programme, candidates, now))
    print(f"{changed} of {len(candidates)} people are new or changed")


def _has_phones(head: list[Any]) -> bool:
    names = {str(cell).strip().lower() for cell in head}
    return "phone" in names and "id" not in names


def invite(
    role: Annotated[str, typer.Option(help="viewer, reporter, lead, reviewer or admin")],
    authority: Annotated[list[str] | None, typer.Option(help="Name or code; may be repeated.")] = None,
) -> None:
    """Make a one-time invitation, valid for 72 hours, and print its link."""
    if role not in ROLES:
        raise WrongUsage(f"--role {role}: expected {', '.join(ROLES)}")
    with opened() as (settings, store):
        programme = read_programme(settings)
        codes = tuple(_code(programme, text) for text in authority or ())
        now = Clock().now()
        made = store.write(lambda session: admission.invite(session, OPERATOR, programme, role, codes, now))
        username = store.read(lambda session: meta.get(session, meta.USERNAME))
        until = made.expires_at.astimezone(settings.timezone)
    if username is None:
        print(f"/start {made.token}")
        print("the bot has not run with this database yet: send the line above to it", file=sys.stderr)
    else:
        print(f"https://t.me/{username}?start={made.token}")
    print(f"works once, until {until:%Y-%m-%d %H:%M}", file=sys.stderr)


def _on_roster(rows: list[list[Any]], programme: Programme, key: str) -> list[Listed]:
    """Read a roster of phones instead of ids; raises `Refusal` with a line for every fault."""
    columns = {str(cell).strip().lower(): index for index, cell in enumerate(rows[0])}
    faults: list[str] = []
    found: dict[str, Listed] = {}
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: str(row[at]).strip() if at < len(row) else "" for name, at in columns.items()}
        if not any(cells.values()):
            continue
        try:
            one = _candidate(cells | {"id": "1"}, programme)
            found_faults = people.candidate_faults(one, programme)
            faults += [f"row {number}: {fault.removeprefix('id 1: ')}" for fault in found_faults]
            digits = [character for character in cells["phone"] if character.isdigit()]
            if len(digits) < PHONE_DIGITS:
                raise Refusal(f"{cells['phone'] or 'an empty cell'} is not a mobile number; expected 11 digits")
            hashed = phone_hash(cells["phone"], key)
            if hashed in found:
                raise Refusal("this phone is given twice")
            found[hashed] = Listed(hashed, one.name, one.role, one.authorities)
        except Refusal as error:
            faults += [f"row {number}: {line}" for line in error.lines]
    if faults:
        raise Refusal.of(faults)
    return list(found.values())


def _candidates(rows: list[list[Any]], programme: Programme) -> list[Candidate]:
    """Read a roster's rows; raises `Refusal` with a line for every fault."""
    columns = {str(cell).strip().lower(): index for index, cell in enumerate(rows[0])} if rows else {}
    if lacking := [name for name in ("id", "name", "role") if name not in columns]:
        raise Refusal(f"row 1: no column {', '.join(lacking)}; expected id, name, role, authority")
    faults: list[str] = []
    found: dict[int, Candidate] = {}
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: str(row[at]).strip() if at < len(row) else "" for name, at in columns.items()}
        if not any(cells.values()):
            continue
        try:
            one = _candidate(cells, programme)
            if one.id in found:
                raise Refusal(f"id {one.id} is given twice")
            found[one.id] = one
            faults += [f"row {number}: {fault}" for fault in people.candidate_faults(one, programme)]
        except Refusal as error:
            faults += [f"row {number}: {line}" for line in error.lines]
    if faults:
        raise Refusal.of(faults)
    return list(found.values())


def _candidate(cells: dict[str, str], programme: Programme) -> Candidate:
    if not (cells["id"].isascii() and cells["id"].isdigit()):
        raise Refusal(f"{cells['id'] or 'an empty cell'} is not a Telegram user id; expected digits")
    names = [
        part for part in cells.get("authority", "").replace("、", ";").replace(",", ";").split(";") if part.strip()
    ]
    return Candidate(
        int(cells["id"]), cells["name"], cells["role"].lower(), tuple(_code(programme, name) for name in names)
    )


def _code(programme: Programme, text: str) -> str:
    code = authority_code(programme, text)
    if code is None:
        known = "、".join(item.name.zh for item in programme.authorities)
        raise Refusal(f"no authority is called {text.strip()!r}; expected one of {known}")
    return code
