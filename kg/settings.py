"""The settings of an installation, from `KG_…` environment variables or a `communique.toml` in the working folder."""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from kg.errors import SettingsError

_LONGEST_CONTACT = 200


class Settings(BaseSettings):
    """What an installation may choose. The environment wins over the file, the file over the defaults."""

    model_config = SettingsConfigDict(
        env_prefix="KG_", toml_file="communique.toml", frozen=True, extra="forbid", hide_input_in_errors=True
    )

    data_dir: Path = Field(default=Path("data"), description="Folder of the store; made if it is missing.")
    store_url: str | None = Field(
        default=None,
        description="Address of a SPARQL engine that holds the graph; without one the store is in KG_DATA_DIR. "
        "docs/stores.md tells what it is for each engine.",
    )
    store_profile: str = Field(
        default="oxigraph",
        description="Which engine it is: `oxigraph`, `virtuoso`, `fuseki`, `graphdb`, `neptune`, `qlever`, `stardog`.",
    )
    store_query_url: str | None = Field(
        default=None, description="Address of its queries, where it is not where the profile says."
    )
    store_update_url: str | None = Field(default=None, description="The same of its updates.")
    store_user: str | None = Field(default=None, description="Name under which the engine is asked.")
    store_password: SecretStr | None = Field(
        default=None, description="The password that belongs to it; for `qlever` the access token alone."
    )
    store_timeout: float = Field(
        default=60.0, gt=0, allow_inf_nan=False, description="Seconds that one request to the engine may take."
    )
    publish_interval: float = Field(
        default=60.0,
        ge=0,
        allow_inf_nan=False,
        description="Seconds after which readers see what a run has written; at its end they do so anyway.",
    )
    snapshots_kept: int = Field(
        default=3, ge=1, le=10_000, description="How many published versions are kept, beside those that are pinned."
    )
    host: str = Field(default="127.0.0.1", description="Address on which `kg serve` listens.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port on which `kg serve` listens.")
    query_timeout: float = Field(
        default=30.0,
        gt=0,
        allow_inf_nan=False,
        description="Seconds after which `kg serve` gives up waiting for a query's next rows and answers 503.",
    )
    allow_private_addresses: bool = Field(
        default=False,
        description="Whether feeds and pages may be fetched from private addresses and from this machine.",
    )
    contact: str | None = Field(
        default=None,
        description="E-mail or web address that tells the owners of fetched sites whom to ask; part of the User-Agent.",
    )
    article_seconds: float = Field(
        default=120.0,
        gt=0,
        allow_inf_nan=False,
        description="Seconds that reading one article may take before it is refused.",
    )
    llm_url: str | None = Field(
        default=None,
        description="Address of the chat endpoint that `--extractor llm` asks, up to and with `/v1`.",
    )
    llm_model: str | None = Field(default=None, description="Name of the model at that endpoint.")
    llm_key: SecretStr | None = Field(
        default=None, description="Key of the endpoint; sent to it, and never shown or stored."
    )
    llm_timeout: float = Field(
        default=120.0, gt=0, allow_inf_nan=False, description="Seconds that one answer of the model may take."
    )
    llm_article_seconds: float = Field(
        default=600.0,
        gt=0,
        allow_inf_nan=False,
        description="Seconds that the model may take for one article, pauses and repetitions included.",
    )
    llm_input_price: float | None = Field(
        default=None, ge=0, allow_inf_nan=False, description="Price of a million tokens that the model reads."
    )
    llm_output_price: float | None = Field(
        default=None, ge=0, allow_inf_nan=False, description="Price of a million tokens that the model writes."
    )
    llm_confidence: Path | None = Field(
        default=None,
        description="Table of how sure the model's records are, by `kg evaluate DIR --extractor llm --calibrate FILE`.",
    )
    base_iri: str = Field(
        default="http://127.0.0.1:8000/",
        description="IRI under which this installation mints articles, persons and events. Choose it before the "
        "first ingest: it becomes part of every IRI.",
    )

    @field_validator("llm_url")
    @classmethod
    def _endpoint(cls, value: str | None) -> str | None:
        if not value:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            raise ValueError("must be an http or https address, such as https://api.example.org/v1")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError("must hold no password, query or fragment; a key belongs into KG_LLM_KEY")
        return value.rstrip("/").removesuffix("/chat/completions")

    @field_validator("llm_key")
    @classmethod
    def _sendable(cls, value: SecretStr | None) -> SecretStr | None:
        key = value.get_secret_value().strip() if value else ""
        if not all("!" <= character <= "~" for character in key):
            raise ValueError("must be of ASCII characters, without blanks")
        return SecretStr(key) if key else None

    @field_validator("contact")
    @classmethod
    def _contact(cls, value: str | None) -> str | None:
        address = (value or "").strip()
        if len(address) > _LONGEST_CONTACT or not all("!" <= character <= "~" for character in address):
            raise ValueError(
                f"must be one e-mail or web address of ASCII characters, without blanks, at most {_LONGEST_CONTACT}, "
                "such as desk@example.org"
            )
        return address or None

    @field_validator("base_iri")
    @classmethod
    def _absolute_and_open(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")) or any(c in value for c in ' <>"{}|\\^`#?'):
            raise ValueError("must be an absolute http or https IRI without query or fragment")
        try:
            parts = urlsplit(value)
            is_addressed = bool(parts.hostname) and parts.port != 0
        except ValueError as error:
            raise ValueError(f"names no host: {error}") from error
        if not is_addressed:
            raise ValueError("names no host, such as https://graph.example.org/")
        return value if value.endswith("/") else value + "/"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library passes all four by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read, in this order: arguments, environment, `communique.toml`."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings() -> Settings:
    """The settings in force; raises `SettingsError` naming each wrong one."""
    try:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"communique.toml cannot be read: {error}") from error
    except ValidationError as error:
        faults = "; ".join(f"KG_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        raise SettingsError(f"settings cannot be used: {faults}") from error
