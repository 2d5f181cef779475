import { expect } from '@jest/globals';
import type { Databases } from '../support/databases.ts';
import { takeSeenAnswers } from '../support/seen-answers.ts';
import { findLeaks } from './find-leaks.ts';
import { gatherKnowledge } from './knowledge.ts';

/** No answer since this was asked last told what legitimate.ts does not allow, judged by what is stored now. */
export async function expectNoLeaks(databases: Databases): Promise<void> {
  const answers = takeSeenAnswers();
  if (answers.length > 0) expect(findLeaks(answers, await gatherKnowledge(databases, answers))).toEqual([]);
}
