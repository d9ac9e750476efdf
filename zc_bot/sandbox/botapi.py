"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import asyncio
from email.utils import format_datetime
from typing import Any

import orjson
from aiohttp import web

from zc_bot.sandbox import conformity
from zc_bot.sandbox.core import Described
from zc_bot.sandbox.errors import ApiError, bad_request
from zc_bot.sandbox.faults import Fault
from zc_bot.sandbox.limits import chat_of
from zc_bot.sandbox.methods import METHODS, Method
from zc_bot.sandbox.params import Params, read_params
from zc_bot.sandbox.state import Call, Telegram

TELEGRAM = web.AppKey("telegram", Telegram)
SHOWN = 80


def add_bot_api(app: web.Application, telegram: Telegram) -> None:
    """Add the Bot API's two routes to an application."""
    app[TELEGRAM] = telegram
    app.router.add_route("*", "/bot{token}/{method}", answer_call)
    app.router.add_get("/file/bot{token}/{path:.+}", serve_file)
    app.on_response_prepare.append(_date_by_the_clock)
    app.on_shutdown.append(_let_go)


async def answer_call(request: web.Request) -> web.StreamResponse:
    """Answer one call of a method, or have the fault happen that was asked for."""
    telegram = request.app[TELEGRAM]
    try:
        name, method = _find(telegram, request)
        params = await read_params(request)
    except ApiError as error:
        return _answer(error.body(), error.code)
    except UnicodeError:
        return _answer(bad_request("strings must be encoded in UTF-8").body(), 400)
    except web.HTTPRequestEntityTooLarge:
        return _answer(ApiError(413, "Request Entity Too Large").body(), 413)
    conformity.report(conformity.faults_of_call(name, params.values, params.uploaded))
    fault = telegram.faults.take(name.lower(), _about(params))
    if fault is None:
        return await _perform(telegram, name, method, params)
    return await _go_wrong(request, fault, name, method, params)


def _about(params: Params) -> int:
    """Return the chat that a call is about, its own or that of a scope of commands; 0 for none."""
    try:
        scope = params.structure("scope")
    except ApiError:
        scope = None
    asked = Params({"chat_id": chat_of(scope)}) if chat_of(scope) else params
    return asked.integer("chat_id", 0)


async def serve_file(request: web.Request) -> web.StreamResponse:
    """Serve a file under the path that getFile gave."""
    telegram = request.app[TELEGRAM]
    stored = telegram.files.at(request.match_info["path"])
    if request.match_info["token"] != telegram.token:
        return _answer(ApiError(401, "Unauthorized").body(), 401)
    if stored is None:
        return _answer(ApiError(404, "Not Found").body(), 404)
    return web.Response(body=stored.upload.content, content_type="application/octet-stream")


def _find(telegram: Telegram, request: web.Request) -> tuple[str, Method]:
    if request.match_info["token"] != telegram.token:
        raise ApiError(401, "Unauthorized")
    asked = request.match_info["method"]
    found = METHODS.get(asked.lower())
    if found is None or request.method not in ("GET", "POST"):
        conformity.report([f"{request.method} {asked[:SHOWN]}: no such method here"])
        raise ApiError(404, "Not Found: method not found")
    return found


async def _perform(telegram: Telegram, name: str, method: Method, params: Params) -> web.Response:
    """Do what a call asks for, note how it ended, and answer; say what of the answer is not as the Bot API has it."""
    try:
        result = await method(telegram, params)
    except ApiError as error:
        telegram.record(Call(name, params.values, error.description))
        return _answer(error.body(), error.code)
    telegram.record(Call(name, params.values, "ok"))
    if isinstance(result, Described):
        return _answer({"ok": True, "result": result.result, "description": result.description})
    if name != "getUpdates":
        conformity.report(conformity.faults_of_answer(name, result))
    return _answer({"ok": True, "result": result})


async def _go_wrong(
    request: web.Request, fault: Fault, name: str, method: Method, params: Params
) -> web.StreamResponse:
    """Let a fault happen to a call."""
    telegram = request.app[TELEGRAM]
    if fault.kind in ("reset_after", "unreadable", "silence"):
        await _perform(telegram, name, method, params)
    else:
        telegram.record(Call(name, params.values, fault.kind))
    if fault.kind == "migrated":
        telegram.upgrade_unheard(_about(params), fault.moved_to)
    if (refusal := fault.refusal) is not None:
        return _answer(refusal.body(), refusal.code)
    if fault.kind == "unreadable":
        return web.Response(text="<html>...", content_type="text/html")
    if fault.kind == "silence":
        await _until_given_up(request)
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _until_given_up(request: web.Request) -> None:
    """Wait, without answering, until the caller hangs up or the server stops."""
    # aiohttp does not tell a handler that its caller has hung up.
    while request.transport is not None and not request.transport.is_closing():
        if request.app[TELEGRAM].closed:
            return
        await asyncio.sleep(0.05)


def _answer(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


async def _date_by_the_clock(request: web.Request, response: web.StreamResponse) -> None:
    """Date every answer by the sandbox's clock: a bot that compares sees no difference."""
    response.headers["Date"] = format_datetime(request.app[TELEGRAM].clock.now(), usegmt=True)


async def _let_go(app: web.Application) -> None:
    app[TELEGRAM].close()
