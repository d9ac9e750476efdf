"""The Mini App's pieces as HTML: every text in them is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Protocol

from markupsafe import Markup

from zc_bot.parsing.conversion import Marker
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Metric
from zc_bot.submission.facts import Known
from zc_bot.submission.screen import Field
from zc_bot.texts.answers.message import plain_text
from zc_bot.texts.catalog import Lang, Texts, texts_for
from zc_bot.texts.numbers import format_large, format_metric, unit_name
from zc_bot.texts.site.pages import LAID_OUT


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
    def refused(self) -> str: ...
    @property
    def unchanged(self) -> str: ...
    @property
    def other(self) -> bool: ...
    @property
    def card(self) -> Markup: ...
    @property
    def standing(self) -> int: ...


def shell(lang: Lang, font: bool = False) -> str:
    """Return the frame into which everything else is put; font: with the package's."""
    return LAID_OUT.templates.get_template("app_shell.html").render(lang=lang, font=font, t=texts_for(lang).plain)


def home(shown: Any, texts: Texts) -> str:
    """Return what is theirs to do."""
    return LAID_OUT.templates.get_template("app_home.html").render(home=shown, t=texts.plain)


def form(shown: Shown, programme: Programme, texts: Texts, about: str = "") -> str:
    """Return a year's figures on one screen; about: the figure that was typed last."""
    rows = [
        {
            "code": one.metric,
            "name": programme.metric[one.metric].name(texts.lang),
            "unit": unit_name(programme.metric[one.metric].unit, texts.lang).strip(),
            "kind": programme.metric[one.metric].kind,
            "typed": (one.metric == about and (shown.refused or shown.unchanged)) or _held(one, programme, texts),
            "held": _held(one, programme, texts) if one.metric == about and shown.refused else "",
            "taken": one.taken,
            "unchanged": one.metric == about and bool(shown.unchanged),
            "open": bool(one.typed) and not one.taken and not one.readings,
            "senses": [_sense(*meant, programme.metric[one.metric], texts) for meant in _meant(one, programme)],
            "last": _written(one.last, programme, one.metric, texts),
            "known": _written(one.known, programme, one.metric, texts),
            "status": one.known.status if one.known is not None else "",
            "said": plain_text(shown.said) if one.metric == about else "",
            "refused": one.metric == about and bool(shown.refused),
        }
        for one in shown.fields
    ]
    name = programme.community[shown.community].name(texts.lang) if shown.community else ""
    return LAID_OUT.templates.get_template("app_form.html").render(
        shown=shown, rows=rows, name=name, t=texts.plain, said="" if about else plain_text(shown.said),
        card=plain_text(shown.card), taken=sum(one.taken for one in shown.fields),
    )


def _held(shown: Field, programme: Programme, texts: Texts) -> str:
    """Write what the draft holds of a figure: as it was typed, else as it would be."""
    if shown.typed or shown.entry is None or not shown.taken:
        return shown.typed
    return format_metric(shown.entry.value, shown.entry.marker, programme.metric[shown.metric], texts.lang)


def _meant(shown: Field, programme: Programme) -> Sequence[tuple[Decimal | None, Marker | None]]:
    """Return what may be tapped in place of typing: what a text may mean, else yes and no where that is asked."""
    if shown.readings:
        return [(one.value, one.marker) for one in shown.readings]
    return [(Decimal(1), None), (Decimal(0), None)] if programme.metric[shown.metric].kind == "yesno" else []


def _sense(value: Decimal | None, marker: Marker | None, metric: Metric, texts: Texts) -> tuple[str, str]:
    """Write a figure as it would be typed, and as it is said."""
    exact = format_metric(value, marker, metric, texts.lang)
    plain = value is None or metric.kind == "yesno"
    spoken = exact if plain else format_large(value or Decimal(0), metric.unit, texts.lang)
    return exact, exact if spoken == exact else f"{exact} = {spoken}"


def _written(known: Known | None, programme: Programme, code: str, texts: Texts) -> str:
    if known is None:
        return ""
    metric = programme.metric[code]
    if known.value is None or metric.kind == "yesno":
        return format_metric(known.value, known.marker, metric, texts.lang)
    return format_large(known.value, metric.unit, texts.lang)
