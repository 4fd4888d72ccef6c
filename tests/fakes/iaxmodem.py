"""Debian's iaxmodem: a soft modem on a pty that we did not write, called over IAX2 from the tests' Asterisk."""

import os
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(os.environ.get("MODEMS_ROOT", Path(__file__).parents[2] / ".modems"))
PEER = "iaxmodem"
_PROGRAM = ROOT / "usr" / "bin" / "iaxmodem"
_OWN_FOLDERS = {b"/etc/iaxmodem/%s": b"%s", b"/var/log/iaxmodem/%s": b"log.%s"}
"""What is written into the program, and what is to stand there instead: it keeps to the folder that it is started in."""
_CONFIG = """\
device {device}
owner {owner}
mode 600
port {port}
refresh 0
server 127.0.0.1
peername {peer}
codec alaw
"""
_IAX_CONF = """\
[general]
bindaddr = 127.0.0.1
bindport = {own_port}
requirecalltoken = no
[{peer}]
type = friend
host = 127.0.0.1
port = {port}
disallow = all
allow = alaw
context = from-trunk
"""
_BOOT_S = 10


def why_not():
    """What keeps it away, or an empty string."""
    if _PROGRAM.exists():
        return ""
    told = ROOT / "why-not"
    return told.read_text(encoding="utf-8").strip() if told.exists() else "run .ci/modems first"


def free_port():
    with socket.socket(type=socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        return udp.getsockname()[1]


class IaxModem:
    """One modem, while the `with` block runs; `device` is its port."""

    def __init__(self, home):
        self.home = home
        self.device = home / "ttyIAX"
        self.port = free_port()

    def iax_conf(self):
        """What an Asterisk needs to call it."""
        return _IAX_CONF.format(own_port=free_port(), peer=PEER, port=self.port)

    def __enter__(self):
        data = _PROGRAM.read_bytes()
        for written, instead in _OWN_FOLDERS.items():
            assert written + b"\0" in data
            data = data.replace(written + b"\0", instead.ljust(len(written) + 1, b"\0"))
        program = self.home / "iaxmodem"
        program.write_bytes(data)
        program.chmod(0o700)
        owner = f"{os.getuid()}:{os.getgid()}"
        config = _CONFIG.format(device=self.device, owner=owner, port=self.port, peer=PEER)
        (self.home / "line").write_text(config, encoding="utf-8")
        with (self.home / "out").open("wb") as out:
            self.process = subprocess.Popen(
                (str(program), "line"), cwd=self.home, stdout=out, stderr=out, stdin=subprocess.DEVNULL
            )
        deadline = time.monotonic() + _BOOT_S
        while not self.device.exists():
            assert self.process.poll() is None, (self.home / "out").read_text(errors="replace")
            assert time.monotonic() < deadline, "iaxmodem opens no port"
            time.sleep(0.02)
        return self

    def __exit__(self, *_exc):
        self.process.terminate()
        self.process.wait(10)
