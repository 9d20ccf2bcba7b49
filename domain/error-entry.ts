/** An entry of the error catalogue (domain/errors). */
export interface Entry {
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 411 | 413 | 415 | 422 | 429 | 500 | 502 | 503;
  /** A later try of the very same request can succeed. */
  readonly retryable: boolean;
  /** Chinese; `{name}` is replaced by a value. */
  readonly message: string;
}
