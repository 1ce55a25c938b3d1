"""An application that real browsers can visit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from wsgiref.types import WSGIApplication

from werkzeug.serving import make_server


@contextmanager
def live_server(app: WSGIApplication) -> Iterator[str]:
    """Serve it on a free port of this machine, and give its address.

    It ends whatever happens meanwhile: with a thread that goes on, a test that fails would hang the run.
    """
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
