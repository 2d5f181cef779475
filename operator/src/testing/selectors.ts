import { ApiError, type Selection, type StoredObject } from '../kubernetes/kubernetes-api.ts';

type Matches = (object: StoredObject) => boolean;

/** Whether an object is of a selection. @throws ApiError `BadRequest` where a selector cannot be read */
export function matcherOf({ apiVersion, kind, namespace, labelSelector = '', fieldSelector = '' }: Selection): Matches {
  const labels = requirementsOf(labelSelector).map(labelMatcher);
  const fields = requirementsOf(fieldSelector).map(fieldMatcher);
  return (object) =>
    object.apiVersion === apiVersion &&
    object.kind === kind &&
    object.metadata.namespace === namespace &&
    [...labels, ...fields].every((matches) => matches(object));
}

/** Commas part requirements, but not within parentheses. */
function requirementsOf(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map((requirement) => requirement.trim())
    .filter((requirement) => requirement !== '');
}

const SET = /^([^\s!=(),]+)\s+(in|notin)\s*\(([^()]*)\)$/;
const EQUALITY = /^([^\s!=(),]+)\s*(==|=|!=)\s*([^\s!=(),]*)$/;
const EXISTENCE = /^(!?)\s*([^\s!=(),]+)$/;

function labelMatcher(requirement: string): Matches {
  const [, setName, operator, list = ''] = SET.exec(requirement) ?? [];
  if (setName !== undefined) {
    const values = list.split(',').map((value) => value.trim());
    return (object) => {
      const value = object.metadata.labels?.[setName];
      return operator === 'in'
        ? value !== undefined && values.includes(value)
        : value === undefined || !values.includes(value);
    };
  }
  const [, name, sign, wanted] = EQUALITY.exec(requirement) ?? [];
  if (name !== undefined) return (object) => (object.metadata.labels?.[name] === wanted) === (sign !== '!=');
  const [, not, present] = EXISTENCE.exec(requirement) ?? [];
  if (present === undefined) throw badRequest(`unable to parse requirement: ${requirement}`);
  return (object) => (object.metadata.labels?.[present] !== undefined) === (not === '');
}

function fieldMatcher(requirement: string): Matches {
  const [, path, sign, wanted] = EQUALITY.exec(requirement) ?? [];
  if (path === undefined) throw badRequest(`invalid field selector: ${requirement}`);
  // The server knows few others, and each for one kind.
  if (!/^metadata\.(name|namespace)$|^involvedObject\.|^regarding\./.test(path))
    throw badRequest(`field label not supported: ${path}`);
  return (object) => {
    const value = path.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown>)?.[name], object);
    return (String(value ?? '') === wanted) === (sign !== '!=');
  };
}

function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}
