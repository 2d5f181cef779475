import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { coursePublished, profileChanged } from '@studynotion/contracts';
import type { OutgoingEvent } from '../sidecar/sidecar.ts';
import { FakeSidecar } from '../testing/fake-sidecar.ts';
import { TestClock } from '../testing/test-clock.ts';
import { openedData, sealingSidecar } from './sealed-events.ts';

const key = randomBytes(32).toString('base64url');
const data = { aggregateId: 'a'.repeat(24), version: 1, firstName: 'Meera', lastName: 'Nair', about: 'Likes boats' };

/** Takes whatever is published, as daprd does. */
class TakingSidecar extends FakeSidecar {
  override async publish(event: OutgoingEvent): Promise<void> {
    this.published.push(event);
  }
}

function scene(secrets: Readonly<Record<string, string>>) {
  const plain = new TakingSidecar({ clock: new TestClock(), secrets });
  return { plain, sidecar: sealingSidecar(plain) };
}

const personal = { id: 'event-1', event: profileChanged, data, occurredAt: new Date('2026-01-01T00:00:00Z') };

describe('personal events', () => {
  test('lie sealed where they go, and are opened as they were', async () => {
    const { plain, sidecar } = scene({ 'event-seal-key': key });
    await sidecar.publish(personal);
    const [published] = plain.published;
    expect(published).toMatchObject({ id: 'event-1', data: { sealed: expect.any(String) } });
    for (const word of ['Meera', 'Nair', 'boats', data.aggregateId])
      expect(JSON.stringify(published?.data)).not.toContain(word);
    expect(openedData(profileChanged, published?.data, key)).toEqual(data);
  });

  test('are opened neither with another key, nor as another event, nor without a key', async () => {
    const { plain, sidecar } = scene({ 'event-seal-key': key });
    await sidecar.publish(personal);
    const sealed = plain.published[0]?.data;
    expect(() => openedData(profileChanged, sealed, randomBytes(32).toString('base64url'))).toThrow();
    expect(() => openedData(coursePublished, sealed, key)).toThrow();
    expect(() => openedData(profileChanged, sealed, undefined)).toThrow('event-seal-key');
  });

  test('do not go out where there is no key; once it is there they do', async () => {
    const secrets: Record<string, string> = {};
    const { plain, sidecar } = scene(secrets);
    await expect(sidecar.publish(personal)).rejects.toMatchObject({ name: 'SidecarError' });
    expect(plain.published).toEqual([]);
    secrets['event-seal-key'] = key;
    await sidecar.publish(personal);
    expect(plain.published).toHaveLength(1);
  });
});

test('other events go out as they are, and what is not sealed is read as it is', async () => {
  const { plain, sidecar } = scene({});
  const event = { ...personal, event: coursePublished, data: { title: 'Boats' } };
  await sidecar.publish(event);
  expect(plain.published).toEqual([event]);
  expect(openedData(coursePublished, { title: 'Boats' }, undefined)).toEqual({ title: 'Boats' });
});
