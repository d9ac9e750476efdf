"""What the page says of one entry, with its photos."""

from __future__ import annotations

from typing import Any

from zc_bot.evaluation.showing import Showing
from zc_bot.texts.answers.words import Words
from zc_bot.texts.site.sight import Sight


def entry(one: Showing, sight: Sight, words: Words) -> dict[str, Any]:
    """Give one entry with its photos; whose it is says the authority, never a person who told it."""
    told = one.told
    shots = [(number, shot) for number, shot in enumerate(told.photos, 1) if shot.photo in sight.photos]
    return {
        "id": one.root,
        "code": told.community,
        "community": words.community(told.community),
        "kind": words.texts.plain(f"show.kind.{told.kind}"),
        "name": told.name,
        "place": told.place,
        "milestone": told.milestone,
        "day": told.day.isoformat() if told.day is not None else "",
        "what": told.what,
        "by": words.texts.plain("page.told_by",
                                authority=words.authority(sight.programme.community[told.community].authority)),
        "photos": [
            {
                "large": sight.photos[shot.photo].large, "small": sight.photos[shot.photo].small,
                **_size(sight.photos[shot.photo].width, sight.photos[shot.photo].height), "caption": shot.caption,
                "alt": shot.caption or words.texts.plain("page.photo", number=number, what=told.place or told.name or
                                                         words.community(told.community)),
            }
            for number, shot in shots
        ],
    }


def _size(width: int, height: int, side: int = 480) -> dict[str, int]:
    """Say how large the small photo is."""
    part = min(1.0, side / max(width, height))
    return {"width": max(1, round(width * part)), "height": max(1, round(height * part))}
