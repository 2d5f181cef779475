import type { ImageConfig } from './image-store.ts';

export interface ImageContent {
  readonly config: ImageConfig;
  /** Files of all layers, from the root down, as in `app/main.ts`; links have a trailing `@`. */
  readonly files: readonly string[];
}

/** A package of the lock file, by its place below `node_modules`. */
export type LockedPackages = Readonly<Record<string, { readonly dev?: boolean; readonly link?: boolean }>>;

const OUR_TESTS = /\.test\.ts$|\/(test|testing|fixtures)\//;
const SECRETS = /(^|\/)(\.?npmrc|\.env[^/]*|id_[a-z0-9]+|credentials(\.json)?)$/;

/** What must not be so in the production image of a Node program; nothing where all is well. */
export function faultsOf({ config, files }: ImageContent, locked: LockedPackages): string[] {
  const ofApp = files.filter((file) => file.startsWith('app/')).map((file) => file.slice('app/'.length));
  const ours = ofApp.filter((file) => !file.includes('node_modules/'));
  const installed = new Set(ofApp.flatMap((file) => packageOf(file) ?? []));
  const tell = (what: string, found: readonly string[]) =>
    found.length === 0 ? [] : [`${what}: ${found.slice(0, 5).join(', ')}${found.length > 5 ? ', …' : ''}`];
  return [
    ...(config.User === '10001:10001' ? [] : [`it runs as ${config.User ?? 'root'}, not as 10001:10001`]),
    ...(config.Cmd?.[0] === 'node' ? [] : ['it does not run node itself']),
    ...tell(
      'development dependencies',
      [...installed].filter((name) => locked[name]?.dev === true),
    ),
    ...tell(
      'packages that the lock file does not have',
      [...installed].filter((name) => locked[name] === undefined),
    ),
    ...tell('workspaces that are no links', ownCopies(ofApp)),
    ...tell(
      'tests',
      ours.filter((file) => OUR_TESTS.test(file)),
    ),
    ...tell(
      'what may be a secret',
      files.filter((file) => SECRETS.test(file)),
    ),
  ];
}

/** Node strips no types below node_modules: there our own may only be links. */
function ownCopies(files: readonly string[]): string[] {
  return files.filter((file) => /(^|\/)node_modules\/@studynotion\/[^/]+(\/|$)/.test(file) && !file.endsWith('@'));
}

const PACKAGE = 'node_modules/(?:@[^/]+/)?[^/@][^/]*';
/** A package, perhaps in one of a workspace's own or in another package; what packages carry in their tests is none. */
const INSTALLED = new RegExp(`^(?:[^/]+/(?:[^/]+/)?)??${PACKAGE}(?:/${PACKAGE})*(?=/|$)`);

/** `node_modules/a/node_modules/@b/c` of a file in it. */
function packageOf(file: string): string | undefined {
  const found = INSTALLED.exec(file.replace(/@$/, ''))?.[0];
  return found === undefined || /node_modules\/\.(bin|package-lock\.json)/.test(found) ? undefined : found;
}
