import { readFileSync } from 'node:fs';
import tls from 'node:tls';

/**
 * The certificate authorities to trust when `caFile` adds some, in PEM: those of Node, of `NODE_EXTRA_CA_CERTS`, and of
 * the file. A list that is given to `node:tls` replaces the usual one, so all of it has to be there. Throws when the
 * file cannot be read.
 */
export function trustedCertificates(caFile: string, extraFile: string | undefined): string[] {
  return [...usual(extraFile), readFileSync(caFile, 'utf8')];
}

function usual(extraFile: string | undefined): readonly string[] {
  // Node 22.15 has the list as it is used, with those of the extra file and of `--use-system-ca`.
  const { getCACertificates } = tls as { readonly getCACertificates?: (type: 'default') => string[] };
  if (getCACertificates !== undefined) return getCACertificates('default');
  return [...tls.rootCertificates, ...extra(extraFile)];
}

/** Node only warns when it cannot be read. */
function extra(file: string | undefined): readonly string[] {
  try {
    return file === undefined || file === '' ? [] : [readFileSync(file, 'utf8')];
  } catch {
    return [];
  }
}
