"""Reporting in the chat: from /report to the receipt, with everything that can come between."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.chat.conftest import Chat, Chats
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import dialogues, figures, observations, overrides, people
from zc_bot.storage.candidates import Candidate


def standing(chat: Chat, community: str, metric: str, year: int) -> tuple[Decimal | None, str] | None:
    versions = chat.store.read(
        lambda s: figures.versions(s, OPERATOR, chat.conversation.rules.programme, community, metric, year)
    )
    return (versions[-1].value, versions[-1].status) if versions else None


def to_the_card(chat: Chat, value: str = "45.6亿") -> str:
    chat.says("/report")
    chat.taps("通创")
    chat.taps("2019")
    chat.says("高新产值")
    return chat.says(value)


def test_a_card_hands_in_nothing_of_the_next_report(chats: Chats) -> None:
    """Its tap was under way when the report was given up, and another begun as far as it had come."""
    chat = chats.of(11)
    chat.says("通创 2019 统计体系 有")
    data = next(data for name, data in chat.buttons.items() if "确认提交" in name)
    chat.says("/cancel")
    chat.says("通创 2019 信息化平台 有")
    assert "已提交" not in chat.taps_data(data)
    assert "1 项还没提交：信息化平台" in chat.says("/mine")


def test_ten_years_to_choose_from_fit_a_phone(chats: Chats) -> None:
    chat = chats.of(11)
    chat.waits(days=7 * 365)
    chat.says("/report")
    chat.taps("通创")
    assert {str(year) for year in range(2017, 2026)} <= set(chat.buttons)


def test_the_whole_way_from_report_to_receipt(chats: Chats) -> None:
    chat = chats.of(11)
    assert "社区" in chat.says("/report")
    assert "年" in chat.taps("通创")
    chat.taps("2019")
    assert "高新技术产业产值" in chat.says("高新产值")
    card = chat.says("45.6亿")
    assert "456,000" in card
    receipt = chat.taps("确认")
    assert "编号" in receipt
    assert chat.last[0].receipt
    assert standing(chat, "tongchuang", "hitech_output", 2019) == (Decimal(456000), "submitted")


def test_a_second_tap_on_confirm_shows_the_same_receipt(chats: Chats) -> None:
    chat = chats.of(11)
    to_the_card(chat)
    confirm = next(data for label, data in chat.buttons.items() if "确认" in label)
    receipt = chat.taps_data(confirm)
    assert chat.taps_data(confirm) == ""
    serial = next(word for word in receipt.split() if word.isdigit())
    assert serial in chat.toast
    assert standing(chat, "tongchuang", "hitech_output", 2019) == (Decimal(456000), "submitted")
    chat.says("撤回")
    chat.taps("确认撤回")
    chat.taps_data(confirm)
    assert "提交后已撤回" in chat.toast


def test_a_button_of_an_earlier_step_changes_nothing(chats: Chats) -> None:
    chat = chats.of(11)
    chat.says("/report")
    old = dict(chat.buttons)
    chat.says("通创社区")
    chat.taps_data(next(data for label, data in old.items() if "观音山" in label))
    assert "失效" in chat.toast
    assert "通创社区" in chat.says("2019年")


def test_a_question_in_between_leaves_the_draft_alone(chats: Chats) -> None:
    chat = chats.of(11)
    to_the_card(chat)
    assert "60%" in chat.says("高新占比要求多少？")
    assert "456,000" in chat.says("总产值 71.2亿")
    assert "编号" in chat.taps("确认")


def test_a_line_is_enough(chats: Chats) -> None:
    chat = chats.of(11)
    card = chat.says("通创 2019 高新产值 45.6亿 总产值 71.2亿")
    assert "456,000" in card
    assert "712,000" in card
    assert "编号" in chat.taps("确认")
    assert standing(chat, "tongchuang", "total_output", 2019) == (Decimal(712000), "submitted")


def test_cancel_drops_everything(chats: Chats) -> None:
    chat = chats.of(11)
    to_the_card(chat)
    chat.says("/cancel")
    assert standing(chat, "tongchuang", "hitech_output", 2019) is None
    assert "没有" in chat.says("/cancel")


def test_a_report_cancelled_by_a_slip_is_taken_up_again(chats: Chats) -> None:
    chat = chats.of(11)
    to_the_card(chat)
    chat.says("从业人员 3200人")
    chat.taps("取消")
    assert chat.store.read(lambda s: dialogues.load_draft(s, 11)) is None
    card = chat.taps("接着填")
    assert "456,000" in card
    assert "3,200" in card
    chat.taps("确认")
    assert standing(chat, "tongchuang", "hitech_output", 2019) == (Decimal(456000), "submitted")
    assert standing(chat, "tongchuang", "employees", 2019) == (Decimal(3200), "submitted")


def test_to_go_on_can_be_typed(chats: Chats) -> None:
    chat = chats.of(11)
    to_the_card(chat)
    chat.says("通创去年从业人员多少？")
    assert "456,000" in chat.says("接着填")
    chat.taps("取消")
    assert "456,000" in chat.says("接着填"), "as the button does"
    chat.taps("取消")
    chat.taps("接着填")
    chat.taps("取消")
    chat.says("/report")
    chat.taps("取消")
    assert "哪个社区" not in chat.says("接着填")


def test_a_question_about_the_figure_at_hand_is_answered(chats: Chats) -> None:
    put = observations.Entry("tongchuang", "employees", 2018, Decimal(6123), None, "6123")
    programme = chats.conversation.rules.programme
    chats.store.write(
        lambda s: figures.record(
            s, OPERATOR, programme, [put], operation="put", way="import", now=chats.now, approve=True
        )
    )
    chat = chats.of(11)
    chat.says("/report 通创 2019")
    chat.says("从业人员")
    assert "6,123人" in chat.says("去年是多少？").splitlines()[0]
    assert "请核对" in chat.says("6300")


def test_the_city_is_not_ones_own_community(chats: Chats) -> None:
    chat = chats.of(15)
    chat.says("/report")
    assert "新材料" not in chat.says("南通市2018年高新占比多少？")


def test_a_report_begun_after_the_cancelled_one_stays(chats: Chats) -> None:
    chat = chats.of(11)
    to_the_card(chat)
    chat.taps("取消")
    resume = chat.buttons["接着填"]
    to_the_card(chat, "46亿")
    assert "460,000" in chat.taps_data(resume)
    chat.taps("确认")
    assert standing(chat, "tongchuang", "hitech_output", 2019) == (Decimal(460000), "submitted")


def test_a_cancelled_report_of_a_year_that_ended_meanwhile_is_not_gone_on_with(chats: Chats) -> None:
    chat = chats.of(11)
    to_the_card(chat)
    chat.taps("取消")
    chats.store.write(lambda s: overrides.end(s, OPERATOR, 2019, chats.now))
    assert chat.taps("接着填") == ""
    assert "已失效" in chat.toast
    assert chats.store.read(lambda s: dialogues.load_draft(s, 11)) is None


def test_a_correction_after_the_receipt_is_taken_up(chats: Chats) -> None:
    chat = chats.of(11)
    to_the_card(chat)
    chat.taps("确认")
    chat.says("通创去年从业人员多少")
    assert "470,000" in chat.says("不对 是47亿")
    chat.taps("确认")
    assert standing(chat, "tongchuang", "hitech_output", 2019) == (Decimal(470000), "submitted")
    chat.says("通创 2019 从业人员 3200人 总产值 71.2亿")
    chat.taps("确认")
    assert "3,400" in chat.says("不对 从业人员是3400人")
    chat.taps("取消")
    assert "3,300" in chat.says("不对 是3300"), "the only one of its size"
    chat.taps("取消")
    chat.says("通创 2019 孵化器 3 加速器 2")
    chat.taps("确认")
    assert "哪一项" in chat.says("不对 是4")
    assert "孵化器" in chat.taps("孵化器")


@pytest.mark.parametrize("said", ["noted", "nope", "不是吧", "no problem"])
def test_what_only_sounds_like_a_correction_is_none(chats: Chats, said: str) -> None:
    chat = chats.of(11)
    to_the_card(chat)
    chat.taps("确认")
    assert "没有可改的" not in chat.says(said)
    assert chat.store.read(lambda s: dialogues.load_draft(s, 11)) is None


def test_a_correction_of_nothing_says_so(chats: Chats) -> None:
    assert "没有可改的" in chats.of(11).says("不对 是47亿")


def test_media_and_edits_leave_the_draft_as_it_was(chats: Chats) -> None:
    chat = chats.of(11)
    to_the_card(chat)
    for kind in ("other", "photo", "document", "contact", "edited"):
        assert chat.sends(kind)
    assert "456,000" in chat.says("总产值 71.2亿")


def test_only_ones_own_communities_are_offered(chats: Chats) -> None:
    chat = chats.of(15)
    assert "新材料" in chat.says("/report")
    chat.says("/cancel")
    chat.says("通创 2019 高新产值 45.6亿 总产值 71.2亿")
    if any("确认" in label for label in chat.buttons):
        chat.taps("确认")
    assert standing(chat, "tongchuang", "hitech_output", 2019) is None


def test_who_does_not_report_has_no_report(chats: Chats) -> None:
    viewer = chats.of(12)
    assert viewer.says("/report") == viewer.says("/nosuchcommand").replace("nosuchcommand", "report")
    viewer.says("通创 2019 高新产值 45.6亿 总产值 71.2亿")
    assert standing(viewer, "tongchuang", "hitech_output", 2019) is None


def test_two_people_at_one_figure_neither_overwrites_unseen(chats: Chats) -> None:
    first, second = chats.of(11), chats.of(13)
    to_the_card(first)
    second.says("通创 2019 高新产值 50亿")
    second.taps("确认")
    assert standing(second, "tongchuang", "hitech_output", 2019) == (Decimal(500000), "submitted")
    asked_again = first.taps("确认")
    assert "500,000" in asked_again
    assert standing(first, "tongchuang", "hitech_output", 2019) == (Decimal(500000), "submitted")


def test_a_second_tap_names_only_a_report_that_this_button_confirmed(chats: Chats) -> None:
    first, second = chats.of(11), chats.of(13)
    first.says("通创 2019 从业人员 5000")
    first.taps("确认")
    to_the_card(first)
    refused = first.buttons
    second.says("通创 2019 高新产值 50亿")
    second.taps("确认")
    first.taps("确认")
    first.taps_data(next(data for label, data in refused.items() if "确认" in label))
    assert "编号" not in first.toast
    assert standing(first, "tongchuang", "total_output", 2019) is None


def test_a_second_tap_gets_the_same_receipt(chats: Chats) -> None:
    chat = chats.of(11)
    chat.says("通创 2019 从业人员 5000")
    confirm = next(data for label, data in chat.buttons.items() if "确认" in label)
    receipt = chat.taps_data(confirm)
    chat.taps_data(confirm)
    serial = chat.toast.partition("编号")[2].strip(" ：:。")[:7]
    assert serial
    assert serial.strip("。") in receipt


def test_mine_lists_what_one_has_sent(chats: Chats) -> None:
    chat = chats.of(11)
    assert "还没有" in chat.says("/mine")
    chat.says("通创 2019 高新产值 45.6亿")
    begun = chat.says("/mine")
    assert begun == "草稿里有通创社区2019年 1 项还没提交：高新产值。"
    chat.taps("接着填这份")
    chat.taps("确认")
    listed = chat.says("/mine")
    assert "高新产值" in listed
    assert "待审核" in listed
    assert "草稿" not in listed
    chat.says("通创 2019 从业人员 3200人")
    both = chat.says("/mine 2018")
    assert "草稿里有通创社区2019年 1 项" in both


@pytest.mark.parametrize(
    ("said", "metrics"),
    [
        ("撤回", {"employees", "total_output"}), ("撤回 000001", {"employees", "total_output"}),
        ("删掉从业人员", {"employees"}),
    ],
)
def test_what_was_handed_in_is_taken_back_by_words(chats: Chats, said: str, metrics: set[str]) -> None:
    chat = chats.of(11)
    chat.says("通创 2019 从业人员 3200人 总产值 71.2亿")
    chat.taps("确认")
    asked = chat.says(said)
    assert "撤回编号000001" in asked
    names = {"employees": "从业人员", "total_output": "总产值"}
    assert {code for code, name in names.items() if name in asked} == metrics
    assert f"已撤回{len(metrics)}项" in chat.taps("确认撤回")
    for code in ("employees", "total_output"):
        now = standing(chat, "tongchuang", code, 2019)
        assert now is not None
        assert now[1] == ("withdrawn" if code in metrics else "submitted")


def test_withdrawing_a_revision_says_what_stands(chats: Chats) -> None:
    chat, reviewer = chats.of(11), chats.of(13)
    chat.says("通创 2019 从业人员 3200人")
    chat.taps("确认")
    reviewer.says("/review")
    reviewer.taps("通创")
    reviewer.taps("全部通过")
    chat.says("通创 2019 从业人员 3300人")
    chat.says("按年末花名册重新核对")
    chat.taps("确认")
    chat.says("撤回")
    assert "仍按已审核的数：从业人员 3,200人" in chat.taps("确认撤回")


class TestAnEditedMessage:
    def test_a_question_is_answered_anew(self, chats: Chats) -> None:
        chat = chats.of(11)
        chat.says("通创 2019 总产值多少")
        assert "2018年" in chat.sends("edited", text="通创2018年总产值多少")

    def test_figures_change_the_open_draft(self, chats: Chats) -> None:
        chat = chats.of(11)
        chat.says("通创 2019 从业人员 3200人")
        assert "3,300人" in chat.sends("edited", text="通创 2019 从业人员 3300人")
        chat.taps("确认")
        assert standing(chat, "tongchuang", "employees", 2019) == (Decimal(3300), "submitted")

    def test_a_question_beside_an_open_draft_is_answered_anew_and_leaves_it_alone(self, chats: Chats) -> None:
        chat = chats.of(11)
        chat.says("通创 2019 从业人员 3200人")
        chat.says("通创 2019 总产值是多少")
        assert "2018年" in chat.sends("edited", text="通创2018年总产值是多少")
        chat.says("确认")
        assert standing(chat, "tongchuang", "employees", 2019) == (Decimal(3200), "submitted")

    def test_what_was_handed_in_stays_and_the_way_to_correct_it_is_told(self, chats: Chats) -> None:
        chat = chats.of(11)
        chat.says("通创 2019 从业人员 3200人")
        chat.taps("确认")
        assert "直接打" in chat.sends("edited", text="通创 2019 从业人员 3300人")
        assert standing(chat, "tongchuang", "employees", 2019) == (Decimal(3200), "submitted")

    def test_a_command_is_not_run_again(self, chats: Chats) -> None:
        assert "直接打" in chats.of(11).sends("edited", text="/report 通创 2019")


@pytest.mark.parametrize("said", ["通创 总产值 2019", "通创总产值2019 2018"])
def test_a_line_whose_numbers_are_years_is_a_question(chats: Chats, said: str) -> None:
    assert "先记下" not in chats.of(11).says(said)


@pytest.mark.parametrize("line", ["开发区2019从业人员7人", "开发区2019\n从业人员\t7", "/report 开发区2019从业人员7"])
def test_a_word_for_several_places_is_asked_about_though_only_one_is_ones_own(chats: Chats, line: str) -> None:
    """能达's reporter may mean it as well: it was taken for 观音山, unasked."""
    chat = chats.of(11)
    assert "您是指观音山众创社区吗" in chat.says(line)
    assert "请核对：观音山众创社区 · 2019年\n从业人员：7人" in chat.says("是的")


def test_no_to_that_question_keeps_the_figures_and_asks_which_place(chats: Chats) -> None:
    chat = chats.of(11)
    chat.says("开发区 2019 从业人员 7人")
    assert "填报哪个社区" in chat.says("不是")
    assert "请核对：通创社区 · 2019年\n从业人员：7人" in chat.says("通创")


def test_of_ones_only_place_a_word_for_several_is_asked_about_too(chats: Chats) -> None:
    programme = chats.conversation.rules.programme
    only = Candidate(31, "孙悦", "reporter", ("gangzha",))
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [only], chats.now))
    chat = chats.of(31)
    for word in ("高新区", "科创", "跨江"):
        assert "您是指跨江合作众创社区吗" in chat.says(f"{word} 2019 从业人员 7人")
        chat.says("/cancel")
    assert "请核对：跨江合作众创社区" in chat.says("港闸 2019 从业人员 7人")


@pytest.mark.parametrize(
    ("more", "shows"),
    [
        ("扶持政策 有", ("扶持政策", "有")), ("扶持政策有，信息化平台没有，统计体系有", ("信息化平台",)),
        ("孵化器 3", ("孵化器", "3")),
    ],
)
def test_what_is_typed_after_a_receipt_is_of_the_place_just_reported(
    chats: Chats, more: str, shows: tuple[str, ...]
) -> None:
    reporter = chats.of(11)
    reporter.says("观音山 2019 从业人员 5300")
    reporter.taps("确认")
    said = reporter.says(more)
    assert "观音山众创社区" in said
    assert "2019" in said
    assert all(one in said for one in shows)
    assert "确认提交" in reporter.buttons


@pytest.mark.parametrize("asked", ["扶持政策有哪些", "扶持政策有吗", "从业人员 2018", "孵化器有几家"])
def test_a_question_after_a_receipt_is_a_question(chats: Chats, asked: str) -> None:
    reporter = chats.of(11)
    reporter.says("观音山 2019 从业人员 5300")
    reporter.taps("确认")
    reporter.says(asked)
    assert "确认提交" not in reporter.buttons


@pytest.mark.parametrize("line", ["从业人员5000到6000之间", "产值三十亿到四十亿"])
def test_two_bounds_of_nobodys_figure_report_or_choose(chats: Chats, line: str) -> None:
    chat = chats.of(11)
    assert "提问" in chat.says(line)
    assert {"记下", "提问"} <= set(chat.buttons)


def test_two_bounds_in_words_are_told_as_a_range(chats: Chats) -> None:
    assert "是一个范围" in chats.of(11).says("通创2019年从业人员五千到六千之间")


def test_what_was_handed_in_long_ago_is_taken_back_from_the_list(chats: Chats) -> None:
    chat = chats.of(11)
    chat.says("通创 2019 规划面积 3平方公里")
    chat.taps("确认")
    chat.waits(days=1)
    for said in ("撤回", "我要撤回", "把昨天报的撤回"):
        assert "刚才没有报过数" not in chat.says(said), said
    chat.taps("撤回")
    assert "已撤回" in chat.taps("确认撤回")


def test_another_place_that_is_refused_is_never_taken_as_ones_own(chats: Chats) -> None:
    """开发区 may be 能达 or the district; 高新区 is neither, and no yes to the question which."""
    own = Candidate(61, "钱进", "reporter", ("netda",))
    chats.store.write(lambda s: people.admit(s, OPERATOR, chats.conversation.rules.programme, [own], chats.now))
    chat = chats.of(61)
    for first in ("开发区 2019 从业人员 7人", "通州 2019 从业人员 7人"):
        chat.says(first)
        said = chat.says("江海 2019 从业人员 9人")
        assert "不归您填报" in said
        assert "确认提交" not in chat.buttons
        assert chat.store.read(lambda s: figures.last_version(s)) == 0
        assert "能达" in "".join(chat.buttons), "one's own is offered"
        chat.says("/cancel")
