import type { StoredObject } from '../kubernetes/kubernetes-api.ts';
import { apiVersion, kind } from '../resource/study-notion.ts';

/** A resource as a server has it, with what must be said and no defaults filled in. */
export function storedStudyNotion(spec: object, metadata: object = {}): StoredObject {
  return {
    apiVersion,
    kind,
    metadata: {
      name: 'learn',
      namespace: 'studynotion',
      uid: 'uid-1',
      resourceVersion: '1',
      generation: 1,
      ...metadata,
    },
    spec: { version: '1.2.3', registry: 'registry.example/studynotion', host: 'learn.example', ...spec },
  };
}

/** Providers of a production. */
export const providers = {
  razorpay: { secret: 'razorpay' },
  cloudinary: { secret: 'cloudinary', cloudName: 'learn' },
  mail: { secret: 'mail', sender: 'Learn <no-reply@learn.example>' },
};
