"""ARI clients that know nothing of us run a little application each, on the simulator and on a real Asterisk: the same story."""

import asyncio
import contextlib
import json
import os
from pathlib import Path

import pytest

from tests.fakes import asterisk as real
from tests.fakes.ari_clients import ROOT, why_not
from tests.fakes.lines import AsteriskLine, SimulatedLine

APPS = Path(__file__).parents[1] / "clients"
AGENT, DIALLED = "1002", "95001"
STEP_S = 15


def python(script):
    return "python", (str(ROOT / "python" / "bin" / "python"), "-W", "ignore", str(APPS / script)), {}


def node():
    own = f"{ROOT / 'nodejs' / 'bin'}:{os.environ['PATH']}"
    return "node", ("node", str(APPS / "node_app.js")), {"NODE_PATH": str(ROOT / "node_modules"), "PATH": own}


CLIENTS = {"aioari": python("aioari_app.py"), "ari-client": python("ari_client_app.py"), "npm": node()}


@pytest.fixture(scope="session")
def asterisk(tmp_path_factory):
    if reason := real.why_not():
        pytest.skip(f"no Asterisk: {reason}")
    with real.Asterisk(tmp_path_factory.mktemp("asterisk")) as instance:
        yield instance


@pytest.fixture(params=["simulator", "asterisk"])
def line(request):
    return SimulatedLine(None) if request.param == "simulator" else AsteriskLine(request.getfixturevalue("asterisk"))


class Application:
    """A client's process, and what it says."""

    def __init__(self, process):
        self._process = process
        self.told = []

    async def until(self, step):
        while not self.told or self.told[-1][0] != step:
            try:
                said = await asyncio.wait_for(self._process.stdout.readline(), STEP_S)
            except TimeoutError:
                self._process.kill()
                said = b""
            assert said, (self.told, (await self._process.stderr.read()).decode())
            self.told.append(json.loads(said))


@contextlib.asynccontextmanager
async def application(client, line):
    kind, command, environment = CLIENTS[client]
    if reason := why_not(kind):
        pytest.skip(f"no ARI client from {kind}: {reason}")
    where = (f"http://127.0.0.1:{line.port}/", real.USER, real.PASSWORD, "agent-desktop", AGENT)
    process = await asyncio.create_subprocess_exec(
        *command,
        *where,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | environment,
    )
    try:
        yield Application(process)
        await asyncio.wait_for(process.wait(), STEP_S)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize("client", list(CLIENTS))
async def test_a_whole_little_application(client, line):
    async with line:
        await line.telephone(AGENT)
        async with application(client, line) as app:
            await app.until("ready")
            await line.call("caller", DIALLED, "+442079460103")
            await app.until("played")
            await line.press("caller", "1")
            await app.until("done")
    steps = [step for step in app.told if step[0] not in {"refused", "stored"}]
    assert steps == [
        ["ready"],
        ["called", DIALLED],
        ["played", "done"],
        ["pressed", "1"],
        ["picked up"],
        ["together", True],
        ["recording", "recording"],
        ["recorded", "done"],
        ["caller gone"],
        ["agent gone"],
        ["done"],
    ]
    refused = {step[1]: step[2] for step in app.told if step[0] == "refused"}
    assert refused["no such channel"] in {404, "Channel not found"}
    assert refused["no such application"] in {404, "Application not found"}
    assert refused.get("bridge stands", 409) in {409, "Bridge with id 'node' already exists"}
    assert [step[1] for step in app.told if step[0] == "stored"] in (["wav"], ["RIFF"])
