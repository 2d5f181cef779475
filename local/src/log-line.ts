import { type Colour, paint } from './terminal.ts';

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** A line of a process' output as a person reads it. */
export interface LogLine {
  /** `HH:MM:SS.mmm` of the machine's own time zone, where the line has a time. */
  readonly time?: string;
  readonly level: Level;
  readonly message: string;
  /** Fields that say more, such as an error's stack; may hold several lines. */
  readonly details: string;
}

const LEVELS: Readonly<Record<string, Level>> = {
  trace: 'debug',
  debug: 'debug',
  info: 'info',
  notice: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  fatal: 'error',
  panic: 'error',
};

/** Understands the JSON of our services and of daprd, and the plain lines of PostgreSQL and Redis. */
export function readLogLine(text: string): LogLine {
  const fields = parseObject(text);
  if (fields === undefined) return plainLine(text);
  if ('log.level' in fields) return serviceLine(fields);
  if ('msg' in fields) return daprdLine(fields);
  return { level: 'info', message: text, details: '' };
}

/** `time level app message details`, coloured where the output is a terminal. */
export function renderLogLine(app: string, { time, level, message, details }: LogLine, width: number): string {
  const stamp = paint('grey', time ?? timeOf(new Date().toISOString()) ?? '');
  const shownLevel = paint(LEVEL_COLOURS[level], level.padEnd(5));
  const tail = details === '' ? '' : ` ${paint('grey', details)}`;
  return `${stamp} ${shownLevel} ${paint(colourOf(app), app.padEnd(width))} ${message}${tail}`;
}

const LEVEL_COLOURS: Readonly<Record<Level, Colour>> = { debug: 'grey', info: 'green', warn: 'yellow', error: 'red' };
const APP_COLOURS: readonly Colour[] = ['cyan', 'magenta', 'blue', 'green', 'yellow'];

function colourOf(app: string): Colour {
  const sum = [...app].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return APP_COLOURS[sum % APP_COLOURS.length] ?? 'cyan';
}

type Fields = Record<string, unknown>;

function parseObject(text: string): Fields | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const SHOWN_ELSEWHERE = new Set([
  '@timestamp',
  'log.level',
  'message',
  'service.name',
  'process.pid',
  'span.id',
  'error',
]);

function serviceLine(fields: Fields): LogLine {
  const rest = Object.entries(fields).filter(([name]) => !SHOWN_ELSEWHERE.has(name));
  const details = rest.map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return {
    time: timeOf(fields['@timestamp']),
    level: levelOf(fields['log.level']),
    message: String(fields.message ?? ''),
    details: [details.join(' '), errorText(fields.error)].filter((part) => part !== '').join('\n'),
  };
}

function errorText(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null) return '';
  const { type, message, stack_trace: stack, cause } = error as Fields;
  const own = typeof stack === 'string' ? stack : `${type}: ${message}`;
  const below = errorText(cause, depth + 1);
  return `${depth === 0 ? '    ' : '    caused by '}${own}${below === '' ? '' : `\n${below}`}`;
}

function daprdLine(fields: Fields): LogLine {
  return { time: timeOf(fields.time), level: levelOf(fields.level), message: String(fields.msg), details: '' };
}

function plainLine(text: string): LogLine {
  const postgresql = text.match(/ (LOG|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT|STATEMENT|NOTICE): {1,2}(.*)$/);
  if (postgresql?.[1] !== undefined)
    return { level: POSTGRESQL_LEVELS[postgresql[1]] ?? 'info', message: text, details: '' };
  const redis = text.match(/^\d+:[A-Z] .*? ([.\-*#]) (.*)$/);
  if (redis?.[2] !== undefined) return { level: redis[1] === '#' ? 'warn' : 'info', message: redis[2], details: '' };
  return { level: /\b(error|fatal|panic)\b/i.test(text) ? 'error' : 'info', message: text, details: '' };
}

const POSTGRESQL_LEVELS: Readonly<Record<string, Level>> = {
  WARNING: 'warn',
  ERROR: 'error',
  FATAL: 'error',
  PANIC: 'error',
};

function levelOf(value: unknown): Level {
  return LEVELS[String(value).toLowerCase()] ?? 'info';
}

function timeOf(value: unknown): string | undefined {
  const date = new Date(String(value));
  if (Number.isNaN(date.getTime())) return undefined;
  const two = (part: number) => String(part).padStart(2, '0');
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
