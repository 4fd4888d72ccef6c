"""Where seats connect, and what is said when that cannot be."""

import errno
import socket

import pytest

from agent_desktop.errors import UserError
from ivr.centre.listening import Endpoint, cannot_listen, tls_context


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_loopback_may_be_plain(host):
    assert tls_context(Endpoint(host, 0)) is None


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.1.4", "centre.example"])
def test_anything_else_may_not(host):
    with pytest.raises(UserError, match="tls_certificate"):
        tls_context(Endpoint(host, 0))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.EADDRINUSE, "x"), "in use by another program"),
        (PermissionError(errno.EACCES, "x"), "above 1023"),
        (OSError(errno.EADDRNOTAVAIL, "x"), "no address of this machine"),
        (socket.gaierror(socket.EAI_NONAME, "x"), "no address of this machine"),
        (OSError(errno.EMFILE, "Too many open files"), "Too many open files"),
    ],
)
def test_each_trouble_has_its_words(error, words):
    assert words in str(cannot_listen(Endpoint("127.0.0.1", 80), error))
