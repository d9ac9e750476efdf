"""What is kept of whom, and for how long; and that whatever leaves as a file is a line in the audit."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from tests.chat.conftest import UPDATES, Chats
from zc_bot.chat.incoming import Incoming, Sheet
from zc_bot.parsing.update_cache import held
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import audit, housekeeping, people
from zc_bot.storage.sql import table_of
from zc_bot.storage.store import Session, Store
from zc_bot.storage.tables import Draft, OwnReminder, Stranger

STRANGER = 999


def strangers(chats: Chats) -> list[int]:
    return chats.store.read(lambda s: list(s.execute(select(table_of(Stranger).c.id)).scalars()))


def test_of_a_stranger_only_a_count_is_kept_for_thirty_days(chats: Chats) -> None:
    stranger = chats.of(STRANGER)
    assert "只对已登记" in stranger.says("我是张三，电话13800001234")
    assert stranger.says("在吗") == "", "once a day"
    assert strangers(chats) == [STRANGER]
    assert chats.store.read(lambda s: s.execute(select(table_of(Stranger).c.updates)).scalar_one()) == 2
    for days, kept in ((29, [STRANGER]), (31, [])):
        chats.store.write(lambda s, days=days: housekeeping.tidy(s, chats.now + timedelta(days=days)))  # type: ignore[misc]
        assert strangers(chats) == kept


def test_a_stranger_is_answered_once_a_day(chats: Chats) -> None:
    stranger = chats.of(STRANGER)
    assert [bool(stranger.says("在吗")) for _ in range(3)] == [True, False, False]
    stranger.waits(days=1)
    assert [bool(stranger.says("在吗")) for _ in range(2)] == [True, False]


@pytest.mark.parametrize("why", ["remove", "lapsed"])
def test_of_who_left_no_draft_and_no_reminder_is_kept(chats: Chats, why: str) -> None:
    reporter = chats.of(11)
    reporter.says("/remind 明天上午 去医院复查")
    reporter.says("/remind 每周一 交周报")
    reporter.says("通创 2019 从业人员 3200人")
    chats.store.write(lambda s: people.remove(s, OPERATOR, 11, chats.now, why))
    for model in (OwnReminder, Draft):
        assert chats.store.read(lambda s, m=model: s.execute(select(table_of(m))).all()) == []  # type: ignore[misc]


@pytest.mark.parametrize("asked", ["/export 2019", "/briefing", "导出2019年崇川区的表格", "给我写个开会用的总结"])
def test_what_leaves_as_a_file_is_in_the_audit(chats: Chats, asked: str) -> None:
    reviewer = chats.of(13)
    reviewer.says("通创 2019 从业人员 3200人")
    reviewer.taps("确认提交")
    before = chats.store.read(audit.head)[0]
    reviewer.says(asked)
    line = chats.store.read(lambda s: audit.read(s, OPERATOR, limit=1))[0]
    assert (chats.store.read(audit.head)[0], line.actor) == (before + 1, 13)
    assert line.action == ("briefing.print" if "briefing" in asked or "开会" in asked else "figures.export"), line


def test_the_form_too(chats: Chats) -> None:
    reporter = chats.of(11)
    reporter.says("/report 通创 2019")
    reporter.taps("用表格填")
    line = chats.store.read(lambda s: audit.read(s, OPERATOR, limit=1))[0]
    assert (line.actor, "form" in f"{line.action} {line.subject}") == (11, True)


def test_an_error_of_sqlite_quotes_nothing_that_somebody_typed(store: Store) -> None:
    if store.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's is tried in tests/storage/test_away.py")
    said = "王芳" + "说的原话"
    with pytest.raises(DBAPIError) as raised:
        store.write(lambda s: s.execute(insert(table_of(Stranger)).values(id=1, day=said, updates=None)))
    told = logging.Formatter().formatException((type(raised.value), raised.value, raised.value.__traceback__))
    assert said not in told


def test_a_sheet_that_comes_back_and_photos_and_calendar_files_too(chats: Chats) -> None:
    """That every file is a line at all is held wherever chats are tried (`Chat._send`); here it is worded."""
    reporter = chats.of(11)
    rows = (("社区", "指标", "年度", "数值"), ("通创社区", "从业人员", "2019", "很多"))
    reporter.sends("document", file_name="报表.xlsx", sheet=Sheet(rows))
    assert "导出：标了错的表格，1项" in chats.of(14).says("/audit 王芳")
    reporter.says("/deadline")
    reporter.taps("加到手机日历")
    assert "导出：截止时间的日历文件" in chats.of(14).says("/audit 王芳")
    reporter.says("/remind 明天上午 去开会")
    reporter.taps("加到手机日历")
    assert "导出：自己提醒的日历文件，1项" in chats.of(14).says("/audit 王芳")


def test_what_was_read_of_a_text_is_forgotten_with_its_update(chats: Chats) -> None:
    reporter, admin = chats.of(11), chats.of(14)
    for text in ("通创 2019 从业人员 3200人，经办人张敏", "转给孙丽", "通创2019年总产值多少"):
        reporter.says(text)
        assert held() == 0
    admin.says("张伟离职了，撤掉他的权限")
    assert held() == 0
    with pytest.raises(RuntimeError):
        fails(chats, "通创2019年总产值多少")
    assert held() == 0


def fails(chats: Chats, text: str) -> None:
    """Say something, and let the store break while it is at work."""

    def unit(session: Session) -> None:
        incoming = Incoming(next(UPDATES), "text", 11, 11, text=text)
        chats.conversation.respond(Breaking(session), incoming, chats.now)  # type: ignore[arg-type]

    chats.store.read(unit)


class Breaking:
    """A session that breaks once the text was read."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        if held():
            raise RuntimeError
        return getattr(self._session, name)
