"""A private Asterisk on free loopback ports, set up by nothing but the output of `agent-desktop asterisk-config`."""

import contextlib
import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from agent_desktop.cti.ari.config import passwords
from ivr.sound import keep
from tests.fakes import decliner
from tests.fakes.centreworld import settings_file
from tests.fakes.sip_people import TONES, tone

ROOT = Path(os.environ.get("ASTERISK_ROOT", Path(__file__).parents[2] / ".asterisk"))
USER = PASSWORD = "desk"

_ASTERISK_CONF = """\
[directories]
astcachedir => {home}/cache
astetcdir => {home}/etc
astmoddir => {modules}
astvarlibdir => {home}/lib
astdbdir => {home}/db
astkeydir => {home}/lib
astdatadir => {home}/data
astagidir => {home}/data/agi-bin
astspooldir => {home}/spool
astrundir => {home}/run
astlogdir => {home}/log
astsbindir => {root}/usr/sbin
[options]
nocolor = yes
"""
_OTHER_FILES = {
    "modules.conf": "[modules]\nautoload=yes\n"
    + "".join(f"noload => {name}.so\n" for name in ("chan_dahdi", "chan_mobile", "chan_console", "res_config_ldap")),
    "logger.conf": "[general]\n[logfiles]\nfull => notice,warning,error\n",
    "rtp.conf": "[general]\nrtpstart=20000\nrtpend=24999\n",
    "stasis.conf": "[general]\n",
}
_BOOT_S = 20
REVIVED: list[int] = []
"""Instances that hung and were started again."""
_ATTEMPTS = 3


def why_not() -> str:
    """What keeps Asterisk away, or an empty string."""
    if (ROOT / "asterisk").exists():
        return ""
    told = ROOT / "why-not"
    return told.read_text(encoding="utf-8").strip() if told.exists() else "run .ci/asterisk first"


def quiet_port():
    """A port that is free now and that no outgoing connection is given by chance: below the range for those."""
    while True:
        port = random.randint(10_000, 19_999)
        with socket.socket(type=socket.SOCK_STREAM) as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            try:
                tcp.bind(("127.0.0.1", port))
                udp.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


def start(home, out):
    """The process of an instance whose files are there."""
    command = (*_program(home), "-f", "-n")
    return subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL)


def on_console(home, words):
    """Whether a running instance has done what it was told."""
    done = subprocess.run((*_program(home), "-rx", words), capture_output=True, check=False, timeout=_BOOT_S)
    return done.returncode == 0


def _program(home):
    return str(ROOT / "asterisk"), "-C", str(home / "etc" / "asterisk.conf")


class Asterisk:
    """One instance, while the `with` block runs."""

    def __init__(self, home: Path, added: Mapping[str, str] | None = None) -> None:
        """`added` goes to the ends of its configuration files, by name; a file that is not there is made of it."""
        self.home = home
        self._added = dict(added or {})

    def __enter__(self) -> Self:
        for name in ("etc", "lib", "spool/recording", "run", "log", "cache", "db", "data/sounds"):
            (self.home / name).mkdir(parents=True)
        self._sounds()
        for _ in range(_ATTEMPTS):
            if self._start():
                return self
            self.__exit__()
        said = [path.read_text(errors="replace")[-2000:] for path in (self.home / "out", self.home / "log" / "full")]
        raise AssertionError(f"Asterisk did not start within {_BOOT_S} s, {_ATTEMPTS} times: {said}")

    def __exit__(self, *_exc: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def passwords(self):
        """The telephones' passwords, by number."""
        return passwords((self.home / "etc" / "pjsip.conf").read_text(encoding="utf-8"))

    def prompts_from(self, prompts):
        """Let it play a centre's prompts, as docs/asterisk.md says: one link per language."""
        for language in ("en", "zh_CN"):
            link = self.home / "data" / "sounds" / language / "agent-desktop"
            link.unlink(missing_ok=True)
            link.symlink_to(prompts / language / "agent-desktop")

    def clear(self) -> None:
        """End every call that is left, and every bridge."""
        deadline = time.monotonic() + 10
        while (left := self.ask("GET", "channels")) and time.monotonic() < deadline:
            for channel in left:
                with contextlib.suppress(urllib.error.HTTPError):  # it ended by itself
                    self.ask("DELETE", f"channels/{channel['id']}")
            time.sleep(0.02)
        assert not left, left
        for bridge in self.ask("GET", "bridges"):
            self.ask("DELETE", f"bridges/{bridge['id']}")

    def ask(self, method: str, uri: str) -> Any:
        """One request by ARI over HTTP."""
        manager = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        address = f"http://127.0.0.1:{self.http_port}/ari/{uri}"
        manager.add_password(None, address, USER, PASSWORD)
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPBasicAuthHandler(manager)
        )
        with opener.open(urllib.request.Request(address, method=method), timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def _configure(self):
        for name in self._added:  # of an attempt before
            (self.home / "etc" / name).unlink(missing_ok=True)
        settings = settings_file(self.home, switch_url=self.url, port=1)
        command = (sys.executable, "-m", "agent_desktop", "asterisk-config", "--settings", str(settings))
        where = ("--provider", f"127.0.0.1:{self.people_port}", "--sip", self.sip, "--into", str(self.home / "etc"))
        subprocess.run((*command, *where), check=True, stdout=subprocess.DEVNULL)
        (modules,) = ROOT.glob("usr/lib/*-linux-gnu/asterisk/modules")
        texts = {"asterisk.conf": _ASTERISK_CONF} | _OTHER_FILES
        for name, text in texts.items():
            filled = text.format(home=self.home, root=ROOT, modules=modules)
            (self.home / "etc" / name).write_text(filled, encoding="utf-8")
        added = ("pjsip.conf", decliner.ENDPOINT.format(port=self.decliner_port)), *self._added.items()
        for name, text in added:
            with (self.home / "etc" / name).open("a", encoding="utf-8") as file:
                file.write(text)

    def _sounds(self):
        data = self.home / "data"
        share = ROOT / "usr" / "share" / "asterisk"
        for name in ("documentation", "rest-api"):
            (data / name).symlink_to(share / name)
        music = self.home / "prompts" / "music"
        music.mkdir(parents=True)
        keep(array("h", tone(TONES["music"], 10)), music / "hold.wav")
        for language in ("en", "zh_CN"):
            (data / "sounds" / language).mkdir()
        (voice,) = (share / "sounds").glob("en_US*")
        for sound in voice.glob("*.gsm"):
            (data / "sounds" / "en" / sound.name).symlink_to(sound)

    def _start(self):
        """Whether it runs. Somebody may take one of the ports in the very moment before Asterisk does."""
        self.http_port, self.sip_port, self.people_port = quiet_port(), quiet_port(), quiet_port()
        self.decliner_port = quiet_port()
        self.url = f"ws://127.0.0.1:{self.http_port}"
        self.sip = f"127.0.0.1:{self.sip_port}"
        self._configure()
        return self._boot()

    def restart(self):
        """Killed, and started again: every call is gone, whoever was registered still is."""
        self.process.kill()
        self.process.wait()
        assert self._boot(), "Asterisk did not come back"

    def revive(self):
        """Start one again that has hung; the report of the run says so."""
        REVIVED.append(self.http_port)
        self.restart()

    def _boot(self):
        with (self.home / "out").open("ab") as out:
            self.process = start(self.home, out)
        deadline = time.monotonic() + _BOOT_S
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError):
                self.ask("GET", "channels")
                return on_console(self.home, "core waitfullybooted")  # the telephones' part may come after that
            time.sleep(0.05)
        return False
