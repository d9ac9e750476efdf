"""What types can't show: references to nothing, codes given twice, and values that contradict each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from zc_bot.policy.folding import folded
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Condition, Derived, Requirement, Stage

FILES: dict[str, tuple[str, ...]] = {
    "programme": (
        "id", "name", "city", "first_year", "last_year", "timezone", "sources", "assumptions", "members",
        "members_en", "other_places",
    ),
    "authorities": ("authorities",),
    "communities": ("communities",),
    "metrics": ("metrics", "derived"),
    "requirements": ("requirements",),
    "reporting": ("reporting", "calendar", "completeness"),
    "words": ("collisions", "facts", "parts", "spellings", "spoken", "reported"),
}
"""Which file holds which keys."""
_NAMING = ("code", "id", "word")
_CODES: dict[str, tuple[str, ...]] = {
    "source": ("sources",), "assumption": ("assumptions",), "authority": ("authorities",),
    "community": ("communities",), "metric": ("metrics",), "measure": ("metrics", "derived"),
    "requirement": ("requirements",), "fact": ("facts",), "collision": ("collisions",),
}
_REFERENCES: dict[str, tuple[str, ...]] = {
    "source": (
        "authorities.cite.source", "authorities.renames.source", "communities.cite.source", "metrics.cite.source",
        "derived.cite.source", "requirements.cite.source", "facts.cite.source", "reporting.cite.source",
        "completeness.cite.source",
    ),
    "assumption": (
        "communities.assumptions", "derived.assumptions", "requirements.assumptions", "reporting.assumptions",
        "completeness.assumptions",
    ),
    "authority": ("communities.authority", "authorities.renames.merged_into"),
    "community": ("collisions.communities",),
    "metric": ("derived.numerator", "derived.denominator", "derived.of"),
    "measure": (
        "requirements.conditions.metric", "collisions.metrics", "collisions.default", "spellings.metric",
        "spoken.metric", "reported.metric",
    ),
}


def file_of(key: str) -> str:
    """Name the file that a top-level key belongs into."""
    return next((f"{name}.toml" for name, keys in FILES.items() if key in keys), "programme.toml")


def label(tables: Mapping[str, Any], loc: Sequence[int | str]) -> str:
    """Write where a value is, its row by code: communities.tongchuang.start, requirements.R8.conditions[2]."""
    table, *rest = loc
    text, value = str(table), tables.get(str(table))
    for depth, part in enumerate(rest):
        value = _within(value, part)
        name = _name(value) if depth == 0 and isinstance(part, int) else None
        text += f".{name or part}" if name or isinstance(part, str) else f"[{part}]"
    return text


def raw_faults(tables: Mapping[str, Any]) -> Iterator[str]:
    """Find references to nothing and codes given twice, in rows of whatever shape."""
    for kind, paths in _REFERENCES.items():
        if not all(table in tables for table in _CODES[kind]):
            continue
        known = set(_codes(tables, kind))
        for path in paths:
            for loc, code in _strings(tables, path):
                if code not in known:
                    yield f"{file_of(path.partition('.')[0])}: {label(tables, loc)}: no {kind} is called {code!r}"
    for kind, sources in _CODES.items():
        if kind != "metric":
            for code, count in Counter(_codes(tables, kind)).items():
                if count > 1:
                    yield f"{file_of(sources[0])}: {sources[0]}: {code!r} is given {count} times"


def sense_faults(programme: Programme) -> Iterator[str]:
    """Find what would make the bot answer wrongly though every value is of its type.

    A programme that could be read in part only is checked in that part; its tables may be empty.
    """
    for needed, check in (
        (("first_year", "last_year"), _years), (("communities",), _in_english),
        (("authorities",), _mergers), (("metrics",), _units),
        (("derived",), _formulas), (("requirements",), _requirements), (("reporting",), _reporting),
        (("calendar",), _calendar), (("collisions",), _collisions), (("spellings", "parts"), _spellings),
        ((), _shared_names),
    ):
        if all(hasattr(programme, key) for key in needed):
            yield from (f"{file_of(key.partition('.')[0])}: {key}: {said}" for key, said in check(programme))


_Found = Iterator[tuple[str, str]]
"""Keys, each with what is wrong there."""


def _within(value: Any, part: int | str) -> Any:
    try:
        return value[part]
    except (KeyError, IndexError, TypeError):
        return None


def _name(row: Any) -> str | None:
    names = [row.get(key) for key in _NAMING] if isinstance(row, dict) else []
    return next((name for name in names if isinstance(name, str) and name), None)


def _codes(tables: Mapping[str, Any], kind: str) -> Iterator[str]:
    for table in _CODES[kind]:
        rows = tables.get(table)
        yield from (name for row in (rows if isinstance(rows, list) else ()) if (name := _name(row)) is not None)


def _strings(tables: Mapping[str, Any], path: str) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Find every text at a path such as requirements.conditions.metric, through all rows on the way."""
    table, *rest = path.split(".")
    yield from _descend(tables.get(table), tuple(rest), (table,))


def _descend(
    value: Any, path: tuple[str, ...], loc: tuple[int | str, ...]
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if isinstance(value, list):
        for at, item in enumerate(value):
            yield from _descend(item, path, (*loc, at))
    elif path and isinstance(value, dict):
        yield from _descend(value.get(path[0]), path[1:], (*loc, path[0]))
    elif not path and isinstance(value, str):
        yield loc, value


def _years(programme: Programme) -> _Found:
    if programme.first_year > programme.last_year:
        yield "last_year", f"{programme.last_year} is before first_year, {programme.first_year}"


def _mergers(programme: Programme) -> _Found:
    """Find authorities that would take themselves over, directly or in a ring."""
    into = {
        item.code: [rename.merged_into for rename in item.renames if rename.merged_into is not None]
        for item in programme.authorities
    }
    for code in into:
        reached, ahead = set[str](), list(into[code])
        while ahead:
            if (step := ahead.pop()) not in reached:
                reached.add(step)
                ahead += into.get(step, [])
        if code in reached:
            yield f"authorities.{code}.renames", "merged, in the end, into itself"


def _in_english(programme: Programme) -> _Found:
    """Find carriers and fields of which not each has its English name."""
    for one in programme.communities:
        for name, given, english in (
            ("carriers_en", one.carriers, one.carriers_en), ("focus_en", one.focus, one.focus_en),
        ):
            if english and len(english) != len(given):
                yield f"communities.{one.code}.{name}", f"{len(english)} names for {len(given)}"


def _units(programme: Programme) -> _Found:
    for metric in programme.metrics:
        wanted = {"percent": "%", "yesno": ""}.get(metric.kind)
        if wanted is not None and metric.unit != wanted:
            yield f"metrics.{metric.code}.unit", f"{metric.unit!r}, but a {metric.kind} has {wanted or 'none'!r}"


def _formulas(programme: Programme) -> _Found:
    for item in programme.derived:
        key = f"derived.{item.code}"
        needed = {"numerator", "denominator"} if item.formula == "share" else {"of"}
        given = {name for name in ("numerator", "denominator", "of") if getattr(item, name) is not None}
        yield from ((f"{key}.{name}", f"missing; a {item.formula} needs it") for name in sorted(needed - given))
        yield from ((f"{key}.{name}", f"a {item.formula} has none") for name in sorted(given - needed))
        if needed <= given:
            yield from ((key, said) for said in _unfit_parts(programme, item))
    for first, second in pairwise(sorted(programme.derived, key=_worked_out_from)):
        if _worked_out_from(first) == _worked_out_from(second):
            yield f"derived.{second.code}", f"worked out from the same metric as {first.code}; which is meant?"


def _worked_out_from(item: Derived) -> tuple[str, str]:
    return item.formula, (item.numerator if item.formula == "share" else item.of) or item.code


def _unfit_parts(programme: Programme, item: Derived) -> Iterator[str]:
    """Say why figures can't be worked into each other; parts that do not exist are a fault of their own."""
    codes = (item.numerator, item.denominator) if item.formula == "share" else (item.of,)
    parts = [programme.metric[code] for code in codes if code in programme.metric]
    allowed = ("number", "whole") if item.formula == "share" else ("number", "whole", "percent")
    for part in parts:
        if part.kind not in allowed:
            yield f"{part.code} is a {part.kind}, of which there is no {item.formula}"
    if len(parts) == 2 and parts[0].code == parts[1].code:
        yield f"{parts[0].code} is both numerator and denominator"
    if len({part.unit for part in parts}) > 1:
        yield f"{parts[0].code} is in {parts[0].unit!r} and {parts[1].code} in {parts[1].unit!r}; give both one unit"


def _requirements(programme: Programme) -> _Found:
    for item in programme.requirements:
        yield from ((f"requirements.{item.id}.{key}", said) for key, said in _scope(item))
        for at, condition in enumerate(item.conditions):
            if said := _never_right(programme, condition):
                yield f"requirements.{item.id}.conditions[{at}]", said
    for goal, count in Counter(item.goal for item in programme.requirements if item.goal).items():
        if count > 1:
            yield "requirements", f"goal {goal!r} is given {count} times"


def _scope(item: Requirement) -> _Found:
    """Find a scope that does not go with what is required: a community's figures or the whole programme's state."""
    if (item.scope == "community") != bool(item.conditions):
        yield "conditions", "a community's requirement needs conditions, the programme's own has none"
    if (item.scope == "programme") != (item.goal is not None):
        yield "goal", "the programme's own requirement needs a goal, a community's has none"
    if item.goal == "built" and (item.target is None or item.target < 1):
        yield "target", "missing; how many communities are to be built?"
    if item.close is not None and not (item.target is not None and 0 < item.close < item.target):
        yield "close", "must be below target"


def _never_right(programme: Programme, condition: Condition) -> str | None:
    """Say why a comparison would judge everybody alike or nobody rightly."""
    metric, threshold = programme.measure.get(condition.metric), condition.threshold
    kind = getattr(metric, "kind", getattr(metric, "formula", None))
    if kind == "yesno" and not (condition.operator == "=" and threshold in {0, 1}):
        return f"{condition.metric} is yes or no: compare it with = 1 or = 0"
    if kind in {"percent", "share"} and not 0 <= threshold <= 100:
        return f"{condition.metric} is a percentage from 0 to 100, never {threshold}"
    if kind in {"percent", "share"} and condition.operator == ">" and threshold == 100:
        return f"{condition.metric} is never above 100"
    if kind in {"number", "whole"} and threshold < 0:
        return f"{condition.metric} is never below 0"
    return None


def _reporting(programme: Programme) -> _Found:
    rules, days = programme.reporting, {}
    for name in ("window", "deadline"):
        try:
            # A year with the shortest February, so that the day is there every year.
            days[name] = date(2001, getattr(rules, f"{name}_month"), getattr(rules, f"{name}_day"))
        except ValueError:
            yield f"reporting.{name}_day", "no such day in every year"
    if len(days) == 2 and days["deadline"] <= days["window"]:
        yield "reporting.deadline_day", "the deadline is not after the window's first day"
    if rules.send_from >= rules.send_until:
        yield "reporting.send_until", "not after send_from"
    for at, stage in enumerate(rules.stages):
        if stage.code != _usual_code(stage):
            said = f"offset {stage.offset}, which is {_usual_code(stage)}"
            yield f"reporting.stages[{at}].code", f"{stage.code} has {'no offset' if stage.offset is None else said}"
    for code, count in Counter(stage.code for stage in rules.stages).items():
        if count > 1:
            yield "reporting.stages", f"{code!r} is given {count} times"


def _usual_code(stage: Stage) -> str:
    return "open" if stage.offset is None else f"D{stage.offset:+d}" if stage.offset else "D0"


def _calendar(programme: Programme) -> _Found:
    for day, count in Counter(item.day for item in programme.calendar.days).items():
        if count > 1:
            yield "calendar.days", f"{day} is given {count} times"


def _collisions(programme: Programme) -> _Found:
    for item in programme.collisions:
        things = {*item.communities, *item.metrics}
        if len(things) < 2:
            yield f"collisions.{item.word}", "names a single thing; make it that one's alias"
        if item.communities and item.metrics:
            yield f"collisions.{item.word}", "names communities and metrics; which of them can't be asked"
        for field in ("communities", "metrics"):
            if len(set(getattr(item, field))) < len(getattr(item, field)):
                yield f"collisions.{item.word}.{field}", "names something twice"


def _spellings(programme: Programme) -> _Found:
    for item in programme.spellings:
        sequences = (*item.of, *item.said, *item.reported, *item.counted)
        unknown = {part for sequence in sequences for part in sequence.split()} - {*programme.parts}
        yield from ((f"spellings.{item.metric}", f"{part!r}: no such part") for part in sorted(unknown))


def _shared_names(programme: Programme) -> _Found:
    """Find names of two things: a report or an answer would take one of them unasked.

    A community and an authority may share a name: it then means all of the authority's communities.
    """
    owners: dict[str, dict[tuple[str, str], str]] = {}
    for table, code, name in _names(programme):
        owners.setdefault(folded(name), {}).setdefault((table, code), name)
    for held in owners.values():
        for (earlier, first), (later, second) in pairwise(held):
            if {earlier, later} != {"communities", "authorities"}:
                name = held[later, second]
                yield (
                    f"{later}.{second}",
                    f"{name!r} is also a name of {earlier}.{first}; keep it for one, or only as a word in collisions",
                )


def _names(programme: Programme) -> Iterator[tuple[str, str, str]]:
    for table, measures in (("metrics", programme.metrics), ("derived", programme.derived)):
        for item in measures:
            names = (item.code, item.name.zh, item.name.en, item.short.zh, item.short.en, *item.aliases)
            yield from ((table, item.code, name) for name in names)
    for place in programme.communities:
        names = (place.code.replace("-", " "), place.name.zh, place.name.en, *(alias.text for alias in place.aliases))
        yield from (("communities", place.code, name) for name in names)
    for office in programme.authorities:
        later = (rename.name for rename in office.renames if rename.merged_into is None)
        names = (office.name.zh, office.name.en, *(alias.text for alias in office.aliases))
        yield from (("authorities", office.code, name) for name in names)
        yield from (("authorities", office.code, text) for name in later for text in (name.zh, name.en))
    for word in programme.collisions:
        yield "collisions", word.word, word.word
