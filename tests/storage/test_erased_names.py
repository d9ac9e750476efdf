"""Forgetting a person: which of the names that they ever had go, and from what; what stays is listed."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from tests.storage.erasing import NAME, dumped
from zc_bot.evaluation.ledger import Noted
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.reminders.moments import Moment
from zc_bot.storage import (
    dialogues,
    erasing,
    ledger,
    outbox,
    own_reminders,
    people,
)
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.outbox import Letter
from zc_bot.storage.remaining import Remaining, names_of, remaining
from zc_bot.storage.store import Session, Store
from zc_bot.texts.own_words import own_words

PEOPLE = "缪晓东 季红霞 瞿秋白 方志敏 雷军 康佳 毛小平 洪建华 卫国平 凌志强 管建国 阿卜杜拉·买买提 晓东"
HELD = ("outbox", "context", "keyboard", "own_reminder")


def admitted(store: Store, programme: Programme, person: int, name: str, now: datetime) -> None:
    """Admit somebody, or give them another name, and let it stand with another in all that the bot put together."""
    candidates = [Candidate(person, name, "viewer")]
    store.write(lambda s: people.admit(s, OPERATOR, programme, candidates, now))
    store.write(lambda s: let_it_stand_everywhere(s, name, now))


def erased(store: Store, programme: Programme, person: int, now: datetime) -> tuple[Remaining, ...]:
    """Have somebody forgotten; returns where what they were called remains."""
    words, names = own_words(programme), store.read(lambda s: names_of(s, person))
    assert store.write(lambda s: erasing.erase(s, OPERATOR, person, now, words))
    return store.read(lambda s: remaining(s, OPERATOR, person, names, words))


def let_it_stand_everywhere(session: Session, name: str, now: datetime) -> None:
    """Put a name into a letter, a button, a question and a reminder of somebody else, who is told of it."""
    other = people.find(session, 14)
    assert other is not None
    letter = {
        "text": f"{name}报，编号000001。", "rows": [[[f"请{name}核实后再报", "token"]]], "instead": f"给{name}",
        "document": {"name": f"{name}.xlsx", "base64": "eA=="}, "chart": {"title": f"{name}的数据"},
    }
    outbox.post(session, [Letter(14, 14, "notice", letter)], now)
    dialogues.make_keyboard(session, 14, 14, [("review:back", ("1", f"请{name}核实后再报"))], False, now)
    dialogues.save_context(session, 14, json.dumps([name], ensure_ascii=False), now)
    own_reminders.add(session, other, Moment(now, None, rest=f"给{name}打电话"), now)


@pytest.mark.parametrize("name", PEOPLE.split())
def test_whatever_the_surname_nothing_that_the_bot_put_together_holds_it(
    keyed: Store, programme: Programme, now: datetime, name: str
) -> None:
    """No letter that waits, button, question or reminder of another; 晓东 has no surname, and is no word either."""
    admitted(keyed, programme, 19, name, now)
    assert erased(keyed, programme, 19, now) == ()
    assert [line for line in dumped(keyed) if name in line] == []


def test_of_a_name_that_is_a_word_the_letters_that_hold_it_are_listed(
    keyed: Store, programme: Programme, now: datetime
) -> None:
    for number, name in ((19, "工业"), (20, "数据"), (21, "Li")):
        admitted(keyed, programme, number, name, now)
        before = [line for line in dumped(keyed) if line.startswith(HELD)]
        assert {*erased(keyed, programme, number, now)} >= {Remaining("letter"), Remaining("own")}
        assert [line for line in dumped(keyed) if line.startswith(HELD)] == before


def test_what_remains_is_looked_for_in_all_that_is_kept_once_somebody_is_forgotten(
    keyed: Store, programme: Programme, now: datetime
) -> None:
    names = keyed.read(lambda s: names_of(s, 11))
    keyed.write(lambda s: erasing.erase(s, OPERATOR, 11, now))
    assert keyed.read(lambda s: remaining(s, OPERATOR, 11, names)) == ()
    keyed.write(lambda s: let_it_stand_everywhere(s, NAME, now))
    assert keyed.read(lambda s: remaining(s, OPERATOR, 11, names)) == (Remaining("letter"), Remaining("own"))


def test_every_name_that_somebody_ever_had_goes(keyed: Store, programme: Programme, now: datetime) -> None:
    """Renamed by being admitted anew: letters, buttons, questions and reminders held what they were called before."""
    for name in ("李小明", "缪小明", "李晓明"):
        admitted(keyed, programme, 19, name, now)
    assert {*keyed.read(lambda s: names_of(s, 19))} == {"李小明", "缪小明", "李晓明"}
    assert erased(keyed, programme, 19, now) == ()
    assert [line for line in dumped(keyed) if "小明" in line or "晓明" in line] == []


def test_a_former_name_that_another_has_now_stays_theirs(keyed: Store, programme: Programme, now: datetime) -> None:
    for number, name in ((19, "李小明"), (19, "李晓明"), (20, "李小明")):
        admitted(keyed, programme, number, name, now)
    assert erased(keyed, programme, 19, now) == ()
    left = [line for line in dumped(keyed) if line.startswith(HELD)]
    assert [line for line in left if "李晓明" in line] == []
    assert {line.partition(":")[0] for line in left if "李小明" in line} == {*HELD}


def test_who_is_called_as_a_place_takes_its_name_out_of_nothing_that_others_wrote(
    store: Store, programme: Programme, now: datetime
) -> None:
    """Nor out of a name that theirs is a part of: 通创 of 通创社区."""
    candidates = [Candidate(11, "通创社区", "viewer"), Candidate(12, "创社", "viewer")]

    def unit(session: Session) -> tuple[str, ...]:
        people.admit(session, OPERATOR, programme, candidates, now)
        for person in (11, 12):
            ledger.note(session, OPERATOR, programme, Noted("decision", f"通创社区整改方案{person}"), now)
            erasing.erase(session, OPERATOR, person, now, programme.public_names)
        return tuple(one.noted.what for one in ledger.load(session, OPERATOR).records)

    assert store.write(unit) == ("通创社区整改方案11", "通创社区整改方案12")
    names = store.read(lambda s: people.names(s, OPERATOR))
    assert (names[11], names[12]) == ("11", "12")
