import { writeFileSync } from 'node:fs';
import { compiledFile, compileMail, mailSources } from './compile-mail.ts';

for (const name of mailSources()) writeFileSync(compiledFile(name), await compileMail(name));
