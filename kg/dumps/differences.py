"""How two dumps differ, quad by quad: both are read once, side by side, so that it takes no memory, however large.

The patch is an RDF Patch (https://afs.github.io/rdf-patch/): lines of N-Quads behind `D` for those that are to be
deleted and `A` for those that are to be added. A store that has the one version and applies it has the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import IO

from kg.errors import StoreError

DELETED, ADDED = b"D", b"A"

_Key = tuple[bytes, bytes]


def differences(before: Iterable[bytes], after: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The lines that only one of two dumps as N-Quads has, behind `D` or `A`.

    Raises `StoreError` where a dump is not in the order of `kg.store.GraphStore.dump`: it would tell wrong differences.
    """
    olds, news = _in_order(before), _in_order(after)
    old, new = next(olds, None), next(news, None)
    while old is not None or new is not None:
        if new is None or (old is not None and old[0] < new[0]):
            yield DELETED, old[1]  # type: ignore[index]  # one of the two is there
            old = next(olds, None)
        elif old is None or new[0] < old[0]:
            yield ADDED, new[1]
            new = next(news, None)
        else:
            old, new = next(olds, None), next(news, None)


def _in_order(lines: Iterable[bytes]) -> Iterator[tuple[_Key, bytes]]:
    last: _Key = (b"", b"")
    for line in lines:
        triple, name, _ = line.rsplit(b" ", 2)
        key = (name[1:-1], triple)  # without the brackets: `>` sorts after what may follow in a longer name
        if key <= last:
            raise StoreError(f"a dump is not in order at {line.decode()}")
        yield key, line
        last = key


def write_patch(
    changes: Iterable[tuple[bytes, bytes]], target: IO[bytes], previous: int, version: int
) -> tuple[int, int]:
    """Write what leads from one version to the next as one transaction; how many quads are added, and removed."""
    counts = {DELETED: 0, ADDED: 0}
    target.write(b'H previous "%d" .\nH version "%d" .\nTX .\n' % (previous, version))
    for sign, line in changes:
        counts[sign] += 1
        target.write(sign + b" " + line)
    target.write(b"TC .\n")
    return counts[ADDED], counts[DELETED]


def digests(lines: Iterable[bytes], beginning: str) -> dict[str, str]:
    """A digest of each graph whose name begins so, by its name: whether it has changed, and nothing else."""
    found, wanted = {}, b"<" + beginning.encode()
    for name, own in groupby(lines, key=lambda line: line.rsplit(b" ", 2)[1]):
        if name.startswith(wanted):
            digest = hashlib.blake2b(digest_size=16)
            for line in own:
                digest.update(line)
            found[name[1:-1].decode()] = digest.hexdigest()
    return found
