import { expect, test } from '@jest/globals';
import { clientAddress } from './client-address.ts';

test.each([
  ['without trusted proxies the peer counts, whatever the header says', '1.1.1.1', 0, '9.9.9.9'],
  ['behind one proxy its last entry counts', '1.1.1.1, 2.2.2.2', 1, '2.2.2.2'],
  ['behind two the one before', '6.6.6.6, 1.1.1.1, 2.2.2.2', 2, '1.1.1.1'],
  ['a header shorter than the number of proxies gives what there is', '2.2.2.2', 3, '2.2.2.2'],
])('%s', (_rule, forwardedFor, proxies, expected) => {
  expect(clientAddress(forwardedFor, '9.9.9.9', proxies)).toBe(expected);
});
