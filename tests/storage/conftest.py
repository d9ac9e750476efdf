"""What tests of the store share."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.storage.erasing import KEY, NAME, everything
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import audit, people
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store


@pytest.fixture
def keyed(store: Store, programme: Programme, now: datetime) -> Store:
    """Somebody who did all sorts of things, some of them before the audit was keyed."""
    candidates = [Candidate(11, NAME, "reporter", ("chongchuan",)), Candidate(14, "赵磊", "admin")]
    store.write(lambda s: people.admit(s, OPERATOR, programme, candidates, now))
    old = {"name": NAME, "role": "viewer", "authorities": ""}
    store.write(lambda s: audit.note(s, OPERATOR, "people.admit", "11", now, **old))
    store.write(lambda s: audit.note(s, OPERATOR, "people.roster", "2 people", now, names=[NAME, "赵磊"]))
    opened = Store(store.engine.url.render_as_string(hide_password=False), keys=[KEY])
    opened.write(lambda s: audit.close_unkeyed(s, now))
    opened.write(lambda s: everything(s, programme, now))
    return opened
