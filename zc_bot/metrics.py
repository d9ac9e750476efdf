"""What is counted and measured of one running bot, in Prometheus' words: no text, no name, no id of anybody.

Counting is plain numbers; the library that writes them is loaded when somebody first reads them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prometheus_client import Metric

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)


class Metrics:
    """One bot's own counts: several may run in one process, as in the tests."""

    def __init__(self) -> None:
        self._updates: Counter[str] = Counter()
        self._letters: Counter[str] = Counter()
        self._took = [0] * (len(SECONDS) + 1)
        """How many updates took up to so many seconds and longer than those before; the last, longer than all."""
        self._seconds = 0.0

    def handled(self, kind: str, seconds: float) -> None:
        """Count an update and how long it took."""
        self._updates[kind.replace(" ", "_")] += 1
        self._took[bisect_left(SECONDS, seconds)] += 1
        self._seconds += seconds

    def tried(self, state: str) -> None:
        """Count an attempt to send a letter by what became of it."""
        self._letters[state] += 1

    def written(self, facts: Mapping[str, float], troubles: Mapping[str, str]) -> bytes:
        """Write everything in Prometheus' text format; facts: gauges by name, what is measured now."""
        from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest

        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        registry.register(_Told([*self._counted(), *_measured(facts, troubles)]))
        return generate_latest(registry)

    def _counted(self) -> Sequence[Metric]:
        from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily

        updates = CounterMetricFamily("zc_updates", "Updates handled, by kind.", labels=["kind"])
        letters = CounterMetricFamily("zc_letters", "Attempts to send, by outcome.", labels=["state"])
        for family, counts in ((updates, self._updates), (letters, self._letters)):
            for label, count in counts.items():
                family.add_metric([label], count)
        bounds = (*map(str, SECONDS), "+Inf")
        buckets = list(zip(bounds, accumulate(self._took), strict=True))
        what = "From taking an update up until its answer is sent."
        return updates, HistogramMetricFamily("zc_update_seconds", what, buckets, self._seconds), letters


class _Told:
    """What is written once, as the library's registry asks for it."""

    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> list[Metric]:
        return self._metrics


def _measured(facts: Mapping[str, float], troubles: Mapping[str, str]) -> Iterator[Metric]:
    from prometheus_client.core import GaugeMetricFamily

    wrong = GaugeMetricFamily("zc_trouble", "1 for what is wrong now.", labels=["part", "code"])
    for part, code in troubles.items():
        wrong.add_metric([part, code], 1)
    yield wrong
    for name, value in facts.items():
        yield GaugeMetricFamily(f"zc_{name}", name.replace("_", " "), value)
