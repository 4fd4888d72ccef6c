"""What is added to the files of an Asterisk so that calls can be routed there in either way: callers, agents' telephones, a queue.

Callers and telephones are Local channels that answer in the dialplan, without sound. An agent talks as long as their number says, so that
talk times are the same whoever routes.
"""

from __future__ import annotations

import math

AGENTS = "bench-agents"
PEOPLE = "bench-people"
OURS, QUEUE = "bench-ours", "bench-queue"
DIALS = "95002"
FIRST = 20_000
SPREAD = 0.2
"""Talk times lie so far below and above their mean."""


def numbers(agents: int) -> list[str]:
    """Of the agents' telephones."""
    return [str(FIRST + number) for number in range(agents)]


def talks_s(agents: int, mean_s: float) -> list[float]:
    """How long each agent talks: evenly spread, and neighbours differ."""
    step = round(agents * (math.sqrt(5) - 1) / 2)
    while math.gcd(step, agents) != 1:
        step += 1
    places = ((number * step % agents + 0.5) / agents for number in range(agents))
    return [round(mean_s * (1 + SPREAD * (2 * place - 1)), 3) for place in places]


def files(agents: int, talk_s: float) -> dict[str, str]:
    """Additions by the file's name. No music for anybody, and nothing that only writes down what went on."""
    return {
        "extensions.conf": _people() + _telephones(agents, talk_s),
        "queues.conf": _queue(agents),
        "modules.conf": "noload => res_musiconhold.so\n",
        "cdr.conf": "[general]\nenable = no\n",
        "logger.conf": "[general]\nqueue_log = no\n",
    }


def _people() -> str:
    return f"""
[{PEOPLE}]
exten => caller,1,Answer(,i)
 same => n,Wait(3600)

[{OURS}]
exten => {DIALS},1,Stasis(agent-desktop,${{EXTEN}},${{CALLERID(num-pres)}})
 same => n,Hangup()

[{QUEUE}]
exten => {DIALS},1,Queue(bench)
 same => n,Hangup()
"""


def _telephones(agents: int, talk_s: float) -> str:
    """A telephone says itself whether it is in use, as app_queue wants to know."""
    lines = [f"\n[{AGENTS}]"]
    for number, talk in zip(numbers(agents), talks_s(agents, talk_s), strict=True):
        lines += [
            f"exten => {number},1,Set(DEVICE_STATE(Custom:{number})=INUSE)",
            f" same => n,Set(AGENT={number})",
            " same => n,Answer(,i)",
            f" same => n,Wait({talk})",
            " same => n,Hangup()",
        ]
    return "\n".join([*lines, "exten => h,1,Set(DEVICE_STATE(Custom:${AGENT})=NOT_INUSE)"]) + "\n"


def _queue(agents: int) -> str:
    members = "".join(
        f"member => Local/{number}@{AGENTS}/n,0,Agent {number},Custom:{number}\n" for number in numbers(agents)
    )
    return f"""\
[general]
autofill = yes
shared_lastcall = yes
persistentmembers = no

[bench]
strategy = leastrecent
autofill = yes
ringinuse = no
timeout = 20
retry = 1
wrapuptime = 0
memberdelay = 0
joinempty = yes
leavewhenempty = no
announce-frequency = 0
periodic-announce-frequency = 0
announce-position = no
announce-holdtime = no
reportholdtime = no
autopause = no
{members}"""
