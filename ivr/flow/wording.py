"""What the product itself says in a flow: answers from the file, and a number read back. An administrator may put recordings in the
place of each part (`docs/flows.md`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ivr.flow.model import About, AnnounceNode, AnswerNode, CollectNode, Node, Speech

CONFIRM = Speech(
    "You entered {entered:digits}. If that is right, press 1. To enter it again, press 2.",
    "您输入的是{entered:digits}。确认请按 1，重新输入请按 2。",
)
ENTERED = "entered"
"""The value that `CONFIRM` reads back."""
YES, NO = "1", "2"

BALANCE = Speech("Your balance is {balance:money}.", "您的账户余额是{balance:money}。")
OWED = Speech("You have {owed:money} to pay.", "您的账户欠费{owed:money}。")
POINTS = Speech("You have {points:number} points.", "您现有的积分是{points:number}分。")
ORDERS: Mapping[str, Speech] = MappingProxyType(
    {
        "placed": Speech(
            "We have received your order of {date:date}, and are waiting for your payment.",
            "您{date:date}的订单已经收到，正在等待付款。",
        ),
        "paid": Speech("Your order of {date:date} is being prepared.", "您{date:date}的订单正在备货。"),
        "shipped": Speech(
            "Your order of {date:date} is on its way to you.", "您{date:date}的订单已经发货，正在配送途中。"
        ),
        "delivered": Speech("Your order of {date:date} has been delivered.", "您{date:date}的订单已经送达。"),
        "returned": Speech("Your order of {date:date} has been returned to us.", "您{date:date}的订单已经退货。"),
        "cancelled": Speech("Your order of {date:date} was cancelled.", "您{date:date}的订单已经取消。"),
    }
)
"""By the status of the order."""
TICKETS: Mapping[str, Speech] = MappingProxyType(
    {
        "open": Speech(
            "We are working on the request that you made on {date:date}.",
            "您{date:date}登记的事项正在处理中。",
        ),
        "due": Speech(
            "We are working on the request that you made on {date:date}. You will have our answer by {due:date}.",
            "您{date:date}登记的事项正在处理中，我们会在{due:date}前答复您。",
        ),
        "closed": Speech(
            "The request that you made on {date:date} was completed on {done:date}.",
            "您{date:date}登记的事项已于{done:date}处理完毕。",
        ),
    }
)
"""By how far the ticket is."""

NEXT_IN_LINE = Speech("You are next in line.", "您是下一位。")
POSITION = Speech("You are number {position} in the queue.", "您当前排在第{position}位。")
SHORT_WAIT = Speech("We expect to answer you in less than a minute.", "预计一分钟内为您接通。")
MINUTE_WAIT = Speech("We expect to answer you in about one minute.", "预计等待大约一分钟。")
WAIT = Speech("We expect to answer you in about {minutes} minutes.", "预计等待大约{minutes}分钟。")
LONG_WAIT = Speech("The wait is expected to be more than {minutes} minutes.", "预计等待超过{minutes}分钟。")


def answer(about: About, values: Mapping[str, str]) -> Speech | None:
    """What to say of what was found; None: there is nothing to say."""
    match about:
        case About.BALANCE:
            return OWED if "owed" in values else BALANCE
        case About.POINTS:
            return POINTS
        case About.ORDER:
            return ORDERS.get(values.get("status", ""))
        case About.TICKET:
            return TICKETS.get(values.get("status", ""))


def sentences(node: Node) -> Mapping[str, Speech]:
    """All that this node may say in our words; the names are those of its recordings."""
    match node:
        case CollectNode(confirm=True):
            return {"product.confirm": CONFIRM}
        case AnswerNode():
            return _answers(node.about)
        case AnnounceNode():
            return _announcements(node)
        case _:
            return {}


def _answers(about: About) -> dict[str, Speech]:
    match about:
        case About.BALANCE:
            return {"product.balance": BALANCE, "product.owed": OWED}
        case About.POINTS:
            return {"product.points": POINTS}
        case About.ORDER:
            return {f"product.order-{status}": speech for status, speech in ORDERS.items()}
        case About.TICKET:
            return {f"product.ticket-{status}": speech for status, speech in TICKETS.items()}


def _announcements(node: AnnounceNode) -> dict[str, Speech]:
    said: dict[str, Speech] = {}
    if node.position:
        said |= {"product.next-in-line": NEXT_IN_LINE, "product.position": POSITION}
    if node.expected_wait:
        said |= {
            "product.short-wait": SHORT_WAIT,
            "product.minute-wait": MINUTE_WAIT,
            "product.wait": WAIT,
            "product.long-wait": LONG_WAIT,
        }
    return said
