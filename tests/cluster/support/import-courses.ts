import { readFileSync } from 'node:fs';
import { importCourses } from '@studynotion/contracts';
import { seededAdministrator } from '../../support/people.ts';

/** Brings the courses of a file into the platform of these tests: `node import-courses.ts <file>`. */
const [file = ''] = process.argv.slice(2);
const administrator = await seededAdministrator();
await administrator.call(importCourses, 200, { body: JSON.parse(readFileSync(file, 'utf8')) });
