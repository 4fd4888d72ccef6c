"""A routing core with a world around it: a switch that behaves, a clock that is turned by hand, facts as they come.

The switch answers each command as a real one would, in order, when `settle` is called; so a test can also look at what was
asked before it has happened, or let the switch refuse, lose and delay.
"""

from collections import deque
from typing import Any

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import CallId, Cause, ConnectionId
from ivr import inputs
from ivr.core.core import Core
from ivr.core.state import State
from ivr.effects import AskStore, CaptionHeard, LookUpCaller
from ivr.facts import NumberedFact
from tests.fakes.plans import small_plan


class CoreWorld:
    """`ring`, `press`, `hang_up` are what callers do; `ask` is what agents do; `wait` lets time pass."""

    def __init__(self, plan=None, now=1_000_000.0):
        self.plan = plan or small_plan()
        self.core = Core(self.plan, State("t"))
        self.now = now
        self.facts, self.commands, self.captions, self.asked = [], [], [], []
        self.refused: list[Any] = []  # for tests that ask for what cannot be
        self.live = {}  # connection → answered
        self.silent = set()  # stations that never pick up
        self.broken = set()  # stations that cannot be reached
        self.station_of = {}
        self.ears = {}  # what somebody hears a call by → the caller's connection
        self.customers = {}
        self.happening: deque[Any] = deque()
        self.inputs = []
        self.callers = 0
        self.tell(switch.SwitchUp(()))

    # --- what happens ---------------------------------------------------------------------------------------------------

    def tell(self, item):
        """One input, and all that the switch does in answer."""
        self.give(item)
        self.settle()

    def give(self, item):
        """One input alone; raises Refusal."""
        self.inputs.append((self.now, item))
        self.take(self.core.handle(item, self.now))

    def take(self, effects):
        for effect in effects:
            match effect:
                case NumberedFact():
                    self.facts.append(effect)
                case LookUpCaller(call=call, ani=ani, customer_id=known):
                    customer = self.customers.get(ani, (known, None, ""))
                    self.happening.append(inputs.CallerIdentified(call, *customer))
                case AskStore():
                    self.asked.append(effect)
                case CaptionHeard():
                    self.captions.append(effect)
                case _:
                    self.commands.append(effect)
                    self.obey(effect)

    def settle(self):
        while self.happening:
            item = self.happening.popleft()
            self.give(item)

    def obey(self, command):
        match command:
            case switch.Answer(connection=connection) if connection in self.live:
                self.live[connection] = True
                self.happening.append(switch.ConnectionAnswered(connection))
            case switch.StopRecording(recording=recording):
                self.happening.append(switch.RecordingEnded(recording, complete=True))
            case switch.Dial(connection=connection, device=device):
                self.dial(connection, device)
            case switch.Monitor(connection=connection, subject=subject):
                self.ears[connection] = subject
                self.live[connection] = True
                self.happening.append(switch.ConnectionAnswered(connection))
            case switch.Clear(connection=connection, cause=cause) if connection in self.live:
                del self.live[connection]
                self.happening.append(switch.ConnectionEnded(connection, cause))
                self.ears_end(connection)

    def ears_end(self, subject):
        """What hears a connection ends with it."""
        for ear in [ear for ear, heard in self.ears.items() if heard == subject and ear in self.live]:
            del self.live[ear]
            self.happening.append(switch.ConnectionEnded(ear, Cause.NORMAL))

    def dial(self, connection, device):
        self.station_of[device] = connection
        if device in self.broken:
            self.happening.append(switch.ConnectionEnded(connection, Cause.UNREACHABLE))
            return
        self.live[connection] = False
        self.happening.append(switch.ConnectionAlerting(connection))
        if device not in self.silent:
            self.pick_up(device)

    def pick_up(self, device):
        connection = self.station_of[device]
        self.live[connection] = True
        self.happening.append(switch.ConnectionAnswered(connection))

    # --- people ---------------------------------------------------------------------------------------------------------

    def ring(self, dnis="4001", ani="+442079460103"):
        self.callers += 1
        connection = ConnectionId(f"caller{self.callers}")
        self.live[connection] = False
        self.tell(switch.CallArrived(connection, ani, "", False, dnis))
        return CallId(self.core.state.last_call)

    def connection(self, call):
        return self.core.state.calls[call].connection

    def press(self, call, digit):
        self.tell(switch.DigitReceived(self.connection(call), digit))

    def hang_up(self, call, cause=Cause.NORMAL):
        connection = self.connection(call)
        del self.live[connection]
        self.ears_end(connection)
        self.tell(switch.ConnectionEnded(connection, cause))

    def drop_station(self, device, cause):
        connection = self.station_of[device]
        del self.live[connection]
        self.tell(switch.ConnectionEnded(connection, cause))

    def prompt_ends(self, call):
        playback = self.core.state.calls[call].playback
        if playback is not None:
            self.tell(switch.PlaybackEnded(playback, completed=True))

    def ready(self, *agents):
        for agent in agents:
            self.tell(inputs.LogOn(agent, ""))
            self.tell(inputs.BecomeReady(agent))

    def wait(self, seconds):
        """Let time pass, stopping at each deadline on the way."""
        until = self.now + seconds
        while (due := self.core.next_deadline()) is not None and due <= until:
            self.now = max(self.now, due)
            self.inputs.append((self.now, None))
            self.take(self.core.tick(self.now))
            self.settle()
        self.now = until

    # --- looking --------------------------------------------------------------------------------------------------------

    def agent(self, agent):
        return self.core.state.agents[agent]

    def of(self, kind):
        return [fact.fact for fact in self.facts if isinstance(fact.fact, kind)]

    def sent(self, kind):
        return [command for command in self.commands if isinstance(command, kind)]
