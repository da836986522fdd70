import { BlockList, isIP } from 'node:net';

/** An address that may be fetched, or what is wrong with it. */
export type WebAddress =
  { readonly kind: 'address'; readonly url: URL } | { readonly kind: 'wrong'; readonly sentence: string };

export function readAddress(written: string): WebAddress {
  if (!URL.canParse(written)) return wrong(`${written} is no address; it begins with https:// or http://.`);
  const url = new URL(written);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return wrong('Only https and http can be fetched.');
  if (url.username !== '' || url.password !== '') return wrong('An address with a name or password is not fetched.');
  url.hash = '';
  return { kind: 'address', url };
}

/** The host as it is connected to: without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** Whether the host names this machine or a private network by itself. */
export function isLocalHost(host: string): boolean {
  if (isIP(host) !== 0) return isLocalAddress(host);
  return /(?:^|\.)localhost\.?$/i.test(host) || /\.(?:local|internal)\.?$/i.test(host);
}

/** An address of this machine, of a private network or of none: nothing of the public web is there. */
export function isLocalAddress(address: string): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  // One list a family: a subnet of IPv6 would also be asked about addresses of IPv4.
  const list = new BlockList();
  for (const [net, bits] of family === 'ipv6' ? V6 : V4) list.addSubnet(net, bits, family);
  return list.check(address, family);
}

/** IANA's registries of special-purpose addresses: what is not globally reachable. */
const V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Only 2000::/3 is handed out; of that, what carries an IPv4 address inside may lead anywhere. */
const V6 = [
  ['::', 3],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['4000::', 2],
  ['8000::', 1],
] as const;

function wrong(sentence: string): WebAddress {
  return { kind: 'wrong', sentence };
}
