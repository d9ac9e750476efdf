"""What is counted and measured of one running bot, in Prometheus' words: no text, no name, no id of anybody."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)


class Metrics:
    """One bot's own registry: several may run in one process, as in the tests."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._updates = Counter("zc_updates", "Updates handled, by kind.", ["kind"], registry=self._registry)
        self._seconds = Histogram(
            "zc_update_seconds", "From taking an update up until its answer is sent.", buckets=SECONDS,
            registry=self._registry,
        )
        self._letters = Counter("zc_letters", "Attempts to send, by outcome.", ["state"], registry=self._registry)
        self._gauges: dict[str, Gauge] = {}
        self._troubles = Gauge("zc_trouble", "1 for what is wrong now.", ["part", "code"], registry=self._registry)

    def handled(self, kind: str, seconds: float) -> None:
        """Count an update and how long it took."""
        self._updates.labels(kind.replace(" ", "_")).inc()
        self._seconds.observe(seconds)

    def tried(self, state: str) -> None:
        """Count an attempt to send a letter by what became of it."""
        self._letters.labels(state).inc()

    def written(self, facts: Mapping[str, float], troubles: Mapping[str, str]) -> bytes:
        """Write everything in Prometheus' text format; facts: gauges by name, what is measured now."""
        for name, value in facts.items():
            if name not in self._gauges:
                self._gauges[name] = Gauge(f"zc_{name}", name.replace("_", " "), registry=self._registry)
            self._gauges[name].set(value)
        self._troubles.clear()
        for part, code in troubles.items():
            self._troubles.labels(part, code).set(1)
        return generate_latest(self._registry)
