"""The simulator and a real Asterisk, asked the same: the same status, reason and words, the same shapes, the same events.

Over HTTP and over the WebSocket, about a call that stands, and about everything that is not there.
"""

import asyncio
import base64
import http.client
import json
import re

import pytest
from websockets.asyncio.client import connect

from agent_desktop.cti.simulator import swagger
from agent_desktop.cti.simulator.resources import routes
from tests.fakes import asterisk as real
from tests.fakes.lines import AsteriskLine, SimulatedLine

APP, PHONE = "agent-desktop", "1002"
SOON_S = 10
FORM = "application/x-www-form-urlencoded"

NOWHERE = [
    ("GET", "nothing"),
    ("GET", "channels/"),
    ("GET", "asterisk"),
    ("PUT", "channels"),
    ("OPTIONS", "channels"),
    ("PATCH", "bridges"),
    ("GET", "recordings"),
    ("GET", "recordings/live"),
    ("GET", "api-docs/nothing.json"),
    ("GET", f"events?app={APP}"),
    ("GET", "events/user/x"),
    ("GET", "channels/x"),
    ("DELETE", "channels/x"),
    *(
        ("POST", f"channels/x/{verb}")
        for verb in ("answer", "hold", "ring", "moh", "mute", "silence", "dial", "continue")
    ),
    ("POST", "channels/x/play?media=sound:beep"),
    ("POST", "channels/x/dtmf?dtmf=1"),
    ("POST", "channels/x/move?app=y"),
    ("POST", "channels/x/redirect?endpoint=PJSIP/1001"),
    ("POST", "channels/x/record?name=r&format=wav"),
    ("POST", "channels/x/snoop?app=y&spy=in"),
    ("GET", "channels/x/variable?variable=V"),
    ("POST", "channels/x/variable?variable=V"),
    ("GET", "channels/x/rtp_statistics"),
    ("POST", "channels"),
    ("POST", "channels?endpoint=x"),
    ("POST", "channels?endpoint=PJSIP/"),
    ("POST", "channels?endpoint=PJSIP/1001"),
    ("POST", f"channels?endpoint=PJSIP/1001&app={APP}&originator=x"),
    ("POST", f"channels?endpoint=PJSIP/1001&app={APP}&originator=x&formats=ulaw"),
    ("POST", f"channels?endpoint=PJSIP/1001&app={APP}&formats=nothing"),
    ("POST", f"channels?endpoint=PJSIP/9999&app={APP}"),
    ("POST", f"channels?endpoint=NOTHING/1&app={APP}"),
    ("POST", "channels/create?app=y"),
    ("GET", "bridges/x"),
    ("DELETE", "bridges/x"),
    ("POST", "bridges/x/addChannel?channel=y"),
    ("POST", "bridges/x/record?name=r&format=wav"),
    ("POST", "bridges/x/play?media=sound:beep"),
    ("POST", "bridges/x/moh"),
    ("POST", "bridges?type=nothing"),
    ("POST", "bridges?type=mixing,holding"),
    ("DELETE", "bridges/x/videoSource"),
    ("GET", "playbacks/x"),
    ("POST", "playbacks/x/control"),
    ("POST", "playbacks/x/control?operation=dance"),
    ("POST", "playbacks/x/control?operation=pause"),
    ("DELETE", "playbacks/x"),
    ("GET", "recordings/live/x"),
    ("POST", "recordings/live/x/stop"),
    ("POST", "recordings/live/x/pause"),
    ("DELETE", "recordings/live/x/mute"),
    ("GET", "recordings/stored/x"),
    ("GET", "recordings/stored/x/file"),
    ("POST", "recordings/stored/x/copy"),
    ("POST", "recordings/stored/x/copy?destinationRecordingName=y"),
    ("GET", "applications/x"),
    ("POST", "applications/x/subscription?eventSource=channel:y"),
    ("POST", f"applications/{APP}/subscription"),
    ("POST", f"applications/{APP}/subscription?eventSource=channel:y"),
    ("POST", f"applications/{APP}/subscription?eventSource=nothing:y"),
    ("POST", f"applications/{APP}/subscription?eventSource=endpoint:PJSIP/9999"),
    ("DELETE", f"applications/{APP}/subscription?eventSource=bridge:y"),
    ("PUT", f"applications/{APP}/eventFilter"),
    ("POST", "events/user/x"),
    ("POST", "events/user/x?application=y"),
    ("POST", f"events/user/x?application={APP}&source=channel:y"),
    ("POST", f"events/user/x?application={APP}&source=nothing:y"),
    ("GET", "endpoints/NOTHING"),
    ("GET", "endpoints/PJSIP/9999"),
    ("PUT", "endpoints/sendMessage"),
    ("PUT", "endpoints/PJSIP/9999/sendMessage?from=x"),
    ("PUT", "deviceStates/PJSIP%2F1001?deviceState=BUSY"),
    ("DELETE", "deviceStates/x"),
    ("PUT", "deviceStates/Stasis:x?deviceState=nothing"),
    ("GET", "deviceStates/Stasis:x"),
    ("GET", "sounds/nothing-such"),
    ("GET", "sounds?lang=tlh"),
    ("GET", "asterisk/variable"),
    ("GET", "asterisk/variable?variable=NOTHING"),
    ("GET", "asterisk/modules/nothing.so"),
    ("GET", "mailboxes"),
]
"""What leads nowhere, or to what is not there."""

STANDING = [
    ("GET", "asterisk/ping"),
    ("GET", "asterisk/info?only=system"),
    ("GET", "asterisk/modules/res_ari.so"),
    ("POST", "asterisk/variable?variable=G&value=1"),
    ("GET", "asterisk/variable?variable=G"),
    ("GET", "applications"),
    ("GET", "channels"),
    ("GET", "channels/{caller}"),
    ("POST", "channels/{caller}/snoop?app=y"),
    ("POST", "channels/{caller}/snoop?app=y&spy=sideways"),
    ("POST", "channels/{caller}/snoop?app=y&whisper=sideways"),
    ("POST", "channels/{caller}/snoop?spy=in"),
    ("POST", "channels/{caller}/mute"),
    ("POST", "channels/{caller}/mute?direction=sideways"),
    ("POST", "channels/{caller}/mute?direction=in"),
    ("DELETE", "channels/{caller}/mute?direction=both"),
    ("POST", "channels/{caller}/hold"),
    ("DELETE", "channels/{caller}/hold"),
    ("POST", "channels/{caller}/moh"),
    ("DELETE", "channels/{caller}/moh"),
    ("POST", "channels/{caller}/silence"),
    ("DELETE", "channels/{caller}/silence"),
    ("POST", "channels/{caller}/dtmf"),
    ("POST", "channels/{caller}/dtmf?dtmf=1&duration=50&between=10"),
    ("POST", "channels/{caller}/dial"),
    ("POST", "channels/{caller}/play"),
    ("POST", "channels/{caller}/redirect"),
    ("POST", "channels/{caller}/redirect?endpoint=x"),
    ("POST", "channels/{caller}/redirect?endpoint=SIP/x"),
    ("POST", "channels/{caller}/continue?label=nothing"),
    ("GET", "channels/{caller}/variable"),
    ("GET", "channels/{caller}/variable?variable=NOTHING"),
    ("POST", "channels/{caller}/variable?variable=V&value=1"),
    ("GET", "channels/{caller}/variable?variable=V"),
    ("POST", "channels/{caller}/variable?variable=V"),
    ("GET", "channels/{caller}/variable?variable=V"),
    ("POST", "channels/{caller}/variable?variable=NOTHING(x)&value=1"),
    ("GET", "channels/{caller}/variable?variable=NOTHING(x)"),
    ("GET", "channels/{caller}/variable?variable=CHANNEL(state)"),
    ("DELETE", "channels/{caller}?reason=tired"),
    ("DELETE", "channels/{caller}?reason=busy&reason_code=17"),
    ("POST", f"channels?endpoint=PJSIP/{PHONE}&app={APP}&channelId={{caller}}"),
    ("POST", "bridges/b?type=mixing&name=n"),
    ("POST", "bridges/b"),
    ("GET", "bridges/b"),
    ("POST", "bridges/b/addChannel"),
    ("POST", "bridges/b/addChannel?channel={caller},x"),
    ("POST", "bridges/b/removeChannel?channel={caller}"),
    ("POST", "bridges/b/videoSource/x"),
    ("POST", "bridges/b/moh"),
    ("DELETE", "bridges/b/moh"),
    ("DELETE", "bridges/b/moh"),
    ("POST", "bridges/b/play"),
    ("GET", "bridges/b/variable?variable=V"),
    ("POST", "bridges/b/variable?variable=V&value=1"),
    ("GET", "bridges/b/variable?variable=V"),
    ("POST", "bridges/b/record?name=r&format=nothing"),
    ("POST", "bridges/b/record?name=../r&format=wav"),
    ("POST", "bridges/b/record?name=r&format=wav&ifExists=ask"),
    ("POST", "bridges/b/record?name=r&format=wav&terminateOn=5"),
    ("POST", "bridges/b/record?name=r&format=wav&maxDurationSeconds=-1"),
    ("POST", "channels/{caller}/record?name=r&format=wav&maxDurationSeconds=-1"),
    ("POST", "channels/{caller}/record?name=r&format=nothing&ifExists=ask&terminateOn=5"),
    ("POST", f"events/user/x?application={APP}&source=channel:{{caller}}"),
    ("POST", f"applications/{APP}/subscription?eventSource=endpoint:PJSIP/{PHONE},deviceState:Stasis:x"),
    ("PUT", "deviceStates/Stasis:x?deviceState=BUSY"),
    ("GET", "deviceStates"),
    ("DELETE", "deviceStates/Stasis:x"),
    ("DELETE", f"applications/{APP}/subscription?eventSource=endpoint:PJSIP/{PHONE},deviceState:Stasis:x"),
    ("GET", "endpoints/PJSIP/trunk"),
    ("GET", "sounds/beep"),
    ("DELETE", "bridges/b"),
]
"""What is asked about a call that stands, and what comes of it."""

BODIES = [
    ("POST", "bridges", "application/json", '{"bridgeId": "j", "type": "mixing"}'),
    ("POST", "bridges", "application/json", '{"bridgeId": '),
    ("POST", "bridges", "application/json", '"x"'),
    ("POST", "bridges", FORM, "bridgeId=f&type=holding"),
    ("POST", "bridges", "text/plain", "bridgeId=t"),
    ("POST", "channels", "application/json", '{"endpoint": "PJSIP/9999", "app": "x", "variables": {"V": 1}}'),
    ("PUT", f"applications/{APP}/eventFilter", "application/json", '{"allowed": "x"}'),
    ("PUT", f"applications/{APP}/eventFilter", "application/json", '{"disallowed": [{"type": "Dial"}]}'),
    ("PUT", f"applications/{APP}/eventFilter", "application/json", "{}"),
]


def fetch(port, method, uri, kind="", body="", *, user="desk:desk"):
    """One request over HTTP; status, reason, kind of content, and the body outlined."""
    headers = {"Authorization": f"Basic {base64.b64encode(user.encode()).decode()}"} if user else {}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SOON_S)
    try:
        connection.request(method, f"/ari/{uri}", body or None, headers | ({"Content-Type": kind} if kind else {}))
        answer = connection.getresponse()
        text = answer.read().decode()
        told = (answer.headers.get("Allow"), answer.headers.get("WWW-Authenticate"), answer.headers.get("Content-type"))
        return answer.status, answer.reason, *told, outline(answer.status, text)
    finally:
        connection.close()


def outline(status, text):
    """An error in its words, anything else by its keys, at every depth."""
    if text.startswith("<"):
        return re.findall("<title>(.*?)</title>", text)
    return shape(json.loads(text)) if text and status < 400 else text


def shape(value):
    if isinstance(value, dict):
        return {key: shape(entry) for key, entry in sorted(value.items())}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


class Listener:
    """An application that a call has come to."""

    def __init__(self, socket):
        self._socket = socket
        self.events = []

    async def until(self, kind, since=None, **about):
        """The next such event; `since`: one of those that have come already will do, from there on."""
        looked_at = len(self.events) if since is None else since
        async with asyncio.timeout(SOON_S):
            while True:
                while looked_at < len(self.events):
                    event = self.events[looked_at]
                    looked_at += 1
                    if event["type"] == kind and all(event[key]["id"] == wanted for key, wanted in about.items()):
                        return event
                self.events.append(json.loads(await self._socket.recv()))

    async def ask(self, method, uri):
        """Over the WebSocket; gives the status."""
        path, _, query = uri.partition("?")
        pairs = [pair.partition("=") for pair in query.split("&") if pair]
        strings = [{"name": name, "value": value} for name, _, value in pairs]
        request = {"type": "RESTRequest", "request_id": "r", "method": method, "uri": path, "query_strings": strings}
        await self._socket.send(json.dumps(request))
        return (await self.until("RESTResponse"))["status_code"]


def listening(port, everything="false"):
    address = f"ws://127.0.0.1:{port}/ari/events?app={APP}&api_key=desk:desk&subscribeAll={everything}"
    return connect(address, compression=None, proxy=None, max_size=None)


async def answers(line):
    """What this switch answers to all of that."""
    async with line, listening(line.port) as socket:
        listener = Listener(socket)
        await line.telephone(PHONE)
        await line.call("caller", "95001", "+442079460103")
        caller = (await listener.until("StasisStart"))["channel"]["id"]
        await listener.ask("POST", f"channels/{caller}/answer")
        said = []
        for method, uri, *rest in (*NOWHERE, *STANDING, *BODIES):
            answer = await asyncio.to_thread(fetch, line.port, method, uri.format(caller=caller), *rest)
            said.append((method, uri, *rest, answer))
        said.append(await asyncio.to_thread(fetch, line.port, "GET", "channels", user=""))
        said.append(await asyncio.to_thread(fetch, line.port, "GET", "channels?api_key=desk:wrong", user=""))
        said.append(await asyncio.to_thread(fetch, line.port, "GET", "applications?api_key=desk:desk", user=""))
        for bridge in json.loads(await asyncio.to_thread(_body, line.port, "bridges")):
            await listener.ask("DELETE", f"bridges/{bridge['id']}")
        await line.hang_up("caller")
        return json.loads(json.dumps(said).replace(caller, "CALLER"))


def _body(port, uri):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SOON_S)
    connection.request("GET", f"/ari/{uri}?api_key=desk:desk")
    text = connection.getresponse().read().decode()
    connection.close()
    return text


@pytest.fixture
def asterisk(tmp_path_factory):
    """A new one each time: an application keeps its subscriptions."""
    if reason := real.why_not():
        pytest.skip(f"no Asterisk: {reason}")
    with real.Asterisk(tmp_path_factory.mktemp("asterisk")) as instance:
        yield instance


async def test_both_answer_alike(asterisk):
    ours, theirs = await answers(SimulatedLine(None)), await answers(AsteriskLine(asterisk))
    assert [(mine, real) for mine, real in zip(ours, theirs, strict=True) if mine != real] == []


async def story(line, everything):
    """What is told of a call that is answered, recorded, listened to, moved between bridges, and hung up."""
    async with line, listening(line.port, everything) as socket:
        listener = Listener(socket)
        await line.telephone(PHONE)
        await line.call("caller", "95001", "+442079460103")
        caller = (await listener.until("StasisStart"))["channel"]["id"]
        gone = "BridgeDestroyed" if everything == "true" else ""  # else a matter of which thread is first
        steps = await _whole_call(listener, caller, gone)
        told = [event for event in listener.events if event["type"] in TOLD | {gone}]
        subjects = _by_subject(told)
        if not gone:
            subjects = {name: _while_it_lasts(story) for name, story in subjects.items()}
        return steps, json.loads(json.dumps(subjects).replace(caller, "CALLER"))


TOLD = {
    *("StasisStart", "StasisEnd", "ChannelStateChange", "ChannelHangupRequest", "ChannelDestroyed"),
    *("BridgeCreated", "ChannelEnteredBridge", "ChannelLeftBridge"),
    *("PlaybackStarted", "PlaybackFinished", "RecordingStarted", "RecordingFinished", "RecordingFailed"),
}


async def _whole_call(listener, caller, gone):
    statuses = [await listener.ask("POST", f"channels/{caller}/answer")]

    async def step(method, uri, kind="", **about):
        before = len(listener.events)
        statuses.append(await listener.ask(method, uri.format(caller=caller)))
        if kind:
            await listener.until(kind, before, **about)

    await step("POST", "channels/{caller}/play/beep?media=sound:beep", "PlaybackFinished")
    await step("POST", "channels/{caller}/record?name=one&format=wav&ifExists=overwrite", "RecordingStarted")
    await step("POST", "bridges/first?type=mixing")
    await step("POST", "bridges/first/addChannel?channel={caller}")  # it is being recorded
    await step("POST", "recordings/live/one/stop", "RecordingFinished")
    await step("POST", "bridges/first/addChannel?channel={caller}", "ChannelEnteredBridge")
    await step("POST", "channels/{caller}/record?name=two&format=wav&ifExists=overwrite", "RecordingFailed")
    await step("POST", f"channels?endpoint=PJSIP/{PHONE}&app={APP}&channelId=phone", "StasisStart", channel="phone")
    await step("POST", f"channels/phone/snoop/ear?spy=both&app={APP}", "StasisStart")
    await step("POST", "bridges/first/addChannel?channel=phone", "ChannelEnteredBridge", channel="phone")
    await step("POST", "bridges/second?type=mixing")
    await step("POST", "bridges/second/addChannel?channel=ear", "ChannelEnteredBridge", channel="ear")
    await step("POST", "bridges/second/addChannel?channel={caller},phone", "ChannelEnteredBridge", channel="phone")
    await step("POST", "bridges/second/record?name=three&format=wav&ifExists=overwrite", "RecordingStarted")
    await step("POST", "recordings/live/three/pause")
    await step("DELETE", "recordings/live/three/pause")
    await step("POST", "bridges/second/addChannel?channel=phone", "ChannelEnteredBridge", channel="phone")
    await step("DELETE", "recordings/live/three", "RecordingFinished")
    await step("DELETE", "channels/phone?reason_code=17", "StasisEnd", channel="ear")
    await step("DELETE", "channels/{caller}", "StasisEnd", channel=caller)
    await step("DELETE", "bridges/first", gone)
    await step("DELETE", "bridges/second", gone)
    await step("DELETE", "recordings/stored/one")
    await step("POST", f"events/user/over?application={APP}", "ChannelUserevent")
    return statuses


def _by_subject(events):
    """Of each channel, playback and recording what was told of it, in order: two threads of Asterisk keep no common time."""
    told: dict[str, list[list[str]]] = {}
    for event in events:
        subject = event.get("channel") or event.get("playback") or event.get("recording") or event["bridge"]
        name = subject.get("id") or subject["name"]
        extra = [subject.get("state"), event.get("cause"), subject.get("cause"), event.get("bridge", {}).get("id")]
        told.setdefault(name, []).append([event["type"], *(each for each in extra if each is not None)])
    return told


def _while_it_lasts(story):
    """Up to StasisEnd: then the application is unsubscribed, by another thread than the one that tells of the hang-up."""
    kinds = [kind for kind, *_ in story]
    return story[: kinds.index("StasisEnd") + 1] if "StasisEnd" in kinds else story


@pytest.mark.parametrize("everything", ["false", "true"])
async def test_both_tell_alike(asterisk, everything):
    ours, theirs = await story(SimulatedLine(None), everything), await story(AsteriskLine(asterisk), everything)
    assert ours == theirs


def test_both_describe_themselves_alike():
    """What is described here, an Asterisk describes with the same words; it can do more."""
    if reason := real.why_not():
        pytest.skip(f"no Asterisk: {reason}")
    folder = real.ROOT / "usr" / "share" / "asterisk" / "rest-api"
    theirs = {path.name: json.loads(path.read_text()) for path in folder.glob("*.json")}
    operations = {key: operation for document in theirs.values() for key, operation in _operations(document)}
    for name, document in swagger.documents(routes().all).items():
        for key, ours in _operations(document):
            real_one = operations[key]
            assert name in theirs
            assert ours["nickname"] == real_one["nickname"]
            assert ours["responseClass"] in {real_one["responseClass"], "void"}
            assert _parameters(ours).items() <= _parameters(real_one).items(), key
    models = {name: model for document in theirs.values() for name, model in document.get("models", {}).items()}
    for name, model in swagger.documents(routes().all)["events.json"]["models"].items():
        assert set(model["properties"]) <= set(models.get(name, model)["properties"]) | {"timestamp"}


def _operations(document):
    for api in document["apis"]:
        for operation in api.get("operations", ()):
            yield (operation["httpMethod"], api["path"]), operation


def _parameters(operation):
    """Where each is, and whether there may be several of it; that a part of the path must be there goes without saying."""
    parameters = operation.get("parameters", ())
    return {each["name"]: (each["paramType"], bool(each.get("allowMultiple"))) for each in parameters}
