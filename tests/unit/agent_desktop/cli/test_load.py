"""What the simulated switch shows of its load."""

from rich.console import Console

from agent_desktop.cli.load import Load
from agent_desktop.cti.simulator.life import Stage
from agent_desktop.cti.simulator.simulation import News
from tests.fakes.simulated import Bench, caller


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def told(load, channel, *stages):
    for stage in stages:
        load.hear(News(0.0, channel, caller(), stage))


def test_it_counts_who_waits_who_talks_and_who_has_given_up():
    load = Load(Bench().board, Clock())
    told(load, "a", Stage.CALLING, Stage.LISTENING, Stage.WAITING)
    told(load, "b", Stage.CALLING, Stage.LISTENING, Stage.TALKING, Stage.HELD)
    told(load, "c", Stage.CALLING, Stage.WAITING, Stage.GONE)
    told(load, "d", Stage.CALLING, Stage.TALKING, Stage.ALONE, Stage.GONE)
    told(load, "e", Stage.CALLING, Stage.GONE)
    rows = dict(load.rows())
    assert (rows["calls so far"], rows["waiting"], rows["talking"], rows["unanswered"]) == ("5", "1", "1", "1")
    assert (rows["given up"], rows["talked and gone"], rows["requests refused"]) == ("1", "1", "none")


def test_rates_are_those_of_the_last_ten_seconds():
    clock, bench = Clock(), Bench()
    load = Load(bench.board, clock)
    told(load, "a", Stage.CALLING)
    for _ in range(50):
        bench.ask("GET", "channels")
    bench.ask("GET", "channels/nobody")
    clock.now += 5
    rows = dict(load.rows())
    assert (rows["calls a second"], rows["requests a second"], rows["requests refused"]) == ("0.1", "10", "1")
    clock.now += 10
    load.rows()
    clock.now += 10
    rows = dict(load.rows())
    assert (rows["calls a second"], rows["requests a second"]) == ("0.0", "0")


def test_the_table_and_the_line_say_the_same():
    load = Load(Bench().board, Clock())
    told(load, "a", Stage.CALLING)
    console = Console(width=60, record=True)
    with console.capture() as shown:
        console.print(load.table())
    for name, figure in load.rows():
        assert f"{name} {figure}" in load.line()
        assert any(name in line and figure in line for line in shown.get().splitlines())
