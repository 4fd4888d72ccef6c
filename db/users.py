"""Who may log in. Password hashes come from the caller and go back to the caller; nothing here can read a password."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.errors import UserError
from agent_desktop.protocol.messages import Role
from db import models
from db.engine import reading, refusing


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may log in."""

    id: AgentId
    """The name they log in with."""
    name: str
    """As others see them."""
    role: Role
    password_hash: str
    """Argon2, with its own parameters and salt."""
    station: str = ""
    disabled: bool = False


_U = models.User
_ACCOUNT: sa.Select[*tuple[Any, ...]] = sa.select(_U.id, _U.name, _U.role, _U.password_hash, _U.station, _U.disabled)
_FIND = _ACCOUNT.where(_U.id == sa.bindparam("user"))
_ALL = _ACCOUNT.order_by(_U.id)


class Users:
    """The accounts in the store."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def find(self, user: str) -> Account | None:
        """The account with exactly this name, disabled or not.

        Raises:
            Refusal: `store_unavailable`.

        """
        with refusing(), reading(self._engine) as connection:
            row = connection.execute(_FIND, {"user": user.replace("\0", "")}).first()
        return None if row is None else Account(*row)

    def all(self) -> tuple[Account, ...]:
        """Every account, by name.

        Raises:
            Refusal: `store_unavailable`.

        """
        with refusing(), reading(self._engine) as connection:
            return tuple(Account(*row) for row in connection.execute(_ALL))

    def create(self, accounts: Iterable[Account], at: float) -> None:
        """Add accounts, all or none. `at` is Unix seconds.

        Raises:
            UserError: one of the names is taken.
            Refusal: `store_unavailable`.

        """
        rows = [{**_values(account), "id": account.id, "created_ms": round(at * 1000)} for account in accounts]
        if not rows:
            return
        try:
            with refusing(), self._engine.begin() as connection:
                connection.execute(sa.insert(_U), rows)
        except exc.IntegrityError:
            names = ", ".join(str(row["id"]) for row in rows)
            raise UserError(f"one of these users is there already: {names}; choose another name") from None

    def change(self, account: Account) -> None:
        """Replace what is on file under the account's id.

        Raises:
            UserError: there is no such account.
            Refusal: `store_unavailable`.

        """
        with refusing(), self._engine.begin() as connection:
            changed = connection.execute(sa.update(_U).where(_U.id == account.id).values(_values(account)))
        if not changed.rowcount:
            raise UserError(f"there is no user {account.id}")


def _values(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "role": account.role,
        "password_hash": account.password_hash,
        "station": account.station,
        "disabled": account.disabled,
    }
