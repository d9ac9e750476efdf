"""Who is asking: the principal that every query and every change is made for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zc_bot.policy.programme import Programme

Role = Literal["viewer", "reporter", "lead", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("viewer", "reporter", "lead", "reviewer", "admin")


@dataclass(frozen=True, slots=True)
class Principal:
    """An admitted person, or one of the two principals below that are no person.

    authorities: codes of the authorities it belongs to (reporters and leads).
    """

    id: int
    name: str
    role: Role
    authorities: tuple[str, ...] = ()
    lang: Literal["zh", "en"] = "zh"
    approved_only: bool = False
    """Set where others look on (groups, inline results, the display page)."""

    @property
    def reviews(self) -> bool:
        return self.role in {"reviewer", "admin"}

    @property
    def reports(self) -> bool:
        return self.role in {"reporter", "reviewer", "admin"}

    def communities(self, programme: Programme) -> tuple[str, ...]:
        """Codes of the communities it may report for, in the programme's order."""
        if self.reviews:
            return tuple(programme.community)
        if self.role != "reporter":
            return ()
        return self.own(programme)

    def own(self, programme: Programme) -> tuple[str, ...]:
        """Codes of its authorities' communities, in the programme's order."""
        mine = {code for authority in self.authorities for code in programme.of_authority[authority]}
        return tuple(code for code in programme.community if code in mine)


OPERATOR = Principal(id=0, name="管理员（命令行）", role="admin")
"""The person at the machine's command line."""

ONLOOKER = Principal(id=-1, name="", role="viewer", approved_only=True)
"""Whoever looks at a group or a public page."""
