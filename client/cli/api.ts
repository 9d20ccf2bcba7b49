/** The way from a command to the running service: its HTTP API, with the token. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DubanError, type Fault, refuse } from '../../domain/errors.js';
import { type Environment, readConfig, readEnvironment } from '../../worker/config.js';

export interface Api {
  get<T>(path: string, query?: Readonly<Record<string, string | undefined>>): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** A document or a table as it stands. */
  bytes(path: string, query?: Readonly<Record<string, string | undefined>>): Promise<Uint8Array>;
  /** A large file as it comes in, however long it takes. */
  stream(path: string, query?: Readonly<Record<string, string | undefined>>): Promise<ReadableStream<Uint8Array>>;
}

const TIMEOUT_SECONDS = 120;

/**
 * The API at `DUBAN_URL`, by default `http://127.0.0.1:PORT`. The token is `DUBAN_TOKEN`, by default the file `token` in
 * the data folder.
 * Calls throw the service's own faults as a DubanError, or one that says the service cannot be reached.
 */
export function connectApi(env: Environment = readEnvironment()): Api {
  const config = readConfig(env);
  const url = config.serviceUrl ?? `http://127.0.0.1:${config.port}`;
  const file = join(config.dataDir, 'token');
  const token = config.token ?? (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined);
  const send = async (method: 'GET' | 'POST', path: string, body?: unknown, patient = false): Promise<Response> => {
    const response = await reach(url, path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(patient ? {} : { signal: AbortSignal.timeout(TIMEOUT_SECONDS * 1000) }),
    });
    // Asked only now: without a service there is no token file either, and the service is what the person must start.
    if (token === undefined && response.status === 401) throw refuse('token-missing', { file });
    if (response.ok) return response;
    const faults = faultsOf(await jsonOf(response, url));
    if (faults === undefined) throw refuse('service-foreign', { url });
    throw new DubanError(faults);
  };
  return {
    get: async <T>(path: string, query = {}) => (await jsonOf(await send('GET', withQuery(path, query)), url)) as T,
    post: async <T>(path: string, body: unknown) => (await jsonOf(await send('POST', path, body), url)) as T,
    stream: async (path, query = {}) => {
      const { body } = await send('GET', withQuery(path, query), undefined, true);
      if (body === null) throw refuse('service-foreign', { url });
      return body;
    },
    bytes: async (path, query = {}) => new Uint8Array(await (await send('GET', withQuery(path, query))).arrayBuffer()),
  };
}

function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams(Object.entries(query).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])));
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

/** The path of a task in the API; each part of its id is escaped. @throws `task-unknown` for what cannot be a task's id. */
export function taskPath(id: string): string {
  if (!/^[^/]+\/\d{4}\/\d{1,4}$/.test(id))
    throw refuse('task-unknown', { task: id, allowed: 'wenchanghu-2023/2023/5' });
  return `/api/tasks/${id.split('/').map(encodeURIComponent).join('/')}`;
}

async function reach(url: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${url}${path}`, init);
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError')
      throw refuse('service-timeout', { url, seconds: TIMEOUT_SECONDS });
    throw new DubanError(refuse('service-not-running', { url }).faults, { cause: error });
  }
}

async function jsonOf(response: Response, url: string): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw refuse('service-foreign', { url });
  }
}

function faultsOf(answer: unknown): Fault[] | undefined {
  if (typeof answer !== 'object' || answer === null || !('faults' in answer) || !Array.isArray(answer.faults))
    return undefined;
  const faults = answer.faults as readonly Partial<Fault>[];
  if (faults.length === 0 || faults.some((f) => typeof f.message !== 'string')) return undefined;
  return faults as Fault[];
}
