import { join } from 'node:path';
import express, { type ErrorRequestHandler, type Express, type Router } from 'express';
import { errorFields, type Log } from '../log.ts';
import type { MailStore } from '../mail/mail-store.ts';
import { htmlOfMail, inboxPage } from './page.ts';

export interface InboxDependencies {
  /** The control API, which the page reads too. */
  readonly control: Router;
  readonly mails: MailStore;
  readonly isReady: () => boolean;
  readonly log: Log;
}

const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A mail is somebody else's text: it may show pictures and open links in new tabs, and do nothing else. */
const mailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data: http: https:',
  'font-src data:',
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

/** The page for reading mails, the control API and the readiness probe. */
export function createInboxApp({ control, mails, isReady, log }: InboxDependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set('x-content-type-options', 'nosniff').set('cache-control', 'no-store');
    next();
  });

  app.get('/readyz', (_request, response) => {
    response.status(isReady() ? 200 : 503).json({ ready: isReady() });
  });
  app.get('/', (_request, response) => {
    response.set('content-security-policy', pagePolicy).type('html').send(inboxPage);
  });
  app.use('/assets', express.static(join(import.meta.dirname, 'browser'), { index: false, cacheControl: false }));
  app.get('/mails/:id/html', (request, response) => {
    const mail = mails.get(request.params.id);
    response.set('content-security-policy', mailPolicy);
    if (mail === undefined) response.status(404).type('text').send('There is no such mail');
    else response.type('html').send(htmlOfMail(mail));
  });
  app.use(control);
  app.use(answerFailure(log));
  return app;
}

function answerFailure(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    log('error', 'Inbox request failed', { 'url.path': request.path, ...errorFields(error) });
    response.status(500).json({ message: 'The sandbox failed; its log has the reason' });
  };
}
