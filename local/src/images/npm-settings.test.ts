import { expect, test } from '@jest/globals';
import { buildSettings } from './npm-settings.ts';

const certificate = '-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----';
const read = (file: string) => (file === '/ca.pem' ? `# ours\n${certificate}\n` : '');

test('a build gets how the registry is reached, and nothing that names places of this machine', () => {
  const user =
    'registry=https://npm.example/\n//npm.example/:_authToken=t\ncafile=/ca.pem\n# a word\nprefix=/opt\ncache=/c\n';
  const lines = buildSettings(['fund=false\n', user], {}, '/npm-cache', read).split('\n');
  expect(lines).toEqual([
    'fund=false',
    'registry=https://npm.example/',
    '//npm.example/:_authToken=t',
    `ca[]=${JSON.stringify(certificate)}`,
    'cache=/npm-cache',
    '',
  ]);
});

test('the environment has the last word', () => {
  const environment = {
    npm_config_registry: 'https://other.example/',
    NPM_CONFIG_HTTPS_PROXY: 'http://proxy:1',
    PATH: '/bin',
  };
  expect(buildSettings(['registry=https://npm.example/'], environment, '/c', read).split('\n')).toEqual([
    'registry=https://npm.example/',
    'registry=https://other.example/',
    'https-proxy=http://proxy:1',
    'cache=/c',
    '',
  ]);
});
