"""A figure over the years as a picture: what is written at it, and whose it was."""

from __future__ import annotations

from zc_bot.texts.site.trends import Spot, _above_the_line


def test_no_line_goes_through_what_is_written_at_it() -> None:
    for heights in ([104, 90, 80, 85, 60, 26], [26, 40, 80, 60, 90, 104], [60, 26, 104, 26, 60, 61]):
        spots = [Spot(24.0 + 53.6 * at, y, "12,345" if at in (0, 2, 5) else "") for at, y in enumerate(heights)]
        for spot in _above_the_line(spots):
            begin, end = spot.reach
            assert 0 <= begin <= end <= 320, "within the picture"
            below = [one.y for one in spots if begin <= one.x <= end]
            assert spot.label_y <= min(below) - 9
    rising = [Spot(24.0, 104.0, "6,411"), Spot(57.5, 90.0, "")]
    (first, _) = _above_the_line(rising)
    assert first.label_y < 90.0, "where it ends the line has risen"
