/**
 * - `renewed`: there is a new token
 * - `ended`: the session is over
 * - `unknown`: the renewal got no answer; the session may be good
 */
export type Renewal = 'renewed' | 'ended' | 'unknown';

export interface ReplayNeeds<Answer> {
  /** The token at this moment. */
  readonly currentToken: () => string | undefined;
  readonly send: (token: string | undefined) => Promise<Answer>;
  readonly renew: () => Promise<Renewal>;
}

/** Sends; if the session's token has run out, gets a new one and sends once more. */
export async function replayAfterRenewal<Answer extends { readonly error?: { readonly code: string } }>({
  currentToken,
  send,
  renew,
}: ReplayNeeds<Answer>): Promise<Answer> {
  const token = currentToken();
  const answer = await send(token);
  if (token === undefined || answer.error?.code !== 'session.invalid') return answer;

  // While this request was on its way another one may have renewed the session, or somebody ended it.
  const tokenNow = currentToken();
  if (tokenNow === undefined) return answer;
  if (tokenNow === token && (await renew()) !== 'renewed') return answer;
  return send(currentToken());
}
