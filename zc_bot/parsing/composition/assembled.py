"""What the grammar can't join, put together from what its words say, whatever their order: best minus worst, …"""

from __future__ import annotations

from zc_bot.parsing.composition.conditions_in_turn import in_turn
from zc_bot.parsing.composition.said_forms import Spans, brought_together
from zc_bot.parsing.composition.tables.said_beside import BESIDE
from zc_bot.parsing.composition.tables.said_of_figures import FIGURES
from zc_bot.parsing.composition.tables.said_of_places import PLACES
from zc_bot.parsing.query import Query
from zc_bot.policy.programme import Programme

FORMS = (*PLACES, *FIGURES, *BESIDE)


def assembled(spans: Spans, programme: Programme) -> tuple[Query, str] | None:
    """Put a question together from its spans; None for what fits no form, or more than one."""
    found: dict[Query, str] = {}
    spans = brought_together(spans, programme)
    if (conditions := in_turn(spans)) is not None:
        found[conditions] = "conditions in turn"
    known = {edge.category for edges in spans for edge in edges}
    for form in FORMS:
        said = form.fits(spans, programme) if form.needs <= known else None
        query = None if said is None else form.makes(said)
        if query is not None:
            found.setdefault(query, form.name)
    return next(iter(found.items())) if len(found) == 1 else None
