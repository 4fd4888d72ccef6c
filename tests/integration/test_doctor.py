"""`agent-desktop doctor` before switches that lack one thing each: a real Asterisk where its packages are, the simulator, and strangers.

Where Asterisk's packages could not be had, its half is skipped with the reason.
"""

import asyncio
import base64
import contextlib
import http.server
import re
import shutil
import socket
import threading
import time

import msgspec
import pytest
from websockets.asyncio.client import connect

from agent_desktop.cti.simulator.front import User
from agent_desktop.cti.simulator.model import Manner, Telephone
from agent_desktop.cti.simulator.resources import asterisk as simulated
from agent_desktop.cti.simulator.server import DEFAULT_USERS, SimulatorServer
from agent_desktop.doctor.checks import Level
from agent_desktop.doctor.examination import examine
from agent_desktop.settings import load_settings
from ivr import prompts
from ivr.centre import plan as plans
from ivr.centre import process
from tests.fakes import asterisk as real
from tests.fakes.centreworld import add_users, running, settings_file
from tests.fakes.faults import OldSwitch
from tests.fakes.lines import AsteriskLine

STATIONS = ("1001", "1002", "1003", "1004", "1010", "1020")
OURS = {"Authorization": "Basic " + base64.b64encode(b"desk:desk").decode()}
BOOT_S = 20
SOON_S = 0.3
"""For a switch that is not going to answer."""
FAULT, WARNING, NOTE = Level.FAULT, Level.WARNING, Level.NOTE


def examined(path, timeout_s=5.0):
    return examine(path, timeout_s)[-1]


def wrong(section):
    """What is not well: title → level and sentence. Each sentence is there in Chinese too."""
    assert all(re.search("[一-鿿]|^Asterisk ", verdict.said.zh_CN) for _, verdict in section.found)
    assert all("{" not in text.replace("{device}", "") for _, v in section.found for text in (v.said.en, v.said.zh_CN))
    return {title.en: (each.level, each.said.en) for title, each in section.found if each.level is not Level.OK}


def the_one_fault(section):
    wrong(section)
    (fault,) = [(title.en, verdict.said.en) for title, verdict in section.found if verdict.level is FAULT]
    return fault


def passed_over(section):
    return [title.en for title in section.passed_over]


def changed(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- a real Asterisk --------------------------------------------------------------------------------------------------


class Lacking(real.Asterisk):
    """An Asterisk in whose configuration something has been changed."""

    def __init__(self, home, file, old, new):
        super().__init__(home)
        self._change = home / "etc" / file, old, new

    def _configure(self):
        super()._configure()
        changed(*self._change)

    def _boot(self):
        """It may answer nothing at all on ARI: its own console tells when it runs."""
        with (self.home / "out").open("ab") as out:
            self.process = real.start(self.home, out)
        deadline = time.monotonic() + BOOT_S
        while time.monotonic() < deadline and self.process.poll() is None:
            if real.on_console(self.home, "core waitfullybooted"):
                return True
            time.sleep(0.05)
        return False


@pytest.fixture(scope="module")
def here():
    if reason := real.why_not():
        pytest.skip(f"no Asterisk: {reason}")


@pytest.fixture(scope="module")
def asterisk(here, tmp_path_factory):
    with real.Asterisk(tmp_path_factory.mktemp("asterisk")) as instance:
        yield instance


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """The prompts of the sample, spoken once."""
    folder = tmp_path_factory.mktemp("spoken")
    prompts.render(prompts.sounds(plans.load_flows_of(load_settings())), folder)
    return folder


@pytest.fixture
def on_asterisk(asterisk, tmp_path):
    return settings_file(tmp_path, switch_url=asterisk.url, port=0)


def test_an_asterisk_as_asterisk_config_sets_it_up(asterisk, on_asterisk):
    section = examined(on_asterisk)
    assert wrong(section).keys() == {"telephones", "prompts"}
    level, said = wrong(section)["telephones"]
    assert (level, said.partition(".")[0]) == (WARNING, f"Not registered: {', '.join(STATIONS)}")


async def test_registered_telephones(asterisk, on_asterisk):
    async with AsteriskLine(asterisk) as line:
        for station in STATIONS[1:]:
            await line.telephone(station)
        section = await asyncio.to_thread(examined, on_asterisk)
        assert wrong(section)["telephones"][1].startswith("Not registered: 1001.")
        await line.telephone(STATIONS[0])
        section = await asyncio.to_thread(examined, on_asterisk)
        assert "telephones" not in wrong(section)


async def test_a_connected_application_is_told_and_left_alone(asterisk, on_asterisk):
    async with connect(
        f"{asterisk.url}/ari/events?app=agent-desktop&subscribeAll=true", additional_headers=OURS
    ) as ours:
        section = await asyncio.to_thread(examined, on_asterisk)
        level, said = wrong(section)["application"]
        assert level is WARNING
        assert "A centre is running already, connected as agent-desktop" in said
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ours.recv(), SOON_S)
    assert [app["name"] for app in asterisk.ask("GET", "applications") if "doctor" in app["name"]] == []


def test_prompts_and_their_links(asterisk, on_asterisk, tmp_path, spoken):
    settings = load_settings(on_asterisk)
    shutil.copytree(spoken, settings.prompts_directory)
    for language in ("en", "zh_CN"):
        (asterisk.home / "data" / "sounds" / language / "agent-desktop").unlink(missing_ok=True)
    level, said = wrong(examined(on_asterisk))["prompts"]
    assert level is WARNING
    assert f"ln -s {tmp_path}/prompts/zh_CN/agent-desktop {asterisk.home}/data/sounds/zh_CN/" in said
    asterisk.prompts_from(settings.prompts_directory)
    assert "prompts" not in wrong(examined(on_asterisk))


def test_a_wrong_password(on_asterisk):
    changed(on_asterisk, 'password = "desk"', 'password = "disk"')
    section = examined(on_asterisk)
    title, said = the_one_fault(section)
    assert title == "user"
    assert "does not accept the user desk with this password" in said
    assert {"rights", "version", "telephones"} <= set(passed_over(section))


def test_an_unknown_telephone(on_asterisk):
    changed(on_asterisk, 'station = "1020"', 'station = "1099"')
    title, said = the_one_fault(examined(on_asterisk))
    assert title == "telephones"
    assert "does not know 1099 (dialled as PJSIP/{device})" in said
    assert f"agent-desktop asterisk-config --settings {on_asterisk}" in said


def test_an_unknown_trunk(on_asterisk):
    changed(on_asterisk, "{device}@trunk", "{device}@line2")
    title, said = the_one_fault(examined(on_asterisk))
    assert title == "trunk"
    assert "does not know line2" in said


LACKS = {
    "ARI is disabled": ("ari.conf", "enabled = yes", "enabled = no", "ARI", "ARI is off. Set `enabled = yes`"),
    "a user that may only look": ("ari.conf", "read_only = no", "read_only = yes", "rights", "Set `read_only = no` in the section [desk]"),
    "no snooping": ("modules.conf", "autoload=yes", "autoload=yes\nnoload => res_stasis_snoop.so", "modules", "res_stasis_snoop.so (listening in)"),
    "no PJSIP": ("modules.conf", "autoload=yes", "autoload=yes\nnoload => chan_pjsip.so", "SIP modules", "chan_pjsip.so (SIP telephones)"),
    "no events": ("modules.conf", "autoload=yes", "autoload=yes\nnoload => res_ari_events.so", "WebSocket", "Have res_ari_events.so"),
    "no WebSocket": ("modules.conf", "autoload=yes", "autoload=yes\nnoload => res_http_websocket.so", "ARI", "res_http_websocket.so loaded"),
    "no answers about itself": ("modules.conf", "autoload=yes", "autoload=yes\nnoload => res_ari_asterisk.so", "ARI", "res_ari_asterisk.so is not loaded"),
}  # fmt: skip


@pytest.mark.parametrize("lack", LACKS)
def test_an_asterisk_that_lacks_something(here, tmp_path, lack):
    file, old, new, title, words = LACKS[lack]
    (tmp_path / "asterisk").mkdir()
    with Lacking(tmp_path / "asterisk", file, old, new) as instance:
        section = examined(settings_file(tmp_path, switch_url=instance.url, port=0))
    found = {title: said for title, (level, said) in wrong(section).items() if level is FAULT}
    assert words in found[title]
    assert found.keys() <= {title, "modules"}, found
    if title in {"ARI", "SIP modules"}:
        assert "telephones" in passed_over(section)


def test_an_asterisk_without_endpoints_on_ari(here, tmp_path):
    (tmp_path / "asterisk").mkdir()
    without = ("modules.conf", "autoload=yes", "autoload=yes\nnoload => res_ari_endpoints.so")
    with Lacking(tmp_path / "asterisk", *without) as instance:
        found = wrong(examined(settings_file(tmp_path, switch_url=instance.url, port=0)))
    assert found["telephones"] == (NOTE, "It can't be looked at: the switch has not loaded res_ari_endpoints.so.")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[default]", ";[default]", "no class [default]: callers who wait hear nothing"),
        ("directory = /", "directory = /nowhere/", "and nothing is there. In musiconhold.conf set `directory = "),
    ],
)
def test_an_asterisk_without_music(here, tmp_path, old, new, words):
    (tmp_path / "asterisk").mkdir()
    with Lacking(tmp_path / "asterisk", "musiconhold.conf", old, new) as instance:
        level, said = wrong(examined(settings_file(tmp_path, switch_url=instance.url, port=0)))["music"]
    assert level is WARNING
    assert words in said


# --- the simulator ----------------------------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def simulator(folder, *, kind=SimulatorServer, users=DEFAULT_USERS, manner=Manner.ANSWERS):
    """One with the sample's telephones, and settings for it."""
    stations = [Telephone(number, manner=manner) for number in STATIONS]
    async with kind(users=users, stations=stations, app="agent-desktop") as server:
        yield server, settings_file(folder, switch_url=server.url, port=0)


def connected(server):
    return {name for name, app in server.simulation.machine.board.apps.items() if app.connected}


async def test_a_simulator_is_a_switch_like_any_other(tmp_path):
    async with simulator(tmp_path) as (_, path):
        section = await asyncio.to_thread(examined, path)
    assert {title: level for title, (level, _) in wrong(section).items()} == {"prompts": NOTE}
    assert passed_over(section) == []


async def test_what_a_simulator_lacks_is_an_option_of_its_own(tmp_path, spoken):
    async with SimulatorServer(stations=[Telephone("1001")], app="agent-desktop") as server:
        path = settings_file(tmp_path, switch_url=server.url, port=0)
        made = load_settings(path).prompts_directory
        shutil.copytree(spoken, made)
        section = await asyncio.to_thread(examined, path)
    assert f"`--stations {','.join(STATIONS)}`" in wrong(section)["telephones"][1]
    assert f"`--sounds {made}`" in wrong(section)["prompts"][1]
    async with SimulatorServer(stations=map(Telephone, STATIONS), sounds=made, app="agent-desktop") as server:
        section = await asyncio.to_thread(examined, settings_file(tmp_path, switch_url=server.url, port=0))
    assert wrong(section) == {}


async def test_nothing_is_left_behind(tmp_path):
    async with simulator(tmp_path) as (server, path):
        before = sorted(tmp_path.rglob("*"))
        await asyncio.to_thread(examine, path)
        assert connected(server) == set()
        assert server.simulation.machine.board.refused == 2  # the application that is not there, and the channel
    assert sorted(tmp_path.rglob("*")) == before


async def test_a_running_centre_keeps_its_application_and_its_port(tmp_path):
    async with simulator(tmp_path) as (server, path):
        settings = load_settings(path)
        add_users(settings)
        async with running(settings) as centre:
            changed(path, "port = 0", f"port = {centre.url.rpartition(':')[2]}")
            while len(connected(server)) < process._LANES:  # noqa: ASYNC110 - it connects within moments
                await asyncio.sleep(0)
            ours = connected(server)
            _, here, there = await asyncio.to_thread(examine, path)
            said = {title.en: verdict.said.en for section in (here, there) for title, verdict in section.found}
            assert not here.broken
            assert not there.broken
            assert said["application"] == "The centre is running, connected as agent-desktop."
            assert said["port"].endswith("is in use by the centre that is running.")
            assert said["directory"].endswith("A centre is running in it.")
            assert connected(server) == ours


async def test_a_centre_elsewhere(tmp_path):
    async with (
        simulator(tmp_path) as (server, path),
        connect(f"{server.url}/ari/events?app=agent-desktop&api_key=desk:desk") as theirs,
    ):
        level, said = wrong(await asyncio.to_thread(examined, path))["application"]
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(theirs.recv(), SOON_S)
    assert level is WARNING
    assert "not in this data directory" in said


async def test_only_unregistered_telephones(tmp_path):
    async with simulator(tmp_path, manner=Manner.UNREGISTERED) as (_, path):
        level, said = wrong(await asyncio.to_thread(examined, path))["telephones"]
    assert (level, said.startswith("Not registered: 1001, ")) == (WARNING, True)


async def test_a_reading_user_of_the_simulator(tmp_path):
    async with simulator(tmp_path, users=[User("desk", "desk", read_only=True)]) as (_, path):
        title, said = the_one_fault(await asyncio.to_thread(examined, path))
    assert (title, said.partition(".")[0]) == ("rights", "The user desk may only look")


async def test_an_old_version(tmp_path, monkeypatch):
    monkeypatch.setattr(simulated, "VERSION", "20.13.0")
    async with simulator(tmp_path) as (_, path):
        section = await asyncio.to_thread(examined, path)
    title, said = the_one_fault(section)
    assert title == "version"
    assert said.startswith("Asterisk 20.13.0 is too old: a centre needs 20.14, 21.9, 22.4 or newer.")
    assert passed_over(section) == ["WebSocket"]


async def test_a_module_that_is_loaded_and_does_not_run(tmp_path, monkeypatch):
    idle = msgspec.structs.replace(simulated._MODULES["res_musiconhold.so"], status="Not Running")
    monkeypatch.setitem(simulated._MODULES, "res_musiconhold.so", idle)
    async with simulator(tmp_path) as (_, path):
        title, said = the_one_fault(await asyncio.to_thread(examined, path))
    assert title == "modules"
    assert "res_musiconhold.so (music for those who wait). Take" in said


async def test_a_socket_that_answers_no_requests(tmp_path, monkeypatch):
    monkeypatch.setattr(simulated, "VERSION", "GIT-master")
    async with simulator(tmp_path, kind=OldSwitch) as (_, path):
        section = await asyncio.to_thread(examined, path, 1.0)
    title, said = the_one_fault(section)
    assert title == "WebSocket"
    assert "does not answer requests on it" in said
    assert wrong(section)["version"] == (
        NOTE,
        "The switch calls its version 'GIT-master', which tells nothing about its age.",
    )


# --- whatever else may listen there -----------------------------------------------------------------------------------


@contextlib.contextmanager
def stranger(greeting):
    """Something that is no web server; None: it says nothing at all."""

    def serve():
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                kept.append(connection)
                if greeting is not None:
                    connection.sendall(greeting)
                    connection.shutdown(socket.SHUT_WR)

    kept: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
    for connection in kept:
        connection.close()


def at(folder, url):
    return examined(settings_file(folder, switch_url=url, port=0), SOON_S)


@pytest.mark.parametrize(
    ("greeting", "words"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", "is no web server"),
        (b"", "is no web server"),
        (None, "takes connections but answers nothing"),
    ],
)
def test_a_port_that_is_held_by_something_else(tmp_path, greeting, words):
    with stranger(greeting) as port:
        section = at(tmp_path, f"ws://127.0.0.1:{port}")
    title, said = the_one_fault(section)
    assert title == "address"
    assert words in said
    assert passed_over(section)[0] == "ARI"


def test_nothing_listens(tmp_path):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        title, said = the_one_fault(at(tmp_path, f"ws://127.0.0.1:{held.getsockname()[1]}"))
    assert (title, said.startswith("Nothing listens at 127.0.0.1:")) == ("address", True)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 80 + ".invalid"])
def test_a_name_that_is_nobodys(tmp_path, host):
    title, said = the_one_fault(at(tmp_path, f"ws://{host}:8088"))
    assert (title, said.startswith("No machine has the name in ")) == ("address", True)


class _Page(http.server.BaseHTTPRequestHandler):
    server_version, sys_version = "nginx/1.22", ""
    status = 404

    def do_GET(self):
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(b"<html>Welcome</html>")

    def log_message(self, *_):
        pass


@pytest.mark.parametrize(("status", "words"), [(404, "not Asterisk (it calls itself nginx/1.22"), (200, "not Asterisk"), (503, "not ready (HTTP 503)")])  # fmt: skip
def test_another_web_server(tmp_path, status, words):
    page = type("Page", (_Page,), {"status": status})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), page) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        title, said = the_one_fault(at(tmp_path, f"ws://127.0.0.1:{server.server_port}"))
        server.shutdown()
        thread.join()
    assert title == "ARI"
    assert words in said


async def test_tls_where_there_is_none(tmp_path):
    async with simulator(tmp_path) as (server, _):
        title, said = the_one_fault(await asyncio.to_thread(at, tmp_path, server.url.replace("ws:", "wss:")))
    assert title == "address"
    assert "does not speak TLS" in said
