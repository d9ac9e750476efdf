"""Answers and verdicts as JSON for programs: the objects of `ask --json` and `check --json`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from zc_bot.evaluation.formulas import Given, written
from zc_bot.evaluation.measurements import value_text
from zc_bot.evaluation.result import Answer, Row
from zc_bot.evaluation.verdicts import Part, Verdict
from zc_bot.parsing.composition.standing import query_of
from zc_bot.policy.programme import Programme
from zc_bot.texts.answers.check import basis_text
from zc_bot.texts.answers.message import plain_text
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import Texts


def as_json(answer: Answer, text: Markup, programme: Programme) -> dict[str, Any]:
    """Return the object that `ask --json` prints; `text` is what `render` made of the answer."""
    meaning, zone = answer.meaning, ZoneInfo(programme.timezone)
    query = meaning.query if meaning.query is not None else query_of(meaning, programme)
    found: dict[str, Any] = {
        "question": meaning.question,
        "intent": meaning.intent,
        "communities": list(meaning.communities),
        "metrics": list(meaning.metrics),
        "years": list(meaning.years),
        "choices": [choice.question for choice in meaning.choices],
        "rows": [_row(row, zone) for row in answer.rows],
        "query": {} if query is None else query.json(),
        "rule": meaning.rule,
        "unused": list(meaning.unused),
        "text": plain_text(text),
    }
    if meaning.intent == "missing":
        found["missing"] = [
            {"community": item.community, "metrics": list(item.metrics)} for item in answer.shortfalls
        ]
    return found


def check_json(verdicts: Iterable[Verdict], programme: Programme, texts: Texts) -> list[dict[str, Any]]:
    """Return the list that `check --json` prints, the programme's goals among them if given."""
    words = Words(programme, texts)
    return [_verdict(verdict, words) for verdict in verdicts]


def _row(row: Row, zone: ZoneInfo) -> dict[str, Any]:
    found: dict[str, Any] = {
        "community": row.community,
        "metric": row.metric,
        "year": row.year,
        "value": row.value,
        "unit": row.unit,
        "status": row.status,
        "reported_by": row.reported_by,
        "reported_at": row.reported_at.astimezone(zone).isoformat(timespec="seconds") if row.reported_at else None,
    }
    found["view"] = row.view
    if row.marker is not None:
        found["marker"] = row.marker
    if row.counted is not None:
        found |= {"counted": row.counted, "expected": row.expected}
    return found


def _verdict(verdict: Verdict, words: Words) -> dict[str, Any]:
    found: dict[str, Any] = {
        "community": verdict.community,
        "year": verdict.year,
        "requirement": verdict.requirement,
        "verdict": verdict.verdict,
        "value": _value(verdict, words),
        "threshold": _decimal(verdict.threshold),
        "gap": _gap(verdict),
        "unit": verdict.unit,
        "clause": verdict.clause,
        "basis": basis_text(verdict, words),
        "status": verdict.status,
    }
    if verdict.parts:
        found["parts"] = [_part(part, words) for part in verdict.parts]
    return found


def _value(verdict: Verdict, words: Words) -> str | None:
    if verdict.measurement is not None:
        return value_text(words.programme, verdict.measurement)
    return _decimal(verdict.value)


def _gap(verdict: Verdict) -> str | None:
    """Write a gap with the decimals of its value: of a reported figure in full, of a derived one as shown."""
    if verdict.gap is None or verdict.measurement is None:
        return _decimal(verdict.gap)
    derived = not isinstance(verdict.measurement.number, Given)
    return f"{verdict.gap:f}" if derived else _decimal(verdict.gap)


def _part(part: Part, words: Words) -> dict[str, Any]:
    return {
        "metric": part.condition.metric,
        "value": value_text(words.programme, part.measurement),
        "verdict": part.verdict,
    }


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else written(value)
