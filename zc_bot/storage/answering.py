"""A PostgreSQL that takes what is asked and never answers: nothing waits for it for ever.

That a server is there its kernel says for it, also where it is stopped; so a client counts by itself for how long it
was told nothing. It then closes the connection, and waits as for any database that is away.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event

from zc_bot.clock import Clock

if TYPE_CHECKING:
    from psycopg import Connection

SILENT = 20.0
"""A server that has said nothing for so many seconds, of which it takes fifteen at most for a statement, is away."""
LOCKS = "SET lock_timeout = '10s'", "SET client_connection_check_interval = '10s'"
"""A lock that is not got is waited for by the bot itself, which says so; what a bot that is gone began ends soon."""
STATEMENTS = "SET statement_timeout = '15s'"
"""What takes longer is one update's fault, and fails."""


def bound_waits(engine: Engine) -> None:
    """From now on have PostgreSQL hold nobody up for long: it would wait for a lock for ever, and say nothing."""
    _say_first(engine, *LOCKS)


def bound_answers(engine: Engine) -> None:
    """From now on wait for no answer of PostgreSQL for long; a migration, which may take its time, is over by now."""
    if engine.dialect.name != "postgresql":
        return
    _say_first(engine, STATEMENTS)

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]) -> Connection[Any]:
        return _impatient().connect(*arguments, **options)

    engine.dispose()


def _say_first(engine: Engine, *statements: str) -> None:
    """Begin each connection with what bounds it."""
    if engine.dialect.name != "postgresql":
        return

    @event.listens_for(engine, "connect")
    def bound(connection: Any, _record: Any) -> None:
        connection.autocommit = True
        for one in statements:
            with suppress(connection.Error):  # Older servers lack some.
                connection.execute(one)
        connection.autocommit = False


def _impatient() -> type[Connection[Any]]:
    """Make the kind of connection that does not wait for ever. psycopg is loaded where it is used alone."""
    from psycopg import Connection, OperationalError

    class Impatient(Connection[Any]):
        def wait(self, gen: Generator[Any, Any, Any], *others: Any, **named: Any) -> Any:
            return super().wait(self._in_time(gen), *others, **named)

        def _in_time(self, asked: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
            """Pass on what is waited for and what came; psycopg says every tenth of a second that nothing did."""
            monotonic = Clock().monotonic
            heard = monotonic()
            try:
                wanted = next(asked)
                while True:
                    came = yield wanted
                    if came:
                        heard = monotonic()
                    elif monotonic() - heard > SILENT:
                        self.pgconn.finish()
                        raise OperationalError(f"the server has not answered for {SILENT:g} s")
                    wanted = asked.send(came)
            except StopIteration as done:
                return done.value

    return Impatient
