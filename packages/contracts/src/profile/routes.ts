import { z } from 'zod';
import { CalendarDate, ContactNumber, EmailAddress, freeText, Id, PersonName, Version } from '../primitives.ts';
import { routesOf } from '../route.ts';

const route = routesOf('user-profile-service');

export const Gender = z.enum(['female', 'male', 'non-binary', 'undisclosed']);

/** A profile as its owner sees it. */
export const Profile = z
  .strictObject({
    accountId: Id,
    email: EmailAddress,
    firstName: PersonName,
    lastName: PersonName,
    gender: Gender.optional(),
    dateOfBirth: CalendarDate.optional(),
    about: z.string().optional(),
    contactNumber: z.string().optional(),
    pictureUrl: z.url().optional(),
    version: Version,
  })
  .meta({ id: 'Profile' });
export type Profile = z.infer<typeof Profile>;

export const PublicProfile = z
  .strictObject({
    accountId: Id,
    firstName: PersonName,
    lastName: PersonName,
    about: z.string().optional(),
    pictureUrl: z.url().optional(),
  })
  .meta({ id: 'PublicProfile' });

export const getMyProfile = route({
  method: 'GET',
  path: '/profile',
  summary: 'My profile',
  access: 'signed-in',
  answers: { 200: Profile },
  problems: ['profile.not-found', 'service.unavailable'],
});

/** Only what is sent is touched; `null` empties a field that may be empty. */
export const changeMyProfile = route({
  method: 'PATCH',
  path: '/profile',
  summary: 'Change fields of my profile',
  access: 'signed-in',
  body: z.strictObject({
    firstName: PersonName.optional(),
    lastName: PersonName.optional(),
    gender: Gender.nullable().optional(),
    dateOfBirth: CalendarDate.nullable().optional(),
    about: freeText(1000, 0).nullable().optional(),
    contactNumber: ContactNumber.nullable().optional(),
  }),
  answers: { 200: Profile },
  problems: ['profile.not-found', 'service.unavailable'],
});

export const getPublicProfile = route({
  method: 'GET',
  path: '/profile/:accountId',
  summary: 'The public part of a profile',
  access: 'public',
  params: z.strictObject({ accountId: Id }),
  answers: { 200: PublicProfile },
  problems: ['profile.not-found'],
});
