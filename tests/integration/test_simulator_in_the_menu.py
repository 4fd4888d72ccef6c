"""The callers of the library in the shipped voice menu: who wants something gets to where it is, known to us or not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import ivr
from agent_desktop.cti.simulator.callers import Caller, pick, read_library
from agent_desktop.cti.vocabulary import Language
from ivr.flow import steps
from ivr.flow.interpreter import advance, begin
from ivr.flow.loader import load_flows
from ivr.flow.steps import Action, DigitPressed, EnterQueue, FlowEvent, PromptsEnded, Say, StopSaying, TimedOut
from tests.fakes.simulated import Bench

QUEUES = ("general", "orders", "complaints", "repairs")
PEOPLE = read_library()


class Menu:
    """The shipped menu, put to one caller on a simulated switch."""

    def __init__(self, who: Caller, *, known: bool) -> None:
        flow = load_flows(Path(ivr.__file__).parent / "flows", QUEUES)["main"]
        self._flow = flow
        self.bench = Bench()
        self.queue = ""
        self.language: Language | None = None
        self.channel = self.bench.place(who)
        self.bench.ask("POST", f"channels/{self.channel}/answer")
        language = who.language if known else None
        self._walk = begin(flow, steps.Caller(who.number, who.withheld, who.dials, language), self.bench.now)
        self.language = self._walk.state.language
        self._playback = 0
        self._carry_out(self._walk.actions)

    def run(self) -> None:
        """Until the caller waits in a queue or has gone."""
        seen = 0
        while not self.queue and self.channel in self.bench.board.channels and self.bench.now < 2e9:
            self._step()
            fresh, seen = self.bench.events[seen:], len(self.bench.events)
            for event in fresh:
                if event["type"] == "ChannelDtmfReceived":
                    self._tell(DigitPressed(event["digit"]))
                elif event["type"] == "PlaybackFinished" and event["playback"]["id"] == f"p{self._playback}":
                    self._tell(PromptsEnded())

    def _step(self) -> None:
        due = self.bench.simulation.next_deadline()
        times = [at for at in (due, self._walk.deadline) if at is not None]
        at = max(min(times), self.bench.now)
        self.bench.wait(at - self.bench.now)
        if self._walk.deadline is not None and self._walk.deadline <= at:
            self._tell(TimedOut())

    def _tell(self, event: FlowEvent) -> None:
        self._walk = advance(self._flow, self._walk.state, event, self.bench.now)
        self.language = self._walk.state.language
        self._carry_out(self._walk.actions)

    def _carry_out(self, actions: Sequence[Action]) -> None:
        for action in actions:
            if isinstance(action, EnterQueue):
                self.queue = action.queue
            elif isinstance(action, Say | StopSaying):
                self.bench.ask("DELETE", f"playbacks/p{self._playback}")
            if isinstance(action, Say):
                self._playback += 1
                media = ",".join(f"sound:{prompt.media}" for prompt in action.prompts)
                uri = f"channels/{self.channel}/play/p{self._playback}"
                self.bench.ask("POST", uri, media=media, lang=action.language.value)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(
    ("name", "queue"),
    [
        ("wang-li", "complaints"),
        ("chen-jianguo", "general"),
        ("chenguang-switchboard", "orders"),
        ("zhou-min", "general"),
        ("withheld-worried", "complaints"),
        ("unknown-newcomer", "orders"),
        ("silent", "general"),
        ("abusive", "general"),
        ("emma-clarke", "orders"),
        ("james-wright", "repairs"),
        ("olivia-brown", "general"),
        ("garbage-number", "orders"),
        ("wrong-number", "general"),
        ("gives-up-in-queue", "repairs"),
    ],
)
def test_a_caller_gets_where_they_want(name: str, queue: str, known: bool) -> None:
    who = pick(PEOPLE, name)
    menu = Menu(who, known=known)
    menu.run()
    assert (menu.queue, menu.language) == (queue, who.language)


def test_who_presses_keys_that_lead_nowhere_ends_with_an_agent() -> None:
    menu = Menu(pick(PEOPLE, "invalid-keys"), known=False)
    menu.run()
    assert menu.queue == "general"


def test_who_finds_the_menu_too_long_is_gone_before_the_queue() -> None:
    menu = Menu(pick(PEOPLE, "gives-up-in-menu"), known=False)
    menu.run()
    assert (menu.queue, menu.channel in menu.bench.board.channels) == ("", False)
