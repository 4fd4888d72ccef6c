"""The words of telephony, after CSTA (ECMA-269 / ISO/IEC 18051). Pure values; must never import I/O, clocks or Qt.

A *call* is one customer interaction and keeps its `CallId` for life. A *connection* is one device's part in a call;
its id is the switch's own handle for it (an ARI channel id, a modem line).
"""

from __future__ import annotations

import enum
from typing import NewType

CallId = NewType("CallId", int)
ConnectionId = NewType("ConnectionId", str)
PlaybackId = NewType("PlaybackId", str)
BridgeId = NewType("BridgeId", str)
RecordingId = NewType("RecordingId", str)
AgentId = NewType("AgentId", str)
QueueId = NewType("QueueId", str)


class Language(enum.StrEnum):
    """A language that texts, prompts and seats exist in (BCP 47 with an underscore, as Qt and gettext write it)."""

    EN = "en"
    ZH_CN = "zh_CN"


class Direction(enum.StrEnum):
    """How a call came about."""

    IN = "in"
    """A customer called."""
    OUT = "out"
    """An agent called a customer."""
    CALLBACK = "callback"
    """A customer called, asked to be called back, and is."""
    VOICEMAIL = "voicemail"
    """A customer called and left a message, which an agent works on."""
    FOLLOW_UP = "follow_up"
    """We promised something, and its time has come."""


WORK_ITEMS = frozenset({Direction.VOICEMAIL, Direction.FOLLOW_UP})
"""Routed like calls, with nobody on the line; nobody is called before the agent says so."""


class ConnectionState(enum.StrEnum):
    """ECMA-269 §6.1.5: where one party stands in a call."""

    NULL = "null"
    """Not in the call, or no longer."""
    INITIATED = "initiated"
    """Asked for at the switch; the far device knows nothing yet."""
    ALERTING = "alerting"
    """The device rings."""
    CONNECTED = "connected"
    """The party can talk and hear."""
    HOLD = "hold"
    """The party is in the call but hears music."""
    QUEUED = "queued"
    """The party waits for somebody to be found."""
    FAIL = "fail"
    """The device could not be reached: busy, unknown, out of order."""


class Cause(enum.StrEnum):
    """Why a connection ended (Q.850 in words; `q850` gives and takes the number)."""

    NORMAL = "normal"
    """Somebody hung up."""
    BUSY = "busy"
    """The called device was busy."""
    NO_ANSWER = "no_answer"
    """The called device rang out."""
    REJECTED = "rejected"
    """The called person pressed reject."""
    UNREACHABLE = "unreachable"
    """No such number, not registered, no route."""
    CONGESTION = "congestion"
    """The network or the switch had no room."""
    LINE_LOST = "line_lost"
    """The switch or the link to it went away in mid-call."""

    @property
    def q850(self) -> int:
        """The ITU-T Q.850 cause value."""
        return _Q850[self]

    @classmethod
    def from_q850(cls, value: int) -> Cause:
        """The nearest of our causes; an unknown value counts as a normal end."""
        return _FROM_Q850.get(value, cls.NORMAL)


_Q850 = {
    Cause.NORMAL: 16,
    Cause.BUSY: 17,
    Cause.NO_ANSWER: 19,
    Cause.REJECTED: 21,
    Cause.UNREACHABLE: 20,
    Cause.CONGESTION: 34,
    Cause.LINE_LOST: 27,
}
_FROM_Q850 = {value: cause for cause, value in _Q850.items()} | {
    1: Cause.UNREACHABLE,
    3: Cause.UNREACHABLE,
    18: Cause.NO_ANSWER,
    28: Cause.UNREACHABLE,
    38: Cause.CONGESTION,
    41: Cause.CONGESTION,
    42: Cause.CONGESTION,
}


class Capability(enum.StrEnum):
    """What a line can do; a seat greys out what is missing and says why."""

    ANSWER = "answer"
    HOLD = "hold"
    TRANSFER = "transfer"
    CONSULT = "consult"
    CONFERENCE = "conference"
    SEND_DIGITS = "send_digits"
    RECEIVE_DIGITS = "receive_digits"
    PROMPTS = "prompts"
    RECORD = "record"
    MONITOR = "monitor"
    DIAL = "dial"
    MUTE = "mute"
    PLAY_TO_AGENT = "play_to_agent"
    """A message that was left is heard in the agent's telephone."""


EVERYTHING = frozenset(Capability)
"""What a telephone switch can do."""


class MonitorMode(enum.StrEnum):
    """How a supervisor is with a call."""

    MONITOR = "monitor"
    """They listen; nobody hears them."""
    WHISPER = "whisper"
    """The agent hears them, the caller doesn't."""
    BARGE_IN = "barge_in"
    """Both hear them."""


class Strategy(enum.StrEnum):
    """Which of the idle agents who may take a call gets it. Counts and times are since the agent logged on."""

    LONGEST_IDLE = "longest_idle"
    """Who has been waiting for a call the longest."""
    ROUND_ROBIN = "round_robin"
    """The next one after whoever had the queue's last call, in the order of the settings, and from the top again."""
    RANDOM = "random"
    """Anyone, each as likely as the other; a day that is replayed draws the same."""
    FEWEST_CALLS = "fewest_calls"
    """Who has had the fewest conversations."""
    LEAST_TALK_TIME = "least_talk_time"
    """Who has been in conversation for the shortest time."""
    TOP_DOWN = "top_down"
    """The first in the order of the settings."""
    SKILL_LEVEL = "skill_level"
    """Who is best at the skills that are asked for; among equals, who has been waiting longest."""
    RING_ALL = "ring_all"
    """Everybody at once; the first to answer has the call."""
    PROGRESSIVE = "progressive"
    """Who has been waiting longest, and one more every few seconds, while the others go on ringing."""


SEVERAL_RING = frozenset({Strategy.RING_ALL, Strategy.PROGRESSIVE})
"""Under these a call is offered to more than one agent at a time."""


class QueueChoice(enum.StrEnum):
    """From which of their queues an agent gets the next call, where priorities are equal."""

    ARRIVAL = "arrival"
    """Who arrived first; an agent's weights count waits in some queues more than once."""
    SERVICE_LEVEL = "service_level"
    """Who has used up most of the time within which their queue promises to answer, times the agent's weight."""


class Lack(enum.StrEnum):
    """What a queue lacks when it hands a call on."""

    NONE_LOGGED_ON = "none_logged_on"
    """Nobody who may take the call is logged on."""
    NONE_READY = "none_ready"
    """Nobody who may take the call is ready: all are busy, away or gone."""
    NONE_AT_WORK = "none_at_work"
    """All who may take the call are logged off or not ready."""


class StationMode(enum.StrEnum):
    """How an agent's telephone is tied to calls."""

    NAILED_UP = "nailed_up"
    """Dialled once at log-in and kept; each call is bridged to it. Answer on screen works with any phone."""
    ON_DEMAND = "on_demand"
    """The phone itself rings for each offer and is picked up by hand."""
