"""Whom an admin may admit: what keeps somebody from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zc_bot.policy.hidden import hidden_characters
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import (
    ROLES,
    bodies_of,
    needs_authority,
    needs_department,
)
from zc_bot.storage.namesakes import is_no_persons, is_operators
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to be admitted, or admitted anew with another role."""

    id: int
    name: str
    role: str
    authorities: tuple[str, ...] = ()


def candidate_faults(one: Candidate, programme: Programme) -> Iterable[str]:
    """Name what keeps `one` from being admitted."""
    if not 0 < one.id < 2**52:
        yield f"id {one.id}: expected a Telegram user id, a positive whole number"
    for fault in grant_faults(one.name, one.role, one.authorities, programme):
        yield f"id {one.id}: {fault}"


def grant_faults(name: str, role: str, authorities: Sequence[str], programme: Programme) -> Iterable[str]:
    """Name what keeps anyone from being admitted so, whoever they are on Telegram."""
    if not name.strip() or len(name) > 64:
        yield "the name must have 1 to 64 characters"
    if hidden := hidden_characters(name):
        yield f"the name holds hidden characters ({', '.join(hidden)}); type it again without them"
    if is_operators(name):
        yield f"the name {name!r} is that of the command line; give the person's own"
    elif name.strip() and is_no_persons(name):
        yield f"the name {name!r} is a role's or the bot's; give the person's own"
    if role not in ROLES:
        yield f"no role is called {role!r}; expected one of {', '.join(ROLES)}"
        return
    known = bodies_of(role, programme)
    for code in authorities:
        if code not in known:
            yield f"no {'department' if needs_department(role) else 'authority'} is called {code!r}"
    if needs_authority(role) and not authorities:
        yield f"a {role} needs an authority"
    if needs_department(role) and not authorities:
        yield f"a {role} needs a department"
