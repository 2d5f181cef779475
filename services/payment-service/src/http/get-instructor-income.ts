import { getInstructorIncome } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import { type InstructorIncomeNeeds, instructorIncome } from '../domain/instructor-income.ts';

export const getInstructorIncomeHandler = (needs: InstructorIncomeNeeds) =>
  handler(getInstructorIncome, async ({ params }) => ok(await instructorIncome(needs, params.accountId)));
