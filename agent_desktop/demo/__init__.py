"""The demonstration: a simulated call centre in a process of its own (`backstage`), and either an agent's window on it, or, where
there is no display, a tour that works the same window by its keyboard and takes pictures (`tour`).

A composition root: it may wire anything; nothing imports it but the command line.
"""
