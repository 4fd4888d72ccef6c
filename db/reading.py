"""Rows of the customer's file turned into what a seat is shown. The statements are made once, when this module loads.

Only reads, only by index. Must never normalise a number or decide who is calling: that is `db.lookup`.
"""

from __future__ import annotations

import sqlalchemy as sa

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.record import CustomerRecord, Matter, MatterKind, PastContact, Phone
from db import models
from db.models.customers import CustomerType
from db.prepared import Prepared, Row

MOST_MATCHES = 50
MOST_LINES = 20

_C, _P, _N = models.Customer, models.Contact, models.Number

_CUSTOMER = (
    _C.id.label("customer_id"),
    _C.code,
    _C.name,
    _C.company,
    _C.salutation,
    _C.language,
    _C.standing,
    _C.value_type,
    _C.stage,
    _C.abc_class,
    _C.rfm,
    _C.lifetime_value_minor,
    _C.currency,
    _C.customer_type,
    _C.industry,
    _C.province,
    _C.city,
    _C.postcode,
    _C.address,
    _C.email,
    _C.membership_level,
    _C.points,
    _C.balance_minor,
    _C.contract_ends_ms,
    _C.tags,
    _C.remark,
)
_OWNER = (
    _N.contact_id,
    _N.extension,
    _N.e164,
    _N.display,
    _P.name.label("contact"),
    _P.salutation.label("contact_salutation"),
)
_NEWEST_FIRST = (sa.func.coalesce(_C.last_contact_ms, 0).desc(), _N.id)

BY_E164 = Prepared(
    sa.select(*_CUSTOMER, *_OWNER)
    .select_from(_N)
    .join(_C, _C.id == _N.customer_id)
    .outerjoin(_P, _P.id == _N.contact_id)
    .where(_N.e164 == sa.bindparam("number"))
    .order_by(*_NEWEST_FIRST)
    .limit(sa.literal_column(str(MOST_MATCHES)))
)
"""All owners of a main line; whoever was in touch last comes first."""

BY_LAST8 = Prepared(
    sa.select(*_CUSTOMER, *_OWNER)
    .select_from(_N)
    .join(_C, _C.id == _N.customer_id)
    .outerjoin(_P, _P.id == _N.contact_id)
    .where(_N.last8 == sa.bindparam("number"))
    .order_by(*_NEWEST_FIRST)
    .limit(sa.literal_column(str(MOST_MATCHES)))
)

BY_ID = Prepared(sa.select(*_CUSTOMER).where(_C.id == sa.bindparam("customer")))

_PHONES = Prepared(
    sa.select(_N.label, _N.display, _N.e164)
    .where(_N.customer_id == sa.bindparam("customer"))
    .order_by(_N.id)
    .limit(sa.literal_column(str(MOST_LINES)))
)

_T = models.TimelineEntry
_TIMELINE = Prepared(
    sa.select(_T.at_ms, _T.channel, _T.subject, _T.agent, _T.disposition)
    .where(_T.customer_id == sa.bindparam("customer"))
    .order_by(_T.at_ms.desc())
    .limit(sa.literal_column(str(MOST_LINES)))
)

_M = models.Matter
_MATTERS = Prepared(
    sa.select(_M.id, _M.kind, _M.subject, _M.opened_ms, _M.due_ms)
    .where(_M.customer_id == sa.bindparam("customer"), _M.closed_ms.is_(None))
    .order_by(_M.due_ms.asc().nulls_last(), _M.opened_ms)
    .limit(sa.literal_column(str(MOST_LINES)))
)

_PREFIX = {
    MatterKind.COMPLAINT: "C",
    MatterKind.DISPUTE: "D",
    MatterKind.DEFECT: "Q",
    MatterKind.ORDER: "O",
    MatterKind.REPAIR: "R",
    MatterKind.FOLLOW_UP: "F",
    MatterKind.CALLBACK: "B",
    MatterKind.VOICEMAIL: "V",
}

_TYPE = {
    CustomerType.INDIVIDUAL: {Language.EN: "Individual", Language.ZH_CN: "个人客户"},
    CustomerType.BUSINESS: {Language.EN: "Business", Language.ZH_CN: "企业客户"},
    CustomerType.GOVERNMENT: {Language.EN: "Public body", Language.ZH_CN: "政府机构"},
    CustomerType.RESELLER: {Language.EN: "Reseller", Language.ZH_CN: "经销商"},
}
"""In the customer's own language, as the rest of their file is."""


def matter_number(kind: MatterKind, matter_id: int) -> str:
    """A matter's number as it is read out, such as `C-000123`."""
    return f"{_PREFIX[kind]}-{matter_id:06d}"


def read_record(connection: sa.Connection, customer: Row, contact: str = "", salutation: str = "") -> CustomerRecord:
    """The whole record around a customer's row; three more probes."""
    key = customer.customer_id
    return CustomerRecord(
        customer_id=customer.customer_id,
        code=customer.code,
        name=customer.name,
        company=customer.company,
        contact=contact,
        salutation=salutation or customer.salutation,
        language=customer.language,
        standing=customer.standing,
        value_type=customer.value_type,
        stage=customer.stage,
        abc_class=customer.abc_class,
        rfm=customer.rfm,
        lifetime_value_minor=customer.lifetime_value_minor,
        currency=customer.currency,
        customer_type=_TYPE[customer.customer_type][customer.language],
        industry=customer.industry,
        address=_address(customer),
        email=customer.email,
        membership_level=customer.membership_level,
        points=customer.points,
        balance_minor=customer.balance_minor,
        contract_ends_at_ms=customer.contract_ends_ms,
        tags=tuple(customer.tags),
        phones=tuple(
            Phone(label, display, e164 or "") for label, display, e164 in _PHONES.all(connection, customer=key)
        ),
        contacts=tuple(PastContact(*entry) for entry in _TIMELINE.all(connection, customer=key)),
        matters=tuple(_matter(*matter) for matter in _MATTERS.all(connection, customer=key)),
        remark=customer.remark,
    )


def _matter(matter_id: int, kind: MatterKind, subject: str, opened_ms: int, due_ms: int | None) -> Matter:
    return Matter(matter_number(kind, matter_id), kind, subject, opened_ms, due_ms)


def _address(customer: Row) -> str:
    """One line, in the order that the customer's language writes it."""
    if customer.language is Language.ZH_CN:
        places = [customer.province, "" if customer.city == customer.province else customer.city, customer.address]
        return " ".join(part for part in ("".join(places), customer.postcode) if part)
    places = [
        customer.address,
        customer.city,
        " ".join(part for part in (customer.province, customer.postcode) if part),
    ]
    return ", ".join(part for part in places if part)
