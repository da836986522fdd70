/**
 * Which proxy an address is reached through, by the variables that curl, git and Go read: `HTTPS_PROXY`, `HTTP_PROXY`
 * and `NO_PROXY`, in small letters too, which win. As in Go (golang.org/x/net/http/httpproxy), this machine itself is
 * never reached through a proxy, and an entry of `NO_PROXY` stands for the host and all below it.
 *
 * Not read: `ALL_PROXY` and automatic configuration (PAC). SOCKS is not offered.
 */
import { BlockList, isIP } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy for `url`, with its user and password; `undefined`: it is reached directly. */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const named = variable(env, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  const proxy = named === undefined ? undefined : proxyAddress(named);
  return proxy === undefined || isDirect(url, variable(env, 'NO_PROXY') ?? '') ? undefined : proxy;
}

/** Fit to be shown: without user and password. */
export function shownProxy({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

/** Variables that name a proxy which cannot be used, in words: `HTTPS_PROXY is no http:// or https:// address`. */
export function proxyProblems(env: Environment): readonly string[] {
  return ['HTTPS_PROXY', 'HTTP_PROXY'].flatMap((name) => {
    const named = variable(env, name);
    if (named === undefined || proxyAddress(named) !== undefined) return [];
    return [`${name} is no address of a proxy that begins with http:// or https://, and is not used`];
  });
}

function variable(env: Environment, name: string): string | undefined {
  return env[name.toLowerCase()]?.trim() || env[name]?.trim() || undefined;
}

/** Without a scheme it is http, as for curl. */
function proxyAddress(named: string): URL | undefined {
  const address = named.includes('://') ? named : `http://${named}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return /^https?:$/.test(url.protocol) && url.hostname !== '' ? url : undefined;
}

function isDirect(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (/^(?:.+\.)?localhost$/.test(host) || isInNetwork(host, LOOPBACK)) return true;
  return list.split(/[,\s]+/).some((entry) => isNamedBy(entry.toLowerCase(), { host, port }));
}

const LOOPBACK = ['127.0.0.0/8', '::1/128'];

function isNamedBy(entry: string, { host, port }: { readonly host: string; readonly port: string }): boolean {
  if (entry === '') return false;
  if (entry === '*') return true;
  if (entry.includes('/')) return isInNetwork(host, [entry]);
  const [, named = entry, wanted] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  if (wanted !== undefined && wanted !== port) return false;
  const name = named.replace(/^\[|\]$/g, '').replace(/^\*?\./, '');
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

function isInNetwork(host: string, networks: readonly string[]): boolean {
  const family = isIP(host);
  return networks.some((network) => {
    const [address = '', bits = ''] = network.split('/');
    if (family === 0 || isIP(address) !== family || !/^\d+$/.test(bits)) return false;
    if (Number(bits) > (family === 6 ? 128 : 32)) return false;
    const list = new BlockList();
    const type = family === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, Number(bits), type);
    return list.check(host, type);
  });
}
