"""The settings of the service: defaults, then a TOML file, then the environment, then the command line."""

import os
import tomllib
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from mt.errors import InputError
from mt.files import read_text
from mt.models import DEFAULT_MODEL

CONFIG_VARIABLE = "AMANA_CONFIG"
"""The variable of the environment that names the file."""


class Settings(BaseSettings):
    """Everything that an operator can set; `AMANA_` and the name in capitals in the environment."""

    model_config = SettingsConfigDict(env_prefix="AMANA_", frozen=True, extra="forbid", env_file=None)

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8013, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    model: str = Field(DEFAULT_MODEL, description="Model that drafts: bundled name, directory, or hub name.")
    workers: int = Field(0, ge=0, le=64, description="Batches decoded at once; 0 for one a core.")
    data_dir: Path = Field(
        default_factory=lambda: user_data_path("amana"), description="Where the SQLite database lies."
    )
    database_url: str = Field("", description="postgresql://…; empty for SQLite in data_dir.")
    without_keys: Literal["loopback", "anyone"] = Field(
        "loopback", description="Who may use the server while it has no API keys."
    )
    allowed_hosts: tuple[str, ...] = Field(
        (), description="Names the server may be called by; empty: any, or on loopback those of loopback."
    )
    cors_origins: tuple[str, ...] = Field((), description="Origins of pages that may call from a browser.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level logged.")
    log_texts: bool = Field(False, description="Whether texts may stand in logs.")
    otlp_endpoint: str = Field("", description="Where traces go (needs the extra telemetry); empty: nowhere.")

    max_body_bytes: int = Field(8 << 20, ge=1024, description="Longest body of a request.")
    max_job_bytes: int = Field(256 << 20, ge=1024, description="Longest body of a job, which is streamed.")
    max_document_bytes: int = Field(32 << 20, ge=1024, description="Longest document.")
    max_texts: int = Field(1000, ge=1, description="Most texts of one translation request.")
    max_text_characters: int = Field(20_000, ge=1, description="Longest single text.")
    max_characters: int = Field(1_000_000, ge=1, description="Most characters of one request.")
    max_requests: int = Field(1024, ge=1, description="Requests in the server at once; more get 429.")
    interactive_texts: int = Field(20, ge=1, description="Up to so many texts a request goes before bulk.")
    request_timeout_s: float = Field(120.0, gt=0, description="Longest time that a request may take.")

    batch_tokens: int = Field(1024, ge=1, description="Most source tokens of a batch, padding counted.")
    queue_tokens: int = Field(16_384, ge=1, description="Tokens that wait in the interactive queue.")
    bulk_queue_tokens: int = Field(131_072, ge=1, description="Tokens that wait in the bulk queue.")
    queue_s: float = Field(30.0, gt=0, description="Longest wait in a queue that is expected; more get 429.")
    queue_wait_s: float = Field(0.5, ge=0, description="How long a request waits for room before 429.")
    queue_waiters: int = Field(256, ge=0, description="Requests that wait for room at once.")
    cache_characters: int = Field(16_000_000, ge=0, description="Size of the cache of drafts; 0 for none.")

    job_batch_texts: int = Field(32, ge=1, description="Texts of a batch of a job: what a crash can lose.")
    job_retention_s: float = Field(7 * 86_400.0, gt=0, description="How long a finished job is kept.")
    lease_s: float = Field(10.0, gt=0, description="Silence after which a replica's batches are taken over.")
    poll_s: float = Field(1.0, gt=0, description="How often an idle server looks for jobs.")
    drain_s: float = Field(30.0, ge=0, description="How long running requests may go on after SIGTERM.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the command line first, then the environment, then the file that `AMANA_CONFIG` names."""
        file = os.environ.get(CONFIG_VARIABLE)
        sources: tuple[PydanticBaseSettingsSource, ...] = (init_settings, env_settings)
        return (*sources, TomlConfigSettingsSource(settings_cls, file)) if file else sources

    @property
    def database(self) -> str:
        """The URL of the database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'amana.sqlite3'}"

    @property
    def lanes(self) -> int:
        """How many batches are decoded at once when only one kind of work is there."""
        if self.workers:
            return self.workers
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load_settings(config: Path | None, given: Mapping[str, Any]) -> Settings:
    """Read the settings.

    Args:
        config: the file; None for the one that `AMANA_CONFIG` names, if any.
        given: settings of the command line, which go before all others.

    Raises:
        MissingFileError: there is no such file.
        InputError: a setting cannot be used.
    """
    if config is not None:
        os.environ[CONFIG_VARIABLE] = str(config)
    if file := os.environ.get(CONFIG_VARIABLE):
        read_text(Path(file))
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(map(str, first["loc"]))
        raise InputError(f"the setting {name} cannot be used: {first['msg']}; see docs/service.md") from error
    except (SettingsError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"the settings cannot be read: {error}; see docs/service.md") from error


def is_loopback(host: str) -> bool:
    """Tell whether an address can be reached from this machine only.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
