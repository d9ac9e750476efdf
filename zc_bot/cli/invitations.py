"""`invite`, `invite list`, `invite revoke`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from zc_bot.cli import roster
from zc_bot.cli.common import opened
from zc_bot.cli.people import keeping_to_two, require_role
from zc_bot.clock import Clock
from zc_bot.errors import Refusal, WrongUsage
from zc_bot.opening import read_programme
from zc_bot.policy.roles import OPERATOR, ROLES
from zc_bot.storage import admission, meta
from zc_bot.storage.admission import Invited
from zc_bot.storage.session import Session

app = typer.Typer(help="One-time invitations.", invoke_without_command=True)


@app.callback()
def invite(
    context: typer.Context,
    role: Annotated[str | None, typer.Option(help=f"One of {', '.join(ROLES)}.")] = None,
    authority: Annotated[
        list[str] | None, typer.Option(help="Name or code, for a member the department; may be repeated.")
    ] = None,
) -> None:
    """Make a one-time invitation, valid for 72 hours, and print its link."""
    if context.invoked_subcommand is not None:
        return
    if role is None:
        raise WrongUsage("invite: name a --role, or `invite list`, or `invite revoke NUMBER`")
    require_role(role)
    with opened() as (settings, store):
        programme = read_programme(settings)
        codes = roster.authorities(programme, authority or [])
        now = Clock().now()

        def unit(session: Session) -> Invited:
            with keeping_to_two(session, programme, now):
                return admission.invite(session, OPERATOR, programme, role, codes, now)

        made = store.write(unit)
        username = store.read(lambda session: meta.get(session, meta.USERNAME))
        until = made.expires_at.astimezone(settings.timezone)
    if username is None:
        print(f"/start {made.token}")
        print("the bot has not run with this database yet: send the line above to it", file=sys.stderr)
    else:
        print(f"https://t.me/{username}?start={made.token}")
    print(f"works once, until {until:%Y-%m-%d %H:%M}", file=sys.stderr)


@app.command("list")
def list_() -> None:
    """List every invitation that still lets somebody in, the newest first."""
    with opened() as (settings, store):
        programme, now = read_programme(settings), Clock().now()
        for one in store.read(lambda session: admission.open_invitations(session, OPERATOR, now)):
            names = roster.names_of(programme, one.authorities)
            print(f"{one.id}\t{one.role}\t{names}\t{one.expires_at.astimezone(settings.timezone):%Y-%m-%d %H:%M}")


@app.command()
def revoke(number: Annotated[int, typer.Argument(help="As `invite list` names it.")]) -> None:
    """Take an invitation back that nobody has used."""
    with opened() as (_, store):
        now = Clock().now()
        if not store.write(lambda session: admission.revoke(session, OPERATOR, number, now)):
            raise Refusal(f"invitation {number}: there is none that is open; see `invite list`")
    print(f"invitation {number}: revoked")
