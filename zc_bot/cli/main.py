"""The command line: exit status 0 done, 1 refused or failed with a line for each fault, 2 wrong usage."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from zc_bot.cli import (
    briefing,
    figures,
    inspect,
    invitations,
    ledger,
    people,
    questions,
    rehearse,
    reminders,
    serve,
    upkeep,
)
from zc_bot.errors import SettingsError, WrongUsage, ZcError

app = typer.Typer(
    help="zc_bot: answers for, collects and judges the figures of a city's innovation communities.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for part in (serve, questions, rehearse, inspect, briefing, upkeep):
    part.add_to(app)
app.add_typer(figures.app, name="figures")
app.add_typer(people.app, name="people")
app.add_typer(invitations.app, name="invite")
app.add_typer(reminders.app, name="remind")
app.add_typer(upkeep.audit_app, name="audit")
app.add_typer(ledger.support_app, name="support")
app.add_typer(ledger.milestones_app, name="milestones")
app.add_typer(ledger.decisions_app, name="decisions")


@app.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        serve.run()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every fault is a line on stderr, never a traceback.

    Whatever it writes (database, attachments, copies, exports) is its owner's alone.
    """
    os.umask(0o077)
    try:
        app(arguments, standalone_mode=True)
    except (SettingsError, WrongUsage) as error:
        _say(error)
        sys.exit(2)
    except ZcError as error:
        _say(error)
        sys.exit(1)


def _say(error: ZcError) -> None:
    for line in error.lines:
        print(line, file=sys.stderr)


Json = Annotated[bool, typer.Option("--json", help="Write JSON on standard output and nothing else there.")]
