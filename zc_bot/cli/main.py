"""The command line: exit status 0 done, 1 refused or failed with a line for each fault, 2 wrong usage."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from zc_bot.errors import SettingsError, WrongUsage, ZcError

MODULES = {
    "run": "serve", "sandbox": "serve", "ask": "questions", "chat": "rehearse", "check": "inspect",
    "unanswered": "inspect", "briefing": "briefing", "migrate": "upkeep", "backup": "upkeep", "restore": "upkeep",
    "doctor": "upkeep", "figures": "figures", "people": "people", "invite": "invitations", "remind": "reminders",
    "audit": "upkeep", "support": "ledger", "milestones": "ledger", "targets": "ledger",
    "decisions": "ledger", "programme": "programme",
}
"""Which module a command is in: only that one is imported."""
GROUPS = {
    "figures": "app", "people": "app", "invite": "app", "remind": "app", "audit": "audit_app",
    "support": "support_app", "milestones": "milestones_app", "targets": "targets_app",
    "decisions": "decisions_app", "programme": "programme_app",
}
"""Commands that have commands of their own, and what they are called in their module."""


def build(wanted: str | None = None) -> typer.Typer:
    """Make the command line with the commands of one module, or with all of them."""
    app = typer.Typer(
        help="zc_bot: answers for, collects and judges the figures of a city's innovation communities.",
        no_args_is_help=False,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    names = [MODULES[wanted]] if wanted in MODULES else list(dict.fromkeys(MODULES.values()))
    parts = {name: import_module(f"zc_bot.cli.{name}") for name in names}
    for part in parts.values():
        if hasattr(part, "add_to"):
            part.add_to(app)
    for group, called in GROUPS.items():
        if MODULES[group] in parts:
            app.add_typer(getattr(parts[MODULES[group]], called), name=group)
    app.callback(invoke_without_command=True)(default)
    return app


def default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        from zc_bot.cli import serve

        serve.run()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every fault is a line on stderr, never a traceback.

    Whatever it writes (database, attachments, copies, exports) is its owner's alone.
    """
    os.umask(0o077)
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        build(given[0] if given else "run")(given, standalone_mode=True)
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
