"""A remark of the reviewer's on a figure that is not sent back: typed, told to who reported it, and audited."""

from __future__ import annotations

from zc_bot.chat.actions import AskRemark, AwaitRemark, ReviewPlace
from zc_bot.chat.codec import encode
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.policy.hidden import visible_line
from zc_bot.storage import audit, dialogues, people, review
from zc_bot.storage.observations import Version
from zc_bot.submission.reasons import LONGEST_REASON, SHORTEST_REASON
from zc_bot.texts.catalog import texts_for
from zc_bot.texts.dialogue.review import word_figure


def ask(turn: Turn, action: AskRemark) -> Response:
    """Ask what is to be said of a figure, unless it was decided about meanwhile."""
    one = review.version(turn.session, turn.who, action.version)
    if one is None:
        return Response((Reply(turn.texts("review.gone")),))
    if people.find(turn.session, one.reporter) is None:
        return _nobody(turn, one)
    dialogues.save_prompt(turn.session, turn.who.id, *encode(AwaitRemark(action.version)), turn.now)
    return Response((Reply(turn.texts("review.remark_why", figure=word_figure(one, turn.texts, turn.programme))),))


def give(turn: Turn, action: AwaitRemark) -> Response:
    """Tell who reported a figure what was said of it; the figure waits for review as before."""
    remark = visible_line(turn.incoming.text)
    if not SHORTEST_REASON <= len(remark) <= LONGEST_REASON:
        expected = f"{SHORTEST_REASON}–{LONGEST_REASON}"
        return Response((Reply(turn.texts("report.refused.reason_length", expected=expected)),))
    dialogues.drop_prompt(turn.session, turn.who.id)
    one = review.version(turn.session, turn.who, action.version)
    if one is None:
        return Response((Reply(turn.texts("review.gone")),))
    if (told := people.find(turn.session, one.reporter)) is None:
        return _nobody(turn, one)
    kept = audit.Erasable(remark, turn.who.id)
    audit.note(
        turn.session, turn.who, "figures.remark", f"figures {one.id}", turn.now, remark=kept,
        figures=[[one.community, one.metric, one.year]],
    )
    texts = texts_for(told.lang)
    text = texts(
        "review.remark_heard", community=turn.programme.community[one.community].name(told.lang), year=one.year,
        figure=word_figure(one, texts, turn.programme), remark=remark, by=turn.who.name,
    )
    back = Button(turn.texts.plain("review.button.back"), ReviewPlace(one.community, one.year, anew=True))
    said = turn.texts("review.remarked", name=one.reporter_name, remark=remark)
    return Response((Reply(said, ((back,),)),), notices=(Notice(one.reporter, text),))


def _nobody(turn: Turn, one: Version) -> Response:
    """Say that who reported a figure has left, or reported it at the machine, so that nobody would read a remark."""
    back = Button(turn.texts.plain("review.button.back"), ReviewPlace(one.community, one.year))
    return Response((Reply(turn.texts("review.remark_nobody", name=one.reporter_name), ((back,),)),))
