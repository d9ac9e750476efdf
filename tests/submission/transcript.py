"""Plays a written dialogue: `> text` is typed, `> [label]` taps the button of that label.

Lines above the first answer that begin with `# key: value` set the stage: lang, communities, line, and
recorded (figures of 通创 for 2019, as metric=value:status:version).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.submission.world import PROGRAMME, facts, known
from zc_bot.submission.draft import Draft, from_json, to_json
from zc_bot.submission.events import Event
from zc_bot.submission.flow import start, step
from zc_bot.submission.replies import Reply, Tap, Typed
from zc_bot.texts.catalog import texts_for
from zc_bot.texts.report import Rows, render_all

_STAGE = re.compile(r"# (\w+): (.*)")


def play(script: str) -> str:
    """Give the whole transcript of a script: its stage and its replies, with what is answered to each."""
    stage = dict(match.groups() for line in script.splitlines() if (match := _STAGE.fullmatch(line)))
    replies = [line[2:] for line in script.splitlines() if line.startswith("> ")]
    given = facts(*stage.get("communities", "").split(), **_recorded(stage.get("recorded", "")))
    heading = [f"# {key}: {value}" for key, value in stage.items()]
    draft, events = start(given, line=stage.get("line", ""))
    text, rows = _shown(events, stage)
    out = [*heading, "", text]
    for reply in replies:
        draft, events = step(draft, _reply(reply, rows), given)
        assert _kept(draft) == draft
        text, rows = _shown(events, stage)
        out.append(f"\n> {reply}\n\n{text}")
    return "\n".join(out) + "\n"


def _kept(draft: Draft) -> Draft:
    return from_json(to_json(draft))


def _recorded(text: str) -> dict[str, object]:
    return {code: known(*figure.split(":")) for code, _, figure in (item.partition("=") for item in text.split())}


def _reply(text: str, rows: Rows) -> Reply:
    if not text.startswith("["):
        return Typed(text)
    taps = {label: tap for row in rows for label, tap in row}
    tap = taps[text.strip("[]")]
    assert isinstance(tap, Tap)
    return tap


def _shown(events: Sequence[Event], stage: dict[str, str]) -> tuple[str, Rows]:
    html, rows = render_all(events, texts_for("en" if stage.get("lang") == "en" else "zh"), PROGRAMME)
    buttons = "".join("\n" + " ".join(f"[{label}]" for label, _ in row) for row in rows)
    return re.sub(r"</?b>", "", html) + buttons, rows
