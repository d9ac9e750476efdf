"""Whatever Telegram answers a poll, the rest is received, the poison put aside, and nothing ends or floods."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from telegram.error import TimedOut

from tests.tg.conftest import ANNA, BEN, Counting, Scripted
from tests.tg.script import ME, message, no, ok
from zc_bot.errors import StoreAway
from zc_bot.logs import JsonLine
from zc_bot.storage import inbox
from zc_bot.storage.inbox import Arrival
from zc_bot.tg.client import Client, make_client
from zc_bot.tg.connect import connected
from zc_bot.tg.receive import Queues
from zc_bot.tg.request import TelegramRequest
from zc_bot.tg.updates import Odd, PollRequest

DEEP = b'{"update_id":21,"message":' + b'{"a":' * 3000 + b"1" + b"}" * 3001
RAW = b'{"update_id":23,"message":"\x00\x01"}'
HOUR = 3600.0
LONE = b'{"update_id":22,"message":{"text":"\\ud83d"}}'


def aside(scene: Scripted) -> list[tuple[int, str]]:
    wanted = text("SELECT update_id, error FROM inbox WHERE state = 'failed' ORDER BY update_id")
    return [tuple(row) for row in scene.store.read(lambda s: s.execute(wanted).all())]


class TestPoison:
    @pytest.mark.parametrize("poison", [DEEP, LONE, RAW], ids=["deep", "lone", "raw"])
    async def test_an_update_that_is_not_json_is_put_aside_and_the_others_are_answered(
        self, scripted: Scripted, poison: bytes, caplog: pytest.LogCaptureFixture
    ) -> None:
        script = scripted.script
        number = int(poison.split(b":")[1].split(b",")[0])
        script.gives(message(20, ANNA, "before"))
        script.gives(poison, number)
        script.gives(message(30, BEN, "after"))
        async with scripted.bot():
            await script.until(lambda: script.texts(ANNA) and script.texts(BEN))
            await script.until(lambda: script.polls[-1].get("offset") == 31)
        assert [one[0] for one in aside(scripted)] == [number]
        (line,) = (one for one in caplog.records if "put aside" in one.getMessage())
        assert f"update {number} is put aside: not JSON" in line.getMessage()
        assert vars(line)["update"] == number, "as all lines of an update bear it"

    @pytest.mark.parametrize(
        "poison",
        [b"7", b'"x"', b"null", b"[[]]", b"{}", b'{"update_id":"20"}', b'{"update_id":null}', b'{"update_id":true}',
         b'{"update_id":-4}', b'{"update_id":1.5}', str({"update_id": 2**63}).replace("'", '"').encode(),
         str({"update_id": 10**30}).replace("'", '"').encode()],
    )
    async def test_one_without_a_usable_id_is_kept_once_and_confirms_nothing(
        self, scripted: Scripted, poison: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("zc_bot.tg.receive.NO_PROGRESS", 0.2)
        script = scripted.script
        script.gives(poison, 10**31)
        script.gives(message(20, ANNA, "beside"))
        async with scripted.bot():
            await script.until(lambda: script.texts(ANNA))
            script.gives(message(21, BEN, "later"))
            await script.until(lambda: script.texts(BEN))
            await script.until(lambda: script.polls[-1].get("offset") == 22)
        ((key, why),) = aside(scripted)
        assert key < 0
        assert "no usable update_id" in why or "not JSON" in why
        assert len(script.polls) < 20, "what can't be confirmed is not asked for again and again"

    @pytest.mark.parametrize("content", ["x", [], {"chat": {"id": "x"}, "from": {"id": 1}}, {"from": {"id": [2]}}])
    async def test_one_that_is_not_formed_as_telegrams_are_is_put_aside(
        self, scripted: Scripted, content: Any
    ) -> None:
        script = scripted.script
        script.gives(json.dumps({"update_id": 20, "message": content}).encode())
        script.gives(message(21, ANNA, "next"))
        async with scripted.bot():
            await script.until(lambda: script.texts(ANNA) == ["<next>"])
        assert scripted.store.read(inbox.pending) == ()
        assert scripted.errors == []

    async def test_an_answer_that_stays_unreadable_is_asked_for_one_by_one_and_stepped_over(
        self, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("zc_bot.tg.receive.wait_after", lambda error, failures: 0.01)
        script, unreadable = scripted.script, list[dict[str, Any]]()
        for number in range(17, 21):
            script.gives(message(number, ANNA, "before"))
        script.gives(b'{"update_id":21,"message":{"text":"no end', 21)
        script.gives(message(22, BEN, "after"))

        def cut(params: dict[str, Any]) -> Any:
            if len(script.updates) < 2 or params["limit"] == 1:
                return None
            unreadable.append(params)
            return 200, b'{"ok":true,"result":['

        script.always["getupdates"] = cut
        async with scripted.bot():
            await script.until(lambda: script.texts(ANNA) and script.texts(BEN))
            await script.until(lambda: script.polls[-1].get("offset") == 23)
        assert len(unreadable) == 2, "all that lay there is asked for one by one, and not only the next"
        assert [one[0] for one in aside(scripted)] == [21]

    async def test_one_that_stays_unreadable_however_it_is_asked_for_is_stepped_over(
        self, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("zc_bot.tg.receive.wait_after", lambda error, failures: 0.01)
        unreadable: list[dict[str, Any]] = []

        def cut(params: dict[str, Any]) -> Any:
            if (number := max(21, params.get("offset", 0))) > 22:
                return None
            unreadable.append(params)
            return 200, f'{{"ok":true,"result":[{{"update_id":{number},"message":{{"text":"no e'.encode()

        scripted.script.always["getupdates"] = cut
        scripted.script.gives(message(23, BEN, "after"))
        async with scripted.bot():
            await scripted.script.until(lambda: scripted.script.texts(BEN))
        assert len(unreadable) == 8, "each is asked for as often"
        assert [number for number, _ in aside(scripted)] == [21, 22]

    async def test_one_that_is_of_nobody_and_no_chat_is_none(self, scripted: Scripted) -> None:
        scripted.script.gives(b'{"update_id":20,"poll":{"id":"1"}}')
        scripted.script.gives(message(21, ANNA, "a"))
        async with scripted.bot():
            await scripted.script.until(lambda: scripted.script.texts(ANNA))
        assert aside(scripted) == []

    async def test_none_is_put_aside_or_confirmed_because_the_store_is_away(
        self, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(*_: object) -> None:
            raise StoreAway("away")

        async with scripted.bot() as bot:
            await scripted.script.until(lambda: scripted.script.polls)
            with monkeypatch.context() as meanwhile:
                meanwhile.setattr(inbox, "put_away", away)
                with pytest.raises(StoreAway):
                    await bot.receiver.take([message(20, ANNA, "a")])
            assert aside(scripted) == []


    async def test_two_without_a_usable_id_are_told_from_one_another(self, scripted: Scripted) -> None:
        scripted.script.gives(b'{"update_id":"7"}', 10**31)
        scripted.script.gives(b'{"update_id":"8"}', 10**31)
        scripted.script.gives(message(20, ANNA, "beside"))
        async with scripted.bot():
            await scripted.script.until(lambda: scripted.script.texts(ANNA))
        assert len(aside(scripted)) == 2

    async def test_one_that_the_store_refuses_is_put_aside_and_the_others_are_answered(
        self, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put_away = inbox.put_away

        def refusing(session: Any, arrivals: Any, now: Any) -> Any:
            if any(one.update_id == 21 for one in arrivals):
                raise ValueError("refused")
            return put_away(session, arrivals, now)

        monkeypatch.setattr(inbox, "put_away", refusing)
        for number in (20, 21, 22):
            scripted.script.gives(message(number, ANNA, str(number)))
        async with scripted.bot():
            await scripted.script.until(lambda: len(scripted.script.texts(ANNA)) == 2)
        assert scripted.script.texts(ANNA) == ["<20>", "<22>"]
        assert aside(scripted) == [(21, "the store refuses it (ValueError), 0 bytes")]


    async def test_what_the_store_can_not_keep_is_not_confirmed_and_answered_once_it_can(
        self, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It was said in the log that it could not even be put aside, and confirmed: nobody answered it."""
        monkeypatch.setattr("zc_bot.tg.bot.ANEW", 0.02)
        rename = "ALTER TABLE inbox RENAME TO gone", "ALTER TABLE gone RENAME TO inbox"
        async with scripted.bot():
            await scripted.script.until(lambda: bool(scripted.script.polls))
            scripted.store.write(lambda s: s.execute(text(rename[0])))
            scripted.script.gives(message(20, ANNA, "a"))
            standing = scripted.store.troubles.standing
            await scripted.script.until(lambda: {one.part for one in standing()} == {"receiving"})
            assert all((poll.get("offset") or 0) <= 20 for poll in scripted.script.polls)
            scripted.store.write(lambda s: s.execute(text(rename[1])))
            await scripted.script.until(lambda: scripted.script.texts(ANNA) == ["<a>"])
            await scripted.script.until(lambda: scripted.script.polls[-1].get("offset") == 21)
        assert scripted.store.troubles.standing() == ()


class TestRefusedPolls:
    @pytest.mark.parametrize(
        ("answer", "code"),
        [(no(401, "Unauthorized"), "token"), (no(404, "Not Found"), "token"),
         (no(409, "Conflict: terminated by other getUpdates request"), "poller"),
         (no(409, "Conflict: can't use getUpdates method while webhook is active"), "webhook"),
         (no(502, "Bad Gateway"), "unreachable"), ((502, b"<html>"), "unreadable"), ((200, b"[]"), "unreadable"),
         (ok({"a": 1}), "unreadable"), ((200, b'{"ok":true}'), "unreadable"),
         (no(429, "Too Many Requests", retry_after=1), "limited"), (no(400, "Bad Request: x"), "unreachable"),
         ((409, b'{"ok":false,"description":5}'), "unreadable")],
    )
    async def test_a_poll_that_is_refused_is_waited_out_and_said_once(
        self, scripted: Scripted, answer: Any, code: str, caplog: pytest.LogCaptureFixture,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("zc_bot.tg.receive.wait_after", lambda error, failures: 0.02)
        scripted.script.says("getUpdates", *[answer] * 5)
        async with scripted.bot():
            met: set[str] = set()
            while scripted.script.answers["getupdates"]:
                met |= {one.code for one in scripted.store.troubles.standing()}
                await asyncio.sleep(0.005)
            scripted.script.gives(message(20, ANNA, "a"))
            await scripted.script.until(lambda: scripted.script.texts(ANNA) == ["<a>"])
            assert scripted.store.troubles.standing() == ()
        assert met == {code}
        warned = [one.getMessage() for one in caplog.records if one.levelname == "WARNING"]
        assert sum(one.startswith("receiving: ") for one in warned) == 1
        assert scripted.errors == []

    async def test_a_refusal_is_told_in_telegrams_words(
        self, scripted: Scripted, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("zc_bot.tg.receive.wait_after", lambda error, failures: 0.02)
        scripted.script.says("getUpdates", no(400, "Bad Request: no such thing"))
        async with scripted.bot():
            await scripted.script.until(lambda: len(scripted.script.polls) > 1)
        assert "receiving: Telegram can't be reached: No such thing" in caplog.messages

    async def test_the_wait_begins_anew_after_an_answer(
        self, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waited: list[int] = []

        def wait(error: Exception, failures: int) -> float:
            waited.append(failures)
            return 0.0

        monkeypatch.setattr("zc_bot.tg.receive.wait_after", wait)
        bad = no(502, "Bad Gateway")
        scripted.script.says("getUpdates", bad, bad, ok([]), bad)
        async with scripted.bot():
            await scripted.script.until(lambda: len(waited) > 2)
        assert waited == [1, 2, 1]

    async def test_the_wait_grows(self, scripted: Scripted) -> None:
        answer = no(409, "Conflict: terminated by other getUpdates request")
        scripted.script.always["getupdates"] = lambda params: answer
        async with scripted.bot():
            began = time.monotonic()
            await scripted.script.until(lambda: len(scripted.script.polls) == 3)
        assert time.monotonic() - began > 2.5


class TestNoProgress:
    """Answers that bring nothing: Telegram is asked again from the same place, and not at once."""

    @pytest.mark.parametrize(
        ("answer", "rests"), [(ok([]), "NOTHING"), (ok([7]), "NO_PROGRESS")],
        ids=["nothing", "nothing that can be confirmed"],
    )
    async def test_it_rests_after_an_answer_that_brings_nothing(
        self, scripted: Scripted, answer: Any, rests: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rested, sleep = list[float](), asyncio.sleep

        async def noted(seconds: float) -> None:
            rested.append(seconds)
            await sleep(0 if seconds == HOUR else seconds)

        monkeypatch.setattr(f"zc_bot.tg.receive.{rests}", HOUR)
        monkeypatch.setattr(asyncio, "sleep", noted)
        scripted.script.always["getupdates"] = lambda params: answer
        async with scripted.bot():
            await scripted.script.until(lambda: len(scripted.script.polls) > 3)
        assert rested.count(HOUR) >= 3

    @pytest.mark.parametrize("answer", [ok([]), ok([7])], ids=["nothing", "nothing that can be confirmed"])
    async def test_nothing_more_is_confirmed_by_it(
        self, scripted: Scripted, answer: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("zc_bot.tg.receive.NO_PROGRESS", 0.01)
        script = scripted.script
        script.says("getUpdates", answer)
        script.gives(message(20, ANNA, "a"))
        async with scripted.bot():
            await script.until(lambda: script.texts(ANNA))
            script.says("getUpdates", answer)
            await script.until(lambda: not script.answers["getupdates"])
            seen = len(script.polls)
            await script.until(lambda: len(script.polls) > seen)
        assert [one.get("offset") for one in script.polls[:2]] == [None, None]
        assert {one["offset"] for one in script.polls[2:]} == {21}


class TestGreeting:
    @pytest.mark.parametrize(
        "answer",
        [no(401, "Unauthorized"), no(404, "Not Found"), no(429, "Too Many Requests", retry_after=1),
         no(500, "Internal"), (200, b"{}"), ok(None), ok(True), ok({}), (200, b"\xff"), ok([ME])],
    )
    async def test_whatever_get_me_answers_it_is_asked_again(
        self, scripted: Scripted, answer: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("zc_bot.tg.connect.wait_after", lambda error, failures: 0.02)
        scripted.script.says("getMe", answer)
        scripted.script.gives(message(20, ANNA, "a"))
        async with scripted.bot():
            await scripted.script.until(lambda: scripted.script.texts(ANNA) == ["<a>"])
        assert scripted.errors == []


    async def test_a_stop_meanwhile_leaves_no_connection_open(
        self, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ended, shutdown = list[Client](), Client.shutdown

        async def ending(client: Client) -> None:
            ended.append(client)
            await shutdown(client)

        monkeypatch.setattr(Client, "shutdown", ending)
        scripted.script.always["getme"] = lambda _: no(500, "Internal")
        client = make_client(scripted.token, scripted.address)
        greeting = asyncio.ensure_future(connected(client).__aenter__())
        await scripted.script.until(lambda: scripted.script.asked["getme"] > 0)
        greeting.cancel()
        with suppress(asyncio.CancelledError):
            await greeting
        assert ended == [client]


class TestDripping:
    @pytest.mark.parametrize("kind", [TelegramRequest, PollRequest])
    async def test_an_answer_that_drips_ends(
        self, kind: type[TelegramRequest], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("zc_bot.tg.request.CONNECT_TIMEOUT", 0.1)

        async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(ConnectionError):
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                while not writer.is_closing():
                    writer.write(b" ")
                    await writer.drain()
                    await asyncio.sleep(0.05)

        server = await asyncio.start_server(drip, "127.0.0.1", 0)
        request = kind()
        await request.initialize()
        port = server.sockets[0].getsockname()[1]
        began = time.monotonic()
        # What was asked may have been done: it is in doubt.
        with pytest.raises(TimedOut):
            await request.do_request(f"http://127.0.0.1:{port}/", "POST", read_timeout=0.3, write_timeout=0.1)
        assert time.monotonic() - began < 20
        await request.shutdown()
        server.close()


def test_an_answer_is_cut_apart_whatever_its_texts_hold() -> None:
    tricky = json.dumps({"update_id": 5, "message": {"text": '}]{["\\" "update_id":9'}}).encode()
    body = b'{"ok":true,"result":[' + tricky + b"," + LONE + b"," + DEEP + b',{"update_id":6}]}'
    found = PollRequest.parse_json_payload(body)["result"]
    assert [one.update_id if isinstance(one, Odd) else one["update_id"] for one in found] == [5, 22, 21, 6]
    assert [isinstance(one, Odd) for one in found] == [False, True, True, False]


def test_what_stands_behind_the_updates_is_none() -> None:
    body = b'{"ok":true,"result":[' + LONE + b'],"more":{"inner":{"update_id":9}}}'
    assert [one.update_id for one in PollRequest.parse_json_payload(body)["result"]] == [22]


async def test_at_a_stop_each_chat_ends_what_it_is_at_and_begins_nothing_more() -> None:
    handled, may_end = list[int](), asyncio.Event()

    async def handle(arrival: Arrival, begun: object) -> None:
        await may_end.wait()
        handled.append(arrival.update_id)

    queues = Queues(handle)
    for number in (1, 2):
        queues.put(Arrival(number, "{}", ANNA, ANNA))
    ending = asyncio.create_task(queues.drain(60))
    await asyncio.sleep(0)
    may_end.set()
    await ending
    assert handled == [1]
    queues.put(Arrival(2, "{}", ANNA, ANNA))
    async with asyncio.timeout(60):
        while len(queues):
            await asyncio.sleep(0.01)
    assert handled == [1, 2], "it is in the inbox still, and handled once it comes again"


async def test_what_fails_unforeseen_keeps_nothing_of_its_chat_waiting(caplog: pytest.LogCaptureFixture) -> None:
    handled: list[int] = []

    async def handle(arrival: Arrival, begun: object) -> None:
        if arrival.update_id == 1:
            raise RuntimeError("unforeseen")
        handled.append(arrival.update_id)

    queues = Queues(handle)
    for number in (1, 2, 3):
        queues.put(Arrival(number, "{}", ANNA, ANNA))
    async with asyncio.timeout(60):
        while len(queues):
            await asyncio.sleep(0.01)
    assert handled == [2, 3]
    assert "update 1 was not handled" in caplog.text


async def test_answers_go_out_before_telegram_is_asked_for_more(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = TelegramRequest.do_request

    async def noting(self: TelegramRequest, url: str, *args: Any, **options: Any) -> tuple[int, bytes]:
        asked.append(url.rpartition("/")[2])
        return await ask(self, url, *args, **options)

    monkeypatch.setattr(TelegramRequest, "do_request", noting)
    async with scripted.bot():
        await scripted.script.until(lambda: scripted.script.polls)
        for number, person in ((20, ANNA), (21, BEN)):
            scripted.script.gives(message(number, person, "now"))
        await scripted.script.until(lambda: scripted.script.polls[-1].get("offset") == 22)
    assert asked[asked.index("sendMessage") :][:3] == ["sendMessage", "sendMessage", "getUpdates"]


async def test_what_waits_long_in_its_chats_queue_is_done_in_turn_and_not_given_up(scripted: Scripted) -> None:
    script = scripted.script
    script.slow[ANNA] = asyncio.Event()
    async with scripted.bot() as bot:
        script.gives(message(20, ANNA, "one"))
        await script.until(lambda: script.asked["sendmessage"])
        script.gives(message(21, ANNA, "two"))
        await script.until(lambda: script.polls[-1].get("offset") == 22)
        scripted.clock.put(scripted.clock.now() + timedelta(minutes=10))
        for _ in range(5):
            await bot.take_up()
        script.slow.pop(ANNA).set()
        await script.until(lambda: len(script.texts(ANNA)) == 2)
    assert script.texts(ANNA) == ["<one>", "<two>"]
    assert aside(scripted) == []


async def test_that_telegram_is_silent_is_told_by_how_long_a_poll_waits_alone(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = scripted.script
    put_away, may = inbox.put_away, asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(*args: Any) -> Any:
        asyncio.run_coroutine_threadsafe(may.wait(), loop).result()
        return put_away(*args)

    async with scripted.bot() as bot:
        await script.until(lambda: len(script.polls) > 1)
        script.held["getupdates"] = asyncio.Event()
        await script.until(lambda: script.holds["getupdates"])
        await asyncio.sleep(0.05)
        assert 0.05 <= bot.receiver.unheard() < HOUR
        monkeypatch.setattr(inbox, "put_away", slow)
        script.gives(message(20, ANNA, "one"))
        script.held.pop("getupdates").set()
        async with asyncio.timeout(60):
            while bot.queues.waiting(ANNA) or bot.receiver.unheard():
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        assert bot.receiver.unheard() == 0.0, "it is the database that is waited for"
        may.set()
        await script.until(lambda: script.texts(ANNA))


async def test_the_oldest_update_is_told_by_how_long_it_waits_though_it_is_being_handled() -> None:
    may_end = asyncio.Event()

    async def handle(arrival: Arrival, begun: object) -> None:
        await may_end.wait()

    queues = Queues(handle)
    assert queues.oldest() == 0.0
    queues.put(Arrival(1, "{}", ANNA, ANNA))
    await asyncio.sleep(0.02)
    queues.put(Arrival(2, "{}", BEN, BEN))
    assert 0.02 <= queues.oldest() < HOUR
    may_end.set()
    await queues.drain(60)
    assert queues.oldest() == 0.0


async def test_a_line_that_is_written_while_an_update_is_done_bears_its_id(
    scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[dict[str, Any]] = []
    respond = Counting.respond

    def telling(self: Counting, *given: Any) -> Any:
        lines.append(json.loads(JsonLine(()).format(logging.makeLogRecord({"msg": "at it"}))))
        return respond(self, *given)

    monkeypatch.setattr(Counting, "respond", telling)
    scripted.script.gives(message(20, ANNA, "one"))
    async with scripted.bot():
        await scripted.script.until(lambda: scripted.script.texts(ANNA))
    assert [line.get("update") for line in lines] == [20]
