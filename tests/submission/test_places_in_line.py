"""The place that a correction names is counted as the figures were typed, however many of them are asked about."""

from __future__ import annotations

from decimal import Decimal

from tests.submission.world import PROGRAMME, facts
from zc_bot.submission.draft import Draft
from zc_bot.submission.flow import start, step
from zc_bot.submission.replies import Typed

FACTS = facts(*PROGRAMME.community)


def values(draft: Draft) -> dict[str, Decimal | None]:
    found = {one.metric: one.value for one in draft.entries}
    return found | ({draft.pending.metric: draft.pending.value} if draft.pending is not None else {})


def test_after_one_that_waits_was_corrected_a_place_still_points_as_typed() -> None:
    draft, _ = start(FACTS, line="通创2019 从业人员9300，总产值170.2亿元")
    assert draft.step == "reason"
    draft, _ = step(draft, Typed("第二项改成171亿"), FACTS)
    draft, events = step(draft, Typed("第一项改成9400"), FACTS)
    draft, _ = step(draft, Typed("新开了一家龙头企业，招工较多"), FACTS)
    draft, _ = step(draft, Typed("新开了一家龙头企业，招工较多"), FACTS)
    assert values(draft) == {"employees": 9400, "total_output": 1710000}, events
