import type { CoursePage } from '@studynotion/contracts';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type ApiProblem, isTransient, problemOf } from '../../shared/api/api-problem.ts';
import { Button } from '../../shared/components/button.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { useAppDispatch } from '../../shared/store/hooks.ts';
import { noticeShown } from '../../shared/store/notice-slice.ts';
import { useCreateOrderMutation } from './checkout-api.ts';
import { openAtOnce } from './checkout-state.ts';

/** Orders a course: a free one is there at once, any other one leads to the checkout. */
export function BuyButton({ course }: { readonly course: Pick<CoursePage, 'id' | 'price'> }) {
  const { t } = useTranslation('checkout');
  const navigate = useNavigate();
  const dispatch = useAppDispatch();
  const [createOrder, { isLoading }] = useCreateOrderMutation();
  const [problem, setProblem] = useState<ApiProblem>();
  // One key per purchase: a double click, or another try after a lost answer, is the same order.
  const purchase = useRef(crypto.randomUUID());

  async function buy(): Promise<void> {
    setProblem(undefined);
    const { data: order, error } = await createOrder({
      courseIds: [course.id],
      idempotencyKey: purchase.current,
    });
    if (order === undefined) return fail(problemOf(error));
    if (order.state !== 'paid') return navigate(`/checkout/${order.id}`, { state: openAtOnce });
    dispatch(noticeShown({ tone: 'success', text: 'enrolled' }));
    return navigate(`/learn/${course.id}`);
  }

  function fail(found: ApiProblem): void {
    setProblem(found);
    // The platform has decided; asking again later is another purchase.
    if (!isTransient(found)) purchase.current = crypto.randomUUID();
  }

  return (
    <div className="grid gap-3">
      <ProblemAlert problem={problem} />
      <Button busy={isLoading} onClick={buy} className="w-full">
        {course.price.amount === 0 ? t('enrolFree') : t('buyNow')}
      </Button>
    </div>
  );
}
