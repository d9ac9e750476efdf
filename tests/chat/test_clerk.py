"""A careful clerk beside the bot: whatever a reporter and a reviewer do, the card and the store hold what the clerk
would have written down.

The clerk's book is two tables: what is on the card, and how each figure stands. Every step writes into it what the
people meant, in their own many wordings, and then compares.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.chat.conftest import PEOPLE, Chat
from tests.chat.test_report import standing
from tests.conftest import Administer, Spares, postgres_database
from tests.submission.world import LEXICON, PROGRAMME
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.incoming import Sheet
from zc_bot.chat.turn import Rules
from zc_bot.policy.roles import OPERATOR
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.storage import dialogues, figures, people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.observations import Entry
from zc_bot.storage.store import Store
from zc_bot.submission.draft import from_json

NOW = datetime(2020, 1, 14, 2, 0, tzinfo=UTC)
RULES = Rules(PROGRAMME, LEXICON, WorkingDays(PROGRAMME.calendar), ZoneInfo("Asia/Shanghai"))
REPORTER, REVIEWER = 11, 13
CODES = {
    "从业人员": ("employees", 5200, "人"), "初创": ("new_startups", 120, "家"), "孵化器": ("incubators", 30, "个"),
    "加速器": ("accelerators", 40, "个"), "众创空间": ("makerspaces", 50, "个"),
    "总产值": ("total_output", 690000, "万元"),
}
"""Names as they are typed: the metric, its figure of last year and its unit."""
NAMES = sorted(CODES)
REASON = "按年末花名册重新核对过"
WAYS = ("{name}{value}", "{name}：{value}{unit}", "{name}为{value}{unit}", "{name}共{value}", "{name}达{value}{unit}")
CORRECTIONS = (
    "{name}写错了，应该是{value}", "{name}改成{value}{unit}", "不对，{name}是{value}", "{name}不是{old}，是{value}",
)
OFF = ("删掉{name}", "{name}不报了", "去掉{name}")
ASIDE = ("通创2018年总产值多少？", "好的", "谢谢", "从业人员是什么意思", "目标总产值80万", "预计孵化器35个")
ANSWERS = ("{value}", "{value}{unit}", "是{value}{unit}", "{name}{value}", "本年{value}{unit}", "同去年", "以后再说")
"""What is said to the question for a figure."""
BESIDE = ("去年是多少？", "嗯", "这个怎么算", "")
"""What is said before it is answered."""
names, amounts = st.sampled_from(NAMES), st.integers(0, 25)


def value_of(name: str, step: int) -> int:
    """A figure a little above last year's, which wants no reason."""
    usual = CODES[name][1]
    return usual + max(1, usual // 100) * step


class Office(RuleBasedStateMachine):
    """王芳 reports for 崇川区, 刘洋 reviews; the clerk writes down what they mean."""

    fresh: ClassVar[Callable[[], AbstractContextManager[str]]]
    """Gives the URL of a database with the people and last year's figures, for one walk."""
    steps: ClassVar[int] = 0
    """How many were gone: a walk may end before its time."""

    @initialize()
    def opens(self) -> None:
        self.walk = ExitStack()
        self.store = Store(self.walk.enter_context(Office.fresh()))
        self.now = NOW
        self.card: dict[str, Decimal] = {}
        self.book: dict[str, tuple[Decimal, str]] = {}
        self.approved: dict[str, Decimal] = {}
        self.last: list[str] = []
        self.restarts()

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.engine.dispose()
            self.walk.close()

    @rule()
    def restarts(self) -> None:
        """The process ends; nothing but the store is left."""
        conversation = Conversation(RULES)
        self.reporter = Chat(conversation, self.store, REPORTER, self.now)
        self.reviewer = Chat(conversation, self.store, REVIEWER, self.now)

    @rule(which=st.lists(names, min_size=1, max_size=3, unique=True), step=amounts, way=st.sampled_from(WAYS))
    def says_a_line(self, which: list[str], step: int, way: str) -> None:
        said = "，".join(way.format(name=name, value=value_of(name, step), unit=CODES[name][2]) for name in which)
        self._says(f"通创2019 {said}")
        for name in which:
            self._writes(name, value_of(name, step))

    @rule(name=names, step=amounts, answer=st.sampled_from(ANSWERS), beside=st.sampled_from(BESIDE))
    def is_asked_for_a_figure_and_answers(self, name: str, step: int, answer: str, beside: str) -> None:
        self._says("/report 通创 2019")
        self._says(name)
        assert self._asked() == CODES[name][0]
        self._answers(name, step, answer, beside)

    @rule(steps=st.lists(amounts, min_size=1, max_size=3), answer=st.sampled_from(ANSWERS))
    def goes_through_the_form(self, steps: list[int], answer: str) -> None:
        """One figure after the other, as far as the clerk knows it; the others are put off."""
        self._says("/report 通创 2019")
        if "逐项填写" in str(list(self.reporter.buttons)):
            self.reporter.taps("逐项填写")
        for step in steps:
            asked = self._asked()
            name = next((one for one in NAMES if CODES[one][0] == asked), "")
            if name:
                self._answers(name, step, answer, "")
            elif asked:
                self._says("以后再说")

    @precondition(lambda self: self.card)
    @rule(data=st.data(), step=amounts, way=st.sampled_from(CORRECTIONS))
    def corrects(self, data: st.DataObject, step: int, way: str) -> None:
        name = data.draw(st.sampled_from([one for one in NAMES if CODES[one][0] in self.card]))
        old = self.card[CODES[name][0]]
        self._says(way.format(name=name, value=value_of(name, step), unit=CODES[name][2], old=old))
        self._writes(name, value_of(name, step))

    @precondition(lambda self: self.card)
    @rule(data=st.data(), way=st.sampled_from(OFF))
    def takes_off(self, data: st.DataObject, way: str) -> None:
        name = data.draw(st.sampled_from([one for one in NAMES if CODES[one][0] in self.card]))
        self._says(way.format(name=name))
        del self.card[CODES[name][0]]

    @rule(name=names)
    def says_as_last_year(self, name: str) -> None:
        self._says(f"通创2019 {name}同去年")
        self._writes(name, CODES[name][1])

    @rule(name=names)
    def says_something_unusual_with_its_reason(self, name: str) -> None:
        self._says(f"通创2019 {name}{CODES[name][1] * 2}{CODES[name][2]}")
        self._writes(name, CODES[name][1] * 2)

    @precondition(lambda self: self.card)
    @rule(text=st.sampled_from(ASIDE))
    def says_something_else(self, text: str) -> None:
        self._says(text)

    @precondition(lambda self: self.card)
    @rule()
    def confirms(self) -> None:
        self._says("完成")
        self._says("确认")
        for _ in NAMES:  # What was decided about meanwhile is shown, wants its reasons, and is confirmed again.
            if self.store.read(lambda session: dialogues.load_draft(session, REPORTER)) is not None:
                self._says("确认")
        ended = {code for code, (_, status) in self.book.items() if status in {"returned", "withdrawn"}}
        self._hands_in(self.card, anew=ended)
        self.card = {}

    @rule(which=st.lists(names, min_size=1, max_size=3, unique=True), step=amounts)
    def sends_a_sheet(self, which: list[str], step: int) -> None:
        head = ("社区", "指标", "年度", "本年数", "说明")
        rows = [("通创社区", name, "2019", str(value_of(name, step)), REASON) for name in which]
        self.reporter.buttons = {}
        self.reporter.sends("document", file_name="a.csv", sheet=Sheet((head, *rows)))
        fresh = {CODES[name][0]: Decimal(value_of(name, step)) for name in which}
        if any(self._stands(code) != value for code, value in fresh.items()):
            self.reporter.taps("确认")
            self._hands_in(fresh)

    @precondition(lambda self: self._waiting())
    @rule()
    def approves(self) -> None:
        self.reviewer.says("/review")
        self.reviewer.taps("通创社区 2019")
        self.reviewer.taps("通过")
        if any("仍全部通过" in label for label in self.reviewer.buttons):
            self.reviewer.taps("仍全部通过")
        self._decides(self._waiting(), "approved")

    @precondition(lambda self: self._waiting())
    @rule(data=st.data())
    def sends_back(self, data: st.DataObject) -> None:
        code = data.draw(st.sampled_from(self._waiting()))
        name = next(one for one in NAMES if CODES[one][0] == code)
        self.reviewer.says(f"退回{name}：口径不对，请说明")
        self.reviewer.taps("确认退回")
        self._decides([code], "returned")

    @precondition(lambda self: self.last and not self.card and self._asked() is None)
    @rule()
    def withdraws(self) -> None:
        theirs = [code for code in self.last if self.book[code][1] == "submitted"]
        self.reporter.says("撤回")
        if theirs:
            self.reporter.taps("确认撤回")
            self._decides(theirs, "withdrawn")

    @rule()
    def moves_to_another_district_and_back(self) -> None:
        for place in ("haian", "chongchuan"):
            moved = Candidate(REPORTER, "王芳", "reporter", (place,))
            self.store.write(lambda session, one=moved: people.admit(session, OPERATOR, PROGRAMME, [one], self.now))
        self.card, self.last = {}, []
        self.restarts()

    @invariant()
    def a_step_was_gone(self) -> None:
        Office.steps += 1

    @invariant()
    def the_card_holds_what_was_written_down(self) -> None:
        if not hasattr(self, "store"):
            return
        stored = self.store.read(lambda session: dialogues.load_draft(session, REPORTER))
        draft = None if stored is None else from_json(stored.state)
        held = {} if draft is None else {one.metric: one.value for one in draft.entries}
        assert held == self.card
        assert draft is None or draft.pending is None

    @invariant()
    def the_store_holds_what_was_handed_in(self) -> None:
        if not hasattr(self, "store"):
            return
        for code, wanted in self.book.items():
            assert standing(self.reporter, "tongchuang", code, 2019) == wanted

    def _says(self, text: str) -> None:
        """Say something, and give the reason wherever one is asked for."""
        self.now += timedelta(seconds=5)
        self.reporter.now = self.reviewer.now = self.now
        self.reporter.says(text)
        for _ in range(len(NAMES)):
            stored = self.store.read(lambda session: dialogues.load_draft(session, REPORTER))
            if stored is None or from_json(stored.state).step != "reason":
                return
            self.reporter.says(REASON)

    def _asked(self) -> str | None:
        """Name the figure that is asked for."""
        stored = self.store.read(lambda session: dialogues.load_draft(session, REPORTER))
        draft = None if stored is None else from_json(stored.state)
        return draft.metric if draft is not None and draft.step == "value" else None

    def _answers(self, name: str, step: int, answer: str, beside: str) -> None:
        """Answer the question for a figure, after something that is no answer; what is put off changes nothing."""
        if beside:
            self._says(beside)
        self._says(answer.format(name=name, value=value_of(name, step), unit=CODES[name][2]))
        if answer == "同去年":
            self._writes(name, CODES[name][1])
        elif answer != "以后再说":
            self._writes(name, value_of(name, step))

    def _writes(self, name: str, value: int) -> None:
        self.card[CODES[name][0]] = Decimal(value)

    def _stands(self, code: str) -> Decimal | None:
        """Give what stands: once a revision is sent back or taken back, the figure approved before it."""
        value, status = self.book.get(code, (None, ""))
        return value if status in {"submitted", "approved"} else self.approved.get(code)

    def _waiting(self) -> list[str]:
        return [code for code, (_, status) in self.book.items() if status == "submitted"]

    def _hands_in(self, figures_: dict[str, Decimal], anew: Collection[str] = ()) -> None:
        """Write down what is handed in: what stands already is not, but for what is typed after a return (`anew`)."""
        changed = [code for code, value in figures_.items() if self._stands(code) != value or code in anew]
        self.book |= {code: (figures_[code], "submitted") for code in changed}
        self.last = changed or self.last

    def _decides(self, codes: list[str], status: str) -> None:
        self.book |= {code: (self.book[code][0], status) for code in codes}
        if status == "approved":
            self.approved |= {code: self.book[code][0] for code in codes}


def _furnish(store: Store) -> None:
    """Put the people and the approved figures of 2018 into a database."""
    schema.ensure(store.engine)
    store.write(lambda session: people.admit(session, OPERATOR, PROGRAMME, PEOPLE, NOW))
    before = [Entry("tongchuang", code, 2018, Decimal(value)) for code, value, _ in CODES.values()]
    store.write(
        lambda session: figures.record(
            session, OPERATOR, PROGRAMME, before, operation="before", way="import", now=NOW, approve=True
        )
    )
    store.engine.dispose()


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clerk") / "template.sqlite3"
    _furnish(Store(f"sqlite:///{path}"))
    return path


@pytest.fixture
def on_sqlite(furnished: Path) -> None:
    @contextmanager
    def fresh() -> Iterator[str]:
        with tempfile.TemporaryDirectory(prefix="zc-clerk-", ignore_cleanup_errors=True) as folder:
            shutil.copy(furnished, Path(folder) / "zc.sqlite3")
            yield f"sqlite:///{Path(folder) / 'zc.sqlite3'}"

    Office.fresh = fresh


@pytest.fixture
def on_postgresql(postgres_server: str, administer: Administer, spares: Spares) -> Iterator[None]:
    with spares.database() as url:
        _furnish(Store(url))
        name = url.partition("?")[0].rpartition("/")[2]
        Office.fresh = lambda: postgres_database(postgres_server, administer, name)
        yield


def walks(count: int, steps: int) -> settings:
    return settings(
        max_examples=count, stateful_step_count=steps, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )


def gone(walked: settings) -> int:
    """Walk, and count the steps."""
    Office.steps = 0
    run_state_machine_as_test(Office, settings=walked)
    return Office.steps


@pytest.mark.usefixtures("on_sqlite")
@pytest.mark.slow
def test_card_and_store_hold_what_a_careful_clerk_would_have_written_down() -> None:
    assert gone(walks(26, 50)) >= 1_000


@pytest.mark.postgres
@pytest.mark.usefixtures("on_postgresql")
def test_they_do_so_on_postgresql() -> None:
    assert gone(walks(2, 30))


@pytest.mark.long
@pytest.mark.usefixtures("on_sqlite")
def test_they_do_so_for_ten_thousand_steps() -> None:
    assert gone(walks(260, 60)) >= 10_000


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.usefixtures("on_postgresql")
def test_they_do_so_for_two_thousand_steps_on_postgresql() -> None:
    assert gone(walks(60, 50)) >= 2_000
