"""Nobody decides about figures of their own, where they lie among others' either."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_review import reports, status
from zc_bot.chat.actions import (
    Approve,
    ApproveSurely,
    AskReason,
    AskRemark,
    ReviewFigure,
    SendBack,
    SendBackSeveral,
)
from zc_bot.chat.codec import encode
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import dialogues, figures, people, review
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.observations import Entry

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
THEIRS, OWN = "通创 2019 高新产值 45.6亿 总产值 71.2亿", "通创 2019 孵化器 3 加速器 2"


@pytest.fixture
def mixed(chats: Chats) -> Chats:
    """Of 通创社区 2019 two figures of 王芳 wait, and two of 刘洋, who reviews."""
    reports(chats.of(11), THEIRS)
    reports(chats.of(13), OWN)
    return chats


@pytest.fixture
def reviewer(mixed: Chats) -> Chat:
    return mixed.of(13)


def opens(reviewer: Chat) -> str:
    reviewer.says("/review")
    return reviewer.taps("通创社区")


def own_ids(chat: Chat) -> list[int]:
    return [
        one.id
        for one in chat.store.read(
            lambda s: review.waiting(s, who(chat), chat.conversation.rules.programme, "tongchuang", 2019)
        )
        if one.reporter == 13
    ]


def who(chat: Chat) -> Principal:
    found = chat.store.read(lambda s: people.find(s, chat.person))
    assert found is not None
    return found


def statuses(chat: Chat) -> list[str | None]:
    return [status(chat, metric) for metric in ("hitech_output", "total_output", "incubators", "accelerators")]


def test_the_queue_counts_what_is_others_and_says_how_much_is_ones_own(reviewer: Chat) -> None:
    said = reviewer.says("/review")
    assert "2项待审核" in said
    assert "另有2项是您自己报的" in said
    assert [label for label in reviewer.buttons if "通创" in label] == ["通创社区 2019年（2项，王芳，今天报来待审）"]


def test_the_card_shows_what_is_others_and_approves_no_more(reviewer: Chat) -> None:
    shown = opens(reviewer)
    assert "高新产值" in shown
    assert "孵化器" not in shown
    assert "另有2项是您自己报的" in shown
    assert "已通过2项" in reviewer.taps("全部通过（2项）")
    assert statuses(reviewer) == ["approved", "approved", "submitted", "submitted"]
    assert "另有2项是您自己报的" in reviewer.says("/review")


def test_one_by_one_only_what_is_others_is_offered(reviewer: Chat) -> None:
    opens(reviewer)
    reviewer.taps("一项一项看")
    labels = " ".join(reviewer.buttons)
    assert "高新产值" in labels
    assert "孵化器" not in labels


def test_where_all_that_waits_is_ones_own_it_is_left_to_others(mixed: Chats) -> None:
    admin, reviewer = mixed.of(14), mixed.of(13)
    opens(reviewer)
    card = dict(reviewer.buttons)
    reviewer.taps("全部通过")
    reviewer.taps_data(next(data for label, data in card.items() if "一项一项看" in label))
    assert "孵化器" not in " ".join(reviewer.buttons)
    assert "已通过2项" in (opens(admin), admin.taps("全部通过"))[1]
    assert statuses(admin) == ["approved"] * 4


def test_ones_own_are_not_sent_back_in_words(reviewer: Chat) -> None:
    assert "没有这样的待审数据" in reviewer.says("退回孵化器：口径不对")
    assert "高新产值" in reviewer.says("退回高新产值、孵化器：口径不对")
    assert "已退回" in reviewer.taps("确认退回")
    assert statuses(reviewer) == ["returned", "submitted", "submitted", "submitted"]


def test_ones_own_alone_are_not_sent_back_in_words_nor_asked_about(chats: Chats) -> None:
    reviewer = chats.of(13)
    reports(reviewer, OWN)
    assert "没有这样的待审数据" in reviewer.says("退回加速器：口径不对")


def test_what_one_noted_before_one_reviewed_waits_for_somebody_else(chats: Chats) -> None:
    programme = chats.conversation.rules.programme
    for role, of in (("member", ("市财政局",)), ("reviewer", ())):
        one = Candidate(22, "何敏", role, of)  # type: ignore[arg-type]
        chats.store.write(lambda s, one=one: people.admit(s, OPERATOR, programme, [one], chats.now))  # type: ignore[misc]
        if role == "member":
            first = chats.of(22)
            first.says(f"/record 补助 通创 50万元 {chats.now.date()} 创业活动")
            first.taps("确认登记")
    first = chats.of(22)
    assert first.says("/review").startswith("没有待审核的数据")
    assert not [label for label in first.buttons if "登记" in label]
    assert "登记 1 条" in chats.of(13).says("/review")


def test_whoever_takes_back_an_approval_of_their_own_import_is_told_once(chats: Chats) -> None:
    admin, programme = chats.of(14), chats.conversation.rules.programme
    entry = Entry("tongchuang", "employees", 2019, Decimal(5300))
    chats.store.write(lambda s: figures.record(
        s, who(admin), programme, [entry], operation="1", way="import", now=chats.now, approve=True))
    assert "1项" in admin.says("撤销审核")
    assert "已撤销通过1项" in admin.taps("确认撤销")
    assert admin.receives() == []


@pytest.mark.parametrize("action", [Approve, ApproveSurely, AskReason, AskRemark, SendBack, SendBackSeveral])
def test_a_button_that_names_ones_own_does_nothing_to_them(reviewer: Chat, action: type) -> None:
    """None is ever shown; a fault elsewhere must not make one work."""
    ids = tuple(own_ids(reviewer))
    made = {
        Approve: lambda: Approve("tongchuang", 2019, ids[:1]),
        ApproveSurely: lambda: ApproveSurely("tongchuang", 2019, ids),
        AskReason: lambda: AskReason(ids[0]), AskRemark: lambda: AskRemark(ids[0]),
        SendBack: lambda: SendBack(ids[0], "口径不对"), SendBackSeveral: lambda: SendBackSeveral("口径不对", ids),
    }[action]()
    token = reviewer.store.write(lambda s: dialogues.make_keyboard(s, 13, 13, [encode(made)], False, reviewer.now))
    assert "没有再动" in reviewer.taps_data(f"{token}:0")
    assert statuses(reviewer) == ["submitted"] * 4


def test_a_button_that_opens_ones_own_shows_what_is_others_in_its_place(reviewer: Chat) -> None:
    press = encode(ReviewFigure("tongchuang", 2019, "incubators"))
    token = reviewer.store.write(lambda s: dialogues.make_keyboard(s, 13, 13, [press], False, reviewer.now))
    shown = reviewer.taps_data(f"{token}:0")
    assert "孵化器" not in shown
    assert "2项待审核" in shown


def test_the_store_itself_passes_ones_own_over(reviewer: Chat) -> None:
    ids, me, programme = own_ids(reviewer), who(reviewer), reviewer.conversation.rules.programme
    assert len(ids) == 2
    assert reviewer.store.write(lambda s: review.approve(s, me, ids, reviewer.now)) == ()
    assert reviewer.store.write(lambda s: review.send_back(s, me, ids[0], "口径不对", reviewer.now)) is None
    assert reviewer.store.read(lambda s: review.version(s, me, ids[0])) is None
    assert [one.figures for one in reviewer.store.read(lambda s: review.in_review(s, me, programme))] == [2]
    assert statuses(reviewer) == ["submitted"] * 4
