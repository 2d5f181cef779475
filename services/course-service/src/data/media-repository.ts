import type { Id } from '@studynotion/contracts';
import { applyIfNewer, type Clock, Recent } from '@studynotion/service-kit';
import { type Connection, type Model, Schema } from 'mongoose';
import type { MediaState, MediaStates } from '../domain/outline.ts';

interface MediaDocument extends MediaState {
  readonly _id: string;
  readonly version: number;
}

const schema = new Schema<MediaDocument>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    state: { type: String, required: true },
    durationSeconds: { type: Number },
  },
  { collection: 'media', versionKey: false },
);

/**
 * How far videos are. Kept apart from the courses that show them: a video may become ready while it is being attached,
 * and it must not make an open editor stale.
 */
export class MediaRepository {
  readonly #model: Model<MediaDocument>;
  readonly #recent: Recent<MediaState>;

  constructor(connection: Connection, clock: Clock) {
    this.#recent = new Recent({ clock });
    this.#model = connection.model<MediaDocument>('Media', schema);
  }

  /** Takes a state over if it is newer than what is known. */
  async learn(id: Id, version: number, { state, durationSeconds }: MediaState): Promise<void> {
    await applyIfNewer(this.#model, id, version, { state, durationSeconds });
    this.#recent.forget(id);
  }

  /** Those of these videos that are known. */
  async statesOf(ids: readonly Id[]): Promise<MediaStates> {
    if (ids.length === 0) return new Map();
    const found = await this.#model.find({ _id: { $in: ids } }, 'state durationSeconds').lean<MediaDocument[]>();
    return new Map(found.map(({ _id, state, durationSeconds }) => [_id, { state, durationSeconds }]));
  }

  /** The same for readers, who need not see a change in the very moment. */
  async statesForReader(ids: readonly Id[]): Promise<MediaStates> {
    return this.#recent.get(ids, (missing) => this.statesOf(missing));
  }
}
