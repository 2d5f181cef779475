import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ReviewItem } from './review-item.tsx';
import { useListFeaturedReviewsQuery } from './reviews-api.ts';

const SHOWN = 6;

/** Some good reviews; nothing at all while there are none. */
export function FeaturedReviews() {
  const { t } = useTranslation('reviews');
  const { data: reviews = [] } = useListFeaturedReviewsQuery();
  if (reviews.length === 0) return null;
  return (
    <section aria-labelledby="featured-heading" className="border-t border-line/60 bg-panel/40">
      <div className="page-width py-16 md:py-24">
        <h2 id="featured-heading" className="mb-10 text-center text-3xl font-bold tracking-tight md:text-4xl">
          {t('featured.title')}
        </h2>
        {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
        <ul role="list" className="grid gap-6 md:grid-cols-2 lg:grid-cols-3">
          {reviews.slice(0, SHOWN).map((review) => (
            <li key={review.id} className="surface flex flex-col justify-between gap-5 p-6">
              <ReviewItem review={review} />
              <Link to={`/courses/${review.courseSlug}`} className="inline-link w-fit text-sm">
                {review.courseTitle}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
