/** A guard of the kit against a trap of the world around it, and the test that proves it is there. */
export interface Guard {
  readonly name: string;
  /** What happens without it, and where that is known from. */
  readonly trap: string;
  readonly file: string;
  /** The guard's exact source text; it stands exactly once in the file. */
  readonly find: string;
  /** What stands there without the guard. */
  readonly replace: string;
  readonly test: string;
  /** Part of the name of the test that must fail then. */
  readonly proof: string;
}

const KIT = 'packages/service-kit';
const SIDECAR = { file: `${KIT}/src/sidecar/dapr-sidecar.ts`, test: `${KIT}/src/sidecar/dapr-sidecar.test.ts` };
const EVENTS = { file: `${KIT}/src/events/event-router.ts`, test: `${KIT}/src/events/event-router.test.ts` };
const ROUTER = { file: `${KIT}/src/http/service-router.ts`, test: `${KIT}/src/http/service-router.test.ts` };
const OUTBOX = { file: `${KIT}/src/events/outbox.ts`, test: `${KIT}/test/outbox.test.ts` };
const NEWER = { file: `${KIT}/src/events/apply-if-newer.ts`, test: `${KIT}/test/apply-if-newer.test.ts` };
const TOKENS = {
  file: `${KIT}/src/auth/access-token-verifier.ts`,
  test: `${KIT}/src/auth/access-token-verifier.test.ts`,
};
const LIFE = { file: `${KIT}/src/life-cycle/start-service.ts`, test: `${KIT}/test/life-cycle.test.ts` };
const SAGA = { file: `${KIT}/src/saga/saga.ts`, test: `${KIT}/src/saga/saga.test.ts` };
const KEYS = { file: `${KIT}/src/idempotency/idempotency-keys.ts`, test: `${KIT}/test/idempotency-keys.test.ts` };
const CONTENTION = { file: `${KIT}/src/data/contention.ts`, test: `${KIT}/src/data/contention.test.ts` };

export const guards: readonly Guard[] = [
  {
    name: 'errors that the SDK returns are thrown',
    trap: '@dapr/dapr: publish, state.save and state.delete return {error} instead of throwing, and an event is lost in silence',
    ...SIDECAR,
    find: 'if (isFailure(result)) throw toSidecarError(what, result.error);',
    replace: '',
    proof: 'publishing throws where the SDK returns an error',
  },
  {
    name: 'state keeps its ETag',
    trap: "@dapr/dapr over HTTP: state.get loses the ETag, and the next write is nobody's condition",
    ...SIDECAR,
    find: 'return { value: entry.data, etag: entry.etag };',
    replace: "return { value: entry.data, etag: '' };",
    proof: 'is read with its ETag',
  },
  {
    name: 'keys never stand in a path',
    trap: '@dapr/dapr does not encode keys: one with / or ? is another address',
    ...SIDECAR,
    find: 'dapr.state.getBulk(components.stateStore, [key], { parallelism: 1 }),',
    replace: 'dapr.state.get(components.stateStore, key) as Promise<never>,',
    proof: 'is never addressed by a key in the path',
  },
  {
    name: 'SDK calls end in time',
    trap: '@dapr/dapr has no time limit; a state GET hangs while Redis is down (measured, daprd 1.18.1)',
    ...SIDECAR,
    find: 'return await Promise.race([work, limit]);',
    replace: 'return await work;',
    proof: 'gives up after its time',
  },
  {
    name: 'a first write says so by an ETag',
    trap: 'daprd 1.18.1 answers 500 to a conflict without an ETag, like to any failure; with one it is 409',
    ...SIDECAR,
    find: "const NO_ETAG = '0';",
    replace: "const NO_ETAG = '';",
    proof: 'is written as absent with the ETag 0',
  },
  {
    name: 'deleted state leaves a tombstone',
    trap: 'state.redis lets a write with any ETag through where the key is gone (setDefaultQuery in components-contrib)',
    ...SIDECAR,
    find: "return typeof value === 'object' && value !== null && 'deletedState' in value;",
    replace: 'return false;',
    proof: 'that is deleted leaves something',
  },
  {
    name: 'events keep their trace',
    trap: 'daprd overwrites the traceparent of an envelope without a traceid (FromCloudEvent in components-contrib)',
    ...SIDECAR,
    find: '        traceid: trace,\n',
    replace: '',
    proof: 'sends the envelope with id, trace',
  },
  {
    name: 'calls end in time',
    trap: "the SDK's invoke has no time limit, and undici's own is minutes",
    ...SIDECAR,
    find: 'signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),',
    replace: 'signal,',
    proof: 'that takes too long is an error 504',
  },
  {
    name: 'calls end when the caller gives up',
    trap: 'a browser that went away leaves its call running through two sidecars',
    ...SIDECAR,
    find: 'signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),',
    replace: 'signal: timeout,',
    proof: 'ends when the caller gives up',
  },
  {
    name: 'a dead callee is no answer',
    trap: 'daprd answers 500 ERR_DIRECT_INVOKE for an app that cannot be reached (measured)',
    ...SIDECAR,
    find: "if (status >= 500 && body.includes('ERR_DIRECT_INVOKE')) {",
    replace: 'if (status < 0) {',
    proof: 'of a dead app is an error 502',
  },
  {
    name: 'headers of a request do not choose the callee',
    trap: 'the header dapr-app-id decides which app, or even which address, the sidecar calls (measured)',
    ...SIDECAR,
    find: "            ...headers,\n            'dapr-app-id': callee,\n",
    replace: "            'dapr-app-id': callee,\n            ...headers,\n",
    proof: 'passes path, headers, body and trace on',
  },
  {
    name: 'CloudEvents are parsed',
    trap: "events arrive as application/cloudevents+json, which Express' parser leaves alone (measured)",
    ...EVENTS,
    find: "type: ['application/cloudevents+json', 'application/json']",
    replace: "type: ['application/json']",
    proof: 'are read though they come as',
  },
  {
    name: 'an unknown event route answers 500',
    trap: 'Dapr drops a message whose route answers 404',
    ...EVENTS,
    find: 'which nobody here handles`);\n    response.sendStatus(500);',
    replace: 'which nobody here handles`);\n    response.sendStatus(404);',
    proof: 'and never 404, which would drop them',
  },
  {
    name: 'a failed handler answers 500',
    trap: 'Dapr takes any 2xx as done; an event whose handler threw is gone',
    ...EVENTS,
    find: 'failed and will be delivered again`);\n          response.sendStatus(500);',
    replace: 'failed and will be delivered again`);\n          response.sendStatus(200);',
    proof: 'whose handler fails answer 500',
  },
  {
    name: 'what breaks its contract is a dead letter at once',
    trap: 'repeating what cannot be parsed keeps a worker busy for the whole retry budget',
    ...EVENTS,
    find: 'response.sendStatus(200);\n        return;',
    replace: 'response.sendStatus(500);\n        return;',
    proof: 'become dead letters at once',
  },
  {
    name: 'only deliveries are read by the router of events',
    trap: 'a JSON parser for all requests takes the bytes that a signature was made over, and lifts the limits of routes',
    ...EVENTS,
    find: 'router.use(DELIVERIES, express.json(',
    replace: 'router.use(express.json(',
    proof: 'another route gets its bytes as they came',
  },
  {
    name: 'events continue their trace',
    trap: 'without it a purchase cannot be followed from the click to the mail',
    ...EVENTS,
    find: 'withTrace(traceFrom(envelope.traceparent)',
    replace: 'withTrace(traceFrom(undefined)',
    proof: 'continue the trace of the producer',
  },
  {
    name: 'dead letters are shown without their data',
    trap: 'a dead letter of a code or a reset link is the key to an account (architecture, Codes and links)',
    file: `${KIT}/src/events/dead-letters.ts`,
    find: 'this.#model.find({}, { data: 0 })',
    replace: 'this.#model.find({})',
    test: `${KIT}/test/dead-letters.test.ts`,
    proof: 'listed without their data',
  },
  {
    name: 'a taken key is known by its code alone',
    trap: 'DocumentDB reports 11000 without keyPattern (measured)',
    ...CONTENTION,
    find: 'return hasCode(error, DUPLICATE_KEY);',
    replace: "return hasCode(error, DUPLICATE_KEY) && 'keyPattern' in (error as object);",
    proof: 'whose key is taken is "already done", known by its code alone',
  },
  {
    name: 'deadlocks are retried',
    trap: 'DocumentDB turns away one of two writers on two unique indexes with 16908292 (measured)',
    ...CONTENTION,
    find: 'if (!isDeadlock(error)) throw error;',
    replace: 'throw error;',
    proof: 'is repeated when the database broke a deadlock',
  },
  {
    name: 'deadlocks of whole commands are retried',
    trap: "FerretDB tells PostgreSQL's end of a findAndModify as an internal error (1) with PostgreSQL's message",
    ...CONTENTION,
    find: 'return hasCode(error, INTERNAL_ERROR) && error instanceof Error && error.message === DEADLOCK_MESSAGE;',
    replace: 'return false;',
    proof: 'is repeated when a deadlock ended a whole command',
  },
  {
    name: 'those that met a deadlock queue up',
    trap: 'Fifty writers at one unique key that come back together deadlock again for minutes (measured)',
    ...CONTENTION,
    find: 'turn.then(() => repeat(write, deadline))',
    replace: 'repeat(write, deadline)',
    proof: 'comes back alone',
  },
  {
    name: 'undefined in a filter is refused',
    trap: 'mongoose 9: findOne({ field: undefined }) gives the first document',
    file: `${KIT}/src/data/refuse-undefined.ts`,
    find: 'if (value === undefined) throw',
    replace: 'if (value === requireDefined) throw',
    test: `${KIT}/src/data/refuse-undefined.test.ts`,
    proof: 'is refused by findOne',
  },
  {
    name: 'only newer states are applied',
    trap: 'order of delivery is not given: 1 failed once, 2,3,4,5,1 arrived (measured)',
    ...NEWER,
    find: '{ _id: id, [versionField]: { $lt: version } } as Record',
    replace: '{ _id: id } as Record',
    proof: 'a late repetition of an older state changes nothing',
  },
  {
    name: 'a newer state wins the race of two first ones',
    trap: 'an upsert that loses the insert answers 11000, whether the winner was newer or older',
    ...NEWER,
    find: 'if (written !== undefined) return true;',
    replace: 'return written !== undefined;',
    proof: 'a newer state wins over an older one that was inserted in between',
  },
  {
    name: 'an event is taken out only after the broker has it',
    trap: 'a crash between taking it out and publishing loses it',
    ...OUTBOX,
    find: `      await this.#publish(document, entry);
      faultPoint(\`outbox-after-publish.\${this.name}\`);
      await this.#pull(document._id, entry.id);
`,
    replace: `      await this.#pull(document._id, entry.id);
      faultPoint(\`outbox-after-publish.\${this.name}\`);
      await this.#publish(document, entry);
`,
    proof: 'keeps everything while the broker refuses',
  },
  {
    name: 'reads never carry the outbox',
    trap: 'pending events, mail addresses among them, would leave with an answer',
    ...OUTBOX,
    find: '  select: false,\n',
    replace: '',
    proof: 'is not selected by ordinary reads',
  },
  {
    name: 'one entry that cannot be published does not hold up the others',
    trap: 'the first document in natural order is always the first again',
    ...OUTBOX,
    find: 'stuck.set(document._id, error);',
    replace: 'throw error;',
    proof: 'is not held up by entries that can never be published',
  },
  {
    name: 'only the sidecar is let in',
    trap: 'whoever reaches the port of the app could deliver events (dapr-api-token, APP_API_TOKEN)',
    file: `${KIT}/src/http/service-app.ts`,
    find: '  app.use(requireAppToken(appApiToken));\n',
    replace: '',
    test: `${KIT}/src/http/service-app.test.ts`,
    proof: 'lets nobody but its sidecar reach',
  },
  {
    name: "the caller's id is believed only where it stands alone",
    trap: 'daprd 1.18.1 puts its id before or after what a client claimed, in no fixed order (measured)',
    ...ROUTER,
    find: '.includes(header)) throw',
    replace: ".includes(header?.split(', ').at(-1))) throw",
    proof: 'its id after that of the real caller',
  },
  {
    name: 'no body is read before its sender may',
    trap: 'anybody could have us parse megabytes',
    ...ROUTER,
    find: `      const caller = await authorize(route, request, tokens);
      await readBody(request, response);
`,
    replace: `      await readBody(request, response);
      const caller = await authorize(route, request, tokens);
`,
    proof: 'reads no body before it knows that its sender may',
  },
  {
    name: 'no body is not an empty one',
    trap: 'Express 5 reads a body of length 0 as {}, which a schema without required fields takes',
    ...ROUTER,
    find: 'verify: route.body === undefined ? undefined : refuseNothing',
    replace: '',
    proof: 'refuses no body even where none of its fields is needed',
  },
  {
    name: 'answers that break their contract are not sent',
    trap: 'answers that carry password hashes, drafts or other people’s addresses (faults of earlier code bases)',
    ...ROUTER,
    find: 'const checked = schema.safeParse(body);',
    replace: 'const checked = { success: true as boolean, data: body, error: undefined };',
    proof: 'never sends an answer that breaks its contract',
  },
  {
    name: 'too large a body is a 413 in JSON',
    trap: 'express answers HTML',
    file: `${KIT}/src/http/problem-handler.ts`,
    find: "if (type === 'entity.too.large') return 'request.too-large';",
    replace: '',
    test: ROUTER.test,
    proof: 'refuses a body over its limit with 413',
  },
  {
    name: "a library's status is not the client's fault",
    trap: 'errors of SDKs carry a status too: a 404 of theirs became a 400 of ours',
    file: `${KIT}/src/http/problem-handler.ts`,
    find: "if (typeof type !== 'string' && !(error instanceof URIError)) return undefined;",
    replace: '',
    test: `${KIT}/src/http/problem-handler.test.ts`,
    proof: 'of an error of kind library',
  },
  {
    name: 'tokens are RS256 only',
    trap: 'a token says itself how it is signed (RFC 8725, 3.1)',
    ...TOKENS,
    find: "          algorithms: ['RS256'],\n",
    replace: '',
    proof: 'refuses one of RS512',
  },
  {
    name: 'forged key ids do not make it ask for keys',
    trap: 'each forged token would be a call to auth-service',
    ...TOKENS,
    find: 'if (this.#clock.now().getTime() < this.#pauseUntil) {',
    replace: 'if (this.#pauseUntil > Number.MAX_VALUE) {',
    proof: 'forged key ids make it ask once',
  },
  {
    name: 'a token is not called invalid while nobody can look',
    trap: 'an outage of auth-service would log everybody out',
    ...TOKENS,
    find: 'if (this.#failure !== undefined) throw this.#failure;',
    replace: '',
    proof: 'while nobody answers, a token is not called invalid',
  },
  {
    name: 'a token whose payload is no JSON is refused',
    trap: 'jsonwebtoken.decode throws a SyntaxError there: a 500 for whoever sends it',
    ...TOKENS,
    find: '  } catch {\n    return undefined;\n  }\n',
    replace: '  } catch (error) {\n    throw error;\n  }\n',
    proof: 'refuses one whose payload is no JSON',
  },
  {
    name: 'kept-alive connections end at stop',
    trap: 'Node 24 leaves a connection open whose answer ended after close(): the stop hangs for the keep-alive time (measured)',
    ...LIFE,
    find: 'const sweep = setInterval(() => server.closeIdleConnections(), 50);',
    replace: 'const sweep = undefined;',
    proof: 'does not wait for a kept-alive connection',
  },
  {
    name: 'a stop is said on /healthz first',
    trap: 'daprd lets go of an app only when it is told; until then it sends more',
    ...LIFE,
    find: '  health.startDraining();\n',
    replace: '',
    proof: 'says so on /healthz first',
  },
  {
    name: 'a start has a deadline',
    trap: 'a service would wait for its secrets for ever, without a word',
    ...LIFE,
    find: 'Date.now() < deadline;',
    replace: ';',
    proof: 'names the part that does not appear before the deadline',
  },
  {
    name: 'a saga is undone last first',
    trap: 'an undo that runs before the undo of what was built on it leaves a hole',
    ...SAGA,
    find: 'steps[completed - 1]?.undo?.(subject)',
    replace: 'steps[0]?.undo?.(subject)',
    proof: 'undoes the steps before an impossible one, last first',
  },
  {
    name: 'a saga is not undone for a passing reason',
    trap: 'a service that restarts would cancel paid orders',
    ...SAGA,
    find: 'return status < 500 && status !== 429;',
    replace: 'return true;',
    proof: 'waits for the sweeper on a part that asks for patience',
  },
  {
    name: 'limits fail closed',
    trap: 'whoever takes the state store down could guess codes without end',
    file: `${KIT}/src/limits/count-in-window.ts`,
    find: "if (error instanceof SidecarError) throw new UnavailableError('service.unavailable', { cause: error });",
    replace: 'if (error instanceof SidecarError) return;',
    test: `${KIT}/src/limits/count-in-window.test.ts`,
    proof: 'refuses when the count cannot be kept',
  },
  {
    name: 'cursors hold a value and an id',
    trap: 'a cursor is input: an operator in it would reach a filter',
    file: `${KIT}/src/data/page.ts`,
    find: "if ((typeof after !== 'string' && typeof after !== 'number') || typeof id !== 'string') throw notOurs();",
    replace: '',
    test: `${KIT}/src/data/page.test.ts`,
    proof: 'with an operator as its id is refused',
  },
  {
    name: 'logs hide secret fields',
    trap: 'a body that is logged whole carries a password',
    file: `${KIT}/src/observability/logger.ts`,
    find: 'SECRET_FIELDS.flatMap((field) =>',
    replace: '[].flatMap((field) =>',
    test: `${KIT}/src/observability/logger.test.ts`,
    proof: 'hides password in its first two levels',
  },
  {
    name: 'another request under the same key is refused',
    trap: 'the answer to one order would be given for another',
    ...KEYS,
    find: "if (kept.requestHash !== requestHash) throw new InputError('idempotency-key.reused');",
    replace: '',
    proof: 'another request under the same key is refused',
  },
  {
    name: 'a request that was taken over does not free the key',
    trap: 'its late failure would let a third one run beside the second',
    ...KEYS,
    find: ', lockedUntil });',
    replace: ' });',
    proof: 'was taken over and fails late does not free the key',
  },
];
