"""`people add`, `people list`, `people import`, `people remove`, `invite`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from zc_bot.app import read_programme
from zc_bot.cli import roster
from zc_bot.cli.common import opened, read_table
from zc_bot.clock import Clock
from zc_bot.errors import Refusal, WrongUsage
from zc_bot.keys import phone_key
from zc_bot.policy.roles import OPERATOR, ROLES
from zc_bot.storage import admission, meta, people
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
    _require_role(role)
    with opened() as (settings, store):
        programme = read_programme(settings)
        codes = roster.authorities(programme, authority or [])
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
        if roster.has_phones(rows):
            listed = roster.listed(rows, programme, store.write(lambda session: phone_key(session, settings.keys)))
            put = store.write(lambda session: admission.put_on_roster(session, OPERATOR, programme, listed, now))
            print(f"{put} of {len(listed)} people are new or changed: whoever is new shares their own contact")
            return
        candidates = roster.candidates(rows, programme)
        changed = store.write(lambda session: people.admit(session, OPERATOR, programme, candidates, now))
    print(f"{changed} of {len(candidates)} people are new or changed")


def invite(
    role: Annotated[str, typer.Option(help="viewer, reporter, lead, reviewer or admin")],
    authority: Annotated[list[str] | None, typer.Option(help="Name or code; may be repeated.")] = None,
) -> None:
    """Make a one-time invitation, valid for 72 hours, and print its link."""
    _require_role(role)
    with opened() as (settings, store):
        programme = read_programme(settings)
        codes = roster.authorities(programme, authority or [])
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


def _require_role(role: str) -> None:
    if role not in ROLES:
        raise WrongUsage(f"--role {role}: expected {', '.join(ROLES)}")
