import { describe, expect, test } from '@jest/globals';
import { documentedPath, openApiDocument, problems, publicRoutes } from '@studynotion/contracts';
import { apiPage } from './api-page.ts';

const page = apiPage(openApiDocument({ serverUrl: '/' }));
const all = (pattern: RegExp) => [...page.matchAll(pattern)].map(([, found = '']) => found);

/** The article of a route, by its heading. */
function articleOf(method: string, path: string, from = page): string {
  const articles = from
    .split('<article')
    .filter((article) => article.includes(`>${method}</span> <code>${path}</code>`));
  expect(articles).toHaveLength(1);
  return (articles[0] ?? '').split('</article>')[0] ?? '';
}

describe('the page of the API', () => {
  test('has each route once, with what it is for, in the group of its service', () => {
    for (const route of publicRoutes)
      expect(articleOf(route.method, documentedPath(route))).toContain(`<p>${route.summary}.</p>`);
    const services = [...new Set(publicRoutes.map(({ app }) => app))];
    expect(all(/<h2 id="group-([^"]+)"/g)).toEqual(services);
  });

  test('says who may call', () => {
    expect(articleOf('GET', '/api/v1/courses')).toContain('For anybody.');
    expect(articleOf('GET', '/api/v1/profile')).toContain('For whoever is signed in.');
    expect(articleOf('POST', '/api/v1/course-imports')).toContain('For accounts with the role administrator.');
  });

  test('shows parameters and fields with what they may hold, also those of objects in objects', () => {
    const courses = articleOf('GET', '/api/v1/courses');
    expect(courses).toContain('<code>limit</code></dt><dd>integer, 1 to 100, by default <code>20</code>');
    expect(courses).toMatch(/<code>items<\/code><\/dt><dd>list of <a href="#schema-CourseCard">/);
    const order = articleOf('POST', '/api/v1/orders');
    expect(order).toContain('Idempotency-Key');
    expect(order).toContain('<h4>Body</h4>');
    expect(articleOf('POST', '/api/v1/course-imports')).toContain('<code>instructor</code></dt><dd>object<dl>');
    expect(articleOf('PATCH', '/api/v1/profile')).toMatch(/one of <code>female<\/code>, .* or null/);
  });

  test('tells no bounds that follow from what a number is', () => {
    expect(page).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });

  test('tells the problems of a route at the route, and those of all routes once', () => {
    const course = articleOf('GET', '/api/v1/courses/{slugOrCourseId}');
    expect(course).toContain(`404 <code>course.not-found</code></dt><dd>${problems['course.not-found'].title}`);
    expect(course).not.toContain('rate.limited');
    expect(all(/<code>(rate\.limited)<\/code>/g)).toHaveLength(1);
  });

  test('says of a deprecated route that it is, and where to go', () => {
    const sunset = { deprecatedAt: '2026-01-01', goneAt: '2026-07-01', guide: 'https://studynotion.example/a?b&c' };
    const routes = publicRoutes.map((route) => (route.path === '/courses' ? { ...route, sunset } : route));
    const article = articleOf('GET', '/api/v1/courses', apiPage(openApiDocument({ serverUrl: '/', routes })));
    expect(article).toContain('Deprecated, gone from 2026-07-01.');
    expect(article).toContain('<a href="https://studynotion.example/a?b&amp;c">');
  });

  test('lets nothing in its document become markup', () => {
    const evil = `"'><script>alert(1)</script>&`;
    const schema = { type: 'object', properties: { [evil]: { type: evil, enum: [evil], default: evil } } };
    const operation = {
      operationId: evil,
      tags: [evil],
      summary: evil,
      description: evil,
      security: [{}],
      parameters: [{ name: evil, in: evil, required: true, description: evil, schema: { $ref: `#/${evil}` } }],
      requestBody: { content: { 'application/json': { schema } } },
      responses: {
        200: { description: evil, content: { [evil]: { schema: { pattern: evil, type: evil, format: evil } } } },
        400: { description: `\`${evil}\`: ${evil}` },
      },
      deprecated: true,
      'x-sunset': evil,
      externalDocs: { url: evil },
    };
    const result = apiPage({
      info: { title: evil, version: evil },
      paths: { [evil]: { [evil]: operation } },
      components: { schemas: { [evil]: schema } },
    });
    expect(result).not.toContain('<script');
    expect(result).not.toContain(`"'>`);
    expect(result).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39);)/);
  });
});

describe('for those who do not see it, the page', () => {
  test('has one title, and no heading skips a level', () => {
    const levels = all(/<h([1-6])/g).map(Number);
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  test('says its language and has the landmarks, each once', () => {
    expect(page).toContain('<html lang="en">');
    for (const landmark of ['header', 'nav', 'main', 'footer'])
      expect(all(new RegExp(`<(${landmark})[ >]`, 'g'))).toHaveLength(1);
  });

  test('leads only to places that it has', () => {
    const places = all(/ id="([^"]+)"/g);
    expect(new Set(places).size).toBe(places.length);
    const targets = [...all(/href="#([^"]+)"/g), ...all(/aria-labelledby="([^"]+)"/g)];
    for (const target of new Set(targets)) expect(places).toContain(target);
  });
});
