import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@studynotion/service-kit';
import type { TestService } from '@studynotion/service-kit/testing';
import { administrator, anAuthor, coursePage, enrol, startCourseService } from './course-fixture.ts';

describe('categories', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startCourseService();
  });
  afterAll(() => service.stop());

  const manage = (method: string, path: string, body?: unknown) =>
    service.call(method, path, { token: administrator(service), body });
  const make = async (name: string, description?: string) => {
    const { status, body } = await manage('POST', '/categories', { name, description });
    expect(status).toBe(201);
    return body;
  };
  const page = (slug: string) => service.call('GET', `/categories/${encodeURIComponent(slug)}`);
  const stored = () => service.database.collection('categories').find({}).sort({ _id: 1 }).toArray();

  test('an administrator makes one, with an address of its name in any script', async () => {
    expect(await make('Web development', 'All of the web')).toEqual({
      id: expect.any(String),
      slug: 'web-development',
      name: 'Web development',
      description: 'All of the web',
      version: 1,
    });
    expect((await make('संगीत')).slug).toBe('संगीत');
    expect((await page('संगीत')).body.category.name).toBe('संगीत');
  });

  test('no two have the same name, however it is written, also where ten are made at once', async () => {
    await make('Unique');
    for (const name of ['Unique', 'unique', ' UNIQUE ', 'Ｕnique'])
      expect(await manage('POST', '/categories', { name })).toMatchObject({
        status: 409,
        body: { code: 'category.name-taken' },
      });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => manage('POST', '/categories', { name: 'Raced' })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9);
  });

  test('names that give the same address get one each', async () => {
    const [plain, sharp] = [await make('C'), await make('C#')];
    expect([plain.slug, sharp.slug]).toEqual(['c', `c-${sharp.id}`]);
  });

  test('is renamed on its version and keeps its address', async () => {
    const { id } = await make('Old name');
    const rename = (version: number, name: string) => manage('PATCH', `/categories/${id}`, { version, name });
    expect((await rename(1, 'New name')).body).toMatchObject({ name: 'New name', slug: 'old-name', version: 2 });
    expect(await rename(1, 'Late name')).toMatchObject({ status: 409, body: { code: 'version.stale' } });
    await make('Neighbour');
    expect(await rename(2, 'neighbour')).toMatchObject({ status: 409, body: { code: 'category.name-taken' } });
    expect(await manage('PATCH', `/categories/${newId()}`, { version: 1, name: 'x' })).toMatchObject({
      status: 404,
      body: { code: 'category.not-found' },
    });
    const races = await Promise.all(Array.from({ length: 10 }, (_, place) => rename(2, `Name ${place}`)));
    expect(races.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('goes only while no course is in it, draft or not', async () => {
    const { id } = await make('Used');
    const author = anAuthor(service);
    const draft = await author.begin('Inside', { categoryId: id });
    expect(await manage('DELETE', `/categories/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'category.in-use' },
    });
    await author.ask('DELETE', `/courses/${draft.id}`);
    expect((await manage('DELETE', `/categories/${id}`)).status).toBe(204);
    expect(await manage('DELETE', `/categories/${id}`)).toMatchObject({ status: 404 });
    expect((await page('used')).status).toBe(404);
  });

  test('a course whose category went in that very moment is in none, and no page breaks', async () => {
    const author = anAuthor(service);
    const course = await author.onSale('Left alone');
    const categories = service.database.collection<{ _id: string }>('categories');
    const category = await categories.findOne({ _id: course.categoryId });
    await categories.deleteOne({ _id: course.categoryId });
    expect((await coursePage(service, course.slug)).category).toBeUndefined();
    expect((await service.call('GET', '/courses?facets=true')).status).toBe(200);
    expect((await author.load(course.id)).missing).toEqual(['category']);
    expect((await author.change(course, { summary: 'Still editable' })).summary).toBe('Still editable');
    if (category !== null) await categories.insertOne(category);
  });

  test('its page shows what is popular and new in it, the top of the whole catalogue, and the others', async () => {
    const author = anAuthor(service);
    const { id } = await make('Cooking');
    const first = await author.onSale('Soups', { categoryId: id });
    const second = await author.onSale('Bread', { categoryId: id });
    const elsewhere = await author.onSale('Elsewhere');
    await author.complete('A draft about soups', { categoryId: id });
    for (let student = 0; student < 2; student += 1) await enrol(service, newId(), elsewhere.id);
    await enrol(service, newId(), first.id);

    const { status, body } = await page('cooking');
    expect(status).toBe(200);
    const slugs = (cards: { slug: string }[]) => cards.map(({ slug }) => slug);
    expect(slugs(body.mostPopular)).toEqual([first.slug, second.slug]);
    expect(slugs(body.newest)).toEqual([second.slug, first.slug]);
    expect(slugs(body.topSellers).slice(0, 2)).toEqual([elsewhere.slug, first.slug]);
    expect(body.otherCategories.map(({ name }: { name: string }) => name)).not.toContain('Cooking');
    const { body: list } = await service.call('GET', '/categories');
    expect(list.items.find(({ slug }: { slug: string }) => slug === 'cooking').courseCount).toBe(2);
    const names = list.items.map(({ name }: { name: string }) => name.toLowerCase());
    expect(names).toEqual(names.toSorted());
  });

  test('is for administrators to manage', async () => {
    const before = await stored();
    const id = String(before[0]?._id);
    for (const token of [
      undefined,
      service.tokens.tokenOf(newId()),
      service.tokens.tokenOf(newId(), { role: 'instructor' }),
    ]) {
      const status = token === undefined ? 401 : 403;
      expect((await service.call('POST', '/categories', { token, body: { name: 'x' } })).status).toBe(status);
      expect(
        (await service.call('PATCH', `/categories/${id}`, { token, body: { version: 1, name: 'x' } })).status,
      ).toBe(status);
      expect((await service.call('DELETE', `/categories/${id}`, { token })).status).toBe(status);
    }
    expect(await stored()).toEqual(before);
  });

  test.each([
    ['POST', '/categories', {}],
    ['POST', '/categories', { name: '' }],
    ['POST', '/categories', { name: 'x'.repeat(61) }],
    ['POST', '/categories', { name: { $gt: '' } }],
    ['POST', '/categories', { name: 'x', slug: 'y' }],
    ['PATCH', `/categories/${newId()}`, { name: 'x' }],
    ['PATCH', '/categories/x', { version: 1 }],
    ['DELETE', '/categories/$where', undefined],
    ['GET', '/categories/a%20b', undefined],
  ])('%s %s refuses %j', async (method, path, body) => {
    expect(await manage(method, path, body)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });
});
