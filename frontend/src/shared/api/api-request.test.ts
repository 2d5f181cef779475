import { describe, expect, test } from '@jest/globals';
import { createOrder, getCourse, getLecture, listCourses } from '@studynotion/contracts';
import { toFetchArguments } from './api-request.ts';

const headersOf = ([, { headers }]: [string, RequestInit]) => headers;

describe('a request to the API', () => {
  test('goes to the path of the contract with its parameters encoded', () => {
    const [address] = toFetchArguments({ route: getCourse, params: { slug: 'kochen-für-alle' } });
    expect(address).toBe('/api/v1/courses/kochen-f%C3%BCr-alle');
  });

  test('leaves out what is not set in its query', () => {
    expect(toFetchArguments({ route: listCourses, query: { cursor: undefined } })[0]).toBe('/api/v1/courses');
    expect(toFetchArguments({ route: listCourses, query: { cursor: 'a&b', limit: 9 } })[0]).toBe(
      '/api/v1/courses?cursor=a%26b&limit=9',
    );
  });

  test('carries the token to a route that asks who is calling', () => {
    const request = { route: getLecture, params: { courseId: 'c', lectureId: 'l' } };
    expect(headersOf(toFetchArguments(request, 'token'))).toMatchObject({ authorization: 'Bearer token' });
  });

  test('does not carry the token to a public route, whose answers are shared', () => {
    const request = { route: getCourse, params: { slug: 's' } };
    expect(headersOf(toFetchArguments(request, 'token'))).not.toHaveProperty('authorization');
  });

  test('carries body and the key that makes a repetition the same order', () => {
    const body = { courseIds: ['a'] };
    const [, { method, headers, body: sent }] = toFetchArguments({ route: createOrder, body, idempotencyKey: 'key' });
    expect(method).toBe('POST');
    expect(headers).toMatchObject({ 'idempotency-key': 'key', 'content-type': 'application/json' });
    expect(sent).toBe('{"courseIds":["a"]}');
  });
});
