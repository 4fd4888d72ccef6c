"""Passwords and those who guess them."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from agent_desktop.errors import Refusal
from ivr.centre.auth import ADDRESS_FACTOR, FIRST_WAIT_S, MOST_TRACKED, Gate, Limits, Throttle, hash_password
from tests.fakes.seatcentre import CHEAP, Accounts


def refused(throttle, now, user="ann", address="10.0.0.1"):
    """How long somebody has to wait."""
    try:
        throttle.check(user, address, now)
    except Refusal as refusal:
        return int(refusal.arguments["seconds"])
    return 0


def test_each_wrong_password_doubles_the_wait_up_to_a_limit():
    throttle = Throttle(Limits(attempts=3, longest_wait_s=15.0))
    waits = []
    now = 0.0
    for _ in range(6):
        throttle.wrong("ann", "10.0.0.1", now)
        waits.append(refused(throttle, now))
        now += waits[-1]
        assert refused(throttle, now) == 0
    assert waits == [0, 0, FIRST_WAIT_S, 2 * FIRST_WAIT_S, 15.0, 15.0]


def test_one_user_is_slowed_down_from_every_address():
    throttle = Throttle(Limits(attempts=2))
    throttle.wrong("ann", "10.0.0.1", 0.0)
    throttle.wrong("ann", "10.0.0.2", 0.0)
    assert refused(throttle, 0.0, address="10.0.0.3") > 0
    assert refused(throttle, 0.0, user="bob") == 0


def test_one_address_is_slowed_down_for_every_user():
    throttle = Throttle(Limits(attempts=2))
    for number in range(2 * ADDRESS_FACTOR):
        throttle.wrong(f"user{number}", "10.0.0.1", 0.0)
    assert refused(throttle, 0.0, user="somebody") > 0
    assert refused(throttle, 0.0, user="somebody", address="10.0.0.2") == 0


def test_quiet_is_forgiven():
    throttle = Throttle(Limits(attempts=2, window_s=60.0))
    throttle.wrong("ann", "10.0.0.1", 0.0)
    throttle.wrong("ann", "10.0.0.1", 61.0)
    assert refused(throttle, 61.0) == 0


def test_the_right_password_clears_the_user_but_not_the_address():
    throttle = Throttle(Limits(attempts=1))
    for number in range(ADDRESS_FACTOR):
        throttle.wrong(f"user{number}", "10.0.0.1", 0.0)
    throttle.right("ann")
    assert refused(throttle, 0.0) > 0
    assert refused(throttle, 0.0, user="user0", address="10.0.0.2") > 0
    throttle.right("user0")
    assert refused(throttle, 0.0, user="user0", address="10.0.0.2") == 0


def test_made_up_names_do_not_fill_the_memory():
    throttle = Throttle(Limits())
    for number in range(MOST_TRACKED + 10):
        throttle.wrong(f"user{number}", f"address{number}", 0.0)
    assert len(throttle._records) == MOST_TRACKED


@given(st.lists(st.integers(0, 3600), max_size=300))
def test_an_hour_of_guessing_in_any_rhythm_gives_few_guesses(seconds):
    throttle = Throttle(Limits())
    guesses = 0
    for now in sorted(seconds):
        if not refused(throttle, float(now)):
            throttle.wrong("ann", "10.0.0.1", float(now))
            guesses += 1
    assert guesses <= 25


@pytest.fixture
def accounts():
    return Accounts()


@pytest.fixture
def gate(accounts):
    gate = Gate(accounts, lambda: 0.0, hasher=CHEAP)
    yield gate
    gate.close()


async def test_the_right_password(gate):
    assert (await gate.log_in("ann", "nna", "10.0.0.1")).name == "Ann"


@pytest.mark.parametrize(
    ("user", "password"), [("ann", "ann"), ("nobody", "x"), ("", ""), ("ann", ""), ("a\0nn", "nna")]
)
async def test_everything_else_is_wrong_in_the_same_way(gate, user, password):
    with pytest.raises(Refusal) as refusal:
        await gate.log_in(user, password, "10.0.0.1")
    assert (refusal.value.error_id, refusal.value.arguments) == ("wrong_password", {})


async def test_an_unknown_user_costs_the_same_work(gate, accounts):
    verified = []

    class Counting:
        def verify(self, password_hash, password):
            verified.append(password_hash)
            return CHEAP.verify(password_hash, password)

    gate._hasher = Counting()
    for user in ("ann", "nobody"):
        with pytest.raises(Refusal):
            await gate.log_in(user, "wrong", "10.0.0.1")
    assert verified == [accounts.accounts["ann"].password_hash, gate._nobody.result()]


async def test_a_disabled_account_stays_outside(gate, accounts):
    account = accounts.accounts["ann"]
    accounts.accounts["ann"] = type(account)(
        account.id, account.name, account.role, account.password_hash, disabled=True
    )
    with pytest.raises(Refusal, match="wrong_password"):
        await gate.log_in("ann", "nna", "10.0.0.1")


async def test_guesses_at_the_same_time_do_not_slip_through(gate):
    guesses = (gate.log_in("ann", f"guess {number}", "10.0.0.1") for number in range(20))
    outcomes = await asyncio.gather(*guesses, return_exceptions=True)
    errors = [outcome.error_id for outcome in outcomes if isinstance(outcome, Refusal)]
    assert len(errors) == 20
    assert errors.count("wrong_password") <= 6
    assert set(errors) == {"wrong_password", "login_throttled"}


async def test_a_password_hash_that_is_none_is_told_the_log(gate, accounts):
    account = accounts.accounts["ann"]
    accounts.accounts["ann"] = type(account)(account.id, account.name, account.role, "no hash")
    with capture_logs() as logs, pytest.raises(Refusal, match="wrong_password"):
        await gate.log_in("ann", "nna", "10.0.0.1")
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["password_hash_unreadable"]


async def test_the_log_never_holds_a_password(gate):
    with capture_logs() as logs, pytest.raises(Refusal):
        await gate.log_in("ann", "hunter2", "10.0.0.1")
    assert "hunter2" not in str(logs)


def test_a_hash_is_argon2_with_its_own_salt():
    one, two = hash_password("secret"), hash_password("secret")
    assert one.startswith("$argon2id$")
    assert one != two
