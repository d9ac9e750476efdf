"""Answers that are kept: of the same figures a question is worked out once, and no figure is ever an old one."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from tests.chat.conftest import Chats
from tests.chat.test_overseeing import record
from zc_bot.cache import Cache
from zc_bot.chat.asking import consult
from zc_bot.chat.turn import LATELY
from zc_bot.parsing import update_cache
from zc_bot.parsing.speech import asks
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import groups

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ASKED = "观音山2018年从业人员多少"
GROUP = -5


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each question that an answer is worked out for."""
    done: list[str] = []
    work_out = consult._worked_out

    def noting(*given: object) -> consult.Consultation:
        done.append(given[3].question)  # type: ignore[attr-defined]
        return work_out(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(consult, "_worked_out", noting)
    return done


@on_sqlite
def test_what_somebody_else_asked_is_answered_the_same(chats: Chats, worked: list[str]) -> None:
    record(chats, chats.conversation.rules.programme, 2018, ["guanyinshan"], employees=3917)
    first = chats.of(12).says(ASKED)
    assert "3,917人" in first
    assert [chats.of(12).says(ASKED), worked] == [first, [ASKED]]


@on_sqlite
def test_a_figure_that_changed_is_answered_as_it_is(chats: Chats, worked: list[str]) -> None:
    programme = chats.conversation.rules.programme
    for employees, said in ((4001, "4,001人"), (4102, "4,102人"), (4001, "4,001人")):
        record(chats, programme, 2018, ["guanyinshan"], employees=employees)
        chats.now += timedelta(minutes=31)
        assert said in chats.of(12).says(ASKED)
    assert len(worked) == 3, "the last is recorded by another hour"


@on_sqlite
def test_who_sees_less_is_shown_less_of_what_was_answered_before(chats: Chats) -> None:
    chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
    reporter = chats.of(11)
    reporter.says("通创 2019 从业人员 3200人")
    assert "已提交" in reporter.taps("确认提交")
    asked = "通创2019年从业人员多少"
    assert "3,200人" in reporter.says(asked)
    assert "3,200" not in chats.of(12).says(asked)
    assert "3,200" not in reporter.says_in(GROUP, asked)
    assert "3,200人" in chats.of(13).says(asked)


def test_rights_are_all_but_who_somebody_is() -> None:
    """A field that is added changes them, unless it is named here."""
    who = Principal(1, "李敏", "viewer")
    others = {
        "role": "admin", "authorities": ("chongchuan",), "lang": "en", "approved_only": True, "behind": "viewer",
    }
    assert {one.name for one in fields(Principal)} == {"id", "name", *others}
    assert [name for name, other in others.items() if replace(who, **{name: other}).rights == who.rights] == []
    assert replace(who, id=2, name="王芳").rights == who.rights


def test_what_a_short_text_was_read_as_outlives_its_update_and_a_long_one_does_not() -> None:
    earlier = Cache(2)
    for text, outlives in (("是多少", True), ("是多少" * update_cache.SHORT, False)):
        with update_cache.one_update():
            update_cache.recall(text, earlier)
            asks(text)
            read = update_cache.held()
        with update_cache.one_update():
            update_cache.recall(text, earlier)
            assert (update_cache.held() == read > 0) is outlives
    assert update_cache.held() == 0
    update_cache.recall("多少", earlier)
    assert len(earlier) == 1, "no update is at work"


@on_sqlite
def test_nothing_that_a_stranger_typed_is_kept(chats: Chats) -> None:
    kept = chats.conversation.rules.read
    before = len(kept)
    chats.of(999).says("我是张三，电话13800001234")
    assert len(kept) == before
    chats.of(12).says("从来没有人这样问过")
    assert len(kept) == min(before + 1, LATELY)


@on_sqlite
def test_nobody_is_named_in_a_group_who_was_to_another_in_private(chats: Chats) -> None:
    chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
    record(chats, chats.conversation.rules.programme, 2018, ["guanyinshan"], employees=4703)
    looking = chats.of(12)
    private, group = looking.says(ASKED), looking.says_in(GROUP, ASKED)
    assert "4,703人" in private
    assert "4,703人" in group
    assert OPERATOR.name in private
    assert OPERATOR.name not in group
    assert looking.says(ASKED) == private
