"""Dumps: whole, compressed, the same bytes for the same content."""

import hashlib
import io

import pytest
from rdflib import Dataset, Literal, URIRef

from kg.dumps import make_dump, write_dump
from kg.errors import StoreError
from kg.formats import DUMPS
from kg.store.embedded import EmbeddedStore
from kg.whole_file import unpacked

EX = "http://example.org/"
GRAPHS = {
    URIRef(f"{EX}article/{number}"): [
        (URIRef(EX + "visit"), URIRef(EX + "label"), Literal("Визит", lang="ru")),
        (URIRef(EX + "visit"), URIRef(EX + "told"), Literal(number)),
    ]
    for number in range(3)
}


@pytest.fixture
def store():
    store = EmbeddedStore()
    store.replace(GRAPHS)
    yield store
    store.close()


@pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning")
@pytest.mark.parametrize("name", DUMPS)
def test_a_dump_read_into_an_empty_store_gives_the_same_graphs(store, tmp_path, name):
    made = make_dump(store, tmp_path / "dumps" / f"all{DUMPS[name].suffix}", DUMPS[name])
    read = Dataset()
    with unpacked(made.path) as content:
        read.parse(data=content.read(), format=DUMPS[name].media_type)
    assert set(read.quads()) == {(*triple, graph) for graph, triples in GRAPHS.items() for triple in triples}


@pytest.mark.parametrize("name", DUMPS)
def test_a_dump_tells_its_size_and_digest_and_repeats_itself(store, tmp_path, name):
    first, second = (make_dump(store, tmp_path / str(n), DUMPS[name]) for n in range(2))
    content = first.path.read_bytes()
    assert (first.size, first.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert content == second.path.read_bytes()


def test_a_dump_that_fails_leaves_the_older_one(tmp_path):
    class Failing(EmbeddedStore):
        def dump(self, target, media_type):
            target.write(b"half")
            raise OSError(28, "No space left on device")

    path = tmp_path / "all.nq.gz"
    path.write_bytes(b"the older one")
    with pytest.raises(StoreError, match="No space left on device"):
        make_dump(Failing(), path, DUMPS["nquads"])
    assert path.read_bytes() == b"the older one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_dump_is_written_while_it_is_made(tmp_path):
    class Counting(io.BytesIO):
        largest = 0

        def write(self, data):
            self.largest = max(self.largest, len(data))
            return super().write(data)

    store = EmbeddedStore()
    noise = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(20_000)]
    store.replace({URIRef(EX + "g"): [(URIRef(EX + "s"), URIRef(EX + "p"), Literal(word)) for word in noise]})
    target = Counting()
    write_dump(store, target, DUMPS["nquads"])
    assert len(target.getvalue()) > 500_000
    assert target.largest < 100_000
