"""Faults on demand: what a test has the Bot API do wrong next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["429", "500", "502", "reset_before", "reset_after", "unreadable", "silence"]
"""`429`, `500` and `502` refuse and do nothing; `reset_before` cuts the connection and does nothing;
`reset_after`, `unreadable` and `silence` do it, then cut the connection, answer nonsense, never answer."""

EVERY = "*"


@dataclass
class Fault:
    """One fault, for `times` more calls of `method`, in one chat or in all."""

    method: str
    kind: Kind
    times: int
    retry_after: int
    chat_id: int | None

    def concerns(self, method: str, chat_id: int | None) -> bool:
        """Tell whether a call of `method` for `chat_id` meets this fault."""
        here = self.chat_id is None or self.chat_id == chat_id
        return self.times > 0 and here and self.method in (EVERY, method)


class Faults:
    """The faults still to come, the one asked for first in front."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Have a fault happen."""
        self._waiting.append(fault)

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the fault that this call meets, and use it up."""
        for fault in self._waiting:
            if fault.concerns(method, chat_id):
                fault.times -= 1
                return fault
        return None

    def clear(self) -> None:
        """Forget every fault that has not happened yet."""
        self._waiting.clear()
