import { sendContactMessage } from '@studynotion/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { problemOf } from '../../shared/api/api-problem.ts';
import { Alert } from '../../shared/components/alert.tsx';
import { Button } from '../../shared/components/button.tsx';
import { PageHeading } from '../../shared/components/page-heading.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { TextArea, TextField } from '../../shared/components/text-field.tsx';
import { schemaOf } from '../../shared/forms/schema-of.ts';
import { useForm } from '../../shared/forms/use-form.ts';
import { useSendContactMessageMutation } from './site-api.ts';

const empty = { firstName: '', lastName: '', email: '', phone: '', message: '' };

/** The form as the contract takes it: what may be left out and is empty is not sent. */
const ContactFields = z.preprocess(
  ({ lastName, phone, ...required }: typeof empty) => ({
    ...required,
    lastName: lastName.trim() || undefined,
    phone: phone.trim() || undefined,
  }),
  schemaOf(sendContactMessage),
);

/** Writes to those who run the site. */
export function Component() {
  const { t } = useTranslation('site');
  const [sent, setSent] = useState(false);
  return (
    <div className="page-width max-w-3xl py-10 md:py-16">
      <PageHeading title={t('contact.title')} />
      <p className="mt-4 text-lg">{t('contact.lead')}</p>
      <div className="mt-8">
        {sent ? (
          <Alert
            tone="success"
            title={t('contact.sent.title')}
            action={
              <Button look="secondary" onClick={() => setSent(false)}>
                {t('contact.sent.again')}
              </Button>
            }
          >
            {t('contact.sent.text')}
          </Alert>
        ) : (
          <ContactForm onSent={() => setSent(true)} />
        )}
      </div>
    </div>
  );
}

function ContactForm({ onSent }: { readonly onSent: () => void }) {
  const { t } = useTranslation('site');
  const [send] = useSendContactMessageMutation();
  const form = useForm({
    initialValues: empty,
    schema: ContactFields,
    onSubmit: async (body) => {
      const { error } = await send(body);
      if (error !== undefined) return problemOf(error);
      onSent();
    },
  });
  return (
    <form noValidate onSubmit={form.submit} className="surface grid gap-5 p-6 sm:p-8">
      <ProblemAlert problem={form.problem} />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField label={t('contact.firstName')} autoComplete="given-name" {...form.field('firstName')} />
        <TextField label={t('contact.lastName')} optional autoComplete="family-name" {...form.field('lastName')} />
        <TextField label={t('contact.email')} type="email" autoComplete="email" {...form.field('email')} />
        <TextField label={t('contact.phone')} optional type="tel" autoComplete="tel" {...form.field('phone')} />
      </div>
      <TextArea label={t('contact.message')} maxLength={2000} rows={7} {...form.field('message')} />
      <Button type="submit" busy={form.sending} className="justify-self-start">
        {t('contact.submit')}
      </Button>
    </form>
  );
}
