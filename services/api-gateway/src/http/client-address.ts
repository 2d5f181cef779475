/**
 * The browser's address: that many trusted hops from the right of X-Forwarded-For, to which each proxy appends whom it
 * talked to. What stands further left came from the client itself and is not believed.
 */
export function clientAddress(forwardedFor: string | undefined, peer: string, trustedProxies: number): string {
  const hops = [
    ...(forwardedFor ?? '')
      .split(',')
      .map((hop) => hop.trim())
      .filter((hop) => hop !== ''),
    peer,
  ];
  return hops[Math.max(0, hops.length - 1 - trustedProxies)] ?? peer;
}
