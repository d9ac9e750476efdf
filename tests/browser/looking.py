"""Looking at pages as a browser shows them: axe's findings, what hangs over the edge, pictures to be seen."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable
from pathlib import Path

from playwright.async_api import Page

AXE = Path(__file__).parent / "axe" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = tuple(itertools.product((390, 1280), ("light", "dark")))
"""Widths and schemes."""
SOME = ((390, "dark"), (1280, "light"))
"""Each width and each scheme once."""


async def findings(page: Page) -> list[str]:
    """Return what axe finds, a line each: the rule and where."""
    if not await page.evaluate("typeof window.axe === 'object'"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(found => found.violations.flatMap("
        "one => one.nodes.map(node => `${one.id}: ${node.target} ${node.failureSummary}`)))", RULES
    )
    return [str(one) for one in found]


async def looked_at(page: Page, name: str, looks: Iterable[tuple[int, str]] = ALL) -> None:
    """Look at a page at each width and in each scheme: nothing hangs over the edge, and axe finds nothing."""
    for width, scheme in looks:
        await page.set_viewport_size({"width": width, "height": 844})
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
        assert await findings(page) == [], f"{name} at {width}, {scheme}"
        await keep(page, f"{name}-{width}-{scheme}")
    width, scheme = ALL[0]
    await page.set_viewport_size({"width": width, "height": 844})
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]


async def keep(page: Page, name: str) -> None:
    """Keep a picture of the whole page where somebody wants to see one."""
    if folder := os.environ.get("ZC_TEST_PICTURES"):
        await page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
        await page.wait_for_load_state("networkidle")
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
