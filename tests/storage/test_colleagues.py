"""Who else reports for the same authorities: looked up by them, however many people there are."""

from __future__ import annotations

from datetime import datetime

import pytest

from zc_bot.chat.reminding import covering
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import people, reachable
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store

WHO = Principal(1, "一号", "reporter", ("chongchuan", "gangzha"))


@pytest.fixture
def colleagues(store: Store, programme: Programme, now: datetime) -> Store:
    """Admit reporters of Chongchuan (2), Gangzha (3), both (4), Hai'an (5), a lead of Chongchuan (6); all wrote."""
    admitted = (
        Candidate(1, "一号", "reporter", WHO.authorities), Candidate(4, "四号", "reporter", WHO.authorities),
        Candidate(3, "三号", "reporter", ("gangzha",)), Candidate(2, "二号", "reporter", ("chongchuan",)),
        Candidate(5, "五号", "reporter", ("haian",)), Candidate(6, "六号", "lead", ("chongchuan",)),
    )
    store.write(lambda s: people.admit(s, OPERATOR, programme, admitted, now))
    store.write(lambda s: [people.meet(s, one.id, now) for one in admitted])
    return store


def found(store: Store) -> list[int]:
    return store.read(lambda s: [one.id for one in covering.colleagues(s, WHO)])


def test_colleagues_report_for_one_of_the_same_authorities_each_once_and_not_oneself(colleagues: Store) -> None:
    assert found(colleagues) == [2, 3, 4]


def test_who_cannot_be_reached_or_left_is_no_colleague(
    colleagues: Store, programme: Programme, now: datetime
) -> None:
    colleagues.write(lambda s: reachable.mark_unreachable(s, 2, now))
    colleagues.write(lambda s: people.remove(s, OPERATOR, 3, now))
    never_wrote = [Candidate(7, "七号", "reporter", ("gangzha",))]
    colleagues.write(lambda s: people.admit(s, OPERATOR, programme, never_wrote, now))
    assert found(colleagues) == [4]
