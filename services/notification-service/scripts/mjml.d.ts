/** The part of mjml 5 that we use; the package has no types of its own. */
declare module 'mjml' {
  interface Options {
    readonly filePath: string;
    /** Includes are off by default, for sources that strangers write. */
    readonly ignoreIncludes: boolean;
    readonly validationLevel: 'strict' | 'soft' | 'skip';
    readonly fonts: Readonly<Record<string, string>>;
    readonly keepComments: boolean;
  }
  export default function mjml2html(source: string, options: Options): Promise<{ readonly html: string }>;
}
