import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type ApiProblem, isTransient, problemOf } from '../../shared/api/api-problem.ts';
import { Button } from '../../shared/components/button.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { useAppDispatch } from '../../shared/store/hooks.ts';
import { noticeShown } from '../../shared/store/notice-slice.ts';
import { boughtPath } from './bought-path.ts';
import { useCreateOrderMutation } from './checkout-api.ts';
import { openAtOnce } from './checkout-state.ts';

export interface OrderButtonProps {
  readonly courseIds: readonly string[];
  /** Whether all of it costs nothing. */
  readonly free: boolean;
  /** @default what fits one course */
  readonly text?: string;
}

/** Orders courses: what is free is there at once, anything else leads to the checkout. */
export function OrderButton({ courseIds, free, text }: OrderButtonProps) {
  const { t } = useTranslation('checkout');
  const navigate = useNavigate();
  const dispatch = useAppDispatch();
  const [createOrder, { isLoading }] = useCreateOrderMutation();
  const [problem, setProblem] = useState<ApiProblem>();
  const keyOf = usePurchaseKey(courseIds);

  async function order(): Promise<void> {
    setProblem(undefined);
    const { data: made, error } = await createOrder({
      courseIds: [...courseIds],
      idempotencyKey: keyOf.current(),
    });
    if (made === undefined) return fail(problemOf(error));
    if (made.state !== 'paid') return navigate(`/checkout/${made.id}`, { state: openAtOnce });
    dispatch(noticeShown({ tone: 'success', text: 'enrolled' }));
    return navigate(boughtPath(made));
  }

  function fail(found: ApiProblem): void {
    setProblem(found);
    // The platform has decided; asking again later is another purchase.
    if (!isTransient(found)) keyOf.forget();
  }

  return (
    <div className="grid gap-3">
      <ProblemAlert problem={problem} />
      <Button busy={isLoading} disabled={courseIds.length === 0} onClick={order} className="w-full">
        {text ?? (free ? t('enrolFree') : t('buyNow'))}
      </Button>
    </div>
  );
}

/** One key per purchase: a double click, or another try after a lost answer, is the same order; other courses are not. */
function usePurchaseKey(courseIds: readonly string[]) {
  const purchase = useRef<{ readonly of: string; readonly key: string }>(undefined);
  const wanted = [...courseIds].sort().join();
  return {
    current: () => {
      if (purchase.current?.of !== wanted) purchase.current = { of: wanted, key: crypto.randomUUID() };
      return purchase.current.key;
    },
    forget: () => {
      purchase.current = undefined;
    },
  };
}
