"""Words that add nothing to a question: politeness, particles, what the data are called, how to show them."""

from __future__ import annotations

FILLER = (
    "请问|请|麻烦|麻烦你|麻烦您|劳驾|拜托|烦请|辛苦|您好|你好|hi|hello|hey|亲|老师|领导|同志|小助手|机器人|助手|bot|"
    "帮我|帮忙|帮|给我|给|跟我说|跟我讲|告诉我|告诉|说说|说一下|说下|讲讲|讲一下|问一下|问下|问问|想问|想问问|想问一下|"
    "想知道|我想知道|想了解|了解一下|了解|想查|查一下|查下|查查|查询|查询一下|查|看一下|看下|看看|看|看一看|瞧瞧|瞅瞅|搜|搜一下|"
    "报个数|报一个数|调一下|调出|调取|拉一下|拉个|拉出来|拿一下|给个|给出|发我|发一下|发给我|出一下|出个|来个|来一个|来一份|来份|"
    "显示|展示一下|列|我|我们|咱|咱们|你|您|你们|他|她|它|他们|它们|大家|俺|本人|自己|"
    "的|得|地|了|呢|啊|呀|哦|噢|嗯|唉|哈|呗|啦|咧|哇|哟|喔|额|呃|吧|着|过|么|撒|哒|滴|嘞|哩|噻|嗨|"
    "是|为|有|在|于|到|从|由|被|把|将|对|对于|关于|按|按照|根据|以|用|就|就是|才|还|还是|也|又|再|再看|再看看|再查|再查一下|都|只|仅|"
    "能|能不能|可以|可不可以|可否|能否|会|会不会|要|想|想要|需要|应|应该|该|得|"
    "这|那|这个|那个|那么|这些|那些|此|该|其|其中|之|里|里面|内|中|上|下|当中|方面|这边|那边|这块|这一块|"
    "一下|一下子|一下下|下子|目前|现在|当前|如今|眼下|现阶段|截至目前|截止目前|迄今|到目前为止|最新|最新的|最近一次|此刻|"
    "数据|数字|数值|数目|数量|数|值|指标|指标值|数额|金额|规模|水平|结果|信息|具体|具体是|具体数|具体数据|详细|详情|大概|大约|大致|约|左右|差不多|"
    "和|与|及|以及|跟|同|或|或者|还有|加|加上|外加|并|并且|而|而且|另外|然后|接着|接下来|顺便|顺带|再加上|"
    "个|家|名|位|项|年|年度|年份|年末|年底|年终|全年|整年|一年|一整年|单位|数据是|谢谢|谢了|感谢|多谢|谢谢您|谢谢你|谢啦|thx|thanks|thank you|"
    "到底|究竟|其实|真的|真|实际|实际上|实际的|总体来说|一般|一般来说|大体|一直|已经|已|曾|曾经|刚|刚才|刚刚|最后|最终|当时|那时|那会儿|时候|"
    "有点|有些|很|非常|挺|比较来看|来看|来说|来讲|看来|说来|而言|的话|如果|要是|假如|若|那就|行|好|好的|ok|okay|嗯嗯|"
    "咋|啥|什么|啥的|什么的|怎么|怎么说|等|等等|之类|共|全|各|每|某|"
    "来|去|出来|起来|上来|下来|出|起|进|"
    "南通|南通市|市|区|县|园区|示范区|街道|范围|区域|地区|地方|板块|"
    "we|us|our|i|me|my|you|your|it|its|they|their|them|this|that|these|those|the|a|an|of|for|in|on|at|to|by|with|and|or|as|from|"
    "please|pls|plz|kindly|could|can|would|will|shall|may|might|should|want|want to|like|like to|need|need to|know|tell|tell me|show|show me|give|give me|"
    "get|get me|let me|lets|see|look|look up|find|find out|check on|pull up|fetch|display|just|now|currently|current|latest|at the moment|so far|today|"
    "what|whats|what was|what were|what are|what is|whats the|is|are|was|were|be|been|being|am|im|id|had|there|here|"
    "value|values|figure|figures|number|numbers|data|stat|stats|amount|level|result|results|metric|indicator|indicators|"
    "then|also|too|again|exactly|actually|really|roughly|about|approximately|respectively|total number|number of|the number of|amount of|level of|"
    "dear|sir|madam|good morning|good afternoon|many thanks|cheers|ta|much appreciated|wondering|curious|if|so|well|but|how|compared|"
    "year|years|annual|yearly|annually|calendar year|fy|end of year|year end|by the end|one|ones|only|any|some|other|than|not|no|did|does|do|"
    "report on|info|information|details|detail|quick|quickly|question|which|where|when|who|whom|whose|why"
)
"""Fillers, `|` between them."""

SINGLE_NEGATIONS = "非未不无没"
"""Characters that turn a name into its opposite when nothing else explains them."""

CHATTER = (
    "天气|下雨|吃饭|吃了吗|吃了没|讲个笑话|笑话|唱歌|唱首歌|你是谁|你叫什么|你几岁|你多大|在吗|在不在|在么|早上好|下午好|晚上好|早安|晚安|"
    "再见|拜拜|哈哈|哈哈哈|呵呵|嘿嘿|无语|傻|笨|蠢|垃圾|废物|滚|混蛋|白痴|爱你|我爱你|喜欢你|结婚|女朋友|男朋友|股票|彩票|足球|电影|"
    "你好吗|最近好吗|加油|辛苦了|收到|知道了|明白了|明白|好滴|不错|赞|厉害|牛|666|测试|test|testing|lol|haha|good night|how are you|"
    "who are you|whats your name|joke|weather|love you|stupid|idiot|shut up|fuck|shit|damn|bye|goodbye|写诗|写首诗|翻译|作文|聊天|几点了|几点|星期几|今天几号"
)
"""What people say to a bot that is no question about the programme."""

FOREIGN_METRICS = (
    "gdp|地区生产总值|生产总值|国内生产总值|人均gdp|人口|常住人口|户籍人口|人口数|人口数量|人口密度|绿化|绿化率|绿化覆盖率|绿地率|绿地面积|房价|房租|租金|地价|"
    "研发投入|研发投入强度|研发强度|研发经费|研发费用|研发投入占比|研发人员|研发占比|r&d|研发|税收|税收收入|纳税|纳税额|税金|亩均税收|亩均产值|亩均|财政收入|一般公共预算收入|"
    "利润|净利润|利税|营收|营业收入|销售|销售额|销售收入|主营业务收入|服务业增加值|工业增加值|增加值|增加值率|用电量|能耗|单位能耗|水耗|排放|碳排放|pm2.5|空气质量|污染|噪音|"
    "专利|专利数|专利数量|发明专利|专利申请|专利授权|万人发明专利|知识产权|商标|人才|人才数|高层次人才|博士|硕士|大学生|本科|学历|院士|千人计划|双创人才|创业导师|导师数|"
    "高新技术企业|高新技术企业数|高新技术企业数量|高新企业|高新企业数|高企|高企数|高企数量|科技型中小企业|科技型企业|规上企业|规上工业|规模以上企业|规模以上|上市公司|上市企业|独角兽|瞪羚|瞪羚企业|龙头企业|"
    "入驻企业|入驻企业数|在孵企业|在孵企业数|毕业企业|企业总数|企业数|企业数量|企业|公司数|公司|注册企业|注册资本|注册资金|个体户|存活率|企业存活率|倒闭|注销|"
    "融资|融资额|风投|风险投资|创投|基金|基金规模|贷款|投融资|招商|招商引资|外资|实际利用外资|利用外资|进出口|出口|出口额|进口|外贸|固定资产投资|固投|民间投资|房地产投资|工业投资|技改投资|社会投资|"
    "工资|平均工资|收入|人均收入|人均可支配收入|可支配收入|薪资|薪酬|社保|失业率|就业率|失业|招聘|人均产值|人均|劳动生产率|全员劳动生产率|地均产值|单位面积产值|投入产出比|投资强度|容积率|入住率|空置率|出租率|利用率|使用率|"
    "活动|活动场次|路演|比赛|培训人次|培训场次|交通|地铁|公交|停车|停车位|学校|医院|医疗|床位|养老|幼儿园|酒店|餐饮|超市|商场|银行|物业|物业费|居民|户数|居民户数|住户|业主|居委会|书记|主任|电话|联系电话|联系方式|手机|邮箱|微信|网址|官网|"
    "满意度|幸福感|犯罪率|治安|事故|安全生产|党员|党支部|疫情|核酸|确诊|疫苗|粮食|农业|农业产值|农产品|服务业产值|服务业占比|第三产业|三产|三产占比|第二产业|第一产业|数字经济|文化产业|旅游|游客|机器|设备|设备投资|土地出让|土地出让金|"
    "住宅面积|厂房面积|绿化面积|办公面积|商业面积|耕地面积|可出租面积|孵化面积|孵化器面积|众创空间面积|加速器面积|5g|5g覆盖率|5g基站|充电桩|宽带覆盖率|光纤覆盖率|医保覆盖率|监控覆盖率|"
    "非高新|非高新产值|非高新占比|传统产业|传统产业占比|新产品产值|新产品产值占比|军工|出口占比|民营经济|民营经济占比|"
    "population|residents|households|greening|green coverage|green space|tax|taxes|tax revenue|revenue|revenues|profit|profits|sales|income|wage|wages|salary|salaries|house price|house prices|housing|rent|rents|research spending|rd spending|"
    "rd intensity|research and development|patent|patents|talent|talents|phd|phds|exports|imports|export|import|fdi|foreign investment|fixed asset investment|venture capital|financing|loans|unemployment|crime|electricity|energy|emissions|pollution|air quality|"
    "students|schools|hospitals|listed companies|unicorns|high tech companies|high tech enterprises|hightech companies|hitech companies|hi tech companies|high tech firms|companies|enterprises|firms|tenants|productivity|per capita|per capita output|per capita income|output per worker|investment intensity|vacancy rate|occupancy rate|survival rate|"
    "phone number|phone|email|website|parking|traffic|metro|bus|restaurants|hotels|weather|events|satisfaction|stock price|budget|gdp per capita|area per person|debt|debts|负债|债务|预算|支出|财政支出|成本|造价|单价"
)
"""Figures that people ask about and that no programme of this kind holds; a programme's own words win over them."""

FINER_PERIODS = (
    "上半年|下半年|一季度|二季度|三季度|四季度|第一季度|第二季度|第三季度|第四季度|季度|季报|本季度|上季度|q1|q2|q3|q4|本月|上月|上个月|这个月|这月|月度|月报|每月|按月|当月|"
    "1月|2月|3月|4月|5月|6月|7月|8月|9月|10月|11月|12月|1月份|2月份|3月份|4月份|5月份|6月份|7月份|8月份|9月份|10月份|11月份|12月份|一月|二月|三月|四月|五月|六月|七月|八月|九月|十月|十一月|十二月|"
    "一月份|二月份|三月份|四月份|五月份|六月份|七月份|八月份|九月份|十月份|十一月份|十二月份|本周|上周|这周|上星期|周报|昨天|前天|今天|每周|每天|日报|环比|"
    "first half|second half|first quarter|second quarter|third quarter|fourth quarter|quarter|quarterly|monthly|month|last month|this month|weekly|last week|this week|yesterday|january|february|march|april|june|july|august|september|october|november|december"
)
"""Periods shorter than a year: figures are annual."""
