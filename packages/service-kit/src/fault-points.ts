import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** A place where a test can make the process die, to show that nothing is lost there. */
export type FaultPoint = (name: string) => void;

/**
 * @param folder set in tests only; a file in it named after a fault point makes the process end there at once,
 *   as by a kill -9. The file is renamed to `<name>.reached` first, so that it happens once and the test sees it.
 */
export function faultPoints(folder: string | undefined): FaultPoint {
  if (folder === undefined || folder === '') return () => {};
  return (name) => {
    const file = join(folder, name);
    if (!existsSync(file)) return;
    renameSync(file, `${file}.reached`);
    process.kill(process.pid, 'SIGKILL');
  };
}
