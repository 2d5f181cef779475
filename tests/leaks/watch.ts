import { afterAll } from '@jest/globals';
import { useDatabases } from '../support/databases.ts';
import { expectNoLeaks } from './expect-no-leaks.ts';

/** After the tests of every file. */
afterAll(() => expectNoLeaks(databases));
const databases = useDatabases();
