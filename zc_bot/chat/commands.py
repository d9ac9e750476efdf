"""Which commands there are, and which roles may use them; what a role may not use does not exist for it."""

from __future__ import annotations

from collections.abc import Mapping

from zc_bot.policy.roles import ROLES, Role

ALL = frozenset(ROLES)
ADMIN: frozenset[Role] = frozenset({"admin"})
REVIEWING: frozenset[Role] = frozenset({"reviewer", "admin"})
REPORTING: frozenset[Role] = frozenset({"reporter", "reviewer", "admin"})

COMMANDS: Mapping[str, frozenset[Role]] = {
    "start": ALL,
    "report": REPORTING,
    "mine": REPORTING,
    "review": REVIEWING,
    "ask": ALL,
    "check": ALL,
    "rank": ALL,
    "trend": ALL,
    "missing": ALL,
    "status": ALL,
    "history": ALL,
    "export": ALL,
    "deadline": ALL,
    "remind": ALL,
    "broadcast": ADMIN,
    "people": ADMIN,
    "stage": REVIEWING,
    "audit": ADMIN,
    "health": ADMIN,
    "language": ALL,
    "help": ALL,
    "cancel": REPORTING,
}


def allows(role: Role, command: str) -> bool:
    """Tell whether a role may use a command."""
    return role in COMMANDS.get(command, frozenset())


def menu_of(role: Role) -> tuple[str, ...]:
    """Return a role's commands in the order of the menu."""
    return tuple(name for name in COMMANDS if allows(role, name))
