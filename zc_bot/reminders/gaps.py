"""What is still missing of a year: by community, by authority, and the authorities nobody reports for."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from zc_bot.policy.programme import Programme
from zc_bot.reminders.facts import Gap, Missing, Recipient, Silent


def missing_of(programme: Programme, year: int, reported: Collection[tuple[str, str]]) -> Missing:
    """Return what `year` still lacks, given the (community, metric) pairs reported for it.

    A submitted figure counts as reported, a returned one does not; a community owes nothing before its start.
    """
    codes = tuple(metric.code for metric in programme.metrics)
    known = frozenset(reported)
    owed = {
        item.code: tuple(code for code in codes if (item.code, code) not in known)
        for item in programme.communities
        if item.start <= year
    }
    return {community: metrics for community, metrics in owed.items() if metrics}


class YearGaps:
    """The gaps of one year, looked up by authorities; the same set of authorities is worked out once."""

    def __init__(self, programme: Programme, year: int, missing: Missing, recipients: Iterable[Recipient]) -> None:
        self._programme = programme
        self.all = tuple(
            Gap(item.code, missing[item.code]) for item in programme.communities if missing.get(item.code)
        )
        self.expected = sum(item.start <= year for item in programme.communities)
        self.complete = self.expected - len(self.all)
        self._of: dict[tuple[str, ...], tuple[Gap, ...]] = {}
        people = tuple(recipients)
        self.unattended = self._find_unattended(people)
        self._silent = tuple(
            Silent(item.name, item.authorities, item.silence)
            for item in people
            if item.reports_own and not item.is_reached
        )

    def of(self, authorities: tuple[str, ...]) -> tuple[Gap, ...]:
        """Return the gaps of these authorities' communities, in the programme's order."""
        if authorities not in self._of:
            own = self._communities(authorities)
            self._of[authorities] = tuple(gap for gap in self.all if gap.community in own)
        return self._of[authorities]

    def silent_of(self, authorities: Collection[str]) -> tuple[Silent, ...]:
        """Return who should report for some of these authorities what is missing, and can't be reached."""
        owing = {self._programme.community[gap.community].authority for gap in self.all} & set(authorities)
        return tuple(item for item in self._silent if owing & set(item.authorities))

    def _find_unattended(self, recipients: Iterable[Recipient]) -> tuple[str, ...]:
        reachable = {item.authorities for item in recipients if item.reports_own and item.is_reached}
        attended = self._communities(code for codes in reachable for code in codes)
        owing = {
            self._programme.community[gap.community].authority for gap in self.all if gap.community not in attended
        }
        return tuple(item.code for item in self._programme.authorities if item.code in owing)

    def _communities(self, authorities: Iterable[str]) -> frozenset[str]:
        return frozenset(
            community for code in authorities for community in self._programme.of_authority.get(code, ())
        )
