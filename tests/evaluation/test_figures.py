"""Figures are told apart by all that is known of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from zc_bot.evaluation.figures import Figure, Figures

AT = datetime(2019, 3, 1, 8, tzinfo=UTC)
ONE = Figure("tongchuang", "employees", 2018, Decimal("3200"), None, "approved", "李敏", AT, "王芳", AT, "3200人", "")


def test_figures_that_differ_in_anything_have_another_digest() -> None:
    others = [
        ONE._replace(community="kaiyuan"), ONE._replace(metric="total_output"), ONE._replace(year=2019),
        ONE._replace(value=Decimal("3201")), ONE._replace(value=None), ONE._replace(marker="confidential"),
        ONE._replace(status="submitted"), ONE._replace(reported_by="王芳"), ONE._replace(reviewed_by=None),
        ONE._replace(reviewed_by="None"), ONE._replace(reported_at=AT + timedelta(microseconds=1)),
        ONE._replace(reviewed_at=None), ONE._replace(typed="3,200人"), ONE._replace(note="不含兼职"),
    ]
    assert {name for name in Figure._fields if any(getattr(one, name) != getattr(ONE, name) for one in others)} == {
        *Figure._fields
    }
    digests = [Figures(some).digest() for some in ([ONE], [], *([one] for one in others), [ONE, others[0]])]
    assert len(set(digests)) == len(digests)
    assert Figures([Figure(*ONE)]).digest() == digests[0]
