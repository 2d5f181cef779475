import { Gender, type Profile } from '@studynotion/contracts';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { problemOf } from '../../shared/api/api-problem.ts';
import { Button } from '../../shared/components/button.tsx';
import { ProblemAlert } from '../../shared/components/problem-alert.tsx';
import { SelectField, TextArea, TextField } from '../../shared/components/text-field.tsx';
import { useForm } from '../../shared/forms/use-form.ts';
import { useAppDispatch } from '../../shared/store/hooks.ts';
import { noticeShown } from '../../shared/store/notice-slice.ts';
import { useChangeProfileMutation } from './profile-api.ts';
import { emptyAsNull, ProfileForm, profileChanges, profileFields } from './profile-changes.ts';

const EditedProfile = z.preprocess((values) => emptyAsNull(values as Readonly<Record<string, string>>), ProfileForm);

export interface ProfileEditorProps {
  readonly profile: Profile;
  readonly onDone: () => void;
}

/** A profile to change. */
export function ProfileEditor({ profile, onDone }: ProfileEditorProps) {
  const { t } = useTranslation('profile');
  const dispatch = useAppDispatch();
  const [changeProfile] = useChangeProfileMutation();
  const formElement = useRef<HTMLFormElement>(null);
  // The button that was pressed is gone: the keyboard goes on at the first field.
  useEffect(() => formElement.current?.querySelector('input')?.focus(), []);

  const form = useForm({
    initialValues: profileFields(profile),
    schema: EditedProfile,
    onSubmit: async (checked) => {
      const changes = profileChanges(profile, checked);
      if (Object.keys(changes).length > 0) {
        const { error } = await changeProfile(changes);
        if (error !== undefined) return problemOf(error);
        dispatch(noticeShown({ tone: 'success', text: 'profileSaved' }));
      }
      onDone();
    },
  });

  return (
    <form ref={formElement} noValidate onSubmit={form.submit} className="surface grid gap-5 p-6 sm:p-8">
      <ProblemAlert problem={form.problem} />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField label={t('fields.firstName')} autoComplete="given-name" {...form.field('firstName')} />
        <TextField label={t('fields.lastName')} autoComplete="family-name" {...form.field('lastName')} />
        <SelectField label={t('fields.gender')} optional autoComplete="sex" {...form.field('gender')}>
          <option value="">{t('notSet')}</option>
          {Gender.options.map((gender) => (
            <option key={gender} value={gender}>
              {t(`genders.${gender}`)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t('fields.dateOfBirth')}
          optional
          type="date"
          autoComplete="bday"
          {...form.field('dateOfBirth')}
        />
        <TextField
          label={t('fields.contactNumber')}
          optional
          type="tel"
          autoComplete="tel"
          {...form.field('contactNumber')}
        />
      </div>
      <TextArea label={t('fields.about')} optional hint={t('aboutHint')} maxLength={1000} {...form.field('about')} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={form.sending}>
          {t('save')}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
