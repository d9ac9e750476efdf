"""What is kept for a while is dropped once that is over, and not a day sooner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import func, select

from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import admission, dialogues, housekeeping, site, strangers
from zc_bot.storage.admission import Listed
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store
from zc_bot.storage.tables import Keyboard, RosterEntry, Stranger, WebSession

WHO = Principal(7, "何", "viewer")
KEPT: dict[type, tuple[Callable[[Session, Programme, datetime], Any], timedelta]] = {
    Keyboard: (lambda s, _, now: dialogues.make_keyboard(s, 7, 7, [("go", ())], True, now), timedelta(days=90)),
    Stranger: (lambda s, _, now: strangers.count(s, 7, now), timedelta(days=30)),
    RosterEntry: (
        lambda s, programme, now: admission.put_on_roster(s, OPERATOR, programme, [Listed("x", "何", "viewer")], now),
        timedelta(days=90),
    ),
    WebSession: (lambda s, _, now: site.open_session(s, WHO, "data", now), timedelta(hours=8 + 24)),
}


@pytest.mark.parametrize("kept", KEPT)
def test_what_is_kept_for_a_while_goes_with_it(
    store: Store, programme: Programme, now: datetime, kept: type
) -> None:
    make, lasts = KEPT[kept]
    store.write(lambda s: make(s, programme, now))

    def left(at: datetime) -> int:
        store.write(lambda s: housekeeping.tidy(s, at))
        return int(store.read(lambda s: s.execute(select(func.count()).select_from(kept)).scalar_one()))

    assert left(now + lasts - timedelta(minutes=1)) == 1
    assert left(now + lasts + timedelta(days=1)) == 0
