"""Where seats connect: address, port and TLS, checked before anything starts, each mistake with what to do about it.

Passwords and customers' data travel here, so plain text is for one machine only: anything but loopback needs a certificate.
"""

from __future__ import annotations

import errno
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

from agent_desktop.errors import UserError
from agent_desktop.protocol.loopback import is_loopback


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address to listen on. Port 0: any free one."""

    host: str
    port: int
    certificate: Path | None = None
    """PEM, with the chain."""
    key: Path | None = None
    """PEM, without a passphrase; None: it is in the certificate's file."""

    @property
    def scheme(self) -> str:
        return "ws" if self.certificate is None else "wss"


def tls_context(endpoint: Endpoint) -> ssl.SSLContext | None:
    """What the server needs for TLS; None for plain text on loopback.

    Raises:
        UserError: plain text would leave this machine, or the certificate cannot be used.

    """
    if endpoint.certificate is None:
        if not is_loopback(endpoint.host):
            raise UserError(
                f"seats would reach {endpoint.host or 'every address'} in plain text, passwords included: set `tls_certificate` and "
                "`tls_key` (of a class: --certificate and --key), or listen on 127.0.0.1"
            )
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(endpoint.certificate, endpoint.key, password=_no_passphrase)
    except ssl.SSLError as error:
        raise UserError(
            f"{endpoint.certificate} and {endpoint.key or 'its key'} are no certificate with its key: {error.reason or error}"
        ) from None
    except OSError as error:
        wanted = f"{endpoint.certificate}" + (f" or {endpoint.key}" if endpoint.key else "")
        raise UserError(f"{wanted} cannot be read: {error.strerror}") from None
    return context


def cannot_listen(endpoint: Endpoint, error: OSError) -> UserError:
    """Why a port could not be opened, in words."""
    where = f"{endpoint.host}:{endpoint.port}"
    if error.errno == errno.EADDRINUSE:
        return UserError(
            f"{where} is in use by another program: stop it, or set another `port` under [centre] (of a class: --port)"
        )
    if error.errno == errno.EACCES:
        return UserError(f"{where} may not be opened by this user: set a `port` above 1023 under [centre]")
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return UserError(f"{endpoint.host} is no address of this machine: set another `host` under [centre]")
    return UserError(f"{where} cannot be opened: {error.strerror or error}")


def _no_passphrase() -> str:
    raise UserError(
        "the TLS key asks for a passphrase, which nobody can type when the centre starts: store the key without one"
    )
