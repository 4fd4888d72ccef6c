"""A SIP telephone that declines every call: 603 (RFC 3261 §21.6.2). A soft phone's own button says 486, busy.

Just enough of the protocol for that: it answers INVITE and nothing else; the ACK needs no answer.
"""

import asyncio

NUMBER = "7603"
ENDPOINT = """
[7603]
type = endpoint
context = agents
disallow = all
allow = ulaw
aors = 7603
[7603]
type = aor
contact = sip:7603@127.0.0.1:{port}
"""
_REPEATED = ("via:", "from:", "call-id:", "cseq:")


class Decliner(asyncio.DatagramProtocol):
    """The telephone, on a port of loopback."""

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        request, *lines = data.decode().partition("\r\n\r\n")[0].split("\r\n")
        if request.startswith("INVITE "):
            self.transport.sendto(answer(lines).encode(), address)


def answer(lines):
    """The final answer to a request with these headers (RFC 3261 §8.2.6)."""
    kept = [line for line in lines if line.lower().startswith(_REPEATED)]
    called = next(line for line in lines if line.lower().startswith("to:"))
    return "\r\n".join(["SIP/2.0 603 Decline", *kept, f"{called};tag=declines", "Content-Length: 0", "", ""])


async def decline_on(port):
    """Take calls on this port until the process ends."""
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(Decliner, local_addr=("127.0.0.1", port))
