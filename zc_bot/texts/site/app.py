"""The Mini App's pieces as HTML: every text in them is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from markupsafe import Markup

from zc_bot.policy.programme import Programme
from zc_bot.submission.facts import Known
from zc_bot.submission.screen import Field
from zc_bot.texts.answers.message import plain_text
from zc_bot.texts.catalog import Lang, Texts, texts_for
from zc_bot.texts.numbers import format_large, format_metric
from zc_bot.texts.site.pages import templates


class Shown(Protocol):
    """A community's year on one screen."""

    @property
    def community(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def fields(self) -> Sequence[Field]: ...
    @property
    def version(self) -> int: ...
    @property
    def said(self) -> Markup: ...
    @property
    def refused(self) -> bool: ...
    @property
    def other(self) -> bool: ...
    @property
    def card(self) -> Markup: ...


def shell(lang: Lang) -> str:
    """Return the frame into which everything else is put."""
    return templates().get_template("app_shell.html").render(lang=lang, t=texts_for(lang).plain)


def home(shown: Any, texts: Texts) -> str:
    """Return what is theirs to do."""
    return templates().get_template("app_home.html").render(home=shown, t=texts.plain)


def form(shown: Shown, programme: Programme, texts: Texts, about: str = "") -> str:
    """Return a year's figures on one screen; about: the figure that was typed last."""
    rows = [
        {
            "code": one.metric,
            "name": programme.metric[one.metric].name(texts.lang),
            "unit": programme.metric[one.metric].unit,
            "kind": programme.metric[one.metric].kind,
            "typed": one.typed,
            "taken": one.taken,
            "open": bool(one.typed) and not one.taken,
            "last": _written(one.last, programme, one.metric, texts),
            "known": _written(one.known, programme, one.metric, texts),
            "status": one.known.status if one.known is not None else "",
            "said": plain_text(shown.said) if one.metric == about else "",
            "refused": one.metric == about and shown.refused,
        }
        for one in shown.fields
    ]
    name = programme.community[shown.community].name(texts.lang) if shown.community else ""
    return templates().get_template("app_form.html").render(
        shown=shown, rows=rows, name=name, t=texts.plain, said="" if about else plain_text(shown.said),
        card=plain_text(shown.card), taken=sum(one.taken for one in shown.fields),
    )


def _written(known: Known | None, programme: Programme, code: str, texts: Texts) -> str:
    if known is None:
        return ""
    metric = programme.metric[code]
    if known.value is None or metric.kind == "yesno":
        return format_metric(known.value, known.marker, metric, texts.lang)
    return format_large(known.value, metric.unit, texts.lang)
