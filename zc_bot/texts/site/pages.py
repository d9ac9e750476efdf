"""The pages as HTML: every text in them is escaped, every link within them is relative."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from zc_bot.policy.languages import path_of
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import LANGS, Lang, texts_for
from zc_bot.texts.site import fonts, views
from zc_bot.texts.site.community import community
from zc_bot.texts.site.snapshot import Snapshot

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent
STYLE = FOLDER / "page.css"
_FONT = "font-of-this-page"
"""Stands for the name of the font until it is known of which characters a page is."""
PLAIN = ("", "requirements", "stories", "about")
"""The pages that are of no community; '' is the overview."""
View = Callable[[Snapshot, Words], dict[str, Any]]
VIEWS: Mapping[str, View] = {
    "": views.overview, "requirements": views.requirements, "stories": views.stories, "about": views.about,
}


def paths(communities: Iterator[str] | tuple[str, ...]) -> dict[str, tuple[Lang, str]]:
    """Return every path there is, with its language and its page."""
    pages = (*PLAIN, *(f"c/{code}" for code in communities))
    return {f"{path_of(lang)}{page}": (lang, page) for lang in LANGS for page in pages}


class Pages:
    """One state of the page: each page is made when it is first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._made: dict[str, bytes] = {}
        self._fonts: dict[str, str] = {}

    @cached_property
    def paths(self) -> Mapping[str, tuple[Lang, str]]:
        return paths(tuple(self.snapshot.programme.community))

    def page(self, path: str) -> bytes | None:
        """Return a page; None for no such page."""
        if path not in self.paths:
            return None
        if path not in self._made:
            html = self._render(path)
            chars = fonts.characters(html)
            self._fonts[fonts.name_of(chars)] = chars
            self._made[path] = html.replace(_FONT, fonts.name_of(chars), 1).encode()
        return self._made[path]

    def characters(self, font: str) -> str | None:
        """Return of which characters a page's font is; None for a font of no page. All pages are made for it."""
        if font not in self._fonts:
            for path in self.paths:
                self.page(path)
        return self._fonts.get(font)

    def _render(self, path: str) -> str:
        lang, page = self.paths[path]
        today = self.snapshot.now.astimezone(ZoneInfo(self.snapshot.programme.timezone)).date()
        words = Words(self.snapshot.programme, texts_for(lang), today)
        root = "../" * path.count("/")
        kind, _, code = page.partition("/")
        shown = community(self.snapshot, words, code) if code else VIEWS[kind](self.snapshot, words)
        other = LANGS[(LANGS.index(lang) + 1) % len(LANGS)]
        return (
            LAID_OUT.templates
            .get_template(f"{'community' if code else kind or 'overview'}.html")
            .render(
                root=root, home=f"{root}{path_of(lang)}", lang=lang, here=page, path=path, style=LAID_OUT.style,
                font=_FONT, other=f"{root}{path_of(other)}{page}", other_lang=other, t=words.texts.plain,
                **views.frame(self.snapshot, words), **shown,
            )
        )


class _LaidOut:
    """What every page is made with, read when the first is."""

    @cached_property
    def style(self) -> str:
        """Name the state of the style sheet, so that an old one is never used."""
        return hashlib.sha256(STYLE.read_bytes()).hexdigest()[:10]

    @cached_property
    def templates(self) -> Environment:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        loader = FileSystemLoader(FOLDER / "templates")
        return Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )


LAID_OUT = _LaidOut()
