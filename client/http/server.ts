/** The web server: API, signed links, console and operations, one area a file. Listens nowhere by itself. */
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { refuse } from '../../domain/errors.js';
import type { Config } from '../../worker/config.js';
import type { Office } from '../office.js';
import type { Records } from '../records.js';
import { addApi } from './api.js';
import { addConsole } from './console.js';
import { answerFault, missingRoute } from './faults.js';
import { addOps, type Health } from './ops.js';
import { addReceipts } from './receipts.js';

/** A case that runs in Temporal, for the admin's page. */
export interface RunningCase {
  readonly id: string;
  readonly kind: string;
  /** Epoch ms. */
  readonly since: number;
  readonly state: string;
}

export interface ServerDeps {
  readonly office: Office;
  readonly records: Records;
  readonly config: Pick<Config, 'publicUrl' | 'smtpUrl' | 'smtpFrom' | 'dataDir'>;
  /** What the office logs in with, on pages and in the API. */
  readonly token: string;
  /** Signs links and sessions. */
  readonly secret: string;
  /** Folder of `.eml` letters when no SMTP server is set. */
  readonly mailbox: string;
  readonly health: () => Promise<Health>;
  readonly running?: () => Promise<readonly RunningCase[]>;
  readonly log?: Logger;
  /** Epoch ms of the present; default the clock. */
  readonly now?: () => number;
}

/** What every area gets: the deps with the defaults filled in. */
export type Site = ServerDeps & { readonly now: () => number };
/** A fastify instance whose handlers see the types of their zod schemas. */
export type ZodWeb = ReturnType<typeof typed>;

const BODY_LIMIT = 2 * 1024 * 1024;
/** Signed links hold the tasks of a digest. */
const MAX_PARAM = 8192;

const typed = (web: FastifyInstance) => web.withTypeProvider<ZodTypeProvider>();

/** Builds the server; `listen` and `close` are the caller's. */
export async function createServer(deps: ServerDeps): Promise<FastifyInstance> {
  const site: Site = { ...deps, now: deps.now ?? Date.now };
  const web = fastify({
    ...(deps.log === undefined ? { logger: false } : { loggerInstance: deps.log as unknown as FastifyInstance['log'] }),
    bodyLimit: BODY_LIMIT,
    disableRequestLogging: true,
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
  await web.register(async (area) => addConsole(typed(area), site));
  return web;
}
