"""Commands on what was published, and on copies of the whole: `kg snapshot`, `kg backup`, `kg restore`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import PATH, reason_option
from kg.cli.printing import current_settings, echo, number_of, print_table


@click.group()
def snapshot() -> None:
    """List, keep and go back to published versions of the graph.

    A version is published every KG_PUBLISH_INTERVAL seconds of a run that writes, and at its end; who asks sees the
    current one, whole. KG_SNAPSHOTS_KEPT of them are kept.
    """


@snapshot.command(name="list")
def list_versions() -> None:
    """Show the versions that are kept."""
    from kg import bootstrap
    from kg.tables import Table

    snapshots = bootstrap.open_snapshots(current_settings())
    current = snapshots.current_number()
    rows = [
        [
            str(version.number),
            version.published,
            f"{version.articles:,}",
            ", ".join(["current"] * (version.number == current) + ["pinned"] * version.is_pinned),
            version.reason,
        ]
        for version in snapshots.versions()
    ]
    print_table(Table(["version", "published", "articles", "", "because"], rows))


@snapshot.command()
def publish() -> None:
    """Publish what is written now, as after a kill or when a version is damaged."""
    from kg import bootstrap

    echo(f"published: version {bootstrap.publish(current_settings())}")


@snapshot.command()
@click.argument("version", type=click.IntRange(1))
def pin(version: int) -> None:
    """Keep a version, however many come after it."""
    from kg import bootstrap

    bootstrap.open_snapshots(current_settings()).pin(version, True)
    echo(f"version {version} is kept until kg snapshot unpin {version}")


@snapshot.command()
@click.argument("version", type=click.IntRange(1))
def unpin(version: int) -> None:
    """Let a version go when its time comes."""
    from kg import bootstrap

    bootstrap.open_snapshots(current_settings()).pin(version, False)
    echo(f"version {version} is pinned no longer")


@snapshot.command()
@click.argument("version", type=click.IntRange(1))
@reason_option("the journal and shown with the new version")
def rollback(version: int, reason: str) -> None:
    """Publish the articles as they were in VERSION, as a new version.

    Articles that came later are taken out, and come in again with `kg ingest` or `kg reingest`; their texts are kept.
    The ontology and the tables stay those of today.
    """
    from kg import bootstrap

    number, changed = bootstrap.roll_back(current_settings(), version, reason)
    echo(f"as in version {version}: {number_of(changed, 'article')} changed; published: version {number}")


@click.command()
@click.argument("folder", type=PATH)
def backup(folder: Path) -> None:
    """Copy the whole installation into a new FOLDER, beside whoever writes: graph, journal, feeds, own tables.

    A manifest in it proves every file by its SHA-256; `kg restore` looks at it first.
    """
    from kg import bootstrap

    made = bootstrap.back_up(current_settings(), folder)
    of_graph = f"version {made.version} with {number_of(made.articles, 'article')}" if made.version else "the journal"
    echo(f"{of_graph}, {number_of(len(made.files), 'file')}, {made.size:,} bytes: {folder}")


@click.command()
@click.argument("folder", type=PATH)
@click.option(
    "--check",
    "is_check",
    is_flag=True,
    help="Only tell whether every file of the backup, and every article in it, is as it was.",
)
def restore(folder: Path, is_check: bool) -> None:
    """Set up an installation from a backup, in an empty KG_DATA_DIR, with all that the journal in it tells."""
    from kg import bootstrap

    if is_check:
        made = bootstrap.check_backup(current_settings(), folder)
        echo(f"{folder} is whole: {number_of(len(made.files), 'file')}, {made.size:,} bytes, made {made.made}")
        return
    made, number = bootstrap.restore(current_settings(), folder)
    echo(f"restored from {made.made}: {number_of(number, 'article')} in {current_settings().data_dir}")
