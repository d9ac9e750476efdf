"""Telling a database that can't be used just now from a statement that is wrong."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from zc_bot.errors import StoreAway, StoreError

SQLITE = ("locked", "busy", "disk is full", "disk i/o error", "readonly database", "unable to open database file")
POSTGRES = ("08", "25006", "40001", "40P01", "53", "55P03", "57P", "58")
"""SQLSTATEs, by their beginnings: no connection, read-only, contention, out of room, shut down, broken disk."""
DAMAGED = ("malformed", "not a database", "invalid page in block", "could not read block")
FOR_GOOD = ("password authentication failed", "does not exist", "pg_hba.conf", "no password supplied")
"""A connection refused for one of these is refused again."""


def away(error: BaseException) -> str | None:
    """Say why the database can't be used for now; None where waiting would not help."""
    if isinstance(error, NoConnection):
        return "no connection is free"
    cause = error.orig if isinstance(error, DBAPIError) else error
    kinds = {kind.__name__ for kind in type(cause).__mro__}
    if "DatabaseError" not in kinds:
        return None
    reason = str(cause).strip().partition("\n")[0]
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return reason if state.startswith(POSTGRES) else None
    if type(cause).__module__.startswith("psycopg"):
        return reason if "OperationalError" in kinds and not any(sign in reason for sign in FOR_GOOD) else None
    return reason if any(sign in reason.lower() for sign in SQLITE) else None


def damaged(error: BaseException) -> str | None:
    """Say how the database's file is damaged, which no waiting mends; None where it is not."""
    error = error if isinstance(error, DBAPIError) else error.__cause__ or error
    reason = str(error.orig).strip().partition("\n")[0] if isinstance(error, DBAPIError) else ""
    return reason if any(sign in reason for sign in DAMAGED) else None


def turned_away(error: BaseException) -> str | None:
    """Say why a server turns a connection away until somebody puts it right: a password, a rule, a name; else None.

    At the start that ends the process, and whoever began it reads why; at work it is waited out.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    kinds = {kind.__name__ for kind in type(cause).__mro__}
    reason = str(cause).strip().partition("\n")[0]
    known = "OperationalError" in kinds and type(cause).__module__.startswith("psycopg")
    return reason if known and any(sign in reason for sign in FOR_GOOD) else None


def refuses_what_it_was_given(error: BaseException) -> bool:
    """Tell whether the fault is in what was to be written, so that the database would take something else."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    kinds = {kind.__name__ for kind in type(cause).__mro__}
    return "DatabaseError" not in kinds or bool(kinds & {"DataError", "IntegrityError"})


def contended(error: BaseException) -> bool:
    """Tell whether somebody else was at the same rows, and the unit may simply be done again."""
    reason = away(error)
    return reason is not None and any(sign in reason for sign in ("locked", "busy", "deadlock detected"))


def unusable(error: DBAPIError) -> StoreError:
    """Say why the database can't be used, and whether to wait for it."""
    reason = str(error.orig).strip().partition("\n")[0]
    kind = StoreAway if away(error) is not None else StoreError
    return kind(f"the database can't be opened: {reason}: check ZC_DATABASE_URL")
