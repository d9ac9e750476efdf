"""Methods by which the bot gets its updates and files."""

from __future__ import annotations

from urllib.parse import urlsplit

from zc_bot.sandbox.directory import Json
from zc_bot.sandbox.errors import bad_request, conflict
from zc_bot.sandbox.files import DOWNLOAD_LIMIT
from zc_bot.sandbox.guard import is_loopback
from zc_bot.sandbox.limits import check_secret
from zc_bot.sandbox.params import Params
from zc_bot.sandbox.state import Telegram
from zc_bot.sandbox.updates import WEBHOOK_ACTIVE, Webhook

LONGEST_POLL = 50


async def get_updates(telegram: Telegram, params: Params) -> list[Json]:
    """Hand out updates, waiting for one up to `timeout` seconds."""
    if telegram.updates.webhook is not None:
        raise conflict(WEBHOOK_ACTIVE)
    _set_allowed(telegram, params)
    limit = min(max(params.integer("limit", 100), 1), 100)
    timeout = min(max(params.integer("timeout", 0), 0), LONGEST_POLL)
    return await telegram.updates.poll(params.integer("offset", 0), limit, timeout)


async def set_webhook(telegram: Telegram, params: Params) -> bool:
    """Have updates posted to an address: HTTPS, or this machine as of a Bot API server of one's own."""
    url = params.text("url")
    parts = urlsplit(url)
    if url and parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    check_secret(params.text("secret_token"))
    _set_allowed(telegram, params)
    if params.flag("drop_pending_updates"):
        telegram.updates.forget()
    connections = params.integer("max_connections", 40)
    telegram.updates.webhook = Webhook(url, params.text("secret_token"), connections) if url else None
    telegram.signal.fire()
    return True


async def delete_webhook(telegram: Telegram, params: Params) -> bool:
    """Go back to polling."""
    if params.flag("drop_pending_updates"):
        telegram.updates.forget()
    telegram.updates.webhook = None
    telegram.signal.fire()
    return True


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


def _set_allowed(telegram: Telegram, params: Params) -> None:
    """Take over the kinds of updates wanted; not sent leaves them as they were."""
    allowed = params.structure("allowed_updates")
    if allowed is not None:
        if not isinstance(allowed, list):
            raise bad_request("expected an Array of allowed updates")
        telegram.updates.allowed = tuple(allowed)


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "getFile": get_file,
}
