import { expect, test } from '@jest/globals';
import { buildSettings, type Reach } from './npm-settings.ts';

const reach: Reach = {
  globalconfig: '/etc/npmrc',
  userconfig: '/home/somebody/.npmrc',
  cache: '/home/somebody/.npm',
  cafile: '/ca.pem',
  registry: 'https://npm.example/',
  proxy: null,
  'https-proxy': 'http://proxy:1',
  noproxy: [''],
  'strict-ssl': true,
};
const certificate = '-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----';

test('a build gets how the registry is reached, log-ins and certificates, and no place of this machine', () => {
  const files = [
    'fund=false\nprefix=/opt\n',
    '; ours\n//npm.example/:_authToken=t\n@ours:registry=https://ours.example\n',
  ];
  const text = buildSettings(reach, files, `# authorities\n${certificate}\n${certificate}\n`, '/npm-cache');
  const inline = `ca[]=${JSON.stringify(certificate)}`;
  expect(text.split('\n')).toEqual([
    'registry=https://npm.example/',
    'https-proxy=http://proxy:1',
    'strict-ssl=true',
    '//npm.example/:_authToken=t',
    '@ours:registry=https://ours.example',
    inline,
    inline,
    'cache=/npm-cache',
    '',
  ]);
});
