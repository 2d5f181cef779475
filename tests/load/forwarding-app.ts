import { pipeline } from 'node:stream/promises';
import express from 'express';
import { Pool } from 'undici';
import { YARDSTICK_PATH } from './yardstick-route.ts';

/** The least a gateway can do: `node forwarding-app.ts <port> <port of its sidecar> <token of its sidecar>`. */
const [port, sidecarPort, token = ''] = process.argv.slice(2);
const pool = new Pool(`http://127.0.0.1:${sidecarPort}`, { connections: 128 });
const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.get(YARDSTICK_PATH, async (_request, response) => {
  const headers = { 'dapr-app-id': 'course-service', 'dapr-api-token': token };
  const answer = await pool.request({ method: 'GET', path: YARDSTICK_PATH, headers });
  response.status(answer.statusCode).set('content-type', String(answer.headers['content-type']));
  await pipeline(answer.body, response);
});
app.listen(Number(port), '127.0.0.1', () => process.send?.('listening'));
