"""What a message costs: how many statements a question and each step of a form run. None of it grows unnoticed."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.chat.conftest import Chat, Chats
from zc_bot.chat.asking import orders
from zc_bot.chat.asking.orders import LONGEST
from zc_bot.chat.asking.readers import Order, characters_of
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.features import FEATURES
from zc_bot.chat.incoming import Incoming
from zc_bot.chat.replies import Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.language import FOLDER, phrases
from zc_bot.parsing.normalize import folded_in_place
from zc_bot.storage import people
from zc_bot.storage.session import Session

STEPS = (("/report", 5), ("通创社区", 5), ("2019", 6), ("从业人员 5300人", 7), ("[确认", 23))
"""What is typed, or tapped, and how many statements may answer it."""
QUESTIONS = (
    ("通创社区2019年高新占比多少", 8), ("那从业人员呢", 8), ("2019年高新占比排名", 7), ("哪些社区没达标", 7),
    ("今天天气怎么样", 6), ("通创社区2019年从业人员谁报的", 7),
)
"""The first two offer to ask those who report what is missing, and look who that is."""


@contextmanager
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Note every statement that answering runs, and nothing that a test runs beside it."""
    ran: list[str] = []
    execute, read, respond = Session.execute, Session.exec, Conversation.respond
    answering = False

    def noting(self: Session, statement: Any, values: Any = None) -> Any:
        if answering:
            ran.append(str(getattr(statement, "statement", statement)).partition("\n")[0])
        return execute(self, statement, values)

    def reading(self: Session, statement: Any) -> Any:
        if answering:
            ran.append(f"SQLModel's session: {statement}".partition("\n")[0])
        return read(self, statement)

    def responding(self: Conversation, session: Session, incoming: Incoming, now: Any) -> Response:
        nonlocal answering
        answering = True
        try:
            return respond(self, session, incoming, now)
        finally:
            answering = False

    with monkeypatch.context() as patch:
        patch.setattr(Session, "execute", noting)
        patch.setattr(Session, "exec", reading)
        patch.setattr(Conversation, "respond", responding)
        yield ran


def tell(chat: Chat, what: str) -> None:
    """Type something, or tap the button that it names behind a bracket."""
    if what.startswith("["):
        chat.taps(what[1:])
    else:
        chat.says(what)


def too_many(chat: Chat, talk: tuple[tuple[str, int], ...], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Name every text of a talk that ran more statements than it may, with all that ran."""
    found = []
    for what, most in talk:
        with statements(monkeypatch) as ran:
            tell(chat, what)
        if len(ran) > most:
            found.append("\n  ".join([f"{what}: {len(ran)} instead of {most}", *ran]))
    return found


def test_a_step_of_a_form_runs_few_statements(chats: Chats, monkeypatch: pytest.MonkeyPatch) -> None:
    assert too_many(chats.of(11), STEPS, monkeypatch) == []


@pytest.mark.parametrize("person", [12, 11], ids=["viewer", "reporter"])
def test_a_question_runs_few_statements(chats: Chats, person: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert too_many(chats.of(person), QUESTIONS, monkeypatch) == []


ORDERS = (*orders.OF_ANY_LENGTH, *orders.OF_FIGURES_TOO, *orders.OF_NO_FIGURE)


def test_few_readers_of_orders_look_at_a_question() -> None:
    asked = (*(what for what, _ in QUESTIONS), "能达2018到2021年总产值走势", "去年从业人员最多的三家", "12.5亿元")
    looked = {what: sum(one.may_read(characters_of(what)) for one in ORDERS) for what in asked}
    assert {what: count for what, count in looked.items() if count > 8} == {}
    assert sum(looked.values()) / len(looked) < len(ORDERS) / 4


def test_no_reader_of_orders_is_passed_over_whose_text_it_is(chats: Chats) -> None:
    """Of what the tests of this folder have anybody say, and of the words of orders, each eighth."""
    typed = sorted({*_said_in_tests(), *(one for name in _read_order() for one in phrases(f"order.{name}"))})[::8]
    wrong, read = [], 0

    def unit(session: Session) -> None:
        nonlocal read
        for person in (11, 13, 14):
            who = people.find(session, person)
            assert who is not None
            for text in typed[person % 3 :: 3]:
                incoming = Incoming(1, "text", person, person, text=text)
                turn = Turn(chats.conversation.rules, session, incoming, who, chats.now, who, FEATURES)
                order, characters = Order(folded_in_place(text).strip(" 。.!！~,，")), characters_of(text)
                for one in ORDERS:
                    if one.patterns is None or one.may_read(characters):
                        read += 1
                    elif one.read(turn, order) is not None:
                        wrong.append((one.name, text))

    chats.store.write(unit)
    assert wrong == []
    assert 0 < read < len(typed) * len(ORDERS) / 2


def _said_in_tests() -> Iterator[str]:
    for path in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and 0 < len(node.value) <= LONGEST:
                yield node.value


def _read_order() -> Iterator[str]:
    for path in FOLDER.glob("*.toml"):
        yield from tomllib.loads(path.read_text(encoding="utf-8")).get("order", ())


@pytest.mark.parametrize("said", ["通创2019年从业人员", "2019年高新产值排名", "通创 2019 从业人员 120人"])
def test_what_an_ordinary_update_reads_is_prepared(
    chats: Chats, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    """SQLModel's session takes a dozen times as long: it is for what is off an update's way."""
    asked = chats.of(11)
    asked.says("你好")
    with statements(monkeypatch) as ran:
        asked.says(said)
    assert ran != []
    assert [one for one in ran if one.startswith("SQLModel")] == []
