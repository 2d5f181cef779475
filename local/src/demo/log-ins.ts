import type { SeedAccount } from '@studynotion/platform';
import type { Installation } from '../installation.ts';
import { prepareSecrets } from '../secrets.ts';
import { found, readDemoPlan } from './plan.ts';

export interface DemoAccess {
  /** Of everybody in the demo data. */
  readonly password: string;
  readonly instructor: SeedAccount;
  readonly student: SeedAccount;
}

/** How to log in as people of the demo data; the password was made for the installation. */
export function demoAccess(installation: Installation): DemoAccess {
  const { shown, instructors, learners } = readDemoPlan();
  const { demoPassword: password } = prepareSecrets(installation);
  const logIn = (email: string, role: 'instructor' | 'student'): SeedAccount => {
    const { firstName, lastName } = found([...instructors, ...learners], (person) => person.email === email, email);
    return { email, password, firstName, lastName, role };
  };
  return { password, instructor: logIn(shown.instructor, 'instructor'), student: logIn(shown.student, 'student') };
}
