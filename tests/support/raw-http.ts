import { connect } from 'node:net';
import { frontDoors } from './ports-and-tokens.ts';
import { noteAnswer } from './seen-answers.ts';

/** A request told in bytes: nothing is escaped, tidied or checked on its way. */
export interface RawRequest {
  /** @default GET */
  readonly method?: string;
  /** The request target as it stands in the request line. */
  readonly target: string;
  /** Header lines as they are, without line ends. */
  readonly headers?: readonly string[];
  /** Its length is said by a header, unless `headers` say something about it. */
  readonly body?: string | Buffer;
}

export interface RawAnswer {
  readonly status: number;
  /** By lower-case name; of several with one name, all, joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const SILENCE_MILLISECONDS = 20_000;

/** Sends one request to a port of this machine. @throws where it is not answered exactly once */
export async function ask(port: number, request: RawRequest): Promise<RawAnswer> {
  const answers = await exchange(port, bytesOf(request));
  const [answer, ...others] = answers;
  if (answer === undefined || others.length > 0)
    throw new Error(`${request.method ?? 'GET'} ${request.target} was answered ${answers.length} times`);
  note(port, request, answer);
  return answer;
}

function note(port: number, { method = 'GET', target, headers = [], body }: RawRequest, answer: RawAnswer): void {
  const url = `http://127.0.0.1:${port}${target}`;
  if (!frontDoors.some((door) => door.port() === port) || !URL.canParse(url)) return;
  noteAnswer({ method, url, asked: { headers: headersOf(headers), body: body?.toString() }, ...answer });
}

/** The bytes of a request after which the connection is to be closed. */
export function bytesOf({ method = 'GET', target, headers = [], body = '' }: RawRequest): Buffer {
  const saysLength = headers.some((line) => /^(content-length|transfer-encoding)\s*:/i.test(line));
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'host: studynotion.example',
    'connection: close',
    ...headers,
    ...(body.length === 0 || saysLength ? [] : [`content-length: ${Buffer.byteLength(body)}`]),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
}

/** Sends bytes and reads until the other side closes. @returns all it answered, without interim answers (1xx) */
export async function exchange(port: number, bytes: string | Buffer): Promise<RawAnswer[]> {
  return parseAnswers(await receive(port, bytes));
}

function receive(port: number, bytes: string | Buffer): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    socket.setTimeout(SILENCE_MILLISECONDS, () => socket.destroy(new Error('neither an answer nor the end came')));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // Who refuses a request before it has all of it may reset the connection after the answer.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => resolve(Buffer.concat(chunks)));
    socket.write(bytes);
  });
}

function parseAnswers(received: Buffer): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = received;
  while (rest.length > 0) {
    const { answer, end } = parseAnswer(rest);
    if (answer.status >= 200) answers.push(answer);
    rest = rest.subarray(end);
  }
  return answers;
}

function parseAnswer(bytes: Buffer): { answer: RawAnswer; end: number } {
  const headEnd = bytes.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = bytes.subarray(0, Math.max(0, headEnd)).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1]);
  if (headEnd < 0 || Number.isNaN(status)) throw new Error(`this is no HTTP answer: ${bytes.subarray(0, 200)}`);
  const headers = headersOf(lines);
  const bodyStart = headEnd + 4;
  const { body, length } = bodyOf(bytes.subarray(bodyStart), status, headers);
  return { answer: { status, headers, body: body.toString() }, end: bodyStart + length };
}

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const cut = line.indexOf(':');
    const [name, value] = [line.slice(0, cut).toLowerCase(), line.slice(cut + 1).trim()];
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

/** @returns the body and how many bytes it takes, which for a chunked one are more */
function bodyOf(bytes: Buffer, status: number, headers: Readonly<Record<string, string>>) {
  if (status < 200 || status === 204 || status === 304) return { body: Buffer.alloc(0), length: 0 };
  if (headers['transfer-encoding'] === 'chunked') return dechunk(bytes);
  const body = bytes.subarray(0, Number(headers['content-length'] ?? bytes.length));
  return { body, length: body.length };
}

function dechunk(bytes: Buffer): { body: Buffer; length: number } {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) throw new Error('a chunked answer breaks off');
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    const start = lineEnd + 2;
    at = start + size + 2;
    if (size === 0) return { body: Buffer.concat(chunks), length: at };
    chunks.push(bytes.subarray(start, start + size));
  }
}
