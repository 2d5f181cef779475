import { join } from 'node:path';
import compression from 'compression';
import express, { type Express, type Response } from 'express';
import { gatewayProxy } from './gateway-proxy.ts';
import { type OtherOrigins, securityHeaders } from './security-headers.ts';

export interface SiteOptions extends OtherOrigins {
  /** What `vite build` made. */
  readonly folder: string;
  readonly instance: string;
  /** @default none: `/api` is not found here */
  readonly gatewayUrl?: string;
  /** Told when the gateway gave no answer. */
  readonly onGatewayFailure: (error: unknown) => void;
}

export interface Site {
  readonly app: Express;
  /** Lets go of the gateway once running requests are done. */
  close(): Promise<void>;
}

/** The site: its files, its configuration, and the way to the API where no Ingress has one. Never listens. */
export function createSite({ folder, instance, gatewayUrl, onGatewayFailure, ...others }: SiteOptions): Site {
  const { checkoutScriptUrl } = others;
  const app = express().disable('x-powered-by').enable('case sensitive routing');
  const proxy = gatewayUrl === undefined ? undefined : gatewayProxy(gatewayUrl, onGatewayFailure);

  app.get('/healthz', (_request, response) => {
    response.set('cache-control', 'no-store').json({ status: 'ok' });
  });
  app.use((request, response, next) => {
    // Decided on the raw path: what only decodes to /api is a page, and no page is there.
    if (!/^\/api([/?]|$)/.test(request.url)) return next();
    if (proxy === undefined) return notFound(response);
    return proxy.handle(request, response, next);
  });

  app.use(compression(), securityHeaders(others));
  app.get('/config.json', (_request, response) => {
    response.set('cache-control', 'no-cache').json({ checkoutScriptUrl, instance });
  });
  // Names in this folder carry a hash of the content.
  app.use('/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false }));
  app.use(express.static(folder, { index: false, cacheControl: false, setHeaders: revalidate }));
  app.use((request, response) => {
    if (!['GET', 'HEAD'].includes(request.method) || namesFile(request.path)) return notFound(response);
    // Every other address is a page, and which one the application in index.html knows.
    revalidate(response);
    response.sendFile(join(folder, 'index.html'), { cacheControl: false });
  });

  return { app, close: async () => proxy?.close() };
}

function revalidate(response: Pick<Response, 'setHeader'>): void {
  response.setHeader('cache-control', 'no-cache');
}

function notFound(response: Response): void {
  response.status(404).type('text/plain').set('cache-control', 'no-store').send('Not found\n');
}

/** Whether a path asks for a file: one below /assets, or with an ending. Pages have none. */
function namesFile(path: string): boolean {
  return path.startsWith('/assets/') || /\.[^/]*$/.test(path);
}
