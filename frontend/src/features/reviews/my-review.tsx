import type { Review } from '@studynotion/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../shared/api/api-problem.ts';
import { Button } from '../../shared/components/button.tsx';
import { Dialog } from '../../shared/components/dialog.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { useAppDispatch } from '../../shared/store/hooks.ts';
import { noticeShown } from '../../shared/store/notice-slice.ts';
import { ReviewButton } from './review-button.tsx';
import { ReviewItem } from './review-item.tsx';
import { useDeleteMyReviewMutation } from './reviews-api.ts';
import { useMyReview } from './use-my-review.ts';

/** What I said of a course that I am enrolled in, to change or to take back; or the place to say it. */
export function MyReview({ courseId }: { readonly courseId: string }) {
  const { t } = useTranslation('reviews');
  const { known, review } = useMyReview(courseId);
  if (!known) return null;
  return (
    <section aria-label={t('mine.label')} className="surface border-accent/50 p-6">
      {review === undefined ? (
        <div className="flex flex-wrap items-center justify-between gap-4">
          <p className="font-medium text-text">{t('mine.invitation')}</p>
          <ReviewButton courseId={courseId} />
        </div>
      ) : (
        <ReviewItem
          review={review}
          action={
            <>
              <ReviewButton courseId={courseId} />
              <DeleteButton review={review} />
            </>
          }
        />
      )}
    </section>
  );
}

function DeleteButton({ review }: { readonly review: Review }) {
  const { t } = useTranslation('reviews');
  const dispatch = useAppDispatch();
  const [asking, setAsking] = useState(false);
  const [deleteReview, { isLoading, error }] = useDeleteMyReviewMutation();

  async function takeBack(close: () => void): Promise<void> {
    const answer = await deleteReview(review.courseId);
    // Gone is gone, also if it was in another tab.
    if (answer.error !== undefined && problemOf(answer.error).code !== 'review.not-found') return;
    close();
    dispatch(noticeShown({ tone: 'success', text: 'reviewDeleted' }));
  }

  return (
    <>
      <Button look="quiet" aria-haspopup="dialog" onClick={() => setAsking(true)}>
        {t('mine.delete')}
      </Button>
      {asking && (
        <Dialog title={t('mine.deleteTitle')} onClose={() => setAsking(false)}>
          {(close) => (
            <div className="grid gap-5">
              <p>{t('mine.deleteText')}</p>
              <ProblemAlert problem={error === undefined ? undefined : problemOf(error)} />
              <div className="flex flex-wrap gap-3">
                <Button busy={isLoading} onClick={() => takeBack(close)}>
                  {t('mine.delete')}
                </Button>
                <Button look="quiet" onClick={close}>
                  {t('form.cancel')}
                </Button>
              </div>
            </div>
          )}
        </Dialog>
      )}
    </>
  );
}
