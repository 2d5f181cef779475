import { useTranslation } from 'react-i18next';
import { Catalogue } from './catalogue.tsx';
import { Hero } from './hero.tsx';

export function Component() {
  const { t } = useTranslation('catalogue');
  return (
    <>
      <Hero />
      <section id="courses" aria-labelledby="courses-heading" className="page-width pt-16 pb-20 md:pt-24">
        <h2 id="courses-heading" className="text-2xl font-bold tracking-tight md:text-3xl">
          {t('home.newest')}
        </h2>
        <p className="mt-2 mb-8 max-w-2xl">{t('home.newestLead')}</p>
        <Catalogue headingLevel="h3" />
      </section>
    </>
  );
}
