import { z } from 'zod';
import { configure, defineService, runService } from '../src/index.ts';

/** A service whose sidecar never comes, as a process of its own. */
await runService(
  defineService(() => ({})),
  () => configure('course-service', z.object({})),
);
