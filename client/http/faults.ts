/** The one place where an error becomes an answer: JSON for the API, a page for people. */
import { randomBytes } from 'node:crypto';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { DubanError, type Fault, fault, refuse } from '../../domain/errors.js';
import { errorPage } from '../console/error-page.js';
import { fieldName } from './field-words.js';
import { page } from './page.js';
import type { Site } from './site.js';

/** Turns whatever was thrown into faults and a status. Unknown errors are logged under the id that the person is shown. */
export function answerFault(site: Site) {
  return async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    return answer(new DubanError(faultsOf(error, request, site)), request, reply);
  };
}

/** Answers for addresses that do not exist. */
export async function missingRoute(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const path = request.url.split('?')[0]?.slice(0, 100) ?? '';
  return answer(refuse('route-missing', { path }), request, reply);
}

function answer(error: DubanError, request: FastifyRequest, reply: FastifyReply): unknown {
  void reply.status(error.status);
  if (error.status === 401 && isApi(request)) void reply.header('www-authenticate', 'Bearer');
  if (isApi(request)) return reply.send({ faults: error.faults });
  return page(reply, errorPage(error.status, error.faults, request.url.startsWith('/r/')));
}

function isApi(request: FastifyRequest): boolean {
  return /^\/(api|health|metrics)(\/|\?|$)/.test(request.url);
}

/** What was thrown, as faults. An unknown error is logged under the id that the person is shown. */
export function faultsOf(error: unknown, request: FastifyRequest, site: Site): readonly Fault[] {
  if (error instanceof DubanError && error.code !== 'internal') return error.faults;
  if (hasZodFastifySchemaValidationErrors(error)) {
    return error.validation.map((v) =>
      fault('field-invalid', { field: fieldName(v.instancePath), detail: v.message ?? '' }),
    );
  }
  const { statusCode = 500, code = '', message = '' } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return [fault('body-too-large', { limit: 2 })];
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return [fault('body-kind', { kind: request.headers['content-type'] ?? '' })];
  if (
    code === 'FST_ERR_CTP_EMPTY_JSON_BODY' ||
    code === 'FST_ERR_CTP_INVALID_JSON_BODY' ||
    error instanceof SyntaxError
  ) {
    return [fault('bad-request', { detail: '内容不是有效的 JSON' })];
  }
  if (statusCode >= 400 && statusCode < 500) return [fault('bad-request', { detail: message })];
  const id = randomBytes(4).toString('hex');
  site.log?.error({ err: error, id, method: request.method, path: request.url.split('?')[0] }, 'request failed');
  return [fault('internal', { id })];
}
