"""A meaning as JSON values and back, for the row that keeps a conversation's context."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from zc_bot.parsing.meaning import Meaning

_MEANING = TypeAdapter(Meaning)


def to_json(meaning: Meaning) -> dict[str, Any]:
    """Turn a meaning into values that JSON knows; decimals become strings."""
    found: dict[str, Any] = _MEANING.dump_python(meaning, mode="json")
    return found


def from_json(values: dict[str, Any]) -> Meaning:
    """Build the meaning that `to_json` took apart; raises ValueError for what another version wrote otherwise."""
    return _MEANING.validate_python(values)
