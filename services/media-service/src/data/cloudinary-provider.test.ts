import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { newId } from '@studynotion/service-kit';
import { CloudinaryProvider } from './cloudinary-provider.ts';

test('browsers get the public address while the service itself asks at the internal one', async () => {
  const asked: string[] = [];
  const internal = createServer((request, response) => {
    asked.push(`${request.method} ${new URL(request.url ?? '', 'http://x').pathname}`);
    if (request.method === 'GET') response.writeHead(206, { 'content-range': 'bytes 0-0/1' }).end('x');
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"result":"ok"}');
  }).listen(0, '127.0.0.1');
  await once(internal, 'listening');
  const provider = new CloudinaryProvider({
    apiUrl: 'https://media.test:8443',
    internalUrl: `http://127.0.0.1:${(internal.address() as AddressInfo).port}`,
    deliveryUrl: 'https://media.test:8443',
    cloudName: 'studynotion',
    folder: 'here',
    notificationUrl: 'http://api-gateway:3000/api/v1/webhooks/cloudinary',
    apiKey: '1',
    apiSecret: 's',
  });
  const video = { id: newId(), kind: 'video', format: 'mp4' } as const;

  const upload = provider.signUpload(video, new Date());
  expect(upload.url).toBe('https://media.test:8443/v1_1/studynotion/video/upload');
  expect(upload.fields.notification_url).toBe('http://api-gateway:3000/api/v1/webhooks/cloudinary');
  expect(provider.playbackUrl(video, new Date())).toMatch(/^https:\/\/media\.test:8443\/v1_1\/studynotion\/video\//);
  expect(provider.imageUrl({ id: video.id, kind: 'image' })).toMatch(
    /^https:\/\/media\.test:8443\/studynotion\/image\//,
  );
  expect((await provider.open(video))?.size).toBe(1);
  await provider.destroy(video);
  expect(asked).toEqual(['GET /v1_1/studynotion/video/download', 'POST /v1_1/studynotion/video/destroy']);

  provider.close();
  internal.close();
});
