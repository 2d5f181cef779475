import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  changeMyProfile,
  getMyProfile,
  logIn,
  refreshSession,
  type SessionOpened,
  signUp,
} from '@studynotion/contracts';
import { ApiClient } from '../support/api-client.ts';
import { AT_ONCE, sendAtOnce, tally } from '../support/at-once.ts';
import { useDatabases } from '../support/databases.ts';
import { expectExactlyOne, untilWelcomed } from '../support/exactly-once.ts';
import { codeByMail, newAddress, newLearner, type Person, signUpForm } from '../support/people.ts';
import { everythingArrived } from '../support/under-way.ts';

/** One person who does everything very often at the same moment. */

const databases = useDatabases();
let people: Person[];
let person: Person;

beforeAll(async () => {
  people = await Promise.all(Array.from({ length: 10 }, newLearner));
  person = people[0] as Person;
});

const sessionsOf = (accountIds: readonly string[]) =>
  databases.count('auth-service', 'sessions', { accountId: { $in: accountIds } });
const allSessions = () => sessionsOf(people.map(({ account }) => account.id));

describe(`${AT_ONCE} at once`, () => {
  test('sign-ups with one code make one account', async () => {
    const email = newAddress();
    const body = signUpForm(email, await codeByMail(new ApiClient(), email));
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => new ApiClient().send(signUp, { body })));
    const { 201: made, '400 otp.invalid': late = 0, '409 account.email-taken': taken = 0 } = tally(answers);
    expect({ made, refused: late + taken }).toEqual({ made: 1, refused: AT_ONCE - 1 });
    await untilWelcomed(databases, { email });
    await everythingArrived(databases, 30);
    await expectExactlyOne(databases, { email, courses: 0 });
  });

  test('log-ins of ten people open as many sessions', async () => {
    // Whoever is at it counts as failed until it is known better: of one account fewer than ten at a time.
    const before = await allSessions();
    const devices = Array.from({ length: AT_ONCE }, () => new ApiClient());
    const answers = await Promise.all(
      devices.map((device, place) => {
        const { email, password } = people[place % people.length] as Person;
        return device.send(logIn, { body: { email, password } });
      }),
    );
    expect(tally(answers)).toEqual({ 200: AT_ONCE });
    expect(new Set(devices.flatMap(({ cookies }) => [...cookies.values()])).size).toBe(AT_ONCE);
    expect(await allSessions()).toBe(before + AT_ONCE);
  });

  test('log-ins of one person are let in or refused by the rule, and by no overload', async () => {
    const { email, password } = await newLearner();
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () => new ApiClient().send(logIn, { body: { email, password } })),
    );
    const { 200: done = 0, '429 login.locked': locked = 0 } = tally(answers);
    expect({ some: done > 0, all: done + locked }).toEqual({ some: true, all: AT_ONCE });
  });

  test('refreshes with one token continue one session, with one successor', async () => {
    const before = await sessionsOf([person.account.id]);
    const tabs = Array.from({ length: AT_ONCE }, () => {
      const tab = new ApiClient();
      for (const [name, value] of person.client.cookies) tab.cookies.set(name, value);
      return tab;
    });
    const answers = await Promise.all(tabs.map((tab) => tab.send(refreshSession)));
    expect(tally(answers)).toEqual({ 200: AT_ONCE });
    const successors = new Set(tabs.flatMap(({ cookies }) => [...cookies.values()]));
    expect(successors.size).toBe(1);
    expect([...successors]).not.toEqual([...person.client.cookies.values()]);
    expect(await sessionsOf([person.account.id])).toBe(before);
    const [tab, answer] = [tabs[0], answers[0]];
    if (tab !== undefined) tab.accessToken = (JSON.parse(answer?.text ?? '') as SessionOpened).accessToken;
    await tab?.call(getMyProfile, 200);
  });

  test('changes of different fields of a profile are all kept', async () => {
    await person.client.call(getMyProfile, 200);
    const changes = [
      (place: number) => ({ firstName: `First ${place}` }),
      (place: number) => ({ lastName: `Last ${place}` }),
      (place: number) => ({ about: `About ${place}` }),
      (place: number) => ({ contactNumber: `+91 80 1234 ${1000 + place}` }),
      (place: number) => ({ dateOfBirth: `19${40 + place}-01-01` }),
    ];
    const changeOf = (place: number) => changes[place % changes.length]?.(place) ?? {};
    const answers = await sendAtOnce(person, changeMyProfile, (place) => ({ body: changeOf(place) }));
    expect(tally(answers)).toEqual({ 200: AT_ONCE });
    // Each answer shows its own change, and what is there now was sent by somebody.
    for (const [place, { text }] of answers.entries()) expect(JSON.parse(text)).toMatchObject(changeOf(place));
    const profile = await person.client.call(getMyProfile, 200);
    const sent = Array.from({ length: AT_ONCE }, (_, place) => Object.values(changeOf(place))[0]);
    const { firstName, lastName, about, contactNumber, dateOfBirth } = profile;
    for (const value of [firstName, lastName, about, contactNumber, dateOfBirth]) expect(sent).toContain(value);
  });
});
