"""Debian's vgetty: an answering machine for voice modems that we did not write, let loose on the emulated one."""

import os
import signal
import subprocess

from tests.fakes.iaxmodem import ROOT
from tests.fakes.iaxmodem import why_not as _why_not

_PROGRAM = ROOT / "usr" / "sbin" / "vgetty"
_OWN_FOLDERS = {
    b"/dev/%s": b"%s",
    b"/etc/mgetty": b"etc",
    b"/etc/mgetty/mgetty.config": b"etc/mgetty.config",
    b"/etc/mgetty/dialin.config": b"etc/dialin.config",
    b"/etc/nologin.%s": b"nologin.%s",
    b"/var/lock/LCK..%s": b"LCK..%s",
    b"/var/log/mgetty/mg_%s.log": b"mg_%s.log",
    b"/var/log/mgetty/vg_%s.log": b"vg_%s.log",
    b"/var/log/wtmp": b"wtmp",
    b"/var/run": b".",
}
"""What is written into the program, and what is to stand there instead: it has no options for its folders, and so it keeps to the
one that it is started in, without root and without a namespace."""
_MGETTY = """\
debug 6
speed 115200
toggle-dtr n
ignore-carrier y
port-owner {user}
port-group {group}
port-mode 0600
"""
_VOICE = """\
part generic
voice_log_level 6
voice_dir {home}/voice
phone_owner {user}
phone_group {group}
phone_mode 0600
port_speed 115200
raw_data true
forceV253 true
rec_compression 8
rec_speed 8000
rec_silence_threshold 128
beep_length 200
program vgetty
rings 2
ring_report_delay 2
answer_mode voice
dtmf_program {home}/told
message_program
ring_type ring
"""
_TOLD = '#!/bin/sh\nprintf "%s" "$1" >"{home}/keys"\n'


def why_not():
    """What keeps it away, or an empty string."""
    return "" if _PROGRAM.exists() else _why_not() or "run .ci/modems first"


class Vgetty:
    """One, on one port, while the `with` block runs. It ends by itself after a call, as a getty does."""

    def __init__(self, home, port, greeting):
        self.home, self._port, self._greeting = home, port, greeting

    def __enter__(self):
        (self.home / "etc").mkdir()
        for folder in ("messages", "incoming"):
            (self.home / "voice" / folder).mkdir(parents=True)
        self._configure()
        (self.home / "line").symlink_to(self._port)
        program = self.home / "vgetty"
        program.write_bytes(_moved(_PROGRAM.read_bytes()))
        program.chmod(0o700)
        with (self.home / "out").open("wb") as out:
            self.process = subprocess.Popen(
                (str(program), "line"), cwd=self.home, stdout=out, stderr=out, stdin=subprocess.DEVNULL
            )
        return self

    def __exit__(self, *_exc):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def _configure(self):
        names = {"home": self.home, "user": os.getuid(), "group": os.getgid()}
        etc = self.home / "etc"
        (etc / "mgetty.config").write_text(_MGETTY.format(**names), encoding="utf-8")
        (etc / "voice.conf").write_text(_VOICE.format(**names), encoding="utf-8")
        told = self.home / "told"
        told.write_text(_TOLD.format(**names), encoding="utf-8")
        told.chmod(0o700)
        messages = self.home / "voice" / "messages"
        (messages / "hello").write_bytes(self._greeting)
        (messages / "Index").write_text("hello\n", encoding="utf-8")

    def messages(self):
        """What callers have left, as samples."""
        return [path.read_bytes() for path in sorted((self.home / "voice" / "incoming").iterdir())]

    def keys(self):
        """The command that a caller has given: what was between `*` and `#`."""
        told = self.home / "keys"
        return told.read_text(encoding="utf-8") if told.exists() else ""

    def log(self):
        """What it says of itself."""
        return "\n".join(path.read_text(errors="replace") for path in (*self.home.glob("*.log"), self.home / "out"))


def _moved(program: bytes):
    for written, instead in _OWN_FOLDERS.items():
        ended = b"\0" + written + b"\0"
        if ended not in program:
            ended = written + b"\0"
        assert ended in program, written
        kept = ended[: len(ended) - len(written) - 1]
        program = program.replace(ended, kept + instead.ljust(len(written) + 1, b"\0"))
    return program
