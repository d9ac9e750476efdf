"""Values are as Python's own frozen dataclasses are, whose methods are compiled only when a first value is made."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from functools import cached_property
from typing import Any

import pytest

from zc_bot.values import COMPILED, dataclass


@dataclass(frozen=True, slots=True)
class Slim:
    """Everything that a field can be told."""

    a: int
    b: str = "b"
    c: tuple[int, ...] = dataclasses.field(default_factory=tuple)
    aside: int = dataclasses.field(default=0, compare=False, repr=False)
    made: int = dataclasses.field(default=7, init=False)
    named: int = dataclasses.field(default=1, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True)
class PythonsOwn:
    a: int
    b: str = "b"
    c: tuple[int, ...] = dataclasses.field(default_factory=tuple)
    aside: int = dataclasses.field(default=0, compare=False, repr=False)
    made: int = dataclasses.field(default=7, init=False)
    named: int = dataclasses.field(default=1, kw_only=True)


@dataclass(frozen=True)
class Checked:
    text: str

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("empty")

    @cached_property
    def long(self) -> int:
        return len(self.text)


@dataclass(frozen=True)
class Longer(Checked):
    more: int = 0


@dataclass(frozen=True)
class OwnEqual:
    a: int

    def __eq__(self, other: object) -> bool:
        return True

    def __repr__(self) -> str:
        return "mine"


@dataclass(frozen=True, slots=True)
class Empty: ...


def made_without_init() -> Slim:
    """Make a value as pickle does: `__init__` is never called."""
    value = object.__new__(Slim)
    for name in ("a", "b", "c", "aside", "made", "named"):
        object.__setattr__(value, name, (1,) if name == "c" else 1)
    return value


@pytest.mark.parametrize("given", [((1,), {}), ((1, "x", (2,), 3), {"named": 5}), ((), {"a": 4})])
def test_a_value_is_what_pythons_own_is(given: tuple[tuple[Any, ...], dict[str, Any]]) -> None:
    one, own = Slim(*given[0], **given[1]), PythonsOwn(*given[0], **given[1])
    assert dataclasses.asdict(one) == dataclasses.asdict(own)
    assert repr(one) == repr(own).replace("PythonsOwn", "Slim")
    assert hash(one) == hash(own)
    assert one == Slim(*given[0], **given[1])
    assert one == dataclasses.replace(one, aside=9)
    assert one != dataclasses.replace(one, a=99)
    assert one != own
    assert Slim.__match_args__ == PythonsOwn.__match_args__


def test_values_that_were_never_initialised_are_told_apart_as_well() -> None:
    assert made_without_init() == made_without_init()
    assert hash(made_without_init()) == hash(made_without_init())


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
@pytest.mark.parametrize("value", [Slim(1, named=3), Checked("x"), Longer("x", 2), Empty()])
def test_a_copy_is_equal(again: Callable[[Any], Any], value: Any) -> None:
    assert again(value) == value
    assert hash(again(value)) == hash(value)


@pytest.mark.parametrize(("value", "name"), [(Slim(1), "a"), (Checked("x"), "text"), (Checked("x"), "new")])
def test_nothing_of_a_value_changes(value: Any, name: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, name, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        delattr(value, name)


def test_what_a_class_defines_itself_stays_and_what_it_inherits_is_its_own() -> None:
    assert OwnEqual(1) == OwnEqual(2)
    assert repr(OwnEqual(1)) == "mine"
    assert hash(OwnEqual(1)) == hash(OwnEqual(1))
    with pytest.raises(ValueError, match="empty"):
        Checked("")
    with pytest.raises(ValueError, match="empty"):
        Longer("", 1)
    assert repr(Longer("x", 2)) == "Longer(text='x', more=2)"
    assert Longer("x") != Checked("x")
    assert (Checked("abc").long, Empty()) == (3, Empty())


def test_a_wrong_argument_is_refused_as_ever() -> None:
    with pytest.raises(TypeError, match=r"missing 1 required positional argument: 'a'"):
        Slim()  # type: ignore[call-arg]


def test_nothing_is_compiled_before_the_first_value() -> None:
    @dataclass(frozen=True, slots=True)
    class Later:
        a: int = 1

    before = {name: Later.__dict__[name] for name in COMPILED}
    assert Later() == Later(1)
    assert all(Later.__dict__[name] is not one for name, one in before.items())
