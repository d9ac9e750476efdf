"""A feature is one row: commands, buttons and prompts are found there, and buttons survive being kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import date
from typing import Any, get_type_hints

import pytest

from tests.cases import for_each
from tests.chat.conftest import Chats
from zc_bot.chat import actions as do
from zc_bot.chat.codec import Action, decode, encode, kinds, stored_as
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.features import FEATURES
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.routing import Feature, Features
from zc_bot.chat.turn import Turn
from zc_bot.policy.roles import ROLES, Act
from zc_bot.texts.catalog import LANGS, texts_for

SAMPLES: dict[Any, Any] = {
    int: 2019, str: "通创,“a”:b", bool: True, int | None: None, date | None: date(2020, 2, 3),
    tuple[int, ...]: (3, 14), tuple[str, ...]: ("7:1", "8:0"),
}


def sample(kind: type[Action]) -> Action:
    """Make a value of a kind with something telling in every field."""
    hints = get_type_hints(kind)
    return kind(*(SAMPLES[hints[field.name]] for field in fields(kind)))  # type: ignore[arg-type]


def test_every_button_and_prompt_is_taken_by_exactly_one_feature() -> None:
    taken = Counter(kind for row in FEATURES for kind in (*row.buttons, *row.prompts))
    # What runs another's command asks for that command's own act.
    ours = (kind for kind in kinds() if kind.__module__.startswith(f"{do.__name__}."))
    assert taken == Counter(kind for kind in ours if kind is not do.RunCommand)


def test_every_command_stands_in_the_menu_of_its_roles_in_both_languages() -> None:
    for role in ROLES:
        for row in FEATURES.menu_of(role):
            assert role in row.act.roles
            assert row.run is not None
            for lang in LANGS:
                assert texts_for(lang).plain(row.line)


@for_each("kind", kinds())
def test_a_button_comes_back_as_it_was_kept(kind: type[Action]) -> None:
    action = sample(kind)
    name, args = encode(action)
    assert decode((name, args)) == action
    assert all(isinstance(text, str) for text in args)


@pytest.mark.parametrize(
    ("press", "action"),
    [
        (("report:confirm", ("", "7")), do.ReplyToReport("confirm", "", 7)),
        (("report.open", ("tongchuang", "2019", "employees")), do.OpenReport("tongchuang", 2019, "employees")),
        (("report.open", ("", "2019", "", "walk", "report.anew")), do.OpenReport("", 2019, walk=True, anew=True)),
        (("health:again", ("3:0", "4:1")), do.SendAgain(("3:0", "4:1"))),
        (("sheet:form", ()), do.GetForm(None)),
    ],
)
def test_a_button_of_an_earlier_version_still_works(press: tuple[str, tuple[str, ...]], action: Action) -> None:
    assert decode(press) == action


@pytest.mark.parametrize(
    "press",
    [("strange", ()), ("review:open", ()), ("review:open", ("a", "x")), ("mine:list", ("a",)), ("", ("",)),
     ("deadline:move", ("2019", "never"))],
)
def test_what_is_no_button_of_this_version_is_none(press: tuple[str, tuple[str, ...]]) -> None:
    assert decode(press) is None


@stored_as("test:wave")
class Wave(Action):
    times: int


def test_a_row_is_all_that_a_new_command_needs(chats: Chats) -> None:
    """Its menu, its help, who may and its buttons follow from it."""

    def run(turn: Turn) -> Response:
        return Response((Reply(turn.texts("health.good"), ((Button("挥手", Wave(3)),),)),))

    def wave(turn: Turn, action: Wave) -> Response:
        return Response(toast=f"挥手{action.times}次")

    row = Feature(Act.SEE_HEALTH, "wave", run, buttons={Wave: wave}, menu="menu.health", section="admin")
    conversation = Conversation(chats.conversation.rules, Features((*FEATURES, row)))
    chats.conversation = conversation
    admin, viewer = chats.of(14), chats.of(12)
    assert "/wave" in admin.says("/help")
    assert admin.says("/wave")
    admin.taps("挥手")
    assert admin.toast == "挥手3次"
    assert "没有 /wave" in viewer.says("/wave")
    assert "/wave" not in viewer.says("/help")
    assert [role for role in ROLES if row in conversation.features.menu_of(role)] == ["admin"]
