import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../shared/components/button.tsx';
import { Dialog } from '../../shared/components/dialog.tsx';
import { ReviewForm } from './review-form.tsx';
import { useMyReview } from './use-my-review.ts';

/** Opens the window in which one says what one thinks of a course. */
export function ReviewButton({ courseId }: { readonly courseId: string }) {
  const { t } = useTranslation('reviews');
  const { known, review } = useMyReview(courseId);
  const [open, setOpen] = useState(false);
  const text = review === undefined ? t('mine.write') : t('mine.change');
  return (
    <>
      <Button look="secondary" aria-haspopup="dialog" disabled={!known} onClick={() => setOpen(true)}>
        {text}
      </Button>
      {open && (
        <Dialog title={text} onClose={() => setOpen(false)}>
          {(close) => <ReviewForm courseId={courseId} review={review} onDone={close} />}
        </Dialog>
      )}
    </>
  );
}
