import type { Profile } from '@studynotion/contracts';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../shared/components/button.tsx';
import { ProfileDetails } from './profile-details.tsx';
import { ProfileEditor } from './profile-editor.tsx';

/** A profile to look at, and to change. */
export function ProfilePanel({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation('profile');
  const [editing, setEditing] = useState(false);
  const edited = useRef(false);
  const editButton = useRef<HTMLButtonElement>(null);
  // The form is gone with the focus in it: the keyboard goes on where editing began.
  useEffect(() => {
    if (!editing && edited.current) editButton.current?.focus();
    edited.current = editing;
  }, [editing]);

  if (editing) return <ProfileEditor profile={profile} onDone={() => setEditing(false)} />;
  return (
    <ProfileDetails
      profile={profile}
      action={
        <Button ref={editButton} look="secondary" onClick={() => setEditing(true)}>
          {t('edit')}
        </Button>
      }
    />
  );
}
