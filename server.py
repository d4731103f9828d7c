"""The WSGI entry: `app` for gunicorn and its like; `python server.py` is `kg serve`."""

from kg.bootstrap import make_app
from kg.settings import load_settings

if __name__ == "__main__":
    from kg.cli import main

    main(["serve"])
else:
    app = make_app(load_settings())
