import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { readConfig } from './config.ts';
import { createSite } from './site.ts';

/** Above the idle time of the proxies before it, so that a connection is never closed under a request (in ms). */
const KEEP_ALIVE = 185_000;

const folder = fileURLToPath(new URL('../dist', import.meta.url));
if (!existsSync(`${folder}/index.html`)) throw new Error('There is nothing to serve: run "npm run build" first');

const config = readConfig(process.env);
const logger = pino({
  messageKey: 'message',
  base: { 'service.name': 'frontend', 'process.pid': process.pid },
  timestamp: () => `,"@timestamp":"${new Date().toISOString()}"`,
  formatters: { level: (label) => ({ 'log.level': label }) },
});
const site = createSite({
  ...config,
  folder,
  onGatewayFailure: (error) => logger.warn({ error: `${error}` }, 'the gateway gave no answer'),
});

const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, site.app);
server.listen(config.port, config.host, () => logger.info({ address: server.address() }, 'the site is up'));

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  logger.info('stopping');
  server.close(() => void site.close());
  server.closeIdleConnections();
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
