"""A headset that nobody wears: a PulseAudio daemon of the tests' own with a null sink, and an ear at its monitor."""

import array
import asyncio
import contextlib
import os
import subprocess
from pathlib import Path

ROOT = Path(os.environ.get("HEADSET_ROOT", Path(__file__).parents[2] / ".headset"))
RATE_HZ = 8000
LOUD = 400
"""Of 32,767: what is above it is no silence."""
_PROGRAM = ROOT / "usr" / "bin" / "pulseaudio"
_STARTED = b"Daemon startup complete."


def why_not():
    """What keeps it away, or an empty string."""
    if _PROGRAM.exists():
        return ""
    told = ROOT / "why-not"
    return told.read_text(encoding="utf-8").strip() if told.exists() else "run .ci/headset first"


class Headset:
    """While the `with` block runs; `environment` is what a program needs to play on it."""

    def __init__(self, home):
        self._socket = home / "headset"
        (modules,) = ROOT.glob("usr/lib/pulse-*/modules")
        (libraries,) = ROOT.glob("usr/lib/*-linux-gnu")
        self._modules = modules
        self._surroundings = os.environ | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
            "LD_LIBRARY_PATH": f"{libraries}:{libraries / 'pulseaudio'}:{modules}",
        }
        self.environment = {"PULSE_SERVER": f"unix:{self._socket}"}

    def __enter__(self):
        loads = (
            "module-null-sink sink_name=headset",
            f"module-native-protocol-unix socket={self._socket} auth-anonymous=1",
        )
        self._process = subprocess.Popen(
            (
                *(
                    str(_PROGRAM),
                    "-n",
                    "-v",
                    "--daemonize=no",
                    "--use-pid-file=no",
                    "--exit-idle-time=-1",
                    "--disable-shm",
                ),
                *(f"--dl-search-path={self._modules}", "--log-target=stderr"),
                *(word for load in loads for word in ("-L", load)),
            ),
            env=self._surroundings,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        assert self._process.stderr
        said = b""
        while _STARTED not in said:
            line = self._process.stderr.readline()
            assert line, said.decode()
            said += line
        return self

    def __exit__(self, *_exc):
        self._process.terminate()
        self._process.communicate()

    @contextlib.asynccontextmanager
    async def ear(self):
        """Somebody listens."""
        process = await asyncio.create_subprocess_exec(
            *(str(ROOT / "usr" / "bin" / "parec"), "--device=headset.monitor", "--raw", "--latency-msec=50"),
            *("--format=s16le", "--channels=1", f"--rate={RATE_HZ}"),
            env=self._surroundings | self.environment,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            yield Ear(process.stdout)
        finally:
            process.terminate()
            await process.communicate()


class Ear:
    """Hears in real time, silence too."""

    def __init__(self, stream):
        self._stream = stream

    async def loudest(self, seconds):
        """How loud the next so many seconds are at most, of 32,767."""
        heard = array.array("h", await self._stream.readexactly(2 * round(RATE_HZ * seconds)))
        return max(map(abs, heard))

    async def loud_within(self, seconds):
        """Whether there is something to be heard in the next so many seconds."""
        for _ in range(round(10 * seconds)):
            if await self.loudest(0.1) > LOUD:
                return True
        return False
