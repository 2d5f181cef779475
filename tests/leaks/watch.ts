import { afterAll, expect } from '@jest/globals';
import { useDatabases } from '../support/databases.ts';
import { takeSeenAnswers } from '../support/seen-answers.ts';
import { findLeaks } from './find-leaks.ts';
import { gatherKnowledge } from './knowledge.ts';

/** After the tests of every file: no answer that any of them got told what legitimate.ts does not allow. */
afterAll(async () => {
  const answers = takeSeenAnswers();
  if (answers.length > 0) expect(findLeaks(answers, await gatherKnowledge(databases, answers))).toEqual([]);
});
const databases = useDatabases();
