"""A picture or a sheet of what is named or was just shown, asked for in whatever words."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chats
from tests.chat.test_overseeing import city  # noqa: F401  # a fixture

VIEWER = 12
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    "asked",
    [
        "看板的图片发我", "看板发张图", "把看板截个图给我", "2018年看板的截屏来一张", "the board as an image",
        "a snapshot of the board please",
    ],
)
def test_the_board_is_a_picture_however_it_is_wanted(city: Chats, asked: str) -> None:  # noqa: F811
    """They were taken for photos of building sites, or for nothing."""
    chat = city.of(VIEWER)
    assert "\n3/13 个社区要求全部达标" in chat.says(asked)
    chart = chat.last[0].chart
    assert chart is not None
    assert chart["kind"] == "board"


@pytest.mark.parametrize("asked", ["发张图", "把刚才的截个图发我", "a picture of that please"])
def test_what_was_just_shown_is_drawn(city: Chats, asked: str) -> None:  # noqa: F811
    chat = city.of(VIEWER)
    chat.says("2018年从业人员排名")
    chat.says(asked)
    assert chat.last[0].chart is not None
    assert chat.last[0].chart["kind"] == "bars"
    chat.says("通创2018年从业人员")
    assert chat.says(asked).startswith("通创社区　从业人员"), "a single figure has its course"


@pytest.mark.parametrize(
    "asked",
    [
        "发我Excel版", "做成表格给我", "要电子版", "上面这个弄成excel", "把刚才的数导成表", "以表格形式发我",
        "as a spreadsheet please", "can I have that as an excel file",
    ],
)
def test_a_sheet_is_of_what_was_just_shown(city: Chats, asked: str) -> None:  # noqa: F811
    chat = city.of(VIEWER)
    chat.says("通创2018年载体面积")
    assert chat.says(asked).startswith("通创社区 2018 载体面积，1项数据")
    assert chat.last[0].document is not None
    chat.says("2018年载体面积后两名")
    first = chat.says(asked).split(" 2018")[0]
    assert set(first.split("、")) == {"通创社区", "蓝谷生命健康众创社区"}, "of those that were found alone"


def test_a_sheet_of_what_is_named_beside_it(city: Chats) -> None:  # noqa: F811
    chat = city.of(VIEWER)
    assert chat.says("2018年各社区从业人员做成excel发我").startswith("南通市 2018 从业人员，13项数据")
    assert chat.says("通创2018年的数导成表格").startswith("通创社区 2018，22项数据")
    chat.says("通创2018年从业人员")
    assert chat.says("2018年全市情况的电子版").startswith("南通市 2018，")
