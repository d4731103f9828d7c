"""The engines that hold quads: the embedded one, a remote one by its profile, one in memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import DiskError, KgError, SettingsError, StoreError
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.store import GraphStore
    from kg.store.remote import RemoteStore


def open_embedded(settings: Settings, must_exist: bool) -> GraphStore:
    """The live store in the folder of the installation; `StoreError` where it is missing and must exist."""
    from kg.store.embedded import EmbeddedStore

    if must_exist:
        refuse_missing(settings)
    return EmbeddedStore(store_path(settings))


def store_path(settings: Settings) -> Path:
    """Where the live store of an installation lies; `StoreError` for a link that leads nowhere."""
    from kg.store.folders import own_folder

    return own_folder(settings.data_dir / "store")


def refuse_missing(settings: Settings) -> None:
    """Raise `StoreError` where the folder of the installation has no store."""
    from kg.store.folders import is_there

    if not is_there(store_path(settings)):
        raise DiskError(f"there is no store in {settings.data_dir}: set KG_DATA_DIR, or run kg ingest first")


def open_remote(settings: Settings) -> RemoteStore:
    """The store on another engine, which is not asked yet; `SettingsError` for an unknown profile."""
    from kg.iris import Iris
    from kg.store.endpoint import Access, Endpoint
    from kg.store.profiles import PROFILES
    from kg.store.remote import RemoteStore

    profile = PROFILES.get(settings.store_profile)
    if profile is None:
        raise SettingsError(f"KG_STORE_PROFILE: no such profile as {settings.store_profile}, but {', '.join(PROFILES)}")
    access = Access(
        settings.store_url or "",
        settings.store_query_url,
        settings.store_update_url,
        settings.store_user,
        settings.store_password.get_secret_value() if settings.store_password else None,
        settings.store_timeout,
    )
    return RemoteStore(Endpoint(access, profile), profile, Iris(settings.base_iri).graph("merged"))


def open_remote_to_write(settings: Settings, is_new: bool = False) -> RemoteStore:
    """The store on another engine; emptied, if it is to be new, or if that was begun and broken off."""
    store = open_remote(settings)
    try:
        if is_new or store.is_being_emptied():
            store.clear()
    except KgError:
        store.close()
        raise
    return store


def open_filled(settings: Settings) -> RemoteStore:
    """The store on another engine, to be asked and never written, for another process may be filling it.

    `StoreError` before the ontology and the tables are there, or while it is being emptied.
    """
    from kg.installation import has_reference
    from kg.iris import Iris

    store = open_remote(settings)
    try:
        if store.is_being_emptied() or not has_reference(store, Iris(settings.base_iri)):
            raise StoreError(
                f"the store at {settings.store_url} is empty or is being filled: run kg ingest, or wait for the "
                "kg rebuild that is running"
            )
    except KgError:
        store.close()
        raise
    return store


def scratch_store() -> GraphStore:
    """An empty store in memory."""
    from kg.store.embedded import EmbeddedStore

    return EmbeddedStore()
