"""Whether the switch can be worked with at all: from its name to the application."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

import msgspec

from agent_desktop.doctor.ari import Ari, Probe, Trouble, Unanswered
from agent_desktop.doctor.checks import Check, Verdict, fault, note, ok, warning
from agent_desktop.protocol.record import Text
from agent_desktop.settings import Settings

SINCE = {20: 14, 21: 9, 22: 4}
"""The first of each line of versions that answers requests on its event socket; later lines all do."""
_VERSION = re.compile(r"(\d+)\.(\d+)")


@dataclass(frozen=True, slots=True)
class Switch:
    """What the checks of the switch look at."""

    settings: Settings
    ari: Ari
    file: str
    """The settings file, as it stands in a command."""
    password_unread: str = ""
    """Why the password's file cannot be read."""
    centre_runs: bool = False
    """The centre of this data directory."""

    @property
    def address(self) -> str:
        return self.ari.place.address


def _address(switch: Switch) -> Iterator[Verdict]:
    where = switch.address
    try:
        server = switch.ari.first.server
    except Unanswered as unanswered:
        said = _UNANSWERED[unanswered.trouble]
        yield fault(*(text.format(where=where, words=unanswered.words) for text in (said.en, said.zh_CN)))
        return
    yield ok(f"{where} answers ({server or 'no name'}).", f"{where} 有应答（{server or '未报名称'}）。")


_UNANSWERED = {
    Trouble.NO_SUCH_NAME: Text(
        "No machine has the name in {where}. Correct `url` under [switch], or give the switch's IP address.",
        "找不到 {where} 里的主机名。请改正 [switch] 下的 `url`，或直接写交换机的 IP 地址。",
    ),
    Trouble.REFUSED: Text(
        "Nothing listens at {where}. Start Asterisk; in http.conf set `enabled = yes`, and `bindaddr` and `bindport` as in `url`.",
        "{where} 没有程序在监听。请启动 Asterisk；在 http.conf 里设置 `enabled = yes`，`bindaddr` 和 `bindport` 要与 `url` 一致。",
    ),
    Trouble.NO_ANSWER: Text(
        "{where} does not answer in time. See that the machine is on, and that no firewall is in between.",
        "{where} 没有及时应答。请查看那台机器是否开着，中间有没有防火墙拦截。",
    ),
    Trouble.UNREACHABLE: Text(
        "{where} cannot be reached: {words}. See to the network, or correct `url` under [switch].",
        "无法到达 {where}：{words}。请检查网络，或改正 [switch] 下的 `url`。",
    ),
    Trouble.UNTRUSTED: Text(
        "The certificate of {where} is not accepted: {words}. Renew it (`tlscertfile` in http.conf), for the name that stands in `url`,"
        " or let this machine trust who has signed it.",
        "{where} 的证书不被接受：{words}。请更换证书（http.conf 里的 `tlscertfile`），证书的名称要与 `url` 一致；或让本机信任它的签发者。",
    ),
    Trouble.NOT_TLS: Text(
        "{where} does not speak TLS. Name its TLS port (`tlsbindaddr` in http.conf), or write ws:// in `url`.",
        "{where} 不支持 TLS。请填写它的 TLS 端口（http.conf 里的 `tlsbindaddr`），或把 `url` 写成 ws://。",
    ),
    Trouble.SILENT: Text(
        "{where} takes connections but answers nothing. Another program may have this port; or Asterisk hangs: start it again.",
        "{where} 能连上，但没有任何应答。这个端口可能属于别的程序；如果是 Asterisk 卡住了，请重新启动它。",
    ),
    Trouble.NOT_HTTP: Text(
        "What listens at {where} is no web server. Name the port of http.conf in `url`; for its TLS port write wss://.",
        "在 {where} 监听的不是网页服务。请在 `url` 里填写 http.conf 的端口；如果是它的 TLS 端口，请写成 wss://。",
    ),
}


def _ari(switch: Switch) -> Iterator[Verdict]:
    answer, where = switch.ari.first, switch.address
    if answer.status == HTTPStatus.NOT_FOUND and answer.is_ari:
        yield fault(
            "ARI is there, but says nothing about its Asterisk: res_ari_asterisk.so is not loaded. Take its `noload` out of modules.conf.",
            "ARI 可用，但缺少 Asterisk 自身的信息：没有加载 res_ari_asterisk.so。请从 modules.conf 里去掉它的 `noload`。",
        )
    elif answer.is_ari:
        yield ok("ARI is enabled.", "ARI 已启用。")
    elif answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        yield fault(
            f"{where} is not ready (HTTP {answer.status}). Asterisk may be starting: try again in a moment.",
            f"{where} 还没有就绪（HTTP {answer.status}）。Asterisk 可能正在启动，请稍后再试。",
        )
    elif answer.server.startswith("Asterisk"):
        yield fault(
            "Asterisk answers, but ARI is off. Set `enabled = yes` under [general] in ari.conf, have res_ari.so and res_http_websocket.so"
            " loaded, and start Asterisk again. With a `prefix` in http.conf, `url` ends in /PREFIX/ari.",
            "Asterisk 有应答，但没有启用 ARI。请在 ari.conf 的 [general] 下设置 `enabled = yes`，加载 res_ari.so 和 res_http_websocket.so，"
            "然后重新启动 Asterisk。如果 http.conf 里有 `prefix`，`url` 要以 /前缀/ari 结尾。",
        )
    else:
        name = answer.server or "?"
        yield fault(
            f"What answers at {where} is not Asterisk (it calls itself {name}, HTTP {answer.status}). Correct `url` under [switch].",
            f"在 {where} 应答的不是 Asterisk（自称 {name}，HTTP {answer.status}）。请改正 [switch] 下的 `url`。",
        )


def _user(switch: Switch) -> Iterator[Verdict]:
    user = switch.ari.place.user
    if switch.password_unread:
        yield fault(
            f"The file of `password_file` cannot be read: {switch.password_unread}. Let this user read it.",
            f"读不了 `password_file` 指定的文件：{switch.password_unread}。请允许当前用户读取它。",
        )
    elif not switch.ari.place.password:
        yield fault(
            "The settings have no password for the switch. Set `password` or `password_file` under [switch].",
            "设置里没有交换机的密码。请在 [switch] 下填写 `password` 或 `password_file`。",
        )
    elif not switch.ari.first.accepted:
        yield fault(
            f"The switch does not accept the user {user} with this password. Compare `user` and `password` with the section [{user}]"
            " of ari.conf; after a change there: asterisk -rx 'module reload res_ari.so'",
            f"交换机不接受用户 {user} 和这个密码。请与 ari.conf 里的 [{user}] 一节核对；修改那里之后执行：asterisk -rx 'module reload res_ari.so'",
        )
    else:
        yield ok(f"The switch accepts the user {user}.", f"交换机接受用户 {user}。")


def _rights(switch: Switch) -> Iterator[Verdict]:
    """Asked to end a channel that cannot be there: who may write is told so, who may only read is refused."""
    answer = switch.ari.ask("DELETE", f"channels/agent-desktop-doctor-{secrets.token_hex(8)}")
    user = switch.ari.place.user
    if answer.status == HTTPStatus.FORBIDDEN:
        yield fault(
            f"The user {user} may only look. Set `read_only = no` in the section [{user}] of ari.conf; then:"
            " asterisk -rx 'module reload res_ari.so'",
            f"用户 {user} 只能查看。请在 ari.conf 的 [{user}] 一节设置 `read_only = no`，然后执行：asterisk -rx 'module reload res_ari.so'",
        )
    else:
        yield ok(f"The user {user} may control calls.", f"用户 {user} 可以控制通话。")


class _System(msgspec.Struct):
    version: str = ""


class _Info(msgspec.Struct):
    system: _System = msgspec.field(default_factory=_System)


def _version(switch: Switch) -> Iterator[Verdict]:
    told = msgspec.json.decode(switch.ari.first.body, type=_Info).system.version
    numbers = _VERSION.search(told)
    if not numbers:
        yield note(
            f"The switch calls its version {told!r}, which tells nothing about its age.",
            f"交换机报告的版本是 {told!r}，看不出新旧。",
        )
    elif new_enough(int(numbers[1]), int(numbers[2])):
        yield ok(f"Asterisk {told}.", f"Asterisk {told}。")
    else:
        yield fault(
            f"Asterisk {told} is too old: a centre needs 20.14, 21.9, 22.4 or newer. Install one of these.",
            f"Asterisk {told} 太旧：中心需要 20.14、21.9、22.4 或更新的版本。请升级。",
        )


def new_enough(line: int, release: int) -> bool:
    """Whether an Asterisk of this version answers requests on its event socket."""
    return line > max(SINCE) or release >= SINCE.get(line, release + 1)


def _socket(switch: Switch) -> Iterator[Verdict]:
    match switch.ari.probe():
        case Probe.ANSWERED:
            yield ok("Requests over the WebSocket are answered.", "通过 WebSocket 发出的请求有应答。")
        case Probe.UNANSWERED:
            yield fault(
                "The switch opens its WebSocket but does not answer requests on it. That needs Asterisk 20.14, 21.9, 22.4 or newer.",
                "WebSocket 能连上，但交换机不应答其中的请求。这需要 Asterisk 20.14、21.9、22.4 或更新的版本。",
            )
        case Probe.NO_SOCKET:
            yield fault(
                "The switch opens no WebSocket. Have res_ari_events.so and res_http_websocket.so loaded; a proxy in between must pass"
                " WebSockets on. Where all that is so, Asterisk hangs: start it again.",
                "交换机不接受 WebSocket 连接。请加载 res_ari_events.so 和 res_http_websocket.so；如果中间有代理，它必须能转发 WebSocket。"
                "如果这些都没有问题，就是 Asterisk 卡住了，请重新启动它。",
            )


def _application(switch: Switch) -> Iterator[Verdict]:
    app = switch.ari.place.app
    connected = switch.ari.get(f"applications/{quote(app)}", dict[str, object]) is not None
    if connected and switch.centre_runs:
        yield ok(f"The centre is running, connected as {app}.", f"中心正在运行，以 {app} 的身份连着交换机。")
    elif connected:
        yield warning(
            f"A centre is running already, connected as {app}, and not in this data directory. One that is started here would take its calls"
            " away: end the other one, or give this one an `app` of its own under [switch].",
            f"已有一个中心在运行，以 {app} 的身份连着交换机，但用的不是这个数据目录。再启动这里的中心，会抢走它的通话："
            "请先结束那一个，或在 [switch] 下给这里另起一个 `app`。",
        )
    elif switch.centre_runs:
        yield warning(
            f"A centre runs in this data directory, but nobody is connected to this switch as {app}. See the centre's log; start it again"
            " after a change of the settings.",
            f"这个数据目录有中心在运行，但没有人以 {app} 的身份连着这台交换机。请查看中心的日志；修改设置之后要重新启动它。",
        )
    else:
        yield ok(f"Nobody is connected as {app}: a centre may start.", f"没有人以 {app} 的身份连接：可以启动中心。")


ADDRESS = Check(Text("address", "地址"), _address)
ARI = Check(Text("ARI", "ARI"), _ari, (ADDRESS,))
USER = Check(Text("user", "用户"), _user, (ARI,))
RIGHTS = Check(Text("rights", "权限"), _rights, (USER,))
VERSION = Check(Text("version", "版本"), _version, (USER,))
SOCKET = Check(Text("WebSocket", "WebSocket"), _socket, (VERSION,))
APPLICATION = Check(Text("application", "应用"), _application, (USER,))
CHECKS = (ADDRESS, ARI, USER, RIGHTS, VERSION, SOCKET, APPLICATION)
