"""The settings, from the environment and `.env`; the only place that reads either."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from zc_bot.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
TOKEN = re.compile(r"^\d{3,20}:[A-Za-z0-9_-]{20,}$")


def _is_here(host: str) -> bool:
    """Tell whether a host is this machine: in a network of one's own others listen, too."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Settings(BaseSettings):
    """Everything that can be set from outside; secrets never show in a repr."""

    model_config = SettingsConfigDict(env_prefix="ZC_", extra="ignore", frozen=True, hide_input_in_errors=True)

    bot_token: SecretStr | None = None
    api_base_url: str = "https://api.telegram.org"
    proxy: SecretStr | None = None
    database_url: SecretStr = SecretStr(f"sqlite:///{ROOT / 'var' / 'zc_bot.sqlite3'}")
    programme: Path = ROOT / "data" / "nantong-2017"
    timezone: ZoneInfo = ZoneInfo("Asia/Shanghai")
    admin_ids: tuple[int, ...] = ()
    http_host: str = "127.0.0.1"
    http_port: int = Field(8090, ge=0, le=65535)
    http_public: bool = False
    public_url: str | None = None
    public_page: bool = False
    keys: Path = ROOT / "var" / "keys.toml"
    files: Path | None = None
    backups: Path | None = ROOT / "var" / "backups"
    sandbox_database: Path = ROOT / "var" / "sandbox.sqlite3"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    log_level: str = "INFO"
    log_format: str | None = None

    @classmethod
    def settings_customise_sources(  # type: ignore[override]
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, **_: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # `load_settings` has read the environment and says which name is wrong.
        return (init_settings,)

    @field_validator("bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not TOKEN.match(value.get_secret_value()):
            raise ValueError("not a bot token; expected digits, a colon and at least 20 letters from @BotFather")
        return value

    @field_validator("api_base_url")
    @classmethod
    def _base_url(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("expected http:// or https:// and a host, for example http://127.0.0.1:8081")
        if parts.scheme == "http" and not _is_here(parts.hostname):
            raise ValueError("expected https:// for another machine: the token is part of every address")
        return value.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _webhook_url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if not parts.hostname or not (parts.scheme == "https" or _is_here(parts.hostname)):
            raise ValueError("expected https:// and a host: what people write comes in by it")
        return value

    @field_validator("public_url")
    @classmethod
    def _public_url(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "")
        if value is not None and (parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment):
            raise ValueError("expected https:// and a host, for example https://zc.example.gov.cn")
        return None if value is None else value.rstrip("/")

    @field_validator("proxy")
    @classmethod
    def _proxy(cls, value: SecretStr | None) -> SecretStr | None:
        schemes = {"http", "https", "socks4", "socks5", "socks5h"}
        if value is not None and urlsplit(value.get_secret_value()).scheme not in schemes:
            raise ValueError("expected http://, socks4:// or socks5:// and a host")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr) -> SecretStr:
        if not is_database(value.get_secret_value()):
            raise ValueError("expected sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME")
        return value

    @field_validator("timezone", mode="before")
    @classmethod
    def _zone(cls, value: object) -> object:
        try:
            return ZoneInfo(value) if isinstance(value, str) else value
        except (KeyError, ValueError, OSError):
            raise ValueError("no such time zone; expected a name such as Asia/Shanghai") from None

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = re.split(r"[\s,;]+", value.strip()) if value.strip() else []
        if not all(re.fullmatch(r"\d{1,15}", part) for part in parts):
            raise ValueError("expected Telegram user ids separated by commas")
        return tuple(int(part) for part in parts)

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("expected 16 to 256 letters, digits, _ or -")
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("expected DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @field_validator("log_format")
    @classmethod
    def _format(cls, value: str | None) -> str | None:
        if value is not None and value.lower() not in {"text", "json"}:
            raise ValueError("expected text or json")
        return None if value is None else value.lower()

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every string that must never be printed."""
        held = (self.bot_token, self.proxy, self.webhook_secret)
        found = [secret.get_secret_value() for secret in held if secret is not None]
        database = urlsplit(self.database_url.get_secret_value())
        proxy = urlsplit(self.proxy.get_secret_value()) if self.proxy else None
        found += [parts.password for parts in (database, proxy) if parts is not None and parts.password]
        return tuple(found)


def is_database(url: str) -> bool:
    """Tell whether an address is of a kind of database that there is."""
    return re.match(r"(sqlite:///|postgres(ql)?(\+psycopg)?://)", url) is not None


def wants_json(environ: Mapping[str, str] | None = None, env_file: Path | None = None) -> bool:
    """Tell whether the log is to be JSON whatever else may be wrong with the settings."""
    return (_values(environ, env_file).get("ZC_LOG_FORMAT") or "").lower() == "json"


def _values(environ: Mapping[str, str] | None, env_file: Path | None) -> dict[str, str | None]:
    """Read `.env` and the environment, which wins."""
    path = ROOT / ".env" if env_file is None else env_file
    return {**(dotenv_values(path) if path.is_file() else {}), **(os.environ if environ is None else environ)}


def load_settings(environ: Mapping[str, str] | None = None, env_file: Path | None = None) -> Settings:
    """Read the settings; the environment wins over `.env`, and an empty value means unset.

    Raises `SettingsError` with one line for each wrong value, never showing the value itself.
    """
    values = _values(environ, env_file)
    names = {f"ZC_{name.upper()}": name for name in Settings.model_fields}
    given: dict[str, Any] = {names[key]: value for key, value in values.items() if key in names and value}
    if values.get("ZC_BACKUPS") == "":
        given["backups"] = None  # The one name whose empty value says something: no copies by themselves.
    try:
        settings = Settings(**given)
    except ValidationError as error:
        raise SettingsError(
            *(f"ZC_{str(e['loc'][0]).upper()}: {_say(e['msg'])}" for e in error.errors(include_input=False))
        ) from None
    if settings.webhook_url is not None and settings.webhook_secret is None:
        raise SettingsError("ZC_WEBHOOK_SECRET: needed with ZC_WEBHOOK_URL; expected 16 or more letters or digits")
    if settings.public_page and settings.public_url is None:
        raise SettingsError("ZC_PUBLIC_URL: needed with ZC_PUBLIC_PAGE; expected the https:// address of the page")
    return settings


def environment_of(settings: Settings, knowing: bool = True) -> dict[str, str]:
    """Give a command that is started beside this process the same database and folders.

    knowing: whether it is to know how Telegram is reached; who answers strangers needs no token.
    """
    told = {
        "ZC_DATABASE_URL": settings.database_url.get_secret_value(),
        "ZC_FILES": str(settings.files or ""),
        "ZC_BACKUPS": str(settings.backups or ""),
        "ZC_KEYS": str(settings.keys),
        "PYTHONUTF8": "1",
        # From whatever folder the bot was started.
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
    }
    untold = () if knowing else ("ZC_BOT_TOKEN", "ZC_PROXY", "ZC_WEBHOOK_URL", "ZC_WEBHOOK_SECRET")
    return {**os.environ, **told, **dict.fromkeys(untold, "")}


def _say(message: str) -> str:
    return message.removeprefix("Value error, ")
