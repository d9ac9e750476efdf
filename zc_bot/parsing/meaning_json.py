"""A meaning as JSON and back, for the row that keeps a conversation's context."""

from __future__ import annotations

from pydantic import TypeAdapter

from zc_bot.parsing.meaning import Meaning

_MEANING = TypeAdapter(Meaning)


def to_json(meaning: Meaning) -> str:
    """Write a meaning as JSON; decimals become strings."""
    return _MEANING.dump_json(meaning).decode()


def from_json(text: str) -> Meaning:
    """Build the meaning that `to_json` wrote; raises ValueError for what another version wrote otherwise."""
    return _MEANING.validate_json(text)
