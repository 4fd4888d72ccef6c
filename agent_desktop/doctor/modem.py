"""The modem at its port, looked at from outside: opening it would take it from a centre, and raise its control lines. Must never open it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from agent_desktop.cti.modem.port import ports
from agent_desktop.doctor.checks import Check, Verdict, fault, ok
from agent_desktop.protocol.record import Text
from agent_desktop.settings import Settings


def _port(settings: Settings) -> Iterator[Verdict]:
    name = settings.modem.port
    listed = [port.name for port in ports()]
    if name not in listed and not Path(name).exists():
        en, zh_cn = ", ".join(listed) or "none", "、".join(listed) or "无"
        yield fault(
            f"There is no port {name}. Plug the modem in, or correct `port` under [modem]. There are: {en}.",
            f"没有端口 {name}。请插上调制解调器，或改正 [modem] 下的 `port`。现有端口：{zh_cn}。",
        )
    elif name.startswith("/") and not os.access(name, os.R_OK | os.W_OK):
        yield fault(
            f"This user may not use {name}. On Debian: sudo usermod -aG dialout $USER; then log in anew.",
            f"当前用户不能使用 {name}。在 Debian 上执行：sudo usermod -aG dialout $USER，然后重新登录。",
        )
    else:
        yield ok(
            f"{name} is there. Whether a modem answers is found out when a centre starts.",
            f"{name} 已就绪。调制解调器有没有应答，要在中心启动时才知道。",
        )


CHECKS = (Check(Text("port", "端口"), _port),)
