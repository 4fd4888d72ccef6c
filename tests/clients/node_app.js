// The same little application on npm's `ari-client`.
// node node_app.js ADDRESS USER PASSWORD APPLICATION TELEPHONE

const [address, user, password, app, telephone] = process.argv.slice(2);
const say = (...step) => console.log(JSON.stringify(step));
const { log } = console;
// It complains of the version of Swagger, an Asterisk's as well as ours.
const deprecated = (text) => Array.isArray(text) && String(text[0]).includes('deprecated version of Swagger');
console.log = (...text) => (deprecated(text[0]) ? undefined : log(...text));
const ari = require('ari-client');

async function run() {
  const client = await ari.connect(address, user, password);
  let caller, bridge;

  async function started(event, channel) {
    if (event.args[0] === 'dialled') {
      say('picked up');
      bridge = await client.bridges.createWithId({ bridgeId: 'node', type: 'mixing,dtmf_events' });
      await bridge.addChannel({ channel: [caller.id, channel.id] });
      const members = (await client.bridges.get({ bridgeId: 'node' })).channels;
      say('together', members.sort().join() === [caller.id, channel.id].sort().join());
      await bridge.record({ name: 'node', format: 'wav', ifExists: 'overwrite' });
      return;
    }
    caller = channel;
    say('called', event.args[0]);
    await channel.answer();
    const playback = client.Playback();
    playback.once('PlaybackFinished', (finished) => say('played', finished.playback.state));
    await channel.play({ media: 'sound:beep' }, playback);
  }

  async function refused(name, ask) {
    try {
      await ask;
    } catch (error) {
      say('refused', name, JSON.parse(error.message).message);
    }
  }

  client.on('StasisStart', started);
  client.on('ChannelDtmfReceived', async (event) => {
    say('pressed', event.digit);
    await client.Channel().originate({ endpoint: `PJSIP/${telephone}`, app, appArgs: 'dialled', timeout: 20 });
  });
  client.on('RecordingStarted', async (event) => {
    say('recording', event.recording.state);
    await client.recordings.stop({ recordingName: 'node' });
  });
  client.on('RecordingFinished', async (event) => {
    say('recorded', event.recording.state);
    say('stored', (await client.recordings.getStored({ recordingName: 'node' })).format);
    await client.recordings.deleteStored({ recordingName: 'node' });
    await refused('no such channel', client.channels.get({ channelId: 'nobody' }));
    await refused('bridge stands', client.bridges.createWithId({ bridgeId: 'node', type: 'mixing' }));
    await refused('no such application', client.applications.get({ applicationName: 'nobody' }));
    await caller.hangup();
  });
  client.on('StasisEnd', async (event, channel) => {
    if (channel.id === caller.id) {
      say('caller gone');
      for (const other of (await client.bridges.get({ bridgeId: 'node' })).channels) {
        await client.channels.hangup({ channelId: other });
      }
      return;
    }
    say('agent gone');
    await bridge.destroy();
    client.stop();
    say('done');
    process.exit(0);
  });
  client.start(app, () => {});
  client.on('WebSocketConnected', () => say('ready'));
}

process.on('unhandledRejection', (error) => {
  say('broken', String(error && error.message));
  process.exit(1);
});
run();
