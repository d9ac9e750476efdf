"""The reporting dialogue in words and buttons: each event as Telegram HTML with rows of (label, tap)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup

from zc_bot.parsing.conversion import Reading
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Metric
from zc_bot.submission import events as ev
from zc_bot.submission.checks import Finding
from zc_bot.submission.draft import Entry
from zc_bot.submission.facts import Known
from zc_bot.submission.replies import Tap
from zc_bot.texts.catalog import Texts, join
from zc_bot.texts.dialogue.report_card import render_card
from zc_bot.texts.dialogue.report_refusals import render_refusal
from zc_bot.texts.numbers import format_echo, format_large, format_metric, format_value, shorten, unit_name

Rows = list[list[tuple[str, Tap]]]
Rendered = tuple[Markup, Rows]
YEARS_ABREAST = 3
FIGURES_ABREAST = 3
WORDS_SHOWN = 60
_BREAKS = compile_later("[；;，,][；;，,]+")
"""Where something was blanked."""
SAID_IN_LARGER_UNITS = frozenset({"万元", "元", "m²"})


def render_all(events: Sequence[ev.Event], texts: Texts, programme: Programme) -> Rendered:
    """Render what one step said as one message: the texts together, the last event's buttons.

    A figure is not noted where the card that follows shows it anyway.
    """
    with_card = any(isinstance(event, ev.ShowCard) for event in events)
    shown = [event for event in events if not (with_card and isinstance(event, ev.Noted))]
    parts = [render(event, texts, programme) for event in shown]
    return join([text for text, _ in parts], "\n\n"), parts[-1][1] if parts else []


def render(event: ev.Event, texts: Texts, programme: Programme) -> Rendered:
    """Render one event; only questions have buttons."""
    words = _Words(texts, programme)
    match event:
        case ev.AskCommunity():
            return texts("report.ask_community"), [*words.communities(event.communities), words.row("cancel")]
        case ev.AskYear():
            text = texts("report.ask_year", community=words.community(event.community))
            years = [(str(year), Tap("year", str(year))) for year in event.years]
            rows = [years[start : start + YEARS_ABREAST] for start in range(0, len(years), YEARS_ABREAST)]
            return text, [*rows, words.row("back", "cancel") if event.can_go_back else words.row("cancel")]
        case ev.Menu():
            return _menu(event, words)
        case ev.AskStanding():
            return _standing(event, words)
        case ev.AskMetric():
            return _list(event, words)
        case ev.AskValue():
            return _value(event, words)
        case ev.AskReading():
            return _reading(event, words)
        case ev.AskWhich():
            rows = words.communities(event.codes) if event.kind == "community" else words.metrics(event.codes)
            is_one = event.kind == "community" and len(event.codes) == 1
            kind = "one" if is_one else "metric_of" if event.typed else event.kind
            name = words.community(event.codes[0]) if kind == "one" else ""
            typed = shorten(event.typed, WORDS_SHOWN)
            return texts(f"report.which_{kind}", community=name, typed=typed), [*rows, words.row("back")]
        case ev.AskReason():
            return _reason(event, words)
        case ev.AskBeside():
            return _beside(event, words)
        case ev.ShowCard():
            rows = [words.row("confirm"), [words.button("more", Tap("menu"))], words.row("cancel")]
            return render_card(event, texts, programme), rows
        case ev.Refused():
            return render_refusal(event, texts, programme), []
        case _:
            return _statement(event, words), []


class _Words:
    """Names, figures and buttons in one language."""

    def __init__(self, texts: Texts, programme: Programme) -> None:
        self.texts = texts
        self.programme = programme

    def community(self, code: str) -> str:
        return self.programme.community[code].name(self.texts.lang)

    def metric(self, code: str) -> str:
        return self.programme.measure[code].short(self.texts.lang)

    def figure(self, code: str, figure: Known | Entry) -> str:
        return format_metric(figure.value, figure.marker, self.programme.metric[code], self.texts.lang)

    def echo(self, entry: Entry) -> str:
        metric = self.programme.metric[entry.metric]
        return format_echo(entry.typed, entry.value, entry.marker, metric, self.texts.lang)

    def button(self, label: str, tap: Tap, **values: object) -> tuple[str, Tap]:
        return self.texts.plain(f"report.button.{label}", **values), tap

    def row(self, *names: str) -> list[tuple[str, Tap]]:
        """Make a row of buttons whose labels are named like their taps."""
        return [self.button(name, _PLAIN[name]) for name in names]

    def communities(self, codes: Sequence[str]) -> Rows:
        return [[(self.community(code), Tap("community", code))] for code in codes]

    def metrics(self, codes: Sequence[str], done: Sequence[str] = ()) -> Rows:
        """Make two columns of metrics, those with a figure ticked."""
        labels = [
            self.button("done", Tap("metric", code), name=self.metric(code))
            if code in done
            else (self.metric(code), Tap("metric", code))
            for code in codes
        ]
        return [labels[at : at + 2] for at in range(0, len(labels), 2)]


_PLAIN = {
    "back": Tap("back"),
    "cancel": Tap("cancel"),
    "confirm": Tap("confirm"),
    "finish": Tap("finish"),
    "menu": Tap("menu"),
    "retype": Tap("retype"),
    "yes": Tap("answer", "yes"),
    "no": Tap("answer", "no"),
    "none": Tap("skip", "none"),
    "not_applicable": Tap("skip", "not_applicable"),
    "confidential": Tap("skip", "confidential"),
    "later": Tap("skip", "later"),
    "note_all": Tap("beside", "yes"),
    "note_none": Tap("beside", "no"),
}


def _menu(event: ev.Menu, words: _Words) -> Rendered:
    entered = words.texts("report.menu_entered", entered=event.entered) if event.entered else ""
    text = words.texts(
        "report.menu",
        community=words.community(event.community),
        year=event.year,
        total=event.total,
        missing=len(event.missing),
        entered=entered,
    )
    rows = [[words.button("list", Tap("list"))]]
    if event.missing:
        rows.insert(0, [words.button("walk", Tap("walk"), count=len(event.missing))])
    if event.standing:
        rows.insert(1, [words.button("standing", Tap("standing"), count=len(event.standing))])
    if event.entered:
        rows.append(words.row("finish"))
    return text, [*rows, words.row("back", "cancel") if event.can_go_back else words.row("cancel")]


def _standing(event: ev.AskStanding, words: _Words) -> Rendered:
    """Show last year's fixed figures as one short card: the yes and no together, the numbers a few a line."""
    kinds = {code: words.programme.metric[code].kind for code, _ in event.figures}
    numbers = [
        words.texts.plain("report.standing_one", metric=words.metric(code), value=words.figure(code, known))
        for code, known in event.figures
        if kinds[code] != "yesno" or known.value is None
    ]
    abreast = [numbers[at : at + FIGURES_ABREAST] for at in range(0, len(numbers), FIGURES_ABREAST)]
    lines = [words.texts("report.standing_line", figures=_listed(some, words)) for some in abreast]
    for value, key in ((1, "report.standing_yes"), (0, "report.standing_no")):
        found = [code for code, known in event.figures if kinds[code] == "yesno" and known.value == value]
        names = [words.metric(code) for code in found]
        lines += [words.texts(key, names=_listed(names, words))] if names else []
    place = {"community": words.community(event.community), "year": event.year}
    text = words.texts("report.standing", figures=join(lines), **place)
    rows = [
        [words.button("same_all", Tap("same"))],
        [words.button("one_changed", Tap("list")), words.button("each", Tap("walk", "each"))],
        words.row("menu", "cancel"),
    ]
    return text, rows


def _listed(names: Iterable[str], words: _Words) -> str:
    return words.texts.plain("remind.comma").join(names)


def _list(event: ev.AskMetric, words: _Words) -> Rendered:
    text = words.texts("report.list", community=words.community(event.community), year=event.year)
    return text, [*words.metrics(event.metrics, event.done), words.row("menu", "cancel")]


def _value(event: ev.AskValue, words: _Words) -> Rendered:
    texts, metric = words.texts, words.programme.metric[event.metric]
    progress = {"position": event.position, "total": event.total}
    text = texts(
        "report.value",
        progress=texts("report.value_progress", **progress) if event.total else "",
        metric=metric.name(texts.lang),
        community=words.community(event.community),
        year=event.year,
        lines=join([_unit_line(event, words), _previous_line(event, words), *_current_lines(event, words)]),
    )
    return text, [*_answers(event, words), words.row("confidential", "later"), words.row("back", "menu", "cancel")]


def _answers(event: ev.AskValue, words: _Words) -> Rows:
    rows: Rows = []
    if event.swap:
        names = _listed([words.metric(one) for one in event.swap], words)
        rows.append([words.button("swap", Tap("swap"), names=names)])
    if event.previous is not None:
        rows.append([words.button("same", Tap("same"))])
    if words.programme.metric[event.metric].kind == "yesno":
        return [*rows, words.row("yes", "no"), words.row("not_applicable")]
    return [*rows, words.row("none", "not_applicable")]


def _unit_line(event: ev.AskValue, words: _Words) -> Markup:
    """Say what to type: yes or no, a whole number, or a number in which unit."""
    metric = words.programme.metric[event.metric]
    large = metric.kind == "number" and metric.unit in SAID_IN_LARGER_UNITS
    form = metric.kind if metric.kind in {"yesno", "whole"} else "number" if large else "plain"
    return words.texts(f"report.unit_{form}", unit=unit_name(metric.unit, words.texts.lang).strip())


def _previous_line(event: ev.AskValue, words: _Words) -> Markup:
    if event.previous is None:
        return words.texts("report.value_no_previous")
    return words.texts("report.value_previous", value=words.figure(event.metric, event.previous))


def _current_lines(event: ev.AskValue, words: _Words) -> list[Markup]:
    """Say what is there already: entered just now, or recorded and where that stands."""
    if event.entry is not None:
        return [words.texts("report.value_entry", value=words.figure(event.metric, event.entry))]
    if event.current is None:
        return []
    status = words.texts(f"report.status.{event.current.status}")
    value = words.figure(event.metric, event.current)
    return [words.texts("report.value_current", value=value, status=status)]


def _reading(event: ev.AskReading, words: _Words) -> Rendered:
    """Offer every sense as a button, in the metric's unit and as people say it."""
    metric = words.programme.metric[event.metric]
    rows = [
        [(_sense(reading, metric, words), Tap("reading", str(number)))]
        for number, reading in enumerate(event.readings)
    ]
    if event.why == "none":
        rows.append(words.row("later"))
    question = words.texts(f"report.reading.{event.why}", typed=event.readings[0].typed)
    text = join([words.texts("report.about", metric=metric.name(words.texts.lang)), question])
    return text, [*rows, words.row("retype", "cancel")]


def _sense(reading: Reading, metric: Metric, words: _Words) -> str:
    """Write one sense for a button: 456,000万元（45.6亿元）."""
    lang = words.texts.lang
    exact = format_metric(reading.value, reading.marker, metric, lang)
    spoken = exact if reading.value is None else format_large(reading.value, metric.unit, lang)
    return exact if spoken == exact else f"{exact} = {spoken}"


def _reason(event: ev.AskReason, words: _Words) -> Rendered:
    findings = join([_finding(finding, words) for finding in event.findings])
    name = words.programme.metric[event.entry.metric].name(words.texts.lang)
    place = words.texts.plain("report.place", community=words.community(event.community), year=event.year)
    text = words.texts("report.reason", metric=name, place=place, value=words.echo(event.entry), findings=findings)
    return text, [words.row("retype", "later"), words.row("cancel")]


def _beside(event: ev.AskBeside, words: _Words) -> Rendered:
    """Name the words that were not understood, and the figures as they would be noted."""
    lines = [
        words.texts(
            "report.beside_one", metric=words.metric(one.metric),
            value=one.typed if one.value is None and one.marker is None else words.figure(one.metric, one),
        )
        for one in event.figures
    ]
    pieces = dict.fromkeys(piece for words_found in event.words for piece in words_found.split("…"))
    told = [one for one in pieces if not any(one in other and one != other for other in pieces)]
    found = shorten(_BREAKS.sub("；", "…".join(told)), WORDS_SHOWN)
    text = words.texts("report.beside", found=found, figures=join(lines))
    return text, [words.row("note_all", "note_none"), words.row("cancel")]


def _finding(finding: Finding, words: _Words) -> Markup:
    unit = words.programme.metric[finding.metric].unit
    shown = [format_value(value, unit, words.texts.lang) for value in (*finding.values, Decimal(0), Decimal(0))]
    return words.texts(f"report.finding.{finding.code}", first=shown[0], second=shown[1])


_OF_METRICS: Mapping[type, str] = {
    ev.TookOff: "report.took_off", ev.Swapped: "report.swapped", ev.AskedLater: "report.asked_later",
}
"""What is said of several metrics by their names."""


def _statement(event: ev.Event, words: _Words) -> Markup:
    """Say what was done; these ask nothing."""
    texts = words.texts
    match event:
        case ev.Noted(entry=entry):
            key = "report.noted_reason" if entry.reason else "report.noted"
            return texts(key, metric=words.metric(entry.metric), echo=words.echo(entry), reason=entry.reason)
        case ev.TookOver():
            return texts("report.took_over", count=len(event.metrics))
        case ev.TookOff() | ev.Swapped() | ev.AskedLater():
            return texts(_OF_METRICS[type(event)], metrics=_listed(map(words.metric, event.metrics), words))
        case ev.Explained():
            measure = words.programme.measure[event.metric]
            means = measure.means(texts.lang) if measure.means is not None else measure.name(texts.lang)
            return texts("report.explained", means=means)
        case ev.WhyReason():
            return texts("report.why_reason")
        case ev.Meant():
            return texts("report.meant", metric=words.metric(event.metric))
        case ev.AssumedYear():
            key = "report.this_year" if event.this_year else "report.assumed_year"
            return texts(key, year=event.year, other=event.other)
        case ev.Held() | ev.HeldForLater():
            return _held(event, words)
        case ev.StillMissing():
            names = _listed([words.metric(code) for code in event.metrics], words)
            return texts("report.still_missing", count=len(event.metrics), names=names)
        case ev.Waits():
            return texts("report.waits")
        case ev.PutOff():
            return texts("report.put_off", metric=words.metric(event.metric))
        case ev.Changed():
            return _changed(event, words)
        case ev.Cancelled():
            key = "report.cancelled_entries" if event.entered else "report.cancelled"
            return texts(key, entered=event.entered)
        case ev.Submit():
            return texts("report.submit")
        case _:
            return _reprompt(event, texts)


def _held(event: ev.Held | ev.HeldForLater, words: _Words) -> Markup:
    """Say what is kept until it is known where it belongs."""
    texts = words.texts
    held = [f"{words.metric(one.metric)} {one.text}" for one in event.figures if one.metric]
    if isinstance(event, ev.Held):
        held += [one.phrase for one in event.figures if not one.metric]
        return texts("report.held", figures=texts.plain("remind.comma").join(held))
    place = texts.plain("report.place", community=words.community(event.community), year=event.year)
    return texts("report.held_for_later", place=place, figures=texts.plain("remind.comma").join(held))


def _reprompt(event: ev.Event, texts: Texts) -> Markup:
    """Say that something else was awaited, and what."""
    match event:
        case ev.Reprompt(asked=True):
            return texts("report.reprompt_asked")
        case ev.Reprompt(step="standing"):
            return texts("report.reprompt_standing")
        case _:
            return texts("report.reprompt")


def _changed(event: ev.Changed, words: _Words) -> Markup:
    code = event.entry.metric
    now = words.texts("report.changed_gone") if event.now is None else words.figure(code, event.now)
    mine = words.figure(code, event.entry)
    return words.texts("report.changed", metric=words.metric(code), now=now, mine=mine)
