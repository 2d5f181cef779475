import { readConfig } from './config.ts';
import { createLog, errorFields } from './log.ts';
import { startSandbox } from './sandbox.ts';

const log = createLog((line) => process.stdout.write(line));

try {
  const sandbox = await startSandbox(readConfig(process.env), { log });
  let stopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await sandbox.stop();
    log('info', 'Sandbox stopped', { 'process.signal': signal });
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  const { message } = error instanceof Error ? error : new Error(String(error));
  log('error', message, errorFields(error));
  process.exit(1);
}
