/** The host of an http or https address, lower case, without a port; undefined for anything else. */
export function hostOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  return hostname.toLowerCase().replace(/\.$/u, '') || undefined;
}
