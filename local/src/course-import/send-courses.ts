import { buildPath, type CourseImport, importCourses, logIn } from '@studynotion/contracts';
import type { RunningPlatform } from '../platform-file.ts';
import { SetupError } from '../setup-error.ts';
import { untilSuccess } from '../wait.ts';

export interface ImportResult {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

const PATIENCE_SECONDS = 30;
/** Statuses of a platform that is just coming up. */
const NOT_YET = new Set([502, 503, 504]);

/** Logs in as the installation's administrator and hands the courses over, through the gateway like anybody else. */
export async function sendCourses(
  courses: CourseImport,
  { addresses, accounts }: RunningPlatform,
  signal: AbortSignal,
): Promise<ImportResult> {
  const administrator = accounts.find(({ role }) => role === 'administrator');
  if (administrator === undefined)
    throw new SetupError('This installation has no seeded administrator to import with.');
  const post = (path: string, body: unknown, token?: string) =>
    postJson(`${addresses.gateway}${path}`, body, token, signal);

  const { accessToken } = logIn.answers[200].parse(
    await post(buildPath(logIn), { email: administrator.email, password: administrator.password }),
  );
  return importCourses.answers[200].parse(await post(buildPath(importCourses), courses, accessToken));
}

async function postJson(
  address: string,
  body: unknown,
  token: string | undefined,
  signal: AbortSignal,
): Promise<unknown> {
  const answer = await untilSuccess(
    async () => {
      const attempt = await fetch(address, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(body),
        signal,
      });
      if (NOT_YET.has(attempt.status)) throw new Error(`${address} answers ${attempt.status}`);
      return attempt;
    },
    { what: 'The gateway', seconds: PATIENCE_SECONDS, signal, everyMilliseconds: 500 },
  );
  const content = await answer.text();
  if (!answer.ok) throw new SetupError(`${address} answers ${answer.status}: ${content.slice(0, 2000)}`);
  return JSON.parse(content);
}
