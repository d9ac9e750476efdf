"""The buttons of what somebody puts together to be shown, and the same said in words."""

from __future__ import annotations

from collections.abc import Sequence

from zc_bot.chat.actions import AskShowing, FillShowing, LeaveShowing, SubmitShowing
from zc_bot.chat.codec import Action
from zc_bot.chat.replies import Button
from zc_bot.chat.showing.draft import FIELDS, OPTIONAL, Draft, Field
from zc_bot.chat.turn import Turn
from zc_bot.policy.roles import Act

ABREAST = 2
SENSES = ("today", "yesterday")
SUGGESTED = "|"
"""Between the milestones that are suggested."""


def asked_as(draft: Draft, name: Field) -> str:
    """Return as what a field is asked for."""
    return f"{name}_{draft.kind}" if name in {"name", "what", "photos"} and draft.kind != "progress" else name


def answers(turn: Turn, draft: Draft, name: Field) -> tuple[tuple[Button, ...], ...]:
    """Offer what is likely, and to leave out what can be left out."""
    texts, buttons = turn.texts, list[Button]()
    if name == "community":
        own = turn.who.reach(Act.SHOW, turn.programme)
        buttons = [Button(turn.programme.community[code].name(texts.lang), FillShowing(name, code)) for code in own]
    elif name == "milestone":
        words = texts.plain("show.milestones").split(SUGGESTED)
        buttons = [Button(word, FillShowing(name, word)) for word in words]
    elif name == "day":
        buttons = [Button(texts.plain(f"show.day.{sense}"), FillShowing(name, sense)) for sense in SENSES]
    elif name == "agreed":
        buttons = [Button(texts.plain("show.agreed.yes"), FillShowing(name, "yes", draft.digest))]
        if draft.kind != "person":
            buttons.append(Button(texts.plain("show.agreed.nobody"), FillShowing(name, "", draft.digest)))
        if draft.kind == "progress":
            buttons.reverse()  # Most of what is built names nobody.
    elif name == "what" and draft.photos and draft.photos[0].caption and draft.kind == "progress":
        buttons = [Button(texts.plain("show.button.caption"), FillShowing(name, draft.photos[0].caption))]
    if name in OPTIONAL:
        buttons.append(Button(texts.plain(f"show.none.{name}"), FillShowing(name, "")))
    abreast = 3 if name in {"milestone", "day"} else ABREAST
    return tuple(tuple(buttons[at : at + abreast]) for at in range(0, len(buttons), abreast))


def choices(turn: Turn, draft: Draft) -> tuple[tuple[Button, ...], ...]:
    """Offer to hand in what is previewed, to change a field of it, or to give it up."""
    texts = turn.texts
    fields = [Button(texts.plain(f"show.change.{name}"), AskShowing(name)) for name in FIELDS[draft.kind]]
    return (
        (Button(texts.plain("show.button.submit"), SubmitShowing(draft.digest)),),
        *(tuple(fields[at : at + 3]) for at in range(0, len(fields), 3)),
        leaving(turn),
    )


def leaving(turn: Turn) -> tuple[Button, ...]:
    """Offer to give up what is open."""
    return (Button(turn.texts.plain("show.button.leave"), LeaveShowing()),)


def labelled(rows: Sequence[Sequence[Button]], text: str) -> Action | None:
    """Return what the button does whose label was typed; None for any other text."""
    said = text.strip(" 。.!！").lower()
    return next((one.action for row in rows for one in row if one.label.lower() == said), None)
