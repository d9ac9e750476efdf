"""Reading what getUpdates answers, update by update: one that can't be read leaves the others as they are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

import orjson

from zc_bot.tg.request import TelegramRequest, Unreadable
from zc_bot.values import dataclass

IDS = range(1, 2**52)
"""What an update's id can be; a larger one would have Telegram confirm all that are to come."""
_ID = re.compile(rb'"update_id"\s*:\s*(\d{1,16})(?![\d.eE])')
_RESULT = re.compile(rb'"result"\s*:\s*\[')
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Odd:
    """An update that can't be read: its id where it has a usable one, and what is wrong with it."""

    update_id: int | None
    why: str
    digest: int
    """What tells it from others where it has no id."""

    @property
    def key(self) -> int:
        """What it is kept under: its id, else a negative number that no update has."""
        return self.update_id if self.update_id is not None else -self.digest


class PollRequest(TelegramRequest):
    """The connection for getUpdates, whose answers are read update by update."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        try:
            answer = orjson.loads(payload)
        except orjson.JSONDecodeError:
            return {"result": [_read(part) for part in _split(payload)]}
        if isinstance(answer, dict) and answer.get("ok") is False:
            return answer
        if not isinstance(answer, dict) or not isinstance(answer.get("result"), list | bool):
            raise Unreadable("the answer was JSON of another shape", payload)
        if isinstance(answer["result"], list):
            return {"result": [check(one) for one in answer["result"]]}
        return answer


def read_posted(body: bytes) -> dict[str, Any] | Odd | None:
    """Read one update that Telegram posted; None where it has no usable id."""
    update = _read(body)
    return None if isinstance(update, Odd) and update.update_id is None else update


def check(update: Any, raw: bytes = b"") -> dict[str, Any] | Odd:
    """Return an update that has a usable id as it is."""
    if isinstance(update, dict) and type(update.get("update_id")) is int and update["update_id"] in IDS:
        return update
    return odd(None, "no usable update_id", raw or orjson.dumps(update, default=repr))


def odd(update_id: int | None, why: str, raw: bytes) -> Odd:
    """Name an update that can't be read."""
    return Odd(update_id, f"{why}, {len(raw)} bytes", int.from_bytes(hashlib.sha256(raw).digest()[:6]) + 1)


def id_in(raw: bytes) -> int | None:
    """Find the id of an update in what can't be read otherwise."""
    found = _ID.search(raw)
    return int(found[1]) if found is not None and int(found[1]) in IDS else None


def _read(raw: bytes) -> dict[str, Any] | Odd:
    try:
        return check(orjson.loads(raw), raw)
    except orjson.JSONDecodeError as error:
        return odd(id_in(raw), f"not JSON ({error.msg})", raw)


def _split(payload: bytes) -> Sequence[bytes]:
    """Cut the updates of an answer apart by brackets and strings alone; one that does not end is left for later.

    Raises `Unreadable` where no update can be told apart.
    """
    begin = _RESULT.search(payload)
    parts: list[bytes] = []
    depth, start = 0, 0
    for token in _TOKEN.finditer(payload, begin.end() if begin is not None else len(payload)):
        sign = token[0]
        if sign in b"[{":
            start = token.start() if depth == 0 else start
            depth += 1
        elif sign in b"]}":
            depth -= 1
            if depth < 0:
                break
            if depth == 0:
                parts.append(payload[start : token.end()])
    if not parts:
        raise Unreadable("the answer was not JSON", payload)
    return parts
