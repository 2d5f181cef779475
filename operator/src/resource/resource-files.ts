import { stringify } from 'yaml';
import { valuesSchema } from '../chart/values-schema.ts';
import { customResourceDefinition } from './custom-resource-definition.ts';
import { resourceDocumentation } from './resource-documentation.ts';

/** Every file that is written from the schema of StudyNotion, by its path below the repository. */
export function resourceFiles(): ReadonlyMap<string, string> {
  const definition = stringify(customResourceDefinition(), { lineWidth: 0, aliasDuplicateObjects: false });
  return new Map([
    [
      'charts/studynotion/crds/custom-resource-definition.yaml',
      `# Written from operator/src/resource by "npm run generate". Do not edit.\n${definition}`,
    ],
    ['charts/studynotion/values.schema.json', `${JSON.stringify(valuesSchema(), undefined, 2)}\n`],
    ['docs/studynotion-resource.md', resourceDocumentation()],
  ]);
}
