import { putMyReview, type Review } from '@studynotion/contracts';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { problemOf } from '../../shared/api/api-problem.ts';
import { Button } from '../../shared/components/button.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { TextArea } from '../../shared/components/text-field.tsx';
import { schemaOf } from '../../shared/forms/schema-of.ts';
import { useForm } from '../../shared/forms/use-form.ts';
import { useAppDispatch } from '../../shared/store/hooks.ts';
import { noticeShown } from '../../shared/store/notice-slice.ts';
import { usePutMyReviewMutation } from './reviews-api.ts';
import { StarInput } from './star-input.tsx';

/** The form as the contract takes it: without a text where it was left empty. */
const ReviewFields = z.preprocess((values) => {
  const { rating, text } = values as Readonly<Record<string, string>>;
  return { rating: rating === '' ? undefined : Number(rating), text: text?.trim() ? text : undefined };
}, schemaOf(putMyReview));

export interface ReviewFormProps {
  readonly courseId: string;
  /** What was said so far. @default nothing yet */
  readonly review?: Review;
  readonly onDone: () => void;
}

/** Says what one thinks of a course, or changes what one said. */
export function ReviewForm({ courseId, review, onDone }: ReviewFormProps) {
  const { t } = useTranslation('reviews');
  const dispatch = useAppDispatch();
  const [putReview] = usePutMyReviewMutation();
  const form = useForm({
    initialValues: { rating: review === undefined ? '' : `${review.rating}`, text: review?.text ?? '' },
    schema: ReviewFields,
    onSubmit: async (body) => {
      const { error } = await putReview({ courseId, ...body });
      if (error !== undefined) return problemOf(error);
      dispatch(noticeShown({ tone: 'success', text: 'reviewSaved' }));
      onDone();
    },
  });

  return (
    <form noValidate onSubmit={form.submit} className="grid gap-5">
      <ProblemAlert problem={form.problem} />
      <StarInput {...form.field('rating')} />
      <TextArea label={t('form.text')} optional hint={t('form.hint')} maxLength={2000} {...form.field('text')} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={form.sending}>
          {t('form.submit')}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  );
}
