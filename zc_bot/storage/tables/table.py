"""What the tables have in common: their base, how they say moments and known values, keys of both databases."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Integer,
)
from sqlmodel import Field, SQLModel

from zc_bot.storage.types import Moment

BIG = BigInteger().with_variant(Integer, "sqlite")
NEVER_REUSE = {"sqlite_autoincrement": True}
"""SQLite would give the id of a deleted last row to the next one."""


def one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def moment(nullable: bool = False, **options: Any) -> Any:
    return Field(sa_column=Column(Moment, nullable=nullable, **options))


class Table(SQLModel):
    """What is common to them: no validator is built, since none is used and building them delays every start."""

    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]


class Meta(Table, table=True):
    """Facts about this database: whether it is a demonstration, and its own keys."""

    __tablename__ = "meta"
    key: str = Field(primary_key=True)
    value: str
