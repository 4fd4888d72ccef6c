<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Look at the desk</source>
        <translation>查看工作台</translation>
    </message>
    <message>
        <source>Help has been given</source>
        <translation>已处理求助</translation>
    </message>
    <message>
        <source>Queues and skills …</source>
        <translation>队列和技能…</translation>
    </message>
    <message>
        <source>Figures of the day</source>
        <translation>当日数据</translation>
    </message>
    <message>
        <source>Put first in its queue</source>
        <translation>置于队首</translation>
    </message>
    <message>
        <source>Nothing can be done with this call now</source>
        <translation>现在无法对此通话进行操作</translation>
    </message>
    <message>
        <source>Close for new calls …</source>
        <translation>停止接入新来电…</translation>
    </message>
    <message>
        <source>Open for calls</source>
        <translation>恢复接入</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>监听</translation>
    </message>
    <message>
        <source>Whisper to the agent</source>
        <translation>耳语指导坐席</translation>
    </message>
    <message>
        <source>Join the call</source>
        <translation>强插通话</translation>
    </message>
    <message>
        <source>Leave the call</source>
        <translation>退出通话</translation>
    </message>
    <message>
        <source>Set ready …</source>
        <translation>设为就绪…</translation>
    </message>
    <message>
        <source>Set not ready</source>
        <translation>设为未就绪</translation>
    </message>
    <message>
        <source>{reason} …</source>
        <translation>{reason}…</translation>
    </message>
    <message>
        <source>Log off …</source>
        <translation>登出…</translation>
    </message>
    <message>
        <source>Close “{queue}” for new calls?</source>
        <translation>停止“{queue}”接入新来电？</translation>
    </message>
    <message>
        <source>New callers hear that it is closed, and the call ends. Those who wait already are served.</source>
        <translation>新来电将听到暂停服务的提示，随后挂断；已在排队的来电照常受理。</translation>
    </message>
    <message>
        <source>Leave it open</source>
        <translation>保持接入</translation>
    </message>
    <message>
        <source>Close the queue</source>
        <translation>停止接入</translation>
    </message>
    <message>
        <source>Set {name} to ready</source>
        <translation>将 {name} 设为就绪</translation>
    </message>
    <message>
        <source>Set {name} to not ready: {reason}</source>
        <translation>将 {name} 设为未就绪：{reason}</translation>
    </message>
    <message>
        <source>Log {name} off</source>
        <translation>将 {name} 登出</translation>
    </message>
    <message>
        <source>Log off</source>
        <translation>登出</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>What {name} takes from now on</source>
        <translation>{name} 此后受理的来电</translation>
    </message>
</context>
<context>
    <name>AgentWindow</name>
    <message>
        <source>You have a call.</source>
        <translation>您正在处理一通电话。</translation>
    </message>
    <message>
        <source>Closing the window does not end it, and its log stays open. Log in again to go on.</source>
        <translation>关闭窗口不会结束通话，小结也仍未完成；重新登录后可继续。</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Close all the same</source>
        <translation>仍然关闭</translation>
    </message>
    <message>
        <source>Agent Desktop</source>
        <translation>坐席工作台</translation>
    </message>
    <message>
        <source>Training – Agent Desktop</source>
        <translation>培训 – 坐席工作台</translation>
    </message>
    <message>
        <source>Log saved.</source>
        <translation>小结已保存。</translation>
    </message>
    <message>
        <source>Wrap-up time is over. What you typed is kept, but the log was not completed with how the call ended.</source>
        <translation>话后处理时间已到。您输入的内容已保留，但小结未完成，处理结果未提交。</translation>
    </message>
    <message>
        <source>The call was handed on.</source>
        <translation>通话已转出。</translation>
    </message>
    <message>
        <source>The caller hung up before you answered.</source>
        <translation>来电者在接听前已挂断。</translation>
    </message>
    <message>
        <source>The call rang too long. It waits for the next agent who is free.</source>
        <translation>振铃超时，来电正在等候下一位空闲坐席。</translation>
    </message>
    <message>
        <source>A colleague has taken the call.</source>
        <translation>其他坐席已接听此来电。</translation>
    </message>
    <message>
        <source>The call was taken back.</source>
        <translation>来电已被收回。</translation>
    </message>
    <message>
        <source>The consultation is over; the caller stays with your colleague.</source>
        <translation>咨询已结束，客户仍由同事接待。</translation>
    </message>
    <message>
        <source>No link to the centre: what you see is {age} old. A call in progress goes on; the program reconnects by itself and keeps what you type.</source>
        <translation>与中心的连接已断开：当前显示的是 {age} 前的内容。进行中的通话不受影响；程序会自动重连，您输入的内容不会丢失。</translation>
    </message>
    <message>
        <source>The centre has no link to the telephone switch. New calls can&apos;t arrive until it is back.</source>
        <translation>中心与电话交换机的连接已断开，恢复之前不会有新来电。</translation>
    </message>
    <message>
        <source>Your telephone ({station}) can&apos;t be reached, so no calls come to you. Check that it is plugged in and registered.</source>
        <translation>无法接通您的话机（{station}），因此不会分配来电。请检查话机是否已接好并完成注册。</translation>
    </message>
</context>
<context>
    <name>AgentsPanel</name>
    <message>
        <source>Agents</source>
        <translation>坐席</translation>
    </message>
    <message>
        <source>Name, queue, skill</source>
        <translation>姓名、队列、技能</translation>
    </message>
    <message>
        <source>Filter agents</source>
        <translation>筛选坐席</translation>
    </message>
    <message>
        <source>Filter agents by name, queue or skill ({key})</source>
        <translation>按姓名、队列或技能筛选坐席（{key}）</translation>
    </message>
    <message>
        <source>Sort agents</source>
        <translation>坐席排序</translation>
    </message>
    <message>
        <source>Group agents</source>
        <translation>坐席分组</translation>
    </message>
    <message>
        <source>Logged off too</source>
        <translation>含已登出</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>坐席</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>通话</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>AHT</source>
        <translation>AHT</translation>
    </message>
    <message>
        <source>Occ.</source>
        <translation>占用率</translation>
    </message>
    <message>
        <source>Occupancy: handling / (handling + ready)</source>
        <translation>占用率：处理时长 ÷（处理时长 + 就绪时长）</translation>
    </message>
    <message>
        <source>Nobody fits.</source>
        <translation>没有符合条件的坐席。</translation>
    </message>
    <message>
        <source>{group} ({count})</source>
        <translation>{group}（{count}）</translation>
    </message>
    <message>
        <source>No queue</source>
        <translation>无队列</translation>
    </message>
    <message>
        <source>{state}, then {reason}</source>
        <translation>{state}，之后{reason}</translation>
    </message>
    <message>
        <source>withheld</source>
        <translation>号码隐藏</translation>
    </message>
</context>
<context>
    <name>AssignDialog</name>
    <message>
        <source>Move now</source>
        <translation>立即调整</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Skills</source>
        <translation>技能</translation>
    </message>
</context>
<context>
    <name>Board</name>
    <message>
        <source>In the menu</source>
        <translation>语音导航</translation>
    </message>
    <message>
        <source>To be called back</source>
        <translation>待回电</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Ringing</source>
        <translation>振铃中</translation>
    </message>
    <message>
        <source>Dialling</source>
        <translation>呼出中</translation>
    </message>
    <message>
        <source>Talking</source>
        <translation>通话中</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>保持中</translation>
    </message>
    <message>
        <source>In hand</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>Outside</source>
        <translation>已转外线</translation>
    </message>
    <message>
        <source>Answered calls only</source>
        <translation>只计已接来电</translation>
    </message>
    <message>
        <source>All calls; who hung up was not served</source>
        <translation>计全部来电，放弃视为未达标</translation>
    </message>
    <message>
        <source>Who hung up in time counts as served</source>
        <translation>时限内放弃视为达标</translation>
    </message>
    <message>
        <source>Who hung up in time is left out</source>
        <translation>时限内放弃不计</translation>
    </message>
    <message>
        <source>Who hung up at once counts as served</source>
        <translation>短时放弃视为达标</translation>
    </message>
    <message>
        <source>{name} listens</source>
        <translation>{name} 正在监听</translation>
    </message>
    <message>
        <source>{name} whispers to you</source>
        <translation>{name} 正在耳语指导</translation>
    </message>
    <message>
        <source>{name} is in the call</source>
        <translation>{name} 已加入通话</translation>
    </message>
    <message>
        <source>By state</source>
        <translation>按状态</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按姓名</translation>
    </message>
    <message>
        <source>Longest in their state</source>
        <translation>按状态时长</translation>
    </message>
    <message>
        <source>Most calls</source>
        <translation>按话务量</translation>
    </message>
    <message>
        <source>Longest handling time</source>
        <translation>按平均处理时长</translation>
    </message>
    <message>
        <source>Highest occupancy</source>
        <translation>按占用率</translation>
    </message>
    <message>
        <source>No groups</source>
        <translation>不分组</translation>
    </message>
    <message>
        <source>Group by state</source>
        <translation>按状态分组</translation>
    </message>
    <message>
        <source>Group by queue</source>
        <translation>按队列分组</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>全部来电</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>关注</translation>
    </message>
    <message>
        <source>Act now</source>
        <translation>立即处理</translation>
    </message>
    <message>
        <source>longest wait</source>
        <translation>最长等待</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待数</translation>
    </message>
    <message>
        <source>service level</source>
        <translation>服务水平</translation>
    </message>
    <message>
        <source>not ready for</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>in the call for</source>
        <translation>通话</translation>
    </message>
    <message>
        <source>in wrap-up for</source>
        <translation>话后处理</translation>
    </message>
    <message>
        <source>on hold for</source>
        <translation>保持</translation>
    </message>
</context>
<context>
    <name>CallButtons</name>
    <message>
        <source>Not without a link to the centre</source>
        <translation>未连接到中心，暂不可用</translation>
    </message>
    <message>
        <source>Not without a link to the telephone switch</source>
        <translation>未连接到电话交换机，暂不可用</translation>
    </message>
    <message>
        <source>This kind of line can&apos;t do that</source>
        <translation>此类线路不支持该操作</translation>
    </message>
    <message>
        <source>This line is answered at the telephone itself: pick it up</source>
        <translation>此线路须在话机上接听：请拿起听筒</translation>
    </message>
    <message>
        <source>Not while your telephone can&apos;t be reached</source>
        <translation>您的话机无法接通，暂时不能呼叫</translation>
    </message>
    <message>
        <source>You do not have the right to do this</source>
        <translation>您没有这项权限</translation>
    </message>
    <message>
        <source>There is no call</source>
        <translation>当前没有通话</translation>
    </message>
    <message>
        <source>Only while a call rings</source>
        <translation>仅在振铃时可用</translation>
    </message>
    <message>
        <source>Only while the caller is on the line</source>
        <translation>仅在与来电者通话时可用</translation>
    </message>
    <message>
        <source>Only during wrap-up</source>
        <translation>仅在话后处理时可用</translation>
    </message>
    <message>
        <source>Nobody knows their number</source>
        <translation>没有对方的号码</translation>
    </message>
    <message>
        <source>Only once they have answered</source>
        <translation>对方接听后才可用</translation>
    </message>
    <message>
        <source>All of you hear one another already</source>
        <translation>三方已在通话中</translation>
    </message>
    <message>
        <source>Only while you consult somebody</source>
        <translation>仅在咨询时可用</translation>
    </message>
    <message>
        <source>Your colleague has the caller</source>
        <translation>客户在同事那边</translation>
    </message>
    <message>
        <source>Finish this call and its log first</source>
        <translation>请先结束本次通话并完成小结</translation>
    </message>
    <message>
        <source>You are logged off</source>
        <translation>您已登出</translation>
    </message>
    <message>
        <source>The call is over</source>
        <translation>通话已结束</translation>
    </message>
    <message>
        <source>Asked for already, one moment</source>
        <translation>正在处理，请稍候</translation>
    </message>
</context>
<context>
    <name>CallFaceRow</name>
    <message>
        <source>Unknown caller</source>
        <translation>未知来电者</translation>
    </message>
    <message>
        <source>Not on file</source>
        <translation>未建档</translation>
    </message>
    <message>
        <source>Number withheld</source>
        <translation>号码隐藏</translation>
    </message>
    <message>
        <source>No number</source>
        <translation>无号码</translation>
    </message>
    <message>
        <source>No call</source>
        <translation>暂无通话</translation>
    </message>
    <message>
        <source>Waiting for the centre</source>
        <translation>正在等待中心</translation>
    </message>
    <message>
        <source>The next call comes to you by itself</source>
        <translation>下一个来电会自动分配给您</translation>
    </message>
    <message>
        <source>You get no calls until you go ready</source>
        <translation>转为就绪后才会接到来电</translation>
    </message>
    <message>
        <source>You are logged off</source>
        <translation>您已登出</translation>
    </message>
    <message>
        <source>You take no calls in this centre</source>
        <translation>您在本中心不接听来电</translation>
    </message>
</context>
<context>
    <name>CallPathRow</name>
    <message>
        <source>Passed on</source>
        <translation>曾转接</translation>
    </message>
    <message>
        <source>%1&apos;s call</source>
        <translation>%1 的来电</translation>
    </message>
    <message>
        <source>Asked for it at %1</source>
        <translation>%1 请求回电</translation>
    </message>
    <message>
        <source>You called</source>
        <translation>您拨出</translation>
    </message>
    <message>
        <source>Called at %1</source>
        <translation>%1 来电</translation>
    </message>
    <message>
        <source>Due at %1</source>
        <translation>%1 到期</translation>
    </message>
</context>
<context>
    <name>CallStatus</name>
    <message>
        <source>Ringing</source>
        <translation>振铃中</translation>
    </message>
    <message>
        <source>{name} asks you about this call</source>
        <translation>{name} 就此来电向您咨询</translation>
    </message>
    <message>
        <source>Wants to be called back</source>
        <translation>请求回电</translation>
    </message>
    <message>
        <source>A message to deal with</source>
        <translation>有留言待处理</translation>
    </message>
    <message>
        <source>A follow-up is due</source>
        <translation>有跟进事项到期</translation>
    </message>
    <message>
        <source>Dealing with a message</source>
        <translation>留言处理中</translation>
    </message>
    <message>
        <source>Following up</source>
        <translation>跟进处理中</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>接通中</translation>
    </message>
    <message>
        <source>Calling …</source>
        <translation>呼叫中…</translation>
    </message>
    <message>
        <source>Talking</source>
        <translation>通话中</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>保持中</translation>
    </message>
    <message>
        <source>Caller on hold, calling {name}</source>
        <translation>客户保持中，正在呼叫 {name}</translation>
    </message>
    <message>
        <source>Caller on hold, talking to {name}</source>
        <translation>客户保持中，正与 {name} 通话</translation>
    </message>
    <message>
        <source>Talking to the caller, {name} on hold</source>
        <translation>与客户通话，{name} 保持中</translation>
    </message>
    <message>
        <source>Conference: caller, {name} and you</source>
        <translation>三方通话：客户、{name} 和您</translation>
    </message>
    <message>
        <source>Talking to {name}, whose caller is on hold</source>
        <translation>与 {name} 通话，其客户保持中</translation>
    </message>
    <message>
        <source>You are on hold, {name} talks to the caller</source>
        <translation>您在保持中，{name} 正与客户通话</translation>
    </message>
    <message>
        <source>Conference: {name}, the caller and you</source>
        <translation>三方通话：{name}、客户和您</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>话后处理</translation>
    </message>
    <message>
        <source>Wrap-up: nobody reached</source>
        <translation>话后处理：未接通</translation>
    </message>
    <message>
        <source>Wrap-up: line busy</source>
        <translation>话后处理：对方忙</translation>
    </message>
    <message>
        <source>Wrap-up: no answer</source>
        <translation>话后处理：无人接听</translation>
    </message>
    <message>
        <source>Wrap-up: call rejected</source>
        <translation>话后处理：对方拒接</translation>
    </message>
    <message>
        <source>Wrap-up: number not reachable</source>
        <translation>话后处理：号码无法接通</translation>
    </message>
    <message>
        <source>Connects by itself after the tone</source>
        <translation>提示音后自动接通</translation>
    </message>
    <message>
        <source>Talking, answered by itself</source>
        <translation>通话中（自动接听）</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>接听</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>拒接</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>Retrieve</source>
        <translation>取回</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Muted, speak</source>
        <translation>已静音，恢复</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>转接</translation>
    </message>
    <message>
        <source>Keypad</source>
        <translation>拨号盘</translation>
    </message>
    <message>
        <source>Hang up</source>
        <translation>挂断</translation>
    </message>
    <message>
        <source>{seconds} s more</source>
        <translation>延长 {seconds} 秒</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>呼出</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>切换</translation>
    </message>
    <message>
        <source>Back to caller</source>
        <translation>回到客户</translation>
    </message>
    <message>
        <source>Conference</source>
        <translation>三方通话</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>完成转接</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>Recording, pause</source>
        <translation>录音中，暂停</translation>
    </message>
    <message>
        <source>Paused, resume</source>
        <translation>已暂停，继续</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Call back</source>
        <translation>回电</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>听留言</translation>
    </message>
    <message>
        <source>Stop listening</source>
        <translation>停止播放</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>处理完毕</translation>
    </message>
    <message>
        <source>Let {name} go</source>
        <translation>请 {name} 退出</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>放弃呼叫</translation>
    </message>
    <message>
        <source>Stop calling</source>
        <translation>停止呼叫</translation>
    </message>
    <message>
        <source>Hang up on {name}</source>
        <translation>挂断 {name}</translation>
    </message>
    <message>
        <source>Hang up on caller</source>
        <translation>挂断客户</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>CallStrip</name>
    <message>
        <source>Call</source>
        <translation>通话</translation>
    </message>
    <message>
        <source>The program connects by itself as soon as the centre answers.</source>
        <translation>中心恢复后程序会自动连接。</translation>
    </message>
    <message>
        <source>The caller&apos;s record is on the screen before you answer.</source>
        <translation>接听之前，来电者的资料就会显示在屏幕上。</translation>
    </message>
    <message>
        <source>Finish what you are at, then go ready.</source>
        <translation>处理完手头的事，再转为就绪。</translation>
    </message>
    <message>
        <source>Log in again to take calls.</source>
        <translation>重新登录后即可接听来电。</translation>
    </message>
    <message>
        <source>Calls go to its agents. To take some yourself, log in as one of them.</source>
        <translation>来电由坐席接听。如需接听，请以坐席身份登录。</translation>
    </message>
</context>
<context>
    <name>CallsPanel</name>
    <message>
        <source>Calls: {queue}</source>
        <translation>来电：{queue}</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>来电客户</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>导航选择</translation>
    </message>
    <message>
        <source>Lang.</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>The language that the caller has chosen</source>
        <translation>来电者选择的语言</translation>
    </message>
    <message>
        <source>Caller, number, queue, agent</source>
        <translation>来电者、号码、队列、坐席</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>坐席</translation>
    </message>
    <message>
        <source>Filter calls</source>
        <translation>筛选来电</translation>
    </message>
    <message>
        <source>Filter calls by caller, number, queue or agent ({key})</source>
        <translation>按来电者、号码、队列或坐席筛选来电（{key}）</translation>
    </message>
    <message>
        <source>Which calls</source>
        <translation>显示哪些来电</translation>
    </message>
    <message>
        <source>No calls at the moment.</source>
        <translation>目前没有来电。</translation>
    </message>
    <message>
        <source>No call matches.</source>
        <translation>没有符合条件的来电。</translation>
    </message>
    <message>
        <source>withheld</source>
        <translation>号码隐藏</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>CaptionStrip</name>
    <message>
        <source>The caller says: %1</source>
        <translation>来电人说：%1</translation>
    </message>
</context>
<context>
    <name>ChartPanel</name>
    <message>
        <source>Today: {queue}</source>
        <translation>今日：{queue}</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>接听</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>service level</source>
        <translation>服务水平</translation>
    </message>
</context>
<context>
    <name>ClassModel</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Mood</source>
        <translation>情绪</translation>
    </message>
    <message>
        <source>Seat and scenario</source>
        <translation>坐席与情景</translation>
    </message>
    <message>
        <source>The caller said</source>
        <translation>来电人说</translation>
    </message>
    <message>
        <source>Last step</source>
        <translation>最近步骤</translation>
    </message>
    <message>
        <source>Not here</source>
        <translation>未到</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Ringing</source>
        <translation>振铃</translation>
    </message>
    <message>
        <source>In a call</source>
        <translation>通话中</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>话后记录</translation>
    </message>
    <message>
        <source>Average {points} ({attempts} ×)</source>
        <translation>均分 {points}（{attempts} 次）</translation>
    </message>
</context>
<context>
    <name>ClassTable</name>
    <message>
        <source>The class</source>
        <translation>全班</translation>
    </message>
</context>
<context>
    <name>CrashReport</name>
    <message>
        <source>Something went wrong – Agent Desktop</source>
        <translation>程序出错 – 坐席工作台</translation>
    </message>
    <message>
        <source>The program made a mistake. Your session goes on; nothing you typed is lost.</source>
        <translation>程序出现错误。您的会话继续有效，已输入的内容不会丢失。</translation>
    </message>
    <message>
        <source>Send this text to your administrator. It holds no names or numbers of callers.</source>
        <translation>请将以下内容发给管理员。其中不含来电者的姓名或号码。</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>复制内容</translation>
    </message>
    <message>
        <source>Go on working</source>
        <translation>继续工作</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>错误详情</translation>
    </message>
</context>
<context>
    <name>DialDialog</name>
    <message>
        <source>Call a number</source>
        <translation>呼出电话</translation>
    </message>
    <message>
        <source>Number, or a customer&apos;s name or code</source>
        <translation>号码，或客户姓名、编号</translation>
    </message>
    <message>
        <source>Numbers to call</source>
        <translation>可呼叫的号码</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>呼叫</translation>
    </message>
    <message>
        <source>No number yet: type on, or try another spelling.</source>
        <translation>还没有可呼叫的号码：请继续输入，或换个写法。</translation>
    </message>
    <message>
        <source>The last caller&apos;s numbers:</source>
        <translation>上一位客户的号码：</translation>
    </message>
    <message>
        <source>Enter calls the chosen line.</source>
        <translation>输入后按回车键即可呼叫。</translation>
    </message>
</context>
<context>
    <name>DispositionPicker</name>
    <message>
        <source>Type of call</source>
        <translation>来电类型</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>Choose or type</source>
        <translation>选择或输入关键字</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>User name or password is not right. Check both; after several tries ask your supervisor to reset it.</source>
        <translation>用户名或密码不正确。请核对后重试；多次失败请联系班长重置。</translation>
    </message>
    <message>
        <source>Too many wrong passwords. Try again in {seconds} seconds.</source>
        <translation>密码错误次数过多，请在 {seconds} 秒后重试。</translation>
    </message>
    <message>
        <source>This program is too old for the centre (version {seat}, at least {oldest} is needed). Install the newer one.</source>
        <translation>本程序版本过旧，中心不再支持（当前版本 {seat}，至少需要 {oldest}）。请安装新版本。</translation>
    </message>
    <message>
        <source>This program is newer than the centre (version {seat} against {centre}). Ask the administrator to update the centre.</source>
        <translation>本程序比中心新（版本 {seat}，中心为 {centre}）。请联系管理员升级中心。</translation>
    </message>
    <message>
        <source>You are not logged in. Log in again.</source>
        <translation>您尚未登录，请重新登录。</translation>
    </message>
    <message>
        <source>This connection is logged in already. Close the program and start it again.</source>
        <translation>此连接已登录。请关闭程序后重新启动。</translation>
    </message>
    <message>
        <source>The centre waited {seconds} seconds for the login and gave up. Try again.</source>
        <translation>中心等待登录已超过 {seconds} 秒。请重试。</translation>
    </message>
    <message>
        <source>Your session has expired. Log in with your password.</source>
        <translation>会话已过期，请使用密码重新登录。</translation>
    </message>
    <message>
        <source>No telephone is on file for you. Enter the number of your station and log in again.</source>
        <translation>系统中没有您的话机。请填写分机号码后重新登录。</translation>
    </message>
    <message>
        <source>Your telephone {station} can&apos;t be reached. Check that it is switched on and connected.</source>
        <translation>您的话机 {station} 无法接通。请检查话机是否已开机并连接好。</translation>
    </message>
    <message>
        <source>The centre did not understand this request ({detail}). Nothing was changed; tell the administrator.</source>
        <translation>中心无法理解该请求（{detail}）。未做任何更改，请告知管理员。</translation>
    </message>
    <message>
        <source>This is too long to be sent (at most {limit} bytes). Shorten the notes and try again.</source>
        <translation>内容过长，无法发送（最多 {limit} 字节）。请缩短备注后重试。</translation>
    </message>
    <message>
        <source>The centre does not know this message ({type}). Tell the administrator: the versions don&apos;t match.</source>
        <translation>中心不识别该消息（{type}）。请告知管理员：版本不一致。</translation>
    </message>
    <message>
        <source>The centre does not know this request ({type}). Tell the administrator: the versions don&apos;t match.</source>
        <translation>中心不识别该请求（{type}）。请告知管理员：版本不一致。</translation>
    </message>
    <message>
        <source>More than {limit} requests wait for an answer. Wait a moment, then try again.</source>
        <translation>等待答复的请求已超过 {limit} 个。请稍候再试。</translation>
    </message>
    <message>
        <source>You do not have the right to do this ({right}). Ask your supervisor.</source>
        <translation>您没有此项权限（{right}）。请联系班长。</translation>
    </message>
    <message>
        <source>Call {call} is over and its log is complete.</source>
        <translation>通话 {call} 已结束，记录已完成。</translation>
    </message>
    <message>
        <source>Somebody else has call {call} now.</source>
        <translation>通话 {call} 现由他人处理。</translation>
    </message>
    <message>
        <source>The call is no longer offered: the caller hung up, or it rang too long.</source>
        <translation>该来电已不在待接状态：来电者已挂断，或振铃超时。</translation>
    </message>
    <message>
        <source>This can&apos;t be done at this point of the call, or in your present state. Look at both, then try again.</source>
        <translation>您当前的状态或通话所处阶段不允许此操作。请确认后再试。</translation>
    </message>
    <message>
        <source>You have a call. Finish it and its log first.</source>
        <translation>您有一通电话。请先结束通话并完成记录。</translation>
    </message>
    <message>
        <source>{agent} has a call or its log open and can&apos;t be logged off now. Set them to not ready: it takes effect afterwards.</source>
        <translation>{agent} 正在通话或话后处理，现在无法签退。可先将其置忙，结束后生效。</translation>
    </message>
    <message>
        <source>{name} has set you to ready: {note}</source>
        <translation>{name} 已将您置为空闲：{note}</translation>
    </message>
    <message>
        <source>{name} has set you to not ready: {note}</source>
        <translation>{name} 已将您置忙：{note}</translation>
    </message>
    <message>
        <source>{name} has logged you off: {note}</source>
        <translation>{name} 已将您签退：{note}</translation>
    </message>
    <message>
        <source>{name} has changed which queues you serve. The top bar shows those that you have now.</source>
        <translation>{name} 已调整您服务的队列，顶栏显示的是您现在的队列。</translation>
    </message>
    <message>
        <source>There is no reason {reason} any more. Choose another one.</source>
        <translation>原因“{reason}”已不存在，请另选一个。</translation>
    </message>
    <message>
        <source>{target} can&apos;t be found. Check the number, or choose from the list.</source>
        <translation>找不到 {target}。请核对号码，或从列表中选择。</translation>
    </message>
    <message>
        <source>{target} can&apos;t take the call now. The caller is still with you; choose somebody else.</source>
        <translation>{target} 现在无法接听。来电者仍在线上，请另选目标。</translation>
    </message>
    <message>
        <source>“{digits}” can&apos;t be sent as tones: only 0–9, *, # and A–D.</source>
        <translation>“{digits}”无法作为按键音发送：只能是 0–9、*、# 和 A–D。</translation>
    </message>
    <message>
        <source>This kind of line can&apos;t do that ({capability}).</source>
        <translation>此类线路不支持该操作（{capability}）。</translation>
    </message>
    <message>
        <source>The centre has no link to the telephone switch. It keeps trying; new calls can&apos;t arrive meanwhile.</source>
        <translation>中心与电话交换机的连接已断开，正在不断重试；其间不会有新来电。</translation>
    </message>
    <message>
        <source>The centre can&apos;t work with the telephone switch. New calls can&apos;t arrive until an administrator has put it right: “agent-desktop doctor” says what is wrong.</source>
        <translation>中心无法使用电话交换机，管理员处理好之前不会有新来电：运行“agent-desktop doctor”可查明原因。</translation>
    </message>
    <message>
        <source>There is no port {port}. Plug the modem in, it is found by itself. Ports here: {ports}.</source>
        <translation>没有端口 {port}。请插好调制解调器，系统会自动识别。本机现有端口：{ports}。</translation>
    </message>
    <message>
        <source>Another program uses the modem at {port}. Close that program; the line comes back by itself.</source>
        <translation>{port} 上的调制解调器正被另一个程序占用。请关闭该程序，线路会自动恢复。</translation>
    </message>
    <message>
        <source>You may not use the modem at {port}. Have your user added to the group “{group}”, then log in to the computer again.</source>
        <translation>您没有权限使用 {port} 上的调制解调器。请将您的用户加入“{group}”组，然后重新登录电脑。</translation>
    </message>
    <message>
        <source>{port} is no serial port ({detail}). Give the port that the modem is connected to.</source>
        <translation>{port} 不是串口（{detail}）。请指定调制解调器所连接的端口。</translation>
    </message>
    <message>
        <source>What is connected to {port} does not answer. Check the modem&apos;s power and cable, and that this is its port.</source>
        <translation>{port} 上的设备没有响应。请检查调制解调器的电源和连线，并确认端口是否正确。</translation>
    </message>
    <message>
        <source>The modem at {port} answers every command with {answer}. Unplug it for ten seconds and plug it in again.</source>
        <translation>{port} 上的调制解调器对所有命令都回答 {answer}。请拔下十秒后重新插入。</translation>
    </message>
    <message>
        <source>The modem at {port} is gone. Plug it in again; the line comes back by itself.</source>
        <translation>{port} 上的调制解调器已断开。请重新插入，线路会自动恢复。</translation>
    </message>
    <message>
        <source>Wrap-up can&apos;t be longer than {seconds} seconds in all. Complete the log now.</source>
        <translation>话后处理总时长不能超过 {seconds} 秒。请现在完成记录。</translation>
    </message>
    <message>
        <source>Choose how the call ended before you complete the log.</source>
        <translation>完成记录前，请先选择通话结果。</translation>
    </message>
    <message>
        <source>This result promises a follow-up. Enter when it is due.</source>
        <translation>该结果需要跟进，请填写到期时间。</translation>
    </message>
    <message>
        <source>This customer is no longer on file. Search again.</source>
        <translation>该客户已不在库中，请重新查找。</translation>
    </message>
    <message>
        <source>“{field}” can&apos;t be saved like this: {detail}.</source>
        <translation>“{field}”无法这样保存：{detail}。</translation>
    </message>
    <message>
        <source>The figures of this day could not be worked out. Press F5 to try again; the centre&apos;s log says why.</source>
        <translation>未能统计出这一天的数据。请按 F5 重试；原因见中心日志。</translation>
    </message>
    <message>
        <source>The database does not answer. Nothing is lost: what you typed is kept here and sent again.</source>
        <translation>数据库没有响应。内容不会丢失：您输入的内容已保留，稍后会再次发送。</translation>
    </message>
    <message>
        <source>{day} has not begun yet, so there are no figures. Choose today or an earlier day.</source>
        <translation>{day} 还没有开始，没有数据。请选择今天或更早的日期。</translation>
    </message>
    <message>
        <source>This centre takes real calls. To train, start a class: agent-desktop classroom.</source>
        <translation>本中心接的是真实来电。要培训，请另开课堂：agent-desktop classroom。</translation>
    </message>
    <message>
        <source>The class has no scenario “{scenario}”. Choose another one.</source>
        <translation>课堂里没有“{scenario}”这个情景，请另选一个。</translation>
    </message>
    <message>
        <source>This attempt is no longer kept, or its file can&apos;t be read.</source>
        <translation>这次练习的记录已不在，或文件无法读取。</translation>
    </message>
    <message>
        <source>There is no simulated caller at that seat just now.</source>
        <translation>该坐席此刻没有模拟来电。</translation>
    </message>
    <message>
        <source>Callers can&apos;t be heard on this computer ({detail}). Read what they say in the script panel.</source>
        <translation>这台电脑放不出来电人的声音（{detail}）。请看脚本面板里的字幕。</translation>
    </message>
    <message>
        <source>You have logged in at another seat, so this one was closed. Was it not you? Tell your supervisor.</source>
        <translation>您已在另一坐席登录，本坐席因此关闭。若非本人操作，请告知班长。</translation>
    </message>
    <message>
        <source>The centre could not reach your seat for a while and set you to not ready.</source>
        <translation>中心一度无法连接您的坐席，已将您设为未就绪。</translation>
    </message>
    <message>
        <source>{target} can&apos;t help right now and has declined. The caller is still with you.</source>
        <translation>{target} 现在不便协助，已谢绝。来电者仍在您这里。</translation>
    </message>
    <message>
        <source>{target} does not answer. The caller is still with you.</source>
        <translation>{target} 没有接听。来电者仍在您这里。</translation>
    </message>
    <message>
        <source>{target} can&apos;t be reached. The caller is still with you.</source>
        <translation>无法接通 {target}。来电者仍在您这里。</translation>
    </message>
    <message>
        <source>{target} has hung up. The caller is still with you.</source>
        <translation>{target} 已挂断。来电者仍在您这里。</translation>
    </message>
    <message>
        <source>This conversation is no longer being recorded. Go on talking, and tell the administrator.</source>
        <translation>本次通话的录音已中断。请继续通话，并告知管理员。</translation>
    </message>
    <message>
        <source>The telephone switch did not carry out “{command}”: {detail}. Try again, or tell the administrator.</source>
        <translation>电话交换机未能执行“{command}”：{detail}。请重试，或告知管理员。</translation>
    </message>
    <message>
        <source>The centre made a mistake and has noted it. Nothing was changed; try again.</source>
        <translation>中心出现错误并已记录。未做任何更改，请重试。</translation>
    </message>
    <message>
        <source>The centre refused this ({error}). Tell the administrator.</source>
        <translation>中心拒绝了该请求（{error}）。请告知管理员。</translation>
    </message>
</context>
<context>
    <name>FigureFiles</name>
    <message>
        <source>Save the table by interval</source>
        <translation>保存分时段表格</translation>
    </message>
    <message>
        <source>Save the day as a workbook</source>
        <translation>将当日数据保存为工作簿</translation>
    </message>
    <message>
        <source>figures-{day}</source>
        <translation>数据-{day}</translation>
    </message>
    <message>
        <source>Writing {file} …</source>
        <translation>正在写入 {file} …</translation>
    </message>
    <message>
        <source>{file} can&apos;t be written: {reason}. Choose another folder, or make room.</source>
        <translation>无法写入 {file}：{reason}。请换一个文件夹，或清理磁盘空间。</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Offered</source>
        <translation>呼入</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>接听</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Moved on</source>
        <translation>转队列</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>水平</translation>
    </message>
    <message>
        <source>Lost %</source>
        <translation>放弃率</translation>
    </message>
    <message>
        <source>ASA</source>
        <translation>ASA</translation>
    </message>
    <message>
        <source>AHT</source>
        <translation>AHT</translation>
    </message>
    <message>
        <source>Talk</source>
        <translation>通话</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>话后处理</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>转接率</translation>
    </message>
    <message>
        <source>Handled</source>
        <translation>处理数</translation>
    </message>
    <message>
        <source>Logged on</source>
        <translation>签入</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>接起</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>拒接</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>未接</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>Occupied</source>
        <translation>占用率</translation>
    </message>
    <message>
        <source>Utilised</source>
        <translation>利用率</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>记录数</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>接听</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>minutes in calls</source>
        <translation>通话（分钟）</translation>
    </message>
    <message>
        <source>in wrap-up</source>
        <translation>话后处理</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>not ready</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>logs</source>
        <translation>记录数</translation>
    </message>
    <message>
        <source>service level</source>
        <translation>服务水平</translation>
    </message>
    <message>
        <source>occupancy</source>
        <translation>占用率</translation>
    </message>
    <message>
        <source>Every 15 minutes</source>
        <translation>每 15 分钟</translation>
    </message>
    <message>
        <source>Every 30 minutes</source>
        <translation>每 30 分钟</translation>
    </message>
    <message>
        <source>Every hour</source>
        <translation>每小时</translation>
    </message>
    <message>
        <source>Whole day</source>
        <translation>全天</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>坐席</translation>
    </message>
    <message>
        <source>Dispositions</source>
        <translation>通话结果</translation>
    </message>
</context>
<context>
    <name>FiguresWindow</name>
    <message>
        <source>Working out the figures …</source>
        <translation>正在统计……</translation>
    </message>
    <message>
        <source>The link to the centre broke off. Press {key} to try again.</source>
        <translation>与中心的连接中断了。请按 {key} 重试。</translation>
    </message>
    <message>
        <source>Daily figures</source>
        <translation>每日数据</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>QDateEdit format</comment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>The day before ({key})</source>
        <translation>前一天（{key}）</translation>
    </message>
    <message>
        <source>The day after ({key})</source>
        <translation>后一天（{key}）</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>What the rows are about ({keys})</source>
        <translation>按什么统计（{keys}）</translation>
    </message>
    <message>
        <source>Formulas</source>
        <translation>计算公式</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>There are no figures to export.</source>
        <translation>没有可导出的数据。</translation>
    </message>
    <message>
        <source>There are no figures.</source>
        <translation>没有数据。</translation>
    </message>
    <message>
        <source>A file is being written.</source>
        <translation>正在写入文件。</translation>
    </message>
    <message>
        <source>Nothing happened on this day.</source>
        <translation>这一天没有任何记录。</translation>
    </message>
    <message>
        <source>{name} by interval</source>
        <translation>{name}（按时段）</translation>
    </message>
    <message>
        <source>{name} as a chart</source>
        <translation>{name}（图表）</translation>
    </message>
    <message>
        <source>The whole day</source>
        <translation>全天</translation>
    </message>
    <message>
        <source>As of {time}</source>
        <translation>截至 {time}</translation>
    </message>
    <message>
        <source>{weekday} · {as_of}</source>
        <translation>{weekday} · {as_of}</translation>
    </message>
    <message>
        <source>T is the time within which a queue&apos;s calls should be answered. Abandoned within s ({short} seconds) is a short abandon.</source>
        <translation>T 为队列规定的应答时限；在 s（{short} 秒）内放弃的为短时放弃。</translation>
    </message>
</context>
<context>
    <name>FindPage</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Salutation</source>
        <translation>称谓</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>电子邮箱</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Name, number or customer code</source>
        <translation>姓名、号码或客户编号</translation>
    </message>
    <message>
        <source>Search for a customer</source>
        <translation>查找客户</translation>
    </message>
    <message>
        <source>Customers found</source>
        <translation>查到的客户</translation>
    </message>
    <message>
        <source>Nobody found. Try another spelling, or file the caller as new.</source>
        <translation>没有查到。换个写法再试，或把来电人建为新客户。</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>新建客户</translation>
    </message>
    <message>
        <source>Create customer</source>
        <translation>建立客户档案</translation>
    </message>
    <message>
        <source>Back to the record</source>
        <translation>返回客户资料</translation>
    </message>
    <message>
        <source>Mr</source>
        <translation>先生</translation>
    </message>
    <message>
        <source>Ms</source>
        <translation>女士</translation>
    </message>
    <message>
        <source>Dr</source>
        <translation>博士</translation>
    </message>
    <message>
        <source>Professor</source>
        <translation>教授</translation>
    </message>
</context>
<context>
    <name>FollowUpFields</name>
    <message>
        <source>Follow-up promised</source>
        <translation>已承诺跟进</translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm</source>
        <comment>QDateTimeEdit format</comment>
        <translation>yyyy-MM-dd HH:mm</translation>
    </message>
    <message>
        <source>Follow-up on</source>
        <translation>跟进时间</translation>
    </message>
    <message>
        <source>What was promised</source>
        <translation>承诺的内容</translation>
    </message>
</context>
<context>
    <name>FormulaButton</name>
    <message>
        <source>Level: {formula}</source>
        <translation>水平：{formula}</translation>
    </message>
    <message>
        <source>Service level: {formula}. An answered, Ab hung up, T the queue&apos;s time, s = {short} s. Press to choose another.</source>
        <translation>服务水平：{formula}。An 为接听数，Ab 为放弃数，T 为队列时限，s = {short} 秒。点按可换公式。</translation>
    </message>
</context>
<context>
    <name>FormulasDialog</name>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>计算公式</translation>
    </message>
</context>
<context>
    <name>GlancePanel</name>
    <message>
        <source>Desk of {name}</source>
        <translation>{name} 的工作台</translation>
    </message>
    <message>
        <source>Nobody&apos;s desk</source>
        <translation>未选坐席</translation>
    </message>
    <message>
        <source>No call</source>
        <translation>暂无通话</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>监听</translation>
    </message>
    <message>
        <source>Whisper</source>
        <translation>耳语</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>强插</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Back to the chart (Escape)</source>
        <translation>返回图表（Escape）</translation>
    </message>
    <message>
        <source>Open matters</source>
        <translation>未结事项</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>脚本</translation>
    </message>
    <message>
        <source>Notes, as they are typed</source>
        <translation>备注（实时）</translation>
    </message>
    <message>
        <source>No call on this desk.</source>
        <translation>当前没有通话。</translation>
    </message>
    <message>
        <source>Unknown caller</source>
        <translation>未知来电者</translation>
    </message>
    <message>
        <source>number withheld</source>
        <translation>号码隐藏</translation>
    </message>
    <message>
        <source>not on file</source>
        <translation>未建档</translation>
    </message>
    <message>
        <source>No script in use.</source>
        <translation>未使用脚本。</translation>
    </message>
    <message>
        <source>The script is over.</source>
        <translation>脚本已走完。</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>尚未填写。</translation>
    </message>
    <message>
        <source>Ringing</source>
        <translation>振铃中</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>接续中</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>Dialling</source>
        <translation>呼出中</translation>
    </message>
    <message>
        <source>Talking</source>
        <translation>通话中</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>保持中</translation>
    </message>
    <message>
        <source>Consulted</source>
        <translation>被咨询</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>话后处理</translation>
    </message>
</context>
<context>
    <name>HeadlineView</name>
    <message>
        <source>Unknown caller</source>
        <translation>未知来电者</translation>
    </message>
    <message>
        <source>Number withheld</source>
        <translation>号码隐藏</translation>
    </message>
</context>
<context>
    <name>HelpButton</name>
    <message>
        <source>Help</source>
        <translation>求助</translation>
    </message>
    <message>
        <source>Ask a supervisor for help ({key})</source>
        <translation>向班长求助（{key}）</translation>
    </message>
    <message>
        <source>Help asked for {time}</source>
        <translation>已求助 {time}</translation>
    </message>
    <message>
        <source>A supervisor has been told. Press to take it back ({key})</source>
        <translation>已通知班长，再按一次撤回（{key}）</translation>
    </message>
</context>
<context>
    <name>HistoryView</name>
    <message>
        <source>%1 (already said)</source>
        <translation>%1（已说过）</translation>
    </message>
    <message>
        <source>Turn: %1</source>
        <translation>转入：%1</translation>
    </message>
    <message>
        <source>Script changed: %1</source>
        <translation>换用脚本：%1</translation>
    </message>
    <message>
        <source>%1 earlier</source>
        <translation>此前 %1 步</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>Keypad</source>
        <translation>拨号盘</translation>
    </message>
    <message>
        <source>Digits sent</source>
        <translation>已发送的按键</translation>
    </message>
    <message>
        <source>Click or type. Esc closes.</source>
        <translation>点击或键入，Esc 关闭。</translation>
    </message>
    <message>
        <source>Send {digit}</source>
        <translation>发送 {digit}</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>en</source>
        <comment>the code of this language: zh_CN</comment>
        <translation>zh_CN</translation>
    </message>
</context>
<context>
    <name>Lens</name>
    <message>
        <source>All queues</source>
        <translation>全部队列</translation>
    </message>
</context>
<context>
    <name>LogPanel</name>
    <message>
        <source>Call log</source>
        <translation>通话小结</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Notes on the call</source>
        <translation>通话备注</translation>
    </message>
    <message>
        <source>What the caller wanted, what was found, what was agreed</source>
        <translation>客户诉求、核实情况、约定事项</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <source>One minute more for the log (%1)</source>
        <translation>小结时间延长一分钟（%1）</translation>
    </message>
    <message>
        <source>No call</source>
        <translation>暂无通话</translation>
    </message>
    <message>
        <source>The log opens with the next call. What you type is saved by itself.</source>
        <translation>下一个来电时自动打开，输入的内容会自动保存。</translation>
    </message>
    <message>
        <source>A colleague&apos;s call</source>
        <translation>同事的来电</translation>
    </message>
    <message>
        <source>The log opens when they hand it over to you.</source>
        <translation>同事把电话转给您后，小结会自动打开。</translation>
    </message>
    <message>
        <source>The script suggests: %1</source>
        <translation>脚本建议：%1</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Complete log</source>
        <translation>完成小结</translation>
    </message>
    <message>
        <source>Completing…</source>
        <translation>正在提交…</translation>
    </message>
    <message>
        <source>Log complete</source>
        <translation>小结已完成</translation>
    </message>
    <message>
        <source>Time is up</source>
        <translation>已超时</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>话后处理</translation>
    </message>
</context>
<context>
    <name>LogWords</name>
    <message>
        <source>All types</source>
        <translation>全部类型</translation>
    </message>
    <message>
        <source>Enquiry</source>
        <translation>咨询</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>投诉</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>售后维修</translation>
    </message>
    <message>
        <source>Other service</source>
        <translation>其他服务</translation>
    </message>
    <message>
        <source>No conversation</source>
        <translation>未能通话</translation>
    </message>
    <message>
        <source>No service</source>
        <translation>非业务来电</translation>
    </message>
    <message>
        <source>Choose how the call ended.</source>
        <translation>请选择处理结果。</translation>
    </message>
    <message>
        <source>This promises a follow-up: say when.</source>
        <translation>此结果承诺了跟进，请填写跟进时间。</translation>
    </message>
    <message>
        <source>The follow-up lies in the past.</source>
        <translation>跟进时间已过，请改为将来的时间。</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Kept on this PC, not yet at the centre</source>
        <translation>已存在本机，尚未送达中心</translation>
    </message>
    <message>
        <source>Not kept: this PC&apos;s disk refuses</source>
        <translation>未能保存：本机磁盘无法写入</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>What you typed about the call of %1 while the centre was out of reach has been added to its log.</source>
        <translation>与中心断开期间，您为 %1 的来电填写的内容已补入该通话的记录。</translation>
    </message>
    <message>
        <source>Your notes on the call of %1 could not be added to its log. %3 They are kept on this PC: %2</source>
        <translation>您为 %1 的来电填写的内容未能补入通话记录。%3内容仍保存在本机：%2</translation>
    </message>
    <message>
        <source>The centre has no such call of yours.</source>
        <translation>中心没有您的这通电话。</translation>
    </message>
</context>
<context>
    <name>LoginWindow</name>
    <message>
        <source>Log in – Agent Desktop</source>
        <translation>登录 – 坐席工作台</translation>
    </message>
    <message>
        <source>Agent Desktop</source>
        <translation>坐席工作台</translation>
    </message>
    <message>
        <source>Log in to your call centre</source>
        <translation>登录到您的呼叫中心</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>centre.example.com</source>
        <translation>centre.example.com</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>分机</translation>
    </message>
    <message>
        <source>Your telephone&apos;s number; empty: the one on file</source>
        <translation>您的话机号码；留空则使用登记的号码</translation>
    </message>
    <message>
        <source>Can&apos;t reach {server}: {words}. Check the address, and that the centre is running.</source>
        <translation>无法连接 {server}：{words}。请检查地址，并确认中心正在运行。</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Enter the address of the centre. Your administrator knows it.</source>
        <translation>请输入中心的地址，可向管理员询问。</translation>
    </message>
    <message>
        <source>This is no address. Write it like centre.example.com or 10.0.0.5:8765.</source>
        <translation>地址无效。格式如 centre.example.com 或 10.0.0.5:8765。</translation>
    </message>
    <message>
        <source>ws:// to another machine would send your password in the open. Use wss://, or leave it out.</source>
        <translation>用 ws:// 连接其他计算机会以明文传送密码。请使用 wss://，或省略该前缀。</translation>
    </message>
    <message>
        <source>Enter your user name.</source>
        <translation>请输入用户名。</translation>
    </message>
    <message>
        <source>Enter your password.</source>
        <translation>请输入密码。</translation>
    </message>
</context>
<context>
    <name>LookButton</name>
    <message>
        <source>Language, appearance, text size</source>
        <translation>语言、外观、字号</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>字号</translation>
    </message>
</context>
<context>
    <name>MissedCover</name>
    <message>
        <source>Missed calls</source>
        <translation>未接来电</translation>
    </message>
    <message>
        <source>A click calls back; %1 and Enter by keyboard.</source>
        <translation>单击即可回拨；键盘操作：%1，再按回车。</translation>
    </message>
</context>
<context>
    <name>MissedModel</name>
    <message numerus="yes">
        <source>tried %n times</source>
        <translation>
            <numerusform>拨打过 %n 次</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OfferAlert</name>
    <message>
        <source>Incoming call</source>
        <translation>来电</translation>
    </message>
    <message>
        <source>Number withheld</source>
        <translation>号码隐藏</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>Attempts</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>最高</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Trainee</source>
        <translation>学员</translation>
    </message>
    <message>
        <source>Overview of the class</source>
        <translation>全班总览</translation>
    </message>
    <message>
        <source>Whole class</source>
        <translation>全班</translation>
    </message>
</context>
<context>
    <name>PointsView</name>
    <message>
        <source>Word for word</source>
        <translation>请逐字说</translation>
    </message>
</context>
<context>
    <name>QueueTile</name>
    <message>
        <source>Other queues</source>
        <translation>其他队列</translation>
    </message>
    <message>
        <source>{count} waiting</source>
        <translation>{count} 人等待</translation>
    </message>
    <message>
        <source>none waiting</source>
        <translation>无人等待</translation>
    </message>
    <message>
        <source>{queue}, the first for {time}</source>
        <translation>{queue}，最久 {time}</translation>
    </message>
</context>
<context>
    <name>QueuesPanel</name>
    <message>
        <source>Queues</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>最久</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>预计</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>水平</translation>
    </message>
    <message>
        <source>ASA</source>
        <translation>ASA</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>呼入</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>接听</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Agents who are ready, of those who are logged on</source>
        <translation>就绪的坐席数 / 已签入的坐席数</translation>
    </message>
    <message>
        <source>{level}: {queue}, {figure} {value}</source>
        <translation>{level}：{queue}，{figure} {value}</translation>
    </message>
    <message>
        <source>{text} (and {count} more)</source>
        <translation>{text}（另有 {count} 项）</translation>
    </message>
    <message>
        <source>{queue} (closed)</source>
        <translation>{queue}（已停止）</translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>Reason, shown to the agent</source>
        <translation>原因（坐席可见）</translation>
    </message>
    <message>
        <source>Your shift is over.</source>
        <translation>您的班次已结束。</translation>
    </message>
    <message>
        <source>Your seat is unattended.</source>
        <translation>您的坐席无人值守。</translation>
    </message>
    <message>
        <source>Your telephone has to be repaired.</source>
        <translation>您的话机需要检修。</translation>
    </message>
    <message>
        <source>Many callers are waiting.</source>
        <translation>排队来电较多。</translation>
    </message>
    <message>
        <source>Your break has been longer than planned.</source>
        <translation>休息已超时。</translation>
    </message>
    <message>
        <source>Please come to see me.</source>
        <translation>请到我这里来一下。</translation>
    </message>
    <message>
        <source>You are needed for training.</source>
        <translation>请参加培训。</translation>
    </message>
</context>
<context>
    <name>RecordPanel</name>
    <message>
        <source>Caller</source>
        <translation>来电客户</translation>
    </message>
    <message>
        <source>Find or create another customer (%1)</source>
        <translation>查找或新建其他客户（%1）</translation>
    </message>
    <message>
        <source>People on this line: choose who is calling</source>
        <translation>共用此线路的客户：请选择是谁来电</translation>
    </message>
    <message>
        <source>Record of the caller</source>
        <translation>来电客户资料</translation>
    </message>
    <message>
        <source>No call</source>
        <translation>暂无通话</translation>
    </message>
    <message>
        <source>Who is calling, and why, appears here as soon as a call is offered.</source>
        <translation>来电时，这里会显示是谁、为什么来电。</translation>
    </message>
    <message>
        <source>This is the caller</source>
        <translation>就是此人</translation>
    </message>
</context>
<context>
    <name>RecordWords</name>
    <message>
        <source>Not a customer</source>
        <translation>非客户</translation>
    </message>
    <message>
        <source>Potential</source>
        <translation>潜在客户</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标客户</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>现有客户</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>流失客户</translation>
    </message>
    <message>
        <source>Most valuable</source>
        <translation>最具价值</translation>
    </message>
    <message>
        <source>Most growable</source>
        <translation>最具成长</translation>
    </message>
    <message>
        <source>Ordinary</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Below zero</source>
        <translation>负值客户</translation>
    </message>
    <message>
        <source>New</source>
        <translation>获取期</translation>
    </message>
    <message>
        <source>Growing</source>
        <translation>提升期</translation>
    </message>
    <message>
        <source>Mature</source>
        <translation>成熟期</translation>
    </message>
    <message>
        <source>Declining</source>
        <translation>衰退预警</translation>
    </message>
    <message>
        <source>Leaving</source>
        <translation>离网挽留</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>投诉</translation>
    </message>
    <message>
        <source>Dispute</source>
        <translation>纠纷</translation>
    </message>
    <message>
        <source>Defective goods</source>
        <translation>质量问题</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>维修</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>跟进</translation>
    </message>
    <message>
        <source>Callback</source>
        <translation>回电</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>语音留言</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>已逾期</translation>
    </message>
    <message>
        <source>Incoming call</source>
        <translation>来电</translation>
    </message>
    <message>
        <source>Outgoing call</source>
        <translation>去电</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>电子邮件</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>拜访</translation>
    </message>
    <message>
        <source>Open matters</source>
        <translation>未结事项</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>客户价值</translation>
    </message>
    <message>
        <source>Last contacts</source>
        <translation>最近联系</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细资料</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>客户编号</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Industry</source>
        <translation>行业</translation>
    </message>
    <message>
        <source>Membership</source>
        <translation>会员等级</translation>
    </message>
    <message>
        <source>Contract</source>
        <translation>合同</translation>
    </message>
    <message>
        <source>Lifetime value</source>
        <translation>终身价值</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>账户余额</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>ABC class</source>
        <translation>ABC 分类</translation>
    </message>
    <message>
        <source>RFM</source>
        <translation>RFM 评分</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>办公</translation>
    </message>
    <message>
        <source>Mobile</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>住宅</translation>
    </message>
    <message>
        <source>Fax</source>
        <translation>传真</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>A name is needed.</source>
        <translation>请填写姓名。</translation>
    </message>
    <message>
        <source>This is not an e-mail address.</source>
        <translation>电子邮箱格式不对。</translation>
    </message>
    <message>
        <source>The number is on file</source>
        <translation>号码已建档</translation>
    </message>
    <message>
        <source>Main line of a number on file</source>
        <translation>已建档号码的总机</translation>
    </message>
    <message>
        <source>Several people share this line</source>
        <translation>多人共用此线路</translation>
    </message>
    <message>
        <source>Only the last digits agree</source>
        <translation>仅尾号相符</translation>
    </message>
    <message>
        <source>The caller keyed in a number of theirs</source>
        <translation>来电人按键输入了自己的号码</translation>
    </message>
    <message>
        <source>Chosen by you</source>
        <translation>由您选定</translation>
    </message>
    <message>
        <source>Number withheld</source>
        <translation>号码隐藏</translation>
    </message>
    <message>
        <source>Number not on file</source>
        <translation>号码未建档</translation>
    </message>
    <message>
        <source>Customer database not available</source>
        <translation>客户库暂不可用</translation>
    </message>
    <message>
        <source>Ask for the name: a colleague may be calling.</source>
        <translation>请先问姓名：可能是其同事来电。</translation>
    </message>
    <message>
        <source>Ask who is calling, then choose.</source>
        <translation>先问清是谁来电，再选择。</translation>
    </message>
    <message>
        <source>Ask for the name before you speak of the file.</source>
        <translation>先核对姓名，再谈档案内容。</translation>
    </message>
    <message>
        <source>Ask who is calling, then search or create.</source>
        <translation>先问清是谁来电，再查找或新建。</translation>
    </message>
    <message>
        <source>Search by name, or file the caller as new.</source>
        <translation>按姓名查找，或建为新客户。</translation>
    </message>
    <message>
        <source>The call goes on without a record. Note name and number in the log.</source>
        <translation>通话不受影响。请把姓名和号码记在小结里。</translation>
    </message>
    <message>
        <source>Pressed %1</source>
        <translation>按键 %1</translation>
    </message>
    <message>
        <source>Noted</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>d MMM</source>
        <comment>QLocale date format: day and month</comment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>QLocale date format: day, month, year</comment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>today %1</source>
        <translation>今天 %1</translation>
    </message>
    <message>
        <source>yesterday %1</source>
        <translation>昨天 %1</translation>
    </message>
    <message>
        <source>tomorrow %1</source>
        <translation>明天 %1</translation>
    </message>
    <message>
        <source>Overdue since %1</source>
        <translation>%1 已逾期</translation>
    </message>
    <message>
        <source>Due %1</source>
        <translation>%1 到期</translation>
    </message>
    <message>
        <source>ended %1</source>
        <translation>已于 %1 到期</translation>
    </message>
    <message>
        <source>ends %1, %2 days left</source>
        <translation>%1 到期，还剩 %2 天</translation>
    </message>
    <message>
        <source>ends %1, nearly over</source>
        <translation>%1 到期，即将结束</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>有效期至 %1</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>No attempt yet.</source>
        <translation>还没有练习记录。</translation>
    </message>
    <message>
        <source>One attempt, {points} points</source>
        <translation>共 1 次练习，{points} 分</translation>
    </message>
    <message>
        <source>{attempts} attempts, {average} points on average</source>
        <translation>共 {attempts} 次练习，平均 {average} 分</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Trainee</source>
        <translation>学员</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>情景</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>练习记录</translation>
    </message>
    <message>
        <source>Play again</source>
        <translation>回放</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>导出 CSV</translation>
    </message>
    <message>
        <source>Choose an attempt first.</source>
        <translation>请先选一次练习。</translation>
    </message>
    <message>
        <source>There is no attempt to save yet.</source>
        <translation>还没有可导出的练习。</translation>
    </message>
</context>
<context>
    <name>SayBar</name>
    <message>
        <source>Say something else ({key}), Enter says it</source>
        <translation>说脚本以外的话（{key}），按回车说出</translation>
    </message>
    <message>
        <source>Say something to the caller ({key})</source>
        <translation>对来电人说话（{key}）</translation>
    </message>
    <message>
        <source>Say …</source>
        <translation>说…</translation>
    </message>
    <message>
        <source>Choose what to say ({key})</source>
        <translation>选一句话来说（{key}）</translation>
    </message>
</context>
<context>
    <name>ScoreDialog</name>
    <message>
        <source>{points} points – {title}, {name}</source>
        <translation>{points} 分 – {title}，{name}</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评分</translation>
    </message>
</context>
<context>
    <name>ScoreTree</name>
    <message>
        <source>What</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Moment</source>
        <translation>时刻</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Score by parts</source>
        <translation>分项得分</translation>
    </message>
</context>
<context>
    <name>ScriptPanel</name>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Already said</source>
        <translation>已说过</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>The call takes a turn</source>
        <translation>特殊情况</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>The language in which it is said</source>
        <translation>话术所用语言</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>换脚本</translation>
    </message>
    <message>
        <source>Go on with another script</source>
        <translation>换用其他脚本</translation>
    </message>
    <message>
        <source>No script for this call</source>
        <translation>本次通话没有脚本</translation>
    </message>
    <message>
        <source>No call</source>
        <translation>暂无通话</translation>
    </message>
    <message>
        <source>The script for the call opens here by itself.</source>
        <translation>来电时，相应的脚本会自动打开。</translation>
    </message>
    <message>
        <source>Choose one with the button above.</source>
        <translation>可用上方按钮选择一个。</translation>
    </message>
    <message>
        <source>The script is over</source>
        <translation>脚本已走完</translation>
    </message>
    <message>
        <source>Complete the log when you have said goodbye.</source>
        <translation>与客户道别后，请完成小结。</translation>
    </message>
    <message>
        <source>A colleague&apos;s call</source>
        <translation>同事的来电</translation>
    </message>
    <message>
        <source>The script opens when they hand it over to you.</source>
        <translation>同事把电话转给您后，脚本会自动打开。</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>脚本</translation>
    </message>
    <message>
        <source>Step %1 of about %2</source>
        <translation>第 %1 步，共约 %2 步</translation>
    </message>
</context>
<context>
    <name>ScriptWords</name>
    <message>
        <source>Say</source>
        <translation>说</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>问</translation>
    </message>
    <message>
        <source>Do</source>
        <translation>做</translation>
    </message>
    <message>
        <source>Note down</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>The answer in a few words</source>
        <translation>简要填写客户的回答</translation>
    </message>
    <message>
        <source>A number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>A day, such as 2026-03-31</source>
        <translation>日期，例如 2026-03-31</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>This step ends with an answer.</source>
        <translation>这一步要填写回答。</translation>
    </message>
    <message>
        <source>This step takes no answer.</source>
        <translation>这一步不需要回答。</translation>
    </message>
    <message>
        <source>Choose one of the answers.</source>
        <translation>请从所列回答中选择。</translation>
    </message>
    <message>
        <source>Put the answer in first.</source>
        <translation>请先填写回答。</translation>
    </message>
    <message>
        <source>The answer is too long; at most %1 characters.</source>
        <translation>回答过长，最多 %1 个字符。</translation>
    </message>
    <message>
        <source>This is not a number.</source>
        <translation>这不是数字。</translation>
    </message>
    <message>
        <source>This is not a day. Write it like 2026-03-31.</source>
        <translation>日期格式不对，请写成 2026-03-31。</translation>
    </message>
    <message>
        <source>This step may not be left out.</source>
        <translation>这一步不能跳过。</translation>
    </message>
    <message>
        <source>The way on depends on the answer.</source>
        <translation>后面怎么走取决于回答。</translation>
    </message>
    <message>
        <source>This is the beginning.</source>
        <translation>已是第一步。</translation>
    </message>
    <message>
        <source>The script is over.</source>
        <translation>脚本已走完。</translation>
    </message>
    <message>
        <source>This turn is not offered here.</source>
        <translation>这里不能转入此情况。</translation>
    </message>
    <message>
        <source>There is no such script.</source>
        <translation>没有这个脚本。</translation>
    </message>
    <message>
        <source>The script does not lead on from here. Choose another one, and tell the administrator.</source>
        <translation>脚本走不下去了。请换用其他脚本，并告知管理员。</translation>
    </message>
</context>
<context>
    <name>SeatPanel</name>
    <message>
        <source>No seat</source>
        <translation>未选坐席</translation>
    </message>
    <message>
        <source>The caller&apos;s mood</source>
        <translation>来电人情绪</translation>
    </message>
    <message>
        <source>No caller of the class is on this line.</source>
        <translation>这条线上没有课堂来电。</translation>
    </message>
    <message>
        <source>Give the caller back</source>
        <translation>交还来电人</translation>
    </message>
    <message>
        <source>Take over the caller</source>
        <translation>接管来电人</translation>
    </message>
    <message>
        <source>There is no caller on this line just now.</source>
        <translation>这条线上此刻没有来电人。</translation>
    </message>
    <message>
        <source>Take over the caller first ({key}).</source>
        <translation>请先接管来电人（{key}）。</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Speak</source>
        <translation>说话</translation>
    </message>
    <message>
        <source>Hint for the trainee</source>
        <translation>给学员的提示</translation>
    </message>
    <message>
        <source>What the caller says</source>
        <translation>来电人要说的话</translation>
    </message>
</context>
<context>
    <name>SpansPanel</name>
    <message>
        <source>How the day is divided</source>
        <translation>时段划分</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Nothing happened.</source>
        <translation>没有记录。</translation>
    </message>
</context>
<context>
    <name>StateButton</name>
    <message>
        <source>Takes no calls</source>
        <translation>不接听来电</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>then {state}</source>
        <translation>之后{state}</translation>
    </message>
    <message>
        <source>My state: {state}</source>
        <translation>我的状态：{state}</translation>
    </message>
    <message>
        <source>Change my state ({key})</source>
        <translation>更改我的状态（{key}）</translation>
    </message>
    <message>
        <source>After this call</source>
        <translation>本次通话结束后</translation>
    </message>
    <message>
        <source>Log off</source>
        <translation>登出</translation>
    </message>
</context>
<context>
    <name>StepPage</name>
    <message>
        <source>The caller&apos;s answer</source>
        <translation>客户的回答</translation>
    </message>
</context>
<context>
    <name>SupervisorWindow</name>
    <message>
        <source>Supervisor&apos;s desk</source>
        <translation>班长工作台</translation>
    </message>
    <message>
        <source>{name} asks for help, for {time}.</source>
        <translation>{name} 求助，已等 {time}。</translation>
    </message>
    <message>
        <source>{count} more ask as well.</source>
        <translation>另有 {count} 人求助。</translation>
    </message>
    <message>
        <source>Look at the desk</source>
        <translation>查看工作台</translation>
    </message>
    <message>
        <source>No link to the centre: what you see is {age} old. The program reconnects by itself.</source>
        <translation>与中心的连接已断开：所见内容是 {age} 前的，程序会自动重连。</translation>
    </message>
    <message>
        <source>The centre has no link to the telephone switch. New calls can&apos;t arrive.</source>
        <translation>中心与交换机的连接已断开，新来电无法接入。</translation>
    </message>
</context>
<context>
    <name>TargetModel</name>
    <message>
        <source>Dial {number}</source>
        <translation>拨打 {number}</translation>
    </message>
</context>
<context>
    <name>TimerBlock</name>
    <message>
        <source>Rings for another</source>
        <translation>剩余振铃</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>已等待</translation>
    </message>
    <message>
        <source>Since the offer</source>
        <translation>接通中</translation>
    </message>
    <message>
        <source>Calling</source>
        <translation>呼叫</translation>
    </message>
    <message>
        <source>Talk</source>
        <translation>通话</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>Consultation</source>
        <translation>咨询</translation>
    </message>
    <message>
        <source>They wait</source>
        <translation>对方等候</translation>
    </message>
    <message>
        <source>Conference</source>
        <translation>三方通话</translation>
    </message>
    <message>
        <source>At it for</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>Wrap-up left</source>
        <translation>话后剩余</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>话后处理</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Go ready</source>
        <translation>转为就绪</translation>
    </message>
    <message>
        <source>Station {number}</source>
        <translation>分机 {number}</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>连接中</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>Silent for {age}</source>
        <translation>已静默 {age}</translation>
    </message>
    <message>
        <source>Lost {age} ago</source>
        <translation>已断开 {age}</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>The centre was last heard of {age} ago</source>
        <translation>{age} 前收到过中心的消息</translation>
    </message>
    <message>
        <source>Wall display ({key})</source>
        <translation>大屏（{key}）</translation>
    </message>
    <message>
        <source>Daily figures ({key})</source>
        <translation>每日数据（{key}）</translation>
    </message>
    <message>
        <source>My calls</source>
        <translation>我的通话</translation>
    </message>
    <message>
        <source>My calls: take calls yourself, in a window of their own ({key})</source>
        <translation>我的通话：在单独窗口中亲自接听（{key}）</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>班长</translation>
    </message>
    <message>
        <source>{role}, station {number}</source>
        <translation>{role}，分机 {number}</translation>
    </message>
    <message>
        <source>Sound: on</source>
        <translation>声音：开</translation>
    </message>
    <message>
        <source>Sound: off</source>
        <translation>声音：关</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>最久等待</translation>
    </message>
    <message>
        <source>Service level</source>
        <translation>服务水平</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>In calls</source>
        <translation>通话中</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>话后处理</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>未就绪</translation>
    </message>
</context>
<context>
    <name>TrainerWindow</name>
    <message>
        <source>Training – Agent Desktop</source>
        <translation>培训 – 坐席工作台</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>课堂</translation>
    </message>
    <message>
        <source>Training – nothing here is real</source>
        <translation>培训模式 – 一切都是练习</translation>
    </message>
    <message>
        <source>Seats</source>
        <translation>坐席</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>成绩</translation>
    </message>
    <message>
        <source>{here} of {seats} here, {ready} ready</source>
        <translation>已到 {here}/{seats} 人，{ready} 人就绪</translation>
    </message>
    <message>
        <source>No link to the class. It goes on without you; the program reconnects by itself.</source>
        <translation>与课堂的连接已断。课堂照常进行，程序会自动重连。</translation>
    </message>
    <message>
        <source>Export the results</source>
        <translation>导出成绩</translation>
    </message>
    <message>
        <source>{file} can&apos;t be written: {reason}</source>
        <translation>无法写入 {file}：{reason}</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
</context>
<context>
    <name>TrainingBar</name>
    <message>
        <source>Training – nothing here is real</source>
        <translation>培训模式 – 一切都是练习</translation>
    </message>
    <message>
        <source>What was good in the last call and what was not ({key})</source>
        <translation>上一通电话哪里做得好、哪里不足（{key}）</translation>
    </message>
    <message>
        <source>Hint: {text}</source>
        <translation>提示：{text}</translation>
    </message>
    <message>
        <source>Last call: {points} points</source>
        <translation>上一通：{points} 分</translation>
    </message>
</context>
<context>
    <name>TrainingWords</name>
    <message>
        <source>Greeting in time</source>
        <translation>及时问候</translation>
    </message>
    <message>
        <source>Required steps</source>
        <translation>必要步骤</translation>
    </message>
    <message>
        <source>Facts found out</source>
        <translation>问清事实</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>先后顺序</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>通话保持</translation>
    </message>
    <message>
        <source>Solved</source>
        <translation>问题解决</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>话后记录</translation>
    </message>
    <message>
        <source>Caller&apos;s mood</source>
        <translation>客户情绪</translation>
    </message>
    <message>
        <source>Furious</source>
        <translation>暴怒</translation>
    </message>
    <message>
        <source>Annoyed</source>
        <translation>恼火</translation>
    </message>
    <message>
        <source>Uneasy</source>
        <translation>不安</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>满意</translation>
    </message>
    <message>
        <source>Greeted after {seconds} s</source>
        <translation>{seconds} 秒时问候</translation>
    </message>
    <message>
        <source>Greeted late, after {seconds} s</source>
        <translation>问候太迟，{seconds} 秒才开口</translation>
    </message>
    <message>
        <source>Did not greet</source>
        <translation>没有问候</translation>
    </message>
    <message>
        <source>Missing: {label}</source>
        <translation>缺少：{label}</translation>
    </message>
    <message>
        <source>Not found out: {label}</source>
        <translation>没问清：{label}</translation>
    </message>
    <message>
        <source>In its place: {label}</source>
        <translation>顺序正确：{label}</translation>
    </message>
    <message>
        <source>Out of order: {label}</source>
        <translation>顺序不对：{label}</translation>
    </message>
    <message>
        <source>Asked before the hold</source>
        <translation>保持前征得同意</translation>
    </message>
    <message>
        <source>Put on hold without asking</source>
        <translation>未征得同意就保持</translation>
    </message>
    <message>
        <source>Back after {seconds} s</source>
        <translation>{seconds} 秒后回来</translation>
    </message>
    <message>
        <source>On hold too long: {seconds} s</source>
        <translation>保持太久：{seconds} 秒</translation>
    </message>
    <message>
        <source>Thanked for waiting</source>
        <translation>感谢对方等待</translation>
    </message>
    <message>
        <source>Did not thank for waiting</source>
        <translation>没有感谢对方等待</translation>
    </message>
    <message>
        <source>The caller got: {label}</source>
        <translation>来电人如愿：{label}</translation>
    </message>
    <message>
        <source>The caller did not get: {label}</source>
        <translation>来电人未如愿：{label}</translation>
    </message>
    <message>
        <source>Right disposition</source>
        <translation>通话结果正确</translation>
    </message>
    <message>
        <source>Wrong disposition, or none</source>
        <translation>通话结果选错或未选</translation>
    </message>
    <message>
        <source>Follow-up set</source>
        <translation>已建跟进</translation>
    </message>
    <message>
        <source>Follow-up missing</source>
        <translation>缺少跟进</translation>
    </message>
    <message>
        <source>Not in the log: {label}</source>
        <translation>记录中缺：{label}</translation>
    </message>
    <message>
        <source>At the end: {mood} ({points})</source>
        <translation>结束时：{mood}（{points}）</translation>
    </message>
    <message>
        <source>The mood rose by {points}</source>
        <translation>情绪好转 {points}</translation>
    </message>
    <message>
        <source>The mood fell by {points}</source>
        <translation>情绪变差 {points}</translation>
    </message>
    <message>
        <source>Mistake: {label}</source>
        <translation>失误：{label}</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>来电人</translation>
    </message>
    <message>
        <source>Trainee</source>
        <translation>学员</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>线路</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>进入保持</translation>
    </message>
    <message>
        <source>Back from hold</source>
        <translation>恢复通话</translation>
    </message>
    <message>
        <source>The trainee hung up</source>
        <translation>学员挂断</translation>
    </message>
    <message>
        <source>The caller hung up</source>
        <translation>来电人挂断</translation>
    </message>
    <message>
        <source>Handed on</source>
        <translation>已转走</translation>
    </message>
    <message>
        <source>The line broke</source>
        <translation>线路中断</translation>
    </message>
</context>
<context>
    <name>TransferDialog</name>
    <message>
        <source>Transfer the call</source>
        <translation>转接通话</translation>
    </message>
    <message>
        <source>Queue, colleague or number</source>
        <translation>队列、同事或号码</translation>
    </message>
    <message>
        <source>Where to transfer</source>
        <translation>转接目标</translation>
    </message>
    <message>
        <source>Nothing fits. Type another name, or a number to dial.</source>
        <translation>没有匹配项。请输入其他名称，或输入要拨打的号码。</translation>
    </message>
    <message>
        <source>Enter: ask first, the caller stays yours. Shift+Enter: hand over at once.</source>
        <translation>回车：先咨询，客户仍由您接待。Shift+回车：直接转接。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>直接转接</translation>
    </message>
    <message>
        <source>Ask first</source>
        <translation>先咨询</translation>
    </message>
    <message>
        <source>Shift+Enter: hand over at once.</source>
        <translation>Shift+Enter：直接转接。</translation>
    </message>
    <message>
        <source>Type a name or a number, or choose with the arrow keys.</source>
        <translation>输入名称或号码，或用方向键选择。</translation>
    </message>
    <message>
        <source>This kind of line can&apos;t do that</source>
        <translation>此类线路不支持该操作</translation>
    </message>
    <message>
        <source>A queue can&apos;t be asked, only handed to</source>
        <translation>队列无法咨询，只能直接转接</translation>
    </message>
</context>
<context>
    <name>TurnList</name>
    <message>
        <source>What was said and done</source>
        <translation>通话经过</translation>
    </message>
</context>
<context>
    <name>Wall</name>
    <message>
        <source>Wall display</source>
        <translation>大屏</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>最久</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>水平</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>在岗</translation>
    </message>
    <message>
        <source>{queue} (closed)</source>
        <translation>{queue}（已停止）</translation>
    </message>
</context>
<context>
    <name>WavePanel</name>
    <message>
        <source>A wave of calls</source>
        <translation>一波来电</translation>
    </message>
    <message>
        <source>Callers speak</source>
        <translation>来电语言</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>来电数</translation>
    </message>
    <message>
        <source>Scenarios; Space ticks one</source>
        <translation>情景列表，空格勾选</translation>
    </message>
    <message>
        <source>Let them call</source>
        <translation>开始来电</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Wants: {aim}</source>
        <translation>诉求：{aim}</translation>
    </message>
    <message>
        <source>Tick a scenario first.</source>
        <translation>请先勾选情景。</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Logged off</source>
        <translation>已登出</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Call offered</source>
        <translation>来电待接</translation>
    </message>
    <message>
        <source>In a call</source>
        <translation>通话中</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>话后处理</translation>
    </message>
    <message>
        <source>Offer not answered</source>
        <translation>来电未接</translation>
    </message>
    <message>
        <source>Telephone out of reach</source>
        <translation>话机无法接通</translation>
    </message>
    <message>
        <source>Seat was out of reach</source>
        <translation>坐席曾断开连接</translation>
    </message>
</context>
<context>
    <name>_Question</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
</TS>
