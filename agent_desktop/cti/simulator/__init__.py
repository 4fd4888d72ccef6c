"""A softswitch simulator: speaks ARI like Asterisk 22, with telephones and callers that behave.

server      asyncio shell, one timer; door: one connection, HTTP until it becomes a WebSocket
simulation  switch + callers + traffic, deterministic
front       HTTP requests and who may ask; envelope: REST over WebSocket; swagger: what clients read of it
rest, resources   requests and answers, whatever carried them
machine     the switch: model, channels, bridging, dialling, snooping; turns: what is played and recorded, one after another
playing, recording; sounds, archive   the files that are played, and those that come of a recording
life        a caller's part in a call; callers, library: callers as data
traffic     who calls when; profile, profiles: how busy it is, as data
wire        the JSON that travels
"""
