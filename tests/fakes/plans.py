"""A small centre for tests of the core: two queues, a menu, three agents."""

from agent_desktop.cti.vocabulary import AgentId, Language, QueueId, StationMode
from agent_desktop.protocol.record import Text
from ivr.flow.model import CallbackNode, Choice, Flow, HangUpNode, MenuNode, QueueNode, Speech
from ivr.plan import AgentPlan, Plan, QueuePlan

SALES, HELP = QueueId("sales"), QueueId("help")
ANN, BOB, CAI = AgentId("ann"), AgentId("bob"), AgentId("cai")

MENU = Flow(
    "menu",
    "choose",
    {
        "choose": MenuNode(
            Speech("For sales, press 1. For help, press 2.", "销售请按 1。帮助请按 2。"),
            {
                "1": Choice(Text("Sales", "销售"), "sales"),
                "3": Choice(Text("Call me back", "请回电"), "call_me_back"),
                "2": Choice(Text("Help", "帮助"), "help", Language.EN),
                "9": Choice(Text("Goodbye", "再见"), "bye"),
            },
            otherwise="help",
            tries=2,
            timeout_s=5.0,
        ),
        "sales": QueueNode(SALES),
        "help": QueueNode(HELP, priority=1),
        "call_me_back": CallbackNode("help", HELP, Speech("We call you back.", "我们会给您回电。")),
        "bye": HangUpNode(),
    },
)
DIRECT = Flow("direct", "help", {"help": QueueNode(HELP)})


def small_plan(**changes):
    """The plan; `changes` are fields of `Plan`."""
    fields = {
        "queues": (
            QueuePlan(SALES, Text("Sales", "销售"), frozenset({"selling"}), 20.0, 60.0, 60.0),
            QueuePlan(HELP, Text("Help", "帮助"), frozenset(), 20.0, 30.0, 60.0),
        ),
        "agents": (
            AgentPlan(ANN, "Ann", (SALES, HELP), frozenset({"selling"}), "1001"),
            AgentPlan(BOB, "Bob", (HELP,), frozenset(), "1002"),
            AgentPlan(CAI, "蔡", (SALES, HELP), frozenset({"selling"}), "1003", StationMode.ON_DEMAND),
        ),
        "flows": {"menu": MENU, "direct": DIRECT},
        "entries": {"4000": "menu", "4001": "direct", "4002": "sales"},
        "default_flow": "direct",
        "caller_number": "4000",
        "disposition_codes": frozenset({"solved", "complaint"}),
        "not_ready_codes": frozenset({"break", "training"}),
        "decline_codes": frozenset({"wrong_skill"}),
    }
    return Plan(**(fields | changes))
