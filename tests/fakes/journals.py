"""Journals of days that really were lived: a core in its world, and what it was told, written down."""

import json

import msgspec

from agent_desktop.errors import Refusal
from ivr import inputs
from ivr.centre import journal as journals
from ivr.centre.journal import Header, Journal
from ivr.core.state import State
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB, CAI, HELP


def header(world):
    """The beginning of its day."""
    return Header(journals.VERSION, world.plan, msgspec.Raw(b"null"), State("t"))


def a_day(plan=None):
    """A short day with everything in it, in the middle of whose last call it ends. `refused`: what could not be."""
    world = CoreWorld(plan)
    world.refused = []
    world.ready(ANN, BOB)
    call = world.ring(dnis="4000")
    world.press(call, "2")
    world.wait(20)  # nobody answers: the next is offered it
    agent = who_has_it(world)
    for wish in (
        inputs.HoldCall(agent, call),
        inputs.AcceptOffer(CAI, call),
        inputs.AcceptOffer(agent, call),
        inputs.AcceptOffer(agent, call),
        inputs.HoldCall(agent, call),
    ):
        asked(world, wish)
    world.wait(15)
    asked(world, inputs.SingleStepTransferCall(agent, call, "queue", HELP))
    world.wait(5)
    asked(world, inputs.LogCompleted(agent, call, "solved"))
    world.hang_up(call)
    world.wait(95)
    asked(world, inputs.LogOn(CAI, "1003"))
    asked(world, inputs.BecomeReady(ANN))
    call = world.ring(ani="")
    asked(world, inputs.AcceptOffer(who_has_it(world), call))
    return world


def who_has_it(world):
    return next(agent for agent in (ANN, BOB, CAI) if world.agent(agent).call is not None)


def asked(world, wish):
    try:
        world.tell(wish)
    except Refusal as refusal:
        world.refused.append(refusal.error_id)


def of_version(path, version):
    """Another version of the program wrote this journal, whose plan had other words."""
    first, _, rest = path.read_bytes().partition(b"\n")
    other = json.loads(first) | {"version": version, "unheard_of": 1, "plan": "in other words"}
    path.write_bytes(json.dumps(other).encode() + b"\n" + rest)


def recorded(world, path, first=None):
    """Its journal (or only the first inputs of it); gives both."""
    journal = Journal.begin(path, header(world))
    for at, item in world.inputs[:first]:
        journal.write(at, item)
    journal.close()
    return world, path
