"""The conversation: one update in, what it changes and what it is answered out; no state but the store's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from markupsafe import Markup

from zc_bot.chat import actions as do
from zc_bot.chat import greeting
from zc_bot.chat.actions import AwaitProof, AwaitShowing, AwaitUntil, RunCommand
from zc_bot.chat.admin import admission, grouping, presence, strangers
from zc_bot.chat.asking import answering, as_button, ask, captions, forwards, in_time, interrupted, stating
from zc_bot.chat.asking import named as commands
from zc_bot.chat.asking.beside import beside
from zc_bot.chat.asking.nudging import is_nudge
from zc_bot.chat.codec import Action, decode
from zc_bot.chat.features import FEATURES
from zc_bot.chat.incoming import FileUse, Incoming
from zc_bot.chat.overseeing import evidence, proving
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.reporting import albums, attaching, report, sheet
from zc_bot.chat.reviewing import approving
from zc_bot.chat.routing import Features
from zc_bot.chat.showing import dialogue, link, photo
from zc_bot.chat.showing.opening import with_app
from zc_bot.chat.turn import FOLLOW_UP, Rules, Turn
from zc_bot.errors import NotAllowed
from zc_bot.parsing.speech import asks
from zc_bot.parsing.update_cache import one_update, recall
from zc_bot.policy.roles import ONLOOKER, Act, require
from zc_bot.storage import dialogues, groups, people
from zc_bot.storage.store import Session
from zc_bot.submission.replies import command as command_word
from zc_bot.texts.catalog import texts_for
from zc_bot.texts.people import who_may, word_refusal

Handler = Callable[[Turn], Response]
IN_PLACE: frozenset[type[Action]] = frozenset({
    do.ShowQueue, do.ReviewPlace, do.ListFigures, do.ReviewFigure, do.PickToReturn, do.Approve, do.ApproveSurely,
    do.Reopen, do.SendBack, do.SendBackSeveral, do.AskToWithdraw, do.Withdraw, do.SubmitSheet, do.LeaveSheet,
    do.NoteLine,
})
"""Buttons of messages that are of no more use once one of theirs was tapped."""
ASKING = frozenset({"ask", "start", "help", "deadline", "mine", "review", "audit", "health", *ask.PHRASES})
"""Commands that answer, or show what can be done, and do nothing else."""
SHEETS = (".xlsx", ".xls", ".xlsm", ".csv", ".et", ".tsv", ".txt")


class Conversation:
    """Answers updates by the rules it was made with."""

    def __init__(self, rules: Rules, features: Features = FEATURES) -> None:
        self.rules = rules
        self.features = features

    def respond(self, session: Session, incoming: Incoming, now: datetime) -> Response:
        """Do what one update asks for, inside the caller's transaction; whose menu is another one is given theirs."""
        with one_update():
            response = self._respond(session, incoming, now)
        if incoming.album and incoming.kind != "edited":
            response = albums.together(session, incoming, response)
        at_hand = incoming.private and incoming.kind not in {"inline", "put_out"}
        if at_hand and "menu" not in response.events and people.menu_due(session, incoming.person):
            return replace(response, events=response.events | {"menu"})
        return response

    def _respond(self, session: Session, incoming: Incoming, now: datetime) -> Response:
        if incoming.kind == "migrated":
            groups.moved(session, incoming.chat, incoming.moved_to)
        if incoming.kind == "put_out":
            presence.put_out(session, incoming, now)
        if incoming.invitation and not incoming.private:
            return admission.exposed(session, incoming, now)
        if not incoming.addressed or incoming.kind in {"migrated", "put_out"}:
            return Response()
        if incoming.kind == "as_channel" and not groups.allowed(session, incoming.chat):
            return Response()
        if incoming.kind in {"anonymous", "as_channel"}:
            return Response((Reply(texts_for(incoming.lang)("people.group.anonymous")),))
        sender = people.meet(session, incoming.person, now)
        if sender is None:
            came = admission.come_in(session, self.rules, incoming, now)
            return strangers.respond(session, incoming, now) if came is None else came
        who = sender
        if not incoming.private or incoming.kind == "inline":
            who = replace(ONLOOKER, id=sender.id, name=sender.name, lang=sender.lang, behind=sender.role)
        turn = Turn(self.rules, session, incoming, who, now, sender, self.features)
        meant = incoming.kind in {"text", "let_in"}
        if not incoming.private and meant and not groups.allowed(session, incoming.chat):
            return grouping.offer(turn)
        if incoming.kind == "let_in":
            return Response()
        if incoming.kind == "tap":
            return _allowed(turn, _tapped)
        if incoming.kind == "inline":
            return _allowed(turn, ask.inline)
        if incoming.kind == "edited":
            return _allowed(turn, _edited)
        if incoming.kind != "text":
            return _allowed(turn, _not_text)
        recall(incoming.text, self.rules.read)
        return _allowed(turn, _said)

    def use_of_file(self, session: Session, incoming: Incoming, now: datetime) -> FileUse | None:
        """Say what a file from somebody who may report or tell is to be fetched for, if for anything."""
        who = people.find(session, incoming.person)
        if who is None:
            return None
        turn = Turn(self.rules, session, incoming, who, now, who, self.features)
        if captions.is_proof(turn):
            return "attachment"
        if photo.wanted(turn):
            return "photo" if photo.is_picture(incoming, photo.ENDINGS) else None
        if incoming.private and incoming.file_name.lower().endswith(SHEETS):
            return "sheet"
        if not who.reports:
            return None
        if captions.speaks(turn):
            return "attachment" if captions.reports(turn) and attaching.fits(incoming) else None
        return "attachment" if attaching.wanted(session, who, self.rules.programme, incoming, now) else None

    def earlier(
        self, session: Session, incoming: Incoming, use: FileUse, now: datetime
    ) -> tuple[Incoming, ...]:
        """Return the files of an album that are to be fetched with this one for the same use."""
        who = people.find(session, incoming.person)
        if who is None or not incoming.album:
            return ()
        return captions.earlier(Turn(self.rules, session, incoming, who, now, who, self.features), use)

    def hold_off(self, session: Session, incoming: Incoming) -> Response:
        """Say to whoever is admitted that they send too much; strangers are told nothing."""
        who = people.find(session, incoming.person)
        if who is None or not incoming.private or incoming.kind == "inline":
            return Response()
        text = texts_for(who.lang)
        return Response((Reply(text("chat.say.too_many")),), toast=text.plain("chat.say.too_many"))

    def apologise(self, incoming: Incoming) -> Response:
        """Say that something broke; nothing internal is told."""
        text = texts_for(incoming.lang)
        if incoming.kind in {"inline", "edited"} or not incoming.addressed:
            return Response()
        return Response((Reply(text("chat.say.sorry")),), toast=text.plain("chat.say.sorry"))


def _said(turn: Turn) -> Response:
    command = turn.incoming.command
    if not command:
        return _typed(turn) if turn.incoming.private else _asked_of(turn)
    prompt = _prompt(turn) if turn.incoming.private else None
    dropped = turn.incoming.private and dialogues.drop_prompt(turn.session, turn.who.id)
    if dropped and command == "cancel":
        return _cancelled(turn, prompt)
    return interrupted.told(turn, prompt, command, _commanded(turn, command))


def _asked_of(turn: Turn) -> Response:
    """Answer what is said in a group: a command in words, or a question; what is for private is told so."""
    if (named := commands.as_command(turn)) is not None:
        return _commanded(named, named.incoming.command)
    if command_word(turn.incoming.text) == "cancel":
        return _say(turn, "chat.say.in_private", name="cancel")
    if link.is_wanted(turn):
        return _commanded(turn, "link")
    if is_nudge(turn, turn.incoming.text):
        return _say(turn, "ask.remind", roles=who_may(Act.NUDGE, turn.texts))
    return in_time.asked(turn) or ask.question(turn, turn.incoming.text)


def _edited(turn: Turn) -> Response:
    """Answer an edited message: a question anew, in a group where it is meant for the bot.

    Figures go at most into one's open draft, in private; a command that does more than answer is not run twice, and
    that is said.
    """
    if not turn.incoming.private and not groups.allowed(turn.session, turn.incoming.chat):
        return Response()
    turn = commands.as_command(turn) or turn
    command = turn.incoming.command
    if command and not (command == "report" and turn.who.reports):
        runs = command in ASKING or not turn.features.allows(turn.who, command)
        return _commanded(turn, command) if runs else _say(turn, "chat.say.edited_command", name=command)
    return answering.edited(turn) if turn.incoming.private else ask.question(turn, turn.incoming.text)


def _commanded(turn: Turn, command: str) -> Response:
    """Run a command, if it is one and the person may use it."""
    feature = turn.features.by_command.get(command)
    if feature is not None and feature.private and not turn.incoming.private:
        return _say(turn, "chat.say.in_private", name=command)
    if feature is None or feature.run is None or not turn.who.may(feature.act):
        if feature is not None and not turn.incoming.private and turn.sender.may(feature.act):
            return _say(turn, "chat.say.in_private", name=command)
        if feature is not None:
            turn.deny(f"/{command}")
        helps = turn.features.allows(turn.who, "help")
        return _say(turn, f"chat.say.{'no_command' if helps else 'no_such'}", name=command)
    return with_app(turn, command, feature.run(turn))


def _typed(turn: Turn) -> Response:
    """Take a text as what was asked for last, if it is one's own.

    A reviewer's reason may be a question, or a line of figures; neither is a moment to be reminded at.
    """
    if turn.incoming.author:
        return forwards.answer(turn)
    if (done := as_button.labelled(turn)) is not None:
        return done
    prompt = _prompt(turn)
    if prompt is not None:
        require(turn.who, turn.features.by_prompt[type(prompt)].act)
    if prompt is None and (named := commands.as_command(turn)) is not None:
        return _commanded(named, named.incoming.command)
    if prompt is None:
        return answering.answer(turn)
    if command_word(turn.incoming.text) == "cancel":
        dialogues.drop_prompt(turn.session, turn.who.id)
        return _cancelled(turn, prompt)
    if isinstance(prompt, AwaitProof):
        more = evidence.says_more(turn, prompt)
        return more or interrupted.told(turn, prompt, "", evidence.answer_beside(turn, answering.answer))
    if (instead := beside(turn, prompt, answering.answer)) is not None:
        return instead if _prompt(turn) is None else interrupted.told(turn, prompt, "", instead)
    if (looked := approving.instead_of_reason(turn, prompt)) is not None:
        return interrupted.told(turn, prompt, "", looked)
    if _is_beside(turn, prompt):
        return ask.question(turn, turn.incoming.text)
    is_told = isinstance(prompt, AwaitShowing) and prompt.field not in {"what", "name"}
    if (is_told or isinstance(prompt, AwaitUntil)) and stating.is_line(turn):
        return answering.answer(turn)
    return turn.features.by_prompt[type(prompt)].prompts[type(prompt)](turn, prompt)


def _cancelled(turn: Turn, prompt: Action | None) -> Response:
    """Say that nothing was changed; what was put together for the page waits, or is given up by a tap."""
    left = dialogue.put_off(turn) if isinstance(prompt, AwaitShowing) else None
    return left or _say(turn, "chat.say.prompt_dropped")


def _is_beside(turn: Turn, prompt: Action) -> bool:
    """Tell whether a text is a question beside what was asked for, which goes on waiting."""
    if isinstance(prompt, AwaitShowing):
        return dialogue.is_beside(turn)
    return isinstance(prompt, AwaitUntil) and asks(turn.incoming.text)


def _prompt(turn: Turn) -> Action | None:
    """Return what the next text was asked for; what this version does not know was asked for nothing."""
    kept = dialogues.load_prompt(turn.session, turn.who.id, turn.now - FOLLOW_UP)
    prompt = None if kept is None else decode(kept)
    return prompt if type(prompt) in turn.features.by_prompt else None


def _allowed(turn: Turn, act: Handler) -> Response:
    """Do something; what is denied is audited, looks like what does not exist, or is answered by who may do it."""
    try:
        return act(turn)
    except NotAllowed as error:
        denied = str(error)
        turn.deny(denied)
    if turn.incoming.kind == "inline":
        return Response(inline=())
    if turn.incoming.kind == "tap":
        return Response(toast=turn.texts.plain("chat.say.stale"))
    dialogues.drop_prompt(turn.session, turn.who.id)
    found = Act.__members__.get(denied.upper())
    if found is None or turn.who.may(found):
        return _say(turn, "chat.say.too_late")
    if turn.sender.may(found):
        return _say(turn, "kind.help.private")
    return Response((Reply(word_refusal(found, turn.sender.role, turn.texts)),))


def _tapped(turn: Turn) -> Response:
    """Do what a button says, once; a stale one changes nothing."""
    tap = dialogues.tap(turn.session, turn.incoming.person, turn.incoming.chat, turn.incoming.data, turn.now)
    if tap is None:
        # One that is nobody's may be of a message long forgotten.
        what = "others_button" if dialogues.is_keyboard(turn.session, turn.incoming.data) else "button"
        turn.deny(what)
        return Response(toast=turn.texts.plain("chat.say.stale"))
    action = decode(tap.action)
    feature = None if action is None else turn.features.by_button.get(type(action))
    silenced = not turn.incoming.private and not groups.allowed(turn.session, turn.incoming.chat)
    if action is None or (silenced and not (feature is not None and feature.by_sender)):
        return Response(toast=turn.texts.plain("chat.say.stale"))
    if tap.state == "used":
        return report.tapped_again(turn, action)
    prompt = _prompt(turn)
    if turn.incoming.private:
        dialogues.drop_prompt(turn.session, turn.who.id)
    if isinstance(action, RunCommand):
        return interrupted.told(turn, prompt, action.command, _commanded(turn, action.command))
    if feature is None:
        return Response(toast=turn.texts.plain("chat.say.stale"))
    require(turn.sender if feature.by_sender else turn.who, feature.act)
    answer = _in_place(action, feature.buttons[type(action)](turn, action))
    return interrupted.told(turn, prompt, type(action), answer)


def _in_place(action: Action, response: Response) -> Response:
    """Let the answer to some buttons take the place of the message that bears them."""
    if type(action) not in IN_PLACE or getattr(action, "anew", False) or not response.replies:
        return response
    first, *rest = response.replies
    return replace(response, replies=(replace(first, step="follows"), *rest))


def _not_text(turn: Turn) -> Response:
    """Answer media: a draft stays as it was, and its question is pointed to; a caption is a text like any other."""
    if not turn.incoming.private:
        return Response()
    if turn.incoming.sheet is not None:
        return _with_sheet(turn)
    if captions.is_proof(turn):
        return evidence.received(turn)
    if turn.incoming.pictured is not None or photo.wanted(turn):
        return photo.received(turn)
    if photo.is_not_ones_to_show(turn):
        raise NotAllowed(Act.SHOW.name.lower())
    if captions.speaks(turn):
        return captions.with_file(turn, _said(turn))
    captions.note_of_album(turn)
    if turn.who.reports and turn.incoming.kind in {"photo", "document"}:
        return captions.as_remark(turn)
    if turn.incoming.text:
        return captions.without_file(turn, _said(turn))
    if dialogues.load_draft(turn.session, turn.who.id) is not None:
        return _nothing(turn.texts("chat.say.media_draft"))
    example = greeting.examples(turn).value
    return _nothing(turn.texts("chat.say.media", hint=turn.texts.plain("chat.say.media_hint", example=example)))


def _with_sheet(turn: Turn) -> Response:
    """Take a sheet, and answer what is asked under it."""
    if proving.wants_comparing(turn):
        return proving.compared(turn)
    taken = sheet.received(turn)
    if not (turn.incoming.command in ASKING if turn.incoming.command else asks(turn.incoming.text)):
        return taken
    said = _allowed(turn, _said)
    return replace(said, replies=(*taken.replies, *said.replies), refused=taken.refused)


def _nothing(text: Markup) -> Response:
    return Response((Reply(text, of_file="nothing"),))


def _say(turn: Turn, key: str, **values: object) -> Response:
    return Response((Reply(turn.texts(key, **values)),))
