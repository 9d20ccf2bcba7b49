/**
 * The layers of the code (docs/ARCHITECTURE.md): imports go downward only, nobody imports client, no rings. It reads
 * the compiled JavaScript in dist, where only imports that happen at run time are left: the types of activities are
 * open to workflows. Imports of types are held by test/worker/layers.test.ts.
 */
const only = (layer, allowed) => ({
  name: `${layer.slice(0, -1)}-imports-downward`,
  severity: 'error',
  from: { path: `^dist/${layer}` },
  to: { path: '^dist/', pathNot: `^dist/(${[layer, ...allowed].join('|')})` },
});

/** What cannot run, or must not be computed, inside Temporal's workflow sandbox. */
const outsideSandbox = '(^|/)node_modules/(luxon|zod|yaml|chinese-days|pino|pg|drizzle-orm|fastify|nodemailer)/';

module.exports = {
  forbidden: [
    {
      name: 'no-rings',
      comment: 'a module loaded on demand by `await import()` may know who loads it',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['dynamic-import'] } },
    },
    only('domain/', []),
    only('workflows/', ['domain/']),
    only('activities/', ['domain/', 'workflows/messages']),
    only('worker/', ['domain/', 'activities/', 'workflows/']),
    only('client/', ['domain/', 'activities/', 'workflows/', 'worker/']),
    {
      name: 'workflows-stay-in-the-sandbox',
      comment: 'no holiday table, no time zone arithmetic and no schema library inside workflow code',
      severity: 'error',
      from: { path: '^dist/workflows/' },
      to: { path: `${outsideSandbox}|^dist/domain/calendar/holidays`, reachable: true },
    },
    {
      name: 'no-node-in-workflows',
      comment: 'Temporal runs workflows without the modules of Node',
      severity: 'error',
      from: { path: '^dist/workflows/' },
      to: {
        path: '^(node:)?(assert|buffer|child_process|crypto|events|fs|http|https|module|net|os|path|process|stream|timers|url|util|worker_threads)(/|$)',
        reachable: true,
      },
    },
    {
      name: 'tests-stay-outside',
      severity: 'error',
      from: { path: '^dist/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'dist/workflow-bundle\\.js$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
