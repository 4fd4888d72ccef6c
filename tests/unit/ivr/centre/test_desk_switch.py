"""The link to the switch, as every seat shows it."""

from agent_desktop.cti.vocabulary import Capability
from agent_desktop.protocol import messages as m
from ivr import facts
from ivr.centre.desks import Desks
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN
from tests.fakes.seatcentre import CATALOGUE


def test_the_switch_is_everybodys_business_once():
    desks = Desks(CoreWorld().plan, CATALOGUE, str)
    (item,) = desks.apply(facts.NumberedFact(1, 0.0, facts.SwitchReached()))
    assert (item.agents, item.body) == (None, m.SwitchChanged(up=True))
    assert desks.apply(facts.NumberedFact(2, 0.0, facts.SwitchReached())) == []


def test_why_there_is_no_line_is_told_and_forgotten_when_there_is_one():
    desks = Desks(CoreWorld().plan, CATALOGUE, str)
    unplugged = m.Notice("modem_lost", {"port": "COM3"})
    (item,) = desks.apply(facts.NumberedFact(1, 0.0, facts.SwitchLost("modem_lost", {"port": "COM3"})))
    assert item.body == m.SwitchChanged(up=False, trouble=unplugged)
    assert desks.snapshot(ANN).line_trouble == unplugged
    (item,) = desks.apply(facts.NumberedFact(2, 0.0, facts.SwitchReached()))
    assert item.body == m.SwitchChanged(up=True)
    assert desks.snapshot(ANN).line_trouble is None


def test_what_the_line_can_do_is_told_when_it_is_known():
    desks = Desks(CoreWorld().plan, CATALOGUE, str)
    desks.apply(facts.NumberedFact(1, 0.0, facts.SwitchReached()))
    desks.apply(facts.NumberedFact(2, 0.0, facts.SwitchLost()))
    modem = frozenset({Capability.ANSWER, Capability.DIAL})
    (item,) = desks.apply(facts.NumberedFact(3, 0.0, facts.SwitchReached(modem)))
    assert item.body == m.SwitchChanged(up=True, line=modem)
    assert desks.snapshot(ANN).line == modem
