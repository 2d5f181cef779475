/** What a handler answers; `body` is checked against the route's schema for `status` before it is sent. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

export const ok = (body: unknown, headers?: Answer['headers']): Answer => ({ status: 200, body, headers });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const accepted = (body: unknown): Answer => ({ status: 202, body });
export const noContent = (headers?: Answer['headers']): Answer => ({ status: 204, headers });
