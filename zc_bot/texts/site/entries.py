"""What the page says of one entry, with its photos."""

from __future__ import annotations

from typing import Any

from zc_bot.evaluation.showing import Showing
from zc_bot.texts.answers.words import Words
from zc_bot.texts.site.snapshot import Snapshot


def entry(one: Showing, snapshot: Snapshot, words: Words) -> dict[str, Any]:
    """Give one entry with its photos; whose it is says the authority, never a person who told it."""
    told = one.told
    shots = [(number, shot) for number, shot in enumerate(told.photos, 1) if shot.photo in snapshot.photos]
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
        "by": words.texts.plain("page.told_by_agreed" if told.agreed else "page.told_by",
                                authority=words.authority(snapshot.programme.community[told.community].authority)),
        "photos": [
            {
                "large": snapshot.photos[shot.photo].large, "small": snapshot.photos[shot.photo].small,
                **_size(snapshot.photos[shot.photo].width, snapshot.photos[shot.photo].height),
                "caption": shot.caption,
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
