"""Two look at the same figures: what the one decided meanwhile, the other's buttons and texts leave alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_report import standing
from tests.chat.test_review import ODD, looks_at, reports, status
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import people, review
from zc_bot.storage.candidates import Candidate

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LIU = Principal(13, "刘洋", "reviewer")


@pytest.fixture
def reporter(chats: Chats) -> Chat:
    """王芳, whose two figures of 通创社区 2019 wait."""
    chat = chats.of(11)
    reports(chat)
    return chat


@pytest.fixture
def reviewer(chats: Chats, reporter: Chat) -> Chat:
    return chats.of(13)


@pytest.fixture
def other(chats: Chats, reporter: Chat) -> Chat:
    """赵磊, who reviews too."""
    return chats.of(14)


def decides(other: Chat, metric: str = "高新产值") -> None:
    looks_at(other, metric)
    assert "已通过1项" in other.taps("通过")


def test_a_figure_that_was_decided_about_is_not_asked_about(reporter: Chat, reviewer: Chat, other: Chat) -> None:
    for button in ("退回", "留言"):
        looks_at(reviewer, "总产值" if button == "留言" else "高新产值")
        decides(other, "总产值" if button == "留言" else "高新产值")
        assert "没有再动" in reviewer.taps(button)
        assert "60%" in reviewer.says("高新占比要求多少"), "no reason is waited for"


def test_a_remark_nobody_would_read_is_told_to_be_none(reporter: Chat, reviewer: Chat) -> None:
    looks_at(reviewer, "高新产值")
    reviewer.taps("留言")
    reviewer.store.write(lambda s: people.remove(s, OPERATOR, 11, reviewer.now))
    assert reviewer.says("请补说明") == "王芳不在名单里，收不到留言。"
    assert "60%" in reviewer.says("高新占比要求多少"), "no remark is waited for"
    looks_at(reviewer, "高新产值")
    assert reviewer.taps("留言") == "王芳不在名单里，收不到留言。"


def test_a_reason_confirmed_too_late_sends_nothing_back(reporter: Chat, reviewer: Chat, other: Chat) -> None:
    looks_at(reviewer, "高新产值")
    reviewer.taps("退回")
    reviewer.says("口径不对，请剔除园区外企业")
    decides(other)
    reporter.receives()
    assert "没有再动" in reviewer.taps("确认退回")
    assert status(reporter) == "approved"
    assert reporter.receives() == []


def test_of_several_sent_back_those_decided_about_are_passed_over_and_counted(
    reporter: Chat, reviewer: Chat, other: Chat
) -> None:
    reviewer.says("退回高新产值、总产值：口径不对")
    confirm = dict(reviewer.buttons)
    decides(other)
    reporter.receives()
    said = reviewer.taps_data(next(data for label, data in confirm.items() if "确认退回" in label))
    assert "已退回" in said
    assert "总产值" in said
    assert "高新产值" not in said
    assert "1项刚被处理过，没有退回" in said
    assert (status(reporter), status(reporter, "total_output")) == ("approved", "returned")
    (told,) = reporter.receives()
    assert "高新产值" not in told


def test_where_all_of_several_were_decided_about_nothing_is_sent_back(
    reporter: Chat, reviewer: Chat, other: Chat
) -> None:
    reviewer.says("退回高新产值、总产值：口径不对")
    confirm = next(data for label, data in reviewer.buttons.items() if "确认退回" in label)
    reviewer.says("退回高新产值、总产值")
    decides(other)
    decides(other, "总产值")
    assert "没有再动" in reviewer.says("与统计局不一致")
    assert "60%" in reviewer.says("高新占比要求多少"), "no reason is waited for"
    assert "没有再动" in reviewer.taps_data(confirm)
    assert {status(reporter), status(reporter, "total_output")} == {"approved"}


def test_of_an_approval_that_was_asked_about_what_was_decided_about_is_passed_over(
    chats: Chats, reviewer: Chat, other: Chat
) -> None:
    reporter = chats.of(11)
    reports(reporter, ODD)
    reviewer.says("/review")
    reviewer.taps("通创社区")
    assert "确定全部通过吗" in reviewer.taps("全部通过")
    confirm = dict(reviewer.buttons)
    looks_at(other, "总产值")
    other.taps("退回")
    other.says("与统计局不一致")
    other.taps("确认退回")
    said = reviewer.taps_data(next(data for label, data in confirm.items() if "仍全部通过" in label))
    assert "已通过2项" in said
    assert "1项刚被改动过，没有通过" in said
    assert [status(reporter, one) for one in ("hitech_output", "carrier_floor_area", "total_output")] == [
        "approved", "approved", "returned",
    ]
    again = reviewer.taps_data(next(data for label, data in confirm.items() if "仍全部通过" in label))
    assert "没有再动" in again


def test_one_that_was_decided_about_meanwhile_shows_what_is_left(
    reporter: Chat, reviewer: Chat, other: Chat
) -> None:
    reviewer.says("/review")
    reviewer.taps("通创社区")
    reviewer.taps("一项一项看")
    decides(other)
    shown = reviewer.taps("高新产值")
    assert "1项待审核" in shown
    assert "总产值" in shown


class TestInWords:
    @pytest.fixture
    def two_years(self, chats: Chats, reporter: Chat) -> Chat:
        reports(reporter, "通创 2018 高新产值 40亿")
        return chats.of(13)

    def test_which_of_two_places_is_asked_and_nothing_sent_back(self, chats: Chats, two_years: Chat) -> None:
        assert "确认退回" not in str(two_years.buttons)
        two_years.says("退回高新产值：口径不对")
        assert sorted(two_years.buttons) == ["通创社区 2018", "通创社区 2019"]
        assert status(chats.of(11)) == "submitted"
        assert "2018年" in two_years.taps("通创社区 2018")

    def test_the_year_named_is_the_one_that_is_sent_back(self, chats: Chats, two_years: Chat) -> None:
        two_years.says("退回通创2018年高新产值：口径不对")
        two_years.taps("确认退回")
        assert status(chats.of(11)) == "submitted"
        assert standing(chats.of(11), "tongchuang", "hitech_output", 2018) == (Decimal(400000), "returned")

    @pytest.mark.parametrize("reason", ["错", "长" * 501])
    def test_a_reason_too_short_or_too_long_is_refused(self, chats: Chats, reviewer: Chat, reason: str) -> None:
        assert "2–500" in reviewer.says(f"退回高新产值：{reason}")
        assert not any("确认退回" in label for label in reviewer.buttons)
        assert "确认退回" in str((reviewer.says(f"退回高新产值：{'长' * 500}"), reviewer.buttons))

    @pytest.mark.parametrize("said", ["退回", "退回来了吗", "把那个退回"])
    def test_what_names_no_figure_sends_nothing_back(self, reviewer: Chat, said: str) -> None:
        reviewer.says(said)
        assert not any("确认退回" in label for label in reviewer.buttons)


@pytest.mark.parametrize("remark", ["错", "长" * 501])
def test_a_remark_too_short_or_too_long_is_refused_and_asked_for_again(
    reporter: Chat, reviewer: Chat, remark: str
) -> None:
    looks_at(reviewer, "高新产值")
    reviewer.taps("留言")
    assert "2–500" in reviewer.says(remark)
    assert reporter.receives() == []
    assert "已告诉王芳" in reviewer.says("请补说明")


def test_who_left_is_told_nothing_and_the_reviewer_learns_it(chats: Chats, reporter: Chat, reviewer: Chat) -> None:
    chats.store.write(lambda s: people.remove(s, OPERATOR, 11, chats.now))
    reporter.receives()
    looks_at(reviewer, "高新产值")
    reviewer.taps("退回")
    reviewer.says("口径不对，请剔除园区外企业")
    said = reviewer.taps("确认退回")
    assert "王芳已不在用本机器人" in said
    assert status(chats.of(13)) == "returned"
    reviewer.says("退回总产值：口径不对")
    reviewer.taps("确认退回")
    assert status(chats.of(13), "total_output") == "returned"
    assert reporter.receives() == []


def test_what_was_sent_back_to_one_is_not_asked_of_a_colleague(chats: Chats, reviewer: Chat) -> None:
    reviewer.says("退回高新产值：口径不对")
    reviewer.taps("确认退回")
    programme = chats.conversation.rules.programme
    wang = Principal(11, "王芳", "reporter", ("chongchuan",))

    def asked(who: Principal) -> list[str]:
        return [metric for _, metric, _ in chats.store.read(lambda s: review.returned_to(s, who, programme))]

    assert asked(wang) == ["hitech_output"]
    assert asked(replace(wang, id=17, name="周涛")) == []
    assert asked(replace(wang, authorities=("haian",))) == [], "nor of who reports for another district now"
    reports(chats.of(11), "通创 2019 高新产值 45亿")
    assert asked(wang) == [], "it was reported anew"


def test_approvals_of_others_are_those_of_others_in_the_places_and_years_named(
    chats: Chats, reporter: Chat, reviewer: Chat
) -> None:
    programme = chats.conversation.rules.programme
    ids = [one.id for one in chats.store.read(lambda s: review.waiting(s, LIU, programme, "tongchuang", 2019))]
    zhao = Principal(14, "赵磊", "admin")
    chats.store.write(lambda s: review.approve(s, LIU, ids[:1], chats.now))
    chats.store.write(lambda s: review.approve(s, zhao, ids[1:], chats.now))

    def others(who: Principal, place: str, *years: int) -> set[str]:
        return {
            one.actor_name
            for one in chats.store.read(lambda s: review.approvals_of_others(s, who, programme, (place,), years))
        }

    assert others(LIU, "tongchuang") == others(LIU, "tongchuang", 2018, 2019) == {"赵磊"}
    assert others(zhao, "tongchuang") == {"刘洋"}
    assert others(LIU, "langu") == others(LIU, "tongchuang", 2018) == set()


def test_each_reporter_is_told_of_their_own(chats: Chats, reporter: Chat, reviewer: Chat) -> None:
    programme, wanted = chats.conversation.rules.programme, Candidate(17, "周涛", "reporter", ("chongchuan",))
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [wanted], chats.now))
    zhou = chats.of(17)
    zhou.says("/start")
    reports(zhou, "通创 2019 孵化器 3 加速器 2")
    reporter.receives()
    reviewer.says("退回总产值、加速器：口径不对")
    reviewer.taps("确认退回")
    reviewer.says("/review")
    reviewer.taps("通创社区")
    reviewer.taps("全部通过")
    if any("仍全部通过" in label for label in reviewer.buttons):
        reviewer.taps("仍全部通过")
    for chat, named, unnamed in ((reporter, "总产值", "加速器"), (zhou, "加速器", "总产值")):
        back, approved = [text for text in chat.receives() if "高新产值 456,000万元、总产值" not in text][-2:]
        assert named in back
        assert unnamed not in back
        assert "1项" in approved or "审核通过" in approved


def test_a_colleague_hears_of_what_was_handed_in_for_their_own_communities_alone(chats: Chats) -> None:
    programme, both = chats.conversation.rules.programme, Candidate(11, "王芳", "reporter", ("chongchuan", "haian"))
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [both], chats.now))
    reports(chats.of(11))
    assert chats.of(15).receives() == [], "张伟 reports for 海安"
    reports(chats.of(11), "新材料 2019 从业人员 3200人")
    (told,) = chats.of(15).receives()
    assert "新材料" in told


def test_a_long_queue_shows_twenty_and_says_how_many_more_there_are(chats: Chats, reviewer: Chat) -> None:
    admin = chats.of(14)
    places = list(chats.conversation.rules.programme.communities)
    for community in places:
        for year in (2018, 2019):
            admin.says("/cancel")
            reports(admin, f"{community.name('zh')} {year} 从业人员 3200人")
    said = reviewer.says("/review")
    assert len([label for label in reviewer.buttons if "年（" in label]) == 20
    assert "另有6处" in said
    assert "通创社区" in reviewer.taps("通创社区 2019年")
    assert "看全部待审核" in str(reviewer.buttons)
    assert "待审核" in reviewer.taps("看全部待审核")
