"""People and messages ordered in words: who left is removed, members are invited, many are written to."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chat, Chats
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import audit, people
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.session import Session


@pytest.mark.parametrize(
    "said",
    [
        "移除张伟", "把张伟移除", "请删除用户张伟", "取消张伟的权限", "张伟离职了", "海安的张伟下个月调走了",
        "张伟不干了，撤掉他的权限", "踢掉张伟", "remove 张伟", "please revoke 张伟's access", "张伟 has left",
    ],
)
def test_an_admin_is_asked_whether_who_left_is_to_be_removed(chats: Chats, admin: Chat, said: str) -> None:
    assert admin.says(said).startswith("移除张伟？")
    assert chats.store.read(lambda s: people.find(s, 15)) is not None, "nothing by words alone"
    assert "海安市现在没有填报人" in admin.taps("确认移除")


def test_of_several_each_is_asked_about(admin: Chat) -> None:
    assert "移除哪一位" in admin.says("移除张伟和王芳")
    assert admin.taps("王芳").startswith("移除王芳？")


def test_nobody_by_name_shows_the_list_and_a_name_that_nobody_has_is_told(admin: Chat) -> None:
    assert admin.says("移除某人").startswith("共6人")
    assert "没有叫“赵云”的人" in admin.says("移除赵云")


@pytest.mark.parametrize(
    "said", ["张伟离职了吗", "为什么移除张伟", "把张伟报的数删掉", "删掉从业人员", "移除通创", "张伟的提醒取消"]
)
def test_what_says_something_else_removes_nobody(admin: Chat, said: str) -> None:
    assert "移除" not in admin.says(said)


def test_who_there_is_is_looked_up_only_for_a_text_that_wants_somebody_gone(
    chats: Chats, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    names = people.names

    def noting(session: Session, who: Principal) -> dict[int, str]:
        asked.append(who.id)
        return names(session, who)

    monkeypatch.setattr("zc_bot.chat.asking.leavers.people.names", noting)
    for said in ("通创2025年从业人员多少", "谁还没报", "海安从业人员 1200人", "张伟", "提醒我明天上午报数", "你好"):
        chats.of(15).says(said)
    assert asked == []
    chats.of(13).says("移除张伟")
    assert asked == [13]


def test_others_are_told_who_looks_after_people_and_an_order_of_theirs_is_in_the_audit(chats: Chats) -> None:
    for number, (person, said) in enumerate([(13, "移除张伟"), (11, "张伟离职了")]):
        before = chats.store.read(audit.head)
        assert chats.of(person).says(said) == "人员由管理员来管。您可以告诉管理员。"
        assert (chats.store.read(audit.head) == before) is bool(number), "that somebody left is no attempt"


@pytest.mark.parametrize(
    ("said", "whom", "message"),
    [
        ("通知所有填报人：请在周五前报齐数据", "发给2人（填报）", "请在周五前报齐数据"),
        ("给海安发个通知：周三开会", "发给1人（海安市）", "周三开会"),
        ("通知海安的人：请核对载体面积", "发给1人（海安市）", "请核对载体面积"),
        ("通知没报的单位：请周五前报齐", "发给2人（还没报齐的）", "请周五前报齐"),
        ("告诉大家周三开会", "发给5人（全体）", "周三开会"),
        ("群发：谁周三能来？", "发给5人（全体）", "谁周三能来？"),
        ("给大家发通知：从业人员按年末数，\n企业按全年", "发给5人（全体）", "从业人员按年末数，\n企业按全年"),
        ("告诉张伟：请核对", "发给1人（海安市）", "请核对"),
        ("notify all reporters: finish by Friday", "发给2人（填报）", "finish by Friday"),
        ("tell everyone: no service tonight", "发给5人（全体）", "no service tonight"),
    ],
)
def test_a_message_is_shown_with_whom_it_is_for_and_sent_after_the_word(
    chats: Chats, admin: Chat, said: str, whom: str, message: str
) -> None:
    shown = admin.says(said)
    assert whom in shown
    assert f"通知\n{message}\n——赵磊" in shown
    assert chats.of(15).receives() == []
    assert "开始发送" in admin.says("发出")
    assert any(message in letter for letter in chats.of(15).receives())


def test_several_authorities_get_it_one_by_one(admin: Chat) -> None:
    assert "一次发给一个单位" in admin.says("通知海安和崇川：周三开会")
    assert "（崇川区）" in admin.taps("崇川区")


@pytest.mark.parametrize(
    "said",
    ["通知大家了吗", "怎么给大家发通知", "通知里怎么说载体面积", "发给海安的补贴有多少", "通知所有填报人尽快填报"],
)
def test_what_asks_or_nudges_is_no_message(admin: Chat, said: str) -> None:
    assert "——赵磊" not in admin.says(said)


def test_a_message_of_nothing_is_asked_for(admin: Chat) -> None:
    assert "通知填报什么" in admin.says("通知所有填报人")
    assert "发给2人（填报）" in admin.says("请在周五前报齐")
    assert "开始发送" in admin.says("发出")


@pytest.mark.parametrize("said", [
    "通知一下还没报的", "通知还没报的", "告诉一声没报齐的", "notify those who have not reported",
])
def test_who_is_late_can_be_written_to_in_words(chats: Chats, admin: Chat, said: str) -> None:
    assert "还没报齐的" in admin.says(said)
    shown = admin.says("今晚系统维护，请先交")
    assert "（还没报齐的）" in shown
    assert "今晚系统维护" in shown


def test_the_message_to_who_is_late_may_stand_behind_a_comma(admin: Chat) -> None:
    shown = admin.says("通知一下还没报的，今晚系统维护")
    assert "（还没报齐的）" in shown
    assert "通知\n今晚系统维护" in shown


def test_a_broadcast_of_nothing_asks_for_the_message_and_can_be_left(chats: Chats, admin: Chat) -> None:
    assert "请打字写内容" in admin.says("/broadcast")
    assert "没有发出" in admin.taps("不发了")
    admin.says("/broadcast")
    admin.says("/cancel")
    assert "通知" not in admin.says("通创去年高新占比")
    admin.says("/broadcast")
    assert "通知\n下周三停机\n——赵磊" in admin.says("下周三停机")
    admin.says("发出")
    assert any("下周三停机" in letter for letter in chats.of(12).receives())


def test_who_sends_none_is_told_so_and_a_reviewer_may_nudge(chats: Chats) -> None:
    reviewer = chats.of(13)
    assert "群发通知由管理员来做" in reviewer.says("通知所有填报人：请报")
    assert "现在催" in reviewer.taps("催全部")
    reporter = chats.of(11)
    assert "群发通知由管理员来做" in reporter.says("通知大家：周三开会")
    assert not reporter.buttons
    assert chats.of(12).receives() == []


def test_people_of_member_departments_are_invited_in_words(chats: Chats, admin: Chat) -> None:
    assert admin.says("邀请财政局的人").startswith("邀请市财政局的人？")
    assert "邀请已生成：成员单位（市财政局）" in admin.taps("邀请市财政局的人")
    assert "不能这样邀请" in admin.says("邀请财政局填报人")
    assert "邀请人由管理员来做" in chats.of(13).says("邀请人社局的人")
    assert not chats.store.read(lambda s: [one for one in people.admitted(s, OPERATOR) if one.role == "member"])


def test_a_department_is_written_to_as_an_authority_is(chats: Chats, admin: Chat) -> None:
    one = Candidate(17, "何静", "member", ("市财政局",))
    chats.store.write(lambda s: people.admit(s, OPERATOR, chats.conversation.rules.programme, [one], chats.now))
    chats.of(17).says("/start")
    assert "发给1人（市财政局）" in admin.says("通知财政局：请登记补助")
    admin.taps("按单位")
    assert "发给1人（市财政局）" in admin.taps("市财政局")
    admin.says("发出")
    assert any("请登记补助" in letter for letter in chats.of(17).receives())


@pytest.mark.parametrize(
    "said", ["/broadcast 海安：今晚停机", "/broadcast 海安市的人: 今晚停机", "/broadcast 海安\n今晚停机"]
)
def test_whom_a_broadcast_is_for_may_stand_before_it(admin: Chat, said: str) -> None:
    shown = admin.says(said)
    assert "（海安市）" in shown
    assert "通知\n今晚停机\n" in shown


def test_what_stands_before_a_colon_may_be_of_the_message(admin: Chat) -> None:
    shown = admin.says("/broadcast 请注意：今晚停机")
    assert "（全体）" in shown
    assert "请注意：今晚停机" in shown


def test_a_broadcast_to_somebody_and_of_nothing_asks_for_the_message(admin: Chat) -> None:
    assert "通知还没报齐的什么" in admin.says("/broadcast 还没报的")
    assert "（还没报齐的）" in admin.says("请在周五前报齐")
