"""Desks over a real core, and what its agents' seats are told."""

from agent_desktop.cti.vocabulary import CallId
from ivr import inputs
from ivr.centre.desks import Desks
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN
from tests.fakes.seatcentre import CATALOGUE


class Room:
    """A core's world and its desks; `news` gives what the seats were told since it was last asked."""

    call: CallId
    """That Ann talks to, once she does."""

    def __init__(self, catalogue=CATALOGUE):
        self.world = CoreWorld()
        self.desks = Desks(self.world.plan, catalogue, lambda number: f"<{number}>")
        self.taken = 0
        self.news()

    def news(self):
        new, self.taken = self.world.facts[self.taken :], len(self.world.facts)
        out = [item for fact in new for item in self.desks.apply(fact)]
        return [(item.agents, item.body) for item in out]

    def told(self, agent, kind):
        return [body for agents, body in self.news() if agents == (agent,) and isinstance(body, kind)]

    def ask(self, request):
        self.world.tell(request)

    def talk(self):
        """Ann talks to a caller from here on."""
        self.world.ready(ANN)
        self.call = self.world.ring()
        self.ask(inputs.AcceptOffer(ANN, self.call))
        self.news()

    def view(self, agent):
        """The one call on this agent's desk."""
        self.news()
        (desk,) = self.desks.snapshot(agent).calls
        return desk.view
