"""Lanes to a switch that takes its time: whatever is asked in whatever order, what is about the same thing is done in the order of asking, and
everything is done.
"""

from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from agent_desktop.cti.ari import requests
from agent_desktop.cti.ari.lanes import Lanes, subjects
from agent_desktop.cti.ari.wire import RestRequest

CHANNELS = st.sampled_from(["c1", "c2", "c3"])
BRIDGES = st.sampled_from(["b1", "b2"])
ASKS = st.one_of(
    st.builds(requests.hang_up, CHANNELS),
    st.builds(requests.music, CHANNELS),
    st.builds(requests.silence, CHANNELS),
    st.builds(requests.make_bridge, BRIDGES),
    st.builds(requests.join, BRIDGES, CHANNELS),
    st.builds(requests.part, BRIDGES, CHANNELS),
)
COMMANDS = st.lists(ASKS, min_size=1, max_size=4)
STEPS = st.lists(st.one_of(COMMANDS, st.integers(0, 2)), max_size=40)


class SlowSwitch:
    """Does the next request of a lane when it is told to, and only then answers it."""

    def __init__(self, count):
        self.lanes, self.asked, self.done = Lanes(count), [], []
        self.waiting: list[deque[RestRequest]] = [deque() for _ in range(count)]

    def ask(self, command):
        fresh = [ask.numbered(str(len(self.asked) + place)) for place, ask in enumerate(command)]
        self.asked += fresh
        self._sent(self.lanes.put(fresh, 0.0))

    def work(self, lane):
        if self.waiting[lane]:
            request = self.waiting[lane].popleft()
            self.done.append(request)
            self._sent(self.lanes.landed(request.request_id))

    def finish(self):
        while any(self.waiting):
            for lane in range(len(self.waiting)):
                self.work(lane)

    def _sent(self, sent):
        for lane, request in sent:
            self.waiting[lane].append(request)


@given(STEPS)
def test_what_is_about_the_same_thing_keeps_its_order_and_all_is_done(steps):
    switch = SlowSwitch(3)
    for step in steps:
        if isinstance(step, int):
            switch.work(step)
        else:
            switch.ask(step)
    switch.finish()
    for subject in {subject for request in switch.asked for subject in subjects(request)}:
        asked, done = ([each for each in some if subject in subjects(each)] for some in (switch.asked, switch.done))
        assert asked == done
    assert len(switch.done) == len(switch.asked)


@given(st.lists(COMMANDS, max_size=20))
def test_one_lane_takes_everything_as_it_comes(commands):
    switch = SlowSwitch(1)
    for command in commands:
        switch.ask(command)
    assert list(switch.waiting[0]) == switch.asked
