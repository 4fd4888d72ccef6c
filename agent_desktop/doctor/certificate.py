"""A certificate and its key, tried out: a handshake in memory, from a server that has them to a client that trusts them.

That is the one way to its contents that the standard library has, and proves that it works. Must never listen or connect.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from agent_desktop.errors import UserError
from agent_desktop.protocol.record import Text

_EXPIRED, _NOT_YET_VALID = 10, 9
"""OpenSSL's X509_V_ERR_CERT_HAS_EXPIRED and X509_V_ERR_CERT_NOT_YET_VALID."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a certificate says."""

    names: tuple[str, ...]
    until: datetime


class Unfit(UserError):
    """No seat could connect with it; `said` is the sentence in each language."""

    def __init__(self, en: str, zh_cn: str) -> None:
        super().__init__(en)
        self.said = Text(en, zh_cn)


def read(certificate: Path, key: Path | None) -> Known:
    """Read a PEM file with its chain, and try it with its key.

    Raises:
        Unfit: the files cannot be read, do not belong together, or the certificate is not valid today.

    """
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    server = _server(certificate, key)
    client.load_verify_locations(certificate)
    try:
        stated = _handshake(server, client)
    except ssl.SSLCertVerificationError as error:
        raise _invalid(certificate, error) from None
    names = tuple(str(value) for kind, value in _pairs(stated.get("subjectAltName")) if kind in {"DNS", "IP Address"})
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(stated["notAfter"])), UTC)
    return Known(names, until)


def _server(certificate: Path, key: Path | None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, key, password=_no_passphrase)
    except ssl.SSLError as error:
        why = error.reason or str(error)
        raise Unfit(
            f"{certificate} and {key or 'its key'} are no certificate with its key ({why}). Give `tls_certificate` and `tls_key` that belong"
            " together, as PEM files.",
            f"{certificate} 和 {key or '它的密钥'} 不是一对证书与密钥（{why}）。请填写配套的 `tls_certificate` 和 `tls_key`，PEM 格式。",
        ) from None
    except OSError as error:
        raise Unfit(
            f"{certificate} or {key or 'its key'} cannot be read: {error.strerror}. Let this user read them.",
            f"{certificate} 或 {key or '它的密钥'} 无法读取：{error.strerror}。请允许当前用户读取。",
        ) from None
    return context


def _no_passphrase() -> str:
    raise Unfit(
        "The TLS key asks for a passphrase, which nobody can type when the centre starts. Store the key without one.",
        "TLS 密钥要求输入口令，而中心启动时没有人能输入。请保存一份不带口令的密钥。",
    )


def _handshake(server: ssl.SSLContext, client: ssl.SSLContext) -> dict[str, object]:
    """What the server's certificate says to a client that trusts it."""
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    caller = client.wrap_bio(down, up)
    called = server.wrap_bio(up, down, server_side=True)
    for end in (caller, called, caller):
        try:
            end.do_handshake()
        except ssl.SSLWantReadError:
            continue
    return dict(caller.getpeercert() or {})


def _pairs(value: object) -> tuple[tuple[str, object], ...]:
    return value if isinstance(value, tuple) else ()


def _invalid(certificate: Path, error: ssl.SSLCertVerificationError) -> Unfit:
    if error.verify_code == _EXPIRED:
        return Unfit(
            f"The certificate {certificate} has expired: no seat connects any more. Put a new one in its place, and start the centre again.",
            f"证书 {certificate} 已过期，坐席无法再连接。请换上新证书，并重新启动中心。",
        )
    if error.verify_code == _NOT_YET_VALID:
        return Unfit(
            f"The certificate {certificate} is not valid yet. See that this machine's clock is right.",
            f"证书 {certificate} 尚未生效。请检查本机时钟是否正确。",
        )
    return Unfit(
        f"The certificate {certificate} is not accepted: {error.verify_message}. Put another in its place.",
        f"证书 {certificate} 不被接受：{error.verify_message}。请更换证书。",
    )
