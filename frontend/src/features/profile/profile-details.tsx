import type { Profile } from '@studynotion/contracts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../shared/components/avatar.tsx';
import { useFormat } from '../../shared/format/use-format.ts';

export interface ProfileDetailsProps {
  readonly profile: Profile;
  readonly action: ReactNode;
}

/** A profile to look at. */
export function ProfileDetails({ profile, action }: ProfileDetailsProps) {
  const { t } = useTranslation('profile');
  const format = useFormat();
  const facts = [
    ['firstName', profile.firstName],
    ['lastName', profile.lastName],
    ['gender', profile.gender && t(`genders.${profile.gender}`)],
    ['dateOfBirth', profile.dateOfBirth && format.calendarDay(profile.dateOfBirth)],
    ['contactNumber', profile.contactNumber],
    ['about', profile.about],
  ] as const;
  return (
    <section aria-label={t('title')} className="surface p-6 sm:p-8">
      <div className="flex flex-wrap items-center gap-4">
        <Avatar of={profile} className="size-16 text-xl" />
        <div className="min-w-0 flex-1 basis-56">
          <p className="text-lg font-semibold text-text">
            {profile.firstName} {profile.lastName}
          </p>
          <p className="break-all text-muted">{profile.email}</p>
        </div>
        {action}
      </div>
      <dl className="mt-8 grid gap-x-8 gap-y-6 border-t border-line/70 pt-8 sm:grid-cols-2">
        {facts.map(([name, value]) => (
          <div key={name} className={name === 'about' ? 'sm:col-span-2' : undefined}>
            <dt className="text-sm text-muted">{t(`fields.${name}`)}</dt>
            <dd className={`mt-1 whitespace-pre-line ${value ? 'text-text' : 'text-muted italic'}`}>
              {value || t('notSet')}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
