"""What a feature of the chat is, and how it is found: by its command, its buttons, its prompts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Any, Literal

from zc_bot.chat.codec import Action
from zc_bot.chat.replies import Response
from zc_bot.chat.turn import Turn
from zc_bot.policy.roles import Act, Principal, Role
from zc_bot.values import dataclass

Run = Callable[[Turn], Response]
Take = Callable[[Turn, Any], Response]
"""What takes a button or a prompt: the turn, and the value of the kind it stands under."""
Section = Literal["", "review", "admin"]


@dataclass(frozen=True)
class Feature:
    """One feature: who may, its command, what runs, what takes its buttons and the texts that it asks for.

    act: what it is in the table of roles; whoever may not do it is told that there is no such command.
    menu: the key of its line in the menu and in /help, `menu.<command>` unless another is named.
    section: the line of /help that lists it, '' for none. help: the key of a line of its own in /help.
    example: which of the questions that would work is an example of it, as `Examples` calls it.
    by_sender: in a group too it is the sender who may or may not, and not an onlooker.
    private: what it tells is for one person; a group is told to ask in private.
    """

    act: Act
    command: str = ""
    run: Run | None = None
    buttons: Mapping[type[Action], Take] = field(default_factory=dict)
    prompts: Mapping[type[Action], Take] = field(default_factory=dict)
    menu: str = ""
    section: Section = ""
    help: str = ""
    example: str = ""
    by_sender: bool = False
    private: bool = False

    @property
    def line(self) -> str:
        """The key of its line in the menu."""
        return self.menu or f"menu.{self.command}"


class Features:
    """All features, in the order of the menu."""

    def __init__(self, rows: Sequence[Feature]) -> None:
        self.rows = tuple(rows)

    def __iter__(self) -> Iterator[Feature]:
        return iter(self.rows)

    @cached_property
    def by_command(self) -> Mapping[str, Feature]:
        return {row.command: row for row in self.rows if row.command}

    @cached_property
    def by_button(self) -> Mapping[type[Action], Feature]:
        return {kind: row for row in self.rows for kind in row.buttons}

    @cached_property
    def by_prompt(self) -> Mapping[type[Action], Feature]:
        return {kind: row for row in self.rows for kind in row.prompts}

    def allows(self, who: Principal, command: str) -> bool:
        """Tell whether there is such a command for somebody."""
        row = self.by_command.get(command)
        return row is not None and who.may(row.act)

    def of(self, who: Principal) -> tuple[Feature, ...]:
        """Return the features that somebody may use, in the order of the menu."""
        return tuple(row for row in self.rows if who.may(row.act))

    def menu_of(self, role: Role) -> tuple[Feature, ...]:
        """Return the features whose commands a role may use, in the order of the menu."""
        return tuple(row for row in self.rows if row.command and role in row.act.roles)
