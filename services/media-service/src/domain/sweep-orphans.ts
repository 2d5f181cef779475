import type { Worker } from '@studynotion/service-kit';
import type { MediaRepository } from '../data/media-repository.ts';
import type { MediaUses } from '../data/media-uses.ts';
import { PATIENCE_SECONDS } from './media.ts';

export interface SweepNeeds {
  readonly checks: Pick<Worker, 'wake'>;
  readonly clock: { now(): Date };
  readonly destructions: Pick<Worker, 'wake'>;
  readonly media: MediaRepository;
  readonly uses: MediaUses;
}

const BATCH = 200;

/** Finds what never came, and what came and is used nowhere, each after a day. */
export async function sweepOrphans(needs: SweepNeeds): Promise<void> {
  const since = new Date(needs.clock.now().getTime() - PATIENCE_SECONDS * 1000);
  await settleOverdue(needs, since);
  await deleteIdle(needs, since);
}

/** Both the browser and the provider may have failed to tell: a last look decides. */
async function settleOverdue({ checks, media }: SweepNeeds, since: Date): Promise<void> {
  for (;;) {
    const overdue = await media.awaitedSince(since, BATCH);
    for (const id of overdue) await media.tell(id);
    if (overdue.length > 0) checks.wake();
    if (overdue.length < BATCH) return;
  }
}

async function deleteIdle({ destructions, media: repository, uses }: SweepNeeds, since: Date): Promise<void> {
  const idle = await repository.idle(since, BATCH);
  const used: string[] = [];
  for (const media of idle) {
    if (await uses.isUsed(media.id)) used.push(media.id);
    else if (await repository.delete(media)) destructions.wake();
  }
  await repository.markBusy(used);
}
