/** For whoever runs duban: health for a load balancer, figures for Prometheus, the stylesheet. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { fromRoot } from '../../worker/root.js';
import type { Site, ZodWeb } from './site.js';

/** Adds `/health`, `/health/live`, `/metrics` and `/static/duban.css`. None of them needs a login; none tells content. */
export function addOps(web: ZodWeb, site: Site): void {
  const word = (text: string) => (text === 'ok' ? 'ok' : 'unavailable');
  let lastTold = '';
  web.get('/health/live', async () => ({ live: true }));
  web.get('/health', async (_request, reply) => {
    const state = await site.health();
    const ready = state.temporal === 'ok' && state.ledger === 'ok';
    // Anybody may ask: what exactly is wrong names hosts and ports, and belongs in the log. Once, not at every probe.
    const told = ready ? '' : JSON.stringify(state);
    if (told !== '' && told !== lastTold) site.log?.warn({ health: state }, 'not ready');
    lastTold = told;
    const { temporal, ledger } = state;
    return reply.status(ready ? 200 : 503).send({ live: true, ready, temporal: word(temporal), ledger: word(ledger) });
  });
  addMetrics(web, site);

  const css = readFileSync(fromRoot('client', 'console', 'duban.css'));
  const etag = `"${createHash('sha256').update(css).digest('hex').slice(0, 16)}"`;
  web.get('/static/duban.css', async (request, reply) => {
    void reply.header('etag', etag).header('cache-control', 'no-cache');
    if (request.headers['if-none-match'] === etag) return reply.status(304).send();
    return reply.type('text/css; charset=utf-8').send(css);
  });
}

function addMetrics(web: ZodWeb, site: Site): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'duban_http_seconds',
    help: 'Time to answer a request',
    labelNames: ['route', 'status'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5],
    registers: [registry],
  });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const tasks = gauge('duban_tasks', 'Tasks by stage', ['stage']);
  const letters = gauge('duban_letters', 'Letters by status', ['status']);
  const overdue = gauge('duban_tasks_overdue', 'Open tasks past their deadline');
  const late = gauge('duban_letter_lateness_seconds', 'Lateness of sent letters', ['quantile']);
  const events = gauge('duban_ledger_events', 'Entries of the chain');

  web.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    duration.observe({ route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  web.get('/metrics', async (_request, reply) => {
    const { counts, onTime } = await site.records.admin();
    for (const [stage, n] of Object.entries(counts.tasks)) tasks.set({ stage }, n);
    for (const [status, n] of Object.entries(counts.letters)) letters.set({ status }, n);
    overdue.set(counts.overdue);
    events.set(counts.events);
    for (const q of ['p50', 'p95', 'max'] as const) late.set({ quantile: q }, onTime[q] / 1000);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
