"""Photos and PDFs that prove a plan, policies or support: sent with the record, kept, seen by who sees the entry."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.chat.conftest import Chat, Chats
from tests.chat.test_record import notes
from zc_bot.chat.incoming import Incoming
from zc_bot.errors import NotAllowed
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import audit, chain, proofs
from zc_bot.storage.attachments import File
from zc_bot.storage.housekeeping import files_in_use
from zc_bot.storage.store import Session
from zc_bot.storage.tables import Proof

REPORTER, VIEWER, REVIEWER = 11, 12, 13
PLAN = "实施方案 海安 2018-01-05"


def sends(chat: Chat, name: str = "方案.pdf", caption: str = "", size: int = 4) -> str:
    file = File(name, f"{size:064d}", size)
    return chat.sends("document", file_name=name, text=caption, attached=file)


@pytest.fixture
def noted(chats: Chats) -> Chats:
    """A plan with its paper."""
    reviewer = chats.of(REVIEWER)
    notes(reviewer, PLAN)
    assert "请发照片或 PDF" in reviewer.taps("附证明")
    assert sends(reviewer) == "已附：方案.pdf（海安市实施方案，共1个）"
    return chats


def test_a_paper_is_sent_after_the_record_and_ended_with_a_word(noted: Chats) -> None:
    reviewer = noted.of(REVIEWER)
    assert "已经附过" in sends(reviewer)
    assert "共2个" in sends(reviewer, "印发稿.jpg", size=5)
    assert reviewer.says("好了") == "好的，海安市实施方案 共附2个证明。"
    assert "已附" not in sends(reviewer, "另一份.pdf", size=6), "nothing is awaited any more"


def test_what_one_sends_within_a_day_has_a_bound(noted: Chats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "A_DAY", 10)
    entry = noted.store.read(lambda s: s.execute(select(Proof.entry)).scalar_one())
    now = noted.of(REVIEWER).now

    def lacks(person: int, size: int, at: datetime) -> str | None:
        who = Principal(person, "刘洋", "reviewer")
        return noted.store.read(lambda s: proofs.lacks_room(s, who, entry, size, at))

    assert lacks(REVIEWER, 6, now) is None
    assert lacks(REVIEWER, 7, now + timedelta(hours=23)) == "day_full"
    assert lacks(REVIEWER, 7, now + timedelta(days=1)) is None
    assert lacks(REPORTER, 7, now) is None, "somebody else"


def test_whoever_may_read_the_entry_is_given_its_papers(noted: Chats) -> None:
    viewer = noted.of(VIEWER)
    assert "2018-01-05" in viewer.says("海安的实施方案")
    assert "证明：方案.pdf" in viewer.taps("看证明材料（1个）")
    document = viewer.last[0].document
    assert document is not None
    assert document.sha256 == f"{4:064d}"
    viewer.says("/language en")
    assert "Proof: 方案.pdf" in viewer.says("proof of the implementation plan of Haian")
    assert "no proofs" in viewer.says("proof of the support policy of Haian")


def test_who_was_handed_which_proof_is_in_the_audit(noted: Chats) -> None:
    viewer, before = noted.of(VIEWER), noted.store.read(audit.head)[0]
    viewer.says("海安实施方案的证明材料")
    (line,) = noted.store.read(lambda s: audit.read(s, OPERATOR, limit=1))
    assert (line.id, line.actor, line.action) == (before + 1, VIEWER, "file.read")
    assert (line.subject, line.detail) == ("entry 1", {"sha256": [f"{4:064d}"], "count": 1})
    admin = noted.of(14)
    assert "李敏　取附件：第1条登记" in admin.says("/audit")
    admin.says("/language en")
    assert "was handed files of: entry 1" in admin.says("/audit")
    viewer.says("海安扶持政策的证明材料")
    last = noted.store.read(lambda s: audit.read(s, OPERATOR, limit=1, actors=[VIEWER]))[0]
    assert last == line, "nothing was handed out"


def test_a_caption_notes_the_entry_and_its_paper_at_once(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    assert "附：方案.pdf" in sends(reviewer, caption=f"/record {PLAN}")
    assert "附：方案.pdf" in reviewer.taps("确认登记")
    assert "证明：方案.pdf" in chats.of(VIEWER).says("海安实施方案的证明材料")


def test_what_waits_for_review_is_proved_and_seen_by_its_own_people_and_reviewers_alone(chats: Chats) -> None:
    reporter = chats.of(REPORTER)
    reporter.says("/record 补助 通创 200万元 2019-05-20")
    reporter.taps("确认登记")
    reporter.taps("附证明")
    assert "共1个" in sends(reporter, "拨款单.pdf")
    asked = "通创补助的证明材料"
    assert "没有证明材料" in chats.of(VIEWER).says(asked)
    assert "拨款单.pdf" in chats.of(REVIEWER).says(asked)
    assert "拨款单.pdf" in reporter.says(asked)
    reviewer = chats.of(REVIEWER)
    reviewer.says("/record")
    reviewer.taps("通过 1")
    assert "拨款单.pdf" in chats.of(VIEWER).says(asked)


def test_once_approved_only_a_reviewer_adds_to_it(chats: Chats) -> None:
    reporter, reviewer = chats.of(REPORTER), chats.of(REVIEWER)
    reporter.says("/record 补助 通创 200万元 2019-05-20")
    reporter.taps("确认登记")
    reporter.taps("附证明")
    reviewer.says("/record")
    reviewer.taps("通过 1")
    sends(reporter, "后补.pdf")
    assert "没有证明材料" in reviewer.says("通创补助的证明材料")


def test_what_was_taken_back_gives_its_papers_to_nobody(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    notes(reviewer, PLAN)
    undo = reviewer.buttons["撤回这条"]
    reviewer.taps("附证明")
    sends(reviewer)
    reviewer.taps_data(undo)
    assert "没有证明材料" in reviewer.says("海安实施方案的证明材料")


def test_a_question_beside_it_is_answered(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    notes(reviewer, PLAN)
    reviewer.taps("附证明")
    assert "60%" in reviewer.says("高新占比要求多少")
    assert "共1个" in sends(reviewer)


def test_what_is_no_photo_or_paper_and_what_was_not_fetched_is_said(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    notes(reviewer, PLAN)
    reviewer.taps("附证明")
    assert "没有取到" in reviewer.sends("photo")
    assert "不是照片或 PDF" in reviewer.sends("document", file_name="方案.pdf", is_unfit=True)
    assert "没有证明材料" in reviewer.says("海安实施方案的证明材料")


def test_an_entry_takes_ten(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    notes(reviewer, PLAN)
    reviewer.taps("附证明")
    for size in range(1, proofs.A_RECORD + 1):
        assert "已附" in sends(reviewer, size=size)
    assert "最多附10个" in sends(reviewer, size=99)


def test_it_is_fetched_only_for_who_may_note_and_only_where_it_is_awaited(chats: Chats) -> None:
    def use(person: int, caption: str = "") -> object:
        incoming = Incoming(1, "document", person, person, file="f", file_name="方案.pdf", file_size=9, text=caption)
        return chats.store.read(lambda session: chats.conversation.use_of_file(session, incoming, chats.now))

    assert use(VIEWER, f"/record {PLAN}") is None
    assert use(REVIEWER) is None
    assert use(REVIEWER, f"/record {PLAN}") == "attachment"
    reviewer = chats.of(REVIEWER)
    notes(reviewer, PLAN)
    reviewer.taps("附证明")
    assert use(REVIEWER) == "attachment"
    chats.now += timedelta(hours=2)
    assert use(REVIEWER) is None


def test_its_content_is_in_use_as_an_attachment_is(noted: Chats) -> None:
    used, _ = noted.store.read(files_in_use)
    assert f"{4:064d}" in used


def test_in_a_group_no_papers_are_offered(noted: Chats) -> None:
    admin = noted.of(14)
    admin.says_in(-5, "海安的实施方案")
    admin.taps_in(-5, "启用")
    viewer = noted.of(VIEWER)
    assert "2018-01-05" in viewer.says_in(-5, "海安的实施方案")
    assert all("证明" not in button.label for reply in viewer.last for row in reply.rows for button in row)


@pytest.mark.parametrize(
    "said",
    [
        "通创2019 从业人员5300 高新产值45.6亿，补助资金证明材料见邮箱",
        "通创2019 总产值71亿，实施方案附件已发",
        "Tongchuang 2019 total output 71亿, supporting documents sent by email",
    ],
)
def test_figures_beside_a_mention_of_proof_are_taken_as_a_report(chats: Chats, said: str) -> None:
    reporter = chats.of(REPORTER)
    answer = reporter.says(said)
    assert "没有证明材料" not in answer
    assert "没看懂" not in answer, "where the papers are says nothing of the figures"
    assert "没有记" not in answer
    for amount in ("710,000万元",) if "71亿" in said else ("5,300人", "456,000万元"):
        assert amount in answer


def test_how_proof_is_sent_is_no_request_for_it(chats: Chats) -> None:
    assert "没有证明材料" not in chats.of(REPORTER).says("实施方案的证明材料怎么发？")


@pytest.fixture
def awaited(chats: Chats) -> Chat:
    """A reporter who is asked for the proof of support."""
    reporter = chats.of(REPORTER)
    reporter.says("/record 补助 通创 200万元 2019-05-20")
    reporter.taps("确认登记")
    reporter.taps("附证明")
    return reporter


def test_a_report_under_a_paper_is_a_report_though_a_proof_is_awaited(awaited: Chat, chats: Chats) -> None:
    said = sends(awaited, "报表.pdf", "通创2019 高新产值45.6亿 总产值71.2亿")
    assert "456,000万元" in said
    assert "71.2" in said or "712,000万元" in said
    assert "没有证明材料" in chats.of(REVIEWER).says("通创补助的证明材料")
    assert "通创支持" not in sends(awaited, "续.pdf", size=5), "the report is at hand now"


def test_a_report_typed_meanwhile_takes_the_next_paper(awaited: Chat) -> None:
    awaited.says("通创2019 高新产值45.6亿 总产值71.2亿")
    assert "通创支持" not in sends(awaited, "报表.pdf")


def test_a_remark_under_a_proof_leaves_it_one(awaited: Chat) -> None:
    assert "通创支持" in sends(awaited, "拨款单.pdf", "区科技局拨款单")


def test_a_file_with_the_record_counts_among_those_of_the_day(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    for day in (5, 6):
        sends(reviewer, f"{day}.pdf", f"/record 实施方案 海安 2018-01-0{day}", size=150 * 1024 * 1024 + day)
        said = reviewer.taps("确认登记")
    assert "已登记" in said
    assert "附：6.pdf" not in said


def test_of_a_decision_the_file_is_said_not_to_be_kept(chats: Chats) -> None:
    said = sends(chats.of(REVIEWER), "纪要.pdf", "/record 决定 海安 2020-03-01 尽快补报")
    assert "文件没有保存：纪要.pdf" in said


class TestTakenOff:
    """A paper attached by mistake proves nothing any more, and the entry stays as it is."""

    def test_right_after_it_was_sent_by_two_taps(self, noted: Chats) -> None:
        reviewer = noted.of(REVIEWER)
        reviewer.says("海安实施方案的证明材料")
        assert "取下这份证明？方案.pdf（海安市实施方案）" in reviewer.taps("附错了，取下")
        assert "证明：方案.pdf" in noted.of(VIEWER).says("海安实施方案的证明材料"), "not before it is confirmed"
        assert reviewer.taps("确认取下") == "已取下：方案.pdf（海安市实施方案，还有0个）"
        assert "没有证明材料" in noted.of(VIEWER).says("海安实施方案的证明材料")
        assert "2018-01-05" in noted.of(VIEWER).says("海安的实施方案")
        deeds = [line.action for line in noted.store.read(lambda s: audit.read(s, OPERATOR, limit=20))]
        assert deeds.count("ledger.prove") == deeds.count("ledger.unprove") == 1
        assert noted.store.read(chain.verify) is None

    @pytest.mark.parametrize("said", ["发错了", "附错了，", "删掉这个文件", "wrong file"])
    def test_by_words_while_files_are_awaited_and_the_right_one_is_taken_after_it(
        self, chats: Chats, said: str
    ) -> None:
        reviewer = chats.of(REVIEWER)
        notes(reviewer, PLAN)
        reviewer.taps("附证明")
        sends(reviewer, "对的.pdf")
        sends(reviewer, "错的.pdf", size=5)
        assert reviewer.says(said) == "取下哪一份？海安市实施方案附了2份，最新的在最前。"
        assert [label for label in reviewer.buttons if "取下" in label] == ["取下 错的.pdf", "取下 对的.pdf"]
        assert "取下这份证明？错的.pdf" in reviewer.taps("取下 错的.pdf")
        assert "还有1个" in reviewer.taps("确认取下")
        reviewer.taps("附对的那份")
        assert "共2个" in sends(reviewer, "另一份.pdf", size=6)
        assert "对的.pdf" in chats.of(VIEWER).says("海安实施方案的证明材料")

    def test_nothing_happens_where_it_is_left(self, noted: Chats) -> None:
        reviewer = noted.of(REVIEWER)
        reviewer.says("海安实施方案的证明材料")
        reviewer.taps("附错了，取下")
        assert reviewer.taps("不取了") == "好，没有动。"
        assert "方案.pdf" in reviewer.says("海安实施方案的证明材料")

    def test_who_only_reads_is_not_offered_it_nor_may_do_it(self, noted: Chats) -> None:
        for person in (VIEWER, REPORTER):
            reader = noted.of(person)
            assert "方案.pdf" in reader.says("海安实施方案的证明材料")
            assert not [label for label in reader.buttons if "取下" in label]
        for who in (Principal(VIEWER, "李敏", "viewer"), Principal(REPORTER, "王芳", "reporter", ("chongchuan",))):
            with pytest.raises(NotAllowed):
                noted.store.write(lambda s, who=who: drop(s, noted, who))

    def test_its_own_people_take_theirs_off_until_it_is_approved_and_are_told_when_the_city_does(
        self, chats: Chats
    ) -> None:
        reporter, reviewer = chats.of(REPORTER), chats.of(REVIEWER)
        reporter.says("/record 补助 通创 200万元 2019-05-20")
        reporter.taps("确认登记")
        reporter.taps("附证明")
        sends(reporter, "拨款单.pdf")
        assert "取下" in reporter.says("发错了")
        reviewer.says("/record")
        reviewer.taps("通过 1")
        reporter.taps("确认取下")
        assert "拨款单.pdf" in reviewer.says("通创补助的证明材料"), "what was approved is the city's"
        reporter.receives()
        reviewer.taps("附错了，取下")
        reviewer.taps("确认取下")
        assert ["刘洋取下了您附的证明：拨款单.pdf" in text for text in reporter.receives()] == [True]

    def test_a_button_tapped_after_somebody_else_did_it_says_so(self, noted: Chats) -> None:
        first, second = noted.of(REVIEWER), noted.of(14)
        for one in (first, second):
            one.says("海安实施方案的证明材料")
            one.taps("附错了，取下")
        first.taps("确认取下")
        assert second.taps("确认取下") == "这份证明已经不在了。"


def drop(session: Session, chats: Chats, who: Principal) -> int | None:
    """Take the plan's paper off as somebody."""
    return proofs.drop(session, who, chats.conversation.rules.programme, 1, f"{4:064d}", chats.now)
