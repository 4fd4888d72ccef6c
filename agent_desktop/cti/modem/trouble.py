"""Why there is no modem to work with: an error id for the seats, who say it in their user's language, and an English sentence for
terminals and logs. Each says what to do.
"""

from __future__ import annotations

from agent_desktop.errors import UserError
from agent_desktop.protocol.errors import ErrorId

_SENTENCES = {
    ErrorId.MODEM_MISSING: "There is no port {port}.",
    ErrorId.MODEM_TAKEN: "{port} is being used by another program; close that, and this goes on by itself.",
    ErrorId.MODEM_FORBIDDEN: "You may not use {port}.",
    ErrorId.MODEM_NO_PORT: "{port} is no serial port ({detail}).",
    ErrorId.MODEM_SILENT: (
        "What is connected to {port} does not answer: no modem, or one without power. Check the cable, and that this is the right port."
    ),
    ErrorId.MODEM_REFUSES: (
        "The modem at {port} answers every command with {answer}. Unplug it for ten seconds; if that does not help, it is broken, or not"
        " of the kind that has AT commands."
    ),
    ErrorId.MODEM_LOST: (
        "The modem at {port} is gone, or has stopped working. Plug it in again, or switch it off and on; this goes on by itself."
    ),
}


class Trouble(UserError):
    """No modem. `arguments` fill the text of `error_id`, as `agent_desktop.protocol.errors` names them."""

    def __init__(self, error_id: ErrorId, **arguments: str) -> None:
        super().__init__(error_id, arguments)
        self.error_id, self.arguments = error_id, arguments

    def __str__(self) -> str:
        return " ".join([_SENTENCES[self.error_id].format(**self.arguments), *self._advice()])

    def _advice(self) -> list[str]:
        match self.error_id:
            case ErrorId.MODEM_MISSING:
                ports = self.arguments["ports"]
                return [
                    f"There are: {ports}."
                    if ports.strip("–")
                    else "This computer has no serial port now: plug the modem in."
                ]
            case ErrorId.MODEM_FORBIDDEN:
                group = self.arguments["group"]
                if not group:
                    return ["Ask whoever looks after this computer."]
                return [
                    f"It belongs to the group {group}: join it with `sudo usermod -aG {group} $USER`, then log in anew."
                ]
        return []
