import { describe, expect, test } from '@jest/globals';
import type { AuthoredCourse } from '@studynotion/contracts';
import { hasChanges, InformationForm, informationChanges, informationFields, rebase } from './information.ts';

const course: AuthoredCourse = {
  id: '0123456789abcdef01234567',
  version: 3,
  slug: 'git',
  status: 'draft',
  title: 'Git',
  summary: 'Snapshots.',
  description: 'First line.\n\nSecond.',
  whatYouWillLearn: ['To branch', 'To merge'],
  requirements: [],
  tags: ['git'],
  level: 'beginner',
  language: 'en',
  price: { amount: 49_950, currency: 'INR' },
  sections: [],
  missing: [],
  createdAt: '2026-01-01T00:00:00Z',
  changedAt: '2026-01-01T00:00:00Z',
};
const stored = informationFields(course);

/** What is sent when the form of this course is changed like this. */
const changesFor = (change: Partial<typeof stored>) =>
  informationChanges(course, InformationForm.parse({ ...stored, ...change }));

describe('saving the information of a course', () => {
  test('sends nothing when nothing changed', () => {
    expect(changesFor({})).toEqual({});
    expect(changesFor({ title: ' Git ', whatYouWillLearn: 'To branch\n\n To merge\n' })).toEqual({});
  });

  test('sends only what changed, lists by their lines and the price in paise', () => {
    expect(changesFor({ tags: 'git\nteamwork', price: '499.9' })).toEqual({
      tags: ['git', 'teamwork'],
      price: { amount: 49_990, currency: 'INR' },
    });
    expect(changesFor({ price: '19.99' })).toEqual({ price: { amount: 1999, currency: 'INR' } });
  });

  test('a category that is not chosen is not sent', () => {
    expect(changesFor({ categoryId: 'a'.repeat(24) })).toEqual({ categoryId: 'a'.repeat(24) });
    expect(changesFor({ categoryId: '' })).toEqual({});
  });

  test.each(['', 'free', '-1', '0.50', '1.005', '1e3', '123456789'])('refuses the price %j', (price) => {
    expect(InformationForm.safeParse({ ...stored, price }).success).toBe(false);
  });

  test.each(['0', '1', '499', '499.50'])('takes the price %j', (price) => {
    expect(InformationForm.safeParse({ ...stored, price }).success).toBe(true);
  });
});

describe('what is typed when the course changed elsewhere', () => {
  test('stays, and everything else is taken over', () => {
    const typed = { ...stored, title: 'Git, gently' };
    const { fields, conflicts } = rebase(stored, typed, { ...stored, summary: 'Branches.' });
    expect(fields).toEqual({ ...stored, title: 'Git, gently', summary: 'Branches.' });
    expect(conflicts).toEqual([]);
  });

  test('stays also where the same field changed there, which is told', () => {
    const { fields, conflicts } = rebase(stored, { ...stored, title: 'Mine' }, { ...stored, title: 'Theirs' });
    expect(fields.title).toBe('Mine');
    expect(conflicts).toEqual(['title']);
  });

  test('is no conflict where both typed the same', () => {
    expect(rebase(stored, { ...stored, title: 'Same ' }, { ...stored, title: 'Same' }).conflicts).toEqual([]);
  });

  test('counts as unsaved until it is stored', () => {
    expect(hasChanges({ ...stored, title: 'New' }, stored)).toBe(true);
    expect(hasChanges({ ...stored, requirements: '\n' }, stored)).toBe(false);
  });
});
