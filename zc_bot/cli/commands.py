"""The commands, and which module each is in."""

from __future__ import annotations

from importlib import import_module

import typer

MODULES = {
    "run": "serve", "sandbox": "serve", "ask": "questions", "chat": "rehearse", "check": "inspect",
    "unanswered": "inspect", "briefing": "briefing", "migrate": "upkeep", "backup": "upkeep", "restore": "upkeep",
    "doctor": "upkeep", "figures": "figures", "people": "people", "invite": "invitations", "remind": "reminders",
    "audit": "upkeep", "support": "ledger", "milestones": "ledger", "targets": "ledger",
    "decisions": "ledger", "programme": "programme", "database": "database",
}
"""Which module a command is in: only that one is imported."""
GROUPS = {
    "figures": "app", "people": "app", "invite": "app", "remind": "app", "audit": "audit_app",
    "support": "support_app", "milestones": "milestones_app", "targets": "targets_app",
    "decisions": "decisions_app", "programme": "programme_app", "database": "database_app",
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
    app.callback(help=app.info.help)(_named)
    return app


def _named() -> None:
    """Want a command's name even where one module has but one."""
