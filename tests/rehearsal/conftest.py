"""A rehearsal in a test: the conversation on copies of a database made for the purpose."""

from __future__ import annotations

import pytest

from zc_bot.chat.turn import Rules
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.policy.programme import Programme
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.reminders.deadlines import zone_of


@pytest.fixture(scope="session")
def rules(programme: Programme) -> Rules:
    return Rules(programme, Lexicon.build(programme), WorkingDays(programme.calendar), zone_of(programme))
