"""The settings: where they come from and what is refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import SettingsError
from kg.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_nothing_needs_to_be_set():
    settings = load_settings()
    assert (settings.data_dir, settings.host, settings.port) == (Path("data"), "127.0.0.1", 8000)


def test_what_the_shell_sets_is_kept_from_the_tests():
    tests = f"{__file__}::{test_nothing_needs_to_be_set.__name__}"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tests]
    set_in_shell = {"KG_PORT": "8001", "KG_QUERY_TIMEOUT": "none", "KG_STORE_URL": "http://127.0.0.1:9/"}
    run = subprocess.run(command, env=os.environ | set_in_shell, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(folder, monkeypatch):
    (folder / "communique.toml").write_text('port = 8001\nhost = "0.0.0.0"\n')
    monkeypatch.setenv("KG_PORT", "8002")
    settings = load_settings()
    assert (settings.port, settings.host) == (8002, "0.0.0.0")


@pytest.mark.parametrize(
    ("value", "base"),
    [
        ("https://graph.example.org", "https://graph.example.org/"),
        ("https://example.org/graph/", "https://example.org/graph/"),
    ],
)
def test_the_base_iri_ends_in_a_slash(monkeypatch, value, base):
    monkeypatch.setenv("KG_BASE_IRI", value)
    assert load_settings().base_iri == base


@pytest.mark.parametrize("value", ["http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1/chat/completions"])
def test_the_address_of_an_endpoint_may_be_that_of_its_completions(monkeypatch, value):
    monkeypatch.setenv("KG_LLM_URL", value)
    monkeypatch.setenv("KG_LLM_KEY", "sk-secret\n")
    settings = load_settings()
    assert (settings.llm_url, settings.llm_key.get_secret_value()) == ("http://127.0.0.1:8080/v1", "sk-secret")
    assert "secret" not in repr(settings)


def test_an_endpoint_that_is_set_to_nothing_is_none(monkeypatch):
    for name in ("URL", "MODEL", "KEY"):
        monkeypatch.setenv(f"KG_LLM_{name}", "")
    settings = load_settings()
    assert (settings.llm_url, settings.llm_model or None, settings.llm_key) == (None, None, None)


@pytest.mark.parametrize(("value", "contact"), [("", None), (" ", None), (" desk@example.org ", "desk@example.org")])
def test_a_contact_that_is_set_to_nothing_is_none(monkeypatch, value, contact):
    monkeypatch.setenv("KG_CONTACT", value)
    assert load_settings().contact == contact


@pytest.mark.parametrize("value", ["the news desk", "büro@example.org", "a" * 201])
def test_a_contact_that_cannot_be_sent_is_told_in_words(monkeypatch, value):
    monkeypatch.setenv("KG_CONTACT", value)
    with pytest.raises(SettingsError, match="KG_CONTACT: Value error, must be one e-mail or web address of ASCII"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KG_LLM_URL", "http://example.org:0/v1"),
        ("KG_LLM_URL", "http://example.org:99999/v1"),
        ("KG_PORT", "0"),
        ("KG_PORT", "http"),
        ("KG_BASE_IRI", "example.org"),
        ("KG_BASE_IRI", "https://example.org/#"),
        ("KG_BASE_IRI", "https://example.org/a b"),
        ("KG_BASE_IRI", "http://["),
        ("KG_BASE_IRI", "http://"),
        ("KG_BASE_IRI", "http:///graph/"),
        ("KG_BASE_IRI", "http://example.org:99999/"),
        ("KG_QUERY_TIMEOUT", "0"),
        ("KG_TRUSTED_PROXIES", "proxy.example.org"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load_settings()


def test_an_engine_elsewhere_asks_no_endpoints():
    allowed = "https://a.example/sparql, https://b.example/sparql"
    assert Settings(service_allowed=allowed).services == ("https://a.example/sparql", "https://b.example/sparql")
    assert Settings(service_allowed=allowed, store_url="http://127.0.0.1:1/").services == ()


@pytest.mark.parametrize("content", [b"port = = 3", "outlet = “Trend”".encode("utf-16")])
def test_a_file_that_is_no_toml_is_named(folder, content):
    (folder / "communique.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"communique\.toml cannot be read: "):
        load_settings()


def test_a_setting_that_does_not_exist_is_named(folder):
    (folder / "communique.toml").write_text("prot = 8001\n")
    with pytest.raises(SettingsError, match="PROT"):
        load_settings()
