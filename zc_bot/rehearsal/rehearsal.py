"""A rehearsal: the bot's own conversation on a throwaway copy of the database; nothing is kept or sent."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import tempfile
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import orjson
from markupsafe import Markup

from zc_bot.chat import ticking
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.incoming import FileUse, Incoming, Sheet
from zc_bot.chat.turn import Rules
from zc_bot.chat.work import Handled, give_up, perform
from zc_bot.errors import Refusal
from zc_bot.policy.roles import OPERATOR
from zc_bot.rehearsal.outcome import Attached, Outcome, recorded_since, refusals, standing
from zc_bot.rehearsal.phone import BOT, SOMEBODY, USERNAME, Phone, Update
from zc_bot.rehearsal.script import Act, ForwardBack, Say, Send, TapOn
from zc_bot.storage import attachments, figures, inbox, meta, outbox, people
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.inbox import Arrival
from zc_bot.storage.outbox import Claimed, Settlement
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store
from zc_bot.storage.throwaway import copy_into
from zc_bot.texts.catalog import without_html
from zc_bot.tg.files import attach, keep_photo, read_apart
from zc_bot.tg.incoming import read_update, sender_of, without_secrets
from zc_bot.values import dataclass

log = logging.getLogger("zc_bot")
PICTURE = "chart.png"
MOST_LETTERS = 1000
STEP = timedelta(seconds=1)
"""So long passes from one message to the next, where the moment is given."""


@dataclass(frozen=True)
class Copies:
    """Where fresh copies come from: one copy of the real database, and the files that people attached to it."""

    folder: Path
    template: Path
    files: Path
    keys: tuple[str, ...] = ()
    """The real keys: a receipt bears its code here too, and those of real ones are known."""

    def fresh(self) -> Store:
        """Make a fresh copy; its attachments are links to the real ones."""
        place = Path(tempfile.mkdtemp(dir=self.folder))
        shutil.copyfile(self.template, place / "rehearsal.sqlite3")
        store = Store(f"sqlite:///{place / 'rehearsal.sqlite3'}", keys=self.keys)
        if self.files.is_dir():
            store.files.mkdir(mode=0o700)
            for kept in os.scandir(self.files):
                os.symlink(kept.path, store.files / kept.name)
        return store


@contextmanager
def copies_of(store: Store) -> Iterator[Copies]:
    """Copy a database for as long as a rehearsal lasts."""
    with tempfile.TemporaryDirectory(prefix="zc-rehearsal-") as folder:
        template = Path(folder) / "template.sqlite3"
        copy_into(store.engine, template)
        yield Copies(Path(folder), template, store.files, store.keys)


class Rehearsal:
    """One conversation with the bot, by one person after another.

    at: the moment it begins; without one the time goes by `clock`.
    """

    def __init__(
        self, copies: Copies, rules: Rules, clock: Callable[[], datetime], person: int = OPERATOR.id,
        at: datetime | None = None, lang: str | None = None,
    ) -> None:
        self._store, self._clock, self._lang = copies.fresh(), clock, lang
        self._rules, self._conversation = rules, Conversation(rules)
        self._at = at
        self._began = self.now
        self._numbers, self._phones = count(1), dict[int, Phone]()
        self._waiting: dict[int, list[Claimed]] = {}
        self.person = person
        self._store.write(lambda session: meta.put(session, meta.USERNAME, USERNAME))
        if person == OPERATOR.id:
            operator = Candidate(OPERATOR.id, OPERATOR.name, OPERATOR.role)
            self._store.write(lambda session: people.admit_by_invitation(session, operator, self._began))
        self.become(person)

    def close(self) -> None:
        """Throw the copy away."""
        self._store.engine.dispose()
        shutil.rmtree(self._store.files.parent, ignore_errors=True)

    def become(self, person: int) -> None:
        """Let somebody else hold the phone."""
        self.person = person
        if self._lang is not None:
            lang = self._lang
            who = self._store.read(lambda session: people.find(session, person))
            if who is not None:
                self._store.write(lambda session: people.set_language(session, who, lang, self._began))

    def move(self, moment: datetime) -> None:
        """Go to another moment; what falls due by then is on its way."""
        self._at = moment
        self._store.write(lambda session: ticking.tick(session, self._rules, moment))

    def does(self, act: Act) -> Outcome:
        """Do what a line says, and return all that it led to. Raises `Refusal`."""
        if self._at is not None:
            self._at += STEP
        before, came = self._store.read(figures.last_version), self.delivered()
        said: list[str] = []
        rows: list[tuple[str, ...]] = []
        files: list[Attached] = []
        refused: list[tuple[str, str]] = []
        for update in self._updates(act):
            handled = self._handle(update)
            if handled.response.toast:
                said.append(handled.response.toast)
            for letter in handled.letters:
                self._show(letter, said, rows, files)
            refused += handled.response.refused
        began = min(self._began, self.now)  # `!at` may have gone back.
        now_at = self._store.read(lambda s: standing(s, self._rules, self.person, began, self.now))
        stored = self._store.read(lambda s: recorded_since(s, self._rules.programme, before))
        return Outcome(
            "\n".join(said), tuple(rows), tuple(files), now_at.card, now_at.asks, refusals(refused), stored,
            (*came, *self.delivered()),
        )

    @property
    def now(self) -> datetime:
        return self._at or self._clock()

    @property
    def phone(self) -> Phone:
        """The phone of the person who holds it now."""
        if self.person not in self._phones:
            who = self._store.read(lambda session: people.find(session, self.person))
            name, lang = (who.name, who.lang) if who is not None else (f"用户{self.person}", self._lang or "zh")
            self._phones[self.person] = Phone(self.person, name, lang, self._numbers)
        return self._phones[self.person]


    def _updates(self, act: Act) -> list[Update]:
        phone, now = self.phone, self.now
        match act:
            case Say(text, "typed"):
                return [phone.says(text, now)]
            case Say(text, "edited"):
                if not phone.typed:
                    raise Refusal("nothing was typed yet that could be edited")
                return [phone.edits(text, now)]
            case Say(text, "forwarded"):
                return [phone.forwards(text, now, SOMEBODY)]
            case ForwardBack(back):
                if not 0 < back <= len(phone.heard):
                    raise Refusal(f">{back}: the bot has said {len(phone.heard)} messages")
                return [phone.forwards(phone.heard[-back], now, BOT)]
            case TapOn(label):
                data = phone.button(label)
                if data is None:
                    raise Refusal(f"[{label}]: no button's label contains this")
                return [phone.taps(data, now)]
            case Send(paths, caption):
                return self._files(paths, caption)
        raise Refusal("this is no message")

    def _files(self, paths: Sequence[str], caption: str) -> list[Update]:
        if missing := [path for path in paths if not Path(path).is_file()]:
            raise Refusal(f"@{missing[0]}: no such file")
        album = f"album{next(self.phone.messages)}" if len(paths) > 1 else ""
        return [
            self.phone.sends(path, Path(path).stat().st_size, "" if number else caption, self.now, album)
            for number, path in enumerate(paths)
        ]

    def _handle(self, update: Update) -> Handled:
        """Handle an update as the bot does, up to the letters that it would send."""
        now, chat_and_person = self.now, sender_of(update)
        update = without_secrets(update)
        arrival = Arrival(update["update_id"], orjson.dumps(update).decode(), *chat_and_person)
        self._store.write(lambda session: inbox.put_away(session, [arrival], now))
        incoming = read_update(update, BOT, USERNAME)
        assert incoming is not None
        incoming = self._with_file(incoming)

        def unit(session: Session) -> Handled:
            done = perform(session, self._conversation, incoming, now)
            assert done is not None
            _arrive(session, done.letters, now)
            return done

        def failing(session: Session) -> Handled:
            return give_up(session, self._conversation, incoming, "rehearsal", now)

        try:
            return self._store.write(unit)
        except Exception:
            log.exception("the message failed")
            return self._store.write(failing)

    def _with_file(self, incoming: Incoming) -> Incoming:
        """Take a file from this machine as the bot would fetch it, if the conversation has a use for it."""
        if not incoming.file:
            return incoming
        path = Path(incoming.file)
        if incoming.file_name:
            incoming = replace(incoming, file_name=path.name)
        use = self._store.write(lambda s: self._conversation.use_of_file(s, incoming, self.now))
        if use is None:
            return incoming
        before = self._store.read(lambda s: self._conversation.earlier(s, incoming, use, self.now))
        fetched = [self._fetched(one, use) for one in (*before, incoming)]
        return replace(fetched[-1], earlier=tuple(fetched[:-1]))

    def _fetched(self, incoming: Incoming, use: FileUse) -> Incoming:
        content = Path(incoming.file).read_bytes()
        if use == "sheet":
            return replace(incoming, sheet=_read_sheet(content))
        if use == "photo":
            return replace(incoming, pictured=asyncio.run(keep_photo(content, self._store.files)))
        return attach(replace(incoming, file_size=len(content)), content, self._store.files)

    def _show(
        self, letter: Claimed, said: list[str], rows: list[tuple[str, ...]], files: list[Attached]
    ) -> None:
        """Read a letter as its receiver would see it."""
        payload = letter.payload
        if "chart" in payload:
            name = payload.get("file") or payload["chart"].get("name", PICTURE)
            files.append(Attached(name, chart=payload["chart"]))
            return
        if (document := payload.get("document")) is not None:
            files.append(Attached(document["name"], self._content(document)))
            return
        text = without_html(Markup(payload["text"]))  # noqa: S704
        keyboard = [[(label, data) for label, data in row] for row in payload.get("rows") or ()]
        self.phone.shows(text, keyboard)
        said.append(text)
        rows += [tuple(label for label, _ in row) for row in keyboard]

    def _content(self, document: Mapping[str, str]) -> bytes:
        if "base64" in document:
            return b64decode(document["base64"])
        return attachments.read(self._store.files, document["sha256"]) or b""

    def delivered(self) -> tuple[str, ...]:
        """Deliver what waits in the outbox; returns what is for who holds the phone."""
        now = self.now

        def unit(session: Session) -> list[Claimed]:
            """Take each chat's letters in turn."""
            taken: list[Claimed] = []
            while letters := outbox.claim(session, now, MOST_LETTERS):
                _arrive(session, letters, now)
                taken += letters
            return taken

        for letter in self._store.write(unit):
            self._waiting.setdefault(letter.person, []).append(letter)
        texts: list[str] = []
        for letter in self._waiting.pop(self.person, []):
            self._show(letter, texts, [], [])
        return tuple(texts)


def _arrive(session: Session, letters: Sequence[Claimed], now: datetime) -> None:
    outbox.settle(session, [Settlement(one.id, "sent", message_id=one.id) for one in letters], now)


def _read_sheet(content: bytes) -> Sheet:
    return asyncio.run(read_apart(content))

