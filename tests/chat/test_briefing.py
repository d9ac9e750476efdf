"""The meeting paper: two pages from approved figures, with a text of 150 characters to say aloud."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import typst

from tests.chat.conftest import Chat, Chats, filled
from tests.chat.test_overseeing import record
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Principal
from zc_bot.storage import figures, review
from zc_bot.storage.observations import Entry
from zc_bot.texts.charts.painted import FONT
from zc_bot.texts.drawing import draw_picture
from zc_bot.texts.files.paper import TEMPLATE, inputs_of

VIEWER = 12
REPORTER = Principal(11, "王芳", "reporter", ("chongchuan",))
REVIEWER = Principal(13, "刘洋", "reviewer")


def pages(paper: dict[str, Any]) -> int:
    """Count the pages that a paper takes."""
    made = typst.compile(TEMPLATE, format="png", ppi=20, font_paths=[FONT.parent], ignore_system_fonts=True,
                         sys_inputs=inputs_of(paper))
    return len(made) if isinstance(made, list) else 1


def paper(chat: Chat, asked: str = "/briefing") -> dict[str, Any]:
    chat.says(asked)
    found = chat.last[0].chart
    assert found is not None
    assert found["kind"] == "paper"
    return dict(found)


def lines(found: dict[str, Any], title: str) -> list[str]:
    sections = [one for column in found["columns"] for one in column]
    return next((one["lines"] for one in sections if title in one["title"]), [])


@pytest.fixture
def city(chats: Chats, programme: Programme) -> Chats:
    """2017 and 2018 are whole; 通创 lost its carriers, and its employees fell, with a reason."""
    places = list(programme.community)
    entry = Entry("tongchuang", "employees", 2018, Decimal(600), reason="产业外迁", seen=None)

    def revised(session: Any) -> None:
        seen = figures.versions(session, REVIEWER, programme, "tongchuang", "employees", 2018)[-1].id
        changed = Entry(entry.community, entry.metric, 2018, entry.value, reason=entry.reason, seen=seen)
        figures.record(session, REPORTER, programme, [changed], operation="fell", way="dialogue", now=chats.now)
        waiting = review.waiting(session, REVIEWER, programme, "tongchuang", 2018)
        review.approve(session, REVIEWER, [one.id for one in waiting], chats.now)

    def fill() -> None:
        record(chats, programme, 2017, [code for code in places if programme.community[code].start == 2017])
        record(chats, programme, 2018, [code for code in places if code != "tongchuang"])
        record(chats, programme, 2018, ["tongchuang"], carrier_floor_area=1)
        chats.store.write(revised)

    return filled(chats, "briefing", fill)


@pytest.mark.parametrize("asked", ["/briefing", "简报", "给我写个开会用的总结", "2018年简报"])
def test_it_comes_as_two_pages_with_the_text_to_say_aloud(city: Chats, asked: str) -> None:
    chat = city.of(VIEWER)
    found = paper(chat, asked)
    assert "会上可以这样说" in chat.says(asked)
    assert found["name"].endswith(".pdf")
    assert pages(found) == 2
    assert draw_picture(found).startswith(b"%PDF")


def test_a_part_is_never_summed_up_as_the_city_and_is_said_aloud_as_a_part(city: Chats, programme: Programme) -> None:
    record(city, programme, 2019, ["langu"], employees=700)
    found = paper(city.of(VIEWER), "2019年简报")
    assert not lines(found, "全市合计")
    assert lines(found, "2019年合计（社区不全）")
    assert "数据不全，1/13个社区审齐" in found["summary"]
    assert "（22/286项，数据不全）" in found["note"]


def test_of_one_community_its_requirements_are_counted(city: Chats) -> None:
    said = paper(city.of(VIEWER), "通创2018年简报")["summary"]
    assert "通创2018年9项要求中达标" in said
    assert "未达标项多的" not in said


def test_the_text_to_say_aloud_is_short_and_says_the_most_important_first(city: Chats) -> None:
    said = paper(city.of(VIEWER))["summary"]
    assert len(said) <= 150
    assert said.startswith("截至2020-01-14已审核的数，2018年13个社区中4个要求全部达标。")
    assert "由达标变为未达标的有通创" in said


def test_in_english_too_it_says_who_slipped_and_who_fails_most(city: Chats) -> None:
    chat = city.of(VIEWER)
    chat.says("/language en")
    said = paper(chat)["summary"]
    assert len(said) <= 150
    assert "Slipped: Tongchuang" in said


def test_movers_bear_the_reason_that_was_stored(city: Chats) -> None:
    fell = lines(paper(city.of(13)), "下降最多")
    assert fell == ["通创从业人员 -40.00%（1,000人→600人），原因：产业外迁"]
    assert "产业外迁" not in lines(paper(city.of(VIEWER)), "下降最多")[0], "what was said in reporting is not for all"
    rose = lines(paper(city.of(VIEWER)), "上升最多")
    assert "+100.00%" in rose[0]


def test_every_number_says_as_of_when_and_over_how_many(city: Chats) -> None:
    found = paper(city.of(VIEWER))
    assert "截至2020-01-14" in found["note"]
    assert "286/286" in found["note"]
    assert all("13/13" in line for line in lines(found, "全市合计"))


def test_what_waits_for_review_is_not_on_paper(city: Chats, programme: Programme) -> None:
    before = paper(city.of(13))
    record(city, programme, 2018, ["nengda"], approve=False, carrier_floor_area=1)
    after = paper(city.of(13))
    assert before["board"] == after["board"]
    assert before["columns"] == after["columns"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_programme_and_a_full_one_take_two_pages_in_both_languages(
    chats: Chats, programme: Programme, lang: str
) -> None:
    chat = chats.of(VIEWER)
    chat.says(f"/language {lang}")
    empty = paper(chat)
    assert pages(empty) == 2
    assert len(empty["summary"]) <= 150
    for year in range(2017, 2020):
        record(chats, programme, year, [code for code, one in programme.community.items() if one.start <= year],
               employees=1000 // (year - 2016))
    assert pages(paper(chat)) == 2


@pytest.mark.parametrize("asked", ["简报", "/briefing", "会议简报", "meeting paper", "准备会议材料"])
def test_a_group_gets_the_text_to_say_aloud_and_no_paper(city: Chats, asked: str) -> None:
    admin = city.of(14)
    admin.says_in(-5, "简报")
    admin.taps_in(-5, "启用")
    viewer = city.of(VIEWER)
    shown = viewer.says_in(-5, asked)
    assert "会上可以这样说" in shown
    assert "只在私聊里给" in shown
    assert all(one.chart is None and one.document is None for one in viewer.last)
    for name in ("王芳", "刘洋", "赵磊", "李敏"):
        assert name not in shown


def test_nothing_that_people_typed_is_read_as_markup(city: Chats, tmp_path: Path) -> None:
    found = paper(city.of(VIEWER))
    found["summary"] = "#panic() $x$ *a* `b`"
    assert draw_picture(found).startswith(b"%PDF")


@pytest.mark.parametrize(("lang", "asked"), [("zh", "简报"), ("en", "briefing")])
def test_two_pages_are_enough_however_much_there_is_to_say(city: Chats, lang: str, asked: str) -> None:
    chat = city.of(VIEWER)
    chat.says(f"/language {lang}")
    found = paper(chat, asked)
    much = ["新材料众创社区 260万元 市人社局 2025-06-13 导师服务补贴，能达 50万元 市财政局 创业活动补贴"] * 25
    for column in found["columns"]:
        column.append({"title": "更多", "lines": much})
    assert pages(found) == 2


def grants(city: Chats) -> None:
    reviewer = city.of(13)
    for said in ("通创 200万元 市科技局 2018-05-20 创业活动补贴", "能达 50万元 市财政局 2019-05-20 孵化器补助"):
        reviewer.says(f"/record 补助 {said}")
        reviewer.taps("确认登记")


def test_what_is_on_record_says_as_of_when_and_of_a_year_it_is_that_years(city: Chats) -> None:
    grants(city)
    chat = city.of(VIEWER)
    now = lines(paper(chat), "支持（截至2020-01-14累计）")
    assert now[0] == "共2笔：250万元"
    then = lines(paper(chat, "2018年简报"), "2018年的支持（截至2020-01-14登记）")
    assert then[0] == "共1笔：200万元"
    assert len(then) == 2
    assert lines(paper(chat, "2017年简报"), "2017年的支持") == ["没有登记"]


def test_in_english_a_grant_is_told_in_english_and_part_by_part(city: Chats) -> None:
    grants(city)
    chat = city.of(VIEWER)
    chat.says("/language en")
    told = lines(paper(chat, "briefing"), "Support until 2020-01-14")
    assert told[0] == "Grants: 2, in all 2.5 million yuan"
    assert "Nengda, 500,000 yuan, Finance Bureau, 2019-05-20, Incubator subsidies" in told
    assert all(line.isascii() for line in told)


def test_of_some_communities_it_says_which_and_holds_what_is_theirs(city: Chats) -> None:
    grants(city)
    chat = city.of(VIEWER)
    found = paper(chat, "除能达外简报")
    assert "范围：除能达科创外的社区" in found["subtitle"]
    assert found["summary"].startswith("范围：除能达科创外的社区。")
    assert "南通市" not in found["board"]["title"]
    assert lines(found, "支持")[0] == "共1笔：200万元"
    assert lines(paper(chat, "2018年能达简报"), "2018年的支持") == ["没有登记"]


def test_it_can_be_asked_as_of_a_day(city: Chats) -> None:
    chat = city.of(VIEWER)
    found = paper(chat, "截至1月10日简报")
    assert "2020-01-10 23:59" in found["subtitle"]
    assert found["summary"].startswith("截至2020-01-10，")
    assert "2020-01-10" in found["name"]
