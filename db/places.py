"""Cities with the codes that belong together, and telephone lines there that ring nowhere.

China has no numbers reserved for fiction: mobiles are from the prefix 154, which is not assigned to anybody, landlines from
local exchanges 555x. Britain's are Ofcom's for drama (020 7946 0xxx and its sisters), North America's are 555-0100 to 0199
and, when those run out, the rest of exchange 555, which is not in service. Numbers of `db.sample` are left out.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    """A city as addresses and numbers name it."""

    province: str
    name: str
    area_code: str
    """As it is dialled within the country."""
    postcode: str
    """The beginning of it, as far as a whole city shares it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone line."""

    raw: str
    display: str
    e164: str


CHINA = (
    City("北京市", "北京市", "010", "1000"),
    City("上海市", "上海市", "021", "2000"),
    City("天津市", "天津市", "022", "3000"),
    City("重庆市", "重庆市", "023", "4000"),
    City("广东省", "广州市", "020", "5100"),
    City("广东省", "深圳市", "0755", "5180"),
    City("广东省", "东莞市", "0769", "5230"),
    City("广东省", "佛山市", "0757", "5280"),
    City("江苏省", "南京市", "025", "2100"),
    City("江苏省", "苏州市", "0512", "2150"),
    City("江苏省", "无锡市", "0510", "2140"),
    City("浙江省", "杭州市", "0571", "3100"),
    City("浙江省", "宁波市", "0574", "3150"),
    City("浙江省", "温州市", "0577", "3250"),
    City("湖北省", "武汉市", "027", "4300"),
    City("四川省", "成都市", "028", "6100"),
    City("陕西省", "西安市", "029", "7100"),
    City("辽宁省", "沈阳市", "024", "1100"),
    City("辽宁省", "大连市", "0411", "1160"),
    City("山东省", "济南市", "0531", "2500"),
    City("山东省", "青岛市", "0532", "2660"),
    City("河南省", "郑州市", "0371", "4500"),
    City("湖南省", "长沙市", "0731", "4100"),
    City("福建省", "福州市", "0591", "3500"),
    City("福建省", "泉州市", "0595", "3620"),
    City("安徽省", "合肥市", "0551", "2300"),
    City("江西省", "南昌市", "0791", "3300"),
    City("黑龙江省", "哈尔滨市", "0451", "1500"),
    City("吉林省", "长春市", "0431", "1300"),
    City("河北省", "石家庄市", "0311", "0500"),
    City("云南省", "昆明市", "0871", "6500"),
    City("海南省", "海口市", "0898", "5700"),
)

BRITAIN = (
    City("", "London", "020", "WC1"),
    City("Greater Manchester", "Manchester", "0161", "M1"),
    City("West Midlands", "Birmingham", "0121", "B2"),
    City("West Yorkshire", "Leeds", "0113", "LS1"),
    City("South Yorkshire", "Sheffield", "0114", "S1"),
    City("Nottinghamshire", "Nottingham", "0115", "NG1"),
    City("Leicestershire", "Leicester", "0116", "LE1"),
    City("Bristol", "Bristol", "0117", "BS1"),
    City("Berkshire", "Reading", "0118", "RG1"),
    City("Edinburgh", "Edinburgh", "0131", "EH1"),
    City("Glasgow", "Glasgow", "0141", "G1"),
    City("Merseyside", "Liverpool", "0151", "L1"),
    City("Tyne and Wear", "Newcastle upon Tyne", "0191", "NE1"),
)

AMERICA = (
    City("NY", "New York", "212", "100"),
    City("CA", "Los Angeles", "213", "900"),
    City("IL", "Chicago", "312", "606"),
    City("TX", "Houston", "713", "770"),
    City("AZ", "Phoenix", "602", "850"),
    City("PA", "Philadelphia", "215", "191"),
    City("TX", "San Antonio", "210", "782"),
    City("CA", "San Diego", "619", "921"),
    City("TX", "Dallas", "214", "752"),
    City("TX", "Austin", "512", "787"),
    City("FL", "Jacksonville", "904", "322"),
    City("OH", "Columbus", "614", "432"),
    City("NC", "Charlotte", "704", "282"),
    City("IN", "Indianapolis", "317", "462"),
    City("WA", "Seattle", "206", "981"),
    City("CO", "Denver", "303", "802"),
    City("MA", "Boston", "617", "021"),
    City("TN", "Nashville", "615", "372"),
    City("MI", "Detroit", "313", "482"),
    City("OR", "Portland", "503", "972"),
    City("NV", "Las Vegas", "702", "891"),
    City("GA", "Atlanta", "404", "303"),
    City("FL", "Miami", "305", "331"),
    City("MN", "Minneapolis", "612", "554"),
    City("MO", "St. Louis", "314", "631"),
)

_EXCHANGES = "1234678"
_BRITISH_LINES = 800
BRITISH_LINES = _BRITISH_LINES * len(BRITAIN)
"""So many lines for fiction there are."""
_AMERICAN_FICTION = 100
_AMERICAN_REST = 8000


def chinese_mobile(serial: int) -> Line:
    """The mobile with a running number; a hundred million of them."""
    digits = f"{serial * 37_199 % 100_000_000:08d}"
    return _international("86", f"154 {digits[:4]} {digits[4:]}")


def chinese_landline(serial: int) -> tuple[City, Line]:
    """The landline with a running number, and where it is."""
    serial, place = divmod(serial, len(CHINA))
    exchange, line = divmod(serial, 10_000)
    city = CHINA[place]
    local = f"555{_EXCHANGES[exchange % len(_EXCHANGES)]} {line * 7919 % 10_000:04d}"
    return city, Line(f"{city.area_code}-{local}", *_shown("86", f"{city.area_code[1:]} {local}"))


def british_line(serial: int) -> tuple[City, Line]:
    """The line with a running number, and where it is; they repeat after `BRITISH_LINES`."""
    serial, place = divmod(serial, len(BRITAIN))
    city = BRITAIN[place]
    exchange = "7946" if city.area_code == "020" else "496"
    return city, _international("44", f"{city.area_code[1:]} {exchange} 0{200 + serial * 37 % _BRITISH_LINES}")


def american_line(serial: int) -> tuple[City, Line]:
    """The line with a running number, and where it is."""
    serial, place = divmod(serial, len(AMERICA))
    city = AMERICA[place]
    if serial < _AMERICAN_FICTION:
        line = 100 + serial * 37 % _AMERICAN_FICTION
    else:
        line = 2000 + (serial - _AMERICAN_FICTION) * 37 % _AMERICAN_REST
    return city, _international("1", f"{city.area_code}-555-{line:04d}")


def _international(calling_code: str, national: str) -> Line:
    display, e164 = _shown(calling_code, national)
    return Line(display, display, e164)


def _shown(calling_code: str, national: str) -> tuple[str, str]:
    digits = national.replace(" ", "").replace("-", "")
    return f"+{calling_code} {national}", f"+{calling_code}{digits}"
