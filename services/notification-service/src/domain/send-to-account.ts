import { type AccountState, getAccount } from '@studynotion/contracts';
import { BusinessError, callRoute, type Sidecar } from '@studynotion/service-kit';
import type { Mail } from './mail.ts';
import type { MailValues, TemplateName } from './mail-templates.ts';
import { type SendNeeds, sendOnce } from './send-once.ts';

export interface SendToAccountNeeds extends SendNeeds {
  readonly sidecar: Sidecar;
}

/** A mail to somebody who is known by the account only. */
export type MailToAccount<Name extends TemplateName> = Pick<Mail<Name>, 'template' | 'subjectId'> & {
  readonly accountId: string;
};

/**
 * Sends a mail to the address that the account has now. Where the account is gone, nobody gets it.
 * @throws UnavailableError where auth-service cannot tell; MailNotSentError
 */
export async function sendToAccount<Name extends TemplateName>(
  needs: SendToAccountNeeds,
  mail: MailToAccount<Name>,
  valuesOf: (account: AccountState) => MailValues[Name],
): Promise<void> {
  const account = await accountOf(needs.sidecar, mail.accountId);
  if (account === undefined) {
    await needs.mails.suppress(mail, 'the account is gone');
    return;
  }
  await sendOnce(needs, { ...mail, to: account.email, values: valuesOf(account) });
}

async function accountOf(sidecar: Sidecar, accountId: string): Promise<AccountState | undefined> {
  try {
    return await callRoute(sidecar, getAccount, 200, { params: { accountId } });
  } catch (error) {
    if (error instanceof BusinessError && error.code === 'account.not-found') return undefined;
    throw error;
  }
}
