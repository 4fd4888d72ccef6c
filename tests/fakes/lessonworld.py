"""A class without a centre: facts and requests go in, and what the lessons want done can be looked at."""

from agent_desktop.cti.vocabulary import AgentId, CallId, Cause, ConnectionId, Language
from agent_desktop.protocol import messages as m
from ivr import facts
from ivr.centre.lessons import Act, Keep, Lessons, Place
from ivr.centre.to_seats import ToSeats

AMY, BEN, BOSS = AgentId("amy"), AgentId("ben"), AgentId("boss")
CALL = CallId(7)
LINE = ConnectionId("line-7")
NOW = 1_000_000.0


class LessonWorld:
    """Amy and Ben are in the class; Boss leads it."""

    def __init__(self, library, kept=()):
        self.scenarios, scripts = library
        self.now = NOW
        self.states = {AMY: m.AgentState.READY, BEN: m.AgentState.LOGGED_OFF}
        self.drafts: dict[AgentId, m.LogDraft] = {}
        self.lessons = Lessons(
            self.scenarios,
            scripts,
            [(AMY, "Amy Chen"), (BEN, "Ben")],
            stands=lambda agent: m.AgentView(self.states[agent], 5_000),
            draft=lambda agent: self.drafts.get(agent, m.LogDraft()),
            kept=kept,
        )
        self.wishes = []
        self._number = 0

    def fact(self, fact):
        """The next fact, a second after the one before."""
        self.now += 1
        self._number += 1
        self.lessons.take(facts.NumberedFact(self._number, self.now, fact))

    def call_of_the_class(self, scenario, agent=AMY, language=Language.EN, call=CALL):
        """This scenario's caller comes through the menu to this agent, who answers."""
        line = ConnectionId(f"line-{call}")
        self.lessons.placed(Place(self.scenarios[scenario], language), line)
        self.fact(facts.CallArrived(call, line, "+442079460124", "", withheld=False, dnis="95001"))
        self.fact(facts.Established(call, agent, 1))

    def step(self, script, step, how="done", call=CALL):
        self.lessons.step(AMY, m.TakeStep(call, script, step, how), self.now)

    def talks(self):
        """Whatever the caller has to say by now and in the next minute; gives what they do."""
        self.now += 60
        self.lessons.tick(self.now)
        return [act.deed for act in self.out(Act)]

    def log_and_keep(self, cause=Cause.NORMAL, disposition="complaint_settled"):
        """The call ends and its log is complete; gives the attempt."""
        self.fact(facts.LegEnded(CALL, AMY, 1, cause, 1.0, 0.0))
        self.fact(facts.LegLogged(CALL, AMY, 1, disposition))
        (keep,) = self.out(Keep)
        return keep.attempt

    def seen(self):
        """The class, as whoever begins to watch it is told."""
        return self.lessons.watch(BOSS, watch=True)

    def out(self, kind):
        """What is wanted of this kind; nothing of it is wanted twice."""
        self.wishes += self.lessons.take_out()
        found = [wish for wish in self.wishes if isinstance(wish, kind)]
        self.wishes = [wish for wish in self.wishes if not isinstance(wish, kind)]
        return found

    def told(self, agent, kind):
        """What this user's seat is told of this kind."""
        sent = self.out(ToSeats)
        return [each.body for each in sent if agent in each.agents and isinstance(each.body, kind)]
