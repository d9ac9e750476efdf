"""The conversation without Telegram: people say and tap, and see what comes back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup
from sqlalchemy import Engine
from sqlalchemy.sql.dml import UpdateBase

from tests.conftest import NOW, Spares, administering
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.incoming import Incoming
from zc_bot.chat.letters import letter_of, rows_with_tokens
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Rules, Turn
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import audit, outbox, people
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.sqlite import driver as sqlite
from zc_bot.storage.store import Session, Store
from zc_bot.texts.catalog import texts_for, without_html

UPDATES = count(1)
PEOPLE = (
    Candidate(11, "王芳", "reporter", ("chongchuan",)),
    Candidate(12, "李敏", "viewer"),
    Candidate(13, "刘洋", "reviewer"),
    Candidate(14, "赵磊", "admin"),
    Candidate(15, "张伟", "reporter", ("haian",)),
    Candidate(16, "陈静", "lead", ("chongchuan",)),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try the first case of each test on PostgreSQL, and all of them on SQLite; the others are for make test-long."""
    seen = set()
    for item in items:
        if item.path.parent == Path(__file__).parent and item.get_closest_marker("postgres"):
            test = item.nodeid.partition("[")[0]
            if test in seen:
                item.add_marker(pytest.mark.long)
            seen.add(test)


@dataclass
class Chat:
    """One person's private chat."""

    conversation: Conversation
    store: Store
    person: int
    now: datetime
    buttons: dict[str, str] = field(default_factory=dict)
    toast: str = ""
    last: tuple[Reply, ...] = ()
    lasting: set[str] = field(default_factory=set)
    """Buttons of receipts and of what others' doings have sent, whose messages are to stay as they are."""

    def says(self, text: str) -> str:
        """Type something; returns what comes back, without HTML."""
        return self._send(Incoming(next(UPDATES), "text", self.person, self.person, text=text))

    def taps(self, label: str) -> str:
        """Tap the button whose label contains `label`, of the last message that had buttons."""
        data = next((data for name, data in self.buttons.items() if label in name), None)
        assert data is not None, f"no button {label!r} among {list(self.buttons)}"
        return self.taps_data(data)

    def taps_data(self, data: str) -> str:
        return self._send(Incoming(next(UPDATES), "tap", self.person, self.person, data=data))

    def receives(self) -> list[str]:
        """Return what others' doings have sent here meanwhile, without HTML; its buttons can be tapped."""
        letters = self.store.write(lambda session: _claimed_of(session, self.person, self.now))
        for letter in letters:
            self.buttons.update({label: data for row in letter.payload.get("rows", ()) for label, data in row})
            self.lasting.update(data for row in letter.payload.get("rows", ()) for _, data in row)
        return [without_html(Markup(letter.payload["text"])) for letter in letters]

    def sends(self, kind: str, **fields: object) -> str:
        """Send something that is no plain text."""
        return self._send(Incoming(next(UPDATES), kind, self.person, self.person, **fields))  # type: ignore[arg-type]

    def says_in(self, group: int, text: str) -> str:
        """Say something in a group, meant for the bot."""
        return self._send(Incoming(next(UPDATES), "text", group, self.person, private=False, text=text))

    def taps_in(self, group: int, label: str) -> str:
        """Tap a button of the last message, in a group."""
        data = next(data for name, data in self.buttons.items() if label in name)
        return self._send(Incoming(next(UPDATES), "tap", group, self.person, private=False, data=data))

    def waits(self, **span: float) -> None:
        self.now += timedelta(**span)

    def _send(self, incoming: Incoming) -> str:
        def unit(session: object) -> Response:
            before = audit.head(session)  # type: ignore[arg-type]
            CHANGED.clear()
            DENIED.clear()
            NOTED.clear()
            response = self.conversation.respond(session, incoming, self.now)  # type: ignore[arg-type]
            files = [reply.document.name for reply in response.replies if reply.document is not None]
            if files and files != ["page.png"]:  # The code of an address that may be everybody's.
                assert audit.head(session) != before, "what leaves as a file is in the audit"  # type: ignore[arg-type]
            assert not CHANGED or audit.head(session) != before, f"the audit has no line for {CHANGED}"  # type: ignore[arg-type]
            assert all(texts_for("zh").has(f"audit.action.{one}") for one in NOTED), f"/audit has no word for {NOTED}"
            assert not (CHANGED and DENIED), f"{DENIED} was denied, and {CHANGED} changed"
            outbox.post(session, [letter_of(session, one, self.now) for one in response.notices], self.now)  # type: ignore[arg-type]
            for reply in response.replies:
                if reply.rows:
                    # A phone shows four short buttons abreast; Telegram takes eight.
                    assert all(len(row) <= 4 for row in reply.rows)
                    shown = reply.rows, reply.single_use, self.now
                    rows = rows_with_tokens(session, self.person, incoming.chat, *shown)  # type: ignore[arg-type]
                    self.buttons = {label: data for row in rows for label, data in row}
                    self.lasting.update(self.buttons.values() if reply.receipt else ())
            return response

        response = self.store.write(unit)
        self.toast, self.last = response.toast, response.replies
        if incoming.data in self.lasting:
            edits = [one.text for one in response.replies if one.step == "follows" and not one.receipt]
            assert not edits, "nothing takes the place of a receipt or of news"
        return "\n".join(without_html(reply.text) for reply in response.replies)


def _claimed_of(session: Session, person: int, now: datetime) -> list[outbox.Claimed]:
    """Deliver what waits for one person, in order, and leave the rest waiting."""
    mine: list[outbox.Claimed] = []
    others: list[outbox.Settlement] = []
    while claimed := outbox.claim(session, now, 1000):
        fresh = [one for one in claimed if one.person == person]
        outbox.settle(session, [outbox.Settlement(one.id, "sent", message_id=1) for one in fresh], now)
        mine += fresh
        others += [outbox.Settlement(one.id, "retry", wait=timedelta(0)) for one in claimed if one.person != person]
    outbox.settle(session, others, now)
    return mine


@dataclass
class Chats:
    """Everybody's chats, with the same store and moment."""

    conversation: Conversation
    store: Store
    now: datetime

    def of(self, person: int) -> Chat:
        return Chat(self.conversation, self.store, person, self.now)


@pytest.fixture(scope="session")
def sqlite_template_of_people(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, programme: Programme
) -> Path:
    """A database that holds nothing but the people, to be copied."""
    path = tmp_path_factory.mktemp("people") / "zc.sqlite3"
    shutil.copyfile(sqlite_template, path)
    _settle(f"sqlite:///{path}", programme)
    return path


@pytest.fixture(scope="session")
def spares_of_people(postgres_server: str, spares: Spares, programme: Programme) -> Iterator[Spares]:
    with spares.database() as url, administering(postgres_server) as aside:
        _settle(url, programme)
        made = Spares(postgres_server, aside, url.partition("?")[0].rpartition("/")[2])
        yield made
        made.end()


def _settle(url: str, programme: Programme) -> None:
    def unit(session: Session) -> None:
        people.admit(session, OPERATOR, programme, PEOPLE, NOW)
        for one in PEOPLE:
            people.meet(session, one.id, NOW)

    store = Store(url)
    store.write(unit)
    store.engine.dispose()


CHANGED: set[str] = set()
"""Which tables the update in hand changed that the audit has to tell of."""
DENIED: list[str] = []
"""What was denied to whoever sent it."""
NOTED: list[str] = []
"""What the lines that were put into the audit meanwhile call what was done."""
UNTOLD = {
    "meta", "stranger", "draft", "context", "prompt", "keyboard", "inbox", "outbox", "audit", "audit_text",
    "unanswered", "showing_draft", "album_photo", "photo", "standing", "own_reminder",
}
"""What is open with somebody or theirs alone to see, what is on its way, and what follows from other rows."""
OF_MEETING = {"last_seen", "unreachable_since", "unreachable_why", "menu"}
"""What changes of a person whenever they write."""


def _is_untold(statement: UpdateBase) -> bool:
    if (name := statement.table.name) != "person":
        return name in UNTOLD
    # Only of this one the columns matter: to write a statement out takes longer than to run it.
    sets = str(statement).partition(" SET ")[2].partition(" WHERE ")[0]
    return bool(sets) and OF_MEETING.issuperset(re.findall(r"(\w+)=", sets))


@pytest.fixture(autouse=True)
def watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Note what changes, which is to be in the audit, and what is denied, which is to change nothing."""
    run, deny = Session.execute, Turn.deny

    def execute(self: Session, statement: Any, values: Any = None) -> Any:
        found = run(self, statement, values)
        inner = statement.statement if isinstance(statement, Prepared) else statement
        if isinstance(inner, UpdateBase) and found.rowcount != 0 and not _is_untold(inner):
            CHANGED.add(inner.table.name)
        if isinstance(inner, UpdateBase) and inner.table.name == "audit" and values:
            NOTED.append(values["action"])
        return found

    def denies(self: Turn, what: str) -> None:
        DENIED.append(what)
        deny(self, what)

    monkeypatch.setattr(Session, "execute", execute)
    monkeypatch.setattr(Turn, "deny", denies)


FILLED: dict[str, sqlite.Connection] = {}
"""What databases were filled with once, by name."""
FILLED_ON_POSTGRES: set[tuple[str | None, str]] = set()
"""The same, by server and the name of the database that is kept of it."""


def filled(chats: Chats, name: str, fill: Callable[[], None]) -> Chats:
    """Fill a database; the first test does so, and for the others what it filled is copied."""
    engine = chats.store.engine
    path = engine.url.database
    if engine.dialect.name != "sqlite" or path is None:
        _filled_on_postgres(engine, f"zc_filled_{re.sub('[^a-z0-9]', '_', name.lower())}", fill)
        return chats
    kept = FILLED.get(name)
    if kept is None:
        fill()
    with closing(sqlite.connect(path)) as ours:
        if kept is not None:
            kept.backup(ours)
        else:
            ours.backup(FILLED.setdefault(name, sqlite.connect(":memory:")))
    return chats


def _filled_on_postgres(engine: Engine, kept: str, fill: Callable[[], None]) -> None:
    """Have a database be a copy of the one that was filled, or keep a copy of it."""
    ours, server = engine.url.database, engine.url.set(database="postgres")
    known = str(engine.url.query), kept
    if known not in FILLED_ON_POSTGRES:
        fill()
    engine.dispose()  # No database is copied or replaced that somebody is connected to.
    with administering(server.render_as_string()) as administer:
        if known in FILLED_ON_POSTGRES:
            administer(f"DROP DATABASE {ours} WITH (FORCE)")
            administer(f"CREATE DATABASE {ours} TEMPLATE {kept} STRATEGY FILE_COPY")
        else:
            administer(f"CREATE DATABASE {kept} TEMPLATE {ours} STRATEGY FILE_COPY")
            FILLED_ON_POSTGRES.add(known)


@pytest.fixture
def chats(store: Store, rules: Rules, now: datetime) -> Chats:
    """王芳 reports for 崇川区, 李敏 views, 刘洋 reviews, 赵磊 is admin, 张伟 reports for 海安; all opened the bot."""
    return Chats(Conversation(rules), store, now)


@pytest.fixture
def admin(chats: Chats) -> Chat:
    return chats.of(14)
