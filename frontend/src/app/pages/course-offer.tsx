import type { CoursePage } from '@studynotion/contracts';
import { useTranslation } from 'react-i18next';
import { AddToCartButton } from '../../features/cart/add-to-cart-button.tsx';
import { Price } from '../../features/catalogue/price.tsx';
import { OrderButton } from '../../features/checkout/order-button.tsx';
import { useGetLearningCourseQuery } from '../../features/learning/learning-api.ts';
import { isTransient, problemOf } from '../../shared/api/api-problem.ts';
import { Button, ButtonLink } from '../../shared/components/button.tsx';
import { CourseCover } from '../../shared/components/course-cover.tsx';
import { Icon, type IconName } from '../../shared/components/icon.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';
import { withReturnPath } from '../../shared/session/return-path.ts';
import { selectSessionStatus } from '../../shared/session/session-slice.ts';
import { useAppSelector } from '../../shared/store/hooks.ts';

const included: readonly { readonly icon: IconName; readonly key: 'forEver' | 'everywhere' | 'noSubscription' }[] = [
  { icon: 'key', key: 'forEver' },
  { icon: 'globe', key: 'everywhere' },
  { icon: 'shield', key: 'noSubscription' },
];

/** The price of a course and the way to get in: buy it, or go on where one is enrolled. */
export function CourseOffer({ course }: { readonly course: CoursePage }) {
  const { t } = useTranslation('catalogue');
  return (
    <aside
      aria-label={t('offer.label')}
      className="surface row-start-1 overflow-hidden shadow-2xl shadow-black/40 lg:sticky lg:top-22 lg:col-start-2 lg:-mt-56"
    >
      <CourseCover
        slug={course.slug}
        thumbnailUrl={course.thumbnailUrl}
        className="hidden aspect-video w-full object-cover lg:block"
      />
      <div className="grid gap-5 p-6">
        <Price price={course.price} className="text-3xl" />
        <WayIn course={course} />
        {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
        <ul role="list" className="grid gap-2.5 border-t border-line/70 pt-5 text-sm">
          {included.map(({ icon, key }) => (
            <li key={key} className="flex items-center gap-2.5">
              <Icon name={icon} className="size-4 text-success" />
              {t(`offer.${key}`)}
            </li>
          ))}
        </ul>
      </div>
    </aside>
  );
}

function WayIn({ course }: { readonly course: CoursePage }) {
  const { t } = useTranslation(['catalogue', 'checkout', 'common']);
  const status = useAppSelector(selectSessionStatus);
  const signedIn = status === 'signed-in';
  // Whoever may read the outline is enrolled, or teaches here.
  const { data, error, refetch, isFetching } = useGetLearningCourseQuery(course.id, { skip: !signedIn });

  if (status === 'starting' || (signedIn && data === undefined && error === undefined))
    return (
      <Loading>
        <Skeleton className="h-11 rounded-xl" />
      </Loading>
    );
  const free = course.price.amount === 0;
  if (!signedIn)
    return (
      <div className="grid gap-3">
        <ButtonLink to={withReturnPath('/login', `/courses/${encodeURIComponent(course.slug)}`)}>
          {t(free ? 'offer.logInToEnrol' : 'offer.logInToBuy')}
        </ButtonLink>
        {!free && <AddToCartButton course={course} />}
      </div>
    );
  if (data !== undefined) return <ButtonLink to={`/learn/${course.id}`}>{t('offer.goToCourse')}</ButtonLink>;
  const problem = problemOf(error);
  // Without knowing whether the course is owned already, it is not offered for sale.
  if (isTransient(problem))
    return (
      <ProblemAlert
        problem={problem}
        action={
          <Button look="secondary" busy={isFetching} onClick={refetch}>
            {t('common:tryAgain')}
          </Button>
        }
      />
    );
  return (
    <div className="grid gap-3">
      <OrderButton courseIds={[course.id]} free={free} />
      {!free && <AddToCartButton course={course} />}
    </div>
  );
}
