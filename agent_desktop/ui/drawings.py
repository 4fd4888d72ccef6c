"""The icons' strokes, as SVG on a 24 × 24 grid: `currentColor` where they have a colour of their own. Must never import Qt: flow charts
show them too.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from agent_desktop.ui.roles import Icon

_HANDSET = (
    '<path d="M7.2 3.5H4.8c-.9 0-1.5.7-1.4 1.6C4.1 13.3 10.7 19.9 18.9 20.6c.9.1 1.6-.5 1.6-1.4v-2.4c0-.6-.4-1.2-1-1.4'
    'l-3-.9c-.5-.2-1.1 0-1.5.4l-1.2 1.3c-2.5-1.3-4.6-3.4-5.9-5.9l1.3-1.2c.4-.4.6-1 .4-1.5l-.9-3c-.3-.7-.9-1.1-1.5-1.1z"/>'
)
_LYING_HANDSET = (
    '<path d="M3 13.2v2.3c0 .6.5 1 1.1.9l3.2-.6c.5-.1.8-.5.8-1v-2c2.5-.8 5.3-.8 7.8 0v2c0 .5.3.9.8 1l3.2.6c.6.1 1.1-.3 1.1-.9'
    'v-2.3c0-.5-.2-1-.6-1.3-4.8-3.6-12-3.6-16.8 0-.4.3-.6.8-.6 1.3z"/>'
)
_CIRCLE = '<circle cx="12" cy="12" r="9"/>'
_FILLED = 'fill="currentColor" stroke="none"'
_PERSON = '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6"/>'

DRAWINGS: Mapping[Icon, str] = MappingProxyType(
    {
        Icon.ALERT: '<path d="M12 3.5 2.5 20h19L12 3.5z"/><path d="M12 10v4.5M12 17.2v.1"/>',
        Icon.ANSWER: _HANDSET,
        Icon.BELL: '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15L6 16.5z"/><path d="M10 21h4M12 3v2"/>',
        Icon.BRANCH: '<circle cx="6" cy="5" r="2"/><circle cx="6" cy="19" r="2"/><circle cx="18" cy="12" r="2"/>'
        '<path d="M6 7v10M6 9c0 2 2 3 4 3h6"/>',
        Icon.BUILDING: '<path d="M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3"/>',
        Icon.BUSY: '<path d="M4 14v-2a8 8 0 0 1 16 0v2"/><rect x="3" y="14" width="4" height="6" rx="1.5"/>'
        '<rect x="17" y="14" width="4" height="6" rx="1.5"/><path d="M19 20c0 1.2-1.5 2-4 2h-2"/>',
        Icon.CALENDAR: '<rect x="3.5" y="5" width="17" height="15.5" rx="2"/><path d="M3.5 10h17M8 3v4M16 3v4"/>',
        Icon.CALL_IN: _HANDSET + '<path d="M20.5 3.5 14 10M14 5v5h5"/>',
        Icon.CALL_OUT: _HANDSET + '<path d="M14 10l6.5-6.5M15.5 3.5h5v5"/>',
        Icon.CHECK: '<path d="M4.5 12.5l5 5 10-11"/>',
        Icon.CHEVRON_DOWN: '<path d="M6 9l6 6 6-6"/>',
        Icon.CHEVRON_LEFT: '<path d="M15 6l-6 6 6 6"/>',
        Icon.CHEVRON_RIGHT: '<path d="M9 6l6 6-6 6"/>',
        Icon.CLOCK: _CIRCLE + '<path d="M12 7v5l3.5 2"/>',
        Icon.CLOSE: '<path d="M6 6l12 12M18 6L6 18"/>',
        Icon.DECLINE: _HANDSET + '<path d="M14.5 4l5.5 5.5M20 4l-5.5 5.5"/>',
        Icon.EDIT: '<path d="M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19 4 20z"/><path d="M13.5 7l3.5 3.5"/>',
        Icon.GLOBE: _CIRCLE + '<path d="M3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18"/>',
        Icon.HANG_UP: _LYING_HANDSET,
        Icon.HOLD: '<path d="M8.5 5v14M15.5 5v14" stroke-width="3"/>',
        Icon.INFO: _CIRCLE + '<path d="M12 11v5.5M12 7.5v.1"/>',
        Icon.KEYPAD: "".join(
            f'<circle cx="{x}" cy="{y}" r="1.7" {_FILLED}/>' for y in (5, 12, 19) for x in (5, 12, 19)
        ),
        Icon.RECORD: f'<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="4" {_FILLED}/>',
        Icon.LINK: '<path d="M4 19v-3M9.3 19v-6M14.7 19v-9M20 19V6" stroke-width="2.6"/>',
        Icon.LINK_LOST: '<path d="M4 19v-3M9.3 19v-6" stroke-width="2.6"/><path d="M14 6l6 6M20 6l-6 6"/>',
        Icon.LOG: '<path d="M6 3.5h9l4 4v13H6z"/><path d="M14.5 3.5V8H19M9 12h7M9 16h5"/>',
        Icon.LOGGED_OFF: '<path d="M12 3.5v8M7 6.5a8 8 0 1 0 10 0"/>',
        Icon.MAIL: '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M3.5 7l8.5 6.5L20.5 7"/>',
        Icon.MESSAGE: '<path d="M4 4.5h16v12H11l-4.5 4v-4H4z"/>',
        Icon.MICROPHONE_OFF: '<path d="M9 9V6a3 3 0 0 1 6 0v5M9.5 13.5A3 3 0 0 0 13 14.8M5.5 11.5a6.5 6.5 0 0 0 10 5M18.5 11.5a6 6 0 0 1-.6 2.6M12 18v3M4 4l16 16"/>',
        Icon.MOON: '<path d="M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z"/>',
        Icon.NOT_READY: _CIRCLE + '<path d="M7.5 12h9" stroke-width="2.6"/>',
        Icon.PHONE: _HANDSET,
        Icon.PIN: '<path d="M12 21s7-6.5 7-11.5a7 7 0 0 0-14 0C5 14.5 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>',
        Icon.PLUS: '<path d="M12 5v14M5 12h14"/>',
        Icon.QUESTION: _CIRCLE + '<path d="M9.2 9.6a2.9 2.9 0 1 1 4.4 2.5c-1 .6-1.6 1.1-1.6 2.1M12 17.3v.1"/>',
        Icon.QUEUE: '<path d="M4 6h16M4 12h16M4 18h9"/><circle cx="18.5" cy="18" r="1.5"/>',
        Icon.READY: _CIRCLE + '<path d="M8 12.3l3 3 5-6"/>',
        Icon.REPEAT: '<path d="M4 10a8 8 0 0 1 14-3l2 2M20 4v5h-5M20 14a8 8 0 0 1-14 3l-2-2M4 20v-5h5"/>',
        Icon.RETRIEVE: '<path d="M7 4.5v15l12-7.5z"/>',
        Icon.SCRIPT: '<path d="M4 5h16M4 10h16M4 15h9"/><path d="M14 19l2 2 4.5-5"/>',
        Icon.SEARCH: '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>',
        Icon.SETTINGS: '<path d="M4 7h9M19 7h1M4 17h1M11 17h9"/><circle cx="16" cy="7" r="2.5"/><circle cx="8" cy="17" r="2.5"/>',
        Icon.STAR: '<path d="M12 3.5l2.6 5.5 6 .8-4.4 4.2 1.1 6L12 17.1 6.7 20l1.1-6L3.4 9.8l6-.8z"/>',
        Icon.SUN: '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4'
        'M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"/>',
        Icon.TAG: '<path d="M3.5 12.5v-9h9l8 8-9 9z"/><circle cx="8" cy="8" r="1.3"/>',
        Icon.TEXT_SIZE: '<path d="M2.5 19l5-13 5 13M4.2 15h6.6M14.5 19l3.5-8.5 3.5 8.5M15.7 16.5h4.6"/>',
        Icon.TICKET: '<path d="M3 6h18v4a2 2 0 0 0 0 4v4H3v-4a2 2 0 0 0 0-4z"/><path d="M14 6v2.5M14 11v2M14 15.5V18"/>',
        Icon.TRANSFER: '<path d="M3 8h16M14 3l5 5-5 5M21 17H8"/>',
        Icon.USER: _PERSON,
        Icon.USERS: '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 19.5c.5-3.5 3-5.5 6.5-5.5s6 2 6.5 5.5"/>'
        '<path d="M15 4.8a3.5 3.5 0 0 1 0 6.4M17.5 14.5c2.3.6 3.7 2.3 4 5"/>',
        Icon.VISIT: '<path d="M3 11.5L12 4l9 7.5M5.5 9.5V20h13V9.5M10 20v-6h4v6"/>',
        Icon.WITHHELD: '<path d="M4 4l16 16M9.5 5.7c6-1.5 10 3.3 11.5 6.3-.6 1.2-1.6 2.7-3 3.9M6 8c-1.5 1.2-2.5 2.8-3 4'
        ' 1.8 3.6 6.5 8 12.5 6"/><path d="M9.8 10.2a3 3 0 0 0 4 4"/>',
        Icon.WRAP_UP: '<path d="M4 20h16M5.5 16l.8-3.5L15 3.8l2.7 2.7L9 15.2 5.5 16z"/>',
    }
)
