"""People who talk to a bot: many at once, each waiting for the answer, or so many messages a second whoever waits."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.bench.botapi import BOT, BotApi

FIRST_PERSON = 1_000_001
PATIENCE = 15.0
Script = Callable[[int, int], tuple["Step", ...]]
"""What somebody does in the `n`-th talk, at a place among those who talk at once."""


@dataclass(frozen=True, slots=True)
class Step:
    """A text to send, or part of a button's label to tap, and what the answer must hold."""

    what: str
    expect: str = ""
    tap: bool = False


@dataclass(slots=True)
class Tally:
    """What came of it: the seconds each answer took, and the answers that were wrong or never came."""

    took: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Talk:
    answered: asyncio.Future[float] | None = None
    expect: str = ""
    text: str = ""
    buttons: tuple[int, Mapping[str, Any]] | None = None


class Crowd:
    """So many people that nobody comes near what one may send in a minute; some talk at each of so many places."""

    def __init__(self, people: int, places: int) -> None:
        self.api = BotApi(self._heard)
        self._places, self._at_each = places, people // places
        self._numbers = count()
        self._talks: dict[int, _Talk] = {}
        self._callbacks = count(1)

    async def talk_at_once(self, script: Script, people: int, seconds: float, tally: Tally) -> float:
        """Have so many talk at once, each beginning anew when done; returns the answers a second."""
        began = time.perf_counter()
        until = began + seconds

        async def keep_talking(place: int) -> None:
            while time.perf_counter() < until:
                await self._talk(script, place, tally)

        await asyncio.gather(*(keep_talking(place) for place in range(people)))
        return len(tally.took) / (time.perf_counter() - began)

    async def talk_at_pace(self, script: Script, rate: float, seconds: float, tally: Tally, seed: int) -> None:
        """Have talks begin at random moments, so many a second on the average."""
        talks = []
        for number, moment in enumerate(_moments(rate, seconds, random.Random(seed))):
            if (wait := moment - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            talks.append(asyncio.create_task(self._talk(script, number % self._places, tally)))
        await asyncio.gather(*talks)

    async def _talk(self, script: Script, place: int, tally: Tally) -> None:
        number = next(self._numbers)
        person = FIRST_PERSON + place + self._places * (number // self._places % self._at_each)
        talk = self._talks[person] = _Talk()
        for step in script(number, place):
            began = time.perf_counter()
            try:
                async with asyncio.timeout(PATIENCE):
                    tally.took.append(await self._do(person, talk, step) - began)
            except (TimeoutError, LookupError) as error:
                tally.wrong.append(f"{step.what}: {type(error).__name__}; the last answer: {talk.text[:200]}")
                return

    def _do(self, person: int, talk: _Talk, step: Step) -> asyncio.Future[float]:
        talk.answered, talk.expect = asyncio.get_running_loop().create_future(), step.expect
        who = {"id": person, "is_bot": False, "first_name": "x", "language_code": "zh-hans"}
        chat = {"id": person, "type": "private", "first_name": "x"}
        now = int(time.time())
        if not step.tap:
            sent = {"message_id": self.api.message_id(), "from": who, "chat": chat, "date": now, "text": step.what}
            command = {"type": "bot_command", "offset": 0, "length": len(step.what)}
            self.api.gives({"message": sent | ({"entities": [command]} if step.what[0] == "/" else {})})
            return talk.answered
        message, data = _button(talk, step.what)
        under = {"message_id": message, "from": BOT, "chat": chat, "date": now, "text": talk.text}
        tap = {"id": str(next(self._callbacks)), "from": who, "chat_instance": "1", "data": data, "message": under}
        self.api.gives({"callback_query": tap})
        return talk.answered

    def _heard(self, chat: int, text: str, keyboard: Mapping[str, Any] | None, message: int) -> None:
        talk = self._talks.get(chat)
        if talk is None:
            return
        talk.text = text
        if keyboard is not None and "inline_keyboard" in keyboard:
            talk.buttons = message, keyboard
        if talk.answered is not None and not talk.answered.done() and talk.expect in text:
            talk.answered.set_result(time.perf_counter())


def _moments(rate: float, seconds: float, chance: random.Random) -> Iterator[float]:
    moment = time.perf_counter()
    until = moment + seconds
    while (moment := moment + chance.expovariate(rate)) < until:
        yield moment


def _button(talk: _Talk, label: str) -> tuple[int, str]:
    """Return the message and the data of the button whose label holds a text; raises `LookupError`."""
    if talk.buttons is None:
        raise LookupError(label)
    message, keyboard = talk.buttons
    for row in keyboard["inline_keyboard"]:
        for button in row:
            if label in button["text"]:
                return message, button["callback_data"]
    raise LookupError(label)
