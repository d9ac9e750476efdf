"""What an error of the Bot API says of the way to Telegram, for how long to wait after it, and what was no answer."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TimedOut

from zc_bot.tg.faults import LONGEST, SHOWN, backoff, diagnose, said_by, wait_after
from zc_bot.tg.request import TelegramRequest, Unreadable, Unsent, _check_refusal, retry_seconds


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (InvalidToken("Not Found"), "token", "ZC_BOT_TOKEN"),
        (Conflict("terminated by other getUpdates request"), "poller", "another bot"),
        (Conflict("can't use getUpdates while Webhook is active"), "webhook", "webhook is set"),
        (RetryAfter(7), "limited", "wait 7 s"),
        (Unreadable("HTTP 502, not in Telegram's words"), "unreadable", "HTTP 502"),
        (Unsent("no connection"), "unreachable", "no connection"),
        (TimedOut("in time"), "unreachable", "can't be reached"),
        (BadRequest("chat not found"), "unreachable", "chat not found"),
        (ValueError("x"), "unreadable", "ValueError"),
    ],
)
def test_what_keeps_us_from_telegram_is_named_and_said(error: Exception, code: str, says: str) -> None:
    found, said = diagnose(error)
    assert found == code
    assert says in said


def test_what_an_error_quotes_is_left_out_and_a_page_is_cut() -> None:
    assert said_by(BadRequest('can\'t parse "从业人员\n5280" at 3')) == "can't parse … at 3"
    assert said_by(BadRequest("x “a” y “b” z")) == "x … z"
    assert len(said_by(NetworkError("a" * 999))) == SHOWN


def test_each_failure_in_a_row_waits_twice_as_long_half_a_minute_at_most_and_as_telegram_asks() -> None:
    error = NetworkError("x")
    waits = [wait_after(error, failures) for failures in (0, 1, 2, 5, 6, 7, 99)]
    assert waits == [0.5, 1, 2, 16, LONGEST, LONGEST, LONGEST]
    assert [wait_after(RetryAfter(seconds), 1) for seconds in (3, 45, 99999)] == [3, 45, 3600]
    assert retry_seconds(RetryAfter(timedelta(minutes=2))) == 120


def test_a_letter_that_never_left_waits_longer_each_time_a_minute_at_most_and_not_all_alike() -> None:
    for attempts, most in ((0, 1), (3, 8), (5, 32), (6, 60), (99, 60)):
        waits = [backoff(attempts).total_seconds() for _ in range(50)]
        assert most / 2 <= min(waits) <= max(waits) <= most
        assert len(set(waits)) > 1


def refused(status: int, **answer: object) -> Exception | None:
    try:
        _check_refusal(status, orjson.dumps(answer))
    except (RetryAfter, Unreadable) as error:
        return error
    return None


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [(7, 7), (7.9, 7), (1, 1), (0.2, 1), (3600, 3600), (3601, 3600), (0, 5), (-3, 5), (True, 5), ("9", 5), (None, 5)],
)
def test_for_as_long_as_a_429_asks_for_and_never_without_end(asked: object, seconds: int) -> None:
    found = refused(429, description="Too Many Requests", parameters={"retry_after": asked})
    assert isinstance(found, RetryAfter)
    assert retry_seconds(found) == seconds


def test_a_refusal_is_telegrams_own_only_in_its_words() -> None:
    assert refused(400, description="Bad Request: chat not found") is None
    assert refused(400, description="migrated", parameters={"migrate_to_chat_id": -100}) is None
    without = refused(429, description="Too Many Requests", parameters=[])
    assert isinstance(without, RetryAfter)
    assert isinstance(refused(400, description="x", parameters=[]), Unreadable)
    assert isinstance(refused(502, error="proxy"), Unreadable)
    assert isinstance(refused(400, description=5), Unreadable)
    with pytest.raises(Unreadable, match="HTTP 502"):
        _check_refusal(502, b"<html>")


@pytest.mark.parametrize("content", [b"<html>", b"[]", b'"x"', b"{}", b'{"ok": true}'])
def test_what_is_no_answer_of_telegrams_is_kept_by_its_beginning(content: bytes) -> None:
    with pytest.raises(Unreadable) as found:
        TelegramRequest.parse_json_payload(content + b" " * 5000)
    assert found.value.start.startswith(content)
    assert len(found.value.start) == 4096


@pytest.mark.parametrize("content", [b'{"ok": true, "result": null}', b'{"ok": false, "description": "x"}'])
def test_an_answer_has_a_result_or_says_that_it_is_refused(content: bytes) -> None:
    assert TelegramRequest.parse_json_payload(content) == orjson.loads(content)
