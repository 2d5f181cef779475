import {
  changeAccount,
  changeMyProfile,
  deleteMyAccount,
  getErasureReceipt,
  getLecture,
  getMyProfile,
  getPreviewLecture,
  listAccounts,
  listMails,
  logIn,
  type RouteDefinition,
  refreshSession,
  removeMyPicture,
  repeatMail,
  setMyPicture,
  signUp,
} from '@studynotion/contracts';

/**
 * What stands in no answer, unless it is written below.
 * - `secret`: keys and passwords of the installation, hashes of passwords and tokens, codes and tokens of mails
 * - `refresh token`: it travels in cookies alone
 * - `receipt`: the id of a deletion, which is the only key to it
 * - `video address`: where a video can be watched; it needs no session
 */
export type Kind = 'secret' | 'refresh token' | 'access token' | 'receipt' | 'e-mail address' | 'video address';

/**
 * Who gets it there.
 * - `own`: it is of whoever asks
 * - `administrator`: whoever asks is one
 * - `reader`: whoever asks is enrolled in the course, teaches it, or is an administrator
 * - `anybody`
 */
export type Recipient = 'own' | 'administrator' | 'reader' | 'anybody';

export interface Permission {
  readonly kind: Kind;
  readonly to: Recipient;
  readonly routes: readonly RouteDefinition[];
}

export const legitimate: readonly Permission[] = [
  { kind: 'access token', to: 'own', routes: [logIn, refreshSession] },
  {
    kind: 'e-mail address',
    to: 'own',
    routes: [signUp, logIn, refreshSession, getMyProfile, changeMyProfile, setMyPicture, removeMyPicture],
  },
  { kind: 'e-mail address', to: 'administrator', routes: [listAccounts, changeAccount, listMails, repeatMail] },
  { kind: 'receipt', to: 'own', routes: [deleteMyAccount] },
  // Its id stands in the address as well: whoever asks knows it.
  { kind: 'receipt', to: 'anybody', routes: [getErasureReceipt] },
  { kind: 'video address', to: 'reader', routes: [getLecture] },
  // Of a lecture that is open to everybody; the policy in tests/authorization says which may be read here.
  { kind: 'video address', to: 'anybody', routes: [getPreviewLecture] },
];

/** What lies among the secrets and is none: the names of an account at its provider. */
export const publicSecrets: readonly string[] = ['razorpay-key-id', 'cloudinary-api-key'];
