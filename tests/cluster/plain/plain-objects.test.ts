import { expect, test } from '@jest/globals';
import { getMyProfile } from '@studynotion/contracts';
import { newLearner } from '../../support/people.ts';
import { kubectl, resource } from '../support/cluster.ts';

test('the objects of npm run synth make a platform without an operator', async () => {
  expect(await resource()).toBeUndefined();
  expect(await kubectl('get', 'deployments', '--output=name')).not.toContain('operator');
  const { client, account } = await newLearner();
  const profile = await client.call(getMyProfile, 200);
  expect(profile).toMatchObject({ firstName: account.firstName });
});
