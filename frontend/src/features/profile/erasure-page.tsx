import type { ErasureReceipt } from '@studynotion/contracts';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { Icon } from '../../shared/components/icon.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { ProblemState } from '../../shared/components/problem-state.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';
import { Spinner } from '../../shared/components/spinner.tsx';
import { useFormat } from '../../shared/format/use-format.ts';
import { forgetSession } from '../../shared/session/session-thunks.ts';
import { useAppDispatch } from '../../shared/store/hooks.ts';
import { hasDeletedAccount } from './erasure-state.ts';
import { useGetErasureReceiptQuery } from './profile-api.ts';

/** Milliseconds between two looks while services are still erasing. */
const LOOKS_EVERY = 3_000;

/** The receipt of a deleted account; its address is all that is left to ask with. */
export function Component() {
  const { t } = useTranslation('profile');
  const { erasureId = '' } = useParams();
  useForgottenSession();
  const { data: known } = useGetErasureReceiptQuery(erasureId);
  const {
    data: receipt,
    error,
    isFetching,
    refetch,
  } = useGetErasureReceiptQuery(erasureId, { pollingInterval: known?.completedAt === undefined ? LOOKS_EVERY : 0 });

  return (
    <div className="page-width max-w-3xl py-10 md:py-14">
      <PageHeading title={t(receipt?.completedAt === undefined ? 'erasure.title' : 'erasure.done')} />
      <p className="mt-3">{t('erasure.lead')}</p>
      <div className="mt-8">
        {receipt !== undefined ? (
          <Receipt receipt={receipt} />
        ) : error !== undefined ? (
          <ProblemState error={error} onRetry={refetch} retrying={isFetching} />
        ) : (
          <Loading>
            <Skeleton className="h-72 rounded-2xl" />
          </Loading>
        )}
      </div>
    </div>
  );
}

/** The session ends here and no sooner: the pages of an account lead home when it does, and the receipt would be lost. */
function useForgottenSession(): void {
  const dispatch = useAppDispatch();
  const navigate = useNavigate();
  const deleted = hasDeletedAccount(useLocation().state);
  useEffect(() => {
    if (!deleted) return;
    dispatch(forgetSession());
    // Once: whoever logs in later and comes back here stays logged in.
    void navigate('.', { replace: true });
  }, [deleted, dispatch, navigate]);
}

function Receipt({ receipt: { id, requestedAt, services, completedAt } }: { readonly receipt: ErasureReceipt }) {
  const { t } = useTranslation('profile');
  const format = useFormat();
  return (
    <section aria-label={t('erasure.title')} className="surface p-6 sm:p-8">
      <p role="status" className="text-lg font-semibold text-text">
        {completedAt === undefined ? t('erasure.underWay') : t('erasure.completed', { date: format.day(completedAt) })}
      </p>
      <dl className="mt-4 grid gap-3 text-sm">
        <div>
          <dt className="text-muted">{t('erasure.requested')}</dt>
          <dd>{format.day(requestedAt)}</dd>
        </div>
        <div>
          <dt className="text-muted">{t('erasure.number')}</dt>
          <dd className="font-mono break-all">{id}</dd>
        </div>
      </dl>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
      <ul role="list" className="mt-6 grid gap-3 border-t border-line/70 pt-6">
        {services.map(({ service, erasedAt }) => (
          <li key={service} className="flex items-center gap-3">
            {erasedAt === undefined ? (
              <Spinner className="size-5 text-accent" />
            ) : (
              <Icon name="check" className="size-5 text-success" />
            )}
            <span className="flex-1">{t(`erasure.services.${service}`)}</span>
            <span className="text-sm text-muted">
              {erasedAt === undefined ? t('erasure.waiting') : t('erasure.erased')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
