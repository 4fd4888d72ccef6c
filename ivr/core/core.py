"""The routing core: `(input, now) → effects`, and nothing besides.

Five verbs. `handle` takes one input, `tick` what has become due, `next_deadline` says when to come back, `snapshot` and
`restore` put it to sleep and wake it. The same inputs at the same times give the same effects, always: there is no
clock, no chance and no I/O in here, so it can be replayed, searched by property tests, and run a million calls at a time.

A request that cannot be is refused with `agent_desktop.errors.Refusal` before anything has changed. An event of the switch is
never refused: what comes too late or twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import (
    AgentId,
    CallId,
    Capability,
    Cause,
    ConnectionId,
    PlaybackId,
    QueueId,
    RecordingId,
)
from agent_desktop.errors import UserError
from agent_desktop.protocol.messages import AgentState
from ivr import facts, inputs
from ivr.core import (
    agents,
    consulting,
    directing,
    flows,
    menu,
    messages,
    monitoring,
    offers,
    outbound,
    recording,
    resuming,
    stages,
    stations,
    talks,
    waiting,
    work,
)
from ivr.core.call_machine import Place
from ivr.core.ground import Ground
from ivr.core.state import Agent, Call, State
from ivr.core.timers import Timer
from ivr.effects import AnyEffect, CaptionHeard, LookUpCaller
from ivr.plan import Plan

SNAPSHOT_VERSION = 1


class Snapshot(msgspec.Struct, frozen=True):
    """A sleeping core. Heaps are not in it: they follow from the state and these orders."""

    version: int
    now: float
    state: State
    timers: list[tuple[float, Timer, str]]
    idle: list[AgentId]
    kept_from: dict[CallId, dict[AgentId, float]]
    turns: dict[QueueId, AgentId] = {}
    """Who had the last call of each queue that goes round."""
    draws: int = 0
    """How often chance has decided."""


class Core:
    """One centre's calls and agents."""

    def __init__(self, plan: Plan, state: State) -> None:
        self._ground = Ground(plan, state)
        for agent in plan.agents:
            state.agents.setdefault(agent.agent, Agent(agent.agent, agent.station))
        for moved in state.agents.values():
            directing.take_up_assignment(self._ground, moved)
        self._handlers: dict[type[Any], Callable[[Any], None]] = self._table()

    # --- the five verbs ----------------------------------------------------------------------------------------------

    def handle(self, item: inputs.AnyInput, now: float) -> list[AnyEffect]:
        """Take one input at `now` (Unix seconds; a clock that goes back counts as standing still).

        Raises:
            Refusal: a request cannot be done; nothing has changed.

        """
        ground = self._ground
        ground.now = max(ground.now, now)
        ground.effects = []
        self._handlers[type(item)](item)
        self._settle()
        return ground.effects

    def tick(self, now: float) -> list[AnyEffect]:
        """Do everything whose time has come."""
        ground = self._ground
        ground.now = max(ground.now, now)
        ground.effects = []
        while due := ground.timers.pop_due(ground.now):
            self._due(*due)
            self._settle()
        return ground.effects

    def next_deadline(self) -> float | None:
        """When `tick` is wanted next (Unix seconds); None: not before the next input."""
        return self._ground.timers.first()

    def snapshot(self) -> bytes:
        """All that the core remembers, as JSON."""
        ground = self._ground
        acd = ground.acd
        sleeping = Snapshot(
            SNAPSHOT_VERSION,
            ground.now,
            ground.state,
            ground.timers.dump(),
            acd.dump_idle(),
            acd.dump_kept(),
            acd.dump_turns(),
            acd.draws,
        )
        return msgspec.json.encode(sleeping)

    @classmethod
    def restore(cls, plan: Plan, snapshot: bytes) -> Core:
        """Wake a core from its snapshot.

        Raises:
            UserError: the snapshot is another version's, or none at all.

        """
        try:
            sleeping = msgspec.json.decode(snapshot, type=Snapshot)
        except msgspec.MsgspecError as error:
            raise UserError(f"the snapshot cannot be read: {error}") from None
        if sleeping.version != SNAPSHOT_VERSION:
            raise UserError(f"the snapshot is of version {sleeping.version}, this program reads {SNAPSHOT_VERSION}")
        core = cls(plan, sleeping.state)
        core._wake(sleeping)
        return core

    @property
    def unfinished(self) -> list[AnyEffect]:
        """What an input had already decided when it failed: facts that are numbered have to be told all the same."""
        return self._ground.effects

    @property
    def plan(self) -> Plan:
        """What it goes by now: that which it was built from, with the flows of today."""
        return self._ground.plan

    @property
    def state(self) -> State:
        """For reading only: by tests, reports and the shell that starts it."""
        return self._ground.state

    # --- inside ------------------------------------------------------------------------------------------------------

    def _table(self) -> dict[type[Any], Callable[[Any], None]]:
        ground = self._ground

        def on(part: Callable[[Ground, Any], None]) -> Callable[[Any], None]:
            return lambda item: part(ground, item)

        return {
            switch.CallArrived: self._call_arrived,
            switch.ConnectionAlerting: lambda _: None,
            switch.ConnectionAnswered: self._connection_answered,
            switch.ConnectionEnded: lambda event: self._connection_ended(event.connection, event.cause),
            switch.DigitReceived: self._digit_received,
            switch.PlaybackEnded: lambda event: self._playback_ended(event.playback),
            switch.RecordingEnded: self._recording_ended,
            switch.Spoke: self._spoke,
            switch.CommandRefused: self._command_refused,
            switch.SwitchUp: self._switch_up,
            switch.SwitchDown: self._switch_down,
            inputs.CallerIdentified: self._caller_identified,
            inputs.StoreAnswered: on(menu.store_answered),
            inputs.FollowUpDue: on(work.follow_up_due),
            inputs.FlowsChanged: on(flows.change),
            inputs.LogOn: self._log_on,
            inputs.LogOff: self._log_off,
            inputs.SeatLost: self._seat_lost,
            inputs.BecomeReady: self._become_ready,
            inputs.BecomeNotReady: on(agents.become_not_ready),
            inputs.AcceptOffer: on(offers.accept),
            inputs.DeclineOffer: on(offers.decline),
            inputs.MakeCall: on(outbound.make),
            inputs.CallBack: on(work.call_back),
            inputs.PlayMessage: on(work.play_message),
            inputs.HoldCall: on(talks.hold),
            inputs.RetrieveCall: on(talks.retrieve),
            inputs.MuteCall: on(talks.mute),
            inputs.SingleStepTransferCall: on(talks.transfer),
            inputs.ConsultationCall: on(consulting.start),
            inputs.AlternateCall: on(consulting.alternate),
            inputs.ReconnectCall: on(consulting.reconnect),
            inputs.ConferenceCall: on(consulting.conference),
            inputs.TransferCall: on(consulting.transfer),
            inputs.GenerateDigits: on(talks.generate_digits),
            inputs.StartRecording: on(recording.start),
            inputs.PauseRecording: on(recording.pause),
            inputs.ResumeRecording: on(recording.resume),
            inputs.StopRecording: on(recording.stop),
            inputs.MonitorCall: on(monitoring.monitor),
            inputs.StopMonitoring: on(monitoring.stop),
            inputs.RequestHelp: on(directing.request_help),
            inputs.EndHelp: on(directing.end_help),
            inputs.DirectAgent: self._direct_agent,
            inputs.AssignAgent: on(directing.assign),
            inputs.RaiseCall: on(directing.raise_call),
            inputs.SetQueueOpen: on(directing.set_queue_open),
            inputs.RequestRefused: on(directing.refused),
            inputs.ClearConnection: on(talks.clear),
            inputs.ExtendWrapUp: on(agents.extend_wrap_up),
            inputs.LogCompleted: self._log_completed,
        }

    def _settle(self) -> None:
        """What an input leads to: offers first, then what callers hear who still wait."""
        ground = self._ground
        while True:
            if ground.matches:
                waiting.offer(ground, *ground.matches.pop(0))
            elif ground.gone:
                stages.agent_gone(ground, ground.gone.pop(0))
            elif ground.led_out:
                menu.lead_out(ground, *ground.led_out.pop(0))
            elif ground.entered:
                menu.accompany(ground, ground.entered.pop(0))
            else:
                return

    def _due(self, timer: Timer, who: str) -> None:
        of_call, of_agent = _CALLS_TIMES.get(timer), _AGENTS_TIMES.get(timer)
        if of_call is not None:
            of_call(self._ground, CallId(int(who)))
        elif of_agent is not None:
            of_agent(self._ground, self._ground.state.agents[AgentId(who)])

    # --- the switch --------------------------------------------------------------------------------------------------

    def _call_arrived(self, event: switch.CallArrived) -> None:
        ground, state = self._ground, self._ground.state
        if event.connection in ground.owners:
            return
        state.last_call += 1
        call = Call(
            CallId(state.last_call),
            event.connection,
            event.ani,
            event.ani_name,
            event.withheld,
            event.dnis,
        )
        call.arrived = ground.now
        state.calls[call.call] = call
        ground.owners[event.connection] = call.call
        ground.fact(facts.CallArrived(call.call, call.connection, call.ani, call.ani_name, call.withheld, call.dnis))
        ground.command(switch.Answer(call.connection))
        ground.effects.append(LookUpCaller(call.call, call.ani, call.withheld))

    def _caller_identified(self, answer: inputs.CallerIdentified) -> None:
        ground = self._ground
        call = ground.state.calls.get(answer.call)
        if call is None:
            return
        call.segment, call.customer, call.blocked = answer.segment, answer.customer_id, answer.blocked
        ground.fact(facts.CallerIdentified(call.call, answer.customer_id))
        if call.language is None and answer.language is not None:
            call.language = answer.language
            ground.fact(facts.LanguageChosen(call.call, answer.language))
        if call.place is Place.MENU and call.walk is None and not call.outcome:
            menu.begin(ground, call, flows.entry(ground, call))

    def _connection_answered(self, event: switch.ConnectionAnswered) -> None:
        ground = self._ground
        if agent := ground.agent_of(event.connection):
            if monitoring.is_ear(agent, event.connection):
                monitoring.heard(ground, agent)
            else:
                stations.answered(ground, agent)
        elif call := ground.call_of(event.connection):
            if event.connection != call.connection:
                talks.other_answered(ground, call, event.connection)
            elif call.place is Place.DIALLING:
                outbound.answered(ground, call)
            else:
                menu.picked_up(ground, call)
        else:
            ground.command(switch.Clear(event.connection))

    def _connection_ended(self, connection: ConnectionId, cause: Cause) -> None:
        ground = self._ground
        agent, call = ground.agent_of(connection), ground.call_of(connection)
        ground.owners.pop(connection, None)
        if agent is not None:
            stations.ended(ground, agent, connection, cause)
        elif call is not None and connection == call.connection:
            talks.caller_gone(ground, call, cause)
        elif call is not None:
            talks.other_gone(ground, call, connection, cause)

    def _digit_received(self, event: switch.DigitReceived) -> None:
        call = self._ground.call_of(event.connection)
        if call is not None and event.connection == call.connection:
            menu.digit(self._ground, call, event)

    def _playback_ended(self, playback: PlaybackId) -> None:
        if playback in self._ground.tones:
            offers.tone_heard(self._ground, playback)
        else:
            menu.prompts_ended(self._ground, playback)

    def _recording_ended(self, event: switch.RecordingEnded) -> None:
        self._recording_over(event.recording, complete=event.complete)

    def _recording_over(self, name: RecordingId, *, complete: bool) -> None:
        messages.ended(self._ground, name, complete=complete)
        recording.ended_by_switch(self._ground, name, complete=complete)

    def _spoke(self, event: switch.Spoke) -> None:
        call = self._ground.call_of(event.connection)
        if call is not None:
            self._ground.effects.append(CaptionHeard(call.call, event.connection, event.text, event.language))

    def _command_refused(self, event: switch.CommandRefused) -> None:
        ground = self._ground
        if event.subject in ground.playbacks or event.subject in ground.tones:
            self._playback_ended(PlaybackId(event.subject))
            return
        if event.subject in ground.recordings:
            self._recording_over(RecordingId(event.subject), complete=False)
            return
        connection = ConnectionId(event.subject)
        owner = ground.owners.get(connection)
        if isinstance(owner, int):
            ground.fact(facts.Failed(CallId(owner), event.command, event.reason))
        elif owner is not None and event.command == switch.Mute.__name__:
            talks.mute_refused(ground, ground.state.agents[owner], event.reason)
        if event.gone and owner is not None:
            self._connection_ended(connection, Cause.LINE_LOST)

    def _switch_down(self, event: switch.SwitchDown) -> None:
        """Told once, and again when the reason is another one."""
        ground = self._ground
        lost = facts.SwitchLost(event.error, event.arguments)
        if not ground.state.switch_up and lost == ground.state.lost:
            return
        self._hold_offers_back()
        ground.state.lost = lost
        ground.fact(lost)

    def _hold_offers_back(self) -> None:
        ground = self._ground
        ground.state.switch_up = False
        for agent in ground.state.agents:
            ground.acd.remove_agent(agent)

    def _switch_up(self, event: switch.SwitchUp) -> None:
        """Reconcile, callers before telephones: what ended meanwhile is closed, what still stands goes on, what is new is taken up."""
        ground = self._ground
        self._hold_offers_back()
        ground.state.lost = facts.SwitchLost()
        ground.state.speaks = Capability.PROMPTS in event.line
        ground.fact(facts.SwitchReached(event.line))
        live = {each.connection: each for each in event.connections}
        gone = [each for each in ground.owners if each not in live]
        for connection in sorted(gone, key=self._turn_to_end):
            self._connection_ended(connection, Cause.LINE_LOST)
        for call in list(ground.state.calls.values()):
            resuming.resume(ground, call)
        for connection, standing in live.items():
            self._take_up(connection, standing)
        ground.state.switch_up = True
        for agent in sorted(ground.state.agents.values(), key=lambda each: each.idle_since):
            stations.connect(ground, agent)
            agents.offer_calls_to(ground, agent)

    def _turn_to_end(self, connection: ConnectionId) -> tuple[bool, tuple[float, ...], ConnectionId]:
        """The order in which lost connections end: callers first, then agents in the order of their callers, who come back into the queue
        as they arrived.
        """
        ground = self._ground
        owner = ground.owners[connection]
        call_id = ground.state.agents[owner].call if isinstance(owner, str) else owner
        call = ground.state.calls.get(call_id) if call_id is not None else None
        priority, arrived = ground.standing(call) if call is not None else (0, 0.0)
        return isinstance(owner, str), (-priority, arrived), connection

    def _take_up(self, connection: ConnectionId, standing: switch.LiveConnection) -> None:
        if connection in self._ground.owners:
            if standing.answered and not self._knows_answered(connection):
                self._connection_answered(switch.ConnectionAnswered(connection))
        elif standing.arrived is not None:
            self._call_arrived(standing.arrived)
        else:
            self._ground.command(switch.Clear(connection))

    def _knows_answered(self, connection: ConnectionId) -> bool:
        if agent := self._ground.agent_of(connection):
            return agent.line_up
        call = self._ground.call_of(connection)
        if call is None or connection == call.connection:
            return call is None or call.answered
        if call.consult is not None and connection == call.consult.connection:
            return call.consult.answered is not None
        return call.outside_up

    # --- agents ------------------------------------------------------------------------------------------------------

    def _log_on(self, request: inputs.LogOn) -> None:
        if agents.log_on(self._ground, request):
            stations.connect(self._ground, self._ground.agent(request.agent))

    def _log_off(self, request: inputs.LogOff) -> None:
        agent = self._ground.agent(request.agent)
        agents.log_off(self._ground, agent)
        monitoring.leave(self._ground, agent)
        stations.hang_up(self._ground, agent)

    def _become_ready(self, request: inputs.BecomeReady) -> None:
        agents.become_ready(self._ground, request)
        monitoring.leave(self._ground, self._ground.agent(request.agent))
        stations.connect(self._ground, self._ground.agent(request.agent))

    def _direct_agent(self, request: inputs.DirectAgent) -> None:
        """A supervisor does for an agent what they could do themselves."""
        directing.require_other(self._ground, request)
        match request.state:
            case AgentState.READY:
                self._become_ready(inputs.BecomeReady(request.target))
            case AgentState.NOT_READY:
                agents.become_not_ready(self._ground, inputs.BecomeNotReady(request.target, request.reason))
            case _:
                self._log_off(inputs.LogOff(request.target))
        directing.directed(self._ground, request)

    def _log_completed(self, request: inputs.LogCompleted) -> None:
        ground = self._ground
        agents.log_completed(ground, request)
        call = ground.state.calls.get(request.call)
        if call is not None and call.place is Place.WORKING:
            talks.finish_work(ground, call, ground.agent(request.agent))

    def _seat_lost(self, event: inputs.SeatLost) -> None:
        ground = self._ground
        agent = ground.state.agents.get(event.agent)
        if agent is None:
            return
        if agent.state is AgentState.RESERVED:
            offers.fail(ground, agent, "withdrawn", agents.SEAT_LOST)
        else:
            monitoring.leave(ground, agent)
            self._give_work_back(agent)
            agents.seat_lost(ground, agent)

    def _give_work_back(self, agent: Agent) -> None:
        call = self._ground.state.calls.get(agent.call) if agent.call is not None else None
        if agent.state is AgentState.BUSY and call is not None and call.place is Place.WORKING:
            work.give_back(self._ground, call, agent)

    # --- waking up ---------------------------------------------------------------------------------------------------

    def _wake(self, sleeping: Snapshot) -> None:
        ground = self._ground
        ground.now = sleeping.now
        for at, timer, who in sleeping.timers:
            ground.timers.set(timer, who, at)
        for call_id, kept in sleeping.kept_from.items():
            for agent_id, until in kept.items():
                ground.acd.keep_from(call_id, agent_id, until)
        ground.acd.set_turns(sleeping.turns)
        ground.acd.draws = sleeping.draws
        for agent in ground.state.agents.values():
            if agent.line is not None:
                ground.owners[agent.line] = agent.agent
            if agent.tone is not None:
                ground.tones[agent.tone] = agent.agent
            if agent.monitor is not None and agent.monitor.ear is not None:
                ground.owners[agent.monitor.ear] = agent.agent
        for call in ground.state.calls.values():
            self._wake_call(call)
        for agent_id in sleeping.idle:
            agent = ground.state.agents[agent_id]
            self._match(
                ground.acd.add_agent(agent_id, agent.idle_since, ground.now, agent.calls, agent.talk_s), agent_id
            )

    def _wake_call(self, call: Call) -> None:
        ground = self._ground
        if call.place is not Place.CLEARED and call.connection:
            ground.owners[call.connection] = call.call
        if call.outside is not None:
            ground.owners[call.outside] = call.call
        if call.consult is not None and call.consult.connection is not None:
            ground.owners[call.consult.connection] = call.call
        if call.recording is not None:
            ground.recordings[call.recording.recording] = call.call
        if call.message is not None:
            ground.recordings[call.message.recording] = call.call
        if call.playback is not None:
            ground.playbacks[call.playback] = call.call
        call.arrived = (
            call.arrived or ground.now
        )  # asleep since before arrivals were noted; the numbers keep their order
        if call.place is Place.QUEUED:
            ground.acd.add_call(call.call, ground.need(call), *ground.standing(call), ground.now)

    def _match(self, call: CallId | None, agent: AgentId) -> None:
        if call is not None:
            self._ground.matches.append((call, agent))


_CALLS_TIMES: dict[Timer, Callable[[Ground, CallId], None]] = {
    Timer.FLOW: menu.timed_out,
    Timer.OFFER: waiting.timed_out,
    Timer.CONSULT: consulting.timed_out,
    Timer.CALLBACK: waiting.callback_due,
    Timer.COOLDOWN: waiting.cooled_down,
    Timer.STEP: stages.due,
    Timer.RING_MORE: waiting.ring_more,
}
_AGENTS_TIMES: dict[Timer, Callable[[Ground, Agent], None]] = {
    Timer.WRAP_UP: agents.wrap_up_over,
    Timer.NOT_READY: agents.not_ready_too_long,
    Timer.STATION: stations.connect,
}
