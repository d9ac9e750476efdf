"""Photos and PDFs that go with a report: bound to its serial, given back only to those who may see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chat.conftest import Chat, Chats
from zc_bot.chat.incoming import Incoming
from zc_bot.errors import NotAllowed
from zc_bot.storage import attachments, people
from zc_bot.storage.attachments import File


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


def test_an_open_draft_is_left_alone(chats: Chats) -> None:
    chat = chats.of(11)
    chat.says("通创 2019 高新产值 45.6亿")
    assert "草稿还在" in attach(chat)
    assert "已提交" in chat.taps("确认")


def test_a_file_does_not_go_with_another_report_than_the_open_one(reporter: Chat) -> None:
    reporter.says("观音山 2019 总产值 71.2亿")
    assert "草稿还在" in attach(reporter)
    assert "000001" in attach(reporter, caption="编号000001")


def test_a_report_that_was_only_opened_is_in_nobodys_way(reporter: Chat) -> None:
    reporter.says("/report")
    assert "已附到编号 000001" in attach(reporter)


@pytest.mark.parametrize("name", ["病毒.exe", "说明.docx", ""])
def test_only_photos_and_pdfs(chats: Chats, reporter: Chat, name: str) -> None:
    assert "只收照片和 PDF" in reporter.sends("document", file_name=name)


def test_a_file_is_fetched_only_for_a_report(chats: Chats, reporter: Chat) -> None:
    def use(person: int, name: str) -> str | None:
        sent = Incoming(1, "document", person, person, file_name=name)
        return chats.store.read(lambda s: chats.conversation.use_of_file(s, sent, chats.now))

    assert use(11, "a.pdf") == "attachment"
    assert use(11, "a.XLSX") == "sheet"
    assert use(11, "a.exe") is None
    assert use(15, "a.pdf") is None, "nothing reported"
    assert use(12, "a.xlsx") is None, "a viewer"
    assert use(999, "a.xlsx") is None, "a stranger"


def test_what_is_kept_comes_back_and_a_changed_file_does_not(tmp_path: Path) -> None:
    kept = attachments.keep(tmp_path / "files", b"content", "a.pdf")
    assert attachments.keep(tmp_path / "files", b"content", "b.pdf").sha256 == kept.sha256
    assert attachments.read(tmp_path / "files", kept.sha256) == b"content"
    (tmp_path / "files" / kept.sha256).write_bytes(b"changed")
    assert attachments.read(tmp_path / "files", kept.sha256) is None
