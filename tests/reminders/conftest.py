"""What the reminder tests share: the programme, its working days and a way to say a local moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from zc_bot.policy.programme import Programme
from zc_bot.reminders.calendar import WorkingDays

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def days(programme: Programme) -> WorkingDays:
    return WorkingDays(programme.calendar)


@pytest.fixture(scope="session")
def at() -> Callable[[str], datetime]:
    """Read `2020-01-23 10:00` as a moment in Shanghai."""
    return lambda text: datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
