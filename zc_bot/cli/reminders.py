"""`remind plan` and `remind status`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from zc_bot.cli.common import opened, print_json, read_datetime
from zc_bot.opening import make_rules

if TYPE_CHECKING:
    from zc_bot.storage.session import Session

T = TypeVar("T")

app = typer.Typer(help="Reminders: what would go out, and what became of those that did.", no_args_is_help=True)


@app.command()
def plan(
    at: Annotated[str, typer.Option(help="The moment, e.g. 2020-01-23T10:00; Asia/Shanghai without a zone.")],
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """Show what would go out at a moment; sends nothing."""
    from zc_bot.chat.reminding.nudges import due_at
    from zc_bot.policy.roles import OPERATOR
    from zc_bot.storage import reachable
    from zc_bot.texts.reminders import plan_json

    with opened() as (settings, store):
        rules = make_rules(settings)
        now = read_datetime(at, settings.timezone)
        nudges, unread = store.read(lambda session: _around_unread(session, lambda: due_at(session, rules, now)))
        everybody = store.read(lambda session: reachable.reach(session, OPERATOR))
        reached = {one.who.id for one in everybody if one.is_reached}
        listed = [{**one, "reached": one["person"] in reached} for one in plan_json(nudges, rules.programme, now)]
    for row in unread:
        print(f"{row} can't be read: it is passed over", file=sys.stderr)
    if as_json:
        print_json(listed)
        return
    for one in listed:
        unsure = "" if one["reached"] else " most likely not reached"
        print(f"{one['person']} ({one['audience']}) {one['year']}{unsure}\n{one['text']}\n")
    if not listed:
        print("nothing is due at this moment")


def _around_unread(session: Session, look: Callable[[], T]) -> tuple[T, list[str]]:
    """Look as a tick does, around rows that can't be read; gives what was found, and those rows' names."""
    with session.passing_over():
        return look(), list(dict.fromkeys(session.unread))


@app.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False) -> None:
    """Show what was sent, is waiting, is uncertain or is dead."""
    from zc_bot.storage import posted

    with opened() as (settings, store):
        letters = store.read(posted.keyed)
        rows = [
            {
                "person": one.person, "key": one.key, "state": one.state, "error": one.error,
                "at": (one.settled_at or one.made_at).astimezone(settings.timezone).isoformat(timespec="seconds"),
            }
            for one in letters
        ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(f"{row['state']}\t{row['person']}\t{row['key']}\t{row['at']}\t{row['error'] or ''}")
