"""What the observer of `bench.app_queue` makes of a switch's events, without a switch and without time."""

import json
import re

import pytest

from bench.figures import Spread, spread
from bench.queueing.dialplan import SPREAD, files, talks_s
from bench.queueing.sightings import Sighting, Sort, outcome, sighting


def event(kind, name, state="Up", at="2026-11-23T20:44:02.710+0000"):
    channel = {"id": "1", "name": name, "state": state}
    return json.dumps({"type": kind, "timestamp": at, "application": "bench-watch", "channel": channel})


@pytest.mark.parametrize(
    ("kind", "name", "sort", "who"),
    [
        ("ChannelCreated", "Local/20007@bench-agents-0001;2", Sort.RINGS, "20007"),
        ("ChannelDestroyed", "Local/20007@bench-agents-0001;2", Sort.ON_HOOK, "20007"),
        ("ChannelStateChange", "Local/caller@bench-people-0002;1", Sort.WAITS, "1"),
        ("ChannelEnteredBridge", "Local/caller@bench-people-0002;1", Sort.MEETS, "1"),
        ("ChannelDestroyed", "Local/caller@bench-people-0002;1", Sort.LEAVES, "1"),
    ],
)
def test_channels_show_callers_and_telephones(kind, name, sort, who):
    seen = sighting(event(kind, name))
    assert seen is not None
    assert (round(seen.at_s, 3), seen.sort, seen.who) == (1795466642.71, sort, who)


@pytest.mark.parametrize(
    "message",
    [
        event("ChannelCreated", "Local/20007@bench-agents-0001;1"),
        event("ChannelDestroyed", "Local/caller@bench-people-0002;2"),
        event("ChannelStateChange", "Local/caller@bench-people-0002;1", state="Ring"),
        event("ChannelStateChange", "Local/20007@bench-agents-0001;2"),
        json.dumps({"type": "RESTResponse", "status_code": 204}),
    ],
)
def test_the_other_ends_and_other_events_show_nothing(message):
    assert sighting(message) is None


def story(*parts):
    return [Sighting(at, sort, who) for at, sort, who in parts]


def test_a_wait_is_counted_when_it_ends_and_a_free_telephone_only_while_somebody_waits():
    found = outcome(
        story(
            (0.0, Sort.RINGS, "20001"),
            (1.0, Sort.WAITS, "early"),
            (2.0, Sort.ON_HOOK, "20001"),
            (2.5, Sort.RINGS, "20001"),
            (3.0, Sort.MEETS, "early"),
            (4.0, Sort.ON_HOOK, "20001"),
            (6.0, Sort.WAITS, "late"),
            (6.1, Sort.RINGS, "20001"),
            (6.2, Sort.WAITS, "gives up"),
            (7.0, Sort.LEAVES, "gives up"),
            (9.0, Sort.MEETS, "late"),
        ),
        1.5,
        8.0,
    )
    assert (found.seconds, found.arrived, found.waiting) == (6.5, 2, 1)
    assert (found.waits_s, found.idle_s) == ([2.0], [0.5])
    assert found.answered_per_s == pytest.approx(1 / 6.5)


def test_who_is_being_rung_for_waits_for_no_other_telephone():
    told = story((1.0, Sort.WAITS, "a"), (1.1, Sort.RINGS, "20001"), (1.2, Sort.ON_HOOK, "20002"))
    later = story((1.3, Sort.WAITS, "b"), (1.4, Sort.RINGS, "20002"))
    assert outcome(told + later, 0.0, 2.0).idle_s == []


@pytest.mark.parametrize("agents", [1, 2, 10, 500])
def test_talk_times_are_spread_evenly_around_their_mean(agents):
    talks = talks_s(agents, 10.0)
    assert len(set(talks)) == len(talks) == agents
    assert sum(talks) / agents == pytest.approx(10.0, abs=0.001)
    assert all(abs(talk - 10.0) < 10.0 * SPREAD for talk in talks)


def test_every_member_of_the_queue_is_a_telephone_of_the_dialplan():
    texts = files(3, 5.0)
    members = re.findall(r"^member => Local/(\d+)@", texts["queues.conf"], re.MULTILINE)
    assert len(members) == 3
    assert all(f"exten => {member},1," in texts["extensions.conf"] for member in members)


def test_percentiles():
    assert spread([float(value) for value in range(200)]) == Spread(100.0, 190.0, 198.0)
