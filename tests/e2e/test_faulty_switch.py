"""A switch that does not behave, with a whole centre on it: after each fault no call is lost, doubled or stuck, every log is complete,
and the agents are in the state that is true.
"""

from collections import Counter

import pytest

from agent_desktop.protocol import messages as m
from db import models
from tests.e2e.test_broken_worlds import complete, diligent, flows, handled, make_settings, until
from tests.fakes.centreworld import caller, calls, rows, running, seat
from tests.fakes.faults import Faults, FaultySwitch, restarted

__all__ = ["flows", "make_settings"]  # fixtures

AGENTS = ("emma", "sara", "lin")


def let_call(switch, count, first=0):
    """So many people, each with a number of their own; gives their channels."""
    people = range(first, first + count)
    return [switch.place_call(caller(id=f"caller-{one}", number=f"+4416329600{one:02}")) for one in people]


async def everybody_is_free(centre):
    """No agent has a call left."""
    for user in AGENTS:
        async with seat(centre.url, user) as desk:
            assert desk.snapshot is not None
            assert desk.snapshot.agent.state in {m.AgentState.READY, m.AgentState.NOT_READY}
            assert desk.snapshot.calls == ()


def once_each(settings, found, count):
    """Every caller is in the books once, with one log and no more legs than there were agents for it."""
    assert len({row["ani"] for row in found}) == count
    logs = [row["call_id"] for row in rows(settings, models.CallLog)]
    assert len(logs) == len(set(logs))


@pytest.mark.parametrize(
    "faults",
    [Faults(repeated=1.0), Faults(repeated=0.3), Faults(garbled=0.5), Faults(swapped=0.2)],
    ids=["all twice", "some twice", "nonsense between", "out of order"],
)
@pytest.mark.parametrize("seed", [1, 2])
async def test_events_that_come_twice_late_or_garbled(make_settings, faults, seed):
    async with FaultySwitch(seed=seed) as switch:
        settings = make_settings(switch_url=switch.url)
        async with running(settings) as centre:
            async with diligent(centre.url, *AGENTS):
                with switch.misbehaving(faults):
                    let_call(switch, 12)
                    found = await complete(settings, 12)
            assert switch.done > 10
            handled(found)
            once_each(settings, found, 12)
            await everybody_is_free(centre)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_events_that_are_lost_before_the_link_is(make_settings, seed):
    async with FaultySwitch(seed=seed) as switch:
        settings = make_settings(switch_url=switch.url)
        async with running(settings) as centre:
            async with diligent(centre.url, *AGENTS):
                with switch.misbehaving(Faults(lost=0.3)):
                    let_call(switch, 6)
                    await until(lambda: switch.done > 10)
                    switch.drop_sockets()
                found = await complete(settings, 6)
            once_each(settings, found, 6)
            await everybody_is_free(centre)


async def test_a_link_that_is_gone_while_calls_stand_end_and_arrive(make_settings):
    async with FaultySwitch() as switch:
        settings = make_settings(switch_url=switch.url)
        async with running(settings) as centre:
            await until(lambda: switch.reached)
            early = let_call(switch, 4)
            await until(lambda: len(queued(settings)) == 4)
            with switch.unreachable():
                for channel in early[:2]:
                    switch.hang_up(channel)
                let_call(switch, 3, first=10)
                await until(lambda: not switch.reached)
            async with diligent(centre.url, *AGENTS):
                found = await all_over(settings, 7)
            assert Counter(row["outcome"] for row in found) == {"handled": 5, "lost": 2}
            once_each(settings, found, 7)
            await everybody_is_free(centre)


async def test_a_switch_that_starts_again_has_forgotten_its_calls(make_settings):
    async with FaultySwitch() as switch:
        settings = make_settings(switch_url=switch.url)
        async with running(settings) as centre:
            await until(lambda: switch.reached)
            let_call(switch, 4)
            await until(lambda: len(queued(settings)) == 4)
            async with restarted(switch) as again:
                await all_over(settings, 4)
                await until(lambda: again.reached)
                async with diligent(centre.url, *AGENTS):
                    let_call(again, 4, first=20)
                    found = await all_over(settings, 8)
                assert Counter(row["outcome"] for row in found)["handled"] == 4
                once_each(settings, found, 8)
                await everybody_is_free(centre)


def queued(settings):
    return [row for row in calls(settings) if row["queued_ms"] is not None]


async def all_over(settings, count):
    """So many calls have come to their end, each with its log where there was an agent to write it."""

    def over():
        found = calls(settings)
        done = [row for row in found if row["ended_ms"] and (row["logged_ms"] or row["outcome"] != "handled")]
        return found if len(done) == len(found) == count else None

    return await until(over)
