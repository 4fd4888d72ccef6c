"""A little application on `aioari`, which reads the switch's own documents. Says what happens, one JSON text a line.

aioari_app.py ADDRESS USER PASSWORD APPLICATION TELEPHONE
"""

import asyncio
import json
import sys
from typing import Any

import aioari
from aiohttp.web import HTTPException


def say(*step):
    print(json.dumps(step), flush=True)


class App:
    def __init__(self, client, name, telephone):
        self.client, self.name, self.telephone = client, name, telephone
        self.caller: Any = None
        self.bridge: Any = None
        self.over = asyncio.Event()
        client.exception_handler = lambda error: say("broken", repr(error))
        client.on_channel_event("StasisStart", self.started)
        client.on_channel_event("StasisEnd", self.ended)
        client.on_channel_event("ChannelDtmfReceived", self.pressed)
        client.on_channel_event("ChannelEnteredBridge", self.entered)
        client.on_playback_event("PlaybackFinished", self.played)
        client.on_live_recording_event("RecordingStarted", self.recording)
        client.on_live_recording_event("RecordingFinished", self.recorded)

    async def started(self, channels, event):
        channel = channels["channel"]
        if event["args"] == ["dialled"]:
            say("picked up")
            self.bridge = await self.client.bridges.createWithId(bridgeId="aioari", type="mixing,dtmf_events")
            await self.bridge.addChannel(channel=[self.caller.id, channel.id])
            members = (await self.bridge.get()).json["channels"]
            say("together", sorted(members) == sorted([self.caller.id, channel.id]))
            return
        self.caller = channel
        say("called", event["args"][0])
        await channel.answer()
        await channel.play(media="sound:beep")

    async def played(self, _playback, event):
        say("played", event["playback"]["state"])

    async def pressed(self, _channel, event):
        say("pressed", event["digit"])
        endpoint = f"PJSIP/{self.telephone}"
        await self.client.channels.originate(endpoint=endpoint, app=self.name, appArgs="dialled", timeout=20)

    async def entered(self, _channel, event):
        if len(event["bridge"]["channels"]) == 2:
            await self.bridge.record(name="aioari", format="wav", ifExists="overwrite")

    async def recording(self, recording, event):
        say("recording", event["recording"]["state"])
        await recording.stop()

    async def recorded(self, _recording, event):
        say("recorded", event["recording"]["state"])
        stored = await self.client.recordings.getStored(recordingName="aioari")
        say("stored", stored.json["format"])
        await stored.deleteStored()
        await self.refusals()
        await self.caller.hangup()

    async def refusals(self):
        for name, ask in (
            ("no such channel", self.client.channels.get(channelId="nobody")),
            ("bridge stands", self.client.bridges.createWithId(bridgeId="aioari", type="mixing")),
            ("no such application", self.client.applications.get(applicationName="nobody")),
        ):
            try:
                await ask
            except HTTPException as error:
                say("refused", name, error.status)

    async def ended(self, channel, _event):
        if channel.id == self.caller.id:
            say("caller gone")
            for other in (await self.bridge.get()).json["channels"]:
                await self.client.channels.hangup(channelId=other)
        else:
            say("agent gone")
            await self.bridge.destroy()
            self.over.set()


async def main(address, user, password, name, telephone):
    client = await aioari.connect(address, user, password)
    app = App(client, name, telephone)
    listening = asyncio.create_task(client.run(name))
    while name not in [each["name"] for each in await client.applications.list()]:  # noqa: ASYNC110 - the switch knows
        await asyncio.sleep(0.02)
    say("ready")
    await app.over.wait()
    await client.close()
    listening.cancel()
    say("done")


asyncio.run(main(*sys.argv[1:]))
