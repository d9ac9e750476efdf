"""Departments and authorities as those who grant and who are to see to something, named as people name them."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chats
from tests.chat.test_record import notes

VIEWER, REVIEWER = 12, 13

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    "said",
    [
        "/record 补助 新材料 80万元 海安市人民政府 2019-05-20",
        "海安市人民政府给新材料拨了80万元补助，2019年5月20日",
        "/record 补助 新材料 80万元 海安市政府 2019-05-20",
    ],
)
def test_an_authority_that_grants_is_named_as_it_is_called_now(chats: Chats, said: str) -> None:
    assert chats.of(REVIEWER).says(said).split("\n")[1] == "支持 新材料 80万元 海安市 2019-05-20"


def test_a_department_that_is_no_member_grants_too(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    notes(reviewer, "补助 通创 80万元 市住建局 2019-05-20")
    assert "80万元" in chats.of(VIEWER).says("市住建局批了多少")
    assert "市住建局" not in reviewer.says("/record 补助 通创 80万元 海安市住建局 2019-05-20").split("2019-05-20")[0]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("市住建局和科技局", ("市科技局", "市住建局")), ("海安市住建局", ()), ("上市公司委托", ()), ("全市各局", ()),
        ("市里各部门", ()), ("南通市住建局", ("市住建局",)), ("市科技局办结了", ("市科技局",)),
    ],
)
def test_a_department_is_one_of_the_city(chats: Chats, text: str, bodies: tuple[str, ...]) -> None:
    assert chats.conversation.rules.programme.bodies_in(text) == bodies


@pytest.mark.parametrize(
    ("asked", "whose"),
    [("市科技局要办什么", "1件市科技局"), ("市科技局的事项有哪些", "1件市科技局"), ("海安市要办什么", "1件海安市"),
     ("市财政局要办什么", "市财政局没有未办结的事项"),
     ("what does the Science and Technology Bureau have to do", "1件市科技局")],
)
def test_what_somebody_is_to_see_to_is_told_of_them_alone(chats: Chats, asked: str, whose: str) -> None:
    reviewer = chats.of(REVIEWER)
    notes(reviewer, "事项 市科技局 起草补助办法 2020-03-31")
    notes(reviewer, "事项 海安市 补齐数据 2020-03-31")
    assert chats.of(VIEWER).says(asked).startswith(whose)


def test_a_meeting_without_its_decisions_is_told_how_it_is_noted(chats: Chats) -> None:
    assert "没写议定的事" in chats.of(REVIEWER).says("记录会议 2020-01-10 四季度联席会议")


def test_a_sheet_of_the_whole_city_holds_all_whatever_was_asked_before(chats: Chats) -> None:
    chat = chats.of(VIEWER)
    chat.says("2019年各社区总产值")
    chat.says("导出全市2019年的表格")
    document = chat.last[0].document
    assert document is not None
    assert "总产值" not in document.name


def test_one_figure_is_approved_by_its_name_after_its_card(chats: Chats) -> None:
    reporter, reviewer = chats.of(11), chats.of(REVIEWER)
    assert "没有这样的待审数据" in reviewer.says("通创2019年统计体系通过")
    reporter.says("通创 2019 统计体系 有")
    reporter.taps("确认提交")
    assert "统计体系" in reviewer.says("通创2019年统计体系通过")
    assert "已审核" not in chats.of(VIEWER).says("通创2019年统计体系")


@pytest.mark.parametrize("asked", ["completeness 2019", "2019 completeness"])
def test_completeness_is_a_share_of_what_is_due(chats: Chats, asked: str) -> None:
    chat = chats.of(REVIEWER)
    chat.says("/language en")
    assert "/13 communities reported all of 2019" in chat.says(asked)


@pytest.mark.parametrize("asked", ["how many start-ups is langu short", "how far is langu short in start-ups"])
def test_how_much_is_lacking_is_a_verdict(chats: Chats, asked: str) -> None:
    chat = chats.of(REVIEWER)
    chat.says("/language en")
    assert "judged" in chat.says(asked)
