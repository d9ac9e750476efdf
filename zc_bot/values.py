"""Frozen dataclasses that cost a start little: `from zc_bot.values import dataclass`, in all else as Python's own.

`dataclasses` compiles six functions for each class, half a millisecond, and the bot has five hundred. Here they are
compiled with the first value that is made of a class; most classes wait for that long, and many for ever.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

COMPILED = ("__init__", "__repr__", "__eq__", "__hash__")

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool, slots: bool = False) -> Callable[[type[Any]], type[Any]]:
        """Make a class a frozen dataclass, the only kind that there is here."""
        if not frozen:
            raise TypeError("only frozen dataclasses are made here")
        return lambda cls: _made(cls, slots)


def _made(cls: type[Any], slots: bool) -> type[Any]:
    if cls.__doc__ is None:
        cls.__doc__ = f"{cls.__name__}: a value."  # Else `dataclasses` works its signature out to have something.
    made: type[Any] = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    _give(made, {name: _later(made, name) for name in COMPILED} | {"__setattr__": _refuse, "__delattr__": _refuse})
    if slots:
        _give(made, {"__getstate__": _state, "__setstate__": _set_state})
    return made


def _give(made: type, methods: dict[str, Any]) -> None:
    """Give a class the methods that it does not define itself; one that defines `__eq__` has None for `__hash__`."""
    for name, method in methods.items():
        if made.__dict__.get(name) is None:
            setattr(made, name, method)


def _later(made: type, name: str) -> Callable[..., Any]:
    """Give a method that compiles those of its class when it is first called, and then is the compiled one."""

    def method(self: Any, /, *args: Any, **named: Any) -> Any:
        _compile(made)
        return getattr(made, name)(self, *args, **named)

    method.later = True  # type: ignore[attr-defined]
    return method


def _compile(made: type) -> None:
    fields = [
        (one.name, one.type, dataclasses.field(
            default=one.default, default_factory=one.default_factory, init=one.init, repr=one.repr, hash=one.hash,
            compare=one.compare, kw_only=bool(one.kw_only),
        ))
        for one in dataclasses.fields(made)
    ]
    after = {"__post_init__": made.__post_init__} if hasattr(made, "__post_init__") else {}
    slots = "__slots__" in made.__dict__
    twin = dataclasses.make_dataclass(made.__name__, fields, namespace=after, frozen=True, slots=slots)
    for name in COMPILED:
        if hasattr(made.__dict__[name], "later"):
            setattr(made, name, twin.__dict__[name])


def _refuse(self: Any, name: str, value: object = None) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot change {name!r} of a {type(self).__name__}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _set_state(self: Any, state: Sequence[Any]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
