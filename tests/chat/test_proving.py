"""Exports and sheets that prove themselves: their code typed, or the sheet sent, by whoever is admitted."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.chat.conftest import PEOPLE, Chat, Chats
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.incoming import Sheet
from zc_bot.chat.turn import Rules
from zc_bot.policy.roles import OPERATOR
from zc_bot.sheets.reading import read_rows
from zc_bot.storage import figures, people, schema
from zc_bot.storage.observations import Entry
from zc_bot.storage.store import Store

REPORTER, VIEWER, REVIEWER, OTHERS = 11, 12, 13, 15
CODE = re.compile("EX-[A-Z2-7]{8}")
VALUES = {"hitech_output": 456000, "total_output": 712000, "employees": 3200}


def record(chats: Chats, values: dict[str, int], at: datetime, approve: bool = True) -> None:
    entries = [Entry("tongchuang", code, 2018, Decimal(value)) for code, value in values.items()]
    chats.store.write(
        lambda session: figures.record(
            session, OPERATOR, chats.conversation.rules.programme, entries,
            operation=f"proving {at} {sorted(values)}", way="import", now=at, approve=approve,
        )
    )


@pytest.fixture
def city(tmp_path: Path, rules: Rules, now: datetime) -> Iterator[Chats]:
    """Three approved figures of 通创社区, on a store that has the keys of its audit."""
    store = Store(f"sqlite:///{tmp_path / 'zc.sqlite3'}", keys=("ab" * 32,))
    schema.ensure(store.engine)
    store.write(lambda session: people.admit(session, OPERATOR, rules.programme, PEOPLE, now))
    chats = Chats(Conversation(rules), store, now)
    record(chats, VALUES, now)
    yield chats
    store.engine.dispose()


def exported(chat: Chat, asked: str = "/export 2018 通创") -> tuple[str, Any]:
    """Take the figures along; the code of the file and its workbook."""
    (code,) = CODE.findall(chat.says(asked))
    document = chat.last[0].document
    assert document is not None
    return code, openpyxl.load_workbook(io.BytesIO(document.content))


def sends(chat: Chat, book: Any, tmp_path: Path, caption: str = "", author: str = "") -> str:
    path = tmp_path / "sent.xlsx"
    book.save(path)
    sheet = Sheet(read_rows(path))
    return chat.sends("document", file_name="导出.xlsx", sheet=sheet, text=caption, author=author)


def later(chats: Chats) -> Chats:
    return Chats(chats.conversation, chats.store, chats.now + timedelta(days=1))


def test_the_code_is_in_the_file_too(city: Chats) -> None:
    code, book = exported(city.of(VIEWER))
    assert code in [cell.value for row in book["说明"].iter_rows() for cell in row]


def test_a_typed_code_says_whose_export_it_is_and_that_nothing_changed(city: Chats) -> None:
    code, _ = exported(city.of(VIEWER))
    said = later(city).of(OTHERS).says(f"请核对 {code.lower()}")
    assert "是本机器人导出的：通创社区 2018，3项，李敏 1月14日 10:00 导出" in said
    assert "3项至今没有变" in said


def test_a_forwarded_message_of_an_export_is_verified_by_its_code(city: Chats) -> None:
    """It was answered as a question about what it names."""
    code, _ = exported(city.of(VIEWER))
    text = f"通创社区 2018，3项数据，见下面的文件。\n校验码 {code}，已记入操作记录。"
    said = later(city).of(OTHERS).sends("text", text=text, author="李敏")
    assert "是本机器人导出的：通创社区 2018，3项" in said


def test_what_changed_since_is_told_figure_by_figure(city: Chats) -> None:
    code, _ = exported(city.of(VIEWER))
    tomorrow = later(city)
    record(tomorrow, {"employees": 3300}, tomorrow.now)
    said = tomorrow.of(REVIEWER).says(code)
    assert "通创社区 2018 从业人员：当时 3,200人，现在 3,300人" in said
    assert "2项至今没有变" in said


def test_what_one_may_not_see_is_counted_and_not_named(city: Chats) -> None:
    record(city, {"makerspaces": 4}, city.now, approve=False)
    code, _ = exported(city.of(REVIEWER))
    said = later(city).of(VIEWER).says(code)
    assert "3项至今没有变" in said
    assert "1项不能核对" in said
    assert "众创空间" not in said


@pytest.mark.parametrize("code", ["EX-AAAAAAAA", "ex-abcdefgh"])
def test_a_code_that_is_not_ours_is_said_so(city: Chats, code: str) -> None:
    exported(city.of(VIEWER))
    assert "不是本机器人出的" in city.of(REVIEWER).says(code)


def change(book: Any, name: str, value: object) -> None:
    """Change one figure's value in the sheet of figures."""
    for row in book.worksheets[0].iter_rows(min_row=2):
        if name in str(row[1].value):
            row[3].value = value


@pytest.mark.parametrize(
    ("who", "how"),
    [(VIEWER, {}), (REVIEWER, {"author": "李敏"}), (REVIEWER, {"caption": "核对"})],
)
def test_a_sheet_that_was_sent_on_is_compared_figure_by_figure(
    city: Chats, tmp_path: Path, who: int, how: dict[str, str]
) -> None:
    _, book = exported(city.of(VIEWER))
    assert "3项一致" in sends(city.of(who), book, tmp_path, **how)
    change(book, "从业人员", 3900)
    said = sends(city.of(who), book, tmp_path, **how)
    assert "2项一致" in said
    assert "✗ 通创社区 2018 从业人员：表上 3,900人，记录的是 3,200人" in said


def test_with_its_code_a_sheet_is_compared_with_what_was_exported(city: Chats, tmp_path: Path) -> None:
    code, book = exported(city.of(VIEWER))
    tomorrow = later(city)
    record(tomorrow, {"employees": 3300}, tomorrow.now)
    assert "3项一致" in sends(tomorrow.of(REPORTER), book, tmp_path, caption=code)
    assert "记录的是 3,300人" in sends(tomorrow.of(REVIEWER), book, tmp_path, caption="核对")


def test_a_sheet_about_what_one_may_not_see_tells_nothing(city: Chats, tmp_path: Path) -> None:
    record(city, {"makerspaces": 4}, city.now, approve=False)
    _, book = exported(city.of(REVIEWER))
    right = sends(city.of(VIEWER), book, tmp_path)
    change(book, "众创空间", 99)
    assert right == sends(city.of(VIEWER), book, tmp_path), "a guess is neither confirmed nor denied"
    assert "1项不能核对" in right


@pytest.mark.parametrize("rows", [[["a", "b"], ["c", "d"]], []])
def test_a_sheet_without_figures_says_what_is_expected(city: Chats, rows: Sequence[Sequence[str]]) -> None:
    said = city.of(VIEWER).sends("document", file_name="x.xlsx", sheet=Sheet(tuple(map(tuple, rows))))
    assert "没有找到可以核对的数" in said


def test_a_reporters_own_sheet_stays_a_report_whatever_is_said_with_it(city: Chats, tmp_path: Path) -> None:
    _, book = exported(city.of(VIEWER))
    change(book, "从业人员", 3300)
    assert "核对了表里的" not in sends(city.of(REPORTER), book, tmp_path, caption="请核对")


def test_what_is_not_named_of_the_changed_is_counted(city: Chats, rules: Rules) -> None:
    codes = [one.code for one in rules.programme.metric.values() if one.kind != "yesno"]
    places = [one.code for one in rules.programme.communities][:3]

    def write(value: int, at: datetime) -> None:
        entries = [Entry(place, code, 2019, Decimal(value)) for place in places for code in codes]
        city.store.write(lambda session: figures.record(
            session, OPERATOR, rules.programme, entries, operation=f"many {at}", way="import", now=at, approve=True,
        ))

    write(3, city.now)
    code, _ = exported(city.of(VIEWER), "/export 2019")
    tomorrow = later(city)
    write(4, tomorrow.now)
    said = tomorrow.of(REVIEWER).says(code)
    named = said.count("现在")
    assert named == 30
    assert str(3 * len(codes) - named) in said.splitlines()[-1]


def test_what_an_export_did_not_hold_is_not_vouched_for(city: Chats, tmp_path: Path) -> None:
    _, book = exported(city.of(VIEWER))
    code, narrow = exported(city.of(VIEWER), "/export 2018 通创 从业人员")
    said = sends(city.of(OTHERS), book, tmp_path, caption=code)
    assert "1项一致" in said
    assert "2项不能核对" in said
    assert "1项一致" in sends(city.of(OTHERS), narrow, tmp_path, caption=code)
