"""The parts of the desks over their ground."""

from collections import Counter

from ivr.centre.desk_agents import AgentFacts
from ivr.centre.desk_calls import CallFacts
from ivr.centre.desk_consultations import ConsultationFacts
from ivr.centre.desk_ground import Ground
from ivr.centre.desk_monitoring import MonitoringFacts
from ivr.centre.desk_switch import SwitchFacts
from ivr.centre.figures import QueueFigures


def test_a_fact_is_the_business_of_one_part():
    """Of two that took the same one, the desks would silently ask the last alone."""
    ground, figures = Ground((), lambda _: (), str, frozenset()), QueueFigures(())
    parts = (
        CallFacts(ground, figures),
        ConsultationFacts(ground),
        MonitoringFacts(ground),
        AgentFacts(ground, figures, lambda _: None),
        SwitchFacts(ground),
    )
    taken = Counter(kind for part in parts for kind in part.handlers())
    assert [kind.__name__ for kind, times in taken.items() if times > 1] == []
