"""What an answer becomes on its way out: where it goes, what it takes the place of, what comes with it."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from markupsafe import Markup

from tests.chat.conftest import UPDATES
from zc_bot.chat.actions import ShowQueue
from zc_bot.chat.incoming import FileUse, Incoming
from zc_bot.chat.replies import Button, Document, Reply, Response
from zc_bot.chat.work import Handled, perform
from zc_bot.storage import inbox, outbox, posted
from zc_bot.storage.store import Session, Store

PERSON, GROUP = 501, -100
ROWS = ((Button("go", ShowQueue()),),)


class Saying:
    """A conversation that answers whatever comes with the same."""

    def __init__(self, *replies: Reply) -> None:
        self.response = Response(replies)

    def respond(self, session: Session, incoming: Incoming, now: datetime) -> Response:
        return self.response

    def apologise(self, incoming: Incoming) -> Response:
        return self.response

    def hold_off(self, session: Session, incoming: Incoming) -> Response:
        return self.response

    def earlier(
        self, session: Session, incoming: Incoming, use: FileUse, now: datetime
    ) -> tuple[Incoming, ...]:
        return ()

    def use_of_file(self, session: Session, incoming: Incoming, now: datetime) -> FileUse | None:
        return None


@pytest.fixture
def typed() -> Incoming:
    return Incoming(next(UPDATES), "text", PERSON, PERSON, text="hello")


def handles(store: Store, conversation: Saying, incoming: Incoming, now: datetime) -> Handled:
    """Handle an update up to the letters that answer it."""
    fresh = replace(incoming, update_id=next(UPDATES))

    def unit(session: Session) -> Handled | None:
        inbox.put_away(session, [inbox.Arrival(fresh.update_id, "{}", fresh.person, fresh.chat)], now)
        return perform(session, conversation, fresh, now)

    handled = store.write(unit)
    assert handled is not None
    return handled


def answers(store: Store, conversation: Saying, incoming: Incoming, now: datetime) -> list[Any]:
    """Return what goes out as the answer to an update."""
    return [one.payload for one in handles(store, conversation, incoming, now).letters]


def arrived(store: Store, incoming: Incoming, message: int, now: datetime) -> None:
    """Let a step of a dialogue have arrived as a message."""
    key = posted.step_key(incoming.person, next(UPDATES), 0, now, "")
    letter = outbox.Letter(incoming.chat, incoming.person, "reply", {"text": "a step"}, key)

    def unit(session: Session) -> None:
        (sent,) = outbox.post_claimed(session, [letter], now)
        outbox.settle(session, [outbox.Settlement(sent.id, "sent", message_id=message)], now)

    store.write(unit)


def test_a_number_is_asked_for_by_a_button_only_where_that_is_said(
    store: Store, now: datetime, typed: Incoming
) -> None:
    said = Saying(Reply(Markup("a"), ask_contact="share"), Reply(Markup("b")))
    assert [one.get("ask_contact", "") for one in answers(store, said, typed, now)] == ["share", ""]


def test_an_answer_goes_to_the_topic_that_it_was_asked_in_and_so_does_what_comes_with_it(
    store: Store, now: datetime, typed: Incoming
) -> None:
    said = Saying(Reply(Markup("a"), chart={"kind": "x"}, document=Document("a.csv", b"1")))
    assert [one.get("topic") for one in answers(store, said, replace(typed, topic=7), now)] == [7, 7, 7]
    assert ["topic" in one for one in answers(store, said, typed, now)] == [False, False, False]


def test_a_group_that_takes_no_files_is_told_so_in_place_of_them(
    store: Store, now: datetime, typed: Incoming
) -> None:
    said = Saying(Reply(Markup("a"), chart={"kind": "x"}, picture="a.png", document=Document("a.csv", b"1")))
    text, picture, file = answers(store, said, replace(typed, chat=GROUP, private=False), now)
    assert "instead" not in text
    assert picture["instead"] == file["instead"] != ""
    assert ["instead" in one for one in answers(store, said, typed, now)] == [False, False, False]
    assert (picture["chart"], picture["file"]) == ({"kind": "x"}, "a.png")
    assert "file" not in answers(store, Saying(Reply(Markup("a"), chart={"kind": "x"})), typed, now)[1]


@pytest.mark.parametrize("shown", [True, False])
def test_a_file_goes_by_its_content_or_by_the_hash_of_one_that_is_kept(
    store: Store, now: datetime, typed: Incoming, shown: bool
) -> None:
    def sent(document: Document) -> Mapping[str, Any]:
        found: Mapping[str, Any] = answers(store, Saying(Reply(Markup("a"), document=document)), typed, now)[1]
        return found["document"]  # type: ignore[no-any-return]

    made, kept = sent(Document("a.csv", b"1,2", shown=shown)), sent(Document("a.pdf", sha256="0a", shown=shown))
    assert b64decode(made["base64"]) == b"1,2"
    assert (kept["sha256"], kept["name"], "base64" in kept) == ("0a", "a.pdf", False)
    assert made.get("shown", False) is kept.get("shown", False) is shown


def test_the_mini_app_opens_from_a_private_chat_alone(store: Store, now: datetime, typed: Incoming) -> None:
    said = Saying(Reply(Markup("a"), web_app=("open", "https://a.example/")))
    assert answers(store, said, typed, now)[0]["web_app"] == ("open", "https://a.example/")
    assert "web_app" not in answers(store, said, replace(typed, chat=GROUP, private=False), now)[0]


def test_a_keyboard_is_taken_away_only_where_that_is_said(store: Store, now: datetime, typed: Incoming) -> None:
    said = Saying(Reply(Markup("a"), no_keyboard=True), Reply(Markup("b")))
    assert [one.get("no_keyboard", False) for one in answers(store, said, typed, now)] == [True, False]


class TestSteps:
    def after(self, store: Store, now: datetime, incoming: Incoming, reply: Reply) -> dict[str, int]:
        """Return which message an answer takes the place of, or takes the buttons from."""
        arrived(store, incoming, 77, now)
        (sent,) = answers(store, Saying(reply), incoming, now)
        return {name: sent[name] for name in ("edit", "strip") if name in sent}

    def test_one_after_a_tap_takes_the_place_of_what_was_tapped(self, store: Store, now: datetime) -> None:
        tap = Incoming(1, "tap", PERSON, PERSON, message=5)
        assert self.after(store, now, tap, Reply(Markup("a"), ROWS, step="follows")) == {"edit": 5}

    def test_one_after_a_typed_text_is_a_message_of_its_own_and_the_one_before_loses_its_buttons(
        self, store: Store, now: datetime, typed: Incoming
    ) -> None:
        assert self.after(store, now, typed, Reply(Markup("a"), ROWS, step="follows")) == {"strip": 77}

    def test_a_receipt_takes_the_place_of_nothing(self, store: Store, now: datetime) -> None:
        tap = Incoming(1, "tap", PERSON, PERSON, message=5)
        assert self.after(store, now, tap, Reply(Markup("a"), step="follows", receipt=True)) == {"strip": 5}

    def test_one_that_begins_leaves_what_stands(self, store: Store, now: datetime, typed: Incoming) -> None:
        assert self.after(store, now, typed, Reply(Markup("a"), ROWS, step="begins")) == {}
        assert self.after(store, now, typed, Reply(Markup("a"), ROWS)) == {}

    def test_in_a_group_everything_stays(self, store: Store, now: datetime) -> None:
        tap = Incoming(1, "tap", GROUP, PERSON, message=5, private=False)
        assert self.after(store, now, tap, Reply(Markup("a"), ROWS, step="follows")) == {}

    def test_what_names_its_message_takes_the_place_of_that_one(
        self, store: Store, now: datetime, typed: Incoming
    ) -> None:
        assert self.after(store, now, typed, Reply(Markup("a"), step="follows", edit=9)) == {"edit": 9}

    def test_it_is_found_again_by_its_place_among_the_answers(
        self, store: Store, now: datetime, typed: Incoming
    ) -> None:
        said = Saying(Reply(Markup("a")), Reply(Markup("b"), step="begins"), Reply(Markup("c"), receipt=True))
        letters = handles(store, said, typed, now).letters
        plain, step, receipt = (one.key for one in letters)
        assert (plain, receipt) == (None, None)
        assert step is not None
        assert step.startswith(posted.STEP)
        assert [one.kind for one in letters] == ["reply", "reply", "receipt"]
