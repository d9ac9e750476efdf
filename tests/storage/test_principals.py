"""Whatever changes rows says for whom: a principal, unless it is the bot's own work or somebody nobody admitted."""

from __future__ import annotations

import ast
from pathlib import Path

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
