"""Plays a written dialogue through a rehearsal: each `> line` is typed as into `bot.py chat`.

Lines above the first that begin with `# key: value` set the stage: lang, authorities (of 王芳, who talks), and
recorded (figures of her first community for 2019, as metric=value:status). There are figures of 2018; today is
2020-01-10, and 2017 has ended.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from zc_bot.chat.turn import Rules
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.rehearsal.outcome import Outcome
from zc_bot.rehearsal.playing import play as play_line
from zc_bot.rehearsal.rehearsal import Rehearsal, copies_of
from zc_bot.storage import figures, overrides, people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.observations import Entry
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store

BEGAN = datetime(2020, 1, 10, 2, 0, tzinfo=UTC)
LAST_YEAR = {
    "planned_area": "3", "carrier_floor_area": "210000", "core_floor_area": "310000", "makerspaces": "2",
    "sei_investment": "80000", "total_investment": "110000", "hitech_output": "420000", "total_output": "690000",
    "new_startups": "120", "employees": "5200", "wifi_coverage": "100", "management_body": "1",
}
REPORTER = 11
_STAGE = re.compile(r"# (\w+): (.*)")


def play(script: str, rules: Rules, folder: Path) -> str:
    """Give the whole transcript of a script: its stage, and its lines with what is answered to each."""
    stage = dict(match.groups() for line in script.splitlines() if (match := _STAGE.fullmatch(line)))
    store = Store(f"sqlite:///{folder / 'staged.sqlite3'}")
    schema.ensure(store.engine)
    store.write(lambda session: _set(session, rules.programme, stage))
    out = [f"# {key}: {value}\n" for key, value in stage.items()]
    with copies_of(store) as copies:
        rehearsal = Rehearsal(copies, rules, lambda: BEGAN, REPORTER, BEGAN, stage.get("lang"))
        for line in script.splitlines():
            if line.startswith("> "):
                outcome = play_line(rehearsal, line[2:], datetime.fromisoformat)
                assert outcome is not None
                out.append(f"\n{line}\n\n{_shown(outcome)}\n")
        rehearsal.close()
    store.engine.dispose()
    return "".join(out).lstrip("\n")


def _set(session: Session, programme: Programme, stage: dict[str, str]) -> None:
    authorities = tuple(stage.get("authorities", "chongchuan").split())
    people.admit(session, OPERATOR, programme, [Candidate(REPORTER, "王芳", "reporter", authorities)], BEGAN)
    community = programme.of_authority[authorities[0]][0]
    before = [Entry(community, code, 2018, Decimal(value)) for code, value in LAST_YEAR.items()]
    figures.record(
        session, OPERATOR, programme, before, operation="before", way="import", now=BEGAN, approve=True
    )
    for number, item in enumerate(stage.get("recorded", "").split()):
        code, _, figure = item.partition("=")
        value, _, status = figure.partition(":")
        figures.record(
            session, OPERATOR, programme, [Entry(community, code, 2019, Decimal(value))], way="import",
            operation=f"now{number}", now=BEGAN, approve=status == "approved",
        )
    overrides.end(session, Principal(14, "赵磊", "admin"), 2017, BEGAN)


def _shown(outcome: Outcome) -> str:
    buttons = "".join("\n" + " ".join(f"[{label}]" for label in row) for row in outcome.rows)
    return outcome.said + buttons
