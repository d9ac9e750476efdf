"""Messages are filled in as markupsafe does it: what people typed is inert, what is HTML already stays so."""

from __future__ import annotations

import string
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from markupsafe import Markup

from zc_bot.parsing.language import tables
from zc_bot.texts.catalog import LANGS, Lang, messages, texts_for

VALUES = ("<b>x</b> & 'y' \"z\"", Markup("<b>bold</b>"), 7, Decimal("1.50"), date(2025, 3, 1), None)


@pytest.mark.parametrize("lang", LANGS)
def test_every_message_is_filled_in_as_markup_does_it(lang: Lang) -> None:
    text = texts_for(lang)
    for key, message in messages(lang).items():
        names = {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}
        for value in VALUES:
            values: dict[str, Any] = dict.fromkeys(names, value)
            expected = _filled(Markup(message), values)
            if expected is not None:
                assert text(key, **values) == expected, key


def test_what_a_message_lacks_is_an_error() -> None:
    key = next(key for key, message in messages("zh").items() if "{" in message)
    with pytest.raises(KeyError):
        texts_for("zh")(key)


def _filled(message: Markup, values: dict[str, Any]) -> Markup | None:
    """None where the message formats its value, and not such a one."""
    try:
        return message.format(**values)
    except (ValueError, TypeError, AttributeError):
        return None


def test_one_of_a_thing_is_said_in_the_singular_in_english() -> None:
    text = texts_for("en")
    assert text("sheet.check", count=1) == "<b>Please check: 1 figure</b>"
    assert text("sheet.check", count=11) == "<b>Please check: 11 figures</b>"
    assert "1</b> communities" in text("ask.missing.all_done", expected=1, year=2019), "one of one is a share"


@pytest.mark.parametrize("lang", LANGS)
def test_whatever_it_is_asked_how_to_do_is_told_how(lang: Lang) -> None:
    """Each topic that a reading gives to `help` has its words: without, the answer is that something went wrong."""
    rows = {row["topic"] for row in tables("known_rows") if row.get("topic")}
    read_by_rules = {"forecast", "what_if", "no_goal", "export", "invite", "nudge", "remind"}
    assert {topic for topic in rows | read_by_rules if f"kind.help.{topic}" not in messages(lang)} == set()
