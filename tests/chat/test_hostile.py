"""A thousand hostile strings through the fields that people type in: shown as typed, doing nothing.

Through the real renderers, read back by the real readers: Telegram's HTML, XLSX, CSV, log lines, file names.
"""

from __future__ import annotations

import io
import logging
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.chat.conftest import Chat, Chats
from zc_bot.chat.incoming import Sheet
from zc_bot.logs import OneLine
from zc_bot.policy.hidden import hidden_characters, safe_file_name, visible, visible_lines
from zc_bot.policy.programme import Programme
from zc_bot.sandbox.limits import TEXT
from zc_bot.sandbox.markup import parse_html, utf16_length
from zc_bot.storage import chain
from zc_bot.storage.attachments import File
from zc_bot.storage.candidates import Candidate, candidate_faults
from zc_bot.texts.catalog import texts_for
from zc_bot.texts.files.sheet_form import write_marked

COUNT = 1000
PIECES = (
    "<b>", "</b>", "<a href='javascript:alert(1)'>点</a>", "<script>alert(1)</script>", "&lt;", "&amp;", "&#x202e;",
    "<", ">", "&", '"', "'", "{", "}", "{0}", "{name}", "%s", "%n", "$(id)", "`id`",
    "; DROP TABLE observation;--", "' OR '1'='1", "=1+1", "+1", "-1", "@SUM(A1)", "\t=cmd|' /C calc'!A0", "\r=1",
    "＝1+1", "＋1", "－1", "＠A1", "=HYPERLINK(\"x\")", "\u202e", "\u200b", "\u2066", "\ufeff", "\x00", "\x1b[31m",
    "\x85", "\u2028", "\n", "\r\n", "..", "/", "\\", "../../etc/passwd", "C:\\windows", "file.pdf", "😀",
    "\U000e0041", "Ａ", "١٢٣", "通创", "王芳", "2019", "/start", "@zc_bot", "https://x.y", "报数据",
)


def hostile(count: int = COUNT) -> Iterator[str]:
    """Make up hostile strings, the same every time."""
    chance = random.Random(2017)
    for number in range(count):
        if number < len(PIECES):
            yield PIECES[number]
        else:
            yield "".join(chance.choices(PIECES, k=chance.randint(1, 6)))


SHOWN_AS = {"bold", "code", "italic", "expandable_blockquote"}
"""What the bot's own wording is marked as; what people type is never marked."""


def check_telegram(chat: Chat, typed: str = "") -> None:
    """Read every reply as Telegram would: its HTML parses, it is not too long, what was typed is in it as typed."""
    plains = []
    for reply in chat.last:
        plain, entities = parse_html(str(reply.text))
        assert utf16_length(plain) <= TEXT
        assert {entity["type"] for entity in entities} <= SHOWN_AS, entities
        plains.append(plain)
        labels = [button.label for row in reply.rows for button in row]
        assert all(label.strip() for label in labels)
    assert not typed or typed in "\n".join(plains), (typed, plains)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.slow
@pytest.mark.parametrize("count", [250, pytest.param(COUNT, marks=pytest.mark.long)])
def test_what_people_type_is_shown_as_typed_and_does_nothing(chats: Chats, count: int) -> None:
    """Each piece through every field, and what is put together of them through one after the other."""
    reporter, admin, viewer = chats.of(11), chats.of(14), chats.of(12)

    def attaches(text: str) -> None:
        reporter.sends("document", file_name=safe_file_name(text), attached=File(safe_file_name(text), "0", 1))

    def sends_sheet(text: str) -> None:
        rows = (("社区", "指标", "年度", "本年数"), (text,) * 4)
        reporter.sends("document", file_name="a.xlsx", sheet=Sheet(rows))

    types: tuple[tuple[Chat, Callable[[str], object]], ...] = (
        (admin, lambda text: admin.says(f"/broadcast {text}x")), (admin, lambda text: admin.says(f"/audit {text}")),
        (admin, lambda text: admin.says(f"/people {text}")), (admin, lambda text: admin.says(f"/deadline {text}")),
        (reporter, lambda text: reporter.says(f"/remind 明天上午 {text}")), (reporter, attaches),
        (reporter, sends_sheet), (viewer, viewer.says),
    )
    for number, text in enumerate(hostile(count)):
        for chat, into in types if number < len(PIECES) else (types[0], types[number % len(types)]):
            into(text)
            check_telegram(chat, visible_lines(f"{text}x") if into is types[0][1] else "")
    assert chats.store.read(chain.verify) is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_reasons_go_through_as_typed(chats: Chats) -> None:
    reporter, reviewer = chats.of(11), chats.of(13)
    for number, text in enumerate(hostile()):
        if number % 20:
            continue
        reason = " ".join(f"{text}原因".split())
        reporter.says("/cancel")
        reporter.says("通创 2019 总产值 100亿")
        reporter.taps("确认")
        reviewer.says("/review")
        for label in ("通创", "一项", "总产值", "退回"):
            reviewer.taps(label)
        reviewer.says(reason + "说明")
        check_telegram(reviewer)
        if not any("确认退回" in label for label in reviewer.buttons):
            assert reason.startswith("/"), "taken for a command"
            continue
        reviewer.taps("确认退回")
        check_telegram(reviewer, visible(reason + "说明"))
        reporter.says("/mine")
        check_telegram(reporter, visible(reason + "说明"))


def test_names_with_hidden_characters_are_refused_and_the_others_shown(chats: Chats, programme: Programme) -> None:
    for number, text in enumerate(hostile()):
        name = text.strip()[:64] or "x"
        faults = list(candidate_faults(Candidate(1000 + number, name, "viewer"), programme))
        assert bool(faults) == bool(hidden_characters(name))
        for code in hidden_characters(name):
            assert code in faults[0]


def test_cells_are_text_and_never_formulas(tmp_path: Path) -> None:
    rows = [[text.replace("\x00", "")] for text in hostile()]
    content = write_marked(rows, {(1, 0): ["=1+1", "<b>"]}, texts_for("zh"))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_one_event_is_one_line_of_the_log() -> None:
    formatter = OneLine(())
    for text in hostile():
        record = logging.LogRecord("zc_bot", logging.WARNING, "x.py", 1, "said %s", (text,), None)
        line = formatter.format(record)
        assert len(line.splitlines()) == 1
        assert "\x1b" not in line


def test_a_file_name_is_a_name() -> None:
    for text in hostile():
        name = safe_file_name(f"{text}.pdf")
        assert "/" not in name
        assert "\\" not in name
        assert not hidden_characters(name)
        assert not name.startswith(".")
        assert len(name) <= 100
        assert name == "pdf" or name.endswith(".pdf")


FAR_DAYS = (
    "9999-12-31", "9999年12月31日", "9999/12/31", "0001-01-01", "1年1月1日", "2100-12-31", "0000-01-01",
    "明年2月30日",
)
OF_DAYS = (
    "把截止日改到{}", "延期到{}", "{}提醒我", "{}前一天提醒我", "{}后一天提醒我", "{}之前谁没报",
    "{} 23:59导入", "{}至{}放假，{}上班", "/deadline 2019 {}", "/pause {}", "请假到{}", "{}通创高新占比",
    "{}以来谁报过", "/report {}", "{}的下周一提醒我", "截至{}达标了吗",
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("person", [11, 14])
def test_a_day_that_is_none_and_the_last_one_fail_nowhere(chats: Chats, person: int) -> None:
    chat = chats.of(person)
    for said in OF_DAYS:
        for day in FAR_DAYS:
            assert chat.says(said.replace("{}", day)), (said, day)
            check_telegram(chat)
