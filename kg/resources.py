"""Where the files lie that the product ships beside its code: the ontology, the reference tables, the queries."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """The shipped folder `ontology` or `queries`.

    In a wheel they lie inside the package, in a checkout beside it.
    """
    packaged = _PACKAGE / "share" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
