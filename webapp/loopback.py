"""The names of this machine, for itself."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")
