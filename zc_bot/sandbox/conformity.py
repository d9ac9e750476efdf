"""Holds calls, answers and updates against the official schema of the Bot API (`schema/botapi.json`).

The sandbox says in its log whatever does not fit: a bot that it never has to say so of passes at Telegram too, and a
bot that believes the sandbox's updates and answers believes nothing that Telegram would not send.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from zc_bot.sandbox.keyboards import overlong_labels

log = logging.getLogger(__name__)
FILE = Path(__file__).parent / "schema" / "botapi.json"
ARRAY = "Array of "
SHOWN = 80
TRUTHS = frozenset({"true", "false", "True", "False", "0", "1"})


@dataclass(frozen=True, slots=True)
class Shape:
    """A method's parameters or an object's fields.

    fields: the types that each may have; fixed: the only value that a field has; subtypes: what an object may be
    instead, which then has no fields of its own; returns: the types of a method's answer.
    """

    fields: Mapping[str, Collection[str]] = field(default_factory=dict)
    required: Collection[str] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    subtypes: Collection[str] = ()
    returns: Collection[str] = ()


class Schema:
    """The Bot API as data, read when it is first asked for."""

    @cached_property
    def methods(self) -> Mapping[str, Shape]:
        """By lower-case name."""
        return {name.lower(): Shape(**shape) for name, shape in self._vendored["methods"].items()}

    @cached_property
    def types(self) -> Mapping[str, Shape]:
        """By name."""
        return {name: Shape(**shape) for name, shape in self._vendored["types"].items()}

    @cached_property
    def _vendored(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
        return found


SCHEMA = Schema()


def faults_of_call(method: str, values: Mapping[str, Any], uploads: Collection[str] = ()) -> list[str]:
    """Return what is wrong with a call, a line each: unknown, missing and mistyped parameters.

    values: as they came, so in a form each is text; uploads: the names of the files sent along.
    """
    shape = SCHEMA.methods.get(method.lower())
    if shape is None:
        return [f"{method}: no such method"]
    faults = [f"{method}.{name}: missing" for name in shape.required if name not in values and name not in uploads]
    for name, value in values.items():
        types = shape.fields.get(name)
        if types is None:
            faults.append(f"{method}.{name}: unknown")
        else:
            read = _read(types, value)
            faults += _of_any(types, read, f"{method}.{name}")
            faults += [
                f"{method}.{name}: no phone shows the label {_shown(each)} whole" for each in overlong_labels(read)
            ]
    return faults


def faults_of_answer(method: str, result: Any) -> list[str]:
    """Return what is wrong with a method's result, a line each."""
    shape = SCHEMA.methods.get(method.lower())
    return [] if shape is None else _of_any(shape.returns, result, f"{method}()")


def faults_of_update(update: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with an update, a line each."""
    return _of("Update", update, "update")


def report(faults: Collection[str]) -> None:
    """Say in the log what does not fit."""
    for fault in faults:
        log.error("not as the Bot API has it: %s", fault)


def _read(types: Collection[str], value: Any) -> Any:
    """Return a parameter as what it stands for: in a form, and by custom in JSON too, all of it may be text."""
    if not isinstance(value, str) or "String" in types:
        return value
    if "Boolean" in types:
        return value in ("true", "True", "1") if value in TRUTHS else value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value


def _of_any(types: Collection[str], value: Any, path: str) -> list[str]:
    """Return what is wrong with a value as the type that it fits best."""
    best: list[str] | None = None
    for each in types:
        faults = _of(each, value, path)
        if not faults:
            return []
        if best is None or len(faults) < len(best):
            best = faults
    return best or []


def _of(type_name: str, value: Any, path: str) -> list[str]:
    """Return what is wrong with a value of a type."""
    if type_name.startswith(ARRAY):
        return _of_array(type_name.removeprefix(ARRAY), value, path)
    if (fits := PLAIN.get(type_name)) is not None:
        return [] if fits(value) else [f"{path}: {_shown(value)} is no {type_name}"]
    shape = SCHEMA.types[type_name]
    if shape.subtypes:
        return _of_any(_candidates(shape, value), value, path)
    if not isinstance(value, Mapping):
        return [f"{path}: {_shown(value)} is no {type_name}"]
    return [*_of_fields(shape, value, path)]


def _of_array(type_name: str, value: Any, path: str) -> list[str]:
    if not isinstance(value, list | tuple):
        return [f"{path}: {_shown(value)} is no list"]
    return [fault for place, each in enumerate(value) for fault in _of(type_name, each, f"{path}[{place}]")]


def _of_fields(shape: Shape, value: Mapping[str, Any], path: str) -> Iterator[str]:
    for name in shape.required:
        if name not in value:
            yield f"{path}.{name}: missing"
    for name, each in value.items():
        types = shape.fields.get(name)
        if types is None:
            yield f"{path}.{name}: unknown"
        elif name in shape.fixed and each != shape.fixed[name]:
            yield f"{path}.{name}: {_shown(each)} is not {shape.fixed[name]}"
        else:
            yield from _of_any(types, each, f"{path}.{name}")


def _candidates(shape: Shape, value: Any) -> Collection[str]:
    """Return the subtypes that a value says it is, all of them where it says none."""
    types = SCHEMA.types
    if not isinstance(value, Mapping):
        return shape.subtypes
    said = [
        each for each in shape.subtypes
        if each in types and all(value.get(name) == only for name, only in types[each].fixed.items())
    ]
    return said or shape.subtypes


def _shown(value: Any) -> str:
    return repr(value)[:SHOWN]


PLAIN: Mapping[str, Callable[[Any], bool]] = {
    "String": lambda value: isinstance(value, str),
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "Boolean": lambda value: isinstance(value, bool),
    "InputFile": lambda value: isinstance(value, str),
}
