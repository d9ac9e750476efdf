"""Who reports for whom must not come round: of people who take over from each other nobody would be reminded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set

from zc_bot.chat.turn import Turn
from zc_bot.policy.roles import Principal
from zc_bot.storage import people, stand_ins

Covers = Mapping[int, Set[int]]


def comes_round(turn: Turn, asker: Principal, colleague: Principal, year: int) -> bool:
    """Tell whether what the colleague would take over is, directly or round others, with the asker already.

    Held for each community by itself; nothing that was taken over changes before this transaction ends.
    """
    taken = stand_ins.taken(turn.session, year)
    if not taken:
        return False
    own = {one.id: set(one.own(turn.programme)) for one in people.admitted(turn.session, turn.who)}
    for code in own.get(asker.id, set()) & own.get(colleague.id, set()):
        covers: defaultdict[int, set[int]] = defaultdict(set)
        for one in taken:
            if code in own.get(one.asker, ()) and code in own.get(one.colleague, ()):
                covers[one.asker].add(one.colleague)
        if _leads_to(covers, colleague.id, asker.id):
            return True
    return False


def _leads_to(covers: Covers, start: int, end: int) -> bool:
    met: set[int] = set()
    open_ends = [start]
    while open_ends:
        person = open_ends.pop()
        if person == end:
            return True
        open_ends += covers.get(person, set()) - met
        met.add(person)
    return False
