"""Whatever changes rows says for whom: a principal, unless it is the bot's own work or somebody nobody admitted."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zc_bot.errors import NotAllowed
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import ROLES, Act, Principal
from zc_bot.storage.store import Session, Store

STORAGE = Path(__file__).parents[2] / "zc_bot" / "storage"
WRITES = {"insert", "update", "delete", "upsert", "insert_into"}
OF_THE_BOT = {"audit", "dialogues", "inbox", "meta", "outbox", "sql", "throwaway", "unanswered"}
"""The audit itself, statements, letters, leases, and what is open with somebody: it goes with their own update."""
AT_A_TICK = {
    "admission.forget", "broadcasts.note_told", "own_reminders.due", "own_reminders.put_aside",
    "own_reminders.put_on", "people.come_again", "people.note_menu",
    "requests.mark_told", "requests.settle", "showing.forget_photos", "site.forget", "stand_ins.settle",
    "strangers.forget",
}
BY_TELEGRAM = {"groups.left", "groups.moved", "people.mark_unreachable", "people.meet", "strangers.count"}
BEFORE_ADMISSION = {
    "admission.accept", "admission.accept_contact", "admission.expose", "people.admit_by_invitation",
    "people.admit_first",
}
"""By an invitation, a contact or the settings; what comes of it is noted."""
OF_A_DRAFT = {"showing.drop_draft", "showing.keep_photo", "showing.save_draft"}
WITH_ITS_PERSON = {"own_reminders.drop_all"}
"""Called by the act that removes somebody, which is in the audit."""


def writing() -> dict[str, bool]:
    """Find every public function that changes rows, itself or by one beside it, and whether it names a principal."""
    found = {}
    for path in STORAGE.glob("*.py"):
        module = ast.parse(path.read_text(encoding="utf-8"))
        functions = {one.name: one for one in module.body if isinstance(one, ast.FunctionDef)}
        statements = {
            name for one in module.body if isinstance(one, ast.Assign) and _names(one.value) & WRITES
            for target in one.targets for name in _names(target)
        }
        write = {name for name, one in functions.items() if _names(one) & (WRITES | statements)}
        while more := {name for name, one in functions.items() if name not in write and _names(one) & write}:
            write |= more
        found |= {
            f"{path.stem}.{name}": "Principal" in ast.unparse(functions[name].args)
            for name in write if not name.startswith("_") and path.stem not in OF_THE_BOT
        }
    return found


def _names(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def test_whatever_changes_rows_names_its_principal() -> None:
    nameless = {name for name, named in writing().items() if not named}
    assert nameless - AT_A_TICK - BY_TELEGRAM - BEFORE_ADMISSION - OF_A_DRAFT - WITH_ITS_PERSON == set()


def test_it_sees_what_changes_rows() -> None:
    found = writing()
    assert len(found) > 40
    assert {"requests.decline", "stand_ins.answer", "people.set_language", "figures.record"} <= set(found)


FOR: dict[Act, str] = {
    Act.ALLOW_GROUP: "groups.allow groups.forbid",
    Act.BROADCAST: "broadcasts.begin",
    Act.END_YEAR: "overrides.end",
    Act.LINK_PAGE: "site.make_link",
    Act.MANAGE_PEOPLE: "admission.invite admission.open_invitations admission.put_on_roster admission.revoke "
    "erasing.erase people.admit people.confirm people.confirm_all people.remove",
    Act.MOVE_DEADLINE: "days_off.announce overrides.move",
    Act.NUDGE: "people.reach",
    Act.RECORD_STAGE: "milestones.record",
    Act.REOPEN_YEAR: "overrides.reopen",
    Act.REVIEW: "review.approvals review.approvals_of_others review.approvals_since review.approve review.decided "
    "review.in_review review.reopen review.replaced review.send_back review.version review.waiting",
    Act.REVIEW_SHOWING: "showing.decide",
    Act.SEE_AUDIT: "audit.read",
    Act.SEE_HEALTH: "outbox.doubtful outbox.let_go outbox.send_again outbox.skip outbox.troubled unanswered.listed",
    Act.SWITCH_PAGE: "site.switch",
}
BY_WHOSE = {
    "attachments.bind", "attachments.move_album", "attachments.of_place", "figures.record", "ledger.change",
    "ledger.note", "proofs.add", "proofs.drop", "proofs.entry_of", "proofs.find", "requests.decline",
    "showing.tell", "showing.withdraw", "stand_ins.answer", "stand_ins.take_back",
}
"""What is refused for whose it is, and not for the role alone; each is tried beside what it does."""


def _refusing() -> dict[str, Callable[..., Any]]:
    """Find every function of the store that says it refuses."""
    found = {}
    for path in STORAGE.glob("*.py"):
        module = importlib.import_module(f"zc_bot.storage.{path.stem}")
        for name, one in inspect.getmembers(module, inspect.isfunction):
            if one.__module__ == module.__name__ and name[0] != "_" and "`NotAllowed`" in (one.__doc__ or ""):
                found[f"{path.stem}.{name}"] = one
    return found


class Undone(Exception):
    """Takes back whatever was done to try something."""


def test_whatever_says_that_it_refuses_is_tried() -> None:
    named = [name for names in FOR.values() for name in names.split()]
    assert {*named, *BY_WHOSE} == set(_refusing())
    assert len(named) == len(set(named))


@pytest.mark.parametrize("act", FOR)
def test_the_store_itself_refuses_whoever_may_not(store: Store, programme: Programme, act: Act) -> None:
    functions = _refusing()

    def refused(name: str, who: Principal) -> bool:
        given = {"who": who, "programme": programme}
        wanted = [one for one in inspect.signature(functions[name]).parameters.values() if one.default is one.empty]

        def unit(session: Session) -> None:
            values = given | {"session": session}
            functions[name](**{one.name: values.get(one.name) for one in wanted})
            raise Undone

        try:
            store.write(unit)
        except NotAllowed:
            return True
        except Exception:
            return False  # Nothing else was given to it, and so it came to no end.
        raise AssertionError

    for name in FOR[act].split():
        for role in ROLES:
            assert refused(name, Principal(7, "何", role)) is (act.scopes[role] == "–"), (name, role)
