"""What counts as this machine alone."""

import pytest

from agent_desktop.protocol.loopback import is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.1.4", "centre.example", "127.0.0.1.example.com"])
def test_others(host):
    assert not is_loopback(host)
