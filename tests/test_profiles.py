"""How engines differ stands in the documentation as in the code."""

from pathlib import Path

import pytest

from kg.settings import Settings
from kg.store.profiles import PROFILES

STORES = (Path(__file__).resolve().parent.parent / "docs" / "stores.md").read_text(encoding="utf-8")


def amount(number):
    return "any" if number is None else f"{number:,}"


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_a_profile_is_documented_as_it_is(profile):
    services = " ".join(f"`{path}`" if path else "–" for path in (profile.query, profile.update))
    cells = (
        f"`{profile.name}`",
        services,
        profile.authentication,
        amount(profile.max_rows),
        amount(profile.max_update),
        "union" if profile.union_default else "empty",
        {True: "one after the other", False: "together", None: "?"}[profile.isolates_updates],
        "yes" if profile.is_run else "from documentation",
    )
    assert f"| {' | '.join(cells)} |" in STORES
    assert f"`{profile.name}`" in (Settings.model_fields["store_profile"].description or "")
