const COOKIE_PATH = '/api/v1/auth';

/** The cookie that holds the refresh token: out of reach of scripts and other sites, sent to the auth routes alone. */
export class RefreshCookie {
  readonly #name: string;
  readonly #attributes: string;

  /** @param instance keeps apart platforms on one host name; browsers share cookies among its ports */
  constructor({ instance, publicOrigin }: { instance: string; publicOrigin: string }) {
    const secure = publicOrigin.startsWith('https:') ? '; Secure' : '';
    this.#name = `studynotion-refresh-${instance}`;
    this.#attributes = `Path=${COOKIE_PATH}; HttpOnly; SameSite=Strict${secure}`;
  }

  /** The token in a Cookie header (RFC 6265, section 4.2). Of several with our name the first is the most specific. */
  read(header: string | undefined): string | undefined {
    const prefix = `${this.#name}=`;
    return header
      ?.split(';')
      .map((pair) => pair.trim())
      .find((pair) => pair.startsWith(prefix))
      ?.slice(prefix.length);
  }

  /** The Set-Cookie header that stores a token. Its characters need no encoding. */
  store(token: string, endsAt: Date, now: Date): string {
    const seconds = Math.max(0, Math.floor((endsAt.getTime() - now.getTime()) / 1000));
    return `${this.#name}=${token}; Max-Age=${seconds}; ${this.#attributes}`;
  }

  clear(): string {
    return `${this.#name}=; Max-Age=0; ${this.#attributes}`;
  }
}
