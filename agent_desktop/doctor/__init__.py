"""What keeps a centre from working, looked for before anybody calls: `agent-desktop doctor`.

    checks        what a check is, and running them in order
    ari           asking a switch over HTTP, and over one socket of our own
    link          address, ARI, user, rights, version, REST over the socket, application
    equipment     what the switch has: modules, telephones, trunk, music, prompts
    modem         where the line is a modem: its port
    centre        what the centre has: scripts, directory, database, certificates, port, prompts
    examination   which checks, on what, in which order
    report        the listing

Each check is a generator of verdicts, in each language, with what to do. Must never change anything, here or at the switch.
"""
