"""Many SIP callers at once, by sipp from the tree that `.ci/asterisk` fetches: it neither speaks nor listens, it only signals."""

import asyncio

from tests.fakes import asterisk

PROGRAM = asterisk.ROOT / "sipp"
PATIENCE_S = 60
_STARTS = """\
<?xml version="1.0" encoding="UTF-8" ?>
<scenario name="caller">
  <send retrans="500"><![CDATA[
    INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: <sip:[field0]@[local_ip]:[local_port]>;tag=[call_number]
    To: <sip:[service]@[remote_ip]:[remote_port]>
    Call-ID: [call_id]
    CSeq: 1 INVITE
    Contact: <sip:caller@[local_ip]:[local_port]>
    Max-Forwards: 70
    Content-Type: application/sdp
    Content-Length: [len]

    v=0
    o=- 1 1 IN IP[local_ip_type] [local_ip]
    s=-
    c=IN IP[media_ip_type] [media_ip]
    t=0 0
    m=audio [media_port] RTP/AVP 8
    a=rtpmap:8 PCMA/8000
  ]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="183" optional="true"/>
  <recv response="200" rrs="true"/>
  <send><![CDATA[
    ACK [next_url] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: <sip:[field0]@[local_ip]:[local_port]>;tag=[call_number]
    To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
    Call-ID: [call_id]
    CSeq: 1 ACK
    Max-Forwards: 70
    Content-Length: 0
  ]]></send>
"""
_STAYS = """\
  <recv request="BYE"/>
  <send><![CDATA[
    SIP/2.0 200 OK
    [last_Via:]
    [last_From:]
    [last_To:]
    [last_Call-ID:]
    [last_CSeq:]
    Content-Length: 0
  ]]></send>
</scenario>
"""
_GIVES_UP = """\
  <pause milliseconds="{milliseconds}"/>
  <send retrans="500"><![CDATA[
    BYE [next_url] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: <sip:[field0]@[local_ip]:[local_port]>;tag=[call_number]
    To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
    Call-ID: [call_id]
    CSeq: 2 BYE
    Max-Forwards: 70
    Content-Length: 0
  ]]></send>
  <recv response="200"/>
</scenario>
"""


def why_not():
    """What keeps Asterisk or sipp away, or an empty string."""
    if reason := asterisk.why_not():
        return reason
    return "" if PROGRAM.exists() else "sipp is not there: run .ci/asterisk again"


async def callers(folder, switch, dials, numbers, *, leave_after_s=None):
    """All of them call at once and stay until they are let go, or leave by themselves. Fails unless every call went just so."""
    scenario, people, errors = folder / "caller.xml", folder / "numbers.csv", folder / "errors"
    ending = _STAYS if leave_after_s is None else _GIVES_UP.format(milliseconds=round(leave_after_s * 1000))
    scenario.write_text(_STARTS + ending, encoding="utf-8")
    people.write_text("\n".join(["SEQUENTIAL", *(f"{number};" for number in numbers)]) + "\n", encoding="utf-8")
    count = str(len(numbers))
    process = await asyncio.create_subprocess_exec(
        *(str(PROGRAM), switch.sip, "-sf", str(scenario), "-inf", str(people), "-s", dials, "-m", count, "-l", count),
        *("-r", count, "-rp", "100", "-i", "127.0.0.1", "-p", str(asterisk.quiet_port()), "-nostdin"),
        *("-timeout", f"{PATIENCE_S}s", "-timeout_error", "-trace_err", "-error_file", str(errors)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        code = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert code == 0, errors.read_text(errors="replace")[-4000:] if errors.exists() else f"sipp ended with {code}"
