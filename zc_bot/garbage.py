"""The garbage collector, told what this program is like: much that stays for good, and answers that come and go."""

from __future__ import annotations

import gc
import typing

THRESHOLDS = (20_000, 20, 20)
"""An answer over a whole city makes hundreds of thousands of values: Python's own 700 would look too often."""


def look_seldom() -> None:
    """Look for garbage as seldom as suits this program, whose start makes little but what stays."""
    gc.set_threshold(*THRESHOLDS)


def settle() -> None:
    """Keep all that is there now, names and vocabulary above all, out of every later collection.

    What type checkers alone ask for goes: every function that libraries say with `overload` is kept until then.
    """
    typing.clear_overloads()
    gc.collect()
    gc.freeze()
    look_seldom()
