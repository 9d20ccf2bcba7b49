/** The public page of one comment period: where it stands, notice, interpretation, draft, form. */
import type { VNode } from 'preact';
import { channelWords, commentChannels } from '../../domain/comment/comment.js';
import type { PublicDetail } from '../http/comment-answers.js';
import type { FieldFault } from '../http/public-comment.js';
import type { FormValues } from '../http/public-form.js';
import { Draft, Interpretation } from './public-draft.js';
import { CommentForm, FaultSummary, UnsentWords } from './public-form.js';
import { PublicLayout } from './public-layout.js';
import { StageMark } from './public-list-page.js';
import { Counts, Moves, Notice } from './public-notice.js';
import { type Standing, standingOf } from './public-standing.js';

interface PublicPeriodProps {
  readonly period: PublicDetail;
  /** Epoch ms. */
  readonly now: number;
  readonly values: FormValues;
  /** What is wrong with the form that was sent; empty on a first visit. */
  readonly faults: readonly FieldFault[];
  readonly token: string;
  /** Address of this very page. */
  readonly path: string;
}

export function publicPeriodPage({ period, now, values, faults, token, path }: PublicPeriodProps): VNode {
  const standing = standingOf(period, now);
  const wrong = faults.length > 0;
  const form =
    standing.form === 'none' || !period.terms.channels.web ? null : (
      <CommentForm {...{ period, values, faults, token, path }} late={standing.form === 'late'} />
    );
  return (
    <PublicLayout title={wrong ? `没有提交成功：${period.title}` : period.title}>
      {wrong ? <FaultSummary faults={faults} linked={form !== null} /> : null}
      <p class="crumb">
        {period.terms.issuer}
        {period.round > 1 ? `　第${period.round}次征求意见` : null}
      </p>
      <h1>{period.title}</h1>
      {wrong && form === null ? <UnsentWords text={values.text} /> : null}
      {/* After a refusal the form comes first: nobody should have to look for what to mend. */}
      {wrong ? form : null}
      <Stand period={period} standing={standing} path={path} form={form !== null} />
      <Moves period={period} />
      {standing.down === 'all' ? null : <Notice period={period} />}
      {standing.down === 'none' ? (
        <>
          <Interpretation period={period} />
          <Draft paragraphs={period.paragraphs} open={form !== null} />
        </>
      ) : null}
      <Counts counts={period.counts} now={now} />
      {wrong ? null : form}
      <p>
        已经提过意见的，凭回执编号<a href="/public/receipt">查询办理结果</a>。
      </p>
    </PublicLayout>
  );
}

function Stand({
  period,
  standing,
  path,
  form,
}: {
  readonly period: PublicDetail;
  readonly standing: Standing;
  readonly path: string;
  readonly form: boolean;
}): VNode {
  return (
    <section class="card stand" aria-label="进展">
      <p>
        <StageMark standing={standing} />
      </p>
      <p>{standing.words}</p>
      {standing.down === 'draft' ? <OtherWays period={period} /> : null}
      {period.stage === 'published' ? (
        <p>
          <a class="button" href={`${path}/close-out`}>
            查看意见采纳情况
          </a>
        </p>
      ) : null}
      {standing.down === 'all' ? null : (
        <nav aria-label="本页内容">
          <a href="#notice">公告</a>
          {standing.down === 'none' && Object.values(period.terms.interpretation).some((text) => text.trim() !== '') ? (
            <a href="#interpretation">政策解读</a>
          ) : null}
          {standing.down === 'none' ? <a href="#draft">征求意见稿</a> : null}
          {form ? <a href="#comment">提意见</a> : null}
        </nav>
      )}
    </section>
  );
}

/** A pause stops the page only: what comes by mail, telephone or post is taken all the time (design section 7). */
function OtherWays({ period }: { readonly period: PublicDetail }): VNode | null {
  const ways = commentChannels
    .filter((channel) => channel !== 'web' && period.terms.channels[channel] !== undefined)
    .map((channel) => channelWords[channel]);
  return ways.length === 0 ? null : <p>暂停期间仍可以通过{ways.join('、')}提出意见，方式见下面的公告。</p>;
}
