"""Shares of the city by place, said the other way round in English: district share of hi-tech output."""

from __future__ import annotations

from zc_bot.parsing.pending import compile_later

_PLACE = "(?P<{}>district|county|authority|community)"
_OF = compile_later(
    "^(?P<head>.*?)(?<![a-z])(?:the )?" + _PLACE.format("a") + "(?:[\u2019']?s[\u2019']?)? shares? (?:of|in) "
    "(?:the )?(?:city(?:[\u2019']s|wide)? |total |whole city )?(?P<of>.+)$"
)
_BY = compile_later("^(?P<of>.+?) shares? by " + _PLACE.format("a") + "(?P<tail>.*)$")


def shares_of_the_city(text: str) -> str | None:
    """Return a text about the shares of places as the question of each one's share of the city; None for others."""
    said = text.strip().rstrip("?.!").lower()
    if not said.isascii() or "each" in said.split() or "which" in said.split():
        return None
    match = _OF.match(said)
    if match is not None and not match["head"].strip(" ,").endswith("s"):
        return f"each {match['a']}'s share of the city's {match['of']}"
    match = _BY.match(said)
    return None if match is None else f"each {match['a']}'s share of the city's {match['of']}{match['tail']}"
