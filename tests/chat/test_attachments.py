"""Photos and PDFs that go with a report: bound to its serial, given back only to those who may see it."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.chat.conftest import Chat, Chats
from zc_bot.chat.incoming import Incoming
from zc_bot.errors import NotAllowed
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import attachments, audit, outbox, people, posted
from zc_bot.storage.attachments import A_DAY, A_REPORT, UNUSED, File
from zc_bot.storage.filekinds import honest_name
from zc_bot.storage.housekeeping import files_in_use
from zc_bot.storage.session import Session


@pytest.fixture
def reporter(chats: Chats) -> Chat:
    chat = chats.of(11)
    chat.says("通创 2019 高新产值 45.6亿")
    chat.taps("确认")
    return chat


def attach(chat: Chat, name: str = "证明.pdf", caption: str = "", content: bytes = b"%PDF") -> str:
    file = File(name, "0" * 60 + f"{len(content):04d}", len(content))
    return chat.sends("document", file_name=name, text=caption, attached=file)


def test_a_file_goes_with_the_last_report_and_back_to_the_reviewer(chats: Chats, reporter: Chat) -> None:
    assert "已附到编号 000001（通创社区 2019）：证明.pdf" in attach(reporter)
    assert "已有这个附件" in attach(reporter)
    reviewer = chats.of(13)
    reviewer.says("/review")
    reviewer.taps("通创社区")
    assert "编号 000001 的附件：证明.pdf" in reviewer.taps("看附件（1个）")
    document = reviewer.last[0].document
    assert document is not None
    assert document.sha256.endswith("0004")


def test_the_same_file_goes_with_an_open_report_once(chats: Chats) -> None:
    chat = chats.of(11)
    chat.says("通创 2019 高新产值 45.6亿")
    attach(chat)
    attach(chat)
    attach(chat, "另一份.pdf", content=b"%PDF-2")
    assert "附件2个" in chat.taps("确认")


@pytest.mark.parametrize("person", [13, 11, 12])
def test_who_was_handed_which_file_is_in_the_audit(chats: Chats, reporter: Chat, admin: Chat, person: int) -> None:
    attach(reporter)
    reviewer, chat = chats.of(13), chats.of(person)
    reviewer.says("/review")
    reviewer.taps("通创社区")
    reviewer.taps("全部通过")
    before = chats.store.read(audit.head)[0]
    chat.says("通创2019年高新产值的附件")
    (line,) = chats.store.read(lambda s: audit.read(s, OPERATOR, limit=1))
    document = chat.last[0].document
    assert document is not None
    assert (line.id, line.actor, line.action) == (before + 1, person, "file.read")
    assert (line.subject, line.detail) == ("submission 1", {"sha256": [document.sha256], "count": 1})
    assert f"{line.name}　取附件：编号000001" in admin.says("/audit")
    assert "附件：" not in chats.of(12).says("通创2018附件")
    assert chats.store.read(lambda s: audit.read(s, OPERATOR, limit=1))[0] == line, "nothing was handed out"


def test_a_file_from_the_review_and_from_ones_own_list_is_in_the_audit_too(chats: Chats, reporter: Chat) -> None:
    attach(reporter)
    reviewer = chats.of(13)
    reviewer.says("/review")
    reviewer.taps("通创社区")
    reviewer.taps("看附件（1个）")
    reporter.says("/mine")
    reporter.taps("看 000001 的附件")
    lines = chats.store.read(lambda s: audit.read(s, OPERATOR, limit=2))
    assert [(one.actor, one.action) for one in lines] == [(11, "file.read"), (13, "file.read")]


def test_beside_an_open_report_files_are_asked_for_by_the_figures_name(reporter: Chat) -> None:
    attach(reporter)
    reporter.says("通创 2019 从业人员 3200人")
    assert "证明.pdf" in reporter.says("通创2019年高新产值的附件")
    assert "从业人员：3,200人" in reporter.taps("确认")


def test_its_sender_gets_it_back(reporter: Chat) -> None:
    attach(reporter)
    reporter.says("/mine")
    assert "证明.pdf" in reporter.taps("看 000001 的附件")


def test_a_caption_names_the_report(reporter: Chat) -> None:
    reporter.says("通创 2019 总产值 71.2亿")
    reporter.taps("确认")
    assert "000001" in attach(reporter, caption="编号000001的证明")
    assert "000002" in attach(reporter)


def test_other_numbers_in_a_caption_are_no_serial(reporter: Chat) -> None:
    reporter.says("通创 2019 总产值 71.2亿")
    reporter.taps("确认")
    for caption in ("2019年通创证明", "第1页", "共3页 2020"):
        assert "000002" in attach(reporter, caption=caption, content=caption.encode())


@pytest.mark.parametrize("caption", ["高新产值456000万元的证明", "南通226000"])
def test_a_figure_or_postcode_in_a_caption_is_no_serial(reporter: Chat, caption: str) -> None:
    assert "已附到编号 000001" in attach(reporter, caption=caption)


def test_a_mistyped_serial_is_named(reporter: Chat) -> None:
    assert "没有编号 000009 的填报" in attach(reporter, caption="编号000009")


def test_somebody_elses_serial_is_none(chats: Chats, reporter: Chat) -> None:
    other = chats.of(15)
    assert "没有编号 000001 的填报" in attach(other, caption="000001")
    who = chats.store.read(lambda s: people.find(s, 15))
    assert who is not None
    programme = chats.conversation.rules.programme
    with pytest.raises(NotAllowed):
        chats.store.write(lambda s: attachments.bind(s, who, programme, 1, File("x", "0", 1), chats.now))
    with pytest.raises(NotAllowed):
        chats.store.read(lambda s: attachments.of_place(s, who, programme, "tongchuang", 2019))


def test_after_a_day_it_must_be_named(reporter: Chat) -> None:
    reporter.waits(hours=25)
    assert "还没有可附的填报" in attach(reporter)
    assert "已附到编号 000001" in attach(reporter, caption="000001")


def test_a_photo_that_comes_while_a_report_is_made_goes_with_it(chats: Chats) -> None:
    chat = chats.of(11)
    chat.says("通创 2019 高新产值 45.6亿")
    assert "已收下1个附件，提交通创社区 · 2019年这份时一起附上" in attach(chat, caption="盖章的报表")
    chat.buttons = {}
    attach(chat, "第二页.pdf", content=b"%PDF 2")
    chat.says("总产值 71.2亿")
    assert "附件2个，已附上" in chat.says("确认")
    chat.says("/mine")
    given = chat.taps("看 000001 的附件")
    assert "证明.pdf\n说明：盖章的报表" in given
    assert "第二页.pdf" in given


def test_the_buttons_of_the_open_report_still_count_after_a_photo(chats: Chats) -> None:
    chat = chats.of(11)
    chat.says("通创 2019 高新产值 45.6亿")
    confirm = chat.buttons["确认提交"]
    attach(chat)
    assert "附件1个，已附上" in chat.taps_data(confirm)


def test_a_photo_goes_with_the_open_report_before_one_that_was_handed_in(reporter: Chat) -> None:
    reporter.says("观音山 2019 总产值 71.2亿")
    assert "提交观音山众创社区 · 2019年这份时" in attach(reporter)
    assert "已附到编号 000001" in attach(reporter, caption="编号000001", content=b"%PDF 2")


def test_what_waits_with_an_open_report_is_not_dropped(chats: Chats) -> None:
    chat = chats.of(11)
    chat.says("通创 2019 高新产值 45.6亿")
    attach(chat)
    used, _ = chats.store.read(files_in_use)
    assert "0" * 60 + "0004" in used


class TestAskedForByWords:
    """张伟 (15) reports for 海安, 李敏 (12) only reads, 刘洋 (13) reviews."""

    @pytest.fixture
    def sent(self, reporter: Chat) -> Chat:
        attach(reporter, caption="盖章的报表")
        return reporter

    def approves(self, chats: Chats) -> None:
        reviewer = chats.of(13)
        reviewer.says("/review")
        reviewer.taps("通创社区")
        reviewer.taps("全部通过")
        if any("仍全部通过" in label for label in reviewer.buttons):
            reviewer.taps("仍全部通过")

    @pytest.mark.parametrize("text", ["通创2019年高新产值的附件", "通创的附件", "看看通创社区2019证明材料"])
    def test_the_files_of_an_approved_figure_come_to_everybody(self, chats: Chats, sent: Chat, text: str) -> None:
        self.approves(chats)
        assert "证明.pdf\n说明：盖章的报表" in chats.of(12).says(text)

    def test_once_the_approval_is_taken_back_they_come_to_others_no_more(self, chats: Chats, sent: Chat) -> None:
        self.approves(chats)
        reviewer = chats.of(13)
        reviewer.says("撤销通过 通创高新产值")
        reviewer.taps("确认撤销")
        for person, sees in ((11, True), (13, True), (12, False)):
            assert ("证明.pdf" in chats.of(person).says("通创2019附件")) is sees

    def test_those_of_one_that_waits_only_to_its_own_people_and_reviewers(self, chats: Chats, sent: Chat) -> None:
        for person, sees in ((11, True), (13, True), (12, False), (15, False)):
            assert ("证明.pdf" in chats.of(person).says("通创2019附件")) is sees

    @pytest.mark.parametrize("text", ["通创2019 从业人员3200，附件另发", "通创2019从业人员3200人，见附件"])
    def test_a_figure_said_beside_is_a_report(self, sent: Chat, text: str) -> None:
        assert "附件：" not in sent.says(text)
        assert "没有附件" not in sent.says("附件怎么发？")

    def test_another_figure_or_year_has_none(self, chats: Chats, sent: Chat) -> None:
        self.approves(chats)
        assert "没有附件" in chats.of(12).says("通创2019年从业人员的附件")
        assert "没有附件" in chats.of(12).says("通创2018附件")

    def test_a_file_with_others_figures_waits_until_all_of_them_are_approved(self, chats: Chats, sent: Chat) -> None:
        self.approves(chats)
        sent.says("通创 2019 从业人员3200 初创 60")
        sent.taps("确认")
        attach(sent, "新.pdf", content=b"%PDF 3")
        reviewer = chats.of(13)
        reviewer.says("退回初创：请说明口径")
        reviewer.taps("确认退回")
        self.approves(chats)
        assert "新.pdf" not in chats.of(12).says("通创2019从业人员附件")


class TestAlbums:
    @pytest.fixture
    def chat(self, reporter: Chat) -> Chat:
        """Two reports were handed in: 000001, then 000002."""
        reporter.says("通创 2019 总产值 71.2亿")
        reporter.taps("确认")
        return reporter

    def send(self, chat: Chat, *captions: str, kind: str = "photo") -> list[str]:
        files = [File("photo.jpg", f"{number:064d}", 4) for number, _ in enumerate(captions)]
        return [
            chat.sends(kind, text=caption, album="a1", file_name="photo.jpg", attached=file)
            for caption, file in zip(captions, files, strict=True)
        ]

    def bound(self, chat: Chat) -> list[int]:
        who = chat.store.read(lambda s: people.find(s, 11))
        assert who is not None
        return list(chat.store.read(lambda s: attachments.of_album(s, who, "a1")))

    @pytest.mark.parametrize("captions", [("编号000001", "", ""), ("", "编号000001", ""), ("", "", "编号000001")])
    def test_its_caption_counts_wherever_it_stands(self, chat: Chat, captions: tuple[str, ...]) -> None:
        said = self.send(chat, *captions)
        assert self.bound(chat) == [1, 1, 1]
        assert "已附到编号 000001（通创社区 2019）：3个文件" in said[-1]

    def test_its_caption_counts_on_a_file_that_the_report_has_already(self, chat: Chat) -> None:
        """The other files of the album went to the newest report."""
        chat.sends("photo", text="编号000001", file_name="photo.jpg", attached=File("photo.jpg", f"{0:064d}", 4))
        self.send(chat, "编号000001", "", "")
        assert self.bound(chat) == [1, 1, 1]

    @pytest.mark.parametrize("kind", ["photo", "document"])
    def test_it_is_answered_by_one_message_that_is_edited(self, chat: Chat, kind: str) -> None:
        self.send(chat, "", kind=kind)
        letter = outbox.Letter(11, 11, "receipt", {"text": "1"}, posted.album_key(11, "a1", "recorded", 5))

        def arrives(session: Session) -> None:
            (sent,) = outbox.post_claimed(session, [letter], chat.now)
            outbox.settle(session, [outbox.Settlement(sent.id, "sent", message_id=77)], chat.now)

        chat.store.write(arrives)
        self.send(chat, "", "", kind=kind)
        assert [reply.edit for reply in chat.last] == [77]

    def test_without_one_it_goes_with_the_last_report(self, chat: Chat) -> None:
        self.send(chat, "", "")
        assert self.bound(chat) == [2, 2]

    def test_it_stays_together_when_another_report_is_handed_in_meanwhile(self, chat: Chat) -> None:
        self.send(chat, "")
        chat.says("观音山 2019 总产值 71.2亿")
        self.send(chat, "", "")
        assert self.bound(chat) == [2, 2]

    def test_what_waited_with_the_open_report_goes_where_the_caption_says(self, chat: Chat) -> None:
        chat.says("观音山 2019 总产值 71.2亿")
        assert "已收下2个附件" in self.send(chat, "", "")[-1]
        self.send(chat, "", "", "编号000001")
        assert self.bound(chat) == [1, 1, 1]
        assert "附件" not in chat.says("确认")


def test_a_report_that_was_only_opened_is_in_nobodys_way(reporter: Chat) -> None:
    reporter.says("/report")
    assert "已附到编号 000001" in attach(reporter)


@pytest.mark.parametrize("name", ["病毒.exe", "说明.docx", ""])
def test_only_photos_and_pdfs(chats: Chats, reporter: Chat, name: str) -> None:
    assert "只收照片和 PDF" in reporter.sends("document", file_name=name)


def test_a_file_is_fetched_only_for_a_report_or_a_sheet_to_be_compared(chats: Chats, reporter: Chat) -> None:
    def use(person: int, name: str) -> str | None:
        sent = Incoming(1, "document", person, person, file_name=name)
        return chats.store.read(lambda s: chats.conversation.use_of_file(s, sent, chats.now))

    assert use(11, "a.pdf") == "attachment"
    assert use(11, "a.XLSX") == "sheet"
    assert use(11, "a.exe") is None
    assert use(15, "a.pdf") is None, "nothing reported"
    assert use(12, "a.xlsx") == "sheet", "a viewer's is compared with what they may see, and never reported"
    assert use(12, "a.pdf") is None, "a viewer"
    assert use(999, "a.xlsx") is None, "a stranger"


def test_what_is_kept_comes_back_and_a_changed_file_does_not(tmp_path: Path) -> None:
    kept = attachments.keep(tmp_path / "files", b"content", "a.pdf")
    assert attachments.keep(tmp_path / "files", b"content", "b.pdf").sha256 == kept.sha256
    assert attachments.read(tmp_path / "files", kept.sha256) == b"content"
    (tmp_path / "files" / kept.sha256).write_bytes(b"changed")
    assert attachments.read(tmp_path / "files", kept.sha256) is None


def test_one_report_takes_no_more_than_its_twenty_files(chats: Chats, reporter: Chat) -> None:
    for number in range(A_REPORT):
        assert "已附到编号 000001" in attach(reporter, content=b"x" * number)
    assert "编号 000001 已有20个附件" in attach(reporter, content=b"y" * 99)
    sent = Incoming(1, "document", 11, 11, file_name="a.pdf")
    assert chats.store.read(lambda s: chats.conversation.use_of_file(s, sent, chats.now)) is None, "nor is it fetched"
    reporter.says("通创 2019 总产值 71.2亿")
    reporter.taps("确认")
    assert "已附到编号 000002" in attach(reporter, content=b"y" * 99)


def test_nobody_fills_the_disk_within_a_day(chats: Chats, reporter: Chat) -> None:
    large = File("大.pdf", "1" * 64, A_DAY - 10)
    assert "已附到" in reporter.sends("document", file_name="大.pdf", attached=large)
    assert "今天发的附件太多了" in attach(reporter, content=b"x" * 11)
    assert "已附到" in attach(reporter, content=b"x" * 10)
    reporter.waits(hours=25)
    assert "已附到" in attach(reporter, caption="000001", content=b"x" * 11)


def test_nor_with_what_goes_with_a_report_that_is_not_handed_in(reporter: Chat) -> None:
    reporter.says("通创 2018 总产值 71.2亿")
    reporter.sends("document", file_name="大.pdf", attached=File("大.pdf", "1" * 64, A_DAY - 10))
    assert "今天发的附件太多了" in attach(reporter, content=b"x" * 11)
    assert "今天发的附件太多了" not in attach(reporter, content=b"x" * 10)


def test_more_files_than_a_message_gives_are_offered_and_none_is_left_out(chats: Chats, reporter: Chat) -> None:
    for number in range(13):
        attach(reporter, name=f"{number:02d}.pdf", content=b"x" * number)
    reviewer = chats.of(13)
    reviewer.says("/review")
    reviewer.taps("通创社区")
    first = reviewer.taps("看附件（13个）")
    assert "03.pdf" in first
    assert "12.pdf" in first
    assert "还有更早的3个" in first
    second = reviewer.taps("看更早的（3个）")
    assert all((f"{number:02d}.pdf" in second) == (number < 3) for number in range(13))
    reporter.says("/mine")
    reporter.taps("看 000001 的附件")
    assert "00.pdf" in reporter.taps("看更早的")


@pytest.mark.parametrize(
    ("begins", "name", "kept_as"),
    [
        (b"%PDF-1.7", "证明.pdf", "证明.pdf"), (b"\xef\xbb\xbf\n%PDF-1.4", "证明.PDF", "证明.PDF"),
        (b"\xff\xd8\xff\xe0", "photo.jpg", "photo.jpg"), (b"\xff\xd8\xff\xe1", "a.JPEG", "a.JPEG"),
        (b"\x89PNG\r\n\x1a\n", "图.png", "图.png"), (b"RIFF\x10\0\0\0WEBPVP8 ", "a.webp", "a.webp"),
        (b"\0\0\0\x18ftypheic", "IMG_1.HEIC", "IMG_1.HEIC"),
        (b"%PDF-1.7", "证明.jpg", "证明.jpg.pdf"), (b"\xff\xd8\xff\xe0", "年报.pdf", "年报.pdf.jpg"),
        (b"MZ\x90\0", "年报.exe.pdf", None), (b"MZ\x90\0 %PDF-1.7", "年报.pdf", None),
        (b"\x7fELF", "a.jpg", None), (b"PK\x03\x04", "a.pdf", None), (b"#!/bin/sh\n%PDF-", "a.pdf", None),
        (b"<html>", "a.pdf", None), (b"", "a.pdf", None), (b" " * 2000 + b"%PDF-1.7", "a.pdf", None),
    ],
)
def test_a_file_is_what_its_content_is(begins: bytes, name: str, kept_as: str | None) -> None:
    assert honest_name(begins, name) == kept_as


def test_a_program_under_a_pdfs_name_is_refused_and_said_so(reporter: Chat) -> None:
    assert "内容不是照片或 PDF" in reporter.sends("document", file_name="年报.exe.pdf", is_unfit=True)


def test_files_of_no_report_go_after_a_week_and_all_others_stay(chats: Chats, reporter: Chat, tmp_path: Path) -> None:
    folder, at = tmp_path / "files", datetime(2020, 1, 14, tzinfo=UTC)
    files = [attachments.keep(folder, content, "a.pdf") for content in (b"used", b"unused", b"new", b"again")]
    reporter.sends("document", file_name="a.pdf", attached=files[0])
    strange, half = folder / "README", folder / f".{files[1].sha256}.{'0' * 16}.partial"
    for path in (strange, half):
        path.write_bytes(b"")
    for path in folder.iterdir():
        old = (at - UNUSED - timedelta(hours=1)).timestamp()
        os.utime(path, (old, old))
    os.utime(folder / files[2].sha256, (at.timestamp(), at.timestamp()))
    attachments.keep(folder, b"again", "b.pdf")
    used, restored = chats.store.read(files_in_use)
    assert restored is None
    assert attachments.drop_unused(folder, used, at, at - timedelta(days=2)) == 0, "of before a copy was put back"
    assert attachments.drop_unused(folder, used, at, None) == 2
    assert {path.name for path in folder.iterdir()} == {files[0].sha256, files[2].sha256, files[3].sha256, "README"}
    assert attachments.drop_unused(tmp_path / "none", used, at, None) == 0
