"""Floods: whoever sends much is answered in order all the same, replies put together; beyond a limit they are not."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from zc_bot.storage.outbox import Claimed

MOST, WINDOW = 20, 10.0
"""More updates than this, within so many seconds, are a flood."""
A_MINUTE, MINUTE = 60, 60.0
"""So many updates of a person are handled within so many seconds."""
TOGETHER = 1.0
"""Replies to a flood go out once in so many seconds."""
PATIENCE = 5
"""So often at most do answers to an album wait for one another so long, while a file of it is still being read."""
LONGEST = 4000
REMEMBERED = 10_000
GLUE = "\n\n"


class Floods:
    """Counts what each person sends, by the monotonic clock it is given."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._recent: OrderedDict[int, array[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._recent)

    def note(self, person: int) -> bool:
        """Count one update; tells whether it is part of a flood."""
        now = self._monotonic()
        recent = _noted(self._recent, person, now, MOST + 1)
        while now - next(iter(self._recent.values()))[-1] > WINDOW:
            self._recent.popitem(last=False)  # Whoever was silent for so long begins anew.
        return len(recent) > MOST and now - recent[0] <= WINDOW


class Limit:
    """Lets each person have so many updates handled in a minute, by when they sent them."""

    def __init__(self) -> None:
        self._recent: OrderedDict[int, array[float]] = OrderedDict()
        self._told: dict[int, float] = {}

    def exceeded(self, person: int, at: float) -> bool:
        """Count one update sent at a moment, in seconds; tells whether it is beyond the limit, and not counted."""
        before = self._recent.get(person)
        if before is not None and len(before) == A_MINUTE and abs(at - before[0]) < MINUTE:
            self._recent.move_to_end(person)
            return True
        _noted(self._recent, person, at, A_MINUTE)
        if len(self._recent) > REMEMBERED:
            gone, _ = self._recent.popitem(last=False)
            self._told.pop(gone, None)
        return False

    def is_to_be_told(self, person: int, at: float) -> bool:
        """Tell whether the person is to be told of the limit: once in a minute."""
        if (before := self._told.get(person)) is not None and abs(at - before) < MINUTE:
            return False
        self._told[person] = at
        return True


def _noted(recent: OrderedDict[int, array[float]], person: int, at: float, most: int) -> array[float]:
    """Note a moment of a person's, of which the last few are kept; an array, since a deque of one is 0.6 KB."""
    moments = recent.setdefault(person, array("d"))
    moments.append(at)
    if len(moments) > most:
        moments.pop(0)
    recent.move_to_end(person)
    return moments


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
