"""What is not as the Bot API has it is found, whoever makes it: the bot by a call, the sandbox by an answer."""

from __future__ import annotations

import copy
from typing import Any

import aiohttp
import pytest

from zc_bot.sandbox.conformity import faults_of_answer, faults_of_call, faults_of_update
from zc_bot.sandbox.state import Telegram

from .conftest import ANNA

MESSAGE: dict[str, Any] = {
    "message_id": 1, "date": 1_600_000_000, "text": "好", "chat": {"id": 5, "type": "private", "first_name": "安娜"},
    "from": {"id": 5, "is_bot": False, "first_name": "安娜"},
}
BUTTON = {"text": "好", "callback_data": "x"}


@pytest.mark.parametrize(
    ("method", "values", "fault"),
    [
        ("sendMessage", {"chat_id": 1}, "sendMessage.text: missing"),
        ("sendMessage", {"chat_id": 1, "text": "x", "colour": "red"}, "sendMessage.colour: unknown"),
        ("sendMessage", {"chat_id": 1, "text": 5}, "sendMessage.text: 5 is no String"),
        ("sendMessage", {"chat_id": 1, "text": "x", "disable_notification": "yes"}, "'yes' is no Boolean"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[BUTTON | {"callback_data": 7}]]}},
            "sendMessage.reply_markup.inline_keyboard[0][0].callback_data: 7 is no String",
        ),
        (
            "answerInlineQuery",
            {"inline_query_id": "1", "results": [{"type": "article", "id": "1", "title": "x"}]},
            "answerInlineQuery.results[0].input_message_content: missing",
        ),
        ("setMyCommands", {"commands": [{"command": "a"}]}, "setMyCommands.commands[0].description: missing"),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}, "setMyCommands.scope.chat_id: missing"),
        ("sendPhoto", {"chat_id": 1}, "sendPhoto.photo: missing"),
        ("sendNothing", {}, "sendNothing: no such method"),
    ],
)
def test_a_call_that_does_not_fit_is_told_by_its_place(method: str, values: dict[str, Any], fault: str) -> None:
    assert [each for each in faults_of_call(method, values) if fault in each] != []


def test_calls_fit_as_json_as_forms_and_with_files() -> None:
    keyboard = {"inline_keyboard": [[BUTTON]]}
    assert faults_of_call("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": keyboard}) == []
    form = {"chat_id": "1", "text": "x", "reply_markup": '{"inline_keyboard":[[]]}', "disable_notification": "true"}
    assert faults_of_call("SENDMESSAGE", form) == []
    assert faults_of_call("sendPhoto", {"chat_id": "1"}, uploads=["photo"]) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"date": "2020-01-01"}, "update.message.date: '2020-01-01' is no Integer"),
        ({"date": True}, "update.message.date: True is no Integer"),
        ({"forward_origin": {"type": "user", "date": 1}}, "update.message.forward_origin.sender_user: missing"),
        ({"photo": {}}, "update.message.photo: {} is no list"),
        ({"mood": "good"}, "update.message.mood: unknown"),
    ],
)
def test_an_update_that_telegram_would_not_send_is_found(change: dict[str, Any], fault: str) -> None:
    assert faults_of_update({"update_id": 1, "message": MESSAGE}) == []
    assert faults_of_update({"update_id": 1, "message": copy.deepcopy(MESSAGE) | change}) == [fault]


def test_an_answer_of_another_type_is_found() -> None:
    assert faults_of_answer("sendMessage", MESSAGE) == []
    assert faults_of_answer("sendMessage", True) == ["sendMessage(): True is no Message"]


async def test_whatever_goes_through_a_sandbox_is_looked_at(
    telegram: Telegram, address: str, misfits: list[str]
) -> None:
    async with aiohttp.ClientSession() as session:
        values = {"chat_id": ANNA, "text": "x", "colour": "red"}
        async with session.post(f"{address}/bot{telegram.token}/sendMessage", json=values) as answer:
            assert (await answer.json())["ok"]
        async with session.post(f"{address}/bot{telegram.token}/sendNothing") as answer:
            assert answer.status == 404
    telegram.updates.add("message", {"text": "nothing else"})
    said = [each.removeprefix("not as the Bot API has it: ") for each in misfits]
    misfits.clear()
    assert said[:2] == ["sendMessage.colour: unknown", "POST sendNothing: no such method here"]
    assert set(said[2:]) == {f"update.message.{name}: missing" for name in ("message_id", "date", "chat")}
