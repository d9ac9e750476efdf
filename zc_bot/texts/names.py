"""The communities by the short names that fit a picture or a line over many of them."""

from __future__ import annotations

from collections.abc import Mapping

from zc_bot.policy.programme import Programme
from zc_bot.texts.catalog import Lang


def short_names(programme: Programme, lang: Lang) -> Mapping[str, str]:
    """Name the communities without the ending that most of them share, by code; the programme keeps them."""
    return programme.short_names[lang]
