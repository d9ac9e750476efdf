"""Why a reply was not taken, in one line that names what is wrong and what to do."""

from __future__ import annotations

from markupsafe import Markup

from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Derived, Metric
from zc_bot.submission.events import Refused
from zc_bot.texts.catalog import Lang, Texts
from zc_bot.texts.numbers import format_value, unit_name


def render_refusal(event: Refused, texts: Texts, programme: Programme) -> Markup:
    """Render a refusal by its code, with the names and figures concerned."""
    measure = programme.measure.get(event.metric)
    names = {"metric": measure.short(texts.lang) if measure else "", "unit": "", "parts": "", "part": "", "whole": ""}
    if isinstance(measure, Derived):
        names["parts"] = _parts(measure, programme, texts.lang)
    if isinstance(measure, Metric):
        names["unit"] = unit_name(measure.unit, texts.lang).strip()
    shown = _values(event, measure, texts.lang)
    if event.other:
        names |= _part_and_whole(event, programme, texts.lang)
    expected = names["unit"] if measure and event.expected == measure.unit else event.expected
    reason = texts(f"report.refused.{event.code}", found=event.found, expected=expected, **names, **shown)
    if names["metric"] in reason or isinstance(measure, Derived) or event.other:
        return reason
    return texts("report.refused_of", metric=names["metric"], reason=reason)


def _parts(derived: Derived, programme: Programme, lang: Lang) -> str:
    """Name the reported metrics that a derived one is worked out from."""
    codes = [code for code in (derived.numerator, derived.denominator, derived.of) if code is not None]
    return " / ".join(programme.metric[code].short(lang) for code in codes)


def _values(event: Refused, measure: Metric | Derived | None, lang: Lang) -> dict[str, str]:
    unit = measure.unit if measure else ""
    shown = [format_value(value, unit, lang) for value in event.values]
    return {"first": shown[0] if shown else "", "second": shown[1] if len(shown) > 1 else ""}


def _part_and_whole(event: Refused, programme: Programme, lang: Lang) -> dict[str, str]:
    is_part = any(share.numerator == event.metric and share.denominator == event.other for share in programme.derived)
    part, whole = (event.metric, event.other) if is_part else (event.other, event.metric)
    return {"part": programme.metric[part].short(lang), "whole": programme.metric[whole].short(lang)}
