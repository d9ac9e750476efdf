"""What each page says, as plain text for its template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from zc_bot.evaluation.board import judged_of, met_of
from zc_bot.evaluation.result import Card
from zc_bot.evaluation.showing import STORIES
from zc_bot.evaluation.verdicts import Outcome, Verdict
from zc_bot.texts.answers.check import goal_lines
from zc_bot.texts.answers.message import plain_text
from zc_bot.texts.answers.words import Words
from zc_bot.texts.names import short_names
from zc_bot.texts.site.entries import entry
from zc_bot.texts.site.snapshot import Snapshot

NEWEST = 6
MARKS: tuple[Outcome, ...] = ("met", "not_met", "undetermined", "advisory", "not_applicable")


def frame(snapshot: Snapshot, words: Words) -> dict[str, Any]:
    """Give what stands around every page."""
    programme = snapshot.programme
    return {
        "programme": programme.name(words.lang),
        "as_of": words.moment(snapshot.now),
        "source": f"{programme.sources[0].title(words.lang)} {programme.sources[0].number}".strip(),
        "demo": snapshot.demo,
    }


def overview(snapshot: Snapshot, words: Words) -> dict[str, Any]:
    """Give the board of the latest complete year, the goals, and what is new."""
    board, plain = snapshot.board, words.texts.plain
    called = short_names(snapshot.programme, words.lang)
    judged = judged_of(snapshot.programme)
    approved_figures = sum(one.approved for one in board.arrived.values())
    due = sum(one.due for one in board.arrived.values())
    return {
        "title": plain("page.overview.title"),
        "year": board.year,
        "full": board.complete,
        "reviewed": len(board.reviewed),
        "known": snapshot.period is not None,
        "met_all": len(board.met_all),
        "count": len(board.due),
        "of": len(board.cards),
        "approved": approved_figures,
        "due": due,
        "goals": [{"mark": one.verdict, "lines": [_unmarked(line, one, words) for line in goal_lines(one, words)]}
                  for one in board.goals],
        "heads": [{"id": code, "name": snapshot.programme.requirement[code].name(words.lang)}
                  for code in board.requirements],
        "rows": [
            {
                "code": card.community, "name": called[card.community], "met": met_of(card), "judged": judged,
                "due": board.arrived[card.community].due > 0,
                "marks": [{"kind": one.verdict, "said": _said(one, words)}
                          for one in _in_order(card, board.requirements)],
            }
            for card in board.cards
        ],
        "legend": [{"kind": kind, "name": plain(f"page.mark.{kind}")} for kind in MARKS],
        "news": [
            {"code": one.community, "text": plain("page.news.figures", community=words.community(one.community),
                                                  year=one.year, count=one.count),
             "day": f"{one.at.astimezone(words.zone):%Y-%m-%d}"}
            for one in snapshot.news
        ],
        "entries": [entry(one, snapshot, words) for one in snapshot.entries[:NEWEST]],
    }


def requirements(snapshot: Snapshot, words: Words) -> dict[str, Any]:
    """Explain each requirement: what it says, how it is reckoned, where we had to read it, how many meet it."""
    programme, plain = snapshot.programme, words.texts.plain
    counts = {
        code: [one.verdict for card in snapshot.board.cards for one in card.verdicts if one.requirement == code]
        for code in snapshot.board.requirements
    }
    return {
        "title": plain("page.requirements.title"),
        "year": snapshot.board.year,
        "known": snapshot.period is not None,
        "requirements": [
            {
                "id": one.id,
                "name": one.name(words.lang),
                "text": one.text(words.lang),
                "clause": one.cite.clause,
                "advisory": one.advisory,
                "means": list(_means(one.conditions, words)),
                "assumptions": [programme.assumption[code].text(words.lang) for code in one.assumptions],
                "met": counts[one.id].count("met") if one.id in counts else None,
                "failed": counts[one.id].count("not_met") if one.id in counts else None,
                "open": counts[one.id].count("undetermined") if one.id in counts else None,
            }
            for one in programme.requirements
        ],
        "facts": [(one.title(words.lang), one.text(words.lang), one.cite.clause) for one in programme.facts],
    }


def stories(snapshot: Snapshot, words: Words) -> dict[str, Any]:
    """Give the start-ups, people and practices, a section a kind."""
    sections = [
        {
            "id": kind,
            "name": words.texts.plain(f"page.stories.{kind}"),
            "entries": [entry(one, snapshot, words) for one in snapshot.entries if one.told.kind == kind],
        }
        for kind in STORIES
    ]
    return {"title": words.texts.plain("page.stories.title"), "sections": [one for one in sections if one["entries"]]}


def about(snapshot: Snapshot, words: Words) -> dict[str, Any]:
    """Say where the figures come from, how they are read and judged, and as of when."""
    programme = snapshot.programme
    return {
        "title": words.texts.plain("page.about.title"),
        "sources": [
            {"title": one.title(words.lang), "number": one.number, "day": one.published.isoformat()}
            for one in programme.sources
        ],
        "assumptions": [one.text(words.lang) for one in programme.assumptions],
        "metrics": [
            {"name": one.name(words.lang), "unit": words.unit_of(one.code),
             "means": one.means(words.lang) if one.means is not None else ""}
            for one in programme.measure.values()
        ],
        "figures": len(snapshot.figures),
        "year": snapshot.board.year,
        "known": snapshot.period is not None,
    }


def _in_order(card: Card, codes: Iterable[str]) -> list[Verdict]:
    by_code = {one.requirement: one for one in card.verdicts}
    return [by_code[code] for code in codes]


def _said(verdict: Verdict, words: Words) -> str:
    """Say a verdict of the board in words, for whoever can't see its mark."""
    return words.texts.plain(f"page.mark.{verdict.verdict}")


def _means(conditions: Iterable[Any], words: Words) -> Iterator[str]:
    for condition in conditions:
        metric = words.programme.measure[condition.metric]
        if metric.means is not None:
            yield words.texts.plain(
                "page.requirements.means", name=metric.name(words.lang), means=metric.means(words.lang)
            )


def _unmarked(line: Any, goal: Verdict, words: Words) -> str:
    """Give a line of a goal as plain text, without the mark that stands beside it already."""
    return plain_text(line).strip().removeprefix(words.mark(goal.verdict)).strip()
