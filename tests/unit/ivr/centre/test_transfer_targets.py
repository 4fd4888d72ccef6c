"""Whom an agent can hand a call to."""

from agent_desktop.cti.vocabulary import AgentId
from ivr.centre.transfer_targets import MOST_COLLEAGUES, TransferTargets
from ivr.plan import AgentPlan
from tests.fakes.plans import ANN, BOB, CAI, HELP, SALES, small_plan


def test_colleagues_of_the_same_queues_can_be_handed_to(room):
    targets = room.desks.snapshot(BOB).transfer_targets
    assert [(each.kind, each.target) for each in targets] == [
        ("queue", SALES),
        ("queue", HELP),
        ("agent", ANN),
        ("agent", CAI),
    ]
    assert [each.spelling for each in targets if each.target in {ANN, CAI}] == ["", "cai c"]


def test_a_big_site_offers_the_first_by_name():
    crowd = tuple(AgentPlan(AgentId(f"a{n}"), f"{n:03}", (HELP,)) for n in reversed(range(MOST_COLLEAGUES + 1)))
    people = TransferTargets(small_plan(agents=crowd)).serving_any_of((HELP,))
    assert [each.target for each in people] == [f"a{n}" for n in range(MOST_COLLEAGUES)]
