import { EmailAddress } from '@studynotion/contracts';
import { configure } from '@studynotion/service-kit';
import { z } from 'zod';

const MESSAGE = 'must be an address, or a name and an address as in: StudyNotion <no-reply@studynotion.example>';

/** `Name <address>` or an address alone; it goes into a header, so a name has neither quotes nor line breaks. */
const Sender = z
  .string()
  .trim()
  .transform((value, context) => {
    const [, name = '', address = value] = /^([^<>"\p{Cc}]{1,80})<([^<>\s]+)>$/u.exec(value) ?? [];
    if (EmailAddress.safeParse(address).success) return { name: name.trim(), address };
    context.addIssue({ code: 'custom', message: MESSAGE });
    return z.NEVER;
  });

export const Settings = z.object({
  PUBLIC_ORIGIN: z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin),
  MAIL_FROM: Sender,
  CONTACT_MAILBOX: EmailAddress,
});
export type Settings = z.output<typeof Settings>;

export const readConfiguration = () => configure('notification-service', Settings);
