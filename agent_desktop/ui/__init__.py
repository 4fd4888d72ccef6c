"""Everything that imports Qt: the agent's window and what it is made of. A seat knows only `agent_desktop.protocol`.

How a part of the window is made
    `thing_presenter.py`  pure: `present(state: DeskState, now_ms: int) -> ThingView`, a frozen dataclass of values, enums, `Tone`,
                          `Icon` and booleans. No Qt, no texts for people: what needs a word is an enum. Tested without Qt.
    `thing.py`            the widget: `__init__(self, desk, parent=None)` calls `_build`, `_connect`, `retranslate`. `_connect`
                          subscribes: `desk.subscribe(self.refresh, Change.CALL)`; `refresh` presents and fills; `tick(now_ms)`
                          moves timers, called by the window a few times a second. A press asks: `desk.ask(HoldCall(call))`;
                          nothing changes on screen until the centre's event says so. `desk.ask(body, then)` gives the outcome
                          (`seat_session.Answered`, `RequestRefused` or `RequestLost`) to `then`; without it a refusal is a toast.
Look
    `theme.tokens()`, `theme.shade(tone)`, `theme.ink(tone)` at paint time; `theme.font(TextStyle.…)`; `theme.GRID`, `GAP`, `INSET`,
    `theme.scaled(px)` for lengths that grow with the font. A widget that keeps fonts, icons or colours takes them anew on
    `QEvent.Type.StyleChange`; the shared ones in `widgets/` do so by themselves. Buttons: `Button(Icon.X, "primary")`,
    `IconButton`, `ActionButton`. Frames: `Card(Icon.X)`, `SectionHeader`, `Chip`, `TimerLabel`, `Banner`, `FlowLayout`,
    `Label`, `ElidedLabel`. State is never told by colour alone: an icon or a word stands beside it.
Language
    `self.tr("literal")` in widgets, set in `retranslate`, which `changeEvent` calls on `QEvent.Type.LanguageChange`. Placeholders:
    `self.tr("{count} waiting").format(count=…)`. A word for an enum member: a dict of literals in the widget's own
    `retranslate`-time code, or `words.py` where several widgets need it; a refusal: `messages.text(error, arguments)`. Content
    (`Text`) is read with `text.of(i18n.language())`. After changing a text: `python -m agent_desktop.ui.translations`, fill in
    the new `unfinished` entries of `translations/*.ts`, run it again.
"""
