/**
 * Plans of invented places in the formats found in the wild, with what a person reads in them: per item
 * [number, title, duties]; duties are written `role name`, group words in <>.
 */
export interface VariedPlan {
  readonly name: string;
  readonly text: string;
  readonly items: readonly (readonly [number | null, string, ...string[]])[];
}

export const variedPlans: readonly VariedPlan[] = [
  {
    name: 'labels in the bracket, first is lead, city level',
    text: `松江口市人民政府办公室
关于印发松江口市2024年稳增长重点任务清单的通知
松政办发〔2024〕7号
各县（市、区）人民政府，市直各部门：
现将任务清单印发给你们，请认真落实。
松江口市人民政府办公室
2024年2月19日
松江口市2024年稳增长重点任务清单
一、扩大有效投资
1．加快重大项目建设。全年实施亿元以上项目120个，3月底前开工率达到60%以上。（责任单位：市发展改革委、市工信局，列第一位的为牵头单位，下同）
2．保障要素供给。建立用地、用能台账，每月调度。（责任单位：市自然资源局、市能源局、各县（市、区））
二、促进消费
3．开展促消费活动。上半年发放消费券2000万元。（责任单位：市商务局、市文化广电和旅游局，市财政局）
4．支持住房消费。落实相关政策（责任单位：市住建局、人民银行松江口市分行、国家金融监督管理总局松江口监管分局）。`,
    items: [
      [1, '加快重大项目建设', 'lead 市发展改革委', 'responsible 市工信局'],
      [2, '保障要素供给', 'lead 市自然资源局', 'responsible 市能源局', 'responsible <各县（市、区）>'],
      [3, '开展促消费活动', 'lead 市商务局', 'responsible 市文化广电和旅游局', 'responsible 市财政局'],
      [4, '支持住房消费', 'lead 市住建局', 'responsible 人民银行松江口市分行', 'responsible 国家金融监督管理总局松江口监管分局'],
    ],
  },
  {
    name: 'lines of lead and support under each item, numbers in brackets',
    text: `云岭县数字乡村建设行动方案（2024—2026年）

一、总体要求
（一）指导思想。坚持城乡融合发展。
二、重点任务
（二）完善网络设施。到2026年，行政村5G通达率达到98%以上。
牵头单位：县工业商务和信息化局
配合单位：县发展和改革局、云岭电信公司、云岭移动公司，各乡镇
（三）发展智慧农业。建设智慧农场5个，推广农业物联网应用。
牵头单位：县农业农村局
配合单位：县科学技术局、县供销社
（四）提升治理能力。依托“一张图”开展基层治理。
牵头单位：县委政法委
配合单位：县公安局、县司法局、县大数据中心等部门
三、保障措施
（五）加强组织领导。各部门要压实责任。`,
    items: [
      [2, '完善网络设施', 'lead 县工业商务和信息化局', 'support 县发展和改革局', 'support 云岭电信公司', 'support 云岭移动公司', 'support <各乡镇>'],
      [3, '发展智慧农业', 'lead 县农业农村局', 'support 县科学技术局', 'support 县供销社'],
      [4, '提升治理能力', 'lead 县委政法委', 'support 县公安局', 'support 县司法局', 'support 县大数据中心'],
    ],
  },
  {
    name: 'numbers restart in each group, verbs in the bracket, page numbers and hard wraps',
    text: `青石区绿色制造三年行动实施方案
（2024－2026年）
一、主要任务
（一）推动节能降碳
1.开展节能诊断。每年组织30家重点用能企业开展节能诊断，
推广先进节能技术装备，完善能源管理体系。（区工业和信
息化局牵头，区发展和改革局、区市场监督管理局配合）
2.推进清洁生产。到2025年底，重点行业清洁生产审核率达
— 3 —
到100%。（青石生态环境分局牵头，区工业和信息化局按职
责分工负责）
（二）建设绿色园区
1.实施循环化改造。支持园区余热余压利用。（青石经济开
发区管委会负责）
2.完善基础设施。统筹布局污水管网。（区住房和城乡建设
局、青石经济开发区管委会负责，各街道配合）`,
    items: [
      [1, '开展节能诊断', 'lead 区工业和信息化局', 'support 区发展和改革局', 'support 区市场监督管理局'],
      [2, '推进清洁生产', 'lead 青石生态环境分局', 'responsible 区工业和信息化局'],
      [1, '实施循环化改造', 'responsible 青石经济开发区管委会'],
      [2, '完善基础设施', 'responsible 区住房和城乡建设局', 'responsible 青石经济开发区管委会', 'support <各街道>'],
    ],
  },
  {
    name: 'a service guide of measures: promises, ceilings and points are no dates or targets',
    text: `白河市优化营商环境若干措施
一、提升审批效率
1.推行容缺受理。材料不齐的先行受理，5年内有效信用记录可替代证明，48小时内一次告知。（牵头单位：市行政审批服务局）
2.兑现惠企政策。对符合条件的给予最高500万元补助，评分表中满分项（25分）由专家组评定。（牵头单位：市财政局；配合单位：市税务局、白河海关）
二、规范涉企检查
3.推行综合查一次。制定检查清单。（牵头单位：市司法局，配合单位：各行政执法部门）`,
    items: [
      [1, '推行容缺受理', 'lead 市行政审批服务局'],
      [2, '兑现惠企政策', 'lead 市财政局', 'support 市税务局', 'support 白河海关'],
      [3, '推行综合查一次', 'lead 市司法局', 'support <各行政执法部门>'],
    ],
  },
  {
    name: 'several brackets in one item, each to its sentence',
    text: `红星镇2024年重点工作安排
一、乡村建设
1、改造道路。6月底前完成镇村道路改造12公里。（镇建设办负责）9月底前安装路灯200盏。（镇农业农村办负责）
2、整治环境。清理“三堆”，建成示范村3个。（镇综合执法队牵头，各村民委员会配合）
二、民生
3、办好教育。新建幼儿园1所。（镇教育办负责）
4、关爱老人。建设养老服务站2处(含改造1处)。（镇民政办负责）`,
    items: [
      [1, '改造道路', 'responsible 镇建设办', 'responsible 镇农业农村办'],
      [2, '整治环境', 'lead 镇综合执法队', 'support <各村民委员会>'],
      [3, '办好教育', 'responsible 镇教育办'],
      [4, '关爱老人', 'responsible 镇民政办'],
    ],
  },
  {
    name: 'time limit and examined lead in one bracket; articles',
    text: `东湖新区2024年改革攻坚任务
第一条 深化国企改革。完成企业整合。（2024年6月底前完成，牵头考核单位：新区国资局，配合单位：新区财政局）
第二条 推进要素改革。出台数据管理办法。（2024年底前完成，牵头考核单位：新区大数据局）
第三条 优化审批。推行“一业一证”。（持续推进，牵头考核单位：新区行政审批局，配合单位：新区市场监管局、各街道）`,
    items: [
      [1, '深化国企改革', 'lead 新区国资局', 'support 新区财政局'],
      [2, '推进要素改革', 'lead 新区大数据局'],
      [3, '优化审批', 'lead 新区行政审批局', 'support 新区市场监管局', 'support <各街道>'],
    ],
  },
  {
    name: 'no numbers at all, hidden party for all later items',
    text: `南屏县就业促进行动计划（2024-2026年）
一、稳定就业岗位
加大援企稳岗。落实失业保险返还。（县人力资源和社会保障局牵头，县财政局、县税务局配合。以下均需各乡镇落实，不再列出）
支持灵活就业。建设零工市场2个。（县人力资源和社会保障局负责）
二、强化技能培训
开展订单培训。每年培训3000人次以上。（县人力资源和社会保障局牵头，县教育局、县工商联配合）`,
    items: [
      [null, '加大援企稳岗', 'lead 县人力资源和社会保障局', 'support 县财政局', 'support 县税务局'],
      [null, '支持灵活就业', 'responsible 县人力资源和社会保障局', 'responsible <各乡镇>'],
      [null, '开展订单培训', 'lead 县人力资源和社会保障局', 'support 县教育局', 'support 县工商联', 'responsible <各乡镇>'],
    ],
  },
  {
    name: 'a lead on each heading, sub-paragraphs with brackets of their own',
    text: `金滩区海洋经济发展行动计划（2024-2026年）
一、壮大海洋产业
到2026年，海洋生产总值突破300亿元。（牵头部门：区海洋发展局）
1.发展优势产业。优化产业布局。（牵头部门：区发展和改革局、区海洋发展局）
海洋渔业。建设海洋牧场2处。（牵头部门：区农业农村局）
海工装备。培育龙头企业3家。（牵头部门：区工业和信息化局）
2.建设港口。完善集疏运体系。（牵头部门：区交通运输局、金滩港务集团）
二、保护海洋生态
3.整治岸线。修复岸线8公里。（牵头部门：区自然资源和规划局）`,
    items: [
      [1, '发展优势产业', 'lead 区发展和改革局', 'lead 区海洋发展局'],
      [1, '海洋渔业', 'lead 区农业农村局'],
      [1, '海工装备', 'lead 区工业和信息化局'],
      [2, '建设港口', 'lead 区交通运输局', 'lead 金滩港务集团'],
      [3, '整治岸线', 'lead 区自然资源和规划局'],
    ],
  },
  {
    name: 'missing brackets, no full stop before them, role names, square brackets',
    text: `长桥市2025年文化惠民重点任务
一、供给
1. 实施书香工程，新建城市书房10座（市文化和旅游局牵头，各文旅产业链责任单位配合
2. 举办群众活动。全年演出400场次【责任单位：市文联、市总工会、团市委、市妇联】
二、保护
3. 修缮文物。完成长桥（清代）修缮。（市文物局负责）
4. 传承非遗。推进非遗进校园（市教育局、市文化和旅游局按职责分工负责）。`,
    items: [
      [1, '实施书香工程', 'lead 市文化和旅游局', 'support <各文旅产业链责任单位>'],
      [2, '举办群众活动', 'responsible 市文联', 'responsible 市总工会', 'responsible 团市委', 'responsible 市妇联'],
      [3, '修缮文物', 'responsible 市文物局'],
      [4, '传承非遗', 'responsible 市教育局', 'responsible 市文化和旅游局'],
    ],
  },
  {
    name: 'prefix left out, open lists, circled numbers, an annex behind',
    text: `高原州2025年生态保护工作要点
一、治理
①治理草原。禁牧休牧面积达到500万亩以上。（州林草局牵头，发展改革委、财政局等有关部门配合）
②治理河道。三季度末完成清淤20公里。（州水利局、生态环境局负责）
二、监管
③严格执法。查处违法案件，定期通报。（州检察院、州公安局、森林公安局等负责）
附件：任务分解表`,
    items: [
      [1, '治理草原', 'lead 州林草局', 'support 发展改革委', 'support 财政局'],
      [2, '治理河道', 'responsible 州水利局', 'responsible 生态环境局'],
      [3, '严格执法', 'responsible 州检察院', 'responsible 州公安局', 'responsible 森林公安局'],
    ],
  },
];
