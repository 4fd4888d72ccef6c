"""The whole road over real sockets: a simulated switch, the adapter, the core, the database, a seat."""

import asyncio
import contextlib

import msgspec
import pytest

from agent_desktop.cti.simulator.server import SimulatorServer
from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.demo import colleague
from agent_desktop.errors import Refusal, UserError
from agent_desktop.headless import HeadlessSeat
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.record import CustomerFields, MatchKind
from agent_desktop.protocol.seat_session import Credentials
from db import models
from ivr.centre.process import Centre
from tests.fakes.centreworld import (
    PASSWORD,
    add_users,
    caller,
    calls,
    centre_process,
    free_port,
    ready,
    rows,
    running,
    seat,
    settings_file,
    settings_in,
)


@pytest.fixture
async def world(tmp_path):
    """A running centre with its simulator inside, and a stack that takes seats down again."""
    settings = settings_in(tmp_path)
    add_users(settings)
    async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
        yield settings, centre, stack


async def answered(desk):
    offered = (await desk.until(m.CallOffered)).desk
    await desk.ask(m.AnswerCall(offered.view.call))
    await desk.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.CONNECTED)
    return offered


async def log(desk, call, **fields):
    await desk.ask(m.CompleteLog(call, m.LogDraft(**({"disposition": "enquiry_answered"} | fields))))


async def test_from_ring_to_file(world):
    settings, centre, stack = world
    desk = await ready(centre.url, "emma", stack)
    centre.simulator.place_call(caller())
    offered = await answered(desk)
    call = offered.view.call
    assert offered.pop.kind is MatchKind.EXACT
    assert offered.pop.record.name == "Emma Clarke"
    await desk.ask(m.HoldCall(call))
    await desk.ask(m.RetrieveCall(call))
    await desk.ask(m.SaveDraft(call, m.LogDraft(notes="wants to kn")))
    await desk.ask(m.ClearConnection(call))
    await desk.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.WRAP_UP)
    await log(desk, call, notes="wants to know the price", answers={"need": "price"})
    assert (await desk.until(m.CallRemoved)).why == "logged"
    await asyncio.wait_for(_complete(settings, call), 10)
    (row,) = calls(settings)
    assert (row["outcome"], row["logged_by"], row["disposition"]) == ("handled", "emma", "enquiry_answered")
    assert len(rows(settings, models.Leg)) == 1
    (kept,) = rows(settings, models.CallLog)
    assert (kept["notes"], kept["answers"]) == ("wants to know the price", {"need": "price"})
    assert not rows(settings, models.Draft)


async def _complete(settings, call):
    """Until the database has the call's last fact."""
    while not any(row["id"] == call and row["logged_ms"] for row in calls(settings)):  # noqa: ASYNC110 - another process writes
        await asyncio.sleep(0.02)


async def test_a_declined_call_goes_to_the_next_agent(world):
    _, centre, stack = world
    first = await ready(centre.url, "emma", stack)
    second = await ready(centre.url, "sara", stack)
    centre.simulator.place_call(caller())
    offered = (await first.until(m.CallOffered)).desk
    await first.ask(m.DeclineCall(offered.view.call, "away"))
    again = (await second.until(m.CallOffered)).desk
    assert again.view.call == offered.view.call
    assert not again.view.requeued


async def test_more_time_for_the_log_has_a_reason_that_is_in_the_audit_trail(world):
    settings, centre, stack = world
    desk = await ready(centre.url, "emma", stack)
    centre.simulator.place_call(caller())
    call = (await answered(desk)).view.call
    await desk.ask(m.ClearConnection(call))
    ends = await desk.until(m.AgentChanged, lambda event: event.agent.wrap_up_ends_ms is not None)
    assert [reason.code for reason in desk.snapshot.extension_reasons] == ["notes", "arranging", "asking", "technical"]
    with pytest.raises(Refusal, match="unknown_reason"):
        await desk.ask(m.ExtendWrapUp(60))
    await desk.ask(m.ExtendWrapUp(60, "arranging"))
    longer = await desk.until(m.AgentChanged, lambda event: event.agent.wrap_up_ends_ms != ends.agent.wrap_up_ends_ms)
    assert longer.agent.wrap_up_ends_ms - ends.agent.wrap_up_ends_ms == 60_000
    await log(desk, call)
    await asyncio.wait_for(_complete(settings, call), 10)
    (entry,) = rows(settings, models.AuditEntry)
    assert (entry["user_id"], entry["action"], entry["detail"]) == ("emma", "ExtendWrapUp", "60 s: arranging")


async def test_a_transfer_keeps_the_caller(world):
    _, centre, stack = world
    first = await ready(centre.url, "emma", stack)
    centre.simulator.place_call(caller())
    call = (await answered(first)).view.call
    second = await ready(centre.url, "sara", stack)
    await first.ask(m.SingleStepTransferCall(call, "agent", "sara"))
    offered = (await second.until(m.CallOffered)).desk
    assert (offered.view.call, offered.pop.record.name) == (call, "Emma Clarke")


async def stage(desk, wanted):
    """Until the consultation of the call in hand is there."""

    def there(event):
        return (event.view.consult.stage if event.view.consult else None) is wanted

    return (await desk.until(m.CallChanged, there)).view


async def test_the_demonstrations_colleague_gives_advice_and_takes_over(world, monkeypatch):
    monkeypatch.setattr(colleague, "ANSWERS_AFTER_S", (0.0, 0.0))
    monkeypatch.setattr(colleague, "LOGS_AFTER_S", (0.0, 0.0))
    settings, centre, stack = world
    desk = await ready(centre.url, "emma", stack)
    channel = centre.simulator.place_call(caller())
    call = (await answered(desk)).view.call
    async with asyncio.TaskGroup() as tasks:
        work = tasks.create_task(colleague.Colleague(centre.url, AgentId("sara"), PASSWORD).work())
        await desk.ask(m.WatchColleagues(watch=True))
        await desk.until(m.ColleaguesChanged, lambda event: any(one.available for one in event.colleagues))
        await desk.ask(m.ConsultationCall(call, "agent", "sara"))
        await stage(desk, m.ConsultStage.CONSULTING)
        await desk.ask(m.ReconnectCall(call))
        assert (await stage(desk, None)).phase is m.CallPhase.HELD
        await desk.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.CONNECTED)
        await desk.ask(m.ConsultationCall(call, "agent", "sara"))
        await stage(desk, m.ConsultStage.CONSULTING)
        await desk.ask(m.TransferCall(call))
        await log(desk, call)
        centre.simulator.hang_up(channel)
        await asyncio.wait_for(_complete(settings, call), 10)
        work.cancel()
    assert sorted(leg["agent_id"] for leg in rows(settings, models.Leg)) == ["emma", "sara"]


async def test_the_caller_gives_up(world):
    settings, centre, stack = world
    desk = await ready(centre.url, "emma", stack)
    channel = centre.simulator.place_call(caller())
    call = (await desk.until(m.CallOffered)).desk.view.call
    centre.simulator.hang_up(channel)
    assert (await desk.until(m.CallRemoved)).why == "abandoned"
    await asyncio.wait_for(_complete(settings, call), 10)
    assert calls(settings)[0]["outcome"] == "abandoned"


async def test_a_stranger_becomes_a_customer_in_mid_call(world):
    settings, centre, stack = world
    desk = await ready(centre.url, "emma", stack)
    centre.simulator.place_call(caller(number="+441632960777"))
    offered = await answered(desk)
    assert offered.pop.kind is MatchKind.UNKNOWN
    chosen = await desk.ask(m.CreateCustomer(offered.view.call, CustomerFields(name="Ada Byron")))
    assert chosen.record.name == "Ada Byron"
    assert (await desk.until(m.PopChanged)).pop.kind is MatchKind.CHOSEN
    found = await desk.ask(m.SearchCustomers("+44 1632 960777"))
    assert [each.name for each in found.candidates] == ["Ada Byron"]
    await desk.ask(m.ClearConnection(offered.view.call))
    await log(desk, offered.view.call, customer_id=chosen.record.customer_id)
    await asyncio.wait_for(_complete(settings, offered.view.call), 10)
    assert calls(settings)[0]["customer_id"] == chosen.record.customer_id


async def test_what_was_typed_becomes_the_log_when_wrap_up_runs_out(tmp_path):
    settings = settings_in(tmp_path)
    queues = {name: msgspec.structs.replace(queue, wrap_up_s=0.2) for name, queue in settings.queues.items()}
    settings = msgspec.structs.replace(settings, queues=queues)
    add_users(settings)
    async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
        desk = await ready(centre.url, "emma", stack)
        centre.simulator.place_call(caller())
        call = (await answered(desk)).view.call
        await desk.ask(m.SaveDraft(call, m.LogDraft(notes="half a sen")))
        await desk.ask(m.ClearConnection(call))
        assert (await desk.until(m.CallRemoved)).why == "wrap_up_over"
        await asyncio.wait_for(_complete(settings, call), 10)
    assert [row["notes"] for row in rows(settings, models.CallLog)] == ["half a sen"]


async def test_what_was_typed_in_an_outage_joins_the_log_of_its_own_leg(tmp_path):
    settings = settings_in(tmp_path)
    queues = {name: msgspec.structs.replace(queue, wrap_up_s=0.2) for name, queue in settings.queues.items()}
    settings = msgspec.structs.replace(settings, queues=queues)
    add_users(settings)
    async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
        desk = await ready(centre.url, "emma", stack)
        centre.simulator.place_call(caller())
        view = (await answered(desk)).view
        await desk.ask(m.SaveDraft(view.call, m.LogDraft(notes="half a sen", edited_ms=1)))
        await desk.ask(m.ClearConnection(view.call))
        assert (await desk.until(m.CallRemoved)).why == "wrap_up_over"
        late = m.HandInDraft(view.call, view.arrived_ms, m.LogDraft(notes="half a sentence", edited_ms=2))
        other = await stack.enter_async_context(seat(centre.url, "lin"))
        with pytest.raises(Refusal, match="not_your_call"):
            await other.ask(late)
        with pytest.raises(Refusal, match="no_such_call"):
            await desk.ask(msgspec.structs.replace(late, arrived_ms=view.arrived_ms - 1))
        assert (await desk.ask(late)).filed
        assert not (await desk.ask(late)).filed
    assert [row["notes"] for row in rows(settings, models.CallLog)] == ["half a sen", "half a sentence"]


async def test_a_killed_centre_comes_back_to_the_same_call(tmp_path):
    port = free_port()
    url = f"ws://127.0.0.1:{port}"
    settings = settings_in(tmp_path)
    add_users(settings)
    async with SimulatorServer(app="agent-desktop") as switch, contextlib.AsyncExitStack() as stack:
        file = settings_file(tmp_path, switch_url=switch.url, port=port)
        async with centre_process(file, url) as process:
            desk = await ready(url, "emma", stack)
            await desk.until(m.AgentChanged, lambda event: event.agent.state is m.AgentState.READY)
            channel = switch.place_call(caller())
            call = (await answered(desk)).view.call
            await desk.ask(m.SaveDraft(call, m.LogDraft(notes="so far")))
            process.kill()
            await process.wait()
        async with centre_process(file, url):
            again = await stack.enter_async_context(seat(url, "emma"))
            (standing,) = again.snapshot.calls
            assert (standing.view.call, standing.view.phase) == (call, m.CallPhase.CONNECTED)
            assert standing.draft.notes == "so far"
            assert standing.pop.record.name == "Emma Clarke"
            if not again.snapshot.switch_up:  # who hangs up before has ended in the centre's absence
                await again.until(m.SwitchChanged, lambda event: event.up)
            switch.hang_up(channel)
            await again.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.WRAP_UP)
            await log(again, call)
            await asyncio.wait_for(_complete(settings, call), 10)
    (row,) = calls(settings)
    assert (row["outcome"], row["disposition"]) == ("handled", "enquiry_answered")
    numbers = [row["number"] for row in rows(settings, models.Event)]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


async def test_calls_that_ended_while_the_centre_was_away_are_closed(tmp_path):
    port = free_port()
    url = f"ws://127.0.0.1:{port}"
    settings = settings_in(tmp_path)
    add_users(settings)
    async with SimulatorServer(app="agent-desktop") as switch, contextlib.AsyncExitStack() as stack:
        file = settings_file(tmp_path, switch_url=switch.url, port=port)
        async with centre_process(file, url) as process:
            desk = await ready(url, "emma", stack)
            channel = switch.place_call(caller())
            call = (await answered(desk)).view.call
            process.kill()
            await process.wait()
        switch.hang_up(channel)
        async with centre_process(file, url):
            again = await stack.enter_async_context(seat(url, "emma"))
            if again.snapshot.agent.state is not m.AgentState.WRAP_UP:
                await again.until(m.AgentChanged, lambda event: event.agent.state is m.AgentState.WRAP_UP)
            await log(again, call)
            await asyncio.wait_for(_complete(settings, call), 10)
    assert calls(settings)[0]["outcome"] == "lost"


async def test_the_link_to_the_switch_is_cut_and_comes_back(tmp_path):
    settings = settings_in(tmp_path)
    add_users(settings)
    async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
        desk = await ready(centre.url, "emma", stack)
        centre.simulator.place_call(caller())
        call = (await answered(desk)).view.call
        centre.simulator.drop_sockets()
        await desk.until(m.SwitchChanged, lambda event: not event.up)
        await desk.until(m.SwitchChanged, lambda event: event.up)
        await desk.ask(m.HoldCall(call))
        await desk.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.HELD)


async def test_no_switch_there_yet(tmp_path):
    settings = settings_in(tmp_path, switch_url=f"ws://127.0.0.1:{free_port()}")
    add_users(settings)
    async with running(settings) as centre, seat(centre.url, "emma") as desk:
        assert desk.snapshot.switch_up is False


async def test_a_wrong_switch_password_stops_the_centre_with_a_sentence(tmp_path):
    async with SimulatorServer(users=()) as switch:
        settings = settings_in(tmp_path, switch_url=switch.url)
        async with Centre(settings) as centre:
            with pytest.raises(UserError, match="password"):
                await asyncio.wait_for(centre.serve(), 20)


async def test_a_wrong_password(world):
    _, centre, _ = world
    with pytest.raises(Refusal, match="wrong_password"):
        async with HeadlessSeat(centre.url, Credentials(AgentId("emma"), "guess")):
            pass


async def test_the_port_is_taken(world, tmp_path):
    _, centre, _ = world
    port = int(centre.url.rpartition(":")[2])
    with pytest.raises(UserError, match=str(port)):
        async with Centre(settings_in(tmp_path / "other", port=port)):
            pass


async def test_a_centres_own_scripts_reach_its_seats(tmp_path):
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "starts.yaml").write_text("rules: [{queue: orders, scripts: [enquiry]}]\n", encoding="utf-8")
    settings = settings_in(tmp_path)
    settings = msgspec.structs.replace(
        settings, scripts=msgspec.structs.replace(settings.scripts, directory=str(folder))
    )
    add_users(settings)
    async with running(settings) as centre, seat(centre.url, "emma") as desk:
        library = await desk.ask(m.FetchScripts())
        assert library.fingerprint == desk.snapshot.scripts
        assert library.scripts.starts_for("orders") == ("enquiry",)


async def test_the_customer_whom_the_agent_chose_survives_a_killed_centre(tmp_path):
    port = free_port()
    url = f"ws://127.0.0.1:{port}"
    settings = settings_in(tmp_path)
    add_users(settings)
    async with SimulatorServer(app="agent-desktop") as switch, contextlib.AsyncExitStack() as stack:
        file = settings_file(tmp_path, switch_url=switch.url, port=port)
        async with centre_process(file, url) as process:
            desk = await ready(url, "emma", stack)
            switch.place_call(caller())
            call = (await answered(desk)).view.call
            found = await desk.ask(m.SearchCustomers("James Wright"))
            wright = found.candidates[0].customer_id
            await desk.ask(m.ChooseCustomer(call, wright))
            process.kill()
            await process.wait()
        async with centre_process(file, url):
            again = await stack.enter_async_context(seat(url, "emma"))
            (standing,) = again.snapshot.calls
            assert (standing.pop.kind, standing.pop.record.customer_id) == (MatchKind.CHOSEN, wright)
