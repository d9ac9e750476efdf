"""Whoever is named on the page agreed to it: 没有点名 holds only where a text names nobody."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_showing import LEAD, REPORTER, photo
from zc_bot.chat.showing.naming import person_in

PLAIN = """
主体结构封顶，比计划早一个月
成立院士工作站，引进博士12名
建成博士后科研工作站
20余名博士入驻，其中教授3人
管委会主任办公会研究通过
市委书记调研园区
党工委书记、管委会主任到场剪彩
董事长和总经理到场揭牌
引进江苏大学教授团队
高级工程师占比过半
项目经理和安全总监每天到岗
和许多教授一起攻关
曾任董事长的创业者回乡办厂
一张蓝图绘到底，一窗受理
感谢书记和主任的支持
金融博士沙龙办了12场
张江路段通车
华为总经理团队来访
高新区主任信箱开通
南通大学的教授、院士来园区授课
王牌项目经理培训班结业
龙头企业董事长座谈会召开
施工单位项目总监签字
科技镇长团走访企业
万达总经理考察
安排工程师驻点
由安装工程师负责
金牌教授讲堂开讲
白领老师公寓启用
Phase 2 topped out a month ahead of plan
The professor and two doctors moved in
Dr programme for start-ups opened
Mr and Ms
"""
NAMED = {
    "张三董事长到场剪彩": "张三董事长", "总经理李小明介绍情况": "总经理李小明", "王建国教授团队入驻": "王建国教授",
    "由南通大学周伟博士领衔": "周伟博士", "院士陈大年揭牌": "院士陈大年", "崇川区委书记刘洋到场": "书记刘洋",
    "张伟副主任讲话": "张伟副主任", "邀请高明院士授课": "高明院士", "赵敏（总经理）签约": "赵敏（总经理",
    "李女士创办的公司投产": "李女士", "园区来了王教授": "王教授", "感谢孙丽老师": "孙丽老师",
    "Dr. Wang Fang opened the lab": "Dr. Wang Fang", "Mr Zhang cut the ribbon": "Mr Zhang",
    "Thanks to Professor Li Ming": "Professor Li Ming",
}


@pytest.mark.parametrize("text", PLAIN.strip().splitlines())
def test_a_text_that_names_nobody_is_taken_for_one(text: str) -> None:
    assert person_in(text) == ""


@pytest.mark.parametrize(("text", "found"), NAMED.items())
def test_whoever_is_named_beside_what_they_are_is_seen(text: str, found: str) -> None:
    assert person_in(text) == found


def told(chat: Chat, what: str) -> None:
    chat.says("/progress 通创")
    for label in ("没有照片", "不填", "不填", "今天"):
        chat.taps(label)
    chat.says(what)


@pytest.mark.parametrize("way", ["says", "taps"])
def test_that_nobody_is_named_is_refused_where_somebody_is(chats: Chats, way: str) -> None:
    chat = chats.of(REPORTER)
    told(chat, "张三董事长到场剪彩")
    said = getattr(chat, way)("没有点名")
    assert said.startswith("“张三董事长”是点了姓名的")
    assert "都同意公开吗" in said
    assert "提交审核" not in chat.buttons
    assert "本人已同意公开" in chat.taps("本人已同意")
    chat.taps("改说明")
    chat.says("领导到场剪彩")
    assert "请核对" in chat.taps("没有点名")


def test_a_photos_caption_names_as_well(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    told(chat, "主体结构已经封顶")
    photo(chat, "李小明教授在现场")
    assert "“李小明教授”" in chat.taps("没有点名")


@pytest.mark.parametrize("kind", ["突出企业", "经验做法"])
def test_stories_name_nobody_unasked_either(chats: Chats, kind: str) -> None:
    chat = chats.of(LEAD)
    chat.says("/progress")
    chat.taps(kind)
    chat.taps("通创社区")
    chat.says("某某科技")
    chat.says("由王建国博士带队做出首台样机")
    chat.taps("没有照片")
    assert "“王建国博士”" in chat.taps("没有点名")
    assert "请核对" in chat.taps("本人已同意")
