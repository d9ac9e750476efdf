"""What is shown where others look on: offices in place of the people who reported and reviewed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zc_bot.evaluation.figures import Figures
from zc_bot.policy.programme import Programme
from zc_bot.texts.catalog import Texts
from zc_bot.texts.reminders import authority_name


@dataclass(frozen=True, slots=True)
class Offices:
    """Names the offices behind figures: the authority that reports, and the city that reviews."""

    programme: Programme
    texts: Texts
    today: date

    def of_figures(self, loaded: Figures) -> Figures:
        """Put offices in place of people beside figures."""
        shown = (
            one._replace(
                reported_by=self._reporter(one.community), reviewed_by=None if one.reviewed_by is None else self._city
            )
            for one in loaded
        )
        return Figures(shown, loaded.years())

    def of_versions(self, found: Iterable[Any]) -> tuple[Any, ...]:
        """Put offices in place of people in a history."""
        return tuple(
            replace(
                one, reporter_name=self._reporter(one.community),
                actor_name=self._reporter(one.community) if one.actor_role == "reporter" else self._city,
            )
            for one in found
        )

    def _reporter(self, community: str) -> str:
        authority = self.programme.authority[self.programme.community[community].authority]
        return authority_name(authority, self.today, self.texts.lang)

    @property
    def _city(self) -> str:
        return self.texts.plain("ask.city_office")
