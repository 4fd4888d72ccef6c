"""The dozen customers that everybody knows, in their own words. Pure data; `db.sample` puts them on file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.record import Channel, MatterKind, Stage, Standing, ValueType
from db.models.customers import CustomerType

WANG_LI = "+862155550101"
CHEN_JIANGUO = "+8613800550102"
EMMA_CLARKE = "+442079460103"
JAMES_WRIGHT = "+442079460104"
CHENGUANG = "+862155550105"
ZHOU_FAMILY = "+8613900550106"
OLIVIA_BROWN = "+12025550107"
LIN_TAO = "+862155550108"
SOPHIE_TURNER = "+442079460109"
MICHAEL_DAVIS = "+12025550110"
HUANG_TING = "+8613700550111"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One past contact, so many days ago."""

    days_ago: float
    channel: Channel
    subject: str
    agent: str
    disposition: str = ""


@dataclass(frozen=True, slots=True)
class Bought:
    """One sale, so many days ago, in minor units of the customer's currency."""

    days_ago: int
    product: str
    unit_price_minor: int
    quantity: int = 1
    discount_minor: int = 0


@dataclass(frozen=True, slots=True)
class Open:
    """One open matter: opened so many days ago, due in so many (overdue when negative)."""

    kind: MatterKind
    subject: str
    days_ago: float
    due_in_days: float


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody at a company, behind an extension of its main line."""

    name: str
    salutation: str
    department: str
    post: str
    extension: str
    is_primary: bool = False
    birthday: date | None = None


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """One known customer. `file` holds columns of the customer's row."""

    code: str
    name: str
    number: str
    language: Language
    file: dict[str, Any]
    contract_ends_in_days: int | None = None
    desks: tuple[Desk, ...] = ()
    spoken: tuple[Spoken, ...] = ()
    bought: tuple[Bought, ...] = ()
    matters: tuple[Open, ...] = field(default=())


_SHANGHAI = {
    "country": "CN",
    "calling_code": "86",
    "province": "上海市",
    "city": "上海市",
    "area_code": "021",
    "currency": "CNY",
}
_BEIJING = {
    "country": "CN",
    "calling_code": "86",
    "province": "北京市",
    "city": "北京市",
    "area_code": "010",
    "currency": "CNY",
}
_LONDON = {
    "country": "GB",
    "calling_code": "44",
    "province": "",
    "city": "London",
    "area_code": "020",
    "currency": "GBP",
}
_WASHINGTON = {
    "country": "US",
    "calling_code": "1",
    "province": "DC",
    "city": "Washington",
    "area_code": "202",
    "currency": "USD",
}


def sample_people() -> tuple[SamplePerson, ...]:
    """All of them, in the order of their numbers."""
    return (*_chinese(), *_western())


def _chinese() -> tuple[SamplePerson, ...]:
    return (
        SamplePerson(
            "S0000101",
            "王丽",
            WANG_LI,
            Language.ZH_CN,
            {
                **_SHANGHAI,
                "salutation": "女士",
                "address": "徐汇区漕溪北路18号602室",
                "postcode": "200030",
                "email": "wang.li@example.com",
                "standing": Standing.ACTUAL,
                "value_type": ValueType.ORDINARY,
                "stage": Stage.MATURE,
                "abc_class": "B",
                "rfm": "434",
                "lifetime_value_minor": 486_000,
                "membership_card": "880155200101",
                "membership_level": "银卡会员",
                "points": 3260,
                "balance_minor": 12_850,
                "tags": ["完美型", "重数据", "喜欢邮件确认"],
                "remark": "说话慢而有条理，会逐条核对账单；请备好明细和计费依据再解释。",
            },
            spoken=(
                Spoken(2, Channel.CALL_IN, "投诉：本月账单多收了国际漫游费 128.50 元", "林晓", "complaint_open"),
                Spoken(2, Channel.EMAIL, "已发送受理确认和通话明细", "林晓"),
                Spoken(64, Channel.CALL_IN, "咨询宽带提速资费", "王强", "enquiry_answered"),
                Spoken(201, Channel.VISIT, "营业厅办理会员卡", "营业厅"),
            ),
            bought=(Bought(64, "千兆宽带年费", 129_900, 1, 10_000), Bought(430, "家庭宽带年费", 99_900)),
            matters=(
                Open(MatterKind.COMPLAINT, "账单多收国际漫游费 128.50 元，要求更正并说明原因", 2, 0.2),
                Open(MatterKind.FOLLOW_UP, "回复账单核查结果", 2, 0.3),
            ),
        ),
        SamplePerson(
            "S0000102",
            "陈建国",
            CHEN_JIANGUO,
            Language.ZH_CN,
            {
                **_BEIJING,
                "company": "北京恒远建材有限公司",
                "salutation": "先生",
                "address": "朝阳区建国路88号12层",
                "postcode": "100022",
                "email": "chen.jianguo@example.com",
                "industry": "建材批发",
                "standing": Standing.ACTUAL,
                "value_type": ValueType.MOST_VALUABLE,
                "stage": Stage.MATURE,
                "abc_class": "A",
                "rfm": "555",
                "lifetime_value_minor": 18_640_000,
                "membership_card": "880155200102",
                "membership_level": "钻石会员",
                "points": 48_200,
                "balance_minor": 356_000,
                "contract_number": "HT-2024-0388",
                "tags": ["力量型", "大客户", "直奔主题"],
                "remark": "决策快，不喜欢等待和转接；先讲结论和他的收益。",
            },
            contract_ends_in_days=12,
            spoken=(
                Spoken(9, Channel.CALL_OUT, "预约续约面谈", "王强", "callback_arranged"),
                Spoken(37, Channel.VISIT, "季度拜访，讨论专线扩容", "王强"),
                Spoken(88, Channel.CALL_IN, "专线夜间中断，两小时恢复", "林晓", "repair_solved"),
            ),
            bought=(
                Bought(20, "企业专线季费", 2_600_000),
                Bought(110, "企业专线季费", 2_600_000),
                Bought(200, "云服务器", 860_000, 3),
            ),
            matters=(Open(MatterKind.FOLLOW_UP, "合同到期前提交续约方案（专线扩容八折）", 9, 1),),
        ),
        SamplePerson(
            "S0000105",
            "上海晨光贸易有限公司",
            CHENGUANG,
            Language.ZH_CN,
            {
                **_SHANGHAI,
                "company": "上海晨光贸易有限公司",
                "customer_type": CustomerType.BUSINESS,
                "address": "静安区南京西路1266号36楼",
                "postcode": "200040",
                "email": "office@chenguang.example",
                "home_page": "https://chenguang.example",
                "industry": "进出口贸易",
                "annual_revenue_minor": 8_600_000_000,
                "employees": 120,
                "standing": Standing.ACTUAL,
                "value_type": ValueType.MOST_GROWABLE,
                "stage": Stage.LIFT,
                "abc_class": "A",
                "rfm": "544",
                "lifetime_value_minor": 7_250_000,
                "membership_level": "企业金卡",
                "points": 12_400,
                "tags": ["企业", "总机"],
                "remark": "总机转分机：12 采购部刘芳，31 信息部赵强。",
            },
            contract_ends_in_days=210,
            desks=(
                Desk("刘芳", "女士", "采购部", "经理", "12", is_primary=True, birthday=date(1985, 5, 12)),
                Desk("赵强", "先生", "信息部", "主管", "31"),
            ),
            spoken=(
                Spoken(5, Channel.CALL_IN, "刘芳询问批量订购折扣", "林晓", "enquiry_promised"),
                Spoken(41, Channel.CALL_IN, "赵强报修：总机录音失效", "王强", "repair_arranged"),
            ),
            bought=(Bought(41, "呼叫中心席位年费", 96_000, 20, 120_000), Bought(300, "企业总机服务", 980_000)),
            matters=(Open(MatterKind.ORDER, "20 席扩容订单，等待发货", 5, 3),),
        ),
        _zhou("S0000106", "周敏", "女士", 14, "询问套餐余量"),
        _zhou("S0000107", "周伟", "先生", 120, "更换手机套餐"),
        SamplePerson(
            "S0000108",
            "林涛",
            LIN_TAO,
            Language.ZH_CN,
            {
                **_SHANGHAI,
                "salutation": "先生",
                "standing": Standing.TARGET,
                "stage": Stage.ACQUIRE,
                "source": "web",
                "tags": ["意向客户"],
                "remark": "官网留言，关注企业专线价格，本月内决定。",
            },
            spoken=(Spoken(3, Channel.MESSAGE, "官网留言：企业专线报价", ""),),
            matters=(Open(MatterKind.CALLBACK, "回电报价", 3, 0.5),),
        ),
        SamplePerson(
            "S0000111",
            "黄婷",
            HUANG_TING,
            Language.ZH_CN,
            {
                **_BEIJING,
                "salutation": "女士",
                "standing": Standing.POTENTIAL,
                "stage": Stage.ACQUIRE,
                "source": "referral",
                "tags": ["老客户推荐"],
                "remark": "由陈建国推荐，尚未联系。",
            },
        ),
    )


def _zhou(code: str, name: str, salutation: str, days_ago: float, subject: str) -> SamplePerson:
    """Two people, one line."""
    return SamplePerson(
        code,
        name,
        ZHOU_FAMILY,
        Language.ZH_CN,
        {
            **_SHANGHAI,
            "salutation": salutation,
            "address": "浦东新区世纪大道200弄5号1101室",
            "postcode": "200120",
            "standing": Standing.ACTUAL,
            "value_type": ValueType.ORDINARY,
            "stage": Stage.LIFT,
            "abc_class": "C",
            "rfm": "322",
            "lifetime_value_minor": 96_000,
            "membership_level": "普通会员",
            "points": 420,
            "tags": ["家庭共用号码"],
        },
        spoken=(Spoken(days_ago, Channel.CALL_IN, subject, "林晓", "enquiry_answered"),),
        bought=(Bought(160, "家庭套餐", 19_900),),
    )


def _western() -> tuple[SamplePerson, ...]:
    return (
        SamplePerson(
            "S0000103",
            "Emma Clarke",
            EMMA_CLARKE,
            Language.EN,
            {
                **_LONDON,
                "company": "Clarke & Finch Events",
                "salutation": "Ms",
                "address": "14 Lamb's Conduit Passage",
                "postcode": "WC1R 4RG",
                "email": "emma.clarke@example.co.uk",
                "industry": "Events",
                "standing": Standing.ACTUAL,
                "value_type": ValueType.MOST_GROWABLE,
                "stage": Stage.LIFT,
                "abc_class": "B",
                "rfm": "543",
                "lifetime_value_minor": 1_240_000,
                "membership_card": "880155200103",
                "membership_level": "Gold",
                "points": 8150,
                "balance_minor": 4_500,
                "tags": ["lively", "loves small talk", "new venue in spring"],
                "remark": "Warm and quick; ask about her events first. Opens a second venue in spring.",
            },
            contract_ends_in_days=160,
            spoken=(
                Spoken(6, Channel.CALL_IN, "Asked for ten more lines for a festival", "Emma Hall", "enquiry_promised"),
                Spoken(48, Channel.MESSAGE, "Thanked us for the quick set-up", "Sara Lee"),
            ),
            bought=(
                Bought(48, "Event line pack", 12_900, 6, 5_000),
                Bought(210, "Business broadband, one year", 54_000),
            ),
            matters=(Open(MatterKind.FOLLOW_UP, "Send the festival quote for ten lines", 6, 0.4),),
        ),
        SamplePerson(
            "S0000104",
            "James Wright",
            JAMES_WRIGHT,
            Language.EN,
            {
                **_LONDON,
                "salutation": "Mr",
                "address": "7 Cranley Gardens",
                "postcode": "N10 3AA",
                "email": "james.wright@example.co.uk",
                "standing": Standing.ACTUAL,
                "value_type": ValueType.ORDINARY,
                "stage": Stage.MATURE,
                "abc_class": "C",
                "rfm": "332",
                "lifetime_value_minor": 86_000,
                "membership_level": "Standard",
                "points": 940,
                "tags": ["peaceable", "patient"],
                "remark": "Never complains, so look after him all the same.",
            },
            contract_ends_in_days=300,
            spoken=(
                Spoken(75, Channel.CALL_IN, "Where is my router?", "Sara Lee", "order_tracked"),
                Spoken(76, Channel.CALL_IN, "Ordered a router", "Emma Hall", "order_placed"),
            ),
            bought=(Bought(76, "Router", 8_900), Bought(330, "Home broadband, one year", 32_000)),
        ),
        SamplePerson(
            "S0000109",
            "Sophie Turner",
            SOPHIE_TURNER,
            Language.EN,
            {
                **_LONDON,
                "salutation": "Ms",
                "standing": Standing.NON_CUSTOMER,
                "stage": Stage.ACQUIRE,
                "source": "call",
                "tags": ["supplier"],
                "remark": "Calls about invoices of a supplier of ours; no customer.",
            },
            spoken=(Spoken(150, Channel.CALL_IN, "Asked for accounts payable", "Sara Lee", "person_asked_for"),),
        ),
        SamplePerson(
            "S0000112",
            "Olivia Brown",
            OLIVIA_BROWN,
            Language.EN,
            {
                **_WASHINGTON,
                "salutation": "Ms",
                "address": "1200 Larch Street NW, Apt 4",
                "postcode": "20001",
                "email": "olivia.brown@example.com",
                "standing": Standing.LOST,
                "value_type": ValueType.ORDINARY,
                "stage": Stage.LEAVING,
                "abc_class": "B",
                "rfm": "133",
                "lifetime_value_minor": 42_000,
                "membership_level": "Silver (ended)",
                "tags": ["win back", "left over price"],
                "remark": "Left last year over the price. May come back for a fair offer; do not argue about the past.",
            },
            spoken=(
                Spoken(385, Channel.CALL_IN, "Cancelled: found a cheaper provider", "Emma Hall", "complaint_settled"),
                Spoken(20, Channel.EMAIL, "Win-back offer sent", ""),
            ),
            bought=(Bought(760, "Home broadband, one year", 60_000), Bought(1120, "Home broadband, one year", 60_000)),
        ),
        SamplePerson(
            "S0000110",
            "Michael Davis",
            MICHAEL_DAVIS,
            Language.EN,
            {
                **_WASHINGTON,
                "salutation": "Mr",
                "address": "88 Poplar Court SE",
                "postcode": "20003",
                "standing": Standing.ACTUAL,
                "value_type": ValueType.BELOW_ZERO,
                "stage": Stage.DECLINE,
                "abc_class": "C",
                "rfm": "211",
                "lifetime_value_minor": -18_500,
                "membership_level": "Standard",
                "balance_minor": -3_200,
                "tags": ["returns a lot"],
                "remark": "Nine returns in a year. Polite and firm: the rules hold.",
            },
            spoken=(
                Spoken(11, Channel.CALL_IN, "Wants to return a used headset", "Sara Lee", "defect_exchange"),
                Spoken(30, Channel.CALL_IN, "Returned a router", "Emma Hall", "defect_exchange"),
            ),
            bought=(Bought(190, "Headset", 4_900), Bought(230, "Router", 8_900, 1, 8_900)),
            matters=(Open(MatterKind.DEFECT, "Return of a used headset: decide", 11, -2),),
        ),
    )
