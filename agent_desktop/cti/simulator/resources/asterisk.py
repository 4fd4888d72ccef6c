"""The switch itself: what it is, its parts, variables that belong to no channel."""

from __future__ import annotations

from agent_desktop.cti.simulator.model import Board
from agent_desktop.cti.simulator.resources.channels import variable_name
from agent_desktop.cti.simulator.rest import NO_CONTENT, Parameters, Refused, Response, Routes, ok
from agent_desktop.cti.simulator.wire import ASTERISK_ID, VERSION, Module

_FAMILIES = ("applications", "asterisk", "bridges", "channels", "device_states", "endpoints", "events")
_MODULES = {
    name: Module(name, description)
    for name, description in (
        ("res_ari.so", "Asterisk RESTful Interface"),
        *((f"res_ari_{family}.so", f"RESTful API module - {family}") for family in _FAMILIES),
        ("res_ari_playbacks.so", "RESTful API module - Playback control resources"),
        ("res_ari_recordings.so", "RESTful API module - Recording resources"),
        ("res_ari_sounds.so", "RESTful API module - Sound resources"),
        ("res_stasis.so", "Stasis application support"),
        ("res_stasis_answer.so", "Stasis application answer support"),
        ("res_stasis_playback.so", "Stasis application playback support"),
        ("res_stasis_recording.so", "Stasis application recording support"),
        ("res_stasis_snoop.so", "Stasis application snoop support"),
        ("res_musiconhold.so", "Music On Hold Resource"),
        ("app_stasis.so", "Stasis dialplan application"),
        ("pbx_config.so", "Text Extension Configuration"),
        ("bridge_simple.so", "Simple two channel bridging module"),
        ("bridge_softmix.so", "Multi-party software based channel mixing"),
        ("chan_bridge_media.so", "Bridge Media Channel Driver"),
        ("codec_alaw.so", "A-law Coder/Decoder"),
        ("codec_ulaw.so", "mu-Law Coder/Decoder"),
        ("format_pcm.so", "Raw/Sun uLaw/ALaw 8KHz (PCM,PCMA,AU), G.722 16Khz"),
        ("format_wav.so", "Microsoft WAV/WAV16 format (8kHz/16kHz Signed Linear)"),
        ("chan_pjsip.so", "PJSIP Channel Driver"),
        ("res_pjsip.so", "Basic SIP resource"),
        ("res_pjsip_session.so", "PJSIP Session resource"),
        ("res_pjsip_sdp_rtp.so", "PJSIP SDP RTP/AVP stream handler"),
        ("res_rtp_asterisk.so", "Asterisk RTP Stack"),
        ("res_pjsip_registrar.so", "PJSIP Registrar Support"),
        ("res_pjsip_authenticator_digest.so", "PJSIP authentication resource"),
        ("res_pjsip_endpoint_identifier_user.so", "PJSIP username endpoint identifier"),
        ("res_pjsip_endpoint_identifier_ip.so", "PJSIP IP endpoint identifier"),
    )
}
"""Of Asterisk's many parts those that stand for what is done here, and those that programs look for before they call."""


def add_to(routes: Routes) -> None:
    """The paths of this family."""
    routes.add("GET", "asterisk/info", _info, "getInfo", "only:list", answer="AsteriskInfo")
    routes.add("GET", "asterisk/ping", _ping, "ping", answer="AsteriskPing")
    routes.add("GET", "asterisk/modules", _modules, "listModules", answer="List[Module]")
    routes.add("GET", "asterisk/modules/{moduleName}", _module, "getModule", answer="Module")
    routes.add("GET", "asterisk/variable", _get_variable, "getGlobalVar", "variable!", answer="Variable")
    routes.add("POST", "asterisk/variable", _set_variable, "setGlobalVar", "variable! value")


def _info(board: Board, parameters: Parameters, _path: list[str]) -> Response:
    parts = {
        "build": {"os": "Linux", "kernel": "", "machine": "", "options": "", "date": "", "user": ""},
        "system": {"version": VERSION, "entity_id": ASTERISK_ID},
        "config": {"name": "simulator", "default_language": "en", "setid": {"user": "", "group": ""}},
        "status": {"startup_time": board.started, "last_reload_time": board.started},
    }
    only = parameters.texts("only")
    return ok({name: part for name, part in parts.items() if not only or name in only})


def _ping(board: Board, _parameters: Parameters, _path: list[str]) -> Response:
    return ok({"ping": "pong", "timestamp": board.stamp, "asterisk_id": ASTERISK_ID})


def _modules(_board: Board, _parameters: Parameters, _path: list[str]) -> Response:
    return ok(list(_MODULES.values()))


def _module(_board: Board, _parameters: Parameters, path: list[str]) -> Response:
    if path[0] not in _MODULES:
        raise Refused(404, "Not Found", "Module could not be found in running modules")
    return ok(_MODULES[path[0]])


def _get_variable(board: Board, parameters: Parameters, _path: list[str]) -> Response:
    """One that is not there is empty."""
    return ok({"value": board.variables.get(variable_name(parameters), "")})


def _set_variable(board: Board, parameters: Parameters, _path: list[str]) -> Response:
    board.variables[variable_name(parameters)] = parameters.text("value")
    return NO_CONTENT
