"""Every cell of the table again after every change of role, by whoever holds the buttons of before.

By text, button and sheet (the attempts of the table), in a group, inline, and by deep links; and every button of
before, as it was, forged, in the chat of others and in a group: those that the scripts show, and one of every kind
that there is.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import pytest

from tests.chat.conftest import UPDATES, Chat, Chats
from tests.chat.spoken import SPOKEN
from tests.chat.test_buttons import is_denied, samples
from tests.chat.test_roles import (
    ATTEMPTS,
    AUTHORITY,
    COMMANDS,
    FOREIGN,
    MEMBER,
    OWN,
    SCRIPTS,
    STATEMENTS,
    _buttons_of_everybody,
    _forged,
    cells,
    filled,
    state,
)
from tests.chat.undoing import chat_within, undone
from zc_bot.chat.codec import encode
from zc_bot.chat.features import FEATURES
from zc_bot.chat.incoming import Incoming, Sheet
from zc_bot.chat.replies import Response
from zc_bot.policy.roles import OPERATOR, ROLES, Act, Role
from zc_bot.sheets import Rows
from zc_bot.storage import admission, audit, chain, dialogues, groups, people
from zc_bot.storage.admission import token_hash
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import without_html

__all__ = ["filled"]
PERSON, GROUP = 13, -100
OFFICE = {OWN: "chongchuan", FOREIGN: "haian"}
FORGERIES = 1
T = TypeVar("T")


@dataclass(frozen=True)
class Change:
    """What somebody was and where, and what they are then; role None: they left."""

    was: Role
    becomes: Role | None
    place: str = OWN
    moves_to: str = OWN

    def __str__(self) -> str:
        return f"{self.was} {AUTHORITY[self.place]} to {self.becomes} {AUTHORITY[self.moves_to]}"


CHANGES = [
    *(Change(was, becomes) for was, becomes in itertools.permutations(ROLES, 2)),
    *(Change(role, role, OWN, FOREIGN) for role in ("reporter", "lead")),
    *(Change(role, None) for role in ROLES),
]


@dataclass
class Attempts:
    """What one person tries after a change, inside a transaction that is undone; counted."""

    chats: Chats
    now_is: Change
    share: int
    """One of how many cells, sheets and texts is tried, others after every change; every button is."""
    chance: random.Random
    session: Session = field(init=False)
    tried: int = 0

    @property
    def chat(self) -> Chat:
        return chat_within(self.chats, self.session, PERSON)

    def some(self, those: Iterable[T]) -> Iterator[T]:
        """Choose those that are tried."""
        return itertools.islice(those, self.chance.randrange(self.share), None, self.share)

    def cell(self, action: str, place: str, allowed: bool) -> None:
        """Try one cell by its own attempt, and undo whatever it did."""
        with undone(self.session):
            done = ATTEMPTS[action](self.chat, place)
        assert done == allowed, f"{self.now_is}: {action} of {place}"
        self.tried += 1

    def words(self, act: Act, text: str, shows: str, allowed: bool) -> None:
        """Say what leads to an act: its answer is given to who may, and its act done to nobody else."""
        with undone(self.session):
            told = self.chat.says(text)
        assert (shows in told) <= allowed, f"{self.now_is}: {act.name} by {text}: {told}"
        self.tried += 1

    def as_a_stranger(self, text: str) -> None:
        """Say it as somebody who left: there is one constant answer, once a day."""
        for reply in self._respond("text", PERSON, text=text).replies:
            assert "只对已登记" in reply.text

    def sheets(self, place: str) -> None:
        """Send sheets of every layout about a place that is not one's own to report: none becomes a card."""
        for rows in self.some(layouts(place)):
            response = self._respond("document", PERSON, file_name="表.xlsx", sheet=Sheet(rows))
            assert not any("请核对" in reply.text or "已提交" in reply.text for reply in response.replies), rows

    def looking_on(self, text: str) -> None:
        """Say it in a group and inline: what an onlooker may not know is not told, and no command is run."""
        for reply in self._respond("text", GROUP, text=text).replies:
            plain = without_html(reply.text)
            assert "45.6亿" not in plain
            assert "王芳" not in plain
            assert "请核对" not in plain
        results = self._respond("inline", PERSON, text=text).inline or ()
        assert not any("45.6亿" in str(one.text) or "王芳" in str(one.text) for one in results)

    def link(self, token: str) -> None:
        """Follow an invitation's link: whoever is admitted keeps the role that they have."""
        self._respond("text", PERSON, text="/start", invitation=token_hash(token))
        who = people.find(self.session, PERSON)
        assert (who.role if who else None) == self.now_is.becomes

    def taps(
        self, shown: Sequence[str], kept: Sequence[tuple[str, int]], others: Sequence[tuple[int, int, str]]
    ) -> None:
        """Tap every button of before where it stood and elsewhere, forge it, and try the buttons of others."""
        tapped = [(data, where) for data in shown for where in (PERSON, GROUP)] + list(kept)
        tapped += [(_forged(data, self.chance), PERSON) for data in shown for _ in range(FORGERIES)]
        tapped += [(data, where) for owner, chat, data in others if owner != PERSON for where in (PERSON, chat)]
        for data, where in tapped:
            response = self._respond("tap", where, data=data)
            stranger = self.now_is.becomes is None
            assert is_denied(response) or (stranger and not response.toast and not response.notices), data

    def _respond(self, kind: str, where: int, **fields: Any) -> Response:
        self.tried += 1
        incoming = Incoming(next(UPDATES), kind, where, PERSON, private=where > 0, **fields)  # type: ignore[arg-type]
        return self.chats.conversation.respond(self.session, incoming, self.chats.now)


def layouts(place: str) -> Iterator[Rows]:
    """Lay the same figures out in the ways that sheets come in."""
    yield (("社区", "指标", "年度", "本年数"), (place, "从业人员", "2019", "3200"))
    yield (("社区", "年度", "从业人员", "孵化器"), (place, "2019", "3200", "3"))
    yield ((f"{place}2019年填报表",), ("指标", "本年数"), ("从业人员", "3200"), ("孵化器", "3"))
    yield (("社区", "指标", "年度", "本年数") * 2, (place, "从业人员", "2019", "3200", place, "孵化器", "2019", "3"))
    yield (("社区", "指标", "年度", "本年数"), (f"{AUTHORITY[place]}区", "从业人员", "2019", "3200"))


def is_allowed(says: str, place: str, change: Change) -> bool:
    return says in {"all", "others", "self"} or (says == "own" and place == change.moves_to)


def become(session: Session, chats: Chats, role: Role | None, place: str) -> None:
    if role is None:
        people.remove(session, OPERATOR, PERSON, chats.now)
        return
    own = (OFFICE[place],) if role in {"reporter", "lead"} else ()
    candidate = replace(MEMBER, id=PERSON, name="刘洋") if role == "member" else Candidate(PERSON, "刘洋", role, own)
    people.admit(session, OPERATOR, chats.conversation.rules.programme, [candidate], chats.now)


def shown_before(chat: Chat) -> Iterator[str]:
    """Do all that a role may, and keep every button that comes."""
    for text in dict.fromkeys((*itertools.chain(*SCRIPTS.values()), "/review", "/mine", "/record", "/people")):
        chat.buttons = {}
        chat.says(text)
        yield from chat.buttons.values()


def one_of_every_kind(session: Session, chats: Chats) -> list[tuple[str, int]]:
    """Make a button of every kind there is for the person, in their own chat and in the group: (data, chat)."""
    presses = [encode(next(samples(kind))) for kind in FEATURES.by_button]
    made = []
    for where in (PERSON, GROUP):
        token = dialogues.make_keyboard(session, PERSON, where, presses, False, chats.now)
        made += [(f"{token}:{index}", where) for index in range(len(presses))]
    return made


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.slow
@pytest.mark.parametrize("share", [10, pytest.param(1, marks=pytest.mark.long)])
def test_thousands_of_attempts_after_every_change_of_role(filled: Chats, share: int) -> None:
    filled.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, filled.now))
    others, tried = list(_buttons_of_everybody(filled)), 0
    chance = random.Random(7)
    changes = sorted(CHANGES, key=_before)
    for _, after in itertools.groupby(changes, key=_before):
        trying = [Attempts(filled, change, share, chance) for change in after]
        filled.store.write(lambda s, trying=trying: _change(s, trying, others))  # type: ignore[misc]
        tried += sum(attempts.tried for attempts in trying)
    assert tried >= 20_000, tried
    assert filled.store.read(chain.verify) is None


def _before(change: Change) -> tuple[str, str]:
    return change.was, change.place


def _change(session: Session, trying: Sequence[Attempts], others: Sequence[tuple[int, int, str]]) -> None:
    """Do all that one may, and then try what follows each change from there; undo it all."""
    chats, change = trying[0].chats, trying[0].now_is
    with undone(session):
        become(session, chats, change.was, change.place)
        shown = list(shown_before(chat_within(chats, session, PERSON)))
        kept = one_of_every_kind(session, chats)
        for attempts in trying:
            with undone(session):
                attempts.session = session
                _after(attempts, shown, kept, others)


def _after(
    attempts: Attempts, shown: Sequence[str], kept: Sequence[tuple[str, int]], others: Sequence[tuple[int, int, str]]
) -> None:
    session, chats, change = attempts.session, attempts.chats, attempts.now_is
    token = admission.invite(session, OPERATOR, chats.conversation.rules.programme, "admin", (), chats.now).token
    become(session, chats, change.becomes, change.moves_to)
    before, lines = state(session), audit.head(session)[0]
    attempts.taps(shown, kept, others)
    if change.becomes is not None:
        assert audit.head(session)[0] - lines == attempts.tried, "each is noted"
        attempts.link(token)
    for command in attempts.some(COMMANDS):
        attempts.looking_on(f"/{command} {FOREIGN if change.moves_to == OWN else OWN}")
    if change.becomes is None:
        for text in attempts.some((*STATEMENTS, *(f"/{command}" for command in COMMANDS))):
            attempts.as_a_stranger(text)
    reach = Act.REPORT_BY_SHEET.scopes[change.becomes] if change.becomes is not None else "–"
    for place in (OWN, FOREIGN):
        if not is_allowed(reach, place, change):
            attempts.sheets(place)
    assert state(session) == before
    mine = [(action, says) for action, _, role, says in cells() if role == change.becomes]
    for (action, says), place in attempts.some(itertools.product(mine, (OWN, FOREIGN))):
        attempts.cell(action, place, is_allowed(says, place, change))
    for act, (text, shows) in attempts.some((act, door) for act, doors in SPOKEN.items() for door in doors):
        reach = "–" if change.becomes is None else act.scopes[change.becomes]
        attempts.words(act, text, shows, is_allowed(reach, OWN, change))
    assert state(session) == before
