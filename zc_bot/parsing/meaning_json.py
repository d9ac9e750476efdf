"""A meaning as JSON values and back, for the row that keeps a conversation's context."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from zc_bot.parsing.meaning import Choice, Meaning, Threshold
from zc_bot.parsing.query import Query

_QUERY = TypeAdapter(Query)
_TUPLES = ("communities", "metrics", "years", "implied", "requirements", "facts")
_PLAIN = (
    "intent", "question", "authority", "verdict", "limit", "ascending", "count", "whole", "other_place",
    "other_metric", "reason", "shown", "rule",
)  # fmt: skip


def to_json(meaning: Meaning) -> dict[str, Any]:
    """Turn a meaning into values that JSON knows; decimals become strings."""
    threshold = meaning.threshold
    return {
        **{name: getattr(meaning, name) for name in _PLAIN},
        **{name: list(getattr(meaning, name)) for name in _TUPLES},
        "threshold": threshold and _bound(threshold),
        "choices": [[choice.label, choice.question, list(choice.codes)] for choice in meaning.choices],
        "readings": [list(pair) for pair in meaning.readings],
        "carried": sorted(meaning.carried),
        "query": None if meaning.query is None else _QUERY.dump_python(meaning.query, mode="json"),
    }


def from_json(values: dict[str, Any]) -> Meaning:
    """Build the meaning that `to_json` took apart."""
    threshold = values["threshold"]
    # A row kept by an earlier version lacks what was added since.
    named: dict[str, Any] = {name: values[name] for name in _PLAIN if name in values}
    named |= {name: tuple(values[name]) for name in _TUPLES}
    return Meaning(
        **named,
        threshold=Threshold(threshold[0], *(Decimal(end) for end in threshold[1:])) if threshold else None,
        choices=tuple(Choice(label, question, tuple(codes)) for label, question, codes in values["choices"]),
        readings=tuple((typed, read) for typed, read in values["readings"]),
        carried=frozenset(values["carried"]),
        query=None if values.get("query") is None else _QUERY.validate_python(values["query"]),
    )


def _bound(threshold: Threshold) -> list[str]:
    return [threshold.comparison, *map(str, threshold.ends)]
