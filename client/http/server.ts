/** The web server: API, signed links, console and operations, one area a file. Listens nowhere by itself. */
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { refuse } from '../../domain/errors.js';
import { addApi } from './api.js';
import { addConsole } from './console.js';
import { answerFault, missingRoute } from './faults.js';
import { addOps } from './ops.js';
import { addPublic } from './public.js';
import { addReceipts } from './receipts.js';
import { type ServerDeps, type Site, typed } from './site.js';

export type { ServerDeps } from './site.js';

const BODY_LIMIT = 2 * 1024 * 1024;
/** Signed links hold the tasks of a digest. */
const MAX_PARAM = 8192;

/** Builds the server; `listen` and `close` are the caller's. */
export async function createServer(deps: ServerDeps): Promise<FastifyInstance> {
  const site: Site = { ...deps, now: deps.now ?? Date.now };
  const web = fastify({
    // Fastify would log addresses, and the address of a signed link is a key. Failures go to `deps.log` (faults.ts).
    logger: false,
    // Behind a front proxy every visitor would share one address, and so one limit; only known proxies are believed.
    trustProxy: [...(deps.config.trustProxy ?? ['loopback'])],
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: MAX_PARAM, ignoreTrailingSlash: true },
  });
  web.setValidatorCompiler(validatorCompiler);
  web.setSerializerCompiler(serializerCompiler);
  web.setErrorHandler(answerFault(site));
  web.setNotFoundHandler(missingRoute);

  await web.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        frameSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    // TLS, and with it HSTS, is the front proxy's.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await web.register(cookie, { secret: deps.secret });
  await web.register(formbody, { bodyLimit: BODY_LIMIT });
  await web.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) => refuse('too-many-requests', { seconds: Math.ceil(ttl / 1000) }),
  });
  web.addHook('onSend', async (_request, reply) => {
    if (reply.getHeader('cache-control') === undefined) reply.header('cache-control', 'no-store');
  });

  addOps(typed(web), site);
  await web.register(async (area) => addApi(typed(area), site), { prefix: '/api' });
  await web.register(async (area) => addReceipts(typed(area), site), { prefix: '/r' });
  await web.register(async (area) => addPublic(typed(area), site), { prefix: '/public' });
  await web.register(async (area) => addConsole(typed(area), site));
  return web;
}
