"""Floods: somebody who sends very much is answered in order all the same, their replies put together."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from zc_bot.storage.outbox import Claimed

MOST, WINDOW = 20, 10.0
"""More updates than this, within so many seconds, are a flood."""
TOGETHER = 1.0
"""Replies to a flood go out once in so many seconds."""
LONGEST = 4000
REMEMBERED = 10_000
GLUE = "\n\n"


class Floods:
    """Counts what each person sends, by the monotonic clock it is given."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._recent: OrderedDict[int, deque[float]] = OrderedDict()

    def note(self, person: int) -> bool:
        """Count one update; tells whether it is part of a flood."""
        now = self._monotonic()
        recent = self._recent.setdefault(person, deque(maxlen=MOST + 1))
        recent.append(now)
        self._recent.move_to_end(person)
        if len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)
        return len(recent) > MOST and now - recent[0] <= WINDOW


def batches(letters: Sequence[Claimed]) -> Iterator[tuple[Claimed, tuple[Claimed, ...]]]:
    """Put plain texts together: each message to be sent, with the letters it stands for.

    Of several keyboards the last is kept; a picture, a file and an edited message go alone.
    """
    held: list[Claimed] = []
    for letter in letters:
        length = sum(len(one.payload["text"]) + len(GLUE) for one in held) + len(letter.payload.get("text", ""))
        fits = length <= LONGEST
        if held and not (_is_plain(letter) and fits):
            yield _merged(held), tuple(held)
            held = []
        if _is_plain(letter):
            held.append(letter)
        else:
            yield letter, (letter,)
    if held:
        yield _merged(held), tuple(held)


def _is_plain(letter: Claimed) -> bool:
    return letter.payload.keys() <= {"text", "rows"}


def _merged(letters: Sequence[Claimed]) -> Claimed:
    text = GLUE.join(one.payload["text"] for one in letters)
    rows = next((one.payload["rows"] for one in reversed(letters) if one.payload.get("rows")), None)
    return replace(letters[0], payload={"text": text} | ({"rows": rows} if rows else {}))
