/** Opening a comment period: its terms, what comes of them, everything that is wrong. */
import type { ComponentChildren, VNode } from 'preact';
import type { CommentKind } from '../../domain/comment/rules.js';
import { interpretationParts, interpretationWords } from '../../domain/comment/terms.js';
import { inChinese } from '../../domain/day.js';
import { unitOf } from '../../domain/directory.js';
import type { Fault } from '../../domain/errors.js';
import type { Directory } from '../../domain/org.js';
import type { PeriodCheck } from '../acts.js';
import { Faults } from './comments-parts.js';
import { Layout, type Signed } from './layout.js';
import { AreaField, SelectField, Table, TextField } from './parts.js';

interface NewPeriodProps {
  readonly signed: Signed;
  readonly kinds: readonly CommentKind[];
  readonly directory: Directory;
  /** As typed. */
  readonly values: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
  /** What would come of it, where the terms could be read. */
  readonly check?: PeriodCheck;
}

export function newPeriodPage(props: NewPeriodProps): VNode {
  const { signed, faults, check, directory } = props;
  return (
    <Layout title="开始一次征求意见" area="/comments" signed={signed}>
      <p class="crumb">
        <a href="/comments">征求意见</a> / 开始一次征求意见
      </p>
      <h1>开始一次征求意见</h1>
      <Faults faults={faults} head={`有${faults.length}处要改，改好之后才能开始`} />
      {check === undefined ? null : <Checked check={check} directory={directory} clean={faults.length === 0} />}
      <TermsForm {...props} />
      <p>
        <small>
          也可以用命令：<code>duban comment check 文件</code>，核对无误后 <code>duban comment open 文件</code>
        </small>
      </p>
    </Layout>
  );
}

function Checked({
  check,
  directory,
  clean,
}: {
  readonly check: PeriodCheck;
  readonly directory: Directory;
  readonly clean: boolean;
}): VNode {
  const { window } = check;
  return (
    <section class="card">
      <h2>核对结果</h2>
      {clean ? (
        <p class="did" role="status">
          没有发现问题，可以开始。编号为{check.period}。
        </p>
      ) : null}
      <dl class="facts">
        <dt>截止日</dt>
        <dd>{inChinese(window.byCode)}（按民法典：首日不计，最后一天遇休息日顺延）</dd>
        <dt>含首日计</dt>
        <dd>{inChinese(window.inclusive)}</dd>
        <dt>文件写明</dt>
        <dd>{window.stated === null ? '没有写截止日期' : inChinese(window.stated)}</dd>
        <dt>公布采纳情况</dt>
        <dd>不迟于{inChinese(check.closeOutDue)}</dd>
      </dl>
      {window.unknownYears.length === 0 ? null : (
        <p class="warn">{window.unknownYears.join('、')}年的放假安排还没有公布，暂按周一至周五推算。</p>
      )}
      <h3>征求意见稿的条目（{check.items.length}项）</h3>
      <details open={check.items.length <= 12}>
        <summary>{check.items.length === 0 ? '没有读出条目' : '条目和牵头单位'}</summary>
        <Table
          rows={check.items}
          keyOf={(item) => String(item.number)}
          empty="没有读出有编号的条目，意见只能针对全文提出。"
          columns={[
            { head: '序号', cell: (item) => item.number, tight: true },
            { head: '条目', cell: (item) => item.title, wide: true },
            {
              head: '牵头单位',
              cell: (item) =>
                item.lead === null
                  ? '单位名录中没有，意见由办公室处理'
                  : (unitOf(directory, item.lead)?.name ?? item.lead),
            },
          ]}
        />
      </details>
    </section>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ComponentChildren }): VNode {
  return (
    <fieldset class="group">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

function TermsForm({ signed, kinds, values }: NewPeriodProps): VNode {
  const line = (name: string) => ({ name, required: false, value: values[name] ?? '' });
  return (
    <form method="post" action="/comments/new" enctype="multipart/form-data" class="act period-terms">
      <input type="hidden" name="csrf" value={signed.csrf} />
      <Group title="征求什么意见">
        <TextField label="标题" {...line('title')} hint="征求意见的文件名称" />
        <TextField
          label="编号"
          {...line('plan')}
          hint="小写字母、数字和连字符，如 daolu-2026；同一编号再次征求意见是下一轮"
        />
        <SelectField
          label="文件种类"
          {...line('kind')}
          required
          options={kinds.map((kind) => ({ value: kind.id, word: `${kind.name}，不少于${leastWords(kind)}` }))}
        />
        <TextField label="征求意见的单位" {...line('issuer')} hint="公告落款的单位" />
      </Group>
      <Group title="期限">
        <TextField label="起始日期" {...line('start')} kind="date" />
        <div class="pair">
          <TextField label="期限" {...line('length')} hint="首日不计" />
          <SelectField
            label="单位"
            name="unit"
            options={[
              { value: 'days', word: '日' },
              { value: 'workdays', word: '个工作日' },
            ]}
            value={values['unit'] ?? 'days'}
          />
        </div>
        <TextField label="公告写明的截止日期" {...line('end')} kind="date" hint="公告只写了期限的不填" />
        <TextField label="缩短期限的理由" {...line('reasonForShort')} hint="短于规定期限时填写，并须写入公告" />
      </Group>
      <Group title="公告和征求意见稿">
        <AreaField label="公告全文" {...line('notice')} rows={6} hint="不填由系统拟写" />
        <AreaField label="征求意见稿全文" {...line('draft')} rows={10} />
        <label class="field">
          <span>或者选择文件</span>
          <input type="file" name="file" accept=".txt,.docx,.html,.htm" />
          <small>txt、docx、html；选了文件以文件为准，核对之后文字显示在上面的框里</small>
        </label>
      </Group>
      <Group title="政策解读（六个部分都要写）">
        {interpretationParts.map((part) => (
          <AreaField key={part} label={interpretationWords[part]} {...line(part)} rows={2} />
        ))}
      </Group>
      <Group title="提意见的渠道">
        <label>
          <input type="checkbox" name="web" value="yes" checked={values['web'] === 'yes'} /> 网页（本系统的公众页面）
        </label>
        <TextField label="电子邮件" {...line('email')} />
        <TextField label="电话" {...line('phone')} />
        <TextField label="邮寄地址" {...line('address')} />
        <TextField label="信封上注明的字样" {...line('mark')} />
      </Group>
      <div class="buttons">
        <button type="submit" name="act" value="check">
          核对
        </button>
        <button type="submit" name="act" value="open" class="danger">
          开始征求意见
        </button>
      </div>
      <small>“核对”什么都不改动。“开始征求意见”后公告、征求意见稿和政策解读按起始日期向公众公布。</small>
    </form>
  );
}

function leastWords({ minimum }: CommentKind): string {
  return 'days' in minimum ? `${minimum.days}日` : `${minimum.workdays}个工作日`;
}
