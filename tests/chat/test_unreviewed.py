"""Figures that are reported and not yet reviewed: whoever may not see them is not told that they are missing."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.chat.conftest import Chats
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import figures
from zc_bot.storage.observations import Entry

QUESTIONS = (
    "观音山2019年从业人员",
    "通创和观音山2019年从业人员",
    "2019年从业人员排名",
    "观音山从业人员走势",
    "观音山从业人员同比",
    "观音山2019年达标吗",
    "2019年哪些社区从业人员超过1人",
    "2019年从业人员合计",
    "通创和观音山从业人员走势",
    "从业人员排名",
    "观音山2019年从业人员谁报的",
    "2019年各社区达标情况",
)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("approved", [True, False])
def test_nothing_is_called_unreported_that_may_wait_for_review(chats: Chats, question: str, approved: bool) -> None:
    programme = chats.conversation.rules.programme

    def put(session: object) -> None:
        for community, approve in (("guanyinshan", False), ("tongchuang", approved)):
            figures.record(
                session, OPERATOR, programme, [Entry(community, "employees", 2019, Decimal(5000))],  # type: ignore[arg-type]
                operation=community, way="import", now=chats.now, approve=approve,
            )

    chats.store.write(put)
    said = chats.of(12).says(question)
    assert not re.search("未报(?!或未审)|还没有社区上报|没有报|都还没报", said), said
    assert "5,000" not in said.replace("通创社区　5,000", "") or approved


@pytest.mark.parametrize(
    ("person", "community", "says"),
    [
        (13, "观音山", "未报"), (14, "新材料", "未报"), (11, "观音山", "未报"), (11, "新材料", "未报或未审"),
        (12, "观音山", "未报或未审"),
    ],
)
def test_whoever_sees_what_waits_is_told_that_nothing_was_reported(
    chats: Chats, person: int, community: str, says: str
) -> None:
    chat = chats.of(person)
    for question in (f"{community}2019年从业人员", f"{community}2019年载体面积谁报的"):
        assert chat.says(question).startswith(f"{says}　"), question
    assert ("未报或未审" in chat.says(f"{community}2019年达标吗")) == (says == "未报或未审")
    both = chat.says(f"{community}和通州湾2019年从业人员")
    assert ("未报或未审" in both) == (person in {11, 12})
    chat.says("/language en")
    said = chat.says(f"employees of {community} in 2019")
    assert said.startswith("Not reported or not reviewed" if says == "未报或未审" else "Not reported ·"), said


def test_a_card_of_an_older_year_says_that_the_newer_has_nothing(chats: Chats) -> None:
    programme, entry = chats.conversation.rules.programme, Entry("tongchuang", "carrier_floor_area", 2018, Decimal(5))
    chats.store.write(
        lambda s: figures.record(
            s, OPERATOR, programme, [entry], operation="1", way="import", now=chats.now, approve=True
        )
    )
    assert "2019年还没有可查的数，以上是2018年的" in chats.of(12).says("通创达标吗")
    assert "还没有可查的数" not in chats.of(12).says("通创2018年达标吗")


def test_the_newest_figure_told_instead_of_a_missing_one_says_who_reported_it(chats: Chats) -> None:
    programme, entry = chats.conversation.rules.programme, Entry("tongchuang", "employees", 2018, Decimal(5000))
    chats.store.write(
        lambda s: figures.record(
            s, OPERATOR, programme, [entry], operation="1", way="import", now=chats.now, approve=True
        )
    )
    viewer = chats.of(12)
    assert "最近是2018年：5,000人\n管理员（命令行） 2020-01-14 10:00 报，已审核" in viewer.says("通创2019年从业人员")
    viewer.says("/language en")
    assert "2020-01-14 10:00" in viewer.says("Tongchuang 2019 employees")


def test_a_share_half_reported_has_no_figure_that_waits(chats: Chats) -> None:
    programme, entry = chats.conversation.rules.programme, Entry("tongchuang", "hitech_output", 2019, Decimal(5000))
    chats.store.write(
        lambda s: figures.record(s, OPERATOR, programme, [entry], operation="1", way="import", now=chats.now)
    )
    said = chats.of(13).says("通创2019年达标吗")
    assert re.search("高新产值占比：未报(或未审)?，", said), said


def test_the_history_says_an_import_in_words(chats: Chats) -> None:
    programme = chats.conversation.rules.programme
    for number in (1, 2):
        entry = Entry("tongchuang", "employees", 2019, Decimal(5000 + number))
        chats.store.write(
            lambda s, entry=entry: figures.record(  # type: ignore[misc]
                s, OPERATOR, programme, [entry], operation=str(entry.value), way="import", now=chats.now, approve=True
            )
        )
    said = chats.of(12).says("通创2019年从业人员谁报的")
    assert "理由：导入" in said
    assert "import" not in said


@pytest.mark.parametrize(
    "question",
    ["2019年从业人员排名", "全市2019年从业人员合计", "哪些社区2019年从业人员超过1人"],
)
def test_an_answer_over_many_says_who_stands_behind_it(chats: Chats, question: str) -> None:
    programme = chats.conversation.rules.programme

    def put(session: object) -> None:
        for community, approve in (("tongchuang", True), ("guanyinshan", True), ("langu", False)):
            figures.record(
                session, OPERATOR, programme, [Entry(community, "employees", 2019, Decimal(5000))],  # type: ignore[arg-type]
                operation=community, way="import", now=chats.now, approve=approve,
            )

    chats.store.write(put)
    assert "来源：管理员（命令行）报，最近2020-01-14 10:00，1项待审核" in chats.of(13).says(question)
    assert "来源：管理员（命令行）报，最近2020-01-14 10:00，均已审核" in chats.of(12).says(question)


COURSES = ("通创和观音山历年从业人员", "通创和观音山历年高新产值占比", "2019年通创、观音山、蓝谷、能达的从业人员")


@pytest.mark.parametrize(("question", "waiting"), list(zip(COURSES, (1, 2, 2), strict=True)))
def test_a_course_or_a_list_of_many_reports_says_in_one_line_who_stands_behind_it(
    chats: Chats, question: str, waiting: int
) -> None:
    programme = chats.conversation.rules.programme
    reports = [(code, year, year < 2019) for code in ("tongchuang",) for year in (2017, 2018, 2019)]
    reports += [("guanyinshan", year, True) for year in (2017, 2018, 2019)]
    reports += [("langu", 2019, False), ("nengda", 2019, True)]

    def put(session: object) -> None:
        for at, (community, year, approve) in enumerate(reports):
            values = {"employees": 5000, "hitech_output": 60, "total_output": 100}
            entries = [Entry(community, code, year, Decimal(number)) for code, number in values.items()]
            figures.record(
                session, OPERATOR, programme, entries,  # type: ignore[arg-type]
                operation=f"{at}", way="import", now=chats.now - timedelta(days=9 - at), approve=approve,
            )

    chats.store.write(put)
    reviewer = chats.of(13)
    (line,) = [one for one in reviewer.says(question).split("\n") if one.startswith("来源：")]
    assert line.startswith("来源：管理员（命令行）报，最近2020-01-1")
    assert line.endswith(f"，{waiting}项待审核")
    reviewer.says("/language en")
    assert "Reported by 管理员（命令行）, last 2020-01-1" in reviewer.says(question)
