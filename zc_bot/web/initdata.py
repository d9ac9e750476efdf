"""What Telegram signs of whoever opens the Mini App: verified in constant time, good for an hour."""

from __future__ import annotations

import hashlib
import hmac
import json
from urllib.parse import parse_qsl, urlencode

CLIENTS = "https://web.telegram.org https://webk.telegram.org https://webz.telegram.org https://weba.telegram.org"
"""Telegram's own clients for browsers, which show a Mini App in a frame."""
FRESH, AHEAD = 3600, 300
"""Seconds for which signed data can be exchanged, and by how many its moment may lie ahead of our clock."""
LONGEST = 4096


def signed_by(token: str, data: str) -> str:
    """Return the signature of a check string under a bot's token."""
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return hmac.new(secret, data.encode(), hashlib.sha256).hexdigest()


def person_of(data: str, token: str, now: float) -> int | None:
    """Return the id of the person whom `initData` is of; None for what Telegram did not sign within the hour."""
    if len(data) > LONGEST:
        return None
    try:
        pairs = parse_qsl(data, keep_blank_values=True, strict_parsing=True, errors="strict")
        fields = dict(pairs)
        given = fields.pop("hash")
        checked = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
        good = hmac.compare_digest(signed_by(token, checked).encode(), given.encode())
        if not good or len(pairs) != len(fields) + 1:
            return None
        at, user = int(fields["auth_date"]), json.loads(fields["user"])
        person = user["id"]
    except (KeyError, TypeError, ValueError):
        return None
    fresh = -AHEAD <= now - at <= FRESH
    return person if fresh and type(person) is int and user.get("is_bot") is not True else None


def sign(token: str, person: int, name: str, now: float, query: str) -> str:
    """Make `initData` as Telegram does, for the sandbox and for tests."""
    user = json.dumps({"id": person, "first_name": name}, ensure_ascii=False, separators=(",", ":"))
    fields = {"auth_date": str(int(now)), "query_id": query, "user": user}
    checked = "\n".join(f"{key}={value}" for key, value in sorted(fields.items()))
    return urlencode({**fields, "hash": signed_by(token, checked)})
