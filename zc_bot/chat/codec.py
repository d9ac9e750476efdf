"""How a button is kept: a frozen value, and the one codec between it and the texts that the store keeps of it.

What is kept is a name and texts (`Press`). Buttons live on phones for weeks: names and the order of fields stay, and
a new field comes last, with a default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar, cast, dataclass_transform

from zc_bot.storage.dialogues import Press
from zc_bot.values import dataclass

Value = TypeVar("Value")


class Action:
    """What a button does, or what a prompt waits for."""

    stored: ClassVar[str]
    """The name under which values of the kind are kept."""


@dataclass_transform(frozen_default=True)
def stored_as(name: str) -> Callable[[type[Value]], type[Value]]:
    """Make a class a frozen value that is kept under a name."""

    def register(cls: type[Value]) -> type[Value]:
        cast("type[Action]", cls).stored = name
        return dataclass(frozen=True)(cls)

    return register


def name_of(kind: type[Action]) -> str:
    """Return the name under which values of a kind are kept."""
    return kind.stored


def kinds() -> tuple[type[Action], ...]:
    """Return every kind of value there is."""
    return tuple(Action.__subclasses__())


def encode(action: Action) -> Press:
    """Give what is kept of an action: its name and each field as a text."""
    values = (getattr(action, field.name) for field in fields(action))  # type: ignore[arg-type]
    return action.stored, tuple(_text(value) for value in values)


def decode(press: Press) -> Action | None:
    """Read an action back; None for what this version does not know."""
    name, args = press
    if name.startswith("report:"):  # As it was kept before the tap was a field.
        name, args = "report", (name.removeprefix("report:"), *args)
    kind = next((one for one in Action.__subclasses__() if one.stored == name), None)
    if kind is None:
        return None
    types = [str(field.type) for field in fields(kind)]  # type: ignore[arg-type]
    most = len(types)
    if len(args) > most:
        if not most or not types[-1].startswith(_SEVERAL):
            return None
        args = (*args[: most - 1], ",".join(args[most - 1 :]))
    try:
        return kind(*(_value(text, type_) for text, type_ in zip(args, types, strict=False)))
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


def _value(text: str, type_: str) -> Any:
    """Read one field of a type, as it is written; raises `ValueError` where it is none."""
    if type_.endswith(_OR_NONE):
        return _value(text, type_.removesuffix(_OR_NONE)) if text else None
    if type_.startswith(_SEVERAL):
        of = type_.removeprefix(_SEVERAL).removesuffix(", ...]")
        return tuple(_value(one, of) for one in text.split(",") if one)
    return _READERS[type_](text)


_SEVERAL, _OR_NONE = "tuple[", " | None"
_READERS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {"str": str, "int": int, "bool": bool, "date": date.fromisoformat}
)
