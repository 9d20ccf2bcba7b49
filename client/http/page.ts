/** Sends a rendered page. */
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** Renders the tree on the server; every text in it is escaped by preact. */
export function page(reply: FastifyReply, tree: VNode): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(`<!doctype html>${renderToString(tree)}`);
}
