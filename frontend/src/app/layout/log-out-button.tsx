import { useTranslation } from 'react-i18next';
import { useLogOutMutation } from '../../features/auth/auth-api.ts';
import { Icon } from '../../shared/components/icon.tsx';
import { Spinner } from '../../shared/components/spinner.tsx';
import { forgetSession } from '../../shared/session/session-thunks.ts';
import { useAppDispatch } from '../../shared/store/hooks.ts';
import { noticeShown } from '../../shared/store/notice-slice.ts';

/** Ends the session, at the server first: until that is done the next user of this browser could go on with it. */
export function LogOutButton({ className }: { readonly className: string }) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const [sendLogOut, { isLoading }] = useLogOutMutation();

  async function logOut(): Promise<void> {
    if (isLoading) return;
    const { error } = await sendLogOut();
    if (error !== undefined) {
      dispatch(noticeShown({ tone: 'danger', text: 'logOutFailed' }));
      return;
    }
    dispatch(forgetSession());
    dispatch(noticeShown({ tone: 'success', text: 'loggedOut' }));
  }

  return (
    <button type="button" onClick={logOut} className={className}>
      {isLoading ? <Spinner /> : <Icon name="logOut" />}
      {t('account.logOut')}
    </button>
  );
}
