import express from 'express';
import { SMALL_ANSWER, YARDSTICK_PATH } from './yardstick-route.ts';

/** The least an Express app can do, with the settings of the services' apps: `node bare-app.ts <port>`. */
const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.get(YARDSTICK_PATH, (_request, response) => {
  response.json(SMALL_ANSWER);
});
app.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('listening'));
