"""What an admin set about a reporting year: its deadline, its end, days off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Column,
    Integer,
    Text,
)
from sqlmodel import Field

from zc_bot.storage.tables.table import BIG, Table, moment


class Override(Table, table=True):
    """A deadline that an admin moved, for one reporting year."""

    __tablename__ = "override"
    year: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    deadline: str
    """An ISO date, whose hour is the programme's, or a local ISO date and time."""
    actor: int = Field(sa_column=Column(BIG, nullable=False))
    recorded_at: datetime = moment()


class ClosedYear(Table, table=True):
    """A reporting year whose collection an admin has ended."""

    __tablename__ = "closed_year"
    year: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    actor: int = Field(sa_column=Column(BIG, nullable=False))
    closed_at: datetime = moment()


class DaysOff(Table, table=True):
    """A year's days off and make-up workdays as an admin took them from the State Council's notice."""

    __tablename__ = "days_off"
    year: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    days: str = Field(sa_column=Column(Text, nullable=False))
    """ISO date → whether it is worked, as JSON."""
    actor: int = Field(sa_column=Column(BIG, nullable=False))
    recorded_at: datetime = moment()
