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


def communities_within(programme: Programme, text: str) -> frozenset[str]:
    """Find the communities that a line names anywhere; an authority stands for its own, a shared word for each."""
    left, found = folded(text), set[str]()
    for name, codes in _names_of_places(programme):
        if name in left:
            found.update(codes)
            left = left.replace(name, " ")
    return frozenset(found)


def _names_of_places(programme: Programme) -> list[tuple[str, tuple[str, ...]]]:
    """Give every name of a community or authority and every word for several, the longest first."""
    names: list[tuple[str, tuple[str, ...]]] = []
    for one in programme.communities:
        names += [(text, (one.code,)) for text in (one.name.zh, one.name.en, *(alias.text for alias in one.aliases))]
    for office in programme.authorities:
        later = (rename.name for rename in office.renames if rename.merged_into is None)
        texts = [text for name in (office.name, *later) for text in (name.zh, name.en)]
        texts += [alias.text for alias in office.aliases]
        names += [(text, programme.of_authority[office.code]) for text in texts]
    names += [(word.word, word.communities) for word in programme.collisions if word.communities]
    return sorted(((folded(text), codes) for text, codes in names), key=lambda one: -len(one[0]))


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
