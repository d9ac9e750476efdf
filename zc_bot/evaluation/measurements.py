"""What a metric, reported or derived, came to for one community and year, or why there is no number."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

from zc_bot.evaluation.figures import Figure, Figures, Marker, Stated, Status
from zc_bot.evaluation.formulas import Exact, Given, difference, growth_of, share_of, shown, written
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Derived

Lack = Literal[
    "unreported", "before_start", "not_applicable", "confidential", "zero_denominator", "zero_base", "first_year",
    "not_numeric",
]
POINTS = "百分点"
"""The unit of a difference of shares; other units are those of the programme's data."""
PERCENT = "%"


class Measurement(NamedTuple):
    """A metric of one community and year: a number, or what is lacking.

    community: None for a total over several. figures: what it was worked out from. absent: the
    (metric, year) pairs that are not reported. base_year: for growth, the year it is counted from.
    """

    community: str | None
    metric: str
    year: int
    unit: str
    number: Exact | None = None
    lack: Lack | None = None
    figures: tuple[Figure, ...] = ()
    absent: tuple[tuple[str, int], ...] = ()
    base_year: int | None = None

    @property
    def marker(self) -> Marker | None:
        return self.lack if self.lack in ("not_applicable", "confidential") else None

    @property
    def known(self) -> bool:
        """Tell whether there is a number, or a marker in its place."""
        return self.number is not None or self.marker is not None

    @property
    def status(self) -> Status | None:
        """Submitted as soon as any figure behind it is; None without figures."""
        if not self.figures:
            return None
        return "submitted" if any(figure.status == "submitted" for figure in self.figures) else "approved"

    @property
    def last_report(self) -> Figure | None:
        """The figure behind it that was reported last."""
        return max(self.figures, key=lambda figure: figure.reported_at, default=None)


def measure(programme: Programme, figures: Figures, community: str, metric: str, year: int) -> Measurement:
    """Find a reported metric, or work out a derived one."""
    derived = programme.derivation.get(metric)
    if derived is None:
        return _reported(programme, figures, community, metric, year)
    if derived.formula == "share":
        return _share(programme, figures, derived, community, year)
    return _average_growth(programme, figures, derived, community, year)


def change(programme: Programme, later: Measurement, earlier: Measurement) -> Measurement:
    """Compare two years: growth in %, or percentage points between shares; yes and no have no difference."""
    points = later.unit == PERCENT
    base = Measurement(later.community, later.metric, later.year, POINTS if points else PERCENT)
    lack = later.lack or earlier.lack
    if _is_yesno(programme, later.metric):
        lack = "not_numeric"
    if later.number is None or earlier.number is None or lack is not None:
        return _lacking(base, lack or "unreported", later.figures + earlier.figures, later.absent + earlier.absent)
    used = later.figures + earlier.figures
    number: Exact | None
    if isinstance(later.number, Given) and isinstance(earlier.number, Given) and not points:
        number = growth_of(later.number.value, earlier.number.value, 1)
    else:
        number = difference(later.number, earlier.number)
    if number is None:
        return _lacking(base, "zero_base", used, ())
    return Measurement(
        base.community, base.metric, base.year, base.unit, number, figures=used, base_year=earlier.year
    )


def number_of(figure: Figure | Stated | None) -> Exact | Lack:
    """Return a reported figure's number, or what is lacking."""
    if figure is None:
        return "unreported"
    return Given(figure.value) if figure.value is not None else figure.marker or "unreported"


def share_in(part: Figure | Stated | None, whole: Figure | Stated | None) -> Exact | Lack:
    """Return a part's share of the whole in %, or what is lacking."""
    if part and whole and part.value is not None and whole.value is not None:
        return share_of(part.value, whole.value) or "zero_denominator"
    return _worst(found for figure in (part, whole) if isinstance(found := number_of(figure), str)) or "unreported"


def growth_between(base: Figure | Stated | None, now: Figure | Stated | None, years: int) -> Exact | Lack:
    """Return the average annual growth from a base, or what is lacking."""
    if now is None or now.value is None:
        return _lack_of(now)
    if base is None:
        return "first_year"
    if base.value is None:
        return _lack_of(base)
    return growth_of(now.value, base.value, years) or "zero_base"


def inputs_of(programme: Programme, metrics: Iterable[str]) -> tuple[str, ...]:
    """Return the reported metrics behind `metrics`, each once."""
    return tuple(dict.fromkeys(part for code in metrics for part in programme.inputs[code]))


def bounds_of(programme: Programme, metric: str) -> tuple[Decimal, ...]:
    """Return every threshold that the policy sets for a metric."""
    return programme.bounds[metric]


def rounded(programme: Programme, measurement: Measurement, bounds: Iterable[Decimal] = ()) -> Decimal | None:
    """Return the value to be shown, on its own side of the policy's thresholds and of `bounds`."""
    if measurement.number is None:
        return None
    same_unit = measurement.unit == programme.measure[measurement.metric].unit
    policy = bounds_of(programme, measurement.metric) if same_unit else ()
    return shown(measurement.number, (*policy, *bounds))


def value_text(programme: Programme, measurement: Measurement, bounds: Iterable[Decimal] = ()) -> str | None:
    """Write a value for programs: yes or no, a reported figure in full, a derived one rounded."""
    value = rounded(programme, measurement, bounds)
    if value is None or measurement.number is None:
        return None
    if _is_yesno(programme, measurement.metric) and measurement.unit == programme.measure[measurement.metric].unit:
        return "yes" if value else "no"
    return written(value) if isinstance(measurement.number, Given) else f"{value:f}"


def _is_yesno(programme: Programme, metric: str) -> bool:
    found = programme.metric.get(metric)
    return found is not None and found.kind == "yesno"


def _reported(programme: Programme, figures: Figures, community: str, metric: str, year: int) -> Measurement:
    unit, figure = programme.metric[metric].unit, figures.get(community, metric, year)
    if figure is None:
        lack = _absence(programme, community, year)
        return Measurement(community, metric, year, unit, None, lack, (), ((metric, year),))
    return _measured(community, metric, year, unit, number_of(figure), (figure,))


def _share(programme: Programme, figures: Figures, derived: Derived, community: str, year: int) -> Measurement:
    codes = programme.inputs[derived.code]
    part, whole = [figures.get(community, code, year) for code in codes]
    found = share_in(part, whole)
    if found == "unreported":
        found = _absence(programme, community, year)
    used = tuple(figure for figure in (part, whole) if figure is not None)
    absent = tuple((code, year) for code, figure in zip(codes, (part, whole), strict=True) if figure is None)
    return _measured(community, derived.code, year, derived.unit, found, used, absent)


def _average_growth(
    programme: Programme, figures: Figures, derived: Derived, community: str, year: int
) -> Measurement:
    metric = derived.of or ""
    now, start = figures.get(community, metric, year), programme.community[community].start
    base = next((f for y in range(start, year) if (f := figures.get(community, metric, y))), None)
    found: Exact | Lack = "before_start"
    if year >= start:
        found = growth_between(base, now, year - base.year if base else 0)
    used = tuple(figure for figure in (now, base) if figure is not None)
    absent = () if now else ((metric, year),)
    counted_from = base.year if base and now and now.value is not None and year >= start else None
    return _measured(community, derived.code, year, derived.unit, found, used, absent, counted_from)


def _measured(
    community: str, metric: str, year: int, unit: str, found: Exact | Lack, used: tuple[Figure, ...],
    absent: tuple[tuple[str, int], ...] = (), base_year: int | None = None,
) -> Measurement:
    if isinstance(found, str):
        return Measurement(community, metric, year, unit, None, found, used, absent, base_year)
    return Measurement(community, metric, year, unit, found, None, used, absent, base_year)


def _lack_of(figure: Figure | Stated | None) -> Lack:
    return "unreported" if figure is None else figure.marker or "unreported"


def _absence(programme: Programme, community: str, year: int) -> Lack:
    return "before_start" if year < programme.community[community].start else "unreported"


def _worst(lacks: Iterable[Lack | None]) -> Lack | None:
    """Choose what to say where several figures are lacking: not applicable goes before missing."""
    found = set(lacks)
    order: tuple[Lack, ...] = ("not_applicable", "before_start", "unreported", "confidential")
    return next((lack for lack in order if lack in found), None)


def _lacking(
    base: Measurement,
    lack: Lack,
    used: tuple[Figure, ...],
    absent: tuple[tuple[str, int], ...],
    base_year: int | None = None,
) -> Measurement:
    return Measurement(base.community, base.metric, base.year, base.unit, None, lack, used, absent, base_year)
