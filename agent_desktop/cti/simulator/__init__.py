"""A softswitch simulator: speaks ARI like Asterisk 22, with telephones and callers that behave.

server      asyncio and WebSocket shell, one timer
simulation  switch + callers + traffic, deterministic
envelope    REST over WebSocket; rest, resources: requests and answers
machine     the switch: model, channels, bridging, dialling, playing, sounds
life        a caller's part in a call; callers, library: callers as data; traffic: who calls when
wire        the JSON that travels
"""
