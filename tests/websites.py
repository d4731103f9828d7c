"""A real web server on this machine, which answers as a test says and remembers what it was asked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

SENTENCE = "Azerbaijani Foreign Minister Jeyhun Bayramov met his Iranian counterpart in Tehran on Monday."


def page(title="Visit to Tehran", canonical="", date="2022-07-05", text=SENTENCE):
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    day = f'<meta property="article:published_time" content="{date}T10:00:00+04:00">' if date else ""
    words = "".join(f"<p>{text} ({number})</p>" for number in range(8))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>{link}{day}</head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{words}</article></body></html>"
    )


@dataclass
class Website:
    """What lies at which path: a body, a whole response, or a function from the request to one."""

    address: str = ""
    paths: dict[str, object] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)

    def __call__(self, environ, start_response):
        request = Request(environ)
        self.asked.append(request)
        found = self.paths.get(request.full_path.removesuffix("?"), Response("gone", 404))
        answer = found(request) if isinstance(found, Callable) and not isinstance(found, Response) else found
        if isinstance(answer, str):
            answer = Response(answer, content_type="text/html; charset=utf-8")
        return answer(environ, start_response)

    def asked_for(self, path):
        return [request for request in self.asked if request.path == path]


@contextmanager
def serve(**paths) -> Iterator[Website]:
    site = Website(paths=paths)
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))  # seconds until it sees that it shall end
    thread.start()
    site.address = f"http://127.0.0.1:{server.port}"
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
