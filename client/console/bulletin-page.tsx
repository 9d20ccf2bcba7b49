/**
 * A bulletin as a page for the office and, once approved, for units: words, chart, tables. Every number is a link to the
 * tasks behind it. The frame around it is the caller's.
 */
import type { ComponentChildren, VNode } from 'preact';
import {
  bulletinTitle,
  chartTitle,
  chartWords,
  contestWords,
  openingWords,
  percent,
  shareStateWords,
  totalWords,
} from '../../activities/documents/bulletin-words.js';
import { dayOf, inChinese } from '../../domain/day.js';
import type { Bulletin, BulletinGroup, BulletinTask, Share } from '../../domain/supervision/bulletin.js';
import { shareStates } from '../../domain/supervision/percentages.js';
import type { BulletinAnswer } from '../http/cycle-answers.js';
import { type Column, Table } from './parts.js';

export interface BulletinViewProps {
  readonly answer: BulletinAnswer;
  readonly officeName: string;
  /** The record of a task; for readers without a login undefined: the page's own list of tasks is the end then. */
  readonly taskHref?: (task: string) => string;
  /** Where the letters to a unit are listed; undefined: the burden stays plain numbers. */
  readonly lettersHref?: (unit: string) => string;
  /** Address of the SVG picture; undefined leaves the chart out. */
  readonly chartUrl?: string;
  readonly docxUrl?: string;
}

/** The bulletin itself, from its title to its list of tasks. */
export function BulletinView(props: BulletinViewProps): VNode {
  const { answer, officeName, chartUrl, docxUrl } = props;
  const { bulletin } = answer;
  const name = (unit: string): string => answer.names[unit] ?? unit;
  return (
    <article class="bulletin">
      <h1>{bulletinTitle(bulletin)}</h1>
      <p class="state">
        {answer.draft ? '草稿：审签后编号，印发前内容会随报送变化' : `${answer.number}　${inChinese(dayOf(answer.at))}`}{' '}
        {docxUrl === undefined ? null : <a href={docxUrl}>下载 Word 文件</a>}
      </p>
      {openingWords(bulletin).map((words) => (
        <p key={words}>{words}</p>
      ))}
      <Totals bulletin={bulletin} />
      {chartUrl === undefined || bulletin.total === 0 ? null : (
        // A keyboard reaches what a narrow screen shows only in part.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
        <figure class="chart" tabIndex={0}>
          <img src={chartUrl} alt={chartWords(bulletin, name)} width={760} />
          <figcaption>{chartTitle(bulletin)}</figcaption>
        </figure>
      )}
      <Groups head="类别" prefix="c" list={bulletin.chapters} word={chapterWord} />
      <Groups head="单位" prefix="u" list={bulletin.units} word={name} />
      <Problems bulletin={bulletin} name={name} />
      <Asked bulletin={bulletin} name={name} lettersHref={props.lettersHref} />
      <h2>异议的提出</h2>
      <p>{contestWords(bulletin, officeName)}</p>
      <Behind {...props} name={name} />
      <GroupTasks head="各类别的任务" prefix="c" list={bulletin.chapters} word={chapterWord} />
      <GroupTasks head="各单位的任务" prefix="u" list={bulletin.units} word={name} />
    </article>
  );
}

/** The title of the page that holds it. */
export const bulletinPageTitle = ({ bulletin, draft }: BulletinAnswer): string =>
  `${bulletinTitle(bulletin)}${draft ? '（草稿）' : ''}`;

/** A number that opens the list of the tasks it counts; nought opens nothing. */
function Count({ count, to }: { readonly count: number; readonly to: string }): VNode {
  return count === 0 ? <>0</> : <a href={`#${to}`}>{count}</a>;
}

function Totals({ bulletin }: { readonly bulletin: Bulletin }): VNode {
  const { shares, total } = bulletin;
  const sum = shares.reduce((all, one) => all + one.permille, 0);
  const rows = [
    ...shares.map((one) => ({ word: shareStateWords[one.state], to: `all-${one.state}`, ...one })),
    { word: '合计', to: 'tasks', count: total, permille: sum },
  ];
  return (
    <section>
      <h2>总体情况</h2>
      <p>{totalWords(bulletin)}</p>
      <Table
        rows={total === 0 ? [] : rows}
        keyOf={(row) => row.word}
        empty="本期没有应报送的任务。"
        columns={[
          { head: '进展', cell: (row) => row.word },
          { head: '项数', cell: (row) => <Count count={row.count} to={row.to} /> },
          { head: '占比', cell: (row) => percent(row.permille) },
        ]}
      />
    </section>
  );
}

interface GroupsProps {
  readonly head: string;
  /** Begins the anchors of these groups. */
  readonly prefix: string;
  readonly list: readonly BulletinGroup[];
  readonly word: (name: string) => string;
}

function Groups({ head, prefix, list, word }: GroupsProps): VNode {
  const columns: Column<{ readonly group: BulletinGroup; readonly at: number }>[] = [
    { head, cell: ({ group }) => word(group.name), wide: true },
    { head: '任务', cell: ({ group, at }) => <Count count={group.total} to={`${prefix}${at}`} />, tight: true },
    ...shareStates.map((state) => ({
      head: shareStateWords[state],
      cell: ({ group, at }: { readonly group: BulletinGroup; readonly at: number }) => (
        <Count count={countOf(group, state)} to={`${prefix}${at}-${state}`} />
      ),
      tight: true as const,
    })),
  ];
  return (
    <section>
      <h2>按{head}</h2>
      <Table
        rows={list.map((group, at) => ({ group, at }))}
        keyOf={({ group }) => group.name}
        empty="无。"
        columns={columns}
      />
    </section>
  );
}

const chapterWord = (chapter: string): string => (chapter === '' ? '未分类' : chapter);

/** What the numbers of a table of groups open. */
function GroupTasks({ head, prefix, list, word }: GroupsProps): VNode {
  return (
    <section>
      <h2>{head}</h2>
      {list.map((group, at) => (
        <div key={group.name} id={`${prefix}${at}`}>
          <h3>
            {word(group.name)}（{group.total}项）
          </h3>
          <ul>
            {shareStates.map((state) =>
              countOf(group, state) === 0 ? null : (
                <li key={state} id={`${prefix}${at}-${state}`}>
                  {shareStateWords[state]}
                  {countOf(group, state)}项：
                  <TaskLinks tasks={group.tasks[state] ?? []} />
                </li>
              ),
            )}
          </ul>
        </div>
      ))}
    </section>
  );
}

const countOf = (group: BulletinGroup, state: Share['state']): number =>
  group.shares.find((share) => share.state === state)?.count ?? 0;

/** The anchor of a task in the list at the end; its id may hold signs that addresses do not. */
const anchorOf = (task: string): string => `task-${task.split('/').slice(1).join('-')}`;

function TaskLinks({ tasks }: { readonly tasks: readonly string[] }): VNode {
  return (
    <>
      {tasks.map((task, at) => (
        <span key={task}>
          {at === 0 ? '' : '、'}
          <a href={`#${anchorOf(task)}`}>第{task.split('/').at(-1)}项</a>
        </span>
      ))}
    </>
  );
}

interface Named {
  readonly bulletin: Bulletin;
  readonly name: (unit: string) => string;
}

const titled = ({ task, title }: { readonly task: string; readonly title: string }): ComponentChildren => (
  <a href={`#${anchorOf(task)}`}>{title}</a>
);

function Problems({ bulletin, name }: Named): VNode {
  const { behind, overdue, silent, sentBack } = bulletin;
  return (
    <section>
      <h2>进度滞后的任务（{behind.length}项）</h2>
      <Table
        rows={behind}
        keyOf={(row) => row.task}
        empty="无。"
        columns={[
          { head: '序号', cell: (row) => row.number, tight: true },
          { head: '任务', cell: titled, wide: true },
          { head: '单位', cell: (row) => name(row.lead) },
          { head: '进展', cell: (row) => row.progress },
          { head: '滞后原因', cell: (row) => row.problems || '未写明' },
          { head: '需协调事项', cell: (row) => row.help },
        ]}
      />
      <h2>逾期未办结的任务（{overdue.length}项）</h2>
      <Table
        rows={overdue}
        keyOf={(row) => row.task}
        empty="无。"
        columns={[
          { head: '序号', cell: (row) => row.number, tight: true },
          { head: '任务', cell: titled, wide: true },
          { head: '单位', cell: (row) => name(row.lead) },
          { head: '现时限', cell: (row) => `${inChinese(row.due)}，逾期${row.days}天` },
          { head: '原定时限', cell: (row) => `${inChinese(row.firstDue)}，逾期${row.daysFromFirst}天` },
        ]}
      />
      <h2>未按时报送的单位（{silent.length + sentBack.length}个）</h2>
      {silent.length + sentBack.length === 0 ? <p>无。</p> : null}
      {silent.length === 0 ? null : <p>未报送：{silent.map(name).join('、')}。</p>}
      {sentBack.length === 0 ? null : <p>退回后未重报：{sentBack.map(name).join('、')}。</p>}
    </section>
  );
}

function Asked({
  bulletin,
  name,
  lettersHref,
}: Named & { readonly lettersHref: BulletinViewProps['lettersHref'] | undefined }): VNode {
  return (
    <section>
      <h2>要求单位填报的情况</h2>
      <Table
        rows={bulletin.burden}
        keyOf={(row) => row.unit}
        empty="无。"
        columns={[
          { head: '单位', cell: (row) => name(row.unit) },
          { head: '通知', cell: (row) => row.requests },
          { head: '表格', cell: (row) => row.forms },
          { head: '函件', cell: (row) => row.letters },
          {
            head: '合计',
            cell: (row) => {
              const sum = row.requests + row.forms + row.letters;
              return lettersHref === undefined ? sum : <a href={lettersHref(row.unit)}>{sum}</a>;
            },
          },
        ]}
      />
    </section>
  );
}

/** The records behind the numbers: every task once, in its state's list and in the table with what was returned for it. */
function Behind({ answer, taskHref, name }: BulletinViewProps & Pick<Named, 'name'>): VNode {
  const { tasks } = answer.bulletin;
  const columns: Column<BulletinTask>[] = [
    {
      head: '任务',
      cell: (row) => (
        <span id={anchorOf(row.task)}>
          {row.number}. {taskHref === undefined ? row.title : <a href={taskHref(row.task)}>{row.title}</a>}
        </span>
      ),
      wide: true,
    },
    { head: '单位', cell: (row) => name(row.lead) },
    { head: '进展', cell: (row) => shareStateWords[row.state], tight: true },
    {
      head: '报送内容',
      cell: (row) =>
        [row.progress, row.problems === '' ? '' : `问题：${row.problems}`, row.help === '' ? '' : `需协调：${row.help}`]
          .filter((words) => words !== '')
          .join('；'),
      wide: true,
    },
  ];
  return (
    <section id="tasks">
      <h2>各项任务（{tasks.length}项）</h2>
      <ul>
        {shareStates.map((state) => {
          const own = tasks.filter((task) => task.state === state);
          return own.length === 0 ? null : (
            <li key={state} id={`all-${state}`}>
              {shareStateWords[state]}
              {own.length}项：
              <TaskLinks tasks={own.map((one) => one.task)} />
            </li>
          );
        })}
      </ul>
      <Table rows={tasks} keyOf={(row) => row.task} empty="无。" columns={columns} />
    </section>
  );
}
