"""What a community's page says: its card, verdicts, trends, timeline and stories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zc_bot.evaluation.board import judged_of, met_of
from zc_bot.evaluation.goals import stage_of
from zc_bot.evaluation.measurements import measure
from zc_bot.evaluation.result import Card
from zc_bot.evaluation.showing import STORIES, Showing, approved
from zc_bot.evaluation.verdicts import Part, Verdict, judge
from zc_bot.texts.answers.words import Words
from zc_bot.texts.site.entries import entry
from zc_bot.texts.site.snapshot import Snapshot
from zc_bot.texts.site.source import source_of
from zc_bot.texts.site.trends import trends_of


def community(snapshot: Snapshot, words: Words, code: str) -> dict[str, Any]:
    """Give a community's card, verdicts, trends, timeline and stories."""
    programme, year = snapshot.programme, snapshot.years[code]
    found, plain = programme.community[code], words.texts.plain
    verdicts = judge(programme, snapshot.figures, code, year)
    card = Card(code, year, verdicts)
    stage = stage_of(programme, snapshot.milestones, code, snapshot.now.astimezone(words.zone).year)
    record = snapshot.milestones.on_record(code)
    told = approved(snapshot.entries, code)
    return {
        "title": words.community(code),
        "code": code,
        "facts": [
            (plain("page.community.authority"), words.authority(found.authority)),
            (plain("page.community.start"), str(found.start)),
            (plain("page.community.stage"), plain(f"ask.stage.{stage}")),
            *([(plain("page.community.record"), record.day.isoformat())] if record is not None else []),
        ],
        "listed": [
            (plain(f"page.community.{name}"), words.listed(listed, len(listed)), "zh-CN" if listed == own else "")
            for name, listed, own in (
                ("carriers", found.carriers_in(words.lang), found.carriers),
                ("focus", found.focus_in(words.lang), found.focus),
            ) if listed
        ],
        "tentative": found.tentative,
        "year": year,
        "started": found.start <= year,
        "met": met_of(card),
        "judged": judged_of(programme) - len(card.with_verdict("not_applicable")),
        "verdicts": [_verdict(one, words) for one in verdicts],
        "figures": _figures(snapshot, words, code, year),
        "trends": list(trends_of(snapshot, code, words)),
        "timeline": _timeline(snapshot, words, code, told),
        "stories": [entry(one, snapshot, words) for one in told if one.told.kind in STORIES],
    }


def _figures(snapshot: Snapshot, words: Words, code: str, year: int) -> list[tuple[str, str, str]]:
    """Give every figure of the year that was approved: its name, its value, who reported it and when."""
    programme, figures = snapshot.programme, snapshot.figures
    found = (measure(programme, figures, code, metric, year) for metric in programme.metric)
    return [
        (words.metric(one.metric), words.value(one), source_of(one.figures, code, words))
        for one in found if one.figures
    ]


def _timeline(snapshot: Snapshot, words: Words, code: str, told: Iterable[Showing]) -> list[dict[str, Any]]:
    """Put progress and the stages that the city recorded in the order of their days, the newest first."""
    progress = [one for one in told if one.told.kind == "progress"]
    found: list[tuple[str, dict[str, Any]]] = [
        (one.order[0].isoformat(), {"entry": entry(one, snapshot, words)}) for one in progress
    ]
    for milestone in snapshot.milestones.all_of(code):
        stage = words.texts.plain(f"page.stage.{milestone.kind}")
        found.append((milestone.day.isoformat(), {"stage": stage}))
    ordered = sorted(found, key=lambda one: one[0], reverse=True)
    return [{"day": day, "entry": None, "stage": "", **item} for day, item in ordered]


def _verdict(one: Verdict, words: Words) -> dict[str, Any]:
    requirement = words.programme.requirement[one.requirement]
    single = one.measurement is not None
    met = sum(part.verdict in ("met", "advisory") for part in one.parts)
    return {
        "id": one.requirement,
        "kind": one.verdict,
        "said": words.texts.plain(f"page.mark.{one.verdict}"),
        "name": requirement.name(words.lang),
        "value": words.value(one.measurement) if one.measurement is not None
        else words.texts.plain("check.parts", met=met, count=len(one.parts)),
        "need": words.need(requirement.conditions[0]) if single else requirement.text(words.lang),
        "gap": words.gap(one) if one.gap is not None else "",
        "clause": one.clause,
        "parts": [_part(part, words) for part in one.parts],
        "source": source_of(one.basis.figures, one.community, words) if one.community is not None else "",
    }


def _part(part: Part, words: Words) -> dict[str, str]:
    return {
        "kind": part.verdict,
        "said": words.texts.plain(f"page.mark.{part.verdict}"),
        "text": f"{words.metric(part.condition.metric)} {words.value(part.measurement)}",
    }
