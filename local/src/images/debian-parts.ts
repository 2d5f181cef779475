import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CachedPart } from '../parts/cache.ts';
import { prune, unpackPackages } from '../parts/debian.ts';
import { runTool, type Workshop } from '../parts/workshop.ts';
import { SetupError } from '../setup-error.ts';

/** What the root file systems are made of. */
export function debianFiles(workshop: Workshop): CachedPart {
  const packages = ['base-files', 'busybox-static', 'ca-certificates', 'libc6', 'libgcc-s1', 'libstdc++6'];
  return {
    name: 'image-files',
    madeFrom: packages,
    make: async ({ draft }, progress) => {
      const files = await unpackPackages(packages, draft, workshop, progress);
      prune(draft);
      const applets = await runTool(workshop, { command: join(draft, 'usr/bin/busybox'), parameters: ['--list'] });
      writeFileSync(join(draft, 'applets'), `${applets.join('\n')}\n`);
      progress(`unpacked from ${files.length} Debian packages`);
    },
  };
}

const RABBITMQ = /^rabbitmq-server_4\./;
/** Of the packages that the broker depends on, what only a whole system has. */
const OF_A_SYSTEM = ['etc', 'var', 'usr/lib/systemd', 'usr/lib/udev', 'usr/share', 'usr/bin', 'usr/sbin'];

/** RabbitMQ with its Erlang, unpacked from Debian's packages. */
export function rabbitmqFiles(workshop: Workshop): CachedPart {
  return {
    name: 'rabbitmq-4',
    madeFrom: ['rabbitmq-server', ...OF_A_SYSTEM],
    make: async ({ draft }, progress) => {
      const files = await unpackPackages(['rabbitmq-server'], draft, workshop, progress);
      const server = files.find((file) => file.startsWith('rabbitmq-server_'));
      if (server === undefined || !RABBITMQ.test(server))
        throw new SetupError(`the packages bring ${server ?? 'no RabbitMQ'} where RabbitMQ 4 is needed`);
      for (const folder of OF_A_SYSTEM) rmSync(join(draft, folder), { recursive: true, force: true });
      if (!existsSync(join(draft, 'usr/lib/erlang'))) throw new SetupError('the packages bring no Erlang');
      progress(`unpacked from ${files.length} Debian packages`);
    },
  };
}
