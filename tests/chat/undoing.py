"""Attempts inside one transaction, each of which is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from tests.chat.conftest import Chat, Chats
from zc_bot.storage.engine import WRITES
from zc_bot.storage.store import Session

T = TypeVar("T")


@dataclass
class Within:
    """A store whose units are parts of one open transaction."""

    session: Session

    def write(self, unit: Callable[[Session], T]) -> T:
        return unit(self.session)

    read = write


class Undone(Exception):
    """Ends an attempt."""


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """Undo all that is done meanwhile, and let the session forget what it read of it."""
    with suppress(Undone), session.apart():
        yield
        raise Undone


@contextmanager
def within(chats: Chats) -> Iterator[Session]:
    """Open a transaction that ends undone."""
    connection = chats.store.engine.connect().execution_options(**WRITES)
    with connection, connection.begin() as whole:
        yield Session(connection)
        whole.rollback()


def chat_within(chats: Chats, session: Session, person: int) -> Chat:
    return Chat(chats.conversation, Within(session), person, chats.now)  # type: ignore[arg-type]
