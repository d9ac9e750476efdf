"""Years of the real bot on a real database: people say what they want, and each letter is as it was worked out apart.

Beside the year's reminders (put off, muted, handed over both ways and taken back; nudges by hand; moved, ended and
reopened years; days off; who leaves and comes back): what people set for themselves, messages to many and what became
of them, what a colleague handed in, what waits for review for five working days, figures, records and stories alike,
what became of these, what was decided and falls due, the question of December, and the menus.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from tests.reminders.city import City
from tests.reminders.colleagues import Colleagues
from tests.reminders.reported import Reported
from tests.reminders.told import Told
from zc_bot.policy.programme import Programme
from zc_bot.storage import schema
from zc_bot.storage.store import Store

KINDS = {
    "remind", "own", "broadcast", "through", "overdue", "early", "late", "provisional", "moved", "ended", "reopened",
    "nudge", "asked", "taken", "back", "declined", "taken_back", "alone", "sibling", "removed", "decision", "record",
    "showing",
}


class Years(Reported, Told, Colleagues, City):
    """All that happens."""

    def plans(self) -> Iterable[Callable[[], None]]:
        return (
            self._reports, self._reviews, self._owns, self._broadcasts, self._blocks, self._nudges, self._covers,
            self._admins, self._notices, self._pauses, self._leavers, self._decisions, self._records,
        )


def years(seed: int, programme: Programme, folder: Path, start: date, end: date) -> Years:
    """Let a stretch pass, whose letters must be those that were worked out apart."""
    store = Store(f"sqlite:///{folder / 'years.sqlite3'}")
    schema.ensure(store.engine)
    passed = Years(seed, store, programme, start, end)
    passed.run()
    assert not passed.differences()
    store.engine.dispose()
    return passed


def test_every_letter_around_a_deadline_is_as_worked_out_apart(programme: Programme, tmp_path: Path) -> None:
    assert len(years(1, programme, tmp_path, date(2019, 1, 25), date(2019, 2, 20)).expected.letters) > 30


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 4))
def test_every_letter_of_three_years_is_as_worked_out_apart(seed: int, programme: Programme, tmp_path: Path) -> None:
    passed = years(seed, programme, tmp_path, date(2019, 1, 1), date(2022, 1, 1))
    assert {letter[0] for letter in passed.expected.letters} >= KINDS
    assert any(letter[2].startswith("later-") for letter in passed.expected.letters if letter[0] == "remind")
