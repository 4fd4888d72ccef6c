"""What a window would show: a snapshot, and every event since applied to it."""

from msgspec.structs import replace

from agent_desktop.protocol import messages as m


class SeatModel:
    """Events in, `snapshot` is what is on the screen. An event that does not fit what is shown is an error."""

    def __init__(self, snapshot):
        self.snapshot = snapshot

    def apply(self, event):
        match event:
            case m.AgentChanged(agent):
                self._set(agent=agent)
            case m.QueuesChanged(queues):
                moved = {view.queue: view for view in queues}
                self._set(queues=tuple(moved.get(view.queue, view) for view in self.snapshot.queues))
            case m.QueuesAssigned(queues):
                self._set(queues=queues)
            case m.CallOffered(desk):
                assert not self.snapshot.calls
                self._set(calls=(desk,))
            case m.CallChanged(view):
                self._call(view.call, view=view)
            case m.CallRemoved(call):
                assert self.snapshot.calls[0].view.call == call
                self._set(calls=())
            case m.PopChanged(call, pop):
                self._call(call, pop=pop)
            case m.SwitchChanged(up, line, trouble):
                self._set(switch_up=up, line=line, line_trouble=trouble)
            case m.Notice() | m.CaptionSpoken():
                pass

    def _call(self, call, **changes):
        (desk,) = self.snapshot.calls
        assert desk.view.call == call
        self._set(calls=(replace(desk, **changes),))

    def _set(self, **changes):
        self.snapshot = replace(self.snapshot, **changes)
