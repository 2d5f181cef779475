import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../shared/components/button.tsx';
import { Icon, type IconName } from '../../shared/components/icon.tsx';

const reasons: readonly { readonly icon: IconName; readonly key: 'share' | 'tools' | 'reach' }[] = [
  { icon: 'key', key: 'share' },
  { icon: 'list', key: 'tools' },
  { icon: 'globe', key: 'reach' },
];

/** Invites those who know something to teach it. */
export function BecomeInstructor() {
  const { t } = useTranslation('site');
  return (
    <section aria-labelledby="teach-heading" className="page-width py-16 md:py-24">
      <div className="surface grid items-center gap-10 bg-[radial-gradient(40rem_20rem_at_100%_0%,#ffd60a1f,transparent_70%)] p-8 md:p-12 lg:grid-cols-[1.1fr_1fr]">
        <div>
          <h2 id="teach-heading" className="text-3xl font-bold tracking-tight md:text-4xl">
            {t('home.teach.title')}
          </h2>
          <p className="mt-4 max-w-xl text-lg text-pretty">{t('home.teach.text')}</p>
          <ButtonLink to="/signup" className="mt-8">
            {t('home.teach.action')}
            <Icon name="arrowRight" />
          </ButtonLink>
        </div>
        {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
        <ul role="list" className="grid gap-5">
          {reasons.map(({ icon, key }) => (
            <li key={key} className="flex items-start gap-4">
              <span className="grid size-11 shrink-0 place-items-center rounded-xl bg-raised text-accent">
                <Icon name={icon} />
              </span>
              <p>
                <span className="block font-semibold text-text">{t(`home.teach.reasons.${key}.title`)}</span>
                {t(`home.teach.reasons.${key}.text`)}
              </p>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
