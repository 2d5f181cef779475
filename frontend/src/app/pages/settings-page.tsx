import { useTranslation } from 'react-i18next';
import { ChangePassword } from '../../features/auth/change-password.tsx';
import { DeleteAccount } from '../../features/profile/delete-account.tsx';
import { PictureEditor } from '../../features/profile/picture-editor.tsx';
import { useGetProfileQuery } from '../../features/profile/profile-api.ts';
import { ProfilePanel } from '../../features/profile/profile-panel.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';

/** What somebody may change of their account: picture, personal data, password; and the way out. */
export function Component() {
  const { t } = useTranslation('profile');
  const { data: profile, error, isFetching, refetch } = useGetProfileQuery();
  return (
    <>
      <PageHeading title={t('settings')} />
      <div className="mt-8 grid gap-8">
        {profile !== undefined ? (
          <>
            <PictureEditor profile={profile} />
            <ProfilePanel profile={profile} />
          </>
        ) : error !== undefined ? (
          <ProblemState error={error} onRetry={refetch} retrying={isFetching} />
        ) : (
          <Loading>
            <Skeleton className="h-48 rounded-2xl" />
          </Loading>
        )}
        <ChangePassword />
        <DeleteAccount />
      </div>
    </>
  );
}
