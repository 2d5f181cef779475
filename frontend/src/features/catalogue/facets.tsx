import type { CatalogueFacets } from '@studynotion/contracts';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon } from '../../shared/components/icon.tsx';
import { RatingStars } from '../../shared/components/rating-stars.tsx';
import { Skeleton } from '../../shared/components/skeleton.tsx';
import { useFormat } from '../../shared/format/use-format.ts';
import { type CatalogueFilter, isNarrowed, priceChoices, searchOf } from './catalogue-filter.ts';

export interface FacetsProps {
  /** Not there yet while the first answer is awaited. */
  readonly facets?: CatalogueFacets;
  readonly filter: CatalogueFilter;
}

/** What the catalogue can be narrowed by, each choice with how many courses it leaves; on a phone folded away. */
export function Facets({ facets, filter }: FacetsProps) {
  const { t } = useTranslation('catalogue');
  const format = useFormat();
  const listId = useId();
  const [unfolded, setUnfolded] = useState(false);

  return (
    <nav aria-label={t('facets.label')} className="lg:sticky lg:top-22 lg:max-h-[calc(100dvh-7rem)] lg:overflow-y-auto">
      <button
        type="button"
        aria-expanded={unfolded}
        aria-controls={listId}
        onClick={() => setUnfolded(!unfolded)}
        className="flex min-h-12 w-full items-center justify-between rounded-xl border border-line px-4 font-medium text-text hover:bg-raised lg:hidden"
      >
        {t('facets.label')}
        <Icon name="chevronDown" className={`size-5 transition-transform ${unfolded ? 'rotate-180' : ''}`} />
      </button>
      <div id={listId} className={`gap-7 pt-5 lg:grid lg:pt-0 ${unfolded ? 'grid' : 'hidden'}`}>
        {isNarrowed(filter) && (
          <Link to="/courses" preventScrollReset className="inline-link justify-self-start text-sm">
            {t('facets.clear')}
          </Link>
        )}
        {facets === undefined ? (
          <Skeleton className="h-80" />
        ) : (
          <>
            <Facet
              name="category"
              filter={filter}
              choices={facets.categories.map(({ slug, name, count }) => ({ value: slug, text: name, count }))}
            />
            <Facet
              name="level"
              filter={filter}
              choices={facets.levels.map(({ level, count }) => ({ value: level, text: t(`levels.${level}`), count }))}
            />
            <Facet
              name="price"
              filter={filter}
              choices={priceChoices.map((price) => ({
                value: price,
                text: t(`prices.${price}`),
                count: facets.prices[price],
              }))}
            />
            <Facet
              name="rating"
              filter={filter}
              choices={facets.ratings.map(({ ratingMin, count }) => ({
                value: ratingMin,
                text: t('facets.andUp', { rating: ratingMin }),
                stars: ratingMin,
                count,
              }))}
            />
            <Facet
              name="language"
              filter={filter}
              choices={facets.languages.map(({ language, count }) => ({
                value: language,
                text: format.language(language),
                count,
              }))}
            />
          </>
        )}
      </div>
    </nav>
  );
}

interface Choice {
  readonly value: string | number;
  readonly text: string;
  readonly stars?: number;
  readonly count: number;
}

interface FacetProps {
  readonly name: 'category' | 'level' | 'price' | 'rating' | 'language';
  readonly filter: CatalogueFilter;
  readonly choices: readonly Choice[];
}

function Facet({ name, filter, choices }: FacetProps) {
  const { t } = useTranslation('catalogue');
  const headingId = useId();
  // What leaves nothing is no choice, unless it is the one that was made.
  const offered = choices.filter(({ value, count }) => count > 0 || filter[name] === value);
  if (offered.length === 0) return null;
  return (
    <section aria-labelledby={headingId}>
      <h2 id={headingId} className="mb-2 text-sm font-semibold">
        {t(`facets.${name}`)}
      </h2>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
      <ul role="list" className="grid gap-0.5">
        {offered.map((choice) => (
          <li key={choice.value}>
            <ChoiceLink name={name} filter={filter} choice={choice} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ChoiceLink({ name, filter, choice }: Omit<FacetProps, 'choices'> & { readonly choice: Choice }) {
  const { value, text, stars, count } = choice;
  const chosen = filter[name] === value;
  return (
    <Link
      to={`/courses${searchOf({ ...filter, [name]: chosen ? undefined : value })}`}
      preventScrollReset
      aria-current={chosen ? 'true' : undefined}
      className="group flex min-h-9 items-center gap-2.5 rounded-lg px-2 text-[0.9375rem] hover:bg-raised hover:text-text aria-current:font-medium aria-current:text-accent"
    >
      <span
        aria-hidden="true"
        className="grid size-4 shrink-0 place-items-center rounded border border-muted group-aria-current:border-accent group-aria-current:bg-accent group-aria-current:text-ground"
      >
        {chosen && <Icon name="check" className="size-3" />}
      </span>
      {stars !== undefined && (
        <span aria-hidden="true">
          <RatingStars rating={stars} />
        </span>
      )}
      <span className="min-w-0 flex-1 truncate">{text}</span>
      <span className="text-xs text-muted tabular-nums">{count}</span>
    </Link>
  );
}
