"""Customers for tests."""

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.record import (
    Candidate,
    CustomerRecord,
    MatchKind,
    Phone,
    ScreenPop,
    Stage,
    Standing,
    ValueType,
)


def customer(customer_id=7, number="+44 20 7946 0103"):
    """The pop of a customer with one number."""
    record = CustomerRecord(
        customer_id=customer_id,
        code=f"C{customer_id:05}",
        name="Chen Wei",
        company="",
        contact="",
        salutation="",
        language=Language.ZH_CN,
        standing=Standing.ACTUAL,
        value_type=ValueType.ORDINARY,
        stage=Stage.MATURE,
        abc_class="B",
        rfm="343",
        lifetime_value_minor=120_000,
        currency="CNY",
        customer_type="",
        industry="",
        address="",
        email="",
        membership_level="",
        points=0,
        balance_minor=0,
        contract_ends_at_ms=None,
        tags=(),
        phones=(Phone("mobile", number, number.replace(" ", "")),),
        contacts=(),
        matters=(),
    )
    candidate = Candidate(customer_id, "Chen Wei", "", record.code, MatchKind.EXACT, number)
    return ScreenPop(MatchKind.EXACT, record, (candidate,))
