"""Exact names → codes, for tables and options; questions typed by people are read by `zc_bot.parsing`."""

from __future__ import annotations

from collections.abc import Iterable

from zc_bot.policy.folding import folded
from zc_bot.policy.programme import Programme


def authority_code(programme: Programme, text: str) -> str | None:
    """Find an authority by code, name, alias or later name; an exact official name wins over a later one."""
    wanted = folded(text)
    official = {folded(name): a.code for a in programme.authorities for name in (a.code, a.name.zh, a.name.en)}
    if wanted in official:
        return official[wanted]
    others = (
        (folded(name), a.code)
        for a in programme.authorities
        for name in (*(alias.text for alias in a.aliases), *(rename.name.zh for rename in a.renames))
    )
    return _single(code for name, code in others if name == wanted)


def department_name(programme: Programme, text: str) -> str | None:
    """Find a member department by its name, with or without 市 before it."""
    wanted = folded(text)
    return _single(name for name in programme.members if wanted in {folded(name), folded(name.removeprefix("市"))})


def community_code(programme: Programme, text: str) -> str | None:
    """Find a community by code, name or alias."""
    wanted = folded(text)
    return _single(
        item.code
        for item in programme.communities
        if wanted
        in {folded(name) for name in (item.code, item.name.zh, item.name.en, *(a.text for a in item.aliases))}
    )


def measure_code(programme: Programme, text: str) -> str | None:
    """Find a reported or derived metric by code or name, else by any name that only one has."""
    wanted = folded(text)
    for code, item in programme.measure.items():
        if wanted in {folded(code), folded(item.name.zh), folded(item.name.en)}:
            return code
    return _single(programme.measures_called.get(wanted, ()))


def _single(codes: Iterable[str]) -> str | None:
    found = dict.fromkeys(codes)
    return next(iter(found)) if len(found) == 1 else None
