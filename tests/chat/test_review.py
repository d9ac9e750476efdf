"""Review in the chat: told, looked at, approved or sent back by somebody else, and taken back while it may be."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_reminding import tick
from tests.chat.test_report import standing
from zc_bot.errors import NotAllowed
from zc_bot.evaluation.figures import Query
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import audit, chain, figures, observations, people, review, submissions
from zc_bot.storage.candidates import Candidate

LINE = "通创 2019 高新产值 45.6亿 总产值 71.2亿"


@pytest.fixture
def reporter(chats: Chats) -> Chat:
    return chats.of(11)


@pytest.fixture
def reviewer(chats: Chats) -> Chat:
    return chats.of(13)


def reports(chat: Chat, line: str = LINE) -> str:
    chat.says(line)
    return chat.taps("确认")


def looks_at(reviewer: Chat, metric: str) -> str:
    """Open one figure of 通创社区 under review."""
    reviewer.says("/review")
    reviewer.taps("通创社区")
    reviewer.taps("一项一项看")
    return reviewer.taps(metric)


def status(chat: Chat, metric: str = "hitech_output") -> str | None:
    found = standing(chat, "tongchuang", metric, 2019)
    return None if found is None else found[1]


def test_the_reviewer_is_told_how_many_come_with_a_reason_and_not_of_what_is_as_it_was(
    reporter: Chat, reviewer: Chat
) -> None:
    reports(reporter, "通创 2018 从业人员 5200人 总产值 70亿")
    reviewer.receives()
    reporter.says("通创 2019 从业人员 52人 总产值 71.2亿")
    reporter.says("厂房搬迁")
    reporter.taps("确认")
    (told,) = reviewer.receives()
    assert "报上来2项" in told
    assert "其中1项变化大，附了说明" in told
    reporter.waits(days=1)
    reviewer.waits(days=1)
    assert "没有变化" in reports(reporter, "通创 2018 总产值 70亿")
    assert reviewer.receives() == []


def test_who_reports_for_another_authority_is_told_only_of_what_is_theirs_too(chats: Chats) -> None:
    programme = chats.conversation.rules.programme
    both = Candidate(11, "王芳", "reporter", ("chongchuan", "gangzha"))
    other = Candidate(18, "孙丽", "reporter", ("gangzha",))
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [both, other], chats.now))
    chats.of(18).says("/start")
    reports(chats.of(11))
    assert not [said for said in chats.of(18).receives() if "王芳刚报了" in said]
    reports(chats.of(11), "跨江合作 2019 总产值 71.2亿")
    assert [said for said in chats.of(18).receives() if "王芳刚报了跨江合作" in said]


def test_the_reviewer_is_told_once_and_looks_at_everything(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    reports(reporter, "通创 2019 从业人员 3200人")
    told = reviewer.receives()
    assert len(told) == 1
    assert "通创社区 2019年报上来2项" in told[0]
    shown = reviewer.taps("去审核")
    assert "3项待审核" in shown
    assert "456,000万元" in shown
    assert "王芳" in shown
    assert "64.04%" in shown, "the share that the figures make"
    assert "原为" not in shown, "nothing stood before"


def test_all_are_approved_by_one_tap_and_the_reporter_is_told(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    reviewer.says("/review")
    reviewer.taps("通创社区")
    assert "已通过2项" in reviewer.taps("全部通过")
    assert status(reporter) == "approved"
    assert reporter.receives() == ["审核通过：通创社区 2019年，2项。\n审核人：刘洋"]
    assert "已通过" in reporter.says("/mine")
    assert "没有待审核" in reviewer.says("/review")


def test_a_second_tap_on_approve_changes_nothing(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    reviewer.says("/review")
    reviewer.taps("通创社区")
    approve = next(data for label, data in reviewer.buttons.items() if "全部通过" in label)
    reviewer.taps_data(approve)
    again = reviewer.taps_data(approve)
    assert "这张卡已经通过了" in again
    assert "没有通过" not in again
    assert "高新产值 456,000万元：刘洋 1月14日 10:00 通过" in again
    assert len(reporter.receives()) == 1


def test_one_is_sent_back_with_a_reason_and_corrected(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    assert "456,000万元" in looks_at(reviewer, "高新产值")
    assert "写明原因" in reviewer.taps("退回")
    assert "通知王芳" in reviewer.says("口径不对，请剔除园区外企业")
    assert status(reporter) == "submitted", "not before it is confirmed"
    answer = reviewer.taps("确认退回")
    assert "已退回" in answer
    assert "1项待审核" in answer, "what is left is shown at once"
    told = reporter.receives()
    assert "口径不对，请剔除园区外企业" in told[0]
    assert "1项已退回" in reporter.says("/mine")
    assert "高新技术产业产值" in reporter.taps("改“高新产值”")
    reporter.says("44亿")
    reporter.taps("确认")
    assert status(reporter) == "submitted"
    assert len(reviewer.receives()) == 2, "told anew, since something was decided"


@pytest.mark.parametrize(
    "reason", ["为什么比名单多1个？请说明", "通创2019年总产值多少？", "取消了两家，口径不对", "没问题吗"]
)
def test_any_text_but_a_command_is_the_reason(reporter: Chat, reviewer: Chat, reason: str) -> None:
    reports(reporter)
    looks_at(reviewer, "高新产值")
    reviewer.taps("退回")
    assert reason in reviewer.says(reason)
    reviewer.taps("确认退回")
    assert status(reporter) == "returned"
    assert reason in "".join(reporter.receives())


def test_a_command_drops_the_question_why(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    looks_at(reviewer, "高新产值")
    reviewer.taps("退回")
    assert "没有改动" in reviewer.says("/cancel")
    reviewer.says("口径不对，请剔除园区外企业")
    assert status(reporter) == "submitted"


def test_another_button_drops_the_question_why(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    looks_at(reviewer, "高新产值")
    reviewer.taps("退回")
    reviewer.taps("返回")
    reviewer.says("口径不对，请剔除园区外企业")
    assert not any("确认退回" in label for label in reviewer.buttons)


def test_a_question_why_that_was_asked_long_ago_is_answered_by_nothing(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    looks_at(reviewer, "高新产值")
    reviewer.taps("退回")
    reviewer.waits(hours=3)
    reviewer.says("口径不对，请剔除园区外企业")
    assert not any("确认退回" in label for label in reviewer.buttons)


def test_a_reason_of_one_letter_is_refused(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    looks_at(reviewer, "高新产值")
    reviewer.taps("退回")
    assert "2–500" in reviewer.says("错")
    reviewer.says("数不对")
    assert "已退回" in reviewer.taps("确认退回")


def test_a_word_that_means_leaving_it_sends_nothing_back(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    looks_at(reviewer, "高新产值")
    reviewer.taps("退回")
    assert "没有改动" in reviewer.says("取消")
    assert status(reporter) == "submitted"
    assert reporter.receives() == []


def test_nobody_approves_their_own(chats: Chats) -> None:
    first, admin = chats.of(13), chats.of(14)
    reports(first)
    assert first.receives() == []
    assert first.says("/review") == "没有待审核的数据。\n另有2项是您自己报的，要由别人审核。"
    admin.says("/review")
    admin.taps("通创社区")
    admin.taps("全部通过")
    assert status(admin) == "approved"


def test_what_changed_while_it_was_looked_at_is_not_approved_unseen(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    reviewer.says("/review")
    reviewer.taps("通创社区")
    reporter.says("通创 2019 高新产值 50亿")
    reporter.taps("确认")
    answer = reviewer.taps("全部通过")
    assert "没有通过" in answer
    assert "高新产值 500,000万元：王芳" in answer
    assert {status(reporter, "hitech_output"), status(reporter, "total_output")} == {"submitted"}
    reviewer.taps("全部通过")
    assert stands(reporter) == (Decimal(500000), "approved")


def test_what_came_after_the_card_is_shown_and_not_approved_with_it(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    reviewer.says("/review")
    reviewer.taps("通创社区")
    reports(reporter, "通创 2019 孵化器 3")
    answer = reviewer.taps("全部通过")
    assert "新报或改报：孵化器 3个" in answer
    assert status(reporter) == "submitted"


ODD = "通创 2019 高新产值 45.6亿 总产值 71.2亿 载体面积 15万平"


def test_exceptions_come_first_counted_by_their_cause(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter, ODD)
    reviewer.says("/review")
    shown = reviewer.taps("通创社区")
    assert "1项要看：1项未达标" in shown
    assert shown.index("载体面积") < shown.index("其余2项") < shown.index("高新产值：")


def test_a_card_without_exceptions_says_so_and_takes_one_tap(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    reviewer.says("/review")
    assert "没有要特别看的" in reviewer.taps("通创社区")
    assert "已通过2项" in reviewer.taps("全部通过")


def test_a_share_that_what_waits_makes_fail_is_to_be_looked_at(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter, "通创 2019 高新产值 33.5亿 总产值 57亿 从业人员 3200")
    reviewer.says("/review")
    shown = reviewer.taps("通创社区")
    assert "没有要特别看的" not in shown
    assert "1项要看：1项未达标" in shown
    assert shown.index("58.77%") < shown.index("其余3项")
    assert "高新产值占比" in reviewer.taps("全部通过")
    assert status(reporter) == "submitted"
    assert "已通过1项" in reviewer.taps("只通过其余1项")
    assert status(reporter) == "submitted"


def test_a_share_that_fails_without_what_waits_is_not_denied(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter, "通创 2019 高新产值 33.5亿 总产值 57亿")
    reviewer.says("/review")
    reviewer.taps("通创社区")
    reviewer.taps("全部通过")
    reviewer.taps("仍全部通过")
    reports(reporter, "通创 2019 从业人员 3200")
    reviewer.says("/review")
    assert "待审的这些没有未达标" in reviewer.taps("通创社区")


def test_approving_exceptions_is_asked_about_once(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter, ODD)
    reviewer.says("/review")
    reviewer.taps("通创社区")
    assert "确定全部通过吗" in reviewer.taps("全部通过")
    assert status(reporter) == "submitted"
    assert "已通过2项" in reviewer.taps("只通过其余2项")
    assert status(reporter, "carrier_floor_area") == "submitted"
    assert status(reporter) == "approved"


def test_an_exception_that_is_approved_alone_was_looked_at_and_is_not_asked_about(
    reporter: Chat, reviewer: Chat
) -> None:
    reports(reporter, ODD)
    looks_at(reviewer, "载体")
    assert "已通过1项" in reviewer.taps("通过")
    assert status(reporter, "carrier_floor_area") == "approved"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("退回高新产值、总产值：口径不对，请剔除园区外企业", "口径不对，请剔除园区外企业"),
        ("把高新产值和总产值退回，因为口径不对", "口径不对"),
        ("退回通创2019年高新产值、总产值：为什么多1亿？请说明", "为什么多1亿？请说明"),
    ],
)
def test_several_are_sent_back_by_words_with_one_reason(
    reporter: Chat, reviewer: Chat, said: str, reason: str
) -> None:
    reports(reporter, ODD)
    assert reason in reviewer.says(said)
    assert status(reporter) == "submitted", "not before it is confirmed"
    reviewer.taps("确认退回")
    assert {status(reporter), status(reporter, "total_output")} == {"returned"}
    assert status(reporter, "carrier_floor_area") == "submitted"
    (told,) = [text for text in reporter.receives() if "退回" in text]
    assert "高新产值 456,000万元、总产值 712,000万元" in told


def test_sending_back_without_a_reason_asks_for_it_and_any_text_is_it(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    assert "写明原因" in reviewer.says("退回高新产值")
    assert "为什么比名单多1个？请说明" in reviewer.says("为什么比名单多1个？请说明")
    reviewer.taps("确认退回")
    assert status(reporter) == "returned"


@pytest.mark.parametrize("line", [LINE, "通创 2019 高新产值 45.6亿"])
def test_a_second_tap_leaves_the_acknowledgement_of_what_was_sent_back(
    reporter: Chat, reviewer: Chat, line: str
) -> None:
    reports(reporter, line)
    reviewer.says("退回高新产值：口径不对")
    token = reviewer.buttons["确认退回"]
    reviewer.taps("确认退回")
    assert reviewer.last[0].receipt
    reviewer.taps_data(token)
    assert not reviewer.last or all(one.step != "follows" for one in reviewer.last)


def test_what_waits_in_several_places_is_sent_back_in_the_one_that_is_named(
    reporter: Chat, reviewer: Chat
) -> None:
    reports(reporter)
    reports(reporter, "通创 2018 高新产值 44亿 总产值 70亿")
    assert "要退回哪一处的" in reviewer.says("退回高新产值：口径不对")
    assert "确认退回" not in reviewer.buttons
    assert "440,000" in reviewer.says("退回2018年高新产值：口径不对")
    assert "已退回" in reviewer.taps("确认退回")
    assert status(reporter) == "submitted", "that of 2019"
    assert "2–500" in reviewer.says("退回2019年高新产值：错")


def test_what_does_not_wait_is_not_sent_back(chats: Chats) -> None:
    both = chats.of(13)
    reports(chats.of(11))
    assert "没有这样的待审数据" in both.says("退回孵化器：口径不对")


def test_a_bare_figure_after_a_return_is_that_of_the_one_sent_back(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    reviewer.says("退回高新产值：口径不对")
    reviewer.taps("确认退回")
    assert "高新产值" in reporter.says("44亿")
    reporter.taps("确认")
    assert stands(reporter) == (Decimal(440000), "submitted")


def test_the_reviewer_sees_what_a_figure_took_the_place_of(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    reports(reporter, "通创 2019 高新产值 50亿")
    reviewer.says("/review")
    shown = reviewer.taps("通创社区")
    assert shown.count("原为") == 1
    assert shown.index("高新产值：") < shown.index("原为：456,000万元（待审核）")


def test_each_button_of_a_review_puts_its_answer_in_the_place_of_what_it_was_under(
    reporter: Chat, reviewer: Chat
) -> None:
    reports(reporter)
    reviewer.says("/review")
    for label in ("通创社区", "一项一项看", "高新产值", "返回", "选几项退回", "返回", "看全部待审核"):
        reviewer.taps(label)
        assert reviewer.last[0].step == "follows", label


def test_what_was_typed_after_sending_back_is_no_reason_any_more(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    for way in ("button", "words"):
        if way == "button":
            looks_at(reviewer, "高新产值")
            reviewer.taps("退回")
            reviewer.says("口径不对，请剔除园区外企业")
        else:
            reviewer.says("退回总产值")
            reviewer.says("与统计局不一致")
        assert "已退回" in reviewer.taps("确认退回")
        assert "60%" in reviewer.says("高新占比要求多少")
        assert not any("确认退回" in label for label in reviewer.buttons)


def test_a_reason_typed_after_the_figure_was_decided_about_sends_nothing_back(
    chats: Chats, reporter: Chat, reviewer: Chat
) -> None:
    reports(reporter)
    looks_at(reviewer, "高新产值")
    reviewer.taps("退回")
    admin = chats.of(14)
    looks_at(admin, "高新产值")
    admin.taps("通过")
    assert "没有再动" in reviewer.says("口径不对，请剔除园区外企业")
    assert status(reporter) == "approved"
    assert "60%" in reviewer.says("高新占比要求多少"), "and nothing is waited for"


def test_each_button_beneath_ones_reports_is_for_its_own(chats: Chats, reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    reports(reporter, "观音山 2018 从业人员 3200人 孵化器 3")
    reviewer.says("退回观音山2018年孵化器：口径不对")
    reviewer.taps("确认退回")
    reporter.says("/mine")
    assert sorted(label for label in reporter.buttons if "撤回" in label) == ["撤回 000001", "撤回 000002"]
    assert [label for label in reporter.buttons if label.startswith("改")] == ["改“孵化器”"]
    asked = reporter.taps("改“孵化器”")
    assert all(word in asked for word in ("观音山", "2018", "孵化器"))
    reporter.says("/cancel")
    reporter.says("/mine")
    asked = reporter.taps("撤回 000001")
    assert "高新产值" in asked
    assert "从业人员" not in asked
    assert "已撤回2项" in reporter.taps("确认撤回")
    assert status(reporter) == "withdrawn"
    assert standing(reporter, "guanyinshan", "employees", 2018) == (Decimal(3200), "submitted")
    reporter.says("/mine")
    assert not [label for label in reporter.buttons if "000001" in label]


def test_a_report_is_withdrawn_until_it_is_reviewed(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    reporter.says("/mine")
    assert "撤回编号000001？" in reporter.taps("撤回 000001")
    assert status(reporter) == "submitted", "not before it is confirmed"
    assert "已撤回2项" in reporter.taps("确认撤回")
    assert status(reporter) == "withdrawn"
    assert "编号000001已经撤回了" in reporter.says("撤回 000001")
    assert "已经撤回了" not in reviewer.says("撤回 000001"), "it is of nobody else's"
    assert "没有待审核" in reviewer.says("/review")
    reports(reporter)
    reporter.says("/mine")
    reviewer.says("/review")
    reviewer.taps("通创社区")
    reviewer.taps("全部通过")
    assert "没有可撤回" in reporter.taps("撤回 000002")
    assert status(reporter) == "approved"


def test_a_report_after_one_that_was_withdrawn_is_told_too(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    assert len(reviewer.receives()) == 1
    reporter.says("/mine")
    reporter.taps("撤回")
    reporter.taps("确认撤回")
    reports(reporter)
    assert ["撤回了" in said for said in reviewer.receives()] == [True, False]


def test_a_reason_that_names_a_figure_is_a_reason(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    looks_at(reviewer, "高新")
    reviewer.taps("退回")
    assert "通创2019年从业人员3200太高" in reviewer.says("通创2019年从业人员3200太高")
    assert status(reporter) == "submitted"


def test_an_imported_figure_is_said_to_be_in_words(chats: Chats, reporter: Chat, reviewer: Chat) -> None:
    programme = chats.conversation.rules.programme
    for number in (3200, 3300):
        entry = observations.Entry("tongchuang", "employees", 2019, Decimal(number), None, str(number))
        chats.store.write(
            lambda s, entry=entry: figures.record(
                s, OPERATOR, programme, [entry], operation=f"i{entry.value}", way="import", now=chats.now
            )
        )
    reviewer.says("/review")
    shown = reviewer.taps("通创社区")
    reviewer.taps("一项一项看")
    shown += reviewer.taps("从业")
    assert "import" not in shown
    assert "说明：导入" in shown


def test_a_revision_sent_back_leaves_the_approved_figure_standing(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    reviewer.says("/review")
    reviewer.taps("通创社区")
    reviewer.taps("全部通过")
    reporter.says("通创 2019 高新产值 50亿")
    reporter.says("年报审计后调整")
    reporter.taps("确认")
    assert "45.6亿元" in reporter.says("通创2019年高新产值")
    reviewer.says("/review")
    shown = reviewer.taps("通创社区")
    assert "原为：456,000万元（已审核）" in shown
    assert "年报审计后调整" in shown
    reviewer.taps("一项一项看")
    reviewer.taps("高新产值")
    reviewer.taps("退回")
    reviewer.says("没有审计报告")
    reviewer.taps("确认退回")
    assert "45.6亿元" in reporter.says("通创2019年高新产值")
    assert "还缺20项" in reporter.says("/report 通创 2019")


def test_the_queue_does_not_exist_for_who_may_not_review(chats: Chats, reporter: Chat) -> None:
    reports(reporter)
    for person in (11, 12, 16):
        assert "没有 /review 这个命令" in chats.of(person).says("/review")
    who = reporter.store.read(lambda s: people.find(s, 11))
    assert who is not None
    with pytest.raises(NotAllowed):
        reporter.store.read(lambda s: review.in_review(s, who, reporter.conversation.rules.programme))
    with pytest.raises(NotAllowed):
        reporter.store.write(lambda s: review.approve(s, who, [1, 2], reporter.now))
    assert status(reporter) == "submitted"
    assert reporter.store.read(chain.verify) is None


def test_somebody_else_s_report_cannot_be_withdrawn(reporter: Chat) -> None:
    reports(reporter)
    stranger = Principal(15, "张伟", "reporter", ("chongchuan",))
    wang, programme = Principal(11, "王芳", "reporter", ("chongchuan",)), reporter.conversation.rules.programme
    serial = reporter.store.read(lambda s: submissions.mine(s, wang, programme, 5))[0].serial
    assert reporter.store.write(lambda s: review.withdraw(s, stranger, programme, serial, reporter.now)) == ()
    assert status(reporter) == "submitted"


class TestAge:
    @pytest.fixture
    def reported(self, chats: Chats) -> Chats:
        """王芳 has reported a figure of 2019 and one of 2018 on Tuesday the 14th."""
        for year in (2019, 2018):
            reporter = chats.of(11)
            reporter.says(f"通创 {year} 从业人员 3200人")
            reporter.taps("确认提交")
        return chats

    def test_the_reporter_sees_for_how_long_it_waits(self, reported: Chats) -> None:
        reporter = reported.of(11)
        assert "待审核" in reporter.says("/mine")
        reporter.waits(days=3)
        assert "待审3天" in reporter.says("/mine")

    def test_a_digest_says_what_waits_and_for_how_long(self, reported: Chats) -> None:
        reported.now += timedelta(days=2)
        tick(reported, reported.now)
        (digest,) = [text for text in reported.of(13).receives() if "已报齐" in text]
        assert "· 待审2天：通创社区2019年 1 项" in digest

    def test_the_queue_says_it_too_and_place_and_year_narrow_both(self, reported: Chats) -> None:
        reviewer, reporter = reported.of(13), reported.of(11)
        reviewer.waits(days=3)
        assert "1项待审核" in reviewer.says("/review 崇川 2018")
        assert [label for label in reviewer.buttons if "通创" in label] == ["通创社区 2018年（1项，王芳，待审3天）"]
        for typed in ("／review@zc_bot 海安", "／ｒｅｖｉｅｗ＠ｚｃ_bot 海安"):
            assert "这里没有待审核的数据" in reviewer.says(typed)
        assert "没有叫“月球”的" in reviewer.says("/review 月球")
        assert "是哪一个" in reviewer.says("/review 跨江")
        assert "2018年" in reporter.says("/mine 通创 2018")
        assert "2019年" not in reporter.says("/mine 2018")

    def test_after_five_working_days_admins_and_reviewers_are_told_once(self, reported: Chats) -> None:
        at = reported.now
        heard: dict[str, list[str]] = {}
        for days in range(12):
            at = reported.now + timedelta(days=days)
            tick(reported, at)
            for person in (13, 14):
                chat = reported.of(person)
                chat.now = at
                told = [text for text in chat.receives() if "已满五个工作日" in text]
                if told:
                    heard.setdefault(f"{at:%m-%d}", []).append(told[0].splitlines()[1])
        assert heard == {"01-20": ["· 待审6天：通创社区2019年 1 项"] * 2}, "the 19th is worked"

    def test_all_that_waits_so_long_is_counted_and_what_is_new_comes_first(self, reported: Chats) -> None:
        reporter, heard = reported.of(11), []
        reporter.waits(days=1)
        reports(reporter, "观音山 2019 从业人员 3200人 总产值 70亿")
        for days in range(10):
            at = reported.now + timedelta(days=days)
            tick(reported, at)
            reviewer = reported.of(13)
            reviewer.now = at
            heard += [text for text in reviewer.receives() if "已满五个工作日" in text]
        assert heard[0].startswith("2项等审核已满五个工作日\n· 待审6天")
        head, new, first, *_ = heard[1].splitlines()
        assert (head, new) == ("4项等审核已满五个工作日", "其中2项是这次新提醒的，列在前面。")
        assert first == "· 待审6天：观音山众创社区2019年 2 项"

    def test_it_is_told_again_after_each_five_working_days_and_once_a_day(self, reported: Chats) -> None:
        days = []
        for number in range(24):
            for hour in (0, 2):
                at = reported.now + timedelta(days=number, hours=hour)
                tick(reported, at)
                reviewer = reported.of(13)
                reviewer.now = at
                days += [f"{at:%m-%d}" for text in reviewer.receives() if "已满五个工作日" in text]
        assert days == ["01-20", "02-04"], "ten working days, the Spring Festival between"


def test_a_remark_reaches_the_reporter_and_sends_nothing_back(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    looks_at(reviewer, "高新产值")
    assert "这一项不退回" in reviewer.taps("留言")
    assert "已告诉王芳：为什么比统计局的多？" in reviewer.says("为什么比统计局的多？")
    (told,) = reporter.receives()
    assert "审核人留言：通创社区 2019年高新产值 456,000万元" in told
    assert "为什么比统计局的多？" in told
    assert status(reporter) == "submitted"
    assert "2项待审核" in reviewer.says("/review"), "as before"


def test_a_remark_is_no_longer_than_a_reason_and_what_follows_it_is_none(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    looks_at(reviewer, "高新产值")
    reviewer.taps("留言")
    assert "2–500" in reviewer.says("长" * 501)
    assert "已告诉王芳" in reviewer.says("为什么比统计局的多？")
    assert "60%" in reviewer.says("高新占比要求多少")
    assert len(reporter.receives()) == 1


def test_a_remark_on_a_figure_that_was_decided_about_says_so(chats: Chats, reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    looks_at(reviewer, "高新产值")
    reviewer.taps("留言")
    admin = chats.of(14)
    looks_at(admin, "高新产值")
    admin.taps("通过")
    assert "没有再动" in reviewer.says("请补说明")


def test_who_reviews_is_told_with_what_waits(reporter: Chat, reviewer: Chat) -> None:
    reports(reporter)
    assert "审核人：刘洋。" in reporter.says("/mine")
    reviewer.says("/review")
    reviewer.taps("通创社区")
    reviewer.taps("全部通过")
    if "仍全部通过（2项）" in reviewer.buttons:
        reviewer.taps("仍全部通过")
    assert "审核人：刘洋。" not in reporter.says("/mine")


@pytest.mark.parametrize("opening", [("/report",), ("通创 2019 初创130", "删掉初创")])
def test_taking_back_by_words_is_about_the_last_report_where_the_open_one_holds_nothing(
    reporter: Chat, opening: tuple[str, ...]
) -> None:
    reports(reporter)
    for text in opening:
        reporter.says(text)
    assert "撤回编号000001？" in reporter.says("撤回刚才报的")
    reporter.taps("确认撤回")
    assert status(reporter) == "withdrawn"


def stands(chat: Chat, metric: str = "hitech_output") -> tuple[Decimal | None, str] | None:
    """Return what counts now: the approved figure, though a newer one waits."""
    programme = chat.conversation.rules.programme
    asked = Query((metric,), ("tongchuang",), (2019,))
    found = list(chat.store.read(lambda s: figures.load(s, OPERATOR, programme, [asked])))
    return (found[0].value, found[0].status) if found else None


class TestAnApprovalIsTakenBack:
    """By who approved, while no later version stands: the figures wait again, and who reported them is told."""

    @pytest.fixture
    def approved(self, reporter: Chat, reviewer: Chat) -> Chat:
        reports(reporter)
        reviewer.says("/review")
        reviewer.taps("通创社区")
        reviewer.taps("全部通过")
        reporter.receives()
        return reviewer

    def test_right_after_it_by_two_taps(self, approved: Chat, reporter: Chat) -> None:
        asked = approved.taps("撤销通过")
        assert "撤销通过？通创社区 2019年，2项" in asked
        assert "高新产值 456,000万元" in asked
        assert status(reporter) == "approved", "not before it is confirmed"
        assert "已撤销通过2项" in approved.taps("确认撤销")
        assert status(reporter) == "submitted"
        assert "2项重新待审核，您不用再报" in "".join(reporter.receives())
        assert "待审核" in reporter.says("/mine")
        assert "2项待审核" in approved.taps("去审核")
        lines = approved.store.read(lambda s: audit.read(s, OPERATOR, limit=50))
        assert "figures.reopened" in [line.action for line in lines]
        assert approved.store.read(chain.verify) is None

    def test_it_no_longer_counts_as_approved_among_what_came(self, approved: Chat) -> None:
        approved.taps("撤销通过")
        approved.taps("确认撤销")
        programme = approved.conversation.rules.programme
        steps = approved.store.read(lambda s: figures.filings(s, OPERATOR, programme, 2019))
        deeds = [step.deed for step in steps]
        assert deeds.count("approved") == deeds.count("reopened") == 2

    def test_it_is_approved_again_as_any_other(self, approved: Chat, reporter: Chat) -> None:
        approved.taps("撤销通过")
        approved.taps("确认撤销")
        approved.taps("去审核")
        assert "已通过2项" in approved.taps("全部通过")
        assert status(reporter) == "approved"

    @pytest.mark.parametrize(
        "words", ["撤销通过 高新产值", "通创高新产值通过错了", "take back approval of hi-tech output"]
    )
    def test_of_one_figure_by_words(self, approved: Chat, reporter: Chat, words: str) -> None:
        assert "1项" in approved.says(words).replace("1 figure", "1项")
        approved.taps("确认撤销")
        assert (status(reporter), status(reporter, "total_output")) == ("submitted", "approved")

    @pytest.mark.parametrize(
        "words", ["取消通创2019年高新产值的审核", "通创2019年高新产值审核错了，撤回审核", "撤销高新产值的审核"]
    )
    def test_in_whatever_words(self, approved: Chat, reporter: Chat, words: str) -> None:
        assert "2019年，1项" in approved.says(words)
        approved.taps("确认撤销")
        assert (status(reporter), status(reporter, "total_output")) == ("submitted", "approved")

    @pytest.mark.parametrize("words", ["撤销审核", "通过错了", "审核错了", "撤销刚才的通过", "取消刚才的审核"])
    def test_without_a_name_what_was_approved_last(self, approved: Chat, words: str) -> None:
        assert "撤销通过？通创社区 2019年，2项" in approved.says(words)

    @pytest.mark.parametrize("asked", ["去年撤销通过了几次？", "哪些企业取消通过认定", "撤销通过的有哪些"])
    def test_a_question_about_it_takes_nothing_back(self, approved: Chat, asked: str) -> None:
        assert "撤销通过？" not in approved.says(asked)
        assert "确认撤销" not in approved.buttons

    def test_beneath_one_approval_that_one_alone(self, reporter: Chat, reviewer: Chat) -> None:
        reports(reporter)
        for metric in ("高新产值", "总产值"):
            looks_at(reviewer, metric)
            reviewer.taps("通过")
        asked = reviewer.taps("撤销通过")
        assert "总产值 712,000万元" in asked
        assert "高新产值" not in asked

    def test_the_places_approved_last_come_first(self, approved: Chat, reporter: Chat) -> None:
        approved.waits(hours=1)
        reporter.says("观音山 2018 总产值71.2亿")
        reporter.taps("确认")
        approved.says("/review")
        approved.taps("观音山")
        approved.taps("通过")
        if any("仍" in label for label in approved.buttons):
            approved.taps("仍")
        assert "哪一处" in approved.says("撤销通过")
        assert next(iter(approved.buttons)) == "观音山众创社区 2018"
        assert "观音山" in approved.says("撤销刚才的通过")
        assert "确认撤销" in approved.buttons

    def test_a_name_not_known_is_asked_about(self, approved: Chat) -> None:
        said = approved.says("撤销通过 紫琅")
        assert "“紫琅”不知道指什么" in said
        assert "确认撤销" not in approved.buttons
        assert "通创社区 2019年，2项" in approved.taps("通创社区 2019")

    def test_later_from_the_place_itself(self, approved: Chat) -> None:
        approved.waits(days=40)
        approved.says("/review 通创 2019")
        approved.says("/review")
        assert "没有待审核" in approved.says("/review")
        assert "撤销通过？" in approved.says("撤销通过")

    def test_not_by_somebody_else(self, approved: Chat, chats: Chats) -> None:
        assert "没有可以撤销的通过" in chats.of(14).says("撤销通过")

    @pytest.mark.parametrize("said", ["审核错误太多", "取消审批流程的会议"])
    def test_not_what_speaks_of_something_else(self, approved: Chat, chats: Chats, said: str) -> None:
        assert "没有可以撤销的通过" not in chats.of(14).says(said)
        said = chats.of(14).says("撤销通过 通创 2019")
        assert "通创社区 2019年：2项，刘洋通过。" in said
        assert "只有通过的人能撤销" in said
        assert "通创社区 2019年：1项，刘洋通过。" in chats.of(14).says("撤销通过 通创 高新产值")
        assert "刘洋" not in chats.of(14).says("撤销通过 海安")
        with pytest.raises(NotAllowed):
            approved.store.write(lambda s: review.reopen(s, Principal(11, "王芳", "reporter"), [2], approved.now))

    def test_an_approval_of_somebody_else_is_neither_offered_nor_taken_back(
        self, approved: Chat, reporter: Chat, chats: Chats
    ) -> None:
        reporter.says("通创 2019 孵化器 3")
        reporter.taps("确认")
        offered = []
        for chat in (approved, chats.of(14)):
            chat.says("/review")
            chat.taps("通创社区")
            offered.append(any("撤销" in label for label in chat.buttons))
        assert offered == [True, False]
        every = range(1, 20)
        admin = Principal(14, "赵磊", "admin")
        assert approved.store.write(lambda s: review.reopen(s, admin, every, approved.now)) == ()
        assert approved.store.read(lambda s: review.approved_by(s, admin, every)) == ()
        by = Principal(13, "刘洋", "reviewer")
        assert len(approved.store.read(lambda s: review.approved_by(s, by, every))) == 2

    def test_not_once_a_newer_figure_followed(self, approved: Chat, reporter: Chat) -> None:
        approved.taps("撤销通过")
        reporter.says("通创 2019 高新产值 46亿")
        reporter.says("补报一家企业，数据已核实")
        reporter.taps("确认")
        said = approved.taps("确认撤销")
        assert "已撤销通过1项" in said
        assert "1项之后已有新数，没有动" in said
        assert stands(reporter) == (Decimal(456000), "approved")
        assert stands(reporter, "total_output") == (Decimal(712000), "submitted")

    def test_what_was_approved_before_stands_again(self, approved: Chat, reporter: Chat) -> None:
        reporter.says("通创 2019 高新产值 46亿")
        reporter.says("补报一家企业，数据已核实")
        reporter.taps("确认")
        approved.says("/review")
        approved.taps("通创社区")
        approved.taps("通过（1")
        if "仍全部通过（1项）" in approved.buttons:
            approved.taps("仍全部通过")
        assert stands(reporter) == (Decimal(460000), "approved")
        approved.taps("撤销通过")
        approved.taps("确认撤销")
        assert stands(reporter) == (Decimal(456000), "approved")

    def test_a_second_tap_changes_nothing(self, approved: Chat, reporter: Chat) -> None:
        approved.taps("撤销通过")
        sure = approved.buttons["确认撤销"]
        approved.taps_data(sure)
        before = approved.store.read(figures.last_version)
        approved.taps_data(sure)
        assert approved.store.read(figures.last_version) == before
        assert len(reporter.receives()) == 1

    def test_who_sees_only_what_is_approved_no_longer_sees_it(self, approved: Chat, chats: Chats) -> None:
        viewer = chats.of(12)
        assert "456,000" in viewer.says("通创2019年高新产值") or "45.6亿" in viewer.says("通创2019年高新产值")
        approved.taps("撤销通过")
        approved.taps("确认撤销")
        assert "还没有可查的数" in viewer.says("通创2019年高新产值")
        assert "刘洋" not in viewer.says("通创2019年高新产值谁报的")


class TestSeveralAreSentBackByTaps:
    def test_those_ticked_go_back_with_one_reason(self, reporter: Chat, reviewer: Chat) -> None:
        reports(reporter)
        reports(reporter, "通创 2019 从业人员 3200人")
        reviewer.says("/review")
        reviewer.taps("通创社区")
        reviewer.taps("选几项退回")
        for name in ("高新产值", "从业人员", "总产值"):
            reviewer.taps(name)
        reviewer.taps("✓ 总产值")
        assert "为什么退回高新产值 456,000万元、从业人员 3,200人？" in reviewer.taps("退回所选（2项）")
        reviewer.says("口径不对")
        reviewer.taps("确认退回")
        assert [status(reporter, one) for one in ("hitech_output", "employees", "total_output")] == [
            "returned", "returned", "submitted",
        ]
        assert "口径不对" in "".join(reporter.receives())

    def test_none_ticked_there_is_nothing_to_send_back(self, reporter: Chat, reviewer: Chat) -> None:
        reports(reporter)
        reviewer.says("/review")
        reviewer.taps("通创社区")
        reviewer.taps("选几项退回")
        assert not any("退回所选" in label for label in reviewer.buttons)
