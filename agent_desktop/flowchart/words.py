"""The words of a flow chart in both languages. What a flow says by itself stands in the flow."""

from __future__ import annotations

from collections.abc import Mapping

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.record import Text, ValueType
from agent_desktop.ui.roles import Icon, Tone
from ivr.flow import model, names
from ivr.flow.names import Figure

Look = tuple[Text, Icon, Tone]

KINDS: Mapping[type, Look] = {
    model.SayNode: (Text("Say", "播报"), Icon.MESSAGE, Tone.NEUTRAL),
    model.MenuNode: (Text("Menu", "菜单"), Icon.KEYPAD, Tone.ACCENT),
    model.CollectNode: (Text("Collect digits", "收号"), Icon.EDIT, Tone.ACCENT),
    model.IdentifyNode: (Text("Check the PIN", "验证密码"), Icon.PIN, Tone.ACCENT),
    model.RateNode: (Text("Satisfaction", "满意度评价"), Icon.STAR, Tone.ACCENT),
    model.LookUpNode: (Text("Look up", "查找客户"), Icon.SEARCH, Tone.BUSY),
    model.AnswerNode: (Text("Self-service", "自助查询"), Icon.INFO, Tone.BUSY),
    model.SetNode: (Text("Set", "赋值"), Icon.TAG, Tone.BUSY),
    model.HoursNode: (Text("Opening hours", "营业时间"), Icon.CLOCK, Tone.HOLD),
    model.BranchNode: (Text("Branch", "条件分支"), Icon.BRANCH, Tone.HOLD),
    model.QueueNode: (Text("Queue", "排队"), Icon.QUEUE, Tone.READY),
    model.CallbackNode: (Text("Callback", "请求回电"), Icon.REPEAT, Tone.READY),
    model.TransferNode: (Text("Transfer", "转接"), Icon.TRANSFER, Tone.READY),
    model.VoicemailNode: (Text("Voicemail", "语音留言"), Icon.RECORD, Tone.READY),
    model.WaitNode: (Text("Music", "等待音乐"), Icon.HOLD, Tone.OFFER),
    model.AnnounceNode: (Text("Announce the wait", "播报等待情况"), Icon.CLOCK, Tone.OFFER),
    model.FlowNode: (Text("Sub-flow", "子流程"), Icon.SCRIPT, Tone.WRAP_UP),
    model.ReturnNode: (Text("Return", "返回"), Icon.CHEVRON_LEFT, Tone.WRAP_UP),
    model.HangUpNode: (Text("Hang up", "挂机"), Icon.HANG_UP, Tone.ALERT),
}

VOICE_FLOW = Text("Voice menu: {flow}", "语音流程：{flow}")
START = Text("Start", "入口")
BLOCKED = Text("Blocked numbers", "黑名单来电")
NODES = Text("{count} nodes", "共 {count} 个节点")
LANGUAGE_FIRST = Text("{language} until the caller's own is known", "客户语言未知时使用{language}")

# --- ways -------------------------------------------------------------------------------------------------------------

OPEN = Text("Open", "营业中")
CLOSED = Text("Closed", "非营业时间")
FOUND = Text("Found", "已找到")
WRONG_KEY = Text("Wrong key: asked again", "按键错误：重新播报")
WRONG_NUMBER = Text("Wrong number: asked again", "号码有误：重新收号")
WRONG_PIN = Text("Wrong PIN: asked again", "密码错误：重新输入")
NO_INPUT = Text("No input for {seconds} s: again", "{seconds} 秒无按键：重新播报")
NEXT: Mapping[type, Text] = {
    model.CollectNode: Text("Number keyed in", "号码已输入"),
    model.IdentifyNode: Text("PIN is right", "密码正确"),
    model.RateNode: Text("Rated", "已评分"),
    model.AnswerNode: Text("Told", "播报完毕"),
    model.WaitNode: Text("When the time is over", "时间到"),
}
OTHERWISE: Mapping[type, Text] = {
    model.MenuNode: Text("No choice after {tries} tries", "{tries} 次仍未选择"),
    model.CollectNode: Text("No number after {tries} tries", "{tries} 次仍无有效号码"),
    model.IdentifyNode: Text("Not proved after {tries} tries", "{tries} 次未通过验证"),
    model.RateNode: Text("No rating after {tries} tries", "{tries} 次仍未评分"),
    model.LookUpNode: Text("Not found", "未找到"),
    model.AnswerNode: Text("Nothing to tell", "无可播报"),
    model.BranchNode: Text("Otherwise", "其他情况"),
    model.CallbackNode: Text("Cannot be called back", "无法回电"),
    model.TransferNode: Text("Not reached", "未接通"),
}
ONE_TRY: Mapping[type, Text] = {
    model.MenuNode: Text("Wrong key or no input", "按键错误或无按键"),
    model.CollectNode: Text("Wrong number or no input", "号码有误或无按键"),
    model.IdentifyNode: Text("Wrong PIN or no input", "密码错误或无按键"),
    model.RateNode: Text("Wrong key or no input", "按键错误或无按键"),
}
"""In place of `OTHERWISE` where there is one try only."""

# --- details ----------------------------------------------------------------------------------------------------------

NO_BARGE_IN = Text("Heard in full, keys are kept", "不可打断，按键保留")
SKIPPED = Text("Passed over when the language is known", "客户语言已知时跳过")
IN_EACH = Text("In {languages}", "依次播报：{languages}")
THEN = Text(", then ", "、")
RECORDING = Text("Recording: {name}", "录音：{name}")
DIGITS = Text("{shortest}–{longest} digits", "{shortest}–{longest} 位")
DIGITS_EXACTLY = Text("{longest} digits", "{longest} 位")
END_KEY = Text("ends with {key}", "以 {key} 结束")
CHECKED = Text("Check digit: {rule}", "校验位：{rule}")
CONFIRMED = Text("Read back to be confirmed", "复述号码并请客户确认")
BY: Mapping[model.CustomerKey, Text] = {
    model.CustomerKey.NUMBER: Text("By number: {name}", "按电话号码：{name}"),
    model.CustomerKey.CODE: Text("By code: {name}", "按客户编号：{name}"),
    model.CustomerKey.ACCOUNT: Text("By account: {name}", "按会员卡或合同号：{name}"),
}
ABOUT: Mapping[model.About, Text] = {
    model.About.BALANCE: Text("Balance", "余额"),
    model.About.POINTS: Text("Points", "积分"),
    model.About.ORDER: Text("Order", "订单"),
    model.About.TICKET: Text("Request", "受理进度"),
}
OF_NUMBER = Text("{about} with the number {name}", "{about}，号码取自 {name}")
LATEST = Text("{about}, the latest", "{about}，最近一笔")
DAYS = {
    "mon": Text("Mon", "周一"),
    "tue": Text("Tue", "周二"),
    "wed": Text("Wed", "周三"),
    "thu": Text("Thu", "周四"),
    "fri": Text("Fri", "周五"),
    "sat": Text("Sat", "周六"),
    "sun": Text("Sun", "周日"),
}
EXCEPTIONS = Text("{count} holidays or special days", "另有 {count} 天节假日或特殊日期")
EXCEPTION = Text("1 holiday or special day", "另有 1 天节假日或特殊日期")
LOOKS_AT = Text("By: {subject}", "依据：{subject}")
QUEUE = Text("Queue: {queue}", "队列：{queue}")
SAME_QUEUE = Text("The queue they come from", "原队列")
PRIORITY = Text("priority {priority}", "优先级 {priority}")
SKILLS = Text("Skills: {skills}", "技能：{skills}")
NUMBER_FROM = Text("Number: {name}", "号码：{name}")
CALLERS_OWN = Text("Number: the caller's own", "号码：来电号码")
AT = Text("At the time {name}", "时间：{name}")
RINGS = Text("rings {seconds} s", "振铃 {seconds} 秒")
MUSIC = Text("{seconds} s", "{seconds} 秒")
POSITION = Text("Place in the queue, when it is better", "排队位置（有改善时）")
EXPECTED_WAIT = Text("Expected wait, when it is shorter", "预计等待时间（缩短时）")
LONGEST = Text("At most {seconds} s", "最长 {seconds} 秒")
FLOW = Text("Flow: {flow}", "流程：{flow}")
ENDINGS: Mapping[model.Ending, Text] = {
    model.Ending.CLOSED: Text("Counted as: outside opening hours", "计为：非营业时间"),
    model.Ending.REFUSED: Text("Counted as: refused", "计为：拒接"),
}
CAUSE = Text("Cause: {cause}", "释放原因：{cause}")

# --- conditions -------------------------------------------------------------------------------------------------------

SUBJECTS: Mapping[str, Text] = {
    names.LANGUAGE: Text("language", "语言"),
    names.SEGMENT: Text("segment", "客户价值"),
    names.DNIS: Text("number dialled", "被叫号码"),
    names.ANI: Text("calling number", "主叫号码"),
    names.IDENTIFIED: Text("PIN checked", "已验证密码"),
    "customer_code": Text("customer's code", "客户编号"),
    "level": Text("membership level", "会员等级"),
    "points": Text("points", "积分"),
    "balance": Text("balance", "余额"),
    "currency": Text("currency", "币种"),
    "open_tickets": Text("open requests", "未结工单数"),
    names.CallFigure.POSITION: Text("place in the queue", "排队位置"),
    names.CallFigure.EXPECTED_WAIT_S: Text("expected wait (s)", "预计等待秒数"),
    names.CallFigure.WAITED_S: Text("waited (s)", "已等待秒数"),
}
FIGURES: Mapping[str, Text] = {
    Figure.WAITING: Text("waiting in {of}", "{of} 排队数"),
    Figure.READY: Text("ready in {of}", "{of} 空闲坐席数"),
    Figure.STAFFED: Text("agents on {of}", "{of} 在线坐席数"),
    Figure.EXPECTED_WAIT_S: Text("expected wait (s) in {of}", "{of} 预计等待秒数"),
    names.HOURS: Text("hours of {of}", "{of} 的营业时间"),
}
VALUES: Mapping[str, Mapping[str, Text]] = {
    names.SEGMENT: {
        ValueType.MOST_VALUABLE: Text("most valuable", "最具价值"),
        ValueType.MOST_GROWABLE: Text("most growable", "最具成长"),
        ValueType.ORDINARY: Text("ordinary", "普通"),
        ValueType.BELOW_ZERO: Text("below zero", "负值客户"),
    },
    names.LANGUAGE: {Language.EN: Text("English", "英文"), Language.ZH_CN: Text("Chinese", "中文")},
    names.HOURS: {names.OPEN: OPEN, names.CLOSED: CLOSED},
    names.IDENTIFIED: {"yes": Text("yes", "是")},
}
OR = Text(" or ", "或")
AND = Text(" and ", "，且 ")
NOTHING = Text("nothing", "空")
