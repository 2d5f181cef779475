import { Readable } from 'node:stream';
import type { PluginFunction } from 'nodemailer/lib/mailer';

/** A mail that wants to know when its content begins to leave. */
export type AnnouncedMail = Parameters<PluginFunction>[0]['data'] & {
  readonly beforeContent: () => Promise<void>;
};

/**
 * Nodemailer reads a message only after the server asked for it (354 after DATA), so the first read is the last moment
 * at which the server certainly has nothing. The content waits there until `beforeContent` is through.
 */
export const announceContent: PluginFunction = (mail, done) => {
  const { beforeContent } = mail.data as AnnouncedMail;
  const { message } = mail;
  const createContent = message.createReadStream.bind(message);
  message.createReadStream = (options) => Readable.from(contentAfter(beforeContent, () => createContent(options)));
  done();
};

async function* contentAfter(beforeContent: () => Promise<void>, createContent: () => Readable) {
  await beforeContent();
  yield* createContent();
}
