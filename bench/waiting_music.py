"""What it costs a real Asterisk that people wait: our music as the centre prepares it, beside the same piece in a file that must be
transcoded for each of them, and beside silence as the floor.

python -m bench.waiting_music [--callers 500] [--seconds 15]

Real SIP and RTP on loopback: half of the callers take µ-law, half A-law, and none of them speaks. The dialplan answers and plays; the class for
music on hold is the one that `agent-desktop asterisk-config` writes, its folder is filled as a centre fills it (`ivr.sound`). For the other two
classes there is the same piece as GSM, as Asterisk's own sounds are installed, and as WAV alone. All four are measured in one run.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.figures import used_s
from bench.waiting.callers import CODECS, Callers
from ivr import music, sound
from tests.fakes.asterisk import ROOT, Asterisk, why_not

_SILENCE, _OURS = "quiet", "ours"
_WAYS = {
    _SILENCE: "silence: the floor",
    _OURS: "our music, as the centre prepares it",
    "wav": "the same piece as WAV alone",
    "gsm": "the same piece as GSM alone",
}
_SETTLE_S = 3.0
_GONE_S = 30.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """What so many callers cost, and what they got."""

    core: float
    """Share of one processor core that Asterisk used."""
    packets_per_s: float
    """To each caller who listened; 50 are all there are."""
    heard: frozenset[str]
    """Codecs in which they came."""
    transcoded: int
    """Callers for whom Asterisk had to."""


def dialplan() -> str:
    """An extension for each way to wait."""
    plays = {
        _SILENCE: "Wait(3600)",
        _OURS: "MusicOnHold(default)",
        "wav": "MusicOnHold(wav)",
        "gsm": "MusicOnHold(gsm)",
    }
    lines = [f"exten => {way},1,Answer(,i)\n same => n,{plays[way]}\n" for way in _WAYS]
    return "\n[from-trunk]\n" + "".join(lines)


def _fill(asterisk: Asterisk) -> None:
    """The folders of all classes. Asterisk itself makes the GSM file of the WAV file; a class that had no file when it was read is none."""
    folder = asterisk.home / "prompts" / "music"
    sound.keep(music.piece(), folder / "hold.wav")
    others = {way: asterisk.home / way / f"hold.{way}" for way in ("wav", "gsm")}
    for file in others.values():
        file.parent.mkdir()
    others["wav"].write_bytes((folder / "hold.wav").read_bytes())
    _console(asterisk, f"file convert {others['wav']} {others['gsm']}")
    with (asterisk.home / "etc" / "musiconhold.conf").open("a", encoding="utf-8") as classes:
        classes.writelines(f"\n[{way}]\nmode = files\ndirectory = {file.parent}\n" for way, file in others.items())
    _console(asterisk, "moh reload")
    classes_read = _console(asterisk, "moh show files")
    if missing := [str(file) for file in (folder, *others.values()) if str(file.with_suffix("")) not in classes_read]:
        raise AssertionError(f"Asterisk does not play {missing}:\n{classes_read}")


def _console(asterisk: Asterisk, command: str) -> str:
    configuration = str(asterisk.home / "etc" / "asterisk.conf")
    run = subprocess.run(
        (str(ROOT / "asterisk"), "-C", configuration, "-rx", command), capture_output=True, check=True, text=True
    )
    return run.stdout


async def _measure(asterisk: Asterisk, callers: Callers, way: str, count: int, seconds: float) -> Waiting:
    await callers.call(count, way)
    await asyncio.sleep(_SETTLE_S)
    callers.heard.clear()
    begin, used = time.perf_counter(), used_s(asterisk.process.pid)
    await asyncio.sleep(seconds)
    elapsed, used = time.perf_counter() - begin, used_s(asterisk.process.pid) - used
    packets, heard = (
        callers.heard.total() / elapsed / callers.listeners,
        frozenset(CODECS[kind] for kind in callers.heard),
    )
    transcoded = await asyncio.to_thread(_transcoded, asterisk, count)
    callers.hang_up()
    await _gone(asterisk)
    return Waiting(used / elapsed, packets, heard, transcoded)


def _transcoded(asterisk: Asterisk, count: int) -> int:
    """Callers whose channel is written in another form than it sends: between the two Asterisk has a translation path."""
    forms: Counter[tuple[str, str]] = Counter()
    for channel in asterisk.ask("GET", "channels"):
        native, written = (
            _variable(asterisk, channel["id"], f"CHANNEL({name})") for name in ("audionativeformat", "audiowriteformat")
        )
        forms[native, written] += 1
    if forms.total() != count:
        raise AssertionError(f"{count} callers called, {forms.total()} are there")
    return sum(number for (native, written), number in forms.items() if native != f"({written})")


def _variable(asterisk: Asterisk, channel: str, name: str) -> str:
    value: str = asterisk.ask("GET", f"channels/{channel}/variable?variable={name}")["value"]
    return value


async def _gone(asterisk: Asterisk) -> None:
    deadline = time.monotonic() + _GONE_S
    while await asyncio.to_thread(asterisk.ask, "GET", "channels"):
        if time.monotonic() > deadline:
            raise TimeoutError("callers are still there")
        await asyncio.sleep(0.2)


async def _measure_all(asterisk: Asterisk, count: int, seconds: float) -> dict[str, Waiting]:
    loop = asyncio.get_running_loop()
    address = "127.0.0.1", asterisk.people_port
    transport, callers = await loop.create_datagram_endpoint(lambda: Callers(asterisk.sip), local_addr=address)
    try:
        return {way: await _measure(asterisk, callers, way, count, seconds) for way in _WAYS}
    finally:
        transport.close()


def _tell(found: dict[str, Waiting], count: int) -> None:
    floor, ours = found[_SILENCE], found[_OURS]
    for way, name in _WAYS.items():
        one = found[way]
        codecs = " and ".join(sorted(one.heard)) or "nothing"
        print(
            f"{name:40} {one.core:6.1%} of a core, {one.core / count * 1e6:6.0f} µs a second for each;"
            f" {one.packets_per_s:4.1f} packets a second, {codecs}; transcoded: {one.transcoded} of {count}"
        )
    for way in ("wav", "gsm"):
        print(
            f"{_WAYS[way]:40} costs {found[way].core / ours.core:.1f} × ours, {_above(found[way], floor) / _above(ours, floor):.1f} × above the floor"
        )


def _above(one: Waiting, floor: Waiting) -> float:
    return one.core - floor.core


def run(count: int = 500, seconds: float = 15.0) -> None:
    """Measure and print."""
    if reason := why_not():
        print(f"!! NOT RUN, music for people who wait: {reason}")
        return
    print(f"Music on hold: {count} callers on a real Asterisk, each way for {seconds:g} s")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="agent-desktop-bench-")))
        asterisk = stack.enter_context(Asterisk(folder / "asterisk", {"extensions.conf": dialplan()}))
        _fill(asterisk)
        found = asyncio.run(_measure_all(asterisk, count, seconds))
    _tell(found, count)
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.waiting_music", description=__doc__)
    parser.add_argument("--callers", type=int, default=500, help="how many wait")
    parser.add_argument("--seconds", type=float, default=15.0, help="how long each way is measured")
    asked = parser.parse_args()
    run(asked.callers, asked.seconds)


if __name__ == "__main__":
    main()
