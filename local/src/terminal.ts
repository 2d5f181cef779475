const colours = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, grey: 90, bold: 1 } as const;
export type Colour = keyof typeof colours;

const isTerminal = process.stdout.isTTY === true;
const useColour = isTerminal && process.env.NO_COLOR === undefined;

let statusShown = false;

/** Colours a text where the output is a terminal. */
export function paint(colour: Colour, text: string): string {
  return useColour ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text;
}

/** Writes a line of its own, above a status line that may be shown. */
export function say(text = ''): void {
  clearStatus();
  process.stdout.write(`${text}\n`);
}

/** Shows a line that the next one replaces; only a terminal can do that. */
export function showStatus(text: string): void {
  if (!isTerminal) return;
  clearStatus();
  process.stdout.write(text.slice(0, (process.stdout.columns ?? 80) - 1));
  statusShown = true;
}

function clearStatus(): void {
  if (!statusShown) return;
  process.stdout.write('\r\u001b[K');
  statusShown = false;
}

export function seconds(milliseconds: number): string {
  const whole = milliseconds / 1000;
  if (whole < 10) return `${whole.toFixed(1)} s`;
  if (whole < 120) return `${Math.round(whole)} s`;
  return `${Math.floor(whole / 60)} min ${Math.round(whole % 60)} s`;
}

const SECONDS_BETWEEN_LINES = 15;

/** Lets a step tell how far it is. */
export type Progress = (state: string) => void;

/** Runs one step and shows what it does, how far it is, and how long it took. */
export async function step<Result>(title: string, work: (progress: Progress) => Promise<Result>): Promise<Result> {
  const started = Date.now();
  let state = '';
  const line = () => `  … ${title}${state === '' ? '' : `: ${state}`} (${seconds(Date.now() - started)})`;
  const live = setInterval(() => showStatus(line()), 250);
  const lines = setInterval(() => !isTerminal && say(line()), SECONDS_BETWEEN_LINES * 1000);
  let outcome = '';
  try {
    showStatus(line());
    const result = await work((now) => {
      state = now;
      outcome = now;
    });
    say(
      `  ${paint('green', '✓')} ${title}${outcome === '' ? '' : `: ${outcome}`} ${paint('grey', `(${seconds(Date.now() - started)})`)}`,
    );
    return result;
  } catch (error) {
    say(`  ${paint('red', '✗')} ${title} ${paint('grey', `(${seconds(Date.now() - started)})`)}`);
    throw error;
  } finally {
    clearInterval(live);
    clearInterval(lines);
  }
}
