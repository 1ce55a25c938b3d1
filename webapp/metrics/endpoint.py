"""The port on which one process answers for its metrics."""

import logging
from contextlib import suppress
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, start_http_server

PROCESSES = 16
"""Processes of one machine that can have a port: this many ports, from the one in the settings on."""

HOST = "127.0.0.1"

_log = logging.getLogger("gutfactors")


class MetricsEndpoint:
    """An HTTP server in a thread of its own, on the first free port from `port` on."""

    def __init__(self, registry: CollectorRegistry, port: int) -> None:
        self._server: WSGIServer | None = None
        for number in range(port, port + PROCESSES):
            with suppress(OSError):  # another process of this machine has it
                self._server, self._thread = start_http_server(number, addr=HOST, registry=registry)
                _log.info("metrics: http://%s:%d/metrics", HOST, number)
                return
        _log.warning("no metrics: the ports %d to %d are in use", port, port + PROCESSES - 1)

    @property
    def port(self) -> int | None:
        """The port that it got; None if all are in use."""
        return self._server.server_port if self._server else None

    def close(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
