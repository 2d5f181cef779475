import { useTranslation } from 'react-i18next';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';
import { useGetProfileQuery } from './profile-api.ts';
import { ProfilePanel } from './profile-panel.tsx';

export function Component() {
  const { t } = useTranslation('profile');
  const { data: profile, error, isFetching, refetch } = useGetProfileQuery();
  return (
    <>
      <PageHeading title={t('title')} />
      <p className="mt-2">{t('lead')}</p>
      <div className="mt-8">
        {profile !== undefined ? (
          <ProfilePanel profile={profile} />
        ) : error !== undefined ? (
          <ProblemState error={error} onRetry={refetch} retrying={isFetching} />
        ) : (
          <ProfileSkeleton />
        )}
      </div>
    </>
  );
}

function ProfileSkeleton() {
  return (
    <Loading className="surface grid gap-6 p-6 sm:p-8">
      <div className="flex items-center gap-4">
        <Skeleton className="size-16 rounded-full" />
        <div className="grid flex-1 gap-2">
          <Skeleton className="h-5 w-40" />
          <Skeleton className="h-4 w-56" />
        </div>
      </div>
      <div className="grid gap-6 sm:grid-cols-2">
        {['a', 'b', 'c', 'd'].map((key) => (
          <Skeleton key={key} className="h-12" />
        ))}
      </div>
    </Loading>
  );
}
