"""Admission lapses 14 months after the last confirmation, after two warnings, and never by surprise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from tests.chat.conftest import Chats
from zc_bot.chat.admin import lapsing
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import audit, people
from zc_bot.storage.candidates import Candidate

SECOND = timedelta(seconds=1)
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def days(chats: Chats, count: int) -> Iterator[datetime]:
    """Let days go by, each with its tick."""
    for _ in range(count):
        chats.now += timedelta(days=1)
        chats.store.write(lambda s: lapsing.tick(s, chats.conversation.rules, chats.now))
        yield chats.now


def here(chats: Chats, person: int) -> bool:
    return chats.store.read(lambda s: people.find(s, person)) is not None


def test_two_warnings_then_the_end(chats: Chats) -> None:
    begun = chats.now
    warned = [(day - begun).days for day in days(chats, 423) if chats.of(12).receives()]
    assert len(warned) == 2
    assert 395 <= warned[0] <= 400
    assert 416 <= warned[1] <= 421
    assert any("李敏：" in text and "到期" in text for text in chats.of(14).receives())
    assert here(chats, 12)
    list(days(chats, 8))
    assert not here(chats, 12)
    assert "只对已登记" in chats.of(12).says("2019年总产值排名")
    assert any("李敏：已到期" in text for text in chats.of(14).receives())
    assert chats.store.read(lambda s: audit.last(s, "people.lapsed", "12")) is not None


def test_the_last_admin_stays(chats: Chats) -> None:
    list(days(chats, 450))
    assert here(chats, 14)
    assert not here(chats, 13)


def test_who_is_confirmed_meanwhile_stays(chats: Chats) -> None:
    admin = chats.of(14)
    list(days(chats, 410))
    admin.now = chats.now
    admin.says("/people 李敏")
    admin.taps("李敏")
    assert "确认仍在岗" in "".join(admin.buttons)
    admin.taps("确认仍在岗")
    assert "确认仍在岗" not in "".join(admin.buttons)
    list(days(chats, 40))
    assert here(chats, 12)
    assert not here(chats, 11)


@pytest.mark.parametrize("confirmed", [False, True], ids=["never confirmed", "confirmed once"])
@pytest.mark.parametrize("why", ["remove", "lapsed"])
def test_who_is_admitted_again_has_all_the_time_again(chats: Chats, why: str, confirmed: bool) -> None:
    programme = chats.conversation.rules.programme
    admin = chats.store.read(lambda s: people.find(s, 14))
    assert admin is not None
    if confirmed:
        chats.store.write(lambda s: people.confirm(s, admin, 12, chats.now))
    chats.store.write(lambda s: people.remove(s, admin, 12, chats.now, why))
    chats.now += timedelta(days=500)
    chats.store.write(lambda s: people.admit(s, admin, programme, [Candidate(12, "李敏", "viewer")], chats.now))
    chats.store.write(lambda s: people.confirm(s, admin, 14, chats.now))
    (since,) = [one.since for one in chats.store.read(lambda s: people.unconfirmed_since(s, chats.now + SECOND))
                if one.who.id == 12]
    assert since == chats.now
    assert not [day for day in days(chats, 40) if chats.of(12).receives()]
    assert here(chats, 12)


def test_after_a_long_rest_nobody_is_gone_at_once(chats: Chats) -> None:
    chats.now += timedelta(days=900)
    list(days(chats, 20))
    assert here(chats, 12)
    assert len(chats.of(12).receives()) == 2
    list(days(chats, 10))
    assert not here(chats, 12)


def test_only_an_admin_confirms(chats: Chats) -> None:
    chats.store.write(lambda s: people.confirm(s, OPERATOR, 12, chats.now))
    assert "没有 /people" in chats.of(13).says("/people 李敏")
