"""/progress: photos, place, milestone, day and a sentence, or a short story; previewed and handed in.

/progress → community → photos → place → milestone → day → sentence → agreed → preview → handed in
                                   stories: community → name → sentence → photos ┘
"""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from zc_bot.chat.actions import (
    AskShowing,
    AwaitShowing,
    BeginShowing,
    FillShowing,
    LeaveShowing,
    ListShowings,
    MendShowing,
    ShowShowings,
    SubmitShowing,
    WithdrawShowing,
)
from zc_bot.chat.codec import encode, name_of
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reviewing import showings
from zc_bot.chat.showing import entries, link
from zc_bot.chat.showing.draft import (
    FIELDS,
    LONGEST,
    Draft,
    Fault,
    Field,
    draft_of,
    pack,
    read_field,
    says,
    unpack,
)
from zc_bot.chat.showing.naming import named_in
from zc_bot.chat.showing.offering import ABREAST, answers, asked_as, choices, labelled, leaving
from zc_bot.chat.showing.said import communities_in, places_where, told_beside
from zc_bot.chat.turn import FOLLOW_UP, Turn
from zc_bot.evaluation.showing import KINDS
from zc_bot.parsing.speech import asks
from zc_bot.policy.roles import Act
from zc_bot.storage import dialogues, showing
from zc_bot.texts.answers.showing import word_brief, word_told
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import join

MOST_NAMED = 4


def command(turn: Turn) -> Response:
    """Begin with what is named, go on with what is open, or say what can be told."""
    if turn.incoming.argument:
        return begin(turn, BeginShowing("progress"), turn.incoming.argument)
    draft = open_draft(turn)
    return _go_on(turn, draft) if draft is not None and draft.holds_something else _menu(turn)


def _go_on(turn: Turn, draft: Draft) -> Response:
    """Say what is open, and ask for what it lacks; it can be given up for another."""
    (reply,) = step(turn, draft, turn.texts("show.open", entry=in_a_line(turn, draft))).replies
    rows = reply.rows if draft.next_field() is None else (*reply.rows, leaving(turn))
    return Response((replace(reply, rows=rows),))


def in_a_line(turn: Turn, draft: Draft) -> str:
    """Word what is put together so far in a line."""
    count = turn.texts.plain("show.with_photos", count=len(draft.photos)) if draft.photos else ""
    return f"{word_brief(draft.told, words_of(turn))}{count}"


def spoken(turn: Turn) -> Response | None:
    """Begin where somebody types only that they tell of progress; None for any other text, and who may not."""
    if not turn.who.may(Act.SHOW):
        return None
    if (decided := _at_preview(turn)) is not None:
        return decided
    if says("begin", turn.incoming.text):
        return begin(turn, BeginShowing("progress"))
    if isinstance(chosen := labelled(_kinds(turn), turn.incoming.text), BeginShowing) and _is_offered(turn):
        return begin(turn, chosen)
    for kind in KINDS:
        places = places_where(turn, "begin_verb", "begin_thing" if kind == "progress" else f"kind_{kind}")
        if places is not None:
            return begin(turn, BeginShowing(kind), turn.incoming.text if places else "")
    return _told_with_it(turn)


def _told_with_it(turn: Turn) -> Response | None:
    """Begin with what a text tells beside the words that begin (通创封顶了，报一下进度); None for any other text."""
    if asks(turn.incoming.text) or (said := told_beside(turn, "begin_verb", "begin_thing")) is None:
        return None
    codes, what = said
    return begin(turn, BeginShowing("progress"), turn.incoming.text if codes else "", what)


def _at_preview(turn: Turn) -> Response | None:
    """Do what a button of the preview says where that is typed; None for any other text."""
    draft, fresh = open_draft(turn), showing.touched(turn.session, turn.who.id)
    if draft is None or draft.next_field() is not None or fresh is None or turn.now - fresh > FOLLOW_UP:
        return None
    match labelled(choices(turn, draft), turn.incoming.text):
        case SubmitShowing() as action:
            return submit(turn, action)
        case AskShowing() as action:
            return ask_again(turn, action)
        case LeaveShowing() as action:
            return leave(turn, action)
    return None


def _is_offered(turn: Turn) -> bool:
    """Tell whether the kinds were offered just now."""
    since = turn.now - FOLLOW_UP
    return dialogues.offered(turn.session, turn.who.id, turn.incoming.chat, name_of(BeginShowing), since) is not None


def _kinds(turn: Turn) -> list[tuple[Button, ...]]:
    kinds = [Button(turn.texts.plain(f"show.begin.{kind}"), BeginShowing(kind)) for kind in KINDS]
    return [tuple(kinds[at : at + ABREAST]) for at in range(0, len(kinds), ABREAST)]


def _menu(turn: Turn, said: Markup | None = None) -> Response:
    """Offer the kinds, and with them what waits and what was told."""
    texts, rows = turn.texts, _kinds(turn)
    if waiting := showings.waiting(turn):
        rows.insert(0, (Button(texts.plain("show.button.queue", count=len(waiting)), ShowShowings()),))
    if showing.of_own(turn.session, turn.who, turn.programme):
        rows.append((Button(texts.plain("show.button.list"), ListShowings()),))
    menu = texts("show.menu")
    return Response((Reply(menu if said is None else join([said, menu]), tuple(rows)),))


def begin(turn: Turn, action: BeginShowing, where: str = "", what: str = "") -> Response:
    """Begin to tell; a single community of one's own, or the one that is named, need not be asked for.

    What is open, and holds more than its community, is never given up unasked. what: the sentence, told already.
    """
    kind = next((one for one in KINDS if one == action.kind), KINDS[0])
    if where and (refused := not_ones_own(turn, where)) is not None:
        again = Button(turn.texts.plain(f"show.begin.{kind}"), BeginShowing(kind))
        return Response((Reply(refused, ((again,),)),))
    if (unfinished := open_draft(turn)) is not None and unfinished.holds_something:
        return _go_on(turn, unfinished)
    draft = begun(turn, Draft(kind), where)
    unclear = where and "community" not in draft.given and not communities_in(turn, where)
    if not what:
        return step(turn, draft, _fault(turn, "community") if unclear else None)
    value, fault = read_field("what", what, turn.today)
    if fault is None:
        return _filled(turn, draft, "what", value)
    return step(turn, draft, None if fault == "short" else _fault(turn, "what", fault, value))


def begun(turn: Turn, draft: Draft, where: str = "") -> Draft:
    """Fill in the one community that a text names; the only one of one's own where nothing is said."""
    found = communities_in(turn, where) if where else turn.who.reach(Act.SHOW, turn.programme)
    return draft.filled("community", found[0]) if len(found) == 1 else draft


def not_ones_own(turn: Turn, text: str) -> Markup | None:
    """Refuse by name the communities of a text where none is one's own; None for any other text."""
    every, own = communities_in(turn, text), turn.who.reach(Act.SHOW, turn.programme)
    if not every or set(every) & set(own):
        return None
    turn.deny("show")
    words = words_of(turn)
    names, yours = (words.listed(map(words.community, codes), MOST_NAMED) for codes in (every, own))
    return turn.texts("show.not_yours", names=names, own=yours)


def step(turn: Turn, draft: Draft, said: Markup | None = None) -> Response:
    """Keep the draft, and ask for what it lacks or show it whole."""
    showing.save_draft(turn.session, turn.who.id, pack(draft), turn.now)
    lacks = draft.next_field()
    if lacks is None:
        dialogues.drop_prompt(turn.session, turn.who.id)
        return _preview(turn, draft, said)
    dialogues.save_prompt(turn.session, turn.who.id, *encode(AwaitShowing(lacks)), turn.now)
    asked = turn.texts(f"show.ask.{asked_as(draft, lacks)}")
    return Response((Reply(asked if said is None else join([said, asked]), answers(turn, draft, lacks)),))


def is_beside(turn: Turn) -> bool:
    """Tell whether a text is a question beside what was asked for, which it leaves waiting.

    A name or a sentence may begin as one: 如何把厂房改成孵化器.
    """
    draft, text = open_draft(turn), turn.incoming.text
    lacks = draft.next_field() if draft is not None else None
    return lacks is not None and asks(text) and (lacks not in {"name", "what"} or text.rstrip().endswith(("?", "？")))


def give(turn: Turn, action: AwaitShowing) -> Response:
    """Take a typed reply."""
    text, draft = turn.incoming.text, open_draft(turn)
    if draft is None or (lacks := draft.next_field()) is None:
        dialogues.drop_prompt(turn.session, turn.who.id)
        return Response((Reply(turn.texts("show.gone")),))
    if labelled((leaving(turn),), text) is not None:
        return leave(turn, LeaveShowing())
    for ordered in (spoken, link.spoken, entries.spoken):
        if (done := ordered(turn)) is not None:
            return done
    if lacks == "community":
        refused = not_ones_own(turn, text) or _fault(turn, lacks)
        found = communities_in(turn, text)
        own = set(found) <= set(turn.who.reach(Act.SHOW, turn.programme))
        return _filled(turn, draft, lacks, found[0]) if len(found) == 1 and own else step(turn, draft, refused)
    if isinstance(tapped := labelled(answers(turn, draft, lacks), text), FillShowing):
        return fill(turn, tapped)
    value, fault = read_field(lacks, text, turn.today)
    if fault is not None:
        return step(turn, draft, _fault(turn, lacks, fault, value))
    return _agreed(turn, draft, value) if lacks == "agreed" else _filled(turn, draft, lacks, value)


def _agreed(turn: Turn, draft: Draft, value: str) -> Response:
    """Take whether whoever is named agreed; who is told of as a person is named, and so is whom the texts name."""
    if not value and draft.kind == "person":
        return step(turn, draft, _fault(turn, "agreed", "agreed"))
    if not value and (found := named_in(draft)):
        return step(turn, draft, _fault(turn, "agreed", "named", found))
    return _filled(turn, draft, "agreed", value)


def fill(turn: Turn, action: FillShowing) -> Response:
    """Take what a button answers; one of an earlier question changes nothing."""
    draft = open_draft(turn)
    if draft is None or draft.next_field() != action.field:
        return Response(toast=turn.texts.plain("chat.say.stale"))
    name, value = action.field, action.value
    if name == "community" and value not in turn.who.reach(Act.SHOW, turn.programme):
        return Response(toast=turn.texts.plain("chat.say.stale"))
    if name == "day":
        value, _ = read_field("day", turn.texts.plain(f"show.day.{value}"), turn.today)
    if name == "agreed" and action.of != draft.digest:
        return step(turn, draft, turn.texts("show.changed"))
    if name == "what":
        value, fault = read_field(name, value, turn.today)
        if fault is not None:
            return step(turn, draft, _fault(turn, name, fault, value))
    return _agreed(turn, draft, value) if name == "agreed" else _filled(turn, draft, name, value)


def ask_again(turn: Turn, action: AskShowing) -> Response:
    """Ask one field of the draft anew."""
    draft = open_draft(turn)
    if draft is None or action.field not in FIELDS[draft.kind]:
        return Response((Reply(turn.texts("show.gone")),))
    return step(turn, draft.without(action.field))


def _filled(turn: Turn, draft: Draft, name: str, value: str) -> Response:
    return step(turn, draft.filled(name, value))


def _fault(turn: Turn, name: Field, fault: Fault | None = None, found: str = "") -> Markup:
    return turn.texts(f"show.fault.{fault or name}", most=LONGEST.get(name, 0), found=found)


def _preview(turn: Turn, draft: Draft, said: Markup | None = None) -> Response:
    """Show all that would be handed in."""
    text = turn.texts("show.preview", entry=word_told(draft.told, words_of(turn)))
    return Response((Reply(text if said is None else join([said, text]), choices(turn, draft)),))


def submit(turn: Turn, action: SubmitShowing) -> Response:
    """Hand in what was previewed, and tell the reviewers; what changed since is shown again."""
    draft = open_draft(turn)
    if draft is None:
        return Response(toast=turn.texts.plain("chat.say.used"))
    if draft.digest != action.digest or draft.next_field() is not None:
        return step(turn, draft, turn.texts("show.changed"))
    made = showing.tell(turn.session, turn.who, turn.programme, draft.told, turn.now, draft.mends)
    showing.drop_draft(turn.session, turn.who.id)
    if made is None:
        return Response((Reply(turn.texts("show.changed_meanwhile")),))
    text = turn.texts("show.submitted", entry=word_brief(draft.told, words_of(turn)))
    row = (Button(turn.texts.plain("show.button.withdraw"), WithdrawShowing(made)),)
    return Response((Reply(text, (row,), receipt=True),), notices=showings.told(turn, made, draft.told))


def leave(turn: Turn, action: LeaveShowing) -> Response:
    """Give the draft up."""
    there = showing.drop_draft(turn.session, turn.who.id)
    dialogues.drop_prompt(turn.session, turn.who.id)
    return _menu(turn, turn.texts("show.left" if there else "show.gone"))


def put_off(turn: Turn) -> Response | None:
    """Say that what is open waits, with the button that gives it up; None where nothing is.

    What holds no more than its community is given up at once: nothing would go on with it.
    """
    if (draft := open_draft(turn)) is None:
        return None
    row = leaving(turn)
    if not draft.holds_something or labelled((row,), turn.incoming.text) is not None:
        return leave(turn, LeaveShowing())
    return Response((Reply(turn.texts("show.put_off", entry=in_a_line(turn, draft)), (row,)),))


def mend(turn: Turn, action: MendShowing) -> Response:
    """Take up what was sent back."""
    own = showing.of_own(turn.session, turn.who, turn.programme)
    found = next((one for one in own if one.id == action.entry and one.state == "returned"), None)
    if found is None:
        return Response((Reply(turn.texts("show.changed_meanwhile")),))
    if (unfinished := open_draft(turn)) is not None and unfinished.holds_something:
        return _go_on(turn, unfinished)
    return step(turn, draft_of(found.told, found.id), turn.texts("show.reason", reason=found.reason))


def open_draft(turn: Turn) -> Draft | None:
    """Return what is put together; of a community that is not one's own any more, nothing."""
    state = showing.load_draft(turn.session, turn.who.id, turn.now)
    draft = None if state is None else unpack(state)
    if draft is None or draft.given.get("community", "") not in {"", *turn.who.reach(Act.SHOW, turn.programme)}:
        return None
    return draft


def words_of(turn: Turn) -> Words:
    return Words(turn.programme, turn.texts, turn.today)
