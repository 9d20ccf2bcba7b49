/**
 * The one catalogue of everything duban can refuse or fail at. Each entry gives the HTTP status, whether a later try
 * of the very same request can succeed, and the Chinese message; `{name}` in a message is replaced by a parameter.
 * Commands print the message and exit 1; HTTP answers the status; docs/errors.md lists every code (held by a test).
 */
import { commentErrors } from './comment/errors.js';
import type { Entry } from './error-entry.js';
import { lifeErrors } from './life/errors.js';
import { supervisionErrors } from './supervision/errors.js';

export const catalogue = {
  // region general
  'bad-request': { status: 400, retryable: false, message: '请求有误：{detail}' },
  'not-found': { status: 404, retryable: false, message: '没有找到“{what}”' },
  internal: { status: 500, retryable: true, message: '系统内部出错，已记入日志（编号 {id}），请稍后再试' },
  // endregion general
  // region calendar
  'calendar-unknown-year': { status: 422, retryable: false, message: '{year}年的放假调休安排尚未公布或未装入，暂按周一至周五推算，装入后请重新推演' },
  'calendar-file': { status: 422, retryable: false, message: '放假安排文件读不懂：{detail}' },
  'calendar-key': { status: 422, retryable: false, message: '放假安排文件中的“{key}”不是规定的项，可用的项：year、notice、off、work' },
  'calendar-missing': { status: 422, retryable: false, message: '放假安排文件缺少“{key}”：{allowed}' },
  'calendar-year': { status: 422, retryable: false, message: '年份“{value}”不对，应为 2000 至 2100 的整数' },
  'calendar-day': { status: 422, retryable: false, message: '“{value}”不是日期，应为 YYYY-MM-DD，或 YYYY-MM-DD..YYYY-MM-DD（含首尾两天）' },
  'calendar-day-year': { status: 422, retryable: false, message: '“{value}”不在 {year} 年内' },
  'calendar-day-twice': { status: 422, retryable: false, message: '{day} 出现了两次，同一天只能列一次，也不能既放假又上班' },
  'calendar-work-weekday': { status: 422, retryable: false, message: '{day} 本来就是工作日（周一至周五），调休上班日应为周六或周日' },
  // endregion calendar
  // region org
  'csv-quote': { status: 422, retryable: false, message: '引号没有成对，从这一行起无法读取' },
  'directory-empty': { status: 422, retryable: false, message: '单位名录是空的，第一行应为表头：{columns}' },
  'directory-column-missing': { status: 422, retryable: false, message: '单位名录缺少“{column}”一列，表头应为：{columns}' },
  'directory-column-unknown': { status: 422, retryable: false, message: '单位名录不认识“{column}”一列，可用的列：{columns}' },
  'directory-fields': { status: 422, retryable: false, message: '这一行有 {count} 格，表头有 {expected} 格' },
  'unit-id': { status: 422, retryable: false, message: '单位编号“{value}”不对，应为小写字母、数字和连字符，以字母开头，不超过 60 个字符' },
  'unit-id-twice': { status: 422, retryable: false, message: '单位编号“{value}”与第{other}行重复' },
  'unit-name-missing': { status: 422, retryable: false, message: '单位“{id}”没有名称' },
  'unit-name-twice': { status: 422, retryable: false, message: '名称或别名“{value}”与第{other}行重复，一个名称只能指一个单位' },
  'unit-kind': { status: 422, retryable: false, message: '单位类别“{value}”不对，可用的类别：{allowed}' },
  'unit-address': { status: 422, retryable: false, message: '“{value}”不是电子邮件地址（{column}）' },
  'unit-stand-in': { status: 422, retryable: false, message: '代理“{value}”不对，应为“角色:地址:起日..止日”，如 liaison:a@example.org:2026-03-01..2026-03-20，起日不晚于止日' },
  'unit-with-members': { status: 422, retryable: false, message: '“{name}”不是统称（group），不能有成员' },
  'group-member': { status: 422, retryable: false, message: '统称“{group}”的成员“{value}”不是名录中的单位编号' },
  'group-member-twice': { status: 422, retryable: false, message: '统称“{group}”的成员“{value}”列了两次' },
  'group-empty': { status: 422, retryable: false, message: '统称“{group}”没有成员' },
  'group-contacts': { status: 422, retryable: false, message: '统称“{group}”不能有联系地址，信件发给它的成员' },
  'unit-without-contact': { status: 422, retryable: false, message: '“{unit}”没有任何联系地址，无法发信' },
  'directory-one-of': { status: 422, retryable: false, message: '名录中类别为“{kind}”（{word}）的单位应有且只有一个，现有 {count} 个' },
  'unit-unknown': { status: 422, retryable: false, message: '名录中没有“{words}”，最接近的是：{nearest}' },
  'day-invalid': { status: 422, retryable: false, message: '“{value}”不是日期，应为 YYYY-MM-DD' },
  'day-order': { status: 422, retryable: false, message: '起日{from}晚于止日{until}' },
  'unit-ended': { status: 409, retryable: false, message: '“{unit}”已于{on}撤销，职责由{successors}承接，不能再{act}' },
  'unit-restored': { status: 409, retryable: false, message: '名录又列出了“{unit}”（编号{id}），它已于{on}撤销，由{successors}承接；请从名录中删去这一行，确已恢复设立的请注明恢复（--restore）' },
  'reorganisation-file': { status: 422, retryable: false, message: '机构变更文件的“{path}”不对：{detail}' },
  'reorganisation-shape': { status: 422, retryable: false, message: '{act}应当{rule}' },
  'reorganisation-unit-twice': { status: 422, retryable: false, message: '“{unit}”写了两次' },
  'reorganisation-office': { status: 409, retryable: false, message: '“{unit}”是领导小组或其办公室，信件都由它签发，不能{act}；可以更名' },
  'reorganisation-id-used': { status: 409, retryable: false, message: '单位编号“{value}”已用于“{unit}”，新单位请换一个编号' },
  'reorganisation-day': { status: 422, retryable: false, message: '生效日期“{value}”不可用，应在{from}至{until}之间' },
  'reorganisation-waiting': { status: 409, retryable: false, message: '“{unit}”已列入{on}起生效的{act}（{id}），请等它生效，或先撤回' },
  'reorganisation-assign-unit': { status: 422, retryable: false, message: '任务分给了“{unit}”，它不在承接单位之列；承接单位：{allowed}' },
  'reorganisation-assign-task': { status: 422, retryable: false, message: '“{value}”说不清是哪一项任务，可以写的：{allowed}' },
  'reorganisation-assign-twice': { status: 422, retryable: false, message: '任务“{value}”分给了两个单位' },
  'reorganisation-exists': { status: 409, retryable: false, message: '机构变更“{id}”已经登记，不能重复登记' },
  'reorganisation-begun': { status: 409, retryable: false, message: '机构变更“{id}”{stage}，不能撤回' },
  // endregion org
  // region ladder
  'ladder-syntax': { status: 422, retryable: false, message: '催办规则不是有效的 YAML：{detail}' },
  'ladder-key': { status: 422, retryable: false, message: '“{at}”中不认识“{key}”，可用的项：{allowed}' },
  'ladder-missing': { status: 422, retryable: false, message: '缺少“{key}”，应为{allowed}' },
  'ladder-value': { status: 422, retryable: false, message: '“{key}”的值“{value}”不对，应为{allowed}' },
  'ladder-order': { status: 422, retryable: false, message: '“{phase}”的梯级次序不对：{value} 应在 {previous} 之前，{rule}' },
  'ladder-twice': { status: 422, retryable: false, message: '“{phase}”的梯级 {value} 与第{other}行重复，一个时点只能有一级' },
  // endregion ladder
  // region parse
  'file-empty': { status: 422, retryable: false, message: '文件是空的，没有可读的文字，请换一份有内容的文件' },
  'file-too-large': { status: 413, retryable: false, message: '文件有{size}字节，超过上限{limit}字节，请只交计划正文' },
  'file-binary': { status: 415, retryable: false, message: '这是{kind}，不是纯文本，请另存为纯文本（.txt）后再交' },
  'file-undecodable': { status: 422, retryable: false, message: '文件的文字编码无法识别（已按{tried}读取），请另存为UTF-8或GB18030编码的纯文本' },
  'no-tasks': { status: 422, retryable: false, message: '在{paragraphs}段文字中没有读到任务：既没有责任单位标注，标题也不是任务清单，请核对是否交错了文件' },
  'two-plans': { status: 422, retryable: false, message: '文件里有两份计划，分别从第{first}行和第{second}行开始，请拆成两个文件后再交' },
  'draft-year': { status: 422, retryable: false, message: '文件标题没有写明年份，请用 --year 指定任务所属年份' },
  'draft-issued': { status: 422, retryable: false, message: '文件上没有读到印发日期，请用 --issued 指定，形式为 YYYY-MM-DD' },
  'file-pdf': { status: 415, retryable: false, message: '这是PDF，里面的文字（扫描件则是图片）不能可靠读出，请提供文字版：docx、txt 或网页（html）' },
  'file-picture': { status: 415, retryable: false, message: '这是{kind}，没有可读的文字，请提供文字版：docx、txt 或网页（html）' },
  'file-old-word': { status: 415, retryable: false, message: '这是旧版 Word 文档（doc 格式，改文件名不会改变格式），请用 Word 或 WPS 打开，另存为 docx 后再交' },
  'file-encrypted': { status: 415, retryable: false, message: '这份文档加了密码，无法读取，请取消密码后另存为 docx 再交' },
  'file-spreadsheet': { status: 415, retryable: false, message: '这是{kind}，不是计划文件：单位名录请另存为 CSV 后用 duban units import 导入；计划请交 docx、txt 或网页（html）' },
  'file-archive': { status: 415, retryable: false, message: '这是{kind}，请解压后交其中的计划文件（docx、txt 或 html）' },
  'file-other-kind': { status: 415, retryable: false, message: '这是{kind}，不能读取，请用原来的程序打开，另存为 docx、txt 或网页（html）后再交' },
  'file-zip-damaged': { status: 422, retryable: false, message: '文件已损坏，读不出内容，请用 Word 或 WPS 打开核对，重新另存为 docx 后再交' },
  'file-zip-bomb': { status: 413, retryable: false, message: '文件解开后异常庞大（文字部分超过 {limit} MB，或压缩比不正常），为安全起见不予读取，请另存为 docx 或 txt 后再交' },
  'file-docx-empty': { status: 422, retryable: false, message: '这份 docx 里没有文字（可能只有图片或嵌入的对象），请提供文字版' },
  'file-too-deep': { status: 422, retryable: false, message: '文件的标记嵌套超过 {limit} 层，不是正常的文档，请另存为 txt 后再交' },
  'file-ofd': { status: 415, retryable: false, message: '这是版式文件（OFD），不能可靠读出文字，请提供文字版：docx、txt 或网页（html）' },
  // endregion parse
  // region plan
  'plan-unknown': { status: 404, retryable: false, message: '没有计划“{plan}”，现有计划：{allowed}' },
  'plan-launched': { status: 409, retryable: false, message: '计划“{plan}”已于{at}启动，不能再次{act}' },
  'plan-not-launched': { status: 409, retryable: false, message: '计划“{plan}”还没有启动，请先用 duban launch {plan} 启动' },
  'plan-closed': { status: 409, retryable: false, message: '计划“{plan}”已结束，不能{act}' },
  'plan-not-executing': { status: 409, retryable: false, message: '计划“{plan}”不在执行中，不能办理' },
  'plan-has-open-tasks': { status: 409, retryable: false, message: '计划“{plan}”还有{count}项任务未办结；确要结束，请一并取消未办结任务并说明理由' },
  'plan-findings-open': { status: 409, retryable: false, message: '计划“{plan}”还有待办公室确认的事项：任务{task}，{detail}' },
  'plan-duty-open': { status: 409, retryable: false, message: '计划“{plan}”的任务{task}没有落实责任单位（文件写作“{raw}”），请指定名录中的单位' },
  'plan-unit-gone': { status: 409, retryable: false, message: '任务{task}的责任单位“{unit}”不在单位名录中，最接近的是：{allowed}' },
  'plan-no-lead': { status: 409, retryable: false, message: '任务{task}没有牵头或责任单位' },
  'plan-no-appointment': { status: 409, retryable: false, message: '计划“{plan}”没有督查授权记录（谁授权、范围、期限，《政府督查工作条例》第五条、第七条），不得发函' },
  'plan-no-approval': { status: 409, retryable: false, message: '计划“{plan}”没有立项批准记录（《政府督查工作条例》第十一条），不得发函' },
  'plan-appointment-over': { status: 409, retryable: false, message: '督查授权的期限为{from}至{until}，不包括今天{today}' },
  'plan-finding-unknown': { status: 422, retryable: false, message: '计划“{plan}”没有第{value}条待确认事项，共{allowed}条' },
  'plan-task-number': { status: 422, retryable: false, message: '计划“{plan}”没有编号为{value}的任务，编号为{allowed}' },
  'plan-task-twice': { status: 422, retryable: false, message: '任务编号{value}出现了两次' },
  'formal-not-waiting': { status: 409, retryable: false, message: '督办函“{id}”不在待签发之列，可能已经签发，或所列任务均已办结' },
  'plan-year-outside': { status: 422, retryable: false, message: '计划“{plan}”没有{year}年，可用的年份：{allowed}' },
  'plan-year-empty': { status: 422, retryable: false, message: '计划“{plan}”在{year}年没有到期或经常性的任务，可用 --with 选定任务，如 --with 3,7' },
  'decisions-yaml': { status: 422, retryable: false, message: '{file}不是有效的 YAML：{detail}' },
  'decisions-field': { status: 422, retryable: false, message: '决定文件的“{path}”不对：{detail}' },
  'decisions-unit': { status: 422, retryable: false, message: '决定文件写的单位“{words}”不在单位名录中，最接近的是：{nearest}' },
  'decisions-twice': { status: 422, retryable: false, message: '这一条与第{other}行答的是同一件事，只能留一条' },
  'plan-without-tasks': { status: 422, retryable: false, message: '计划“{plan}”只有{indicators}项指标，没有任务，不能推演或启动' },
  // endregion plan
  // region task
  'task-closed': { status: 409, retryable: false, message: '任务{task}已{stage}，不能再{act}' },
  'not-duty-unit': { status: 403, retryable: false, message: '{unit}不是任务{task}的牵头或配合单位，不能{act}；可办理的单位：{allowed}' },
  'not-lead': { status: 403, retryable: false, message: '{unit}是任务{task}的配合单位，只需签收；{act}由牵头单位{allowed}办理' },
  'already-signed': { status: 409, retryable: false, message: '{unit}已于{at}签收任务{task}，无需再次签收' },
  'already-reported': { status: 409, retryable: false, message: '任务{task}的第{no}次办结报告已于{at}提交，正在等待办公室审核' },
  'no-report': { status: 409, retryable: false, message: '任务{task}没有编号为{no}的待审核报告' },
  'report-decided': { status: 409, retryable: false, message: '任务{task}的第{no}次报告已由{by}于{at}{what}，本次操作未生效' },
  'no-extension': { status: 409, retryable: false, message: '任务{task}没有编号为{no}的待批延期申请' },
  'extension-decided': { status: 409, retryable: false, message: '任务{task}的第{no}次延期申请已由{by}于{at}批复，本次操作未生效' },
  'extension-pending': { status: 409, retryable: false, message: '任务{task}已有一份延期申请（延至{to}）等待批复，请勿重复申请' },
  'date-not-later': { status: 422, retryable: false, message: '日期“{to}”不可用：应为晚于现时限{due}、且不早于今天{today}的日期（YYYY-MM-DD）' },
  'text-missing': { status: 422, retryable: false, message: '{field}不能为空' },
  'text-too-long': { status: 422, retryable: false, message: '{field}共{length}字，超过上限{allowed}字' },
  'unit-not-held': { status: 422, retryable: false, message: '{unit}在任务{task}中没有职责，可转出的单位：{allowed}' },
  'unit-held': { status: 422, retryable: false, message: '{unit}已经承担任务{task}，不能再转入' },
  'task-suspended': { status: 409, retryable: false, message: '任务{task}已暂停（{reason}），恢复后才能{act}' },
  'task-not-suspended': { status: 409, retryable: false, message: '任务{task}没有暂停，无需恢复' },
  'task-other-plan': { status: 404, retryable: false, message: '任务“{task}”不属于计划{plan}；该计划的任务编号为{allowed}' },
  'task-unknown': { status: 404, retryable: false, message: '没有任务“{task}”，任务编号的形式为 计划/年份/序号，例如 {allowed}' },
  'nothing-changed': { status: 422, retryable: false, message: '没有任何改动，请填写要修改的题目、时限或报告单位' },
  'date-past': { status: 422, retryable: false, message: '日期“{value}”不可用：应为不早于今天{today}的日期（YYYY-MM-DD）' },
  // endregion task
  // region mail
  'link-malformed': { status: 400, retryable: false, message: '链接不完整，请从邮件中重新打开，或把整个链接复制到地址栏' },
  'link-tampered': { status: 403, retryable: false, message: '链接与发出时不一致，不能使用；请从邮件中重新打开' },
  'link-expired': { status: 410, retryable: false, message: '链接已于{day}到期；如仍需办理，请联系办公室重发' },
  'smtp-url': { status: 400, retryable: false, message: 'SMTP_URL“{value}”不对，应为 smtp://用户:密码@主机:端口 或 smtps://用户:密码@主机:端口' },
  'mail-login': { status: 503, retryable: true, message: '邮件服务器不接受现在的设置：{reason}；请检查 SMTP_URL 中的用户名、密码和发信地址，信件都保留着，改好后自动补发' },
  'mail-unavailable': { status: 503, retryable: true, message: '邮件服务器暂时不能收信：{reason}；信件保留着，稍后自动重发' },
  'letter-not-found': { status: 404, retryable: false, message: '发件箱中没有“{id}”这封信' },
  // endregion mail
  // region reply
  'reply-unknown': { status: 404, retryable: false, message: '没有第{no}号回信' },
  'reply-settled': { status: 409, retryable: false, message: '第{no}号回信{how}，不能再{act}' },
  'reply-nothing': { status: 422, retryable: false, message: '第{no}号回信里没有读出可以办理的事项，请写明任务和要办理的事，或者了结它' },
  'reply-task': { status: 422, retryable: false, message: '任务“{task}”不在第{no}号回信所答复的信中，信中的任务：{allowed}' },
  'reply-not-act': { status: 422, retryable: false, message: '第{no}号是退信，不能代为办理，请更新名录后重发信件，再了结它' },
  // endregion reply
  // region ledger
  'letter-taken': { status: 409, retryable: true, message: '信件“{key}”正由另一个进程处理，请稍后再试' },
  'letter-withdrawn': { status: 409, retryable: false, message: '信件“{key}”已撤回，不再发出' },
  'plan-not-draft': { status: 409, retryable: false, message: '计划“{plan}”已经启动，不能再当作草稿改写' },
  'plan-status': { status: 409, retryable: false, message: '计划“{plan}”现为“{status}”，不能改为“{wanted}”' },
  'formal-decided': { status: 409, retryable: false, message: '督办函 {id} 已{status}，不能再{wanted}' },
  'unit-name-in-use': { status: 409, retryable: false, message: '“{name}”已是“{unit}”的名称或别名，一个名称只能指一个单位' },
  'letter-not-resendable': { status: 409, retryable: false, message: '信件“{key}”的状态是{status}，不能重发；可重发的是未送达、已发出或等待重试的信件' },
  'unit-in-use': { status: 409, retryable: false, message: '新名录中没有“{unit}”（编号{id}），而它还涉及{count}项未办结任务；请在名录中保留它的编号和类别（改名请用 duban units rename），或先办结、转办这些任务' },
  'rounds-not-running': { status: 409, retryable: false, message: '还没有启动任何计划，没有在办信件，无需暂停或重发' },
  // endregion ledger
  // region platform
  'config-invalid': { status: 400, retryable: false, message: '环境变量 {name} 的值“{value}”不对：{allowed}' },
  'data-folder-unusable': { status: 500, retryable: false, message: '数据目录 {directory} 不能使用：{detail}' },
  'data-folder-in-use': { status: 409, retryable: true, message: '数据目录 {directory} 正由进程 {pid} 使用；请先停掉它，或用 DUBAN_DATA_DIR 另指一个目录' },
  'port-in-use': { status: 409, retryable: true, message: '端口 {port} 已被别的程序占用；请用 PORT 另指一个端口（1 到 65535），或先停掉占用它的程序' },
  'ledger-unreachable': { status: 503, retryable: true, message: '连不上台账数据库 {where}：{detail}；请检查 DATABASE_URL' },
  'ledger-version': { status: 409, retryable: false, message: '台账目录 {directory} 是 PostgreSQL {found} 的，本版督办只认 {expected}；请用原来的版本打开，或先导出再换新的数据目录，原目录未作改动' },
  'ledger-space': { status: 503, retryable: true, message: '台账所在磁盘 {directory} 只剩 {free} MB，至少要 {needed} MB；请腾出空间后再启动，原有数据未作改动' },
  'ledger-copied': { status: 409, retryable: false, message: '数据目录 {directory} 是 {original} 的副本，两处不能共用一份台账；请回到 {original} 启动，或用 DUBAN_LEDGER_DIR 另指台账目录' },
  'ledger-incomplete': { status: 409, retryable: false, message: '台账目录 {directory} 不完整：缺 {missing}；请从备份恢复，或另换一个空的数据目录，原目录未作改动' },
  'ledger-user': { status: 500, retryable: false, message: '以 root 启动时台账要交给普通用户运行，但{detail}；请改用普通用户启动，或用 DATABASE_URL 指定现成的 PostgreSQL' },
  'ledger-start': { status: 503, retryable: true, message: '台账没有启动成功：{detail}（日志：{log}）' },
  'temporal-missing': { status: 503, retryable: false, message: '没有找到也没能装上 Temporal 服务器：{detail}；请安装 Temporal CLI 并用 TEMPORAL_CLI_PATH 指明，或安装 Go 1.23 以上后重试，或用 TEMPORAL_ADDRESS 指定现成的服务器' },
  'temporal-version': { status: 409, retryable: false, message: '数据文件 {file} 由 Temporal 服务器 {expected} 建立，{path} 是 {found}；请用 TEMPORAL_CLI_PATH 指明 {expected} 的程序，原文件未作改动' },
  'temporal-start': { status: 503, retryable: true, message: 'Temporal 服务器没有启动成功：{detail}（日志：{log}）' },
  'temporal-unreachable': { status: 503, retryable: true, message: '连不上 Temporal 服务器 {address}：{detail}；请检查它是否在运行，以及 TEMPORAL_ADDRESS 等设置' },
  'temporal-attributes': { status: 503, retryable: false, message: 'Temporal 命名空间 {namespace} 缺少检索属性 {names}，督办无权自行添加；请管理员按运维手册添加后重试' },
  'test-server-missing': { status: 503, retryable: false, message: '没有找到也没能装上可跳时的 Temporal 测试服务器：{detail}；请安装 Java 11 以上和 Maven 后重试' },
  'temporal-no-answer': { status: 503, retryable: true, message: '流程服务（Temporal）暂时没有应答，操作可能稍后才生效；请稍后用 duban status 核对，再决定是否重做' },
  'servers-not-named': { status: 400, retryable: false, message: '这个命令用于生产环境，请先设置 {names}；单机试用请用 npm start' },
  // endregion platform
  // region http
  unauthorized: { status: 401, retryable: false, message: '口令缺失或不对；请用数据目录 token 文件中的口令（或 DUBAN_TOKEN）' },
  'session-missing': { status: 401, retryable: false, message: '登录已过期或尚未登录，请重新登录' },
  'form-expired': { status: 403, retryable: false, message: '页面已过期，或请求不是从本网站的页面发出的；请返回上一页、刷新后重做' },
  'route-missing': { status: 404, retryable: false, message: '没有这个页面或接口：{path}' },
  'body-too-large': { status: 413, retryable: false, message: '送来的内容太大，最多 {limit} MB' },
  'body-kind': { status: 415, retryable: false, message: '不认识的内容类型“{kind}”，应为 JSON 或表单' },
  'field-invalid': { status: 400, retryable: false, message: '“{field}”不对：{detail}' },
  'too-many-requests': { status: 429, retryable: true, message: '操作太频繁，请 {seconds} 秒后再试' },
  'role-denied': { status: 403, retryable: false, message: '{role}不能{act}，可以办理的是：{allowed}' },
  'role-other-unit': { status: 403, retryable: false, message: '单位“{own}”不能以“{unit}”的名义{act}' },
  'role-why-missing': { status: 422, retryable: false, message: '代单位“{unit}”{act}要写明原因' },
  'role-on-behalf': { status: 422, retryable: false, message: '{act}由单位办理；办公室代办时要写明代哪个单位（应为“{unit}”）' },
  'file-missing': { status: 404, retryable: false, message: '没有文件“{file}”，请核对路径' },
  'file-unreadable': { status: 422, retryable: false, message: '文件“{file}”不能读取：{detail}' },
  'plan-yaml': { status: 422, retryable: false, message: '计划文件“{file}”读不懂：{detail}' },
  'plan-field': { status: 422, retryable: false, message: '计划文件的“{path}”不对：{detail}' },
  'decision-invalid': { status: 422, retryable: false, message: '处理意见“{value}”不对：{allowed}' },
  'service-not-running': { status: 503, retryable: true, message: '督办服务没有在 {url} 运行；请先用 npm start（或 duban up）启动，或用 DUBAN_URL 指明地址' },
  'service-timeout': { status: 503, retryable: true, message: '督办服务 {url} 在 {seconds} 秒内没有回答，请稍后再试' },
  'service-foreign': { status: 503, retryable: false, message: '{url} 回答的不是督办服务；请用 DUBAN_URL 或 PORT 指明督办的地址' },
  'token-missing': { status: 401, retryable: false, message: '没有口令：既没有设 DUBAN_TOKEN，也没有文件 {file}' },
  'command-failed': { status: 500, retryable: true, message: '命令没有完成：{detail}' },
  // endregion http
  ...commentErrors,
  ...supervisionErrors,
  ...lifeErrors,
  // region story
  'story-syntax': { status: 422, retryable: false, message: '剧本不是有效的 YAML：{detail}' },
  'story-value': { status: 422, retryable: false, message: '剧本的“{key}”不可用：{allowed}' },
  'story-task': { status: 422, retryable: false, message: '剧本提到的任务{value}不在计划中，计划的任务编号为{allowed}' },
  'story-unit': { status: 422, retryable: false, message: '剧本提到的单位“{value}”不在单位名录中，可用 every-unit、reporter、office 或单位名称' },
  'story-day': { status: 422, retryable: false, message: '剧本的日期“{value}”不可用，可用 YYYY-MM-DD、MM-DD、launch+N、after+N（N 为工作日数）' },
  'story-act': { status: 409, retryable: false, message: '剧本在{day}对任务{task}安排的“{act}”不能进行：{detail}' },
  'story-scene': { status: 409, retryable: false, message: '剧本在{day}安排的“{act}”不能进行：{detail}' },
  'drill-past': { status: 422, retryable: false, message: '{year}年的启动日{launch}已经过去，演练只能走今后的年份，请用 --year 指定' },
  // endregion story
} as const satisfies Record<string, Entry>;

export type ErrorCode = keyof typeof catalogue;

/** Values named in a message. Numbers and text only: a fault must print the same everywhere. */
export type FaultValues = Readonly<Record<string, string | number>>;

/** One thing that is wrong, ready to be shown to a person. `line` is 1-based in the input it speaks of. */
export interface Fault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly line?: number;
  readonly values: FaultValues;
}

/** Builds one fault; placeholders without a value stay visible as `{name}` so that a test catches them. */
export function fault(code: ErrorCode, values: FaultValues = {}, line?: number): Fault {
  const message = catalogue[code].message.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
  return {
    code,
    message: line === undefined ? message : `第${line}行：${message}`,
    values,
    ...(line === undefined ? {} : { line }),
  };
}

/** A refusal or failure with all its faults at once. Thrown outside workflows; inside, see activities. */
export class DubanError extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[], options?: { cause?: unknown }) {
    super(faults.map((f) => f.message).join('\n'), options);
    this.name = 'DubanError';
    this.faults = faults;
  }

  get code(): ErrorCode {
    return this.faults[0]?.code ?? 'internal';
  }

  get status(): number {
    return catalogue[this.code].status;
  }

  get retryable(): boolean {
    return catalogue[this.code].retryable;
  }
}

/** Shorthand for the common case of a single fault. */
export function refuse(code: ErrorCode, values: FaultValues = {}, line?: number): DubanError {
  return new DubanError([fault(code, values, line)]);
}
