"""Thrown purchases, packed: a million histories in a few dozen megabytes, and the classes that follow from them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from db.models.customers import OrderStatus
from db.personas import Kind
from db.value import History, Scale, abc_classes
from db.words import FIRM_PRODUCTS, PRODUCTS

OLDEST_DAYS = 3000
_AGES = ((1, OrderStatus.PLACED), (3, OrderStatus.PAID), (8, OrderStatus.SHIPPED))
NEVER_BOUGHT = 0.2
MOST_ORDERS = 13


@dataclass(frozen=True, slots=True)
class Purchase:
    """One order line."""

    days_ago: int
    product: int
    """Place in `goods_for(kind)`."""
    quantity: int


@dataclass(frozen=True, slots=True)
class Purchases:
    """Who bought what and when. Customer `i` has the entries `starts[i]` to `starts[i + 1]`, newest first."""

    starts: array[int]
    days: array[int]
    products: array[int]
    quantities: array[int]
    revenues: array[int]
    """By customer, in minor units of CNY, so that customers of all countries compare."""
    classes: str
    """ABC, a letter per customer."""
    scale: Scale

    def of(self, index: int) -> list[Purchase]:
        entries = range(self.starts[index], self.starts[index + 1])
        return [Purchase(self.days[entry], self.products[entry], self.quantities[entry]) for entry in entries]

    def history(self, index: int) -> History | None:
        """In figures; None for those who never bought."""
        first, end = self.starts[index], self.starts[index + 1]
        return History(self.days[first], self.days[end - 1], end - first, self.revenues[index]) if end > first else None


def order_status(days_ago: int) -> OrderStatus:
    """How far an order of this age has come."""
    return next((status for age, status in _AGES if days_ago < age), OrderStatus.DELIVERED)


def goods_for(kind: Kind) -> tuple[tuple[str, str, int], ...]:
    return FIRM_PRODUCTS if kind.firm else PRODUCTS


def throw_purchases(rng: Random, kinds: Iterable[Kind]) -> Purchases:
    """One history per customer: a fifth never bought, most did once or twice, some often."""
    starts, days, products, quantities, revenues = array("L", [0]), array("H"), array("B"), array("B"), array("Q")
    for kind in kinds:
        revenue = 0
        for purchase in _throw(rng, kind):
            days.append(purchase.days_ago)
            products.append(purchase.product)
            quantities.append(purchase.quantity)
            revenue += goods_for(kind)[purchase.product][2] * purchase.quantity
        starts.append(len(days))
        revenues.append(revenue)
    return Purchases(
        starts, days, products, quantities, revenues, abc_classes(revenues), _scale(starts, days, revenues)
    )


def _throw(rng: Random, kind: Kind) -> Iterable[Purchase]:
    if rng.random() < NEVER_BOUGHT:
        return
    orders = 1 + min(int(rng.expovariate(0.7 if kind.firm else 1.2)), MOST_ORDERS - 1)
    goods, most = len(goods_for(kind)), 20 if kind.firm else 3
    day = 2 + int(rng.expovariate(1 / 240))
    for _ in range(orders):
        if day > OLDEST_DAYS:
            return
        yield Purchase(day, int(rng.random() * goods), 1 + int(rng.random() ** 3 * most))
        day += 20 + int(rng.random() * 300)


def _scale(starts: array[int], days: array[int], revenues: array[int]) -> Scale:
    buyers = [index for index in range(len(revenues)) if starts[index + 1] > starts[index]]
    return Scale.of(
        [days[starts[index]] for index in buyers],
        [starts[index + 1] - starts[index] for index in buyers],
        [revenues[index] for index in buyers],
    )
