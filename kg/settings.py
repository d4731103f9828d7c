"""The settings of an installation, from `KG_…` environment variables or a `communique.toml` in the working folder."""

from __future__ import annotations

import tomllib
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal
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
    licence: str = Field(
        default="https://creativecommons.org/licenses/by/4.0/",
        description="IRI of the licence under which the facts of the graph are given; quotations stay their authors'.",
    )
    make_dumps: bool = Field(
        default=True,
        description="Whether `kg serve` makes the dumps of each published version; else `kg dump --publish` does.",
    )
    host: str = Field(default="127.0.0.1", description="Address on which `kg serve` listens.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port on which `kg serve` listens.")
    query_timeout: float = Field(
        default=30.0,
        gt=0,
        allow_inf_nan=False,
        description="Seconds after which `kg serve` ends a query and answers 504. A query may ask for less.",
    )
    cache_size: int = Field(
        default=64, ge=0, description="MiB of answers that `kg serve` keeps for who asks the same; 0 keeps none."
    )
    query_memory: int = Field(
        default=1024, ge=64, description="MiB that one query of `kg serve` may take; what needs more is ended."
    )
    service_allowed: str = Field(
        default="",
        description="IRIs of the endpoints that a query may name in SERVICE, separated by commas; none by default, and "
        "none where the graph is on another engine. With any, the processes of queries have the network.",
    )
    anonymous_read: bool = Field(
        default=True, description="Whether anybody may read over HTTP; else reading needs a token of any role."
    )
    client_requests: int = Field(
        default=0, ge=0, description="Requests that one client may send in a minute before it gets 429; 0 is no limit."
    )
    client_query_seconds: float = Field(
        default=300.0,
        ge=0,
        allow_inf_nan=False,
        description="Seconds that the queries of one client may work in a minute before it gets 429; 0 is no limit.",
    )
    query_log: Literal["file", "stderr", "off"] = Field(
        default="file",
        description="Where a JSON line for each query goes: KG_DATA_DIR/log/queries.jsonl, stderr, or nowhere.",
    )
    query_log_text: bool = Field(default=False, description="Whether these lines hold the text of the query.")
    query_log_address: bool = Field(
        default=False, description="Whether these lines hold the address of the client in place of a keyed hash."
    )
    trusted_proxies: str = Field(
        default="",
        description="Addresses or networks of proxies, separated by commas, whose X-Forwarded-For, -Proto, -Host "
        "and -Prefix are believed.",
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

    @field_validator("licence")
    @classmethod
    def _iri(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")) or any(c in value for c in ' <>"{}|\\^`'):
            raise ValueError("must be an http or https IRI, such as https://creativecommons.org/publicdomain/zero/1.0/")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        return ",".join(str(ip_network(part.strip(), strict=False)) for part in value.split(",") if part.strip())

    @field_validator("service_allowed")
    @classmethod
    def _endpoints(cls, value: str) -> str:
        iris = [part.strip() for part in value.split(",") if part.strip()]
        if not all(iri.startswith(("http://", "https://")) and urlsplit(iri).hostname for iri in iris):
            raise ValueError("must be http or https IRIs of endpoints, such as https://query.wikidata.org/sparql")
        return ",".join(iris)

    @property
    def services(self) -> tuple[str, ...]:
        """The IRIs that SERVICE may name.

        None where the graph is on another engine: its queries are put over a named graph, and engines look for what
        SERVICE asks for in a graph of that name at the endpoint too.
        """
        return () if self.store_url else tuple(filter(None, self.service_allowed.split(",")))

    @property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks of the proxies that are trusted."""
        return tuple(ip_network(part) for part in self.trusted_proxies.split(",") if part)

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
