"""What an Asterisk is set up with: that it is what the page shows, and that nothing can break out of its line."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from agent_desktop.cli import app
from agent_desktop.cti.ari.config import Layout, Station, files, passwords
from agent_desktop.errors import UserError
from agent_desktop.settings import SAMPLE

PAGE = Path(__file__).parents[4] / "docs" / "asterisk.md"
ANN, BEN = Station("1001", "Ann", "change-me-too"), Station("1002", "Ben", "change-me-too")


def layout(**fields):
    usual = {
        "app": "agent-desktop",
        "user": "agent-desktop",
        "password": "change-me",
        "http_address": "127.0.0.1:8088",
        "sip_address": "0.0.0.0:5060",
        "provider": "sip.example.net:5060",
        "music": "/var/lib/agent-desktop/prompts/music",
        "stations": (ANN, BEN),
    }
    return Layout(**(usual | fields))


@pytest.mark.parametrize("name", ["http.conf", "ari.conf", "pjsip.conf", "musiconhold.conf", "extensions.conf"])
def test_the_page_shows_exactly_this(name):
    shown = re.search(
        rf"^`{re.escape(name)}`.*?```ini\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert shown
    assert files(layout())[name] == shown[1]


def test_passwords_are_found_again():
    assert passwords(files(layout())["pjsip.conf"]) == {"1001": "change-me-too", "1002": "change-me-too"}


@given(st.text())
def test_a_name_stays_on_its_line(name):
    (line,) = [
        line
        for line in files(layout(stations=(Station("1001", name, "x"),)))["pjsip.conf"].split("\n")
        if line.startswith("callerid")
    ]
    assert re.fullmatch(r'callerid = "[^"\\;]*" <1001>', line)
    assert line.isprintable()


@pytest.mark.parametrize(
    "wrong",
    [
        {"user": "a]b"},
        {"app": "a,b"},
        {"password": ""},
        {"password": "a;b"},
        {"password": "a\nb"},
        {"provider": "a b:5060"},
        {"stations": (Station("10 01", "", "x"),)},
    ],
)
def test_what_cannot_stand_in_a_file_is_refused(wrong):
    with pytest.raises(UserError):
        layout(**wrong)


def run(folder, *arguments):
    settings = folder / "settings.toml"
    text = SAMPLE.read_text(encoding="utf-8").replace('password = ""', 'password = "s3cret"', 1)
    settings.write_text(text, encoding="utf-8")
    return CliRunner().invoke(app, ["asterisk-config", "--settings", str(settings), *arguments])


def test_telephones_keep_their_passwords(tmp_path):
    assert run(tmp_path, "--into", str(tmp_path)).exit_code == 0
    first = passwords((tmp_path / "pjsip.conf").read_text(encoding="utf-8"))
    assert first.keys() == {"1001", "1002", "1003", "1004", "1010", "1020"}
    assert len(set(first.values())) == len(first)
    assert (tmp_path / "pjsip.conf").stat().st_mode & 0o077 == 0
    run(tmp_path, "--into", str(tmp_path))
    assert passwords((tmp_path / "pjsip.conf").read_text(encoding="utf-8")) == first


def test_printed_all_at_once(tmp_path):
    said = run(tmp_path, "--sip", "10.0.0.1:5070", "--provider", "10.0.0.2:5080").output
    assert re.findall(r"^; ---- (\S+)$", said, re.MULTILINE) == [
        "http.conf",
        "ari.conf",
        "pjsip.conf",
        "musiconhold.conf",
        "extensions.conf",
    ]
    for line in ("password = s3cret", "bind = 10.0.0.1:5070", "contact = sip:10.0.0.2:5080", "match = 10.0.0.2"):
        assert f"\n{line}\n" in said


@pytest.mark.parametrize("provider", ["sip.example.net", "sip.example.net:sip", ":5060"])
def test_a_provider_without_a_port(tmp_path, provider):
    assert isinstance(run(tmp_path, "--provider", provider).exception, UserError)
