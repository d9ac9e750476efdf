"""The demonstration shows a programme at work: what a newcomer should see is there, the same every time."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import pytest

from tests.photos.pictures import opened
from zc_bot import demo
from zc_bot.chat.overseeing.briefing import paper_of
from zc_bot.chat.overseeing.view import View
from zc_bot.chat.turn import Rules
from zc_bot.demo.made_up import shapes
from zc_bot.demo.newest import filings
from zc_bot.evaluation.board import Board, board_of, failed_of
from zc_bot.evaluation.completeness import filled_from
from zc_bot.evaluation.figures import Figures, Query
from zc_bot.evaluation.showing import KINDS, approved, photos_of
from zc_bot.evaluation.timeliness import timeliness_of
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import ONLOOKER, OPERATOR
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.reminders.deadlines import cycle_of, zone_of
from zc_bot.storage import attachments, figures, ledger, milestones, schema, showing
from zc_bot.storage.store import Store
from zc_bot.texts.names import short_names

NOW = datetime(2026, 11, 28, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Store:
    path: Path = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    store = Store(f"sqlite:///{path}")
    schema.ensure(store.engine)
    assert store.write(lambda session: demo.fill(session, programme, NOW, NOW.date(), store.files))
    return store


def board(made: Store, programme: Programme, year: int) -> Board:
    every = [Query(tuple(programme.metric))]
    known: Figures = made.read(lambda session: figures.load(session, OPERATOR, programme, every))
    filled = filled_from(known)(tuple(programme.metric), year)
    return board_of(programme, known, tuple(programme.community), year, filled)


def test_there_are_nine_years_and_the_last_is_not_whole(made: Store, programme: Programme) -> None:
    known = made.read(lambda session: figures.load(session, OPERATOR, programme, [Query(tuple(programme.metric))]))
    assert known.years() == tuple(range(2017, 2026))
    last = board(made, programme, 2025).total
    assert 0.6 < last.seen / last.due < 1
    assert last.approved < last.seen


def test_nobody_leaves_a_figure_unreviewed_for_months(made: Store) -> None:
    everything = made.read(lambda session: figures.after(session, 0))
    last = {(one.community, one.metric, one.year): one for one in everything}.values()
    waiting = [one for one in last if one.status == "submitted"]
    assert 5 <= len(waiting) <= 30
    assert all(NOW - one.recorded_at < timedelta(days=7) for one in waiting)
    assert {one.community for one in last if one.status == "returned"} == {"jianghai"}


@pytest.mark.parametrize("place", range(13))
def test_what_comes_in_is_reviewed_within_weeks_on_any_day_of_the_year(place: int) -> None:
    deadline = datetime(2026, 2, 2, 18, tzinfo=NOW.tzinfo)
    usual = datetime(2026, 1, 8, 9, tzinfo=NOW.tzinfo)
    seen = []
    for days in range(300):
        now = usual - timedelta(days=4) + timedelta(days=days)
        found = filings(place, usual, deadline, now, random.Random(place))
        assert all(one.at < now and (one.reviewed is None or one.at <= one.reviewed < now) for one in found)
        waited = [now - one.at for one in found if one.reviewed is None]
        assert max(waited, default=timedelta(0)) < timedelta(days=50)
        seen.append(len(found))
    assert seen[0] == 0
    assert seen[-1] >= 1


def test_two_fail_much_and_many_meet_all(made: Store, programme: Programme) -> None:
    found = board(made, programme, 2024)
    weak = {shape.community for shape in shapes(programme, demo.SEED) if shape.weak}
    assert {card.community for card in found.due if failed_of(card) >= 3} == weak
    assert len(found.met_all) >= 4


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_said_aloud_names_all_who_need_attention(
    made: Store, programme: Programme, lexicon: Lexicon, lang: Literal["zh", "en"]
) -> None:
    """In English there was room for one of the two who fail most."""
    rules = Rules(programme, lexicon, WorkingDays(programme.calendar), zone_of(programme))
    who = replace(OPERATOR, lang=lang)
    said = made.read(lambda session: paper_of(View(session, rules, who, Meaning("briefing"), NOW)))["summary"]
    assert len(said) <= 150
    needy = [one.community for one in board(made, programme, 2025).attention]
    assert len(needy) == 3
    for code in needy:
        assert short_names(programme, lang)[code] in said


def test_one_is_late_every_year_and_somebody_was_sent_a_figure_back(made: Store, programme: Programme) -> None:
    late, returned = set(), 0
    for year in range(2019, 2025):
        steps = made.read(lambda session, year=year: figures.filings(session, OPERATOR, programme, year))  # type: ignore[misc]
        deadline = cycle_of(programme, year, WorkingDays(programme.calendar)).deadline
        found = timeliness_of(programme, steps, year, deadline, date(year + 1, 6, 1))
        late |= {one.key for one in found.by_community() if one.late and not one.missing}
        returned += found.whole().returned
    laggard = next(shape.community for shape in shapes(programme, demo.SEED) if shape.laggard)
    assert late == {laggard}
    assert returned >= 3


def test_a_correction_bears_its_reason_and_stages_are_on_record(made: Store, programme: Programme) -> None:
    everything = made.read(lambda session: figures.after(session, 0))
    assert any(one.reason == demo.CORRECTED for one in everything)
    assert any(one.marker == "confidential" for one in everything)
    assert made.read(lambda session: milestones.load(session).stage(next(iter(programme.community)))) == "built"


def test_progress_is_shown_with_photos_and_stories_beside_it(made: Store) -> None:
    entries = approved(made.read(lambda session: showing.load(session, ONLOOKER)))
    assert {one.told.kind for one in entries} == set(KINDS)
    assert all(one.told.agreed for one in entries if one.told.kind != "progress")
    photos = made.read(lambda session: showing.photos(session, photos_of(entries)))
    assert len(photos) == 5
    for one in photos.values():
        for digest, size in ((one.large, (960, 720)), (one.small, (480, 360))):
            content = attachments.read(made.files, digest)
            assert content is not None
            assert (opened(content).format, opened(content).size) == ("JPEG", size)
            assert len(content) < 40_000


def test_a_filled_database_is_left_alone(made: Store, programme: Programme) -> None:
    assert not made.write(lambda session: demo.fill(session, programme, NOW, NOW.date()))


def test_on_the_third_of_january_nobody_has_reported_the_new_year(tmp_path: Path, programme: Programme) -> None:
    store = Store(f"sqlite:///{tmp_path / 'january.sqlite3'}")
    schema.ensure(store.engine)
    now = datetime(2027, 1, 3, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    store.write(lambda session: demo.fill(session, programme, now, now.date()))
    known = store.read(lambda session: figures.load(session, OPERATOR, programme, [Query(tuple(programme.metric))]))
    assert max(known.years()) == 2025
    store.engine.dispose()


def test_there_are_decisions_one_of_them_overdue_and_support_and_plans(made: Store) -> None:
    found = made.read(lambda session: ledger.load(session, OPERATOR))
    assert len(found.open_decisions()) == 2
    assert len(found.overdue(NOW.date())) == 1
    assert len(found.of("support")) >= 5
    assert found.of("plan")
    decisions = found.of("decision")
    assert [one.state for one in decisions].count("closed") == 1
    assert {one.noted.subject for one in decisions} == {demo.MEETING}
    assert {one.noted.year for one in found.of("target")} == {NOW.year - 2}
