"""Column types that keep what they are given: exact decimals and aware moments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, Dialect, Numeric, String, TypeDecorator
from sqlalchemy.types import TypeEngine

_NAIVE = "a moment needs a time zone"


def canonical(value: Decimal) -> str:
    """Write a finite decimal without exponent and trailing zeros: 45.60 → 45.6, 1E+2 → 100."""
    if not value.is_finite():
        raise ValueError("only finite decimals can be stored")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


class ExactDecimal(TypeDecorator[Decimal]):
    """Canonical text on SQLite, whose NUMERIC rounds silently; NUMERIC on PostgreSQL."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Numeric())
        return dialect.type_descriptor(String())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if not isinstance(value, Decimal):
            raise TypeError(f"a figure is a Decimal, not {type(value).__name__}")
        text = canonical(value)
        return Decimal(text) if dialect.name == "postgresql" else text

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(canonical(Decimal(value)))

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        return _decimal if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; naive ones are refused. Text that sorts by time on SQLite."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if dialect.name != "postgresql":
            return _moment_text(value)
        if value is not None and value.tzinfo is None:
            raise ValueError(_NAIVE)
        return None if value is None else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        return _moment_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if isinstance(value, datetime) else _moment(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        return _moment if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _moment_text(value: datetime | None) -> str | None:
    """Write a moment in one step: every update keeps a dozen."""
    if value is None:
        return None
    if value.tzinfo is UTC:
        return f"{value.isoformat(timespec='microseconds')[:-6]}Z"
    if value.tzinfo is None:
        raise ValueError(_NAIVE)
    return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def _decimal(text: str | None) -> Decimal | None:
    """Read canonical text, in one step: a question over a whole city reads hundreds of thousands."""
    return None if text is None else Decimal(text)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(_NAIVE)
    return moment


LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class LenientMoment(Moment):
    """A moment of which no more is asked than how old something is: one that can't be read was long ago."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        return _moment_or_long_ago if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _moment_or_long_ago(text: Any) -> datetime | None:
    try:
        return _moment(text)
    except (ValueError, TypeError):
        return LONG_AGO
