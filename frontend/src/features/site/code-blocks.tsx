import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';

/** What learning by doing looks like: a claim beside a few lines of code, twice, once from either side. */
export function CodeBlocks() {
  const { t } = useTranslation('site');
  return (
    <div className="overflow-hidden border-y border-line/60 bg-panel/40">
      <div className="page-width grid grid-cols-[minmax(0,1fr)] gap-20 py-16 md:py-24">
        <CodeBlock
          title={t('home.code.build.title')}
          text={t('home.code.build.text')}
          action={
            <ButtonLink to="/courses">
              {t('home.code.build.action')}
              <Icon name="arrowRight" />
            </ButtonLink>
          }
          glow="from-link/40 to-success/20"
          code={PAGE}
        />
        <CodeBlock
          reversed
          title={t('home.code.start.title')}
          text={t('home.code.start.text')}
          action={
            <ButtonLink to="/courses?level=beginner" look="secondary">
              {t('home.code.start.action')}
              <Icon name="arrowRight" />
            </ButtonLink>
          }
          glow="from-accent/30 to-danger/20"
          code={SCRIPT}
        />
      </div>
    </div>
  );
}

interface CodeBlockProps {
  readonly title: string;
  readonly text: string;
  readonly action: ReactNode;
  readonly glow: string;
  readonly code: string;
  /** @default false: the words come first */
  readonly reversed?: boolean;
}

function CodeBlock({ title, text, action, glow, code, reversed = false }: CodeBlockProps) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] items-center gap-10 lg:grid-cols-2 lg:gap-16">
      <div className={reversed ? 'lg:order-2' : undefined}>
        <h2 className="text-3xl font-bold tracking-tight text-balance md:text-4xl">
          <span className="text-gradient">{title}</span>
        </h2>
        <p className="mt-4 max-w-xl text-lg text-pretty">{text}</p>
        <div className="mt-8">{action}</div>
      </div>
      <div aria-hidden="true" className="relative isolate min-w-0">
        <div className={`absolute -inset-6 -z-10 rounded-full bg-linear-to-br blur-3xl ${glow}`} />
        <div className="flex overflow-hidden rounded-2xl border border-line bg-ground/90 py-4 font-mono text-[0.8125rem] leading-6 shadow-2xl shadow-black/60 sm:text-sm sm:leading-7">
          <div className="w-12 shrink-0 pr-4 text-right text-muted">
            {code.split('\n').map((_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines that never move
              <div key={index}>{index + 1}</div>
            ))}
          </div>
          <pre className="overflow-hidden pr-4 text-link-soft">{code}</pre>
        </div>
      </div>
    </section>
  );
}

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <title>My first page</title>
    <link rel="stylesheet" href="page.css">
  </head>
  <body>
    <h1>Hello, world</h1>
    <a href="/next">And now?</a>
  </body>
</html>`;

const SCRIPT = `const lessons = ['one', 'two', 'three'];

for (const lesson of lessons) {
  await read(lesson);
  await tryIt(lesson);
}

celebrate();`;
