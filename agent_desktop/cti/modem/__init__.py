"""A serial modem as a switch of one line: the AT engine without I/O, profiles of modems as data, and a thin asyncio shell."""
