"""Who reported the figures that are shown, when, and when they were reviewed."""

from __future__ import annotations

from collections.abc import Collection

from zc_bot.evaluation.figures import Figure
from zc_bot.texts.answers.words import Words


def source_of(figures: Collection[Figure], community: str, words: Words) -> str:
    """Say which authority reported figures, and when they were reviewed; '' where there are none."""
    if not figures:
        return ""
    authority = words.authority(words.programme.community[community].authority)
    reported = max(figure.reported_at for figure in figures).astimezone(words.zone)
    reviewed = max((figure.reviewed_at for figure in figures if figure.reviewed_at), default=None)
    key = "page.source" if reviewed is None else "page.source_reviewed"
    return words.texts.plain(
        key, authority=authority, reported=f"{reported:%Y-%m-%d}",
        reviewed="" if reviewed is None else f"{reviewed.astimezone(words.zone):%Y-%m-%d}",
    )
