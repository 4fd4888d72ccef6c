"""A simulated switch without a network: requests in, answers and events out, time by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import msgspec

from agent_desktop.cti.simulator.callers import Caller
from agent_desktop.cti.simulator.envelope import Session
from agent_desktop.cti.simulator.machine import Machine
from agent_desktop.cti.simulator.model import Board, Manner, Telephone
from agent_desktop.cti.simulator.simulation import Simulation
from agent_desktop.cti.simulator.sounds import Sounds
from agent_desktop.cti.simulator.traffic import Traffic
from agent_desktop.cti.vocabulary import Language

BEGIN = 1_795_326_799.0
STATIONS = (
    Telephone("1001", "Agent 1001"),
    Telephone("1002", "Agent 1002", after_s=2.0),
    Telephone("1003", "Agent 1003", manner=Manner.RINGS_OUT),
    Telephone("1004", "Agent 1004", manner=Manner.BUSY),
    Telephone("1005", "Agent 1005", manner=Manner.REJECTS, after_s=3.0),
    Telephone("1006", "Agent 1006", manner=Manner.UNREGISTERED),
)


def caller(**fields: Any) -> Caller:
    """Anna, who does nothing unless told."""
    return Caller(**({"id": "anna", "name": "Anna", "number": "+442079460000", "language": Language.EN} | fields))


class Bench:
    """One application on one simulated switch."""

    def __init__(
        self,
        *,
        all_events: bool = True,
        sounds: Sounds | None = None,
        outside: Iterable[Telephone] = (),
        traffic: Traffic | None = None,
        connect: bool = True,
    ) -> None:
        self.now = BEGIN
        machine = Machine(sounds or Sounds(), STATIONS, outside)
        self.simulation = Simulation(machine, traffic or Traffic(()))
        self.session = Session("desk")
        self.events: list[dict[str, Any]] = []
        self.simulation.begin(self.now)
        if connect:
            self.simulation.connect("desk", all_events=all_events, now=self.now)

    @property
    def board(self) -> Board:
        return self.simulation.machine.board

    def frame(self, message: str | bytes) -> dict[str, Any]:
        """One frame, as text; gives the answer."""
        response = self.simulation.receive(self.session, message, self.now)
        assert response is not None, "the filter swallowed the answer"
        answer: dict[str, Any] = json.loads(response)
        self.collect()
        return answer

    def ask(self, method: str, uri: str, body: object = None, **query: str) -> tuple[int, Any]:
        """One request; gives status and decoded body."""
        request: dict[str, Any] = {
            "type": "RESTRequest",
            "transaction_id": "t",
            "request_id": "r",
            "method": method,
            "uri": uri,
            "query_strings": [{"name": name, "value": value} for name, value in query.items()],
        }
        if body is not None:
            request |= {"content_type": "application/json", "message_body": json.dumps(body)}
        answer = self.frame(json.dumps(request))
        return answer["status_code"], json.loads(answer.get("message_body", "null"))

    def place(self, who: Caller) -> str:
        channel = self.simulation.place(who, self.now)
        self.collect()
        return channel

    def wait(self, seconds: float) -> None:
        """Let time pass, stopping at every deadline as a timer would."""
        end = self.now + seconds
        while (at := self.simulation.next_deadline()) is not None and at <= end:
            self.now = max(self.now, at)
            self.simulation.tick(self.now)
            self.collect()
        self.now = end
        self.simulation.tick(end)
        self.collect()

    def types(self, *wanted: str) -> list[str]:
        return [event["type"] for event in self.events if not wanted or event["type"] in wanted]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]

    def stages(self) -> list[str]:
        return [news.stage.value for news in self.simulation.take_news()]

    def collect(self) -> None:
        self.events += [json.loads(msgspec.json.encode(emitted.event)) for emitted in self.simulation.take_events()]
