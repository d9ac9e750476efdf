"""What people, groups and topics can be called on Telegram."""

from __future__ import annotations

import re
from collections.abc import Collection

from zc_bot.sandbox.directory import KINDS
from zc_bot.sandbox.limits import UNSEEN

NAME, TITLE = 64, 128
USERNAME = re.compile(r"[A-Za-z](?!.*__)[A-Za-z0-9_]{2,30}[A-Za-z0-9]")


def check_name(first: str, last: str | None) -> None:
    """Raise ValueError for a first or last name that nobody can have."""
    if not first.strip(UNSEEN) or len(first) > NAME or len(last or "") > NAME:
        raise ValueError(f"a first name has 1 to {NAME} characters, not all blank, a last name at most {NAME}")


def check_username(username: str | None) -> None:
    """Raise ValueError for a @name, without the @, that nobody can have."""
    if username is not None and not USERNAME.fullmatch(username):
        raise ValueError(f"{username[:40]!r} is no username: 4 to 32 Latin letters, digits and single _ within")


def check_title(title: str) -> None:
    """Raise ValueError for a title that no group, channel or topic can have."""
    if not title.strip(UNSEEN) or len(title) > TITLE:
        raise ValueError(f"a title has 1 to {TITLE} characters that are not all blank")


def check_kinds(kinds: Collection[str]) -> None:
    """Raise ValueError for what is no kind of message that can be forbidden."""
    if unknown := sorted(set(kinds) - set(KINDS.values())):
        raise ValueError(f"{unknown[0]} can't be forbidden: {', '.join(sorted(set(KINDS.values())))}")
