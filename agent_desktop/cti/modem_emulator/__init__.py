"""An emulated modem on one analogue line, with callers at its far end: for trying out the modem line without hardware, and for
the tests. Knows nothing of `agent_desktop.cti.modem`, which has to get on with it as with any modem.

    persona.py    what kind of modem, as data          exchange.py   what kind of telephone line, as data
    modem.py      bytes and time in, bytes out         line.py       the exchange and who is at the far end
    emulation.py  both, with callers, as one machine   shell.py      the pseudo-terminal around it
"""
