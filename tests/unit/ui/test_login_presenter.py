"""What has to be right before a centre is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_desktop.ui.login_presenter import Form, Login, Problem, checked, server_url


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("localhost", "ws://localhost:8765"),
        (" 127.0.0.1:9000 ", "ws://127.0.0.1:9000"),
        ("[::1]:9000", "ws://[::1]:9000"),
        ("ws://localhost:8765/", "ws://localhost:8765"),
        ("centre.example.com", "wss://centre.example.com:8765"),
        ("WSS://Centre.Example.com:443/seats", "wss://centre.example.com:443/seats"),
        ("10.0.0.5:9000", "wss://10.0.0.5:9000"),
    ],
)
def test_addresses_as_people_write_them(typed: str, url: str) -> None:
    assert server_url(typed) == url


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", Problem.SERVER_MISSING),
        ("   ", Problem.SERVER_MISSING),
        ("http://centre", Problem.SERVER_UNREADABLE),
        ("centre:port", Problem.SERVER_UNREADABLE),
        ("centre:99999", Problem.SERVER_UNREADABLE),
        ("my centre", Problem.SERVER_UNREADABLE),
        ("[::1", Problem.SERVER_UNREADABLE),
        ("wss://", Problem.SERVER_UNREADABLE),
        ("ws://centre.example.com", Problem.PLAIN_TEXT),
        ("ws://10.0.0.5", Problem.PLAIN_TEXT),
    ],
)
def test_addresses_that_lead_nowhere(typed: str, problem: Problem) -> None:
    assert server_url(typed) is problem


@given(st.text())
def test_no_password_ever_goes_over_an_open_wire(typed: str) -> None:
    url = server_url(typed)
    if not isinstance(url, Problem) and url.startswith("ws://"):
        assert url.startswith(("ws://localhost:", "ws://127.", "ws://[::1"))


def test_the_first_mistake_from_the_top_is_named() -> None:
    assert checked(Form()) is Problem.SERVER_MISSING
    assert checked(Form(server="localhost")) is Problem.USER_MISSING
    assert checked(Form(server="localhost", user="zhao")) is Problem.PASSWORD_MISSING


def test_a_password_is_taken_as_it_is_typed() -> None:
    login = checked(Form("localhost", " zhao ", " secret ", " 6011 "))
    assert isinstance(login, Login)
    assert (login.credentials.user, login.credentials.password, login.credentials.station) == (
        "zhao",
        " secret ",
        "6011",
    )
