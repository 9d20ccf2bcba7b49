/** The page of one comment period, the acts on it, entry of a call or letter, and decisions on several comments at once. */
import { randomUUID } from 'node:crypto';
import type { VNode } from 'preact';
import { z } from 'zod';
import { isLive } from '../../domain/comment/period.js';
import { dayOf } from '../../domain/day.js';
import { periodHref, type Tried } from '../console/comments-parts.js';
import { type CommentsShown, periodPage } from '../console/comments-period-page.js';
import type { CommentFilter, PeriodDetail } from './comment-answers.js';
import { enteredBody, periodAct, periodActBody, periodParams } from './comment-bodies.js';
import { enterComment } from './comment-entry.js';
import { carryOut, fieldsOf, fieldWord, flatForm, numbersOf, readFields } from './console-comments-form.js';
import { doneOf, doneQuery } from './done.js';
import { page } from './page.js';
import { mustForm, mustSession, officeActor, type Session, signedOf } from './session.js';
import type { Site, ZodWeb } from './site.js';

/** Comments on one page of the list. */
const PAGE = 50;

const listQuery = doneQuery.extend({
  show: z.enum(['open', 'all', 'after']).optional(),
  item: z.coerce.number().int().min(1).max(9999).optional().catch(undefined),
  from: z.coerce.number().int().min(1).max(10_000_000).optional().catch(undefined),
});
type ListQuery = z.infer<typeof listQuery>;

const batchFields = z.object({
  act: z.enum(['setAside', 'merge']),
  reason: z.string().trim().max(500).default(''),
  into: z.coerce.number('应为意见的编号').int('应为意见的编号').min(1, '应为意见的编号').optional(),
});

/** Adds `/comments/PLAN/ROUND`. */
export function addPeriodPages(web: ZodWeb, site: Site): void {
  const params = periodParams;
  const show = async (id: string, session: Session, query: Partial<ListQuery>, tried?: Tried): Promise<VNode> => {
    const [period, directory] = await Promise.all([site.comments.period(id), site.records.directory()]);
    const shown = await shownOf(site, period, query);
    return periodPage({
      signed: signedOf(session, site),
      period,
      directory,
      shown,
      today: dayOf(site.now()),
      entryKey: tried?.values['idempotencyKey'] ?? randomUUID(),
      done: doneOf(query.done),
      tried,
    });
  };

  web.get('/comments/:plan/:round', { schema: { params, querystring: listQuery } }, async (request, reply) => {
    const session = mustSession(request, site);
    return page(reply, await show(idOf(request.params), session, request.query));
  });

  web.post('/comments/:plan/:round/acts', { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const id = idOf(request.params);
    const values = fieldsOf(request.body);
    const work = async () => {
      await site.office.comments.act(id, periodAct(readFields(periodActBody, values)), officeActor(session.name));
      return `${periodHref(id)}?done=decided`;
    };
    return carryOut(reply, { name: values['kind'] ?? 'act', values }, work, (tried) => show(id, session, {}, tried));
  });

  web.post('/comments/:plan/:round/enter', { schema: { params, body: flatForm } }, async (request, reply) => {
    const session = mustForm(request, site);
    const id = idOf(request.params);
    const values = fieldsOf(request.body);
    const work = async () => {
      const { item, ...rest } = entryOf(values);
      const body = readFields(enteredBody, { ...rest, ...(item === undefined ? {} : { item: Number(item) }) });
      const { no } = await enterComment(site, id, body, officeActor(session.name).name);
      return `${periodHref(id)}/${no}?done=entered`;
    };
    return carryOut(reply, { name: 'enter', values }, work, (tried) => show(id, session, {}, tried));
  });

  web.post(
    '/comments/:plan/:round/batch',
    { schema: { params, body: flatForm, querystring: listQuery } },
    async (request, reply) => {
      const session = mustForm(request, site);
      const id = idOf(request.params);
      const values = fieldsOf(request.body);
      const { done: _done, ...query } = request.query;
      const work = async () => {
        await decideSeveral(site, id, values, session);
        return `${periodHref(id)}?${listAddress(query, 'decided')}#comments`;
      };
      return carryOut(reply, { name: 'batch', values }, work, (tried) => show(id, session, query, tried));
    },
  );
}

/** `{plan}/{round}` */
export const idOf = ({ plan, round }: z.infer<typeof periodParams>): string => `${plan}/${round}`;

/** What the entry form asks of each channel; the rest of its fields says nothing. */
function entryOf(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { heardAt, postmark, arrived, ...rest } = values;
  const times = rest['channel'] === 'post' ? { postmark, arrived } : { heardAt };
  return Object.fromEntries(
    Object.entries({ ...rest, ...times }).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

/** What the list showed as decided, by serial number. */
function seenOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(',').flatMap((pair) => {
      const [no = '', digest] = pair.split(':');
      return digest === undefined ? [] : [[no, digest]];
    }),
  );
}

async function decideSeveral(
  site: Site,
  id: string,
  values: Readonly<Record<string, string>>,
  session: Session,
): Promise<void> {
  const { act, reason, into } = readFields(batchFields, values);
  const nos = numbersOf(values['nos']);
  const seen = seenOf(values['seen'] ?? '');
  const actor = officeActor(session.name);
  if (act === 'setAside') {
    await site.office.comments.setAside(id, nos, reason, actor, seen);
    return;
  }
  const main = readFields(z.object({ into: z.number(`请写明${fieldWord('into')}`) }), { into }).into;
  // Whoever ticks the main one too means the others.
  const others = nos.filter((no) => no !== main);
  await site.office.comments.merge(id, others.length === 0 ? nos : others, main, actor, seen);
}

/** A page of the list: by default what is open, or everything once nothing is. */
async function shownOf(site: Site, period: PeriodDetail, query: Partial<ListQuery>): Promise<CommentsShown> {
  const show = query.show ?? (isLive(period) && period.counts.open > 0 && query.item === undefined ? 'open' : 'all');
  const filter: CommentFilter = {
    limit: PAGE + 1,
    ...(show === 'open' ? { open: true } : {}),
    after: show === 'after',
    ...(query.item === undefined ? {} : { item: query.item }),
    ...(query.from === undefined ? {} : { from: query.from }),
  };
  const found = await site.comments.comments(period.id, filter);
  return {
    list: found.slice(0, PAGE),
    show,
    item: query.item,
    from: query.from,
    next: found[PAGE]?.no,
  };
}

function listAddress(query: Omit<ListQuery, 'done'>, done: string): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return new URLSearchParams([...given.map(([name, value]) => [name, String(value)]), ['done', done]]).toString();
}
