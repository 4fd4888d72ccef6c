"""A serial modem as a switch of one line: the AT engine without I/O, profiles of modems as data, and a thin asyncio shell.

Exports nothing on purpose: whoever imports a pure part must not get pyserial with it. The shell is `switch.ModemSwitch`.
"""
