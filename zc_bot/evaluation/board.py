"""The whole city in one table: every community's verdict on every requirement, how much came, and who needs help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from zc_bot.evaluation.completeness import Filled
from zc_bot.evaluation.figures import Figure, Figures
from zc_bot.evaluation.goals import judge_goals
from zc_bot.evaluation.milestones import Milestones
from zc_bot.evaluation.result import Card
from zc_bot.evaluation.verdicts import Outcome, Verdict, judge
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass

Concern = Literal["fallen", "failing"]
ATTENTION = 3
"""So many communities are named as needing attention."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Of the `due` figures of a year, how many came at all and how many were approved."""

    due: int
    seen: int
    approved: int

    def __add__(self, other: Arrived) -> Arrived:
        return Arrived(self.due + other.due, self.seen + other.seen, self.approved + other.approved)


@dataclass(frozen=True, slots=True)
class Attention:
    """A community that needs attention, and the requirements because of which.

    fallen: it met them the year before. failing: it fails them, and more of them than most.
    """

    community: str
    concern: Concern
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A year of the communities asked about: the one that meets most first, those not under way last.

    arrived: by community, nothing for one that is not under way. goals: only of the whole programme.
    """

    year: int
    requirements: tuple[str, ...]
    cards: tuple[Card, ...]
    arrived: Mapping[str, Arrived]
    goals: tuple[Verdict, ...] = ()
    attention: tuple[Attention, ...] = ()

    @property
    def due(self) -> tuple[Card, ...]:
        """The communities that are under way."""
        return tuple(card for card in self.cards if self.arrived[card.community].due)

    @property
    def total(self) -> Arrived:
        return sum(self.arrived.values(), Arrived(0, 0, 0))

    @property
    def met_all(self) -> tuple[str, ...]:
        """The communities that meet every requirement that can be met or failed."""
        return tuple(card.community for card in self.due if _meets_all(card))

    @property
    def figures(self) -> Iterator[Figure]:
        """The figures that its verdicts rest on."""
        return (figure for card in self.cards for one in card.verdicts for figure in one.basis.figures)

    @property
    def reviewed(self) -> tuple[str, ...]:
        """The communities under way of which every required figure was approved."""
        return tuple(code for code, one in self.arrived.items() if one.due and one.approved == one.due)

    @property
    def unjudged(self) -> int:
        """How many communities under way have no approved figure."""
        return sum(bool(one.due) and not one.approved for one in self.arrived.values())

    @property
    def complete(self) -> bool:
        """Whether nothing is lacking of any community, so that the counts are the whole's."""
        return self.total.approved == self.total.due

    def spread(self) -> tuple[tuple[int, int], ...]:
        """Say how many communities meet how many requirements: (requirements, communities), the most first.

        Those of which nothing was approved are not counted as meeting none.
        """
        counts = Counter(met_of(card) for card in self.due if self.arrived[card.community].approved)
        return tuple(sorted(counts.items(), reverse=True))


def board_of(
    programme: Programme,
    figures: Figures,
    places: Sequence[str],
    year: int,
    filled: Mapping[str, Filled],
    milestones: Milestones | None = None,
    attention: bool = True,
) -> Board:
    """Judge communities for a year.

    figures: the approved ones of all years. filled: how many required figures each has, as the asker sees them.
    milestones: what the city had reached, where the programme's goals are wanted too. attention: name who needs it,
    for which the year before is judged too.
    """
    cards = [Card(place, year, judge(programme, figures, place, year)) for place in places]
    order = {code: at for at, code in enumerate(programme.community)}
    arrived = {place: _arrived(programme, place, year, filled.get(place, Filled())) for place in places}
    cards.sort(key=lambda card: (arrived[card.community].due == 0, -met_of(card), failed_of(card),
                                 order[card.community]))
    goals = () if milestones is None else judge_goals(programme, milestones, year)
    return Board(
        year=year,
        requirements=tuple(item.id for item in programme.requirements if item.scope == "community"),
        cards=tuple(cards),
        arrived=arrived,
        goals=goals,
        attention=tuple(_attention(programme, figures, cards, year)) if attention else (),
    )


def met_of(card: Card) -> int:
    """Count the requirements that a community meets."""
    return len(card.with_verdict("met"))


def failed_of(card: Card) -> int:
    """Count the requirements that a community fails."""
    return len(card.with_verdict("not_met"))


def open_of(programme: Programme, card: Card) -> int:
    """Count the requirements of which can't be told yet whether a community meets them."""
    return sum(not programme.requirement[one.requirement].advisory for one in card.with_verdict("undetermined"))


def judged_of(programme: Programme) -> int:
    """Count the requirements that a community can meet or fail: those that only advise are not among them."""
    return sum(item.scope == "community" and not item.advisory for item in programme.requirements)


def _meets_all(card: Card) -> bool:
    """Tell whether nothing failed and nothing is open."""
    found: set[Outcome] = {verdict.verdict for verdict in card.verdicts}
    return "met" in found and not found & {"not_met", "undetermined"}


def _arrived(programme: Programme, place: str, year: int, filled: Filled) -> Arrived:
    if programme.community[place].start > year:
        return Arrived(0, 0, 0)
    return Arrived(len(programme.metrics), filled.seen, filled.approved)


def _attention(
    programme: Programme, figures: Figures, cards: Sequence[Card], year: int
) -> Iterator[Attention]:
    """Name first who lost what they had, the most first, then who fails most."""
    lost = []
    for card in cards:
        before = {one.requirement: one.verdict for one in judge(programme, figures, card.community, year - 1)}
        fallen = tuple(
            one.requirement for one in card.with_verdict("not_met") if before.get(one.requirement) == "met"
        )
        if fallen:
            lost.append(Attention(card.community, "fallen", fallen))
    lost.sort(key=lambda one: -len(one.requirements))
    named = {one.community for one in lost}
    failing = sorted((card for card in cards if failed_of(card) and card.community not in named), key=failed_of)
    rest = (
        Attention(card.community, "failing", tuple(one.requirement for one in card.with_verdict("not_met")))
        for card in reversed(failing)
    )
    yield from [*lost, *rest][:ATTENTION]


@dataclass(frozen=True, slots=True)
class Tally:
    """How the communities under way stand to one requirement; names of communities, in the programme's order.

    open: those of which it can't be told yet.
    """

    requirement: str
    met: tuple[str, ...]
    failed: tuple[str, ...]
    open: tuple[str, ...]


def tallies_of(programme: Programme, board: Board, easiest: bool = False) -> tuple[Tally, ...]:
    """Count who meets each requirement: the one that most fail comes first, or the one that most meet."""
    found = [_tally(programme, board, one) for one in board.requirements if not programme.requirement[one].advisory]
    return tuple(sorted(found, key=lambda one: (
        (-len(one.met), len(one.failed)) if easiest else (-len(one.failed), len(one.met))
    )))


def _tally(programme: Programme, board: Board, requirement: str) -> Tally:
    verdicts = {card.community: one.verdict for card in board.due for one in card.verdicts
                if one.requirement == requirement}
    by = {outcome: tuple(code for code in programme.community if verdicts.get(code) == outcome)
          for outcome in ("met", "not_met", "undetermined")}
    return Tally(requirement, by["met"], by["not_met"], by["undetermined"])


@dataclass(frozen=True, slots=True)
class Standing:
    """A community's place by requirements met: equals share a place. before: how many it met the year before.

    open: how many can't be judged, for want of approved figures.
    """

    community: str
    place: int
    met: int
    before: int | None
    open: int = 0

    @property
    def gained(self) -> int:
        return 0 if self.before is None else self.met - self.before


def league_of(programme: Programme, now: Board, before: Board) -> tuple[Standing, ...]:
    """Order the communities under way by the requirements that they meet, with what they met the year before."""
    earlier = {card.community: met_of(card) for card in before.due}
    found: list[Standing] = []
    for at, card in enumerate(now.due, 1):
        met = met_of(card)
        place = found[-1].place if found and found[-1].met == met else at
        found.append(Standing(card.community, place, met, earlier.get(card.community),
                              open_of(programme, card)))
    return tuple(found)


def most_fallen(league: Sequence[Standing]) -> tuple[Standing, ...]:
    """Return those that lost most, all equals, of those of whom all can be judged; nobody where nobody lost."""
    judged = [one for one in league if not one.open]
    most = min((one.gained for one in judged), default=0)
    return tuple(one for one in judged if most < 0 and one.gained == most)


def most_improved(league: Sequence[Standing]) -> tuple[Standing, ...]:
    """Return those that gained most, all equals; nobody where nobody gained."""
    most = max((one.gained for one in league), default=0)
    return tuple(one for one in league if most > 0 and one.gained == most)
