"""Words that say what is asked, by cue: each cue is what the rules look for."""

from __future__ import annotations

CUES: dict[str, str] = {
    # what kind of answer
    "much": (
        "几趴|几巴仙|几个巴仙|百分之多少以上|百分之几以上|多少趴|几何|几许|若干|多多少|少多少|高多少|低多少|"
        "大多少|小多少|多少|是多少|有多少|多少个|多少家|多少人|几个|几家|多大|多高|多少钱|有多大|有多高|有几个|"
        "有几家|是几|好多|how much|how many|how fast|"
        "how quickly|at what rate|by how many percent|by what percentage|"
        "多少了|到多少|达到多少|占多少|占几成|几成|百分之几|多少万|多少亿|"
        "多少平|多少平米|多少平方米|多少平方公里|几平方公里|几平方|几平|how high|how large|how big|figure for|"
        "the figure|value of|多少平方|多少方|几方|几人|几名|几位|几万|几亿|几千万|几百万|几万平|几万平米|"
        "几亿元|几公顷|几亩|多少号人|多少口人|多少户|几户|多少元|多少万元|多少亿元|是个啥数|什么数|是多少来着|"
        "多少来着|几个亿|有几个亿|几个平方|多少个平方|多大面积|百分之多少|填的是百分之多少|铺到百分之几|"
        "几个百分比|做到多少|干到多少|弄到多少|报了多少|填了多少|上报了多少|报的多少|报的是多少"
    ),
    "ask": (
        "了木有|木有|吗|嘛|么|?|有没有|是不是|是否|有无|不|有木有|whether|does|do|is there|are there|has|have|"
        "did|is it|有没得|有没|没得|可有|可有没有|是否有"
    ),
    "which": (
        "何社区|何者|何家|哪一社区|何处|哪些|哪几个|哪几家|哪个|哪家|哪一个|哪一家|哪个社区|哪些社区|"
        "哪几个社区|哪家社区|哪一个社区|哪里|哪儿|哪块|哪一块|哪个地方|谁|谁家|哪个区|哪个县|哪些地方|which|"
        "which communities|which community|which ones|which one|who|什么社区|哪位|是哪位|哪几位"
    ),
    "count_which": (
        "几个社区|几家社区|多少个社区|多少家社区|多少社区|有几家社区|几个|几家|how many communities|"
        "how many of them|多少个|多少家"
    ),
    "without": (
        "没有|没|无|缺少|缺乏|还没有|尚无|尚未有|没建|without|lack|lacks|lacking|no|has no|have no|一个都没有|"
        "都没有|没一个|一个也没有"
    ),
    "follow": (
        "呢|那|那么|那就|换成|换|改看|再看看|再看|那再看|what about|how about|and what about|what of|and|"
        "instead|rather"
    ),
    "that_one": (
        "它|它们|那个社区|这个社区|该社区|这家社区|那家社区|那个众创社区|这个众创社区|它家|那家|这家|"
        "that community|this community"
    ),
    "that_item": "那条|那项|这条|这项|那一条|那一项|这一条|这一项|that one",
    "add": (
        "算进去|算进来|加进去|加进来|也算上|一起算上|一块算上|"
        "再加个|再加|再加一个|加个|加一个|加进来|也加上|再添|再添个|再算上|算上|加上|再加上|还有|外加|连同|"
        "带上|一起|add|plus|also"
    ),
    "ascending": "从低到高|从小到大|从少到多|升序|由低到高|ascending|lowest first",
    "year_before": (
        "前一年|前一年度|再前一年|再往前一年|往前一年|the year before|and the year before|year before"
    ),
    "which_year": "哪几年|哪些年|哪年|哪一年|哪个年份|哪年度|which year|what year",
    "all": (
        "分开列|分开看|拆开看|分开|拆开|各社区|所有社区|每个社区|全部社区|各个社区|各众创社区|所有众创社区|"
        "每家|各家|各地|各区县|各县市区|社区们|全部|所有|各自|分别|每个|逐个|都|各区|all communities|"
        "every community|each community|all of them|all the communities|across communities|all|each"
    ),
    "them": "都|分别|各自|逐个|分开|分开列|分开看|拆开看|拆开|各列|单列",
    "whole": (
        "全市|整个市|市里|全城|全市范围|市级|本市|我市|咱们市|city wide|citywide|the whole city|whole city|"
        "the city|entire city|overall|南通全市|全市上下|市面上|市域|全市总体|全市合计"
    ),
    "district": (
        "全区|全县|整个区|本区|区里|我区|我县|全园区|district wide|whole district|the whole district|"
        "the district"
    ),
    "sum": (
        "加个总|算个总|求和|求个和|加总一下|总个数|合计|总计|一共|总共|总和|加起来|加总|汇总|之和|加一起|"
        "一塌刮子|拢总|归总|汇总一下|汇总下|合在一起|合起来|共计|共有|总数|总量|总的|in total|altogether|sum|"
        "what is the total|what is the sum|"
        "sum of|combined|together|added up|total of|total for|aggregate|total|算总账|总盘子|盘子多大|拢共|统共|"
        "一总|全加起来|全部加起来|加在一起|加到一起|合到一起|归拢|累计|累加"
    ),
    "mean": "平均|均值|平均数|平均值|average|mean|on average",
    "compare": (
        "对比|比较|比一比|比一下|比比|相比|比起来|对比一下|比较一下|pk|vs|versus|compare|compared|"
        "compared with|compared to|comparison|against|差距|差别|相差|差多少|比|谁高|谁更高|哪个高|哪个更高|"
        "谁多|谁更多|哪个多|哪个更多|哪家高|哪家多|哪个大|谁大|谁更大|谁好|谁更好|哪个好|哪个更好|谁强|哪个强|"
        "谁低|哪个低|谁少|哪个少|高低|孰高|higher|which is higher|better|difference between|放一起|放在一起|"
        "摆一起|横向|which is larger|谁的|谁高谁低|谁多谁少|谁大谁小|谁强谁弱|哪个强些|哪个高些|哪个多些|"
        "哪个大些|哪个好些|哪家强|哪家大|哪边高|哪边多|哪边大|谁领先|谁占优|谁更胜一筹|差几个|差几成|相差多少|"
        "相差几个点|差了多少|差别多大|差距多大|比着看|对着看|并排看|对照|对照着|摆在一起|pk一下|较量|放一块|"
        "放一块儿|摆一块|摆一块儿|并排|对一下|孰多孰少|孰高孰低|孰强孰弱|孰大孰小|哪边|占上风|占下风|压过|赶上|"
        "赶没赶上|有没有赶上|有没有超过|赶超|几倍|多少倍|的几倍|厚实|厚实些|谁家|领先|领先多少|落后多少|拿来比|"
        "拿去比|比起来看|times as many|times as much"
    ),
    "degree": (
        "多多少|少多少|高多少|低多少|大多少|小多少|高|低|多|少|大|小|高些|低些|多些|少些|大些|高点|低点|多点|"
        "少点|大点|小点|强些|好些|更高|更低|更多|更少|更大|更小|更强|更好|更快|多一点|高一点|低一点|少一点|"
        "大一点|more|fewer|less|bigger|larger|smaller|greater|faster|ahead|behind"
    ),
    "others": (
        "其他社区|别的社区|别人|别家|其他家|兄弟社区|其他几个|同类|others|other communities|the others|the rest"
    ),
    "trend": (
        "走势|趋势|历年|变化|变化情况|变化趋势|走势图|趋势图|曲线|曲线图|折线|折线图|逐年|每年|各年|各年度|"
        "历史|历史数据|历年数据|发展情况|演变|一路|这几年|这些年|近几年|最近几年|几年来|近年|近年来|往年|年年|"
        "图|看图|画图|画个图|图表|trending|trended|"
        "trend|trends|history|over the years|over time|by year|year by year|each year|"
        "every year|historical|chart|graph|plot|all years|evolution|developed|evolved|changed|change|发展趋势|"
        "画个折线|画个|画一个|画张|画一下|起伏|走向|怎么走|走得怎么样|走高走低|怎么变的|怎么个变的|怎么个变法|"
        "怎么变化|变化图|走势怎么样|怎么个走法|变动|变动情况|变动趋势|起落|涨跌|涨跌情况|一年一年|分年|分年度|"
        "按年|按年份|按年度|逐年度|历年来|线图|走一走|怎么变|变过|有没有变过|变过没|往上走|往下走|"
        "往上走还是往下掉|往上还是往下|往下掉|往下掉了|往上涨|历年变化|历年变化情况|变了没|变没变|涨了还是跌了|"
        "涨还是跌|升还是降|是升是降|是涨是跌|逐年列|列历年|历年的"
    ),
    "growth": (
        "增长速度|成长|成长率|成长多少|同比|同比增长|同比增幅|同比增速|同比变化|增长|增长率|增速|增幅|增长多少|"
        "增加|增加多少|增加了多少|增长了多少|涨了多少|涨幅|涨|涨多少|多了多少|少了多少|降了多少|下降|下降多少|"
        "下降了多少|减少|减少了多少|降幅|升了多少|提高|提高了多少|提升|上升|上升了多少|增多|增长情况|同比情况|"
        "环比上年|年增长|年增长率|增量|增减|升降|growth|growth rate|grow|grew|grown|growing|yoy|year on year|"
        "year over year|increase|increased|rise|rose|risen|decrease|decreased|drop|dropped|fall|fell|"
        "climb|climbed|climbing|expand|expanded|expanding|shrink|shrank|shrunk|shrinking|decline|declined|"
        "declining|rising|falling|went up|gone up|go up|went down|gone down|go down|up or down|"
        "更多了|变多|变少|提高了几个百分点|涨了几个百分点|降了几个百分点|多了几个|增长了百分之几|"
        "比去年多|多了几个点|涨了几个点|增长了几个点|翻番|翻了几番|增了多少|增长没|涨没涨|增没增|降没降|"
        "长了多少|长了多少个点|多增|增了|跌了多少|下滑多少|掉了多少|掉了几个点|猛增|升了还是降了|"
        "是升了还是降了|升了|降了|涨了|涨了没|升没升|跌了|涨了还是降了|是涨了还是降了|多了还是少了|"
        "是多了还是少了"
    ),
    "points": "几个百分点|多少个百分点|百分点|几个点|多少个点|几个点子|几个pct|percentage points|points",
    "year_on_year": "同比|同比增长|同比增幅|同比增速|同比变化|同比情况|yoy|year on year|year over year",
    "annual": (
        "per year on average|on average per year|per year|average annual|avg annual|average yearly|"
        "annual average|年均增长|年均增长率|年均增速|年均增幅|年均|年平均增长|年均增加|平均每年增长|"
        "每年平均增长|年复合增长|年复合增长率|复合增长率|复合增长|average annual growth|annual growth|"
        "average growth|compound growth|cagr|average yearly growth|annual growth rate|"
        "average annual growth rate|per year growth|compound annual|compound yearly|compounded annual|"
        "compounded yearly|compound annual rise|compound yearly rise|compound annual growth|compound yearly growth|"
        "compound annual increase|compound yearly increase|compounded annual growth|"
        "复合年均增长|复合年均增长率|复合年均"
    ),
    "prior": (
        "比上年|比去年|较上年|较去年|比前一年|较前一年|比上一年|较上一年|同上年比|跟上年比|和上年比|与上年比|"
        "同去年比|跟去年比|和去年比|与去年比|与上年相比|和去年相比|跟去年相比|与去年相比|和上年相比|比去年同期|"
        "比上年同期|较上年同期|较去年同期|相比去年|相比上年|对比去年|比起去年|compared with last year|"
        "compared to last year|than last year|over last year|versus last year|vs last year|from last year|"
        "vs previous year|versus previous year|vs the previous year|"
        "over the previous year|on the previous year|than the previous year|against the previous year|on last year|"
        "compared with the previous year|compared to the previous year|vs the year before|against last year|"
        "from the year before|over the year before|than the year before|versus the year before"
    ),
    "rank": (
        "排名表|排行表|排名|排行|排行榜|排序|排个名|排个序|排位|名次|排第几|第几|第几名|排几|排在第几|位次|"
        "位列第几|排名第几|排多少|排在哪|座次|榜单|从高到低|从大到小|从多到少|ranking|ranked|rank|ranks|"
        "league table|leaderboard|sort|sorted|what place|由高到低|排一下名|排一下名次|排一下|排个队|从大到小排|"
        "排个座次|排座次|排一排|排排|比拼|排出来|排个位|第几位|排行看看|排前后|前后名次|高低排"
    ),
    "place_of": "排第几|第几|第几名|排几|排在第几|位列第几|排名第几|排多少|排在哪|what place|名次|位次",
    "top": (
        "顶高|顶多|顶大|顶好|最高|最多|最大|最好|最强|最快|最高的|最多的|最大的|最好的|最强的|最快的|第一|"
        "第一名|榜首|冠军|领先|排头|头名|前列|最靠前|最优|最牛|最厉害|highest|most|largest|biggest|best|first|"
        "leader|leading|top|maximum|max|fastest|strongest|走在前面|冒尖|最猛|最突出|最亮眼|老大|状元|打头|"
        "头一名|头一个|第1|no1|拔尖|最拔尖|最出色|领头|领头羊|最前|最前面|最靠前的|之最"
    ),
    "bottom": (
        "顶低|顶少|顶小|顶差|最低|最少|最小|最差|最弱|最慢|最低的|最少的|最小的|最差的|最弱的|最慢的|垫底|末位|"
        "倒数|末尾|最后一名|倒数第一|吊车尾|落后|靠后|lowest|least|smallest|worst|bottom|minimum|min|fewest|"
        "slowest|weakest|last place|拖后腿|拖后退|拉后腿|最落后|落在最后|最拉胯|最靠后|最拉|垫后|最后面|最末|"
        "尾巴|最不行|最不好|最差劲|最孬|掉队|掉队的|排最后|排末尾|最尾"
    ),
    "verdict": (
        "判成|判为|判的|判得|离达标|距达标|距离达标|离要求|离标准|距离要求|距要求|距标准|距离标准|做到了吗|做到没|做到了没|"
        "做到没有|办到了吗|完成得如何|完成如何|完成情况|落实情况|落实得如何|到不到线|到线|到线没|过不过线|"
        "过没过线|踩线|够不够线|过没过关|过不过关|达标|达标吗|达标没|达标了吗|达标没有|达标情况|是否达标|"
        "达不达标|达标否|合格|合格吗|合格不|是否合格|合不合格|符合要求|符合要求吗|符合标准|符合规定|符合条件|"
        "达到要求|达到标准|达到目标|达到规定|满足要求|满足条件|满足标准|过关|过关吗|过线|及格|及格吗|达到了吗|"
        "够不够|够标准|够格|达标与否|完成了吗|meet|meets|met|meeting|meet the target|meet the requirement|"
        "meet the requirements|pass|passes|passed|passing|compliant|comply|complies|on target|"
        "hitting its targets|hits its targets|hit its targets|"
        "hitting the targets|meeting its targets|qualify|"
        "qualified|satisfy|satisfies|达到了没|达到没有|合规|合乎要求|合要求|够要求|达成|达到|达线|够不够格|"
        "符不符合要求|符不符合|够不够标准|达没达标|达没达线|up to standard|up to scratch|meets the standard|"
        "都过了吗|过了吗|过了没|过没过|过了没有|过不过|都过了|都过了没|过关没|过关了吗|过关没有|达没达到|"
        "够没够|够了吗|够了没|合乎标准|达标率|完成没|完成没有|完成得怎么样|是否合乎|能不能达标|能达标吗|"
        "合不合要求|合要求不|合不合标准|符不符合规定|合不合规定"
    ),
    "met": "已达标|都达标|全达标|全部达标|全达标了|达标了的|达标的",
    "not_met": (
        "不达标|没达标|未达标|没有达标|还没达标|没达到|不齐全|不齐|不全的|未达到|没有达到|不合格|没合格|未合格|不符合要求|不符合|"
        "没过关|没过线|不及格|没及格|不够标准|没达到要求|未达到要求|没达到标准|达不到要求|达不到标准|达不到|"
        "不满足|没满足|不满足要求|短板|薄弱|问题在哪|失分|没完成|没过|没过的|fail|fails|failed|failing|not met|"
        "not meet|not meeting|dont meet|doesnt meet|do not meet|does not meet|did not meet|didnt meet|not pass|"
        "below standard|below the requirement|below target|fall short|falls short|falling short|"
        "short of the target|non compliant|miss the target|没达线|未达线|不过关|没达标的|不达标的|未达标的|"
        "没有达标的|不合格的|没达到要求的|没达标准的|do not comply|does not comply|not up to standard"
    ),
    "undetermined": (
        "无法判定|判不了|判定不了|待定|没法判|不能判定|无法判断|undetermined|cant be judged|cannot be judged"
    ),
    "gap": (
        "差在哪|差在哪里|差在哪儿|差在什么地方|卡在哪|卡在哪里|问题出在哪|还差几项|还差哪几项|还差哪些项|"
        "差多少|还差多少|差距多大|离要求|离标准|离目标|距离要求|距要求|距标准|距离标准|距目标|离达标|距达标|"
        "距离达标|还差|差几个点|还缺多少|how far|how far from|gap|short|short of|still need|still needs|still lacks|"
        "超出多少|超了多少"
    ),
    "state": (
        "怎么样|怎样|如何|情况|情况如何|什么情况|现状|状况|表现|表现如何|进展|进展如何|好不好|行不行|进度|"
        "整体情况|总体情况|总体|概况|how is|hows|how are|status|situation|overview|summary|doing|performance|"
        "perform|performing|performed|走到哪了|到哪一步|到哪步|搞得怎么样|弄得怎么样|干得怎么样|办得怎么样|"
        "做得怎么样|建得怎么样|好坏|什么样|怎么个情况|啥情况了"
    ),
    "exam": (
        "体检|检查|核查|考核|考核情况|评估|成绩单|报告卡|体检报告|对照检查|自查|验收|打分|得分|评分|check|"
        "report card|checkup|assessment|assess|evaluate|evaluation|verdict|verdicts|judge|audit result|"
        "对照要求|对照创建要求|对照政策|对照标准|对照文件|对照着要求|对着要求"
    ),
    "items": (
        "哪些指标|哪几项|哪些项|哪几个指标|哪项|哪些方面|哪些地方|哪一项|什么指标|哪个指标|哪几条|哪些条|哪条|"
        "which requirements|which metrics|which requirement|which metric|which items|which targets|几项|多少项|"
        "几条|what requirements"
    ),
    "ratio": (
        "占几成|占多少|占百分之几|占百分之多少|占到几成|占到多少|占比|比重|比例|占总产值|占总投资|所占比例|"
        "所占比重|占的比例|占的比重|占|率|百分比|份额|share|ratio|proportion|percentage|share of|as a share of"
    ),
    "industry_share": (
        "产业占比|产业比重|产业比例|两个占比|两项占比|两个产业占比|两项产业占比|产业的占比|产业结构|"
        "industry share|industry shares|both shares|two shares|shares"
    ),
    "requirement": (
        "依据是哪条|依据哪条|依据是哪一条|依据哪一条|按哪条|凭哪条|如何表述|如何规定|怎么表述|考核线|考核值|"
        "标准值|规定值|要求|标准|门槛|规定|指标要求|指标值|目标值|要求多少|要求是多少|要求是什么|标准是什么|"
        "标准是多少|标准线|达标线|及格线|红线|底线|合格线|应达到|应该达到|要达到多少|要达到|应该是多少|"
        "该是多少|应当|必须|最低要求|起码|政策要求|文件要求|考核标准|达标标准|多少才算|多少算|才算达标|才达标|"
        "算达标|达标要多少|要多少|多少才|才够|才合格|算合格|第几条|哪一条|哪条规定|条款|创建要求|创建标准|"
        "创建条件|requirement|requirements|required|standard|standards|threshold|minimum|criterion|criteria|target|"
        "targets|need to be|needed|must|what does the policy require|how high must|minimum requirement|"
        "supposed to be|should it be|should be|clause|policy require|require|要求高吗|不低于多少|不低于几成|"
        "不少于多少|至少多少|至少要多少|至少得多少|起码多少|起码要多少|最少多少|最少要多少|不得低于|不得少于|"
        "不能低于|不能少于|多高才|多大才|多少以上|控制在多少|控制在多大|硬指标|硬杠杠|硬杠子|杠杠|杠子|"
        "怎么要求|有啥要求|有何要求|要求几|定的多少|定多少|定的是多少|划的线|线划在哪|规定多少|规定几|"
        "至少要几成|至少几成|要几成才行|要几成|才行|才算符合要求|要到百分之几|必须得建|必须建|有这个要求没|"
        "有这个要求|有没有要求|有要求没|有没有这个要求|达标要求|达标条件|合格要求"
    ),
    "sufficient": (
        "何种标准|何等标准|什么标准|何种要求|多大才|多高才|多少才|几成才|多少才算|才算|才算达标|才达标|才行|"
        "才够|才合格|才符合|算达标|什么条件|哪些条件|何种条件|哪几个条件|哪几条要求|哪些要求|什么要求|"
        "what conditions|which conditions|what it takes|what does it take"
    ),
    "goal_built": (
        "没建成|还没建成|未建成|尚未建成|没建好|还没建好|建成的有哪些|哪些建成了|建成几个|建成多少|建成了几个|"
        "建成了多少|建成多少个|建了几个|建了多少个|建成几家|建好几个|建好了几个|建成的有几个|已建成几个|"
        "已经建成几个|建成|已建成|建好|how many built|built|how many have been built|completed communities"
    ),
    "goal": (
        "目标|总体目标|总目标|建设目标|任务数|要建几个|要建多少|要建多少个|计划建几个|计划建多少个|建几个|"
        "打算建几个|建多少个|10个左右|十个左右|要建成几个|要建成多少|要建成多少个|应建成几个|overall goal|goal|"
        "goals|overall target|how many should be built|planned to build|plan to build|"
        "how many communities are planned"
    ),
    "coverage_goal": (
        "县市区全覆盖|各县市区全覆盖|各县区全覆盖|区县全覆盖|县区全覆盖|全市全覆盖|每个县都有|每个区都有|"
        "各区都有|哪个县没有|哪个区没有|哪些县没有|哪些区没有|every county|each county|all counties|"
        "counties covered|county coverage|coverage of the counties|cover every county"
    ),
    # people and process
    "missing": (
        "报得怎么样|报得怎么样了|报得如何|填得怎么样|填得怎么样了|交得怎么样|报到什么程度|还是空的|是空的|"
        "还空着|没数的|还差哪几项|还差哪些项|差哪几项|还差几项|还差什么|齐不齐|报没报全|报没报齐|少啥|没报|"
        "未报|没有报|还没报|没上报|未上报|没填|未填|没填报|未填报|没交|未交|没有交|还没交|没提交|未提交|没报送|"
        "未报送|漏报|缺报|迟报|没报齐|没报全|没报完|缺哪些|还缺|缺什么|还缺哪些|还缺什么|还差哪些|还差谁|"
        "还差哪几个|还差哪几家|还差几家|还差几个|差谁|差哪些|差哪些没报|哪些没有数据|哪些没数据|缺数据|缺口|"
        "空着|空白|没数据|报齐|报齐了吗|报全|报全了吗|报完|报完了吗|交齐|交齐了吗|交了吗|报了吗|报了没|"
        "报了没有|交了没|交了没有|填了吗|填了没|填完了吗|填完|填完没|都报了吗|都报了没|都交了吗|报送情况|"
        "填报情况|上报情况|报送进度|填报进度|上报进度|填报率|报送率|上报率|完成率|谁报了|谁交了|谁还没|"
        "哪些还没|催报|欠|拖着|未完成|没完成填报|没弄|missing|not reported|not yet reported|hasnt reported|"
        "havent reported|has not reported|have not reported|not submitted|hasnt submitted|havent submitted|"
        "has not submitted|have not submitted|outstanding|incomplete|completeness|still to report|"
        "yet to report|still missing|unreported|who has reported|still owe|owe|owes|overdue|late|not filed|"
        "hasnt filed|havent filed|not handed in|not in yet|reporting progress|没写|没录|未录入|没录入|还没录|"
        "没更新|没到|还没报上来|没报上来|没报上|谁没弄|没弄完|没弄好|没整完|缺报情况|漏报情况|未报情况|"
        "单位没报|没报单位|未报单位|未上报单位|谁还欠|还欠着|欠报|谁在拖|拖拉|还没动|没动静|没影|没见着|没收到|"
        "还没收到|没收齐|收齐了吗|齐了吧|都齐了吧|报齐了吧|交齐了吧|报全了吧|收齐没|收齐|收到几家|到齐了吗|到齐没|齐了吗|齐了没|齐没齐|差几家没报|差几家|"
        "还有几家没|少哪些|少哪几项|少填|缺项|缺哪几项|缺几项|还没齐|没齐|没来|没送|没送来|没送上来|逾期没报|"
        "逾期未报|到期没报|过期没报|超期没报|超期未报|still not submitted|拖着不报|不报的|没报上来的|还没报的|"
        "数据不报"
    ),
    "who_reported": "谁报了|谁填了|谁交了|谁上报了|谁录了",
    "source": (
        "何人何时填报|由何人填报|何人填报|何时填报|何人上报|由谁填报|何人报的|"
        "填报人系何人|填报人为何人|经办人是谁|经办人是哪位|谁经办的|谁经办|谁报的|谁填的|谁上报的|谁提交的|"
        "谁交的|谁录的|谁录入的|谁写的|谁弄的|谁给的|谁提供的|谁负责报的|哪个报的|哪个填的|何人填报|何人上报|"
        "填报人|上报人|报送人|提交人|录入人|哪来的|哪里来的|哪儿来的|从哪来的|从哪里来的|怎么来的|来源|"
        "数据来源|出处|数据出处|来历|依据|数据依据|什么时候报的|何时报的|哪天报的|几号报的|什么时间报的|"
        "什么时候填的|何时填的|哪天填的|什么时候上报的|何时上报的|什么时候交的|哪天交的|什么时候提交的|"
        "什么时候录的|上报时间|填报日期|上报日期|报送时间|提交时间|审核了吗|审核了没|审核没|审了吗|审了没|"
        "审过了吗|审过吗|审核过吗|审核过了吗|审核通过了吗|通过审核了吗|审核通过|审核情况|审核状态|审核没有|"
        "谁审的|谁审核的|谁批的|谁把的关|何时审核|什么时候审核的|审核人|是否审核|有没有审核|准不准|准吗|准确吗|"
        "可靠吗|靠谱吗|可信吗|权威吗|真的假的|数据准吗|是真的吗|who reported|who submitted|who filed|"
        "who entered|who provided|reported by|submitted by|who approved|approved|approved by|reviewed|"
        "who reviewed|is it approved|has it been approved|has it been reviewed|when was it reported|"
        "when was this reported|when was it submitted|when reported|source|sources|source of|data source|"
        "where does it come from|where does this come from|where did it come from|where did this come from|"
        "where is it from|comes from|come from|provenance|reliable|accurate|trustworthy|who gave|who wrote|"
        "who typed|经手|经手人|谁经手|谁经手的|报上来的|报上来|哪天报上来的|哪天报上来|啥时候报上来的|填上来的|"
        "谁报上来的|谁给报的|经谁手|谁录进去的|谁录进去|谁录上去的|谁填进去的|谁写上去的|谁报进来的|谁登记的|"
        "谁填报的|谁填报|谁上报|谁弄进去的|谁加的|谁改的|谁改过|谁动过|谁核的|谁点的头|谁签的字|谁签字|谁把关|"
        "谁审定|谁审批|谁审批的|谁报来的|谁报过来的|哪个人报的|哪位报的|哪位填的|哪位同志报的|啥时候交上来的|"
        "几时报的|几时报上来的|几时审的|几号审的|审批了吗|批了吗|批没批|审核没审核|有没有审|审没审|核过没|"
        "核过了吗|复核了吗|复核过吗|数据谁给的|来路|数据来路|谁统计的|who keyed|who put in|who signed off|"
        "signed off|signed it off|signed that off|signed them off|sign it off|"
        "who recorded|when was it entered|who uploaded|谁的手报|经谁的手|经谁的手报|谁给审的|"
        "谁给填的|哪位填的报|填的报|通过审核没|通过审核了没|过审没|过审了吗|过审|过审了没|填报人是哪位|"
        "填报人是谁|是谁报的|几号报上来的|几时报|数据来源是哪|来源是哪|来源在哪|出自哪|出自哪里|谁报过|谁填过|"
        "哪位报上来的|哪位报|哪位上报的|哪位上报|哪位提交的|又是谁报的|哪个同志报的|什么时候填报的|何时填报的|"
        "几时填报的|哪天填报的|什么时候报送的|何时报送的|什么时候上传的"
    ),
    "deadline": (
        "截止|截止日期|截止时间|截止日|截至什么时候|截至哪天|最后期限|期限|最晚|最迟|最后一天|限期|"
        "什么时候截止|哪天截止|几号截止|何时截止|什么时候到期|到期|什么时候报|何时报|哪天报|几号报|几号之前|"
        "几号前|几月几号|什么时候要交|什么时候交|何时交|哪天交|几号交|什么时候填|什么时候之前|哪天之前|哪天前|"
        "报到什么时候|报到几号|填到几号|还有几天|还剩几天|until when|till when|how long can we|还有多少天|"
        "还剩多少天|剩几天|剩多少天|几天到期|还有多久|还剩多久|还来得及|来得及|填报时间|填报期|申报时间|"
        "报送期限|填报窗口|什么时候开始报|什么时候开始填|几号开始|什么时候要报|什么时候前报|要在什么时候|"
        "deadline|deadlines|due|due date|due by|when is it due|cutoff|cut off|closing date|days left|"
        "how many days|time left|how long do we have|when do we have to|by when|last day|when should we report|"
        "when must|when do i have to|reporting window|ddl|几号前报|哪天之前交|还来不来得及|报还来得及|哪天|"
        "when is the reporting deadline|reporting deadline|什么时候截|截止到|截止没|截止了吗|还能报吗|"
        "还能补报吗|还能交吗|还赶得上吗|赶得上吗|来不来得及|过期了吗|过期没|过没过期|什么时候报完|报到哪天|"
        "时限|时间节点|报送截止|哪一天|顺延|会不会顺延|顺不顺延|遇上周末|赶上周末|碰上周末|逢周末|遇周末|"
        "最后期限到底|交到几号|交到哪天|交到什么时候|填到哪天|填到什么时候|几号几点"
    ),
    "remind": (
        "提醒我|提醒一下我|提醒咱|提醒我们|提醒下我|记得提醒|到时候提醒|到时提醒|到点提醒|设个提醒|设提醒|"
        "设置提醒|加个提醒|建个提醒|提醒一下|给我提醒|给我提个醒|提个醒|叫我|喊我|通知我|别让我忘|别忘了告诉我|"
        "帮我记着|催一下|催催|催一催|催办|发个提醒|发提醒|定个提醒|定时提醒|定个闹钟|闹钟|提醒|remind|"
        "remind me|reminder|set a reminder|notify me|ping me|nudge|alert me|tell me when|wake me|提醒我报数|"
        "提醒下|记着提醒|别忘了提醒|记得叫我|记得喊我|到时叫我|到时喊我|到点叫我|提前提醒|提前叫我|闹我|喊一声|"
        "叫一声|发个催报|催报通知|发催报|发个催报通知|给我发个提醒"
    ),
    "help": (
        "会些什么|都会些啥|帮助|怎么用|如何使用|使用说明|使用方法|说明书|用法|教程|操作指南|使用指南|能做什么|"
        "能干什么|能干嘛|会什么|会干什么|会做什么|有什么功能|有哪些功能|什么功能|啥功能|功能介绍|功能有哪些|可以做什么|可以干什么|"
        "可以问什么|能问什么|能查什么|可以查什么|怎么问|"
        "怎么提问|怎么操作|不会用|指令|命令|菜单|help|how to use|how do i use|"
        "how does this work|how do you work|what can you do|what can i ask|what do you do|commands|"
        "instructions|usage|manual|guide|menu|怎么弄|怎么玩|"
        "能查些什么|能查些什么东西|可以问你什么|能问你什么|你会啥|都会啥|会点啥|干啥使|怎么使|怎么弄的|不会弄|"
        "怎么查|怎么提|怎么个用法|教我|教教我|教我用|说明一下用法|有什么用|能帮我干啥|能帮我做什么|能问你些啥|"
        "能问些啥|能问点啥|可以问些啥|能问你点啥|问你些啥|你能答什么|能回答什么"
    ),
    "look_up": "怎么查|如何查|怎么查询|如何查询|去哪查|去哪里查|在哪查|哪里查|怎么查看",
    "report": (
        "补报|补填|补交|我要填报|我要上报|我要报数|我要报送|我要填表|我要报|填报|上报|报数|报送|报表|录入|"
        "开始填报|填一下|填数据|报数据|填数|填个数|报个数|录数据|录个数|交数据|更正|改成|改为|修改为|更正为|"
        "订正|提交数据|i want to report|submit figures|enter figures|report figures|start reporting|fill in"
    ),
    # about the communities themselves
    "list": (
        "有哪些|名单|清单|列表|目录|都有谁|有谁|都有啥|有啥|都有哪些|列一下|列出|列出来|列个|名录|一览|一览表|"
        "总览|list|list of|listing|name all|name the|are there|which are|单子|列个单子|拉个单子|拉单子|列单子|"
        "出个单子|点名|点个名|报一遍|都列出来|列全"
    ),
    "noun_community": (
        "社区|众创社区|众社区|创新社区|众创|个社区|家社区|community|communities|innovation community|"
        "innovation communities"
    ),
    "owner": (
        "属于|归哪个负责|归谁负责|由谁负责|哪个负责|算哪个社区的|算哪个众创社区的|算哪个社区|属于哪个社区|"
        "在哪个社区|是哪个社区的|which authority runs|authority runs|runs|归谁管|谁管|谁管的|谁在管|归谁|"
        "谁负责|谁来负责|谁负责的|负责单位|责任主体|责任单位|主体责任|主管|主管单位|主管部门|管理单位|牵头|"
        "牵头单位|属于谁|属于哪|属于哪里|属于哪个区|属于哪个县|属于哪个市|哪个区的|哪个县的|哪个市的|哪里的|"
        "哪边的|哪个地方的|是谁的|归属|归哪|归哪里|归哪个区|归哪里管|归哪个区管|隶属|所属|所属区|所属地区|属地|"
        "归哪个单位负责|哪个单位负责|归哪个部门管|归哪个单位管|归哪家负责|归哪个部门负责|"
        "主办|承建|建设主体|谁建的|谁搞的|哪个单位|哪个政府|管委会|who runs|who manages|who is responsible|"
        "whos responsible|responsible for|responsible authority|responsible|in charge|in charge of|authority|"
        "belongs to|belong to|which district|which county|run by|managed by|owner|who owns|归哪家管|是哪个区|"
        "在哪个区|在哪个县|哪个区管|在哪|在哪里|在哪儿|地址|位置|坐落|位于|where is|wheres|located|location|"
        "address|负责哪个社区|负责哪些社区|管哪个社区|管哪些社区|负责哪几个社区|管哪几个社区|归哪个|归哪边管|"
        "哪个区县|哪个县市区|哪个开发区|谁家的|哪家的|牵头的|谁牵头|哪个单位管|谁分管|什么单位|哪个部门|归口|"
        "归口单位|管辖|谁辖|在什么地方|什么地方|在什么位置|哪个区县负责|哪个区负责|哪个县负责|哪个区县负责的|"
        "负责的是谁|负责的"
    ),
    "carrier": (
        "载体|载体有哪些|有哪些载体|什么载体|哪些载体|依托|依托什么|依托哪些|以什么为依托|核心载体|园区有哪些|"
        "哪些园区|包括哪些|包含哪些|包括什么|由哪些组成|由什么组成|carriers|carrier|parks|consist of|"
        "consists of|includes|made up of|which parks|有哪些园区|哪几个园区|几个园区|什么园区|都有哪些园区|"
        "有什么园区|载体都有啥|有什么载体|载体有啥|载体都有哪些|园区名单|载体名单|落在哪些园区|依托的是|靠什么|"
        "哪几个载体|哪些平台"
    ),
    "focus": (
        "特色|特色产业|主导产业|产业方向|定位|功能定位|发展方向|重点发展|发展什么|主攻|主攻方向|主要做什么|"
        "做什么的|干什么的|搞什么的|是做什么|重点产业|重点领域|什么产业|哪些产业|focus|focuses|focus on|"
        "specialise|specialize|specialises|specializes|speciality|main industry|main industries|industries|"
        "sector|sectors|主打|主打什么|搞什么产业|做什么产业|产业特色|产业定位|主要产业|什么方向|偏什么方向|"
        "偏哪块|主业|主业是"
    ),
    "start": (
        "启动|启动时间|启动的|启动了|已启动|已经启动|什么时候启动|何时启动|哪年启动|哪一年启动|几年启动|"
        "启动年份|开始创建|启动创建|什么时候建的|哪年建的|何时建的|什么时候成立|哪年成立|成立|成立时间|开建|"
        "起步|起步时间|启动建设|什么时候开始建|什么时候开始的|哪年开始|首批|第一批|第二批|start|started|starts|"
        "start year|launch|launched|kick off|kicked off|got going|get going|开的头|开头的|开张|"
        "begin|began|begun|founded|established|set up|哪一年建|哪年起步|哪年动工|"
        "几几年启动|几几年|哪年搞起来|啥时候开始|啥时候搞的|啥时候建|启动的早|头一批|首批启动|头批"
    ),
    "intro": (
        "是干嘛的|干嘛的|干吗的|是干吗的|介绍|介绍一下|简介|是什么|什么是|干啥的|基本情况|基本信息|概要|资料|"
        "背景|全称|全名|简称|叫什么|别名|原名|正式名称|tell me about|what is|who is|about|describe|"
        "description|introduce|introduction|profile|full name|叫什么名字|什么来头|什么叫|叫做什么|何为|何谓"
    ),
    "tentative": (
        "正式名|正式名称|正式定名|暂名|未定名|没定名|没名字|暂定名|tentative|unnamed|working name|placeholder name|"
        "provisional name|official name|formal name"
    ),
    "province": (
        "省级备案|省级试点|省备案|备案|省级备案了吗|省备案了吗|备案了吗|上省里备案|列入省级备案|"
        "provincial record|the provincial record|on the provincial record|on provincial record|provincial list"
    ),
    "policy": (
        "这个项目|该项目|这个计划|该计划|本计划|这个方案|社区建设行动|众创社区建设行动|文档|本行动|该行动|"
        "这个行动|这项行动|按文件|按政策|照文件|照政策|按方案|按规定|照规定|行动方案|方案|文件|政策文件|通知|"
        "建设行动|创建行动|建设方案|创建工作|建设工作|依据文件|政策依据|93号文|93号文件|通政办发|文号|政策|"
        "文件号|行动计划|实施意见|the policy|policy|the plan|action plan|the notice|notice|document|programme|"
        "program|the programme|93号"
    ),
    "policy_about": (
        "依据文件|上位依据|政策依据|讲的是什么|说的是什么|写了什么|写的什么|写的是啥|有啥内容|讲什么|讲了什么|"
        "讲的什么|说什么|说了什么|主要内容|内容|概要|大意|要点|摘要|哪年的|什么时候发的|何时发布|什么时候出的|"
        "发布时间|到哪年|执行期|有效期|期限到什么时候|what does it say|summarise|summarize|outline|gist|"
        "main points|term|怎么说的|怎么规定的|怎么讲的|谁印发的|谁印发|印发|谁发的|谁下发的|下发|哪个部门发的|"
        "哪个部门印发|谁出的|出台|谁出台的|哪年出台|何时出台|哪天发的|哪天印发|几号发的|几月发的|管到哪年|"
        "管几年|管到什么时候|有效到|实施到|什么时候结束|到什么时候|哪份文|哪份文件|依据哪份文|依据是哪份文|"
        "依据什么文件|依据哪个文件|上位文件|上级哪个文件|省里哪个文|怎么写的|实施期限|实施期|期限是哪年|"
        "哪年发的|哪年发布的|文号|文号是多少|文号是啥|上级文件|上级文件是什么|上位文件是什么|哪一年发的|"
        "哪一年发布|哪一年出的|哪年印的|哪天发布|哪年发的文|哪年发文|发文日期|发文时间|印发日期|印发时间|"
        "发文机关|发文单位|印发单位|哪里发的|怎么回事|是怎么回事|怎么一回事|推什么|搞什么|推的是什么|要搞什么|"
        "要干什么|做什么用|哪年印发|何年印发"
    ),
    "advance": (
        "整体进展|总体进展|建设进展|工作进展|推进情况|推进得怎么样|推进得如何|推进如何|整体推进|总体推进|"
        "建设情况|建设得怎么样|整体建设|going|how is it going|coming along|progressing"
    ),
    "support": (
        "优惠|支持政策|支持|奖励|奖补|扶持|扶持措施|资金|资金支持|经费|钱|有钱拿吗|补多少|政策支持|优惠政策|"
        "incentives|support|funding|funds|grants|grant|money|help with money|好处|什么好处|有什么好处|"
        "support is available|补贴|补助|有补贴吗|给补贴|给多少钱|给不给钱|享受什么|优惠有哪些|扶持资金|"
        "拿到多少钱|能拿多少"
    ),
}
"""Cue → words, `|` between them. Two cues may share a word; the rules look at both."""

COMPARATORS: dict[str, str] = {
    "<": (
        "低于|不及|小于|少于|不到|没到|未到|不足|不满|达不到|没达到|未达到|没有达到|没有到|还没到|还不到|below|"
        "less than|under|lower than|fewer than|not reach|didnt reach|short of|<|小过|少过|低过|矮于"
    ),
    "<=": (
        "小于等于|小于或等于|低于等于|低于或等于|不超过|没超过|没有超过|未超过|没过|未过|不高于|不大于|不多于|"
        "最多|至多|以内|at most|no more than|not more than|not above|up to|<=|不超"
    ),
    ">": (
        "跑赢|跑过|压过|超过|高于|大于|多于|超|突破|过了|超出|高过|多过|大过|above|over|more than|greater than|"
        "higher than|exceed|exceeds|exceeding|exceeded|beyond|>|上了|破|过"
    ),
    ">=": (
        "大于等于|大于或等于|高于等于|高于或等于|不低于|不小于|不少于|达到|达|至少|起码|到了|满|够|不下于|"
        "at least|no less than|not less than|not below|reach|reached|reaches|>=|不下|上|到"
    ),
    "=": "等于|正好|刚好|恰好|就是|equal to|equals|exactly|=",
}
SUFFIXES: dict[str, str] = {
    "<": (
        "都不到|都没到|都没有|都达不到|还不到|还没到|都没达到|没达到|达不到|不到|没到|以下|之下|开外以下|"
        "or below|or less|or fewer"
    ),
    ">=": "以上|及以上|之上|往上|开外|or more|or above|and above|朝上",
    "<=": "以内|之内|及以下|含以下",
}
"""Words after a quantity: 60%以上."""
