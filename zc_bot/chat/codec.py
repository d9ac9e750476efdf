"""How a button is kept: a frozen value, and the one codec between it and the texts that the store keeps of it.

What is kept is a name and texts (`Press`). Buttons live on phones for weeks: names and the order of fields stay, and
a new field comes last, with a default.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from functools import cached_property
from types import UnionType
from typing import Any, TypeVar, Union, cast, dataclass_transform, get_args, get_origin, get_type_hints

from zc_bot.storage.dialogues import Press
from zc_bot.values import dataclass

Value = TypeVar("Value")


class Action:
    """What a button does, or what a prompt waits for."""


@dataclass(frozen=True)
class _Kind:
    make: type[Action]

    @cached_property
    def types(self) -> tuple[Any, ...]:
        """Of its fields, in their order; worked out when the first button of the kind is tapped."""
        hints = get_type_hints(self.make)
        return tuple(hints[field.name] for field in fields(self.make))  # type: ignore[arg-type]


_NAMES: dict[type, str] = {}
_KINDS: dict[str, _Kind] = {}


@dataclass_transform(frozen_default=True)
def stored_as(name: str) -> Callable[[type[Value]], type[Value]]:
    """Make a class a frozen value that is kept under a name."""

    def register(cls: type[Value]) -> type[Value]:
        made = dataclass(frozen=True)(cls)
        _NAMES[made] = name
        _KINDS[name] = _Kind(cast("type[Action]", made))
        return made

    return register


def name_of(kind: type[Action]) -> str:
    """Return the name under which values of a kind are kept."""
    return _NAMES[kind]


def kinds() -> tuple[type[Action], ...]:
    """Return every kind of value there is."""
    return tuple(kind.make for kind in _KINDS.values())


def encode(action: Action) -> Press:
    """Give what is kept of an action: its name and each field as a text."""
    values = (getattr(action, field.name) for field in fields(action))  # type: ignore[arg-type]
    return _NAMES[type(action)], tuple(_text(value) for value in values)


def decode(press: Press) -> Action | None:
    """Read an action back; None for what this version does not know."""
    name, args = press
    if name.startswith("report:"):  # As it was kept before the tap was a field.
        name, args = "report", (name.removeprefix("report:"), *args)
    kind = _KINDS.get(name)
    if kind is None:
        return None
    most = len(kind.types)
    if len(args) > most:
        if not most or get_origin(kind.types[-1]) is not tuple:
            return None
        args = (*args[: most - 1], ",".join(args[most - 1 :]))
    try:
        return kind.make(*(_value(text, type_) for text, type_ in zip(args, kind.types, strict=False)))
    except (TypeError, ValueError):
        return None


def _text(value: object) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "1"
        case date():
            return value.isoformat()
        case tuple():
            return ",".join(_text(one) for one in value)
        case _:
            return str(value)


def _value(text: str, type_: Any) -> Any:
    """Read one field; raises `ValueError` where it is none of its type."""
    if get_origin(type_) in {Union, UnionType}:
        return _value(text, get_args(type_)[0]) if text else None
    if get_origin(type_) is tuple:
        return tuple(_value(one, get_args(type_)[0]) for one in text.split(",") if one)
    if type_ is bool:
        return bool(text)
    if type_ is date:
        return date.fromisoformat(text)
    return int(text) if type_ is int else text
