"""Offices in place of the people who reported and reviewed: where others look on, and for who may not see people."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from zc_bot.evaluation.figures import Figures
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import reports_own
from zc_bot.texts.catalog import Texts
from zc_bot.texts.reminders import authority_name
from zc_bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Offices:
    """Names the offices behind figures: the authority that reports, and the city that reviews.

    unnamed: the states of the figures whose people are not named.
    """

    programme: Programme
    texts: Texts
    today: date
    unnamed: Collection[str]

    def of_figures(self, loaded: Figures) -> Figures:
        """Put offices in place of people beside figures."""
        if not self.unnamed:
            return loaded
        shown = (
            one._replace(
                reported_by=self._reporter(one.community), reviewed_by=None if one.reviewed_by is None else self._city
            ) if one.status in self.unnamed else one
            for one in loaded
        )
        return Figures(shown, loaded.years())

    def of_versions(self, found: Iterable[Any]) -> tuple[Any, ...]:
        """Put offices in place of people in a history: of an approved figure, in all that came before, too."""
        if not self.unnamed:
            return tuple(found)
        of_all = "approved" in self.unnamed
        return tuple(
            replace(
                one, reporter_name=self._reporter(one.community),
                actor_name=self._reporter(one.community) if reports_own(one.actor_role) else self._city,
            ) if of_all or one.status in self.unnamed else one
            for one in found
        )

    def _reporter(self, community: str) -> str:
        authority = self.programme.authority[self.programme.community[community].authority]
        return authority_name(authority, self.today, self.texts.lang)

    @property
    def _city(self) -> str:
        return self.texts.plain("ask.city_office")
