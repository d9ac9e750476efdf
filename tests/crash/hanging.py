"""An update that never ends: by a loop or a statement, in the event loop, or holding Python's own lock."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

from zc_bot.chat import work
from zc_bot.tg import incoming

POISON, HANGING = "an update that never ends", "here it hangs"
ENDLESS = {
    "sqlite": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
    "postgresql": "SELECT pg_sleep(600)",
}
_perform, _read_update = work.perform, incoming.read_update


def loop(session: Any, conversation: Any, incoming: Any, now: Any) -> Any:
    """Do an update, or turn in circles."""
    if incoming.text == POISON:
        print(HANGING, flush=True)
    while incoming.text == POISON:
        pass
    return _perform(session, conversation, incoming, now)


def statement(session: Any, conversation: Any, incoming: Any, now: Any) -> Any:
    """Do an update, or wait for a statement that has no end."""
    if incoming.text == POISON:
        print(HANGING, flush=True)
        session.connection.exec_driver_sql(ENDLESS[session.dialect])
    return _perform(session, conversation, incoming, now)


def selfish(session: Any, conversation: Any, incoming: Any, now: Any) -> Any:
    """Do an update, or let nothing else run in the whole process: a pattern that tries everything."""
    if incoming.text == POISON:
        print(HANGING, flush=True)
        re.match(r"(a+)+$", "a" * 64 + "b")
    return _perform(session, conversation, incoming, now)


def reading(raw: Any, *others: Any) -> Any:
    """Read an update, or hold the event loop up for good."""
    found = _read_update(raw, *others)
    if found is not None and found.text == POISON:
        print(HANGING, flush=True)
        time.sleep(600)
    return found


WAYS: Mapping[str, Mapping[str, object]] = {
    "a loop": {"zc_bot.tg.bot.perform": loop},
    "a statement": {"zc_bot.tg.bot.perform": statement},
    "the interpreter": {"zc_bot.tg.bot.perform": selfish},
    "the event loop": {"zc_bot.tg.bot.read_update": reading},
}
"""What to take for what, by name of what hangs."""
