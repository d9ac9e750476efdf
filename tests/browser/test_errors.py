"""A run of the sandbox in which the bot sent what Telegram would not take is no run that passed."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest

from tests.browser.conftest import sandbox
from zc_bot.playground import TOKEN


async def run_with_a_colour(database: Path) -> None:
    """Run the sandbox for as long as one call takes, that Telegram would not know."""
    async with sandbox(database) as address, aiohttp.ClientSession() as session:
        url = f"{address}/bot{TOKEN}/setMyName"
        async with session.post(url, json={"name": "x", "colour": "red"}) as answer:
            assert answer.status == 200


async def test_a_call_that_is_not_as_the_bot_api_has_it_fails_the_run(furnished: Path) -> None:
    with pytest.raises(AssertionError, match=r"setMyName\.colour: unknown"):
        await run_with_a_colour(furnished)
