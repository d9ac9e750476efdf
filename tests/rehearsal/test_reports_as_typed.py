"""Report lines, pasted lists, answers and sheets as people send them: what stands on the card is what was meant.

`corpus/reports/lines.tsv` is a line each: what becomes of it (`right`; `asked`: it is asked back; `refused`), who
reports (21: 江海, 22: 蓝谷 and 苏通), the figure that was asked for (empty outside a dialogue), what was typed (⏎ for
a line break, ⇥ for a tab, ▸ between messages), and the figures meant. One that was not meant is never on the card.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.reading import read_sheet
from zc_bot.chat.turn import Rules
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.rehearsal import rehearsal
from zc_bot.rehearsal.outcome import Outcome
from zc_bot.rehearsal.playing import play
from zc_bot.rehearsal.rehearsal import Copies, Rehearsal, copies_of
from zc_bot.storage import figures, people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.observations import Entry
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store

FOLDER = Path(__file__).parents[1] / "corpus" / "reports"
NOW = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
REPORTERS = (
    Candidate(21, "王芳", "reporter", ("nhtz",)), Candidate(22, "张伟", "reporter", ("rudong", "sutong-park")),
)
BEFORE = {
    "planned_area": "3.1", "carrier_floor_area": "250000", "core_floor_area": "320000", "makerspaces": "5",
    "incubators": "3", "accelerators": "2", "sei_investment": "30000", "total_investment": "40000",
    "hitech_output": "400000", "total_output": "650000", "new_startups": "120", "employees": "5200",
    "wifi_coverage": "95", "digital_coverage": "90", "startup_services": "1", "commerce_services": "1",
    "training_services": "1", "culture_services": "1", "management_body": "1", "support_policy": "1",
    "info_platform": "1", "statistics_system": "0",
}
MOST_REFUSED = 0.05
Card = dict[str, str]


@dataclass(frozen=True)
class Line:
    becomes: str
    reporter: int
    asked: str
    typed: tuple[str, ...]
    meant: Card


def lines() -> Iterator[Line]:
    for row in (FOLDER / "lines.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        becomes, reporter, asked, typed, meant = row.split("\t")
        texts = tuple(text.replace("⏎", "\n").replace("⇥", "\t") for text in typed.split(" ▸ "))
        yield Line(becomes, int(reporter), asked, texts, dict(one.split("=") for one in meant.split()))


@pytest.fixture(scope="module")
def copies(programme: Programme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    """The reporters, and approved figures of their communities for the two years before."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('reports') / 'zc.sqlite3'}")
    schema.ensure(store.engine)
    store.write(lambda session: _record(session, programme))
    with copies_of(store) as found:
        yield found
    store.engine.dispose()


def _record(session: Session, programme: Programme) -> None:
    people.admit(session, OPERATOR, programme, list(REPORTERS), NOW)
    before = [
        Entry(community, metric, year, Decimal(value))
        for community in ("jianghai", "langu", "sutong")
        for year in (2023, 2024)
        for metric, value in BEFORE.items()
    ]
    who = Principal(900, "示例", "admin")
    figures.record(session, who, programme, before, operation="before", way="import", now=NOW, approve=True)


def said_to(copies: Copies, rules: Rules, reporter: int, *typed: str) -> Outcome:
    """Type into a fresh conversation and return what the last message led to."""
    rehearsal = Rehearsal(copies, rules, lambda: NOW, reporter, NOW)
    outcomes = [play(rehearsal, text, datetime.fromisoformat) for text in typed]
    rehearsal.close()
    assert outcomes[-1] is not None
    return outcomes[-1]


def card_of(outcome: Outcome) -> Card:
    spoken = {"yes": "1", "no": "0"}
    return {
        f"{place['community']}/{place['year']}/{metric}": one["marker"] or _plain(spoken, one["value"])
        for place in outcome.card
        for metric, one in place["figures"].items()
    }


def _plain(spoken: dict[str, str], value: str) -> str:
    return f"{Decimal(spoken.get(value, value)).normalize():f}"


def become(outcome: Outcome, meant: Card) -> str:
    """Tell what became of a text that means some figures."""
    card = card_of(outcome)
    if any(meant.get(key) != value for key, value in card.items()) or not (outcome.said or outcome.rows):
        return "wrong"
    if card == meant:
        return "right"
    return "refused" if outcome.refused else "asked"


@pytest.mark.slow
def test_every_line_becomes_what_it_is_known_to(copies: Copies, rules: Rules) -> None:
    """What is mended changes its first column; nothing is ever taken for something else."""
    found = {}
    for line in lines():
        opening = [f"/report 江海 2025 {line.asked}"] if line.asked else []
        outcome = said_to(copies, rules, line.reporter, *opening, *map(json.dumps, line.typed))
        if (became := become(outcome, line.meant)) != line.becomes:
            found[line.asked, line.typed] = (line.becomes, became, card_of(outcome), outcome.said[:200])
    assert not found


def test_few_lines_that_say_a_figure_are_refused() -> None:
    counts = Counter(line.becomes for line in lines())
    assert set(counts) == {"right", "asked", "refused"}
    assert counts["refused"] <= MOST_REFUSED * counts.total()


def sheets() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((FOLDER / "sheets" / "index.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", sorted(sheets()))
def test_a_sheet_is_read_as_a_careful_person_would(
    copies: Copies, rules: Rules, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "_read_sheet", read_sheet)
    known = sheets()[name]
    outcome = said_to(copies, rules, 22, f'@"{FOLDER / "sheets" / name}"')
    assert become(outcome, known["expected"]) == known.get("becomes", "right")
