"""Every button in everybody's hands: what a role may not do it can't do by a button either, nor by one of before."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any, get_type_hints

import pytest

from tests.chat.conftest import UPDATES, Chats
from tests.chat.test_roles import MEMBER, PERSON, SCRIPTS, state
from zc_bot.chat.codec import Action, encode, kinds
from zc_bot.chat.features import FEATURES
from zc_bot.chat.incoming import Incoming
from zc_bot.chat.replies import Response
from zc_bot.policy.roles import OPERATOR, ROLES
from zc_bot.storage import audit, dialogues, groups, people
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Session

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GROUP = -100
EACH = 8
"""So many of the values of a kind are tried in each hand."""
TEXTS = ("tongchuang", "xincailiao", "chongchuan", "reporter", "admin", "total_output", "confirm", "zh", "1:0", "[]")


def samples(kind: type[Action]) -> Iterator[Action]:
    """Give a few values of a kind: of one's own and others' places, people, versions."""
    hints = get_type_hints(kind)
    offered: list[tuple[Any, ...]] = []
    for field in fields(kind):  # type: ignore[arg-type]
        match hints[field.name]:
            case t if t is str:
                offered.append(TEXTS)
            case t if t is bool:
                offered.append((True,))
            case t if t is int:
                offered.append((1, 11, 2019))
            case t if t == date | None:
                offered.append((date(2020, 2, 10),))
            case t if t == int | None:
                offered.append((2019,))
            case t if t == tuple[int, ...]:
                offered.append(((1, 2),))
            case _:
                offered.append((("1:0",),))
    for values in itertools.islice(itertools.product(*offered), 0, None, 7):
        yield kind(*values)


def tapped(chats: Chats, session: Session, person: int, chat: int, action: Action) -> Response:
    """Tap a button that somehow came to be this person's, in this chat."""
    token = dialogues.make_keyboard(session, person, chat, [encode(action)], False, chats.now)
    incoming = Incoming(next(UPDATES), "tap", chat, person, private=chat > 0, data=f"{token}:0")
    return chats.conversation.respond(session, incoming, chats.now)


def is_denied(response: Response) -> bool:
    return not response.replies and not response.notices and response.toast == "这个按钮已失效"


def test_no_button_does_what_the_table_does_not_allow(chats: Chats) -> None:
    """Every kind of button, with all sorts of values, in the hands of each role that may not, alone or in a group."""
    chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
    chats.store.write(lambda s: people.admit(s, OPERATOR, chats.conversation.rules.programme, [MEMBER], chats.now))

    def unit(session: Session) -> int:
        before, tried = state(session), 0
        for kind, (role, person) in itertools.product(kinds(), PERSON.items()):
            feature = FEATURES.by_button.get(kind)
            if feature is None:
                continue
            for action in itertools.islice(samples(kind), EACH):
                places = [person] if role not in feature.act.roles else []
                # In a group everybody is an onlooker, but for what is done as oneself.
                if (role if feature.by_sender else "viewer") not in feature.act.roles:
                    places.append(GROUP)
                for chat in places:
                    lines = audit.head(session)[0]
                    assert is_denied(tapped(chats, session, person, chat, action)), (kind.__name__, role, chat)
                    assert audit.head(session)[0] == lines + 1, "and it is noted"
                    tried += 1
        after = state(session)
        assert {name: rows for name, rows in after.items() if name != "used"} == {
            name: rows for name, rows in before.items() if name != "used"
        }
        return tried

    assert chats.store.write(unit) > 500


def test_after_every_change_of_role_no_button_of_before_does_anything(chats: Chats) -> None:
    """Whoever was something else, or left and came back: all that was shown to them before is dead at once."""
    tried = 0
    for was, becomes in itertools.permutations(ROLES, 2):
        person = PERSON[was]
        chats.store.write(lambda s, p=person, r=was: _make(s, chats, p, r))  # type: ignore[misc]
        chat = chats.of(person)
        shown: list[str] = []
        for text in (*SCRIPTS[person], "/status", "/report 通创 2019", "/review", "/people", "/deadline"):
            chat.buttons = {}
            chat.says(text)
            shown += chat.buttons.values()
        chats.store.write(lambda s, p=person, r=becomes: _make(s, chats, p, r, "haimen"))  # type: ignore[misc]

        def unit(session: Session, person: int = person, shown: list[str] = shown) -> None:
            before = state(session)
            for data, where in itertools.product(shown, (person, GROUP)):
                incoming = Incoming(next(UPDATES), "tap", where, person, private=where > 0, data=data)
                assert is_denied(chats.conversation.respond(session, incoming, chats.now))
            assert state(session) == before

        chats.store.write(unit)
        tried += 2 * len(shown)
    assert tried > 200


def _make(session: Session, chats: Chats, person: int, role: str, authority: str = "chongchuan") -> None:
    """Give somebody a role, whatever they were, with another admin beside them."""
    programme = chats.conversation.rules.programme
    other = Candidate(99, "钱进", "admin")
    own = (authority,) if role in {"reporter", "lead"} else ("市财政局",) if role == "member" else ()
    people.admit(session, OPERATOR, programme, [other, Candidate(person, f"某人{person}", role, own)], chats.now)
