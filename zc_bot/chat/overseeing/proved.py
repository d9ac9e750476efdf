"""The photos and papers that prove what was noted, given to whoever sees the entry."""

from __future__ import annotations

import re

from zc_bot.chat.overseeing import unproving
from zc_bot.chat.overseeing.naming import is_about, name_of, named_in
from zc_bot.chat.overseeing.record_line import KINDS
from zc_bot.chat.replies import Document, Reply, Response
from zc_bot.chat.reporting import attaching
from zc_bot.chat.turn import Turn
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.roles import Act, require
from zc_bot.storage import audit, ledger, proofs

MOST, LONGEST = 10, 300
_ASKED = compile_later("附件|证明|佐证|原件|扫描件|盖章件|proofs?(?![a-z])|attachments?(?![a-z])")


def asked_for(turn: Turn, said: str) -> Response | None:
    """Give the files that prove what is asked about: 海安实施方案的证明材料; None for any other text."""
    text = said.lower()
    if _ASKED.search(text) is None or len(text) > LONGEST or attaching.says_more(text, turn.today):
        return None
    # In their order: a support policy is no support.
    proved = (one for one in KINDS if one in proofs.PROVED)
    kind = next((one for one in proved if re.search(alternatives(f"record.{one}"), text)), None)
    if kind is None:
        return None
    require(turn.who, Act.SEE_APPROVED)
    places, bodies = named_in(text, turn.rules.lexicon)
    of_kind = [one for one in ledger.load(turn.session, turn.who).records if one.noted.kind == kind]
    seen = [one for one in of_kind if is_about(one, places, bodies, turn.programme)]
    files = proofs.of(turn.session, seen)[-MOST :]
    for first in dict.fromkeys(first for first, _ in files):
        hashes = [file.sha256 for entry, file in files if entry == first]
        audit.note_files(turn.session, turn.who, f"entry {first}", hashes, turn.now)
    by_first = {one.first: one for one in seen}
    replies = [
        Reply(turn.texts("ledger.proof.given", entry=name_of(turn, by_first[first]), name=file.name),
              unproving.button(turn, by_first[first], file.sha256), document=Document(file.name, sha256=file.sha256))
        for first, file in files
    ]
    return Response(tuple(replies) or (Reply(turn.texts("ledger.proof.none")),))
