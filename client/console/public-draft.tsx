/** The draft with its numbered items, each with an address of its own, and the interpretation beside it. */
import type { VNode } from 'preact';
import { type DraftParagraph, interpretationParts, interpretationWords } from '../../domain/comment/terms.js';
import type { PublicDetail } from '../http/comment-answers.js';
import { Paragraphs } from './public-layout.js';

/** A heading or a text alone, or an item with the texts that follow it. */
interface Block {
  readonly head: DraftParagraph;
  readonly rest: readonly DraftParagraph[];
}

export function Draft({
  paragraphs,
  open,
}: {
  readonly paragraphs: readonly DraftParagraph[];
  /** Items carry a link to the form. */
  readonly open: boolean;
}): VNode {
  return (
    <section class="card draft" id="draft" aria-labelledby="draft-head">
      <h2 id="draft-head">征求意见稿全文</h2>
      {blocksOf(paragraphs).map((block, index) => (
        <DraftBlock key={index} block={block} open={open} />
      ))}
    </section>
  );
}

function blocksOf(paragraphs: readonly DraftParagraph[]): readonly Block[] {
  const blocks: { head: DraftParagraph; rest: DraftParagraph[] }[] = [];
  for (const paragraph of paragraphs) {
    const last = blocks.at(-1);
    if (paragraph.kind === 'text' && last?.head.kind === 'item') last.rest.push(paragraph);
    else blocks.push({ head: paragraph, rest: [] });
  }
  return blocks;
}

function DraftBlock({ block: { head, rest }, open }: { readonly block: Block; readonly open: boolean }): VNode {
  if (head.kind === 'title') return <p class="draft-title">{head.text}</p>;
  if (head.kind === 'chapter') return <h3>{head.text}</h3>;
  if (head.kind === 'text' || head.item === undefined) return <p>{head.text}</p>;
  return (
    <div class="draft-item" id={`item-${head.item}`}>
      <p>{head.text}</p>
      {rest.map((paragraph) => (
        <p key={paragraph.text}>{paragraph.text}</p>
      ))}
      {open ? (
        <p class="draft-act">
          <a href={`?item=${head.item}#comment`}>
            对本项提意见<span class="unseen">（第{head.item}项）</span>
          </a>
        </p>
      ) : null}
    </div>
  );
}

export function Interpretation({ period }: { readonly period: PublicDetail }): VNode | null {
  const { interpretation } = period.terms;
  const parts = interpretationParts.flatMap((part) => {
    const text = interpretation[part];
    return text === undefined || text.trim() === '' ? [] : [{ part, text }];
  });
  if (parts.length === 0) return null;
  return (
    <section class="card" id="interpretation" aria-labelledby="interpretation-head">
      <h2 id="interpretation-head">政策解读</h2>
      {parts.map(({ part, text }) => (
        <div key={part}>
          <h3>{interpretationWords[part]}</h3>
          <Paragraphs text={text} />
        </div>
      ))}
    </section>
  );
}
