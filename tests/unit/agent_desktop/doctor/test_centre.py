"""What a centre has on its own machine: each thing well, and each thing wrong."""

import importlib.util
import os
import re
import shutil
import socket
import sqlite3
import subprocess
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from agent_desktop.doctor import centre, equipment, link
from agent_desktop.doctor.checks import Level
from db.engine import open_database
from ivr import prompts
from ivr.centre import journal as journals
from ivr.centre import plan as plans
from ivr.centre.journal import Header, Journal
from ivr.centre.waking import CURRENT
from ivr.core.state import State
from tests.fakes.centreworld import settings_in, with_flows

OK, WARNING, FAULT = Level.OK, Level.WARNING, Level.FAULT


@pytest.fixture
def settings(tmp_path):
    return settings_in(tmp_path / "data")


def look(settings, title, *, runs=False):
    """The verdict of one check; its Chinese is there too."""
    (check,) = [check for check in centre.CHECKS if check.title.en == title]
    (verdict,) = check.look(centre.Centre(settings, "my.toml", runs))
    assert re.search("[一-鿿]", verdict.said.zh_CN)
    return verdict.level, verdict.said.en


def with_section(settings, name, **fields):
    return msgspec.structs.replace(settings, **{name: msgspec.structs.replace(getattr(settings, name), **fields)})


# --- scripts, directory, disk -----------------------------------------------------------------------------------------


def test_scripts_and_menus(settings, tmp_path):
    assert look(settings, "scripts") == (OK, "Voice menus and scripts are sound.")
    (tmp_path / "main.yaml").write_text("start: b\nnodes:\n  a: {type: queue, queue: general}\n", encoding="utf-8")
    level, said = look(with_section(settings, "flows", directory=str(tmp_path)), "scripts")
    assert (level, said.startswith("Mistakes: ")) == (FAULT, True)
    assert "`agent-desktop check --settings my.toml`" in said
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "broken.yaml").write_text("a: [\n", encoding="utf-8")
    assert look(with_section(settings, "scripts", directory=str(tmp_path / "scripts")), "scripts")[0] is FAULT


def test_the_directory(settings, tmp_path, monkeypatch):
    assert look(settings, "directory") == (OK, f"{tmp_path}/data will be made at the first start.")
    assert not (tmp_path / "data").exists()
    (tmp_path / "data").mkdir()
    assert look(settings, "directory") == (OK, f"{tmp_path}/data can be written.")
    assert look(settings, "directory", runs=True)[1].endswith("A centre is running in it.")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert look(settings, "directory") == (
        FAULT,
        f"{tmp_path}/data cannot be written. Give this user the right to, or set another `data_directory` under [centre].",
    )


def test_a_file_in_the_place_of_the_directory(settings, tmp_path):
    (tmp_path / "data").write_text("")
    level, said = look(settings, "directory")
    assert (level, said.startswith(f"{tmp_path}/data is in the way")) == (FAULT, True)


@pytest.mark.parametrize(
    ("free", "level", "words"),
    [(50 * 2**20, FAULT, "is full (0.0 GiB left)"), (900 * 2**20, WARNING, "Only 0.9 GiB left"), (2**32, OK, "4.0 GiB left.")],
)  # fmt: skip
def test_the_disk(settings, monkeypatch, free, level, words):
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=free))
    found, said = look(settings, "disk")
    assert found is level
    assert words in said


# --- database ---------------------------------------------------------------------------------------------------------


def test_a_database_that_is_not_there_yet_is_not_made(settings, tmp_path):
    assert look(settings, "database") == (OK, "It will be made at the first start.")
    (tmp_path / "data").mkdir()
    assert look(settings, "database") == (OK, "It will be made at the first start.")
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.parametrize(
    ("version", "level", "words"),
    [(None, OK, "up to date"), ("0001", WARNING, "make a back-up first"), ("9999", FAULT, "a newer version of this program")],
)  # fmt: skip
def test_a_database_of_another_version(settings, tmp_path, version, level, words):
    (tmp_path / "data").mkdir()
    open_database(settings.database_url).dispose()
    if version:
        with sqlite3.connect(tmp_path / "data" / "agent-desktop.sqlite3") as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
        connection.close()
    found, said = look(settings, "database")
    assert found is level
    assert words in said


def test_a_database_that_does_not_open(settings):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        url = f"postgresql://me:secret@127.0.0.1:{held.getsockname()[1]}/centre"
        level, said = look(with_section(settings, "database", url=url), "database")
    assert level is FAULT
    assert "nothing listens there; start PostgreSQL or correct host and port." in said
    assert said.startswith("The database ")
    assert "secret" not in said


# --- journal ----------------------------------------------------------------------------------------------------------


def journal(settings, version=journals.VERSION):
    """One that has just begun, as this version would write it; its file."""
    plan = plans.plan(settings, plans.load_flows_of(settings))
    settings.journal_directory.mkdir(parents=True)
    path = settings.journal_directory / CURRENT
    Journal.begin(path, Header(version, plan, msgspec.Raw(b"null"), State("t"))).close()
    return path


def test_a_journal_that_can_be_read(settings):
    assert look(settings, "journal") == (OK, "It will be begun at the next start.")
    path = journal(settings)
    assert look(settings, "journal") == (OK, "It can be read: 0 inputs since it began.")
    with path.open("ab") as file:
        file.write(b'{"torn')
    assert look(settings, "journal")[0] is OK


@pytest.mark.parametrize(
    ("version", "level", "words"),
    [
        (journals.VERSION - 1, WARNING, "callbacks and messages that waited are in"),
        (journals.VERSION + 1, FAULT, "Update the program; or move the journal away to begin anew"),
    ],
)
def test_a_journal_of_another_version(settings, version, level, words):
    journal(settings, version)
    found, said = look(settings, "journal")
    assert found is level
    assert words in said


def test_a_journal_that_is_damaged(settings):
    with journal(settings).open("ab") as file:
        file.write(b"garbage\n")
    level, said = look(settings, "journal")
    assert level is FAULT
    assert ":2: damaged: " in said


# --- certificate ------------------------------------------------------------------------------------------------------


def certificate(folder, name, days):
    """Self-signed, for some years until so many days from now; its file and its key's."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    made, key, request = (folder / f"{name}.{ending}" for ending in ("pem", "key", "csr"))
    (folder / "index").write_text("")
    (folder / "ca.conf").write_text(_CA.format(folder=folder, name=name))
    until = (datetime.now(UTC) + timedelta(days=days)).strftime("%Y%m%d%H%M%SZ")
    config = ("-config", folder / "ca.conf")
    for command in (
        ("req", *config, "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", request),
        ("ca", *config, "-batch", "-selfsign", "-keyfile", key, "-in", request, "-out", made, "-notext",
         "-startdate", "20200101000000Z", "-enddate", until),
    ):  # fmt: skip
        subprocess.run(("openssl", *command), check=True, capture_output=True)
    return made, key


_CA = """\
[ca]
default_ca = it
[it]
new_certs_dir = {folder}
database = {folder}/index
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = DNS:{name}.example.com
[req]
prompt = no
distinguished_name = who
[who]
commonName = {name}
"""


def tls(settings, made, key):
    return with_section(settings, "centre", tls_certificate=str(made), tls_key=str(key))


def test_no_certificate_is_needed_on_one_machine(settings):
    assert look(settings, "certificate") == (OK, "None needed: seats connect on this machine only (127.0.0.1).")


@pytest.mark.parametrize(
    ("days", "level", "words"),
    [
        (90, OK, "For centre.example.com, until 20"),
        (10, WARNING, "expires on 20"),
        (-1, FAULT, "has expired: no seat connects any more"),
    ],
)
def test_the_days_of_a_certificate(settings, tmp_path, days, level, words):
    found, said = look(tls(settings, *certificate(tmp_path, "centre", days)), "certificate")
    assert found is level
    assert words in said


def test_a_certificate_and_the_key_of_another(settings, tmp_path):
    made, key = certificate(tmp_path, "centre", 90)
    _, other = certificate(tmp_path, "other", 90)
    level, said = look(tls(settings, made, other), "certificate")
    assert level is FAULT
    assert "are no certificate with its key (KEY_VALUES_MISMATCH)" in said
    assert look(tls(settings, key, key), "certificate")[0] is FAULT
    locked = ("openssl", "ec", "-in", key, "-out", key, "-aes256", "-passout", "pass:word")
    subprocess.run(locked, check=True, capture_output=True)
    level, said = look(tls(settings, made, key), "certificate")
    assert (level, said.startswith("The TLS key asks for a passphrase")) == (FAULT, True)
    level, said = look(tls(settings, made, tmp_path / "gone"), "certificate")
    assert (level, "cannot be read: No such file" in said) == (FAULT, True)


# --- port -------------------------------------------------------------------------------------------------------------


def test_the_port(settings):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        at = with_section(settings, "centre", port=listener.getsockname()[1])
        level, said = look(at, "port")
        assert (level, "in use by another program. Stop that one" in said) == (FAULT, True)
        assert look(at, "port", runs=True)[0] is OK
    assert look(at, "port") == (OK, f"127.0.0.1:{at.centre.port} is free.")


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_of_another_machine(settings, host):
    level, said = look(with_section(settings, "centre", host=host), "port")
    assert (level, said.startswith(f"{host} is no address of this machine.")) == (FAULT, True)


# --- prompts ----------------------------------------------------------------------------------------------------------


def test_prompts(settings, tmp_path, monkeypatch):
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "main.yaml").write_text(
        "start: a\nnodes:\n  a: {type: say, say: {en: Hello., zh_CN: 您好。}, next: b}\n  b: {type: queue, queue: general}\n",
        encoding="utf-8",
    )
    settings = with_flows(settings, tmp_path / "flows", entries={}, without_prompts="")
    assert look(settings, "prompts") == (OK, "2 of 2 will be made at the next start.")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    level, said = look(settings, "prompts")
    assert (level, "2 are missing, and nothing here can speak them" in said) == (WARNING, True)
    assert said.endswith(f"the first as {tmp_path}/data/prompts/recordings/en/main.a.wav")
    recordings = tmp_path / "data" / "prompts" / "recordings"
    for language in ("en", "zh_CN"):
        (recordings / language).mkdir(parents=True)
        (recordings / language / "main.a.wav").write_bytes(b"")
    assert look(settings, "prompts") == (OK, "2 of 2 will be made at the next start.")
    shutil.rmtree(recordings)
    monkeypatch.undo()
    prompts.render(prompts.sounds(plans.load_flows_of(settings)), settings.prompts_directory)
    assert look(settings, "prompts") == (OK, "All 2 are there.")


# --- what is judged by name alone -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "fits"),
    [((18, 26), False), ((20, 13), False), ((20, 14), True), ((21, 8), False), ((21, 9), True), ((22, 3), False),
     ((22, 4), True), ((22, 10), True), ((23, 0), True)],
)  # fmt: skip
def test_versions(version, fits):
    assert link.new_enough(*version) is fits


@pytest.mark.parametrize(
    ("template", "endpoint"),
    [
        ("PJSIP/{device}", ("pjsip", "1001")),
        ("PJSIP/{device}@trunk", ("pjsip", "trunk")),
        ("PJSIP/trunk/sip:{device}@sip.example.net", ("pjsip", "trunk")),
        ("IAX2/line/{device}", ("iax2", "line")),
    ],
)
def test_the_endpoint_behind_a_template(template, endpoint):
    assert equipment.endpoint_of(template, "1001") == endpoint


def test_a_section_of_asterisks_configuration():
    text = "; [default]\n[general]\nmode=x\n[default](base) ; ours\nmode = files ; all\ndirectory => /a b\n[other]\nmode = no\n"
    assert equipment.class_of(text, "default") == {"mode": "files", "directory": "/a b"}
    assert equipment.class_of(text, "none") is None
