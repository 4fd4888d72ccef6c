"""Addresses and endpoint templates."""

from __future__ import annotations

import pytest

from agent_desktop.cti.ari.place import Place
from agent_desktop.errors import UserError


def place(url: str = "ws://pbx:8088", app: str = "desk", station_endpoint: str = "PJSIP/{device}") -> Place:
    return Place(url, app, "u", "p", station_endpoint)


@pytest.mark.parametrize(
    ("url", "socket"),
    [
        ("ws://pbx:8088", "ws://pbx:8088/ari/events?app=desk&subscribeAll=true"),
        ("ws://pbx:8088/ari/", "ws://pbx:8088/ari/events?app=desk&subscribeAll=true"),
        ("https://pbx/pbx1/ari", "wss://pbx/pbx1/ari/events?app=desk&subscribeAll=true"),
        ("ws://[::1]:8088", "ws://[::1]:8088/ari/events?app=desk&subscribeAll=true"),
    ],
)
def test_the_socket_is_found_from_any_usual_spelling(url: str, socket: str) -> None:
    assert place(url).socket_url == socket


@pytest.mark.parametrize("url", ["", "pbx:8088", "ftp://pbx", "ws://", "ws://pbx:port", "ws://pbx:0", "ws://[::1"])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(UserError, match="must look like ws://host:8088"):
        place(url)


def test_a_password_does_not_belong_into_the_address() -> None:
    with pytest.raises(UserError, match="must not carry a user"):
        place("ws://desk:secret@pbx:8088")


@pytest.mark.parametrize("app", ["", "a,b", "a b", "a&b", "中心"])
def test_an_application_name_that_asterisk_would_misread_is_refused(app: str) -> None:
    with pytest.raises(UserError, match="may consist of"):
        place(app=app)


@pytest.mark.parametrize("endpoint", ["PJSIP", "PJSIP/1001", "{device}"])
def test_an_endpoint_without_its_place_for_the_number_is_refused(endpoint: str) -> None:
    with pytest.raises(UserError, match="must look like PJSIP"):
        place(station_endpoint=endpoint)


def test_stations_and_outside_numbers_take_different_roads() -> None:
    assert place().endpoint("1001") == "PJSIP/1001"
    assert place().endpoint("+442079460000") == "PJSIP/+442079460000@trunk"


@pytest.mark.parametrize("device", ["", "+", "1001&1002", "1@evil", "../x", "1 2", "１００１"])
def test_a_number_cannot_choose_its_own_trunk(device: str) -> None:
    assert place().endpoint(device) is None
