"""The programme as frozen values: what a city asks of its innovation communities, and since when.

Everything here comes from a data folder (see `zc_bot.policy.load`); nothing here knows a particular city.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import product
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from zc_bot.policy.folding import folded
from zc_bot.policy.languages import LANGS
from zc_bot.policy.records import (
    Assumption,
    Authority,
    Calendar,
    Code,
    Collision,
    Community,
    Completeness,
    Condition,
    Derived,
    Fact,
    Label,
    Line,
    Metric,
    Record,
    ReportingYear,
    Requirement,
    Source,
    Spelling,
    Spoken,
)
from zc_bot.policy.shortening import shortened


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        raise ValueError("no such time zone; expected a name such as Asia/Shanghai") from None


_OFFICE = re.compile(
    "(?<![上城超股夜])市(?![各本直属级公场民区里内])[\u4e00-\u9fff]{2,5}?(?:局|委|办)(?![理法事公结好完])"
)
"""What a department of the city is called: 市住建局."""


def composed(parts: Sequence[Sequence[str]]) -> list[str]:
    """Join one word of each part, of one script each: Chinese ones with or without 的, Latin ones with a space."""
    return [
        name
        for latin, joints in ((False, ("", "的")), (True, (" ",)))
        for words in product(*([word for word in part if word.isascii() is latin] for part in parts))
        for name in (joint.join(words) for joint in joints[: len(words)])
    ]


class Programme(Record):
    """One city's whole programme; every cross-reference has been checked by the loader."""

    id: Code
    name: Label
    city: Label
    first_year: int
    last_year: int
    timezone: Annotated[str, AfterValidator(_known_zone)]
    sources: tuple[Source, ...] = Field(min_length=1)
    authorities: tuple[Authority, ...] = Field(min_length=1)
    communities: tuple[Community, ...] = Field(min_length=1)
    metrics: tuple[Metric, ...] = Field(min_length=1)
    derived: tuple[Derived, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    reporting: ReportingYear
    calendar: Calendar
    completeness: Completeness = Completeness()
    collisions: tuple[Collision, ...] = ()
    parts: dict[str, tuple[Line, ...]] = Field(default_factory=dict)
    spellings: tuple[Spelling, ...] = ()
    spoken: tuple[Spoken, ...] = ()
    reported: tuple[Spoken, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    facts: tuple[Fact, ...] = ()
    members: tuple[Line, ...] = ()
    members_en: dict[Line, Line] = Field(default_factory=dict)
    """What members are called in English."""
    other_places: tuple[Line, ...] = ()

    @cached_property
    def community(self) -> dict[str, Community]:
        return {item.code: item for item in self.communities}

    @cached_property
    def authority(self) -> dict[str, Authority]:
        return {item.code: item for item in self.authorities}

    @cached_property
    def metric(self) -> dict[str, Metric]:
        """Reported metrics by code; derived ones are in `derivation`."""
        return {item.code: item for item in self.metrics}

    @cached_property
    def derivation(self) -> dict[str, Derived]:
        return {item.code: item for item in self.derived}

    @cached_property
    def measure(self) -> dict[str, Metric | Derived]:
        """Reported and derived metrics by code, reported first."""
        return {**self.metric, **self.derivation}

    @cached_property
    def names_of(self) -> dict[str, tuple[str, ...]]:
        """Every name of each measure: those given, and those composed of parts."""
        return {
            code: tuple(dict.fromkeys((*self.given_names(code), *self.composed_names(code)))) for code in self.measure
        }

    @cached_property
    def measures_called(self) -> dict[str, tuple[str, ...]]:
        """Measures by each of their names, folded."""
        called: dict[str, tuple[str, ...]] = {}
        for code in self.measure:
            for name in {*map(folded, self.given_names(code)), *self.composed_names(code, folded)}:
                called[name] = (*called.get(name, ()), code)
        return called

    def given_names(self, code: str) -> tuple[str, ...]:
        """Return the names of a measure that stand in the data."""
        item = self.measure[code]
        return (item.name.zh, item.name.en, item.short.zh, item.short.en, *item.aliases)

    def composed_names(self, code: str, fold: Callable[[str], str] = str) -> Iterator[str]:
        """Compose the names of a measure from its parts, each folded before."""
        for spelling in self.spellings:
            if spelling.metric == code:
                yield from self.composed_of(spelling.of, fold)

    def composed_of(self, sequences: Iterable[str], fold: Callable[[str], str] = str) -> Iterator[str]:
        """Compose the names that sequences of parts make."""
        parts = {name: tuple(map(fold, words)) for name, words in self.parts.items()}
        for sequence in sequences:
            yield from composed([parts[part] for part in sequence.split()])

    @cached_property
    def inputs(self) -> dict[str, tuple[str, ...]]:
        """The reported metrics that each measure is worked out from; of a reported one, itself."""
        parts = {item.code: (item.numerator, item.denominator, item.of) for item in self.derived}
        return {code: tuple(part for part in parts.get(code, (code,)) if part) for code in self.measure}

    @cached_property
    def bounds(self) -> dict[str, tuple[Decimal, ...]]:
        """Every threshold that the policy sets, by measure."""
        conditions = [condition for requirement in self.requirements for condition in requirement.conditions]
        return {code: tuple(item.threshold for item in conditions if item.metric == code) for code in self.measure}

    @cached_property
    def first_condition(self) -> dict[str, tuple[Condition, Requirement]]:
        """The first condition that the policy sets on a measure, with its requirement."""
        found: dict[str, tuple[Condition, Requirement]] = {}
        for requirement in self.requirements:
            for condition in requirement.conditions:
                found.setdefault(condition.metric, (condition, requirement))
        return found

    @cached_property
    def requirement(self) -> dict[str, Requirement]:
        return {item.id: item for item in self.requirements}

    @cached_property
    def assumption(self) -> dict[str, Assumption]:
        return {item.id: item for item in self.assumptions}

    @cached_property
    def support_kinds(self) -> tuple[Fact, ...]:
        """The kinds of support that the policy provides for."""
        return tuple(one for one in self.facts if one.grants)

    @cached_property
    def of_authority(self) -> dict[str, tuple[str, ...]]:
        """Community codes by authority code, as the notice gave them out: a later merger moves none."""
        own: dict[str, list[str]] = {item.code: [] for item in self.authorities}
        for community in self.communities:
            own[community.authority].append(community.code)
        return {code: tuple(members) for code, members in own.items()}

    @cached_property
    def public_names(self) -> frozenset[str]:
        """Names of places, offices and figures, in both languages: whoever is called so has no name of their own."""
        labels = [self.city, *(one.name for one in self.authorities), *(one.name for one in self.communities)]
        labels += [one.name for item in self.authorities for one in item.renames]
        aliases = [alias.text for item in self.authorities for alias in item.aliases]
        aliases += [alias.text for item in self.communities for alias in item.aliases]
        carriers = [carrier for item in self.communities for carrier in (*item.carriers, *item.carriers_en)]
        measures = [name for code in self.measure for name in self.given_names(code)]
        given = [label(lang) for label in labels for lang in LANGS]
        return frozenset((*given, *aliases, *carriers, *measures, *self.members, *self.members_en.values(),
                          *self.other_places))

    def member_called(self, name: str, lang: str) -> str:
        """Return what a member department, or an authority, is called in a language; its own name if by no other."""
        if lang != "en":
            return name
        authority = next((one.name("en") for one in self.authorities if one.name("zh") == name), name)
        return self.members_en.get(name, authority)

    def members_in(self, text: str) -> tuple[str, ...]:
        """Find the member departments that a text names: in full, without 市 before it, or in English.

        如东县教育局 is none of them.
        """
        lower = text.lower()
        return tuple(
            name for name in self.members
            if re.search(f"(?<![县区省]){re.escape(name.removeprefix('市'))}", text)
            or self.members_en.get(name, name).lower() in lower
        )

    def bodies_in(self, text: str) -> tuple[str, ...]:
        """Find the departments of the city that a text names, those that are no members too: 市住建局.

        海安市住建局 is none of them, nor is 各局.
        """
        members = self.members_in(text)
        others = (
            found[0] for found in _OFFICE.finditer(text)
            if not any(found[0].endswith(name.removeprefix("市")) for name in members)
            and not any(text[: found.start() + 1].endswith(name) for name in self._cities)
        )
        return (*members, *dict.fromkeys(others))

    @cached_property
    def _cities(self) -> tuple[str, ...]:
        """What authorities are called that are cities themselves."""
        names = (alias.text for one in self.authorities for alias in one.aliases)
        called = (*(one.name("zh") for one in self.authorities), *names)
        return tuple(name for name in called if name.endswith("市"))

    @cached_property
    def short_names(self) -> dict[str, dict[str, str]]:
        """What communities are called where many stand together, by language and code."""
        aliases = [[alias.text for alias in item.aliases] for item in self.communities]
        return {
            lang: dict(zip(self.community, shortened([item.name(lang) for item in self.communities], aliases),
                           strict=True))
            for lang in LANGS
        }
