import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../shared/components/icon.tsx';
import { useAppDispatch, useAppSelector } from '../../shared/store/hooks.ts';
import { noticeDismissed, selectNotice } from '../../shared/store/notice-slice.ts';

/** Long enough to be read twice. */
const SHOWN_MILLISECONDS = 10_000;

const looks = {
  success: { border: 'border-success/60', mark: 'text-success', icon: 'check' },
  info: { border: 'border-link', mark: 'text-link-soft', icon: 'clock' },
  danger: { border: 'border-danger', mark: 'text-danger-soft', icon: 'alert' },
} as const;

/** The latest notice, over the page and out of its way. The region is always there, so that notices are read out. */
export function NoticeBar() {
  const { t } = useTranslation(['notices', 'common']);
  const dispatch = useAppDispatch();
  const notice = useAppSelector(selectNotice);

  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => dispatch(noticeDismissed()), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [notice, dispatch]);

  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-0 z-40 flex justify-center p-4 sm:justify-end sm:p-6"
    >
      {notice !== null && (
        <div
          className={`pointer-events-auto flex max-w-md animate-rise items-start gap-3 rounded-2xl border bg-panel py-3 pr-2 pl-4 shadow-2xl shadow-black/70 ${looks[notice.tone].border}`}
        >
          <Icon name={looks[notice.tone].icon} className={`mt-2 size-5 ${looks[notice.tone].mark}`} />
          <p className="py-1.5 text-text">{t(`notices:${notice.text}`)}</p>
          <button
            type="button"
            aria-label={t('common:dismiss')}
            onClick={() => dispatch(noticeDismissed())}
            className="grid size-9 shrink-0 place-items-center rounded-lg text-muted hover:bg-raised hover:text-text"
          >
            <Icon name="close" className="size-4" />
          </button>
        </div>
      )}
    </div>
  );
}
