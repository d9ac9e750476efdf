"""Anything typed and tapped in any order by three people, against a model of what was acknowledged.

No crash; every figure that a receipt acknowledged is in the store once, as it was in the draft; every draft survives
a restart; what is decided about a figure is what the store says of it.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.chat.conftest import PEOPLE, Chat
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.turn import Rules
from zc_bot.evaluation.figures import Key
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import audit, chain, dialogues, figures, people, schema
from zc_bot.storage.store import Store
from zc_bot.submission.draft import Draft, from_json

START = datetime(2020, 1, 14, 2, 0, tzinfo=UTC)
TEXTS = (
    "/report", "/cancel", "/mine", "/review", "通创", "2019", "2018", "高新产值 45.6亿", "总产值 71.2亿", "45.6亿",
    "从业人员 3200人", "12.5", "没有", "不适用", "保密", "以后再说", "上一步", "同去年", "不对 是128", "完成", "确认",
    "通创 2019 高新产值 45.6亿 总产值 71.2亿", "观山 2019 从业人员 0", "观音山 2019 战新投资 1亿 投资总额 5000万",
    "去年是多少？", "通创高新占比多少", "新建园区投用", "是", "否", "100%", "约50亿", "5w", "1,23",
    "高新产值改成46亿",
    "/report 通创 2019", "孵化器 3 加速器 2 众创空间 5", "wifi 100 数字化 98", "你好", "💥", "", "数据口径有误",
)
LINES = (
    "通创 2019 高新产值 45.6亿 总产值 71.2亿", "通创 2019 高新产值 50亿", "观音山 2019 从业人员 3200人",
    "通创 2018 总产值 60亿", "通创 2019 孵化器 3 加速器 2 众创空间 5", "观音山 2019 无线覆盖率 100%",
)
BUTTONS = ("确认", "通过", "退回", "撤回", "通创", "2019", "去审核", "返回", "逐项", "同去年")
REPORTERS, REVIEWERS = (11, 13), (13, 14)
SENDING_BACK = ("/review", "[2019]", "[一项]", "[产值]", "[退回]", "口径不对", "[确认退回]")
KINDS: tuple[tuple[str, tuple[Any, ...], tuple[Any, ...], int], ...] = (
    ("says", REPORTERS, TEXTS, 6),
    ("says", REPORTERS, LINES, 5),
    ("says", REVIEWERS, ("/review", "/review", "数据口径有误"), 4),
    ("taps", (11, 13, 14), ("确认",), 6),
    ("taps", REVIEWERS, ("2019", "通过", "通过", "退回", "一项一项看"), 8),
    ("taps", (11, 13, 14), BUTTONS, 5),
    ("chain", REPORTERS, (("/mine", "[撤回 ]", "[确认撤回]"), ("/mine", "[改“]", "44亿", "[确认]")), 2),
    ("chain", REVIEWERS, (("/review", "[2019]", "[全部通过]"), SENDING_BACK), 3),
    ("presses", (11, 13, 14), tuple(range(30)), 3),
    ("waits", (1, 45), (None,), 1),
    ("restarts", (None,), (None,), 2),
)
"""What may happen: who or how long, what, and how often."""
EACH = 50


def steps_of(seed: int) -> list[tuple[Any, Any, Any]]:
    """Make up a walk, the same for the same seed."""
    chance = random.Random(seed)
    kinds = chance.choices(KINDS, [kind[3] for kind in KINDS], k=EACH)
    return [(name, chance.choice(first), chance.choice(second)) for name, first, second, _ in kinds]


@dataclass
class Stand:
    """What the model holds of one figure: the last version's value, status and serial, and how many there were."""

    value: Decimal | None
    marker: str | None
    status: str
    serial: int
    versions: int


class Office:
    """王芳 reports, 刘洋 reports and reviews, 赵磊 reviews."""

    def __init__(self, template: Path, rules: Rules) -> None:
        self.template, self.rules_of = template, rules
        self.folder = Path(tempfile.mkdtemp(prefix="zc-office-"))
        shutil.copy(self.template, self.folder / "zc.sqlite3")
        self.store = Store(f"sqlite:///{self.folder / 'zc.sqlite3'}")
        self.now = START
        self.model: dict[Key, Stand] = {}
        self.chats: dict[int, Chat] = {}
        self.restarts()

    def does(self, step: tuple[Any, Any, Any]) -> None:
        """Take one step, and look at everything."""
        name, first, second = step
        match name:
            case "restarts":
                self.restarts()
            case "waits":
                self.time_passes(first)
            case "says":
                self._act(first, lambda chat: chat.says(second))
            case "chain":
                for what in second:
                    self.does(("taps", first, what[1:-1]) if what.startswith("[") else ("says", first, what))
            case _:
                self.taps(first, second)
        self.check()

    def restarts(self) -> None:
        """Begin anew with nothing in memory but the buttons on people's screens."""
        conversation = Conversation(self.rules_of)
        for person in {*REPORTERS, *REVIEWERS}:
            buttons = self.chats[person].buttons if person in self.chats else {}
            self.chats[person] = Chat(conversation, self.store, person, self.now, dict(buttons))

    def taps(self, person: int, wanted: str | int) -> None:
        """Tap the button that is wanted, by its label or its number, if there are any."""
        buttons = self.chats[person].buttons
        if isinstance(wanted, str):
            data = next((data for name, data in buttons.items() if wanted in name), None)
        else:
            data = list(buttons.values())[wanted % len(buttons)] if buttons else None
        if data is not None:
            self._act(person, lambda chat: chat.taps_data(data))

    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        for chat in self.chats.values():
            chat.now = self.now

    def _act(self, person: int, act: Callable[[Chat], str]) -> None:
        """Do something, and bring the model up to what its answer acknowledged."""
        draft, head = self._draft(person), self.store.read(audit.head)[0]
        answer = act(self.chats[person])
        for line in reversed(self.store.read(lambda s: audit.read(s, OPERATOR, limit=20))):
            if line.id <= head:
                continue
            if line.action == "figures.dialogue":
                assert "编号" in answer, "what was recorded is acknowledged"
                self._recorded(line.subject, line.detail, draft)
            elif line.action.startswith("figures."):
                self._decided(line.action.removeprefix("figures."), line.detail)
        if "已提交，编号" in answer:
            assert self.store.read(audit.head)[0] > head, "what is acknowledged was recorded"

    def _recorded(self, subject: str, detail: Any, draft: Draft | None) -> None:
        assert draft is not None
        wanted = {(draft.community, one.metric, draft.year): one for one in draft.entries}
        for community, metric, year, _ in detail["figures"]:
            entry, before = wanted[(community, metric, year)], self.model.get((community, metric, year))
            self.model[(community, metric, year)] = Stand(
                entry.value, entry.marker, "submitted", int(subject.split()[-1]), before.versions + 1 if before else 1
            )

    def _decided(self, status: str, detail: Any) -> None:
        for community, metric, year in detail["figures"]:
            stand = self.model[(community, metric, year)]
            reopens = status == "reopened"
            assert stand.status == ("approved" if reopens else "submitted"), "only what waits is decided about"
            stand.status, stand.versions = "submitted" if reopens else status, stand.versions + 1

    def _draft(self, person: int) -> Draft | None:
        stored = self.store.read(lambda s: dialogues.load_draft(s, person))
        return None if stored is None else from_json(stored.state)

    def check(self) -> None:
        """Every acknowledged figure is in the store as often and as it was acknowledged."""
        programme = self.rules_of.programme
        found = self.store.read(
            lambda s: {key: figures.versions(s, OPERATOR, programme, *key) for key in self.model}
        )
        for key, stand in self.model.items():
            last = found[key][-1]
            assert len(found[key]) == stand.versions
            assert (last.value, last.marker, last.status) == (stand.value, stand.marker, stand.status)
            assert last.submission == stand.serial
            assert all(one.actor_name != one.reporter_name for one in found[key] if one.status == "approved")

    def closes(self) -> None:
        assert self.store.read(chain.verify) is None
        self.store.engine.dispose()
        shutil.rmtree(self.folder)


@pytest.fixture(scope="module")
def opens(rules: Rules, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Office]:
    """Open an office whose database is a copy of one with its people in it."""
    template = tmp_path_factory.mktemp("office") / "zc.sqlite3"
    store = Store(f"sqlite:///{template}")
    schema.ensure(store.engine)
    store.write(lambda s: people.admit(s, OPERATOR, rules.programme, PEOPLE, START))
    store.engine.dispose()
    return lambda: Office(template, rules)


def walk(opens: Callable[[], Office], walks: int) -> None:
    """Take so many walks of EACH steps, each through an office of its own; all kinds of acts must be met."""
    acts: Counter[str] = Counter()
    for seed in range(walks):
        office = opens()
        taken: list[tuple[Any, Any, Any]] = []
        for step in steps_of(seed):
            taken.append(step)
            try:
                office.does(step)
            except Exception as error:
                error.add_note(f"walk {seed}: {taken}")
                raise
        acts.update(line.action for line in office.store.read(lambda s: audit.read(s, OPERATOR, limit=1000)))
        office.closes()
    wanted = {"figures.dialogue", "figures.approved", "figures.returned", "figures.withdrawn"}
    assert wanted <= acts.keys(), acts


@pytest.mark.slow
def test_a_thousand_steps(opens: Callable[[], Office]) -> None:
    walk(opens, 1000 // EACH)


@pytest.mark.long
def test_ten_thousand_steps(opens: Callable[[], Office]) -> None:
    walk(opens, 10_000 // EACH)
