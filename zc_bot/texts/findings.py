"""What is unusual about a figure, in a line."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from zc_bot.policy.programme import Programme
from zc_bot.submission.checks import Finding
from zc_bot.texts.catalog import Texts
from zc_bot.texts.numbers import format_value


def word_finding(finding: Finding, texts: Texts, programme: Programme) -> Markup:
    """Word a soft finding with the figures compared, last year's first."""
    unit = programme.metric[finding.metric].unit
    shown = [format_value(value, unit, texts.lang) for value in (*finding.values, Decimal(0), Decimal(0))]
    return texts(f"report.finding.{finding.code}", first=shown[0], second=shown[1])
