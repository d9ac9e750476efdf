"""What is told as people tell it, without the word for its kind, is previewed as an entry; a question never is."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chats

REVIEWER = 13


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("said", "shown"), [
    ("发改委上周五给蓝谷批了20亩地", "支持 蓝谷生命健康 13,333.33平方米 市发改委 2020-01-10"),
    ("1月8日人社局划给新材料12.5万元创业活动经费", "支持 新材料 12.5万元 市人社局 2020-01-08"),
    ("记一笔：科技局补苏通宽带接入3万元 2019-11-01", "支持 苏通 3万元 市科技局 2019-11-01"),
    ("请财政局2月10日前把资金拨下去，记下来", "事项 市财政局 2020-02-10前"),
    ("联席会议要求科技局2月底前拿出补贴办法", "事项 市科技局 2020-02-29前"),
    ("决定由如皋市2月15日前补齐数据", "事项 如皋市 2020-02-15前"),
    ("decision: finance bureau to release funds by 15 February 2020", "事项 市财政局 2020-02-15前"),
    ("our meeting agreed that the finance bureau issues the rules by 20 February 2020", "事项 市财政局 2020-02-20前"),
])
def test_what_is_told_is_previewed(chats: Chats, said: str, shown: str) -> None:
    """They were answered with what was granted to all, with the list of requirements, or asked back."""
    chat = chats.of(REVIEWER)
    assert shown in chat.says(said)
    assert "确认登记" in chat.buttons


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("said", [
    "会议要求了什么", "联席会议决定的事项有哪些", "决定由谁来补齐数据", "发改委批给蓝谷的用地有多少",
    "通创拿到过哪些资金", "联席会议要求科技局2月底前拿出补贴办法了吗", "决定 2月15日前的有哪些",
])
def test_what_asks_notes_nothing(chats: Chats, said: str) -> None:
    chat = chats.of(REVIEWER)
    chat.says(said)
    assert "确认登记" not in chat.buttons
