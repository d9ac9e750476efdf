"""Answers who handed whole years in as is asked: late in both years, complete but late, how many in time."""

from __future__ import annotations

from dataclasses import replace

from zc_bot.chat.overseeing.punctuality import of_year
from zc_bot.chat.overseeing.view import View
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.overseeing.arrived import word_arrival


def arrived(view: View) -> Rendered:
    """Tell of the years asked about, else of the newest that is collected."""
    asked = view.meaning.arrival
    assert asked is not None
    stands = tuple(replace(one, years=one.years or (view.newest_year,)) for one in asked.stands)
    asked = replace(asked, stands=stands)
    return word_arrival(asked, {year: of_year(view, year) for year in asked.years}, view.words)
