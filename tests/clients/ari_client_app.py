"""The same little application on PyPI's `ari-client`, which knows the models of ARI by heart and checks every event against them.

ari_client_app.py ADDRESS USER PASSWORD APPLICATION TELEPHONE
"""

import asyncio
import json
import sys
from urllib.parse import urlsplit

from ari_client import AriClient
from ari_client.resources._base import AriError


def say(*step):
    print(json.dumps(step), flush=True)


class App:
    def __init__(self, client, telephone):
        self.client, self.telephone = client, telephone
        self.caller = self.bridge = ""
        self.over = asyncio.Event()
        client.on_stasis_start(self.started)
        client.on_stasis_end(self.ended)
        client.on_channel_dtmf_received(self.pressed)
        client.on_playback_finished(self.played)
        client.on_recording_started(self.recording)
        client.on_recording_finished(self.recorded)

    @property
    def ari(self):
        return self.client.ari

    async def started(self, event):
        if event.args == ["dialled"]:
            say("picked up")
            bridge = await self.ari.create_bridge("mixing,dtmf_events", "ari-client")
            self.bridge = bridge.id
            for channel in (self.caller, event.channel.id):
                await self.ari.bridge_add_channel(bridge.id, channel)
            members = (await self.ari.get_bridge(bridge.id)).channels
            say("together", sorted(members) == sorted([self.caller, event.channel.id]))
            await self.ari.record_bridge(bridge.id, name="ari-client", format="wav", if_exists="overwrite")
            return
        self.caller = event.channel.id
        say("called", event.args[0])
        await event.channel.answer()
        await event.channel.play("sound:beep")

    async def played(self, event):
        say("played", event.playback.state)

    async def pressed(self, event):
        say("pressed", event.digit)
        await self.ari.originate(endpoint=f"PJSIP/{self.telephone}", app_args="dialled", timeout=20)

    async def recording(self, event):
        say("recording", event.recording.state)
        await self.ari.stop_recording("ari-client")

    async def recorded(self, event):
        say("recorded", event.recording.state)
        say("stored", (await self.ari.download_recording("ari-client"))[:4].decode())
        await self.ari.delete_stored_recording("ari-client")
        await self.refusals()
        await self.ari.stop_channel(self.caller)

    async def refusals(self):
        for name, ask in (
            ("no such channel", self.ari.get_channel("nobody")),
            ("no such application", self.ari.get_application("nobody")),
        ):
            try:
                await ask
            except AriError as error:
                say("refused", name, error.status_code)

    async def ended(self, event):
        if event.channel.id == self.caller:
            say("caller gone")
            for other in (await self.ari.get_bridge(self.bridge)).channels:
                await self.ari.stop_channel(other)
        else:
            say("agent gone")
            await self.ari.stop_bridge(self.bridge)
            self.over.set()


async def main(address, user, password, name, telephone):
    place = urlsplit(address)
    client = AriClient(place.hostname, place.port, user, password)
    app = App(client, telephone)
    await client.connect(name)
    say("ready")
    await app.over.wait()
    await client.disconnect()
    say("done")


asyncio.run(main(*sys.argv[1:]))
