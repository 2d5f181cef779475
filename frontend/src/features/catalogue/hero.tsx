import { Trans, useTranslation } from 'react-i18next';
import { ButtonLink } from '../../shared/components/button.tsx';
import { Icon, type IconName } from '../../shared/components/icon.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { selectSessionStatus } from '../../shared/session/session-slice.ts';
import { useAppSelector } from '../../shared/store/hooks.ts';
import { HeroPicture } from './hero-picture.tsx';

const promises: readonly { readonly icon: IconName; readonly key: 'once' | 'pace' | 'secure' }[] = [
  { icon: 'key', key: 'once' },
  { icon: 'clock', key: 'pace' },
  { icon: 'shield', key: 'secure' },
];

/** The first thing a visitor sees. */
export function Hero() {
  const { t } = useTranslation('catalogue');
  const signedIn = useAppSelector(selectSessionStatus) === 'signed-in';
  return (
    <section className="relative isolate overflow-hidden border-b border-line/60">
      <div
        aria-hidden="true"
        className="absolute inset-0 -z-10 bg-[radial-gradient(60rem_34rem_at_85%_-10%,#118ab255,transparent_70%),radial-gradient(40rem_26rem_at_0%_110%,#06d6a026,transparent_70%)]"
      />
      <div className="page-width grid items-center gap-12 py-14 md:py-20 lg:grid-cols-[1.1fr_1fr] lg:gap-16 lg:py-24">
        <div className="animate-rise">
          <PageHeading
            title={t('home.title')}
            className="text-4xl leading-[1.08] font-extrabold tracking-tight text-balance sm:text-5xl xl:text-6xl"
          >
            <Trans t={t} i18nKey="home.headline">
              <span className="text-gradient" />
            </Trans>
          </PageHeading>
          <p className="mt-6 max-w-xl text-lg leading-relaxed text-pretty">{t('home.lead')}</p>
          <div className="mt-9 flex flex-wrap gap-3">
            <ButtonLink to={signedIn ? '/dashboard/courses' : '/courses'} className="px-7">
              {signedIn ? t('home.continue') : t('home.browse')}
              <Icon name="arrowRight" />
            </ButtonLink>
            <ButtonLink to={signedIn ? '/courses' : '/signup'} look="secondary" className="px-7">
              {signedIn ? t('home.browse') : t('home.join')}
            </ButtonLink>
          </div>
        </div>
        <HeroPicture />
      </div>
      <div className="border-t border-line/60 bg-panel/50">
        {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown */}
        <ul role="list" className="page-width grid gap-6 py-7 sm:grid-cols-3">
          {promises.map(({ icon, key }) => (
            <li key={key} className="flex items-start gap-3">
              <span className="grid size-10 shrink-0 place-items-center rounded-xl bg-raised text-accent">
                <Icon name={icon} />
              </span>
              <p className="text-sm leading-snug">
                <span className="block font-semibold text-text">{t(`home.promises.${key}.title`)}</span>
                {t(`home.promises.${key}.text`)}
              </p>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
