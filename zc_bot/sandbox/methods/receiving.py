"""Methods by which the bot gets its updates and files."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

from zc_bot.sandbox.conformity import SCHEMA
from zc_bot.sandbox.core import Described
from zc_bot.sandbox.directory import Json
from zc_bot.sandbox.errors import ApiError, bad_request
from zc_bot.sandbox.files import DOWNLOAD_LIMIT
from zc_bot.sandbox.guard import is_loopback
from zc_bot.sandbox.limits import check_secret
from zc_bot.sandbox.params import Params
from zc_bot.sandbox.state import Telegram
from zc_bot.sandbox.updates import Webhook

LONGEST_POLL = 50
PORTS = (80, 88, 443, 8443)


async def get_updates(telegram: Telegram, params: Params) -> list[Json]:
    """Hand out updates, waiting for one up to `timeout` seconds."""
    if telegram.updates.webhook is None:
        _set_allowed(telegram, params)
    limit = min(max(params.integer("limit", 100), 1), 100)
    timeout = min(max(params.integer("timeout", 0), 0), LONGEST_POLL)
    return await telegram.updates.poll(params.integer("offset", 0), limit, timeout)


async def set_webhook(telegram: Telegram, params: Params) -> Described:
    """Have updates posted to an address: HTTPS, or this machine as of a Bot API server of one's own."""
    url = params.text("url")
    if url:
        _check_webhook(url)
    check_secret(params.text("secret_token"))
    _set_allowed(telegram, params)
    if params.flag("drop_pending_updates"):
        telegram.updates.forget()
    connections = min(max(params.integer("max_connections", 40), 1), 100)
    before = telegram.updates.webhook
    telegram.updates.webhook = Webhook(url, params.text("secret_token"), connections) if url else None
    telegram.signal.fire()
    if not url:
        return Described(True, "Webhook was deleted" if before else "Webhook is already deleted")
    return Described(True, "Webhook is already set" if before == telegram.updates.webhook else "Webhook was set")


async def delete_webhook(telegram: Telegram, params: Params) -> Described:
    """Go back to polling."""
    if params.flag("drop_pending_updates"):
        telegram.updates.forget()
    before, telegram.updates.webhook = telegram.updates.webhook, None
    telegram.signal.fire()
    return Described(True, "Webhook was deleted" if before else "Webhook is already deleted")


async def get_webhook_info(telegram: Telegram, params: Params) -> Json:
    """Describe the webhook; without one the address is empty."""
    updates = telegram.updates
    info: Json = {
        "url": updates.webhook.url if updates.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates.pending),
    }
    if updates.webhook:
        info["max_connections"] = updates.webhook.max_connections
    if updates.allowed:
        info["allowed_updates"] = list(updates.allowed)
    if updates.last_error:
        info["last_error_date"], info["last_error_message"] = updates.last_error
    return info


async def get_file(telegram: Telegram, params: Params) -> Json:
    """Say where a file can be fetched: a path below the Bot API's address, never one on this machine."""
    stored = telegram.files.get(params.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }


def _check_webhook(url: str) -> None:
    """Refuse an address that Telegram posts nothing to; this machine is let pass on purpose."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise bad_request("bad webhook: invalid webhook URL specified") from None
    if is_loopback(host) and parts.scheme == "http":
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not host:
        raise bad_request("bad webhook: invalid webhook URL specified")
    if (port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    with suppress(ValueError):
        reserved = not ip_address(host).is_global
        if reserved:
            raise bad_request(f"bad webhook: IP address {host} is reserved")
    if "." not in host and ":" not in host:
        raise bad_request("bad webhook: Failed to resolve host: Name or service not known")


def _set_allowed(telegram: Telegram, params: Params) -> None:
    """Take over the kinds of updates wanted; not sent, or no list, leaves them as they were."""
    try:
        allowed = params.structure("allowed_updates")
    except ApiError:
        return
    if isinstance(allowed, list):
        # Names that are none are passed over; where none is left it is as if all had been asked for as usual.
        known = SCHEMA.types["Update"].fields
        telegram.updates.allowed = tuple(each for each in allowed if each in known and each != "update_id")


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "getFile": get_file,
}
