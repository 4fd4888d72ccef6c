"""A day on which everything happens that a core remembers: menus, questions to the store, queues, offers, conversations, a consultation,
hold, wrap-up, a recording, a message, callbacks, follow-ups, a supervisor. Between them there are moments in which nobody calls.
"""

import msgspec

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import Cause, Lack, Language, MonitorMode, Strategy
from agent_desktop.protocol.messages import AgentState
from agent_desktop.protocol.record import Text
from ivr import inputs
from ivr.flow.model import (
    AnnounceNode,
    CallbackNode,
    Choice,
    CollectNode,
    CustomerKey,
    Flow,
    HangUpNode,
    LookUpNode,
    QueueNode,
    RateNode,
    SayNode,
    Speech,
    VoicemailNode,
    WaitNode,
)
from ivr.flow.steps import Answered
from ivr.plan import Overflow, Step
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB, CAI, HELP, SALES, small_plan

SPEECH = Speech("words", "话")
OUTSIDE, BEPPE, DORA = "+441632960000", "+390612345678", "+441632960111"
FLOWS = {
    "mailbox": Flow("mailbox", "leave", {"leave": VoicemailNode(SPEECH, "bye", HELP), "bye": HangUpNode(SPEECH)}),
    "card": Flow(
        "card",
        "number",
        {
            "number": CollectNode(SPEECH, "card", "find", "help", label=Text("Card", "卡号")),
            "find": LookUpNode(CustomerKey.ACCOUNT, "card", "help", "help"),
            "help": QueueNode(HELP, priority=2),
        },
        Language.EN,
    ),
    "later": Flow(
        "later",
        "when",
        {
            "when": CollectNode(SPEECH, "at", "call", "call"),
            "call": CallbackNode("bye", HELP, SPEECH, at="at", timezone="UTC"),
            "bye": HangUpNode(),
        },
        Language.EN,
    ),
    "waits": Flow(
        "waits",
        "music",
        {
            "music": WaitNode(15.0, "told", {"1": Choice(Text("Call back", "回电"), "call")}),
            "told": AnnounceNode("say"),
            "say": SayNode(SPEECH, "music"),
            "call": CallbackNode("music", say=SPEECH),
        },
        Language.EN,
    ),
    "rating": Flow("rating", "rate", {"rate": RateNode(SPEECH, "bye", "bye"), "bye": HangUpNode()}),
}


def full_plan():
    small = small_plan()
    sales, help_ = small.queues
    sales = msgspec.structs.replace(
        sales,
        strategy=Strategy.PROGRESSIVE,
        steps=(Step(10.0), Step(20.0, frozenset({"selling"}), 2)),
        overflow=(Overflow(HELP, lack=Lack.NONE_LOGGED_ON),),
        after_call="rating",
    )
    help_ = msgspec.structs.replace(
        help_,
        strategy=Strategy.RANDOM,
        last_agent_s=30.0,
        record=True,
        while_waiting="waits",
        callback_tries=2,
        callback_retry_s=120.0,
        overflow=(Overflow(lack=Lack.NONE_AT_WORK, after_s=40.0, flow="mailbox"),),
    )
    return small_plan(
        queues=(sales, help_),
        flows=small.flows | FLOWS,
        entries=small.entries | {"4005": "card", "4006": "later", "4009": "mailbox"},
        old_place_within_s=600.0,
        not_ready_limits={"break": 900.0},
    )


class WatchedWorld(CoreWorld):
    """Remembers after each input what stood at the switch by then: connection → answered, of telephones as far as it has been told."""

    def __init__(self, plan):
        self.stood = []
        super().__init__(plan)

    def take(self, effects):
        super().take(effects)
        answers = {each.connection for each in self.happening if isinstance(each, switch.ConnectionAnswered)}
        untold = answers & {each for device, each in self.station_of.items() if not device.startswith("+")}
        self.stood.append({each: answered and each not in untold for each, answered in self.live.items()})


def a_full_day():
    """The world at its end, in the middle of two conversations."""
    world = WatchedWorld(full_plan())
    world.ready(ANN, BOB, CAI)
    world.wait(30)
    _a_morning(world)
    _a_supervisor(world)
    _who_waits(world)
    _people_who_are_not_there(world)
    world.wait(300)  # nobody calls
    _work(world)
    world.ready(ANN, BOB, CAI)
    for _ in range(3):
        world.ring()
    _accept(world, ANN)
    _accept(world, BOB)
    return world


def _a_morning(world):
    """Menus, the store, a conversation with all that belongs to it, and a mark at its end."""
    sale = world.ring(dnis="4000")
    world.press(sale, "1")
    card = world.ring(dnis="4005", ani=BEPPE)
    for digit in "123#":
        world.press(card, digit)
    asked = world.asked[-1]
    world.tell(inputs.StoreAnswered(card, Answered(asked.number, True, {"level": "gold"}, 7, Language.ZH_CN, "gold")))
    seller = _accept(world, world.core.state.calls[sale].agent)
    world.wait(8)
    for ask in (inputs.HoldCall, inputs.RetrieveCall, inputs.StartRecording, inputs.PauseRecording):
        world.tell(ask(seller, sale))
    helper = _accept(world, world.core.state.calls[card].agent)
    world.tell(inputs.SingleStepTransferCall(helper, card, "number", OUTSIDE))
    world.tell(inputs.LogCompleted(helper, card, "solved"))
    world.tell(inputs.ConsultationCall(seller, sale, "number", OUTSIDE))
    world.wait(5)
    world.tell(inputs.ReconnectCall(seller, sale))
    world.tell(inputs.ClearConnection(seller, sale))
    world.press(sale, "5")
    world.tell(inputs.ExtendWrapUp(seller, 60))
    world.hang_up(card)
    world.wait(30)
    world.tell(inputs.LogCompleted(seller, sale, "complaint"))


def _people_who_are_not_there(world):
    """Offers that are declined and not answered, a caller who gives up and takes the old place again, callbacks and a message."""
    world.tell(inputs.BecomeNotReady(CAI, "break"))
    first = world.ring(ani=DORA)
    world.tell(inputs.DeclineOffer(world.core.state.calls[first].agent, first, "wrong_skill"))
    world.wait(21)
    world.hang_up(first)
    world.tell(inputs.BecomeReady(CAI))
    later = world.ring(dnis="4000")
    world.press(later, "3")
    at_two = world.ring(dnis="4006")
    for digit in "1400#":  # a quarter of an hour from the morning
        world.press(at_two, digit)
    world.prompt_ends(at_two)
    message = world.ring(dnis="4009")
    world.prompt_ends(message)
    world.wait(12)
    world.hang_up(message)
    again = world.ring(ani=DORA)
    world.wait(70)
    world.hang_up(again)


def _who_waits(world):
    """Callers hear how far they have come; one is called back in vain, one leaves a message when everybody goes away."""
    for agent in (ANN, BOB, CAI):
        if world.agent(agent).call is None:
            world.tell(inputs.BecomeNotReady(agent, "training"))
    patient = world.ring(dnis="4001", ani=BEPPE)
    world.wait(16)
    world.prompt_ends(patient)
    world.press(patient, "1")
    world.prompt_ends(patient)
    world.silent.add(BEPPE)
    world.ready(ANN)
    _accept(world, ANN)
    world.hang_up(patient, Cause.NO_ANSWER)
    world.tell(inputs.LogCompleted(ANN, patient, "solved"))
    world.tell(inputs.BecomeNotReady(ANN, "training"))
    late = world.ring(dnis="4001", ani=DORA)
    world.wait(41)
    world.prompt_ends(late)
    world.wait(4)
    world.hang_up(late)
    world.ready(ANN, BOB)


def _a_supervisor(world):
    """Closes a queue, moves somebody, and listens."""
    world.tell(inputs.SetQueueOpen(CAI, SALES, open=False))
    world.tell(inputs.BecomeNotReady(CAI, "break"))
    world.tell(inputs.AssignAgent(CAI, BOB, (HELP,), ("selling",)))
    world.tell(inputs.DirectAgent(CAI, BOB, AgentState.NOT_READY, "training", "there is a class"))
    call = world.ring()
    _accept(world, ANN)
    world.tell(inputs.MonitorCall(CAI, call, MonitorMode.WHISPER))
    world.wait(20)
    world.hang_up(call)
    world.wait(70)
    world.tell(inputs.SetQueueOpen(CAI, SALES, open=True))
    world.ready(ANN, BOB, CAI)


def _work(world):
    """A message is heard and its caller called back; a follow-up comes due, and its agent's seat is lost over it."""
    world.tell(inputs.FollowUpDue(7, ANN, HELP, OUTSIDE, 42, None, "", "Tell them the price", world.now))
    for agent in (ANN, BOB, CAI):
        world.ready(agent)
    for call in list(world.core.state.calls.values()):
        agent = call.agent
        if agent is None:
            continue
        _accept(world, agent)
        if call.left is not None:
            world.tell(inputs.PlayMessage(agent, call.call, on=True))
            world.wait(4)
            world.tell(inputs.CallBack(agent, call.call))
        elif call.is_work:
            world.tell(inputs.SeatLost(agent))
        world.wait(6)
        if call.connection in world.live:
            world.hang_up(call.call)
    world.wait(200)


def _accept(world, agent):
    """Unless the telephone itself has been picked up."""
    call = world.agent(agent).call
    if world.core.state.calls[call].leg is None:
        world.tell(inputs.AcceptOffer(agent, call))
    return agent
