/**
 * Several requests of one connection can be refused at the same time, and the SDK renews the tokens for each of them;
 * a refresh token often counts once. So what one renewal brings is the answer to all that are made with the same token.
 */

type Fetch = typeof globalThis.fetch;

export function shareRenewals(fetch: Fetch): Fetch {
  const renewals = new Map<string, Promise<Response>>();
  return async (input, init) => {
    const form = init?.body instanceof URLSearchParams ? init.body : undefined;
    const token = form?.get('grant_type') === 'refresh_token' ? form.get('refresh_token') : null;
    if (token === null) return fetch(input, init);
    const renewal = renewals.get(token) ?? renew(token, () => fetch(input, init));
    return (await renewal).clone();
  };

  function renew(token: string, ask: () => Promise<Response>): Promise<Response> {
    const renewal = ask();
    renewals.set(token, renewal);
    const forget = () => void renewals.delete(token);
    // One that failed may be made again; one that worked has spent its token.
    renewal.then((response) => void (response.ok || forget()), forget);
    for (const oldest of [...renewals.keys()].slice(0, -MOST)) renewals.delete(oldest);
    return renewal;
  }
}

/** How many are remembered. */
const MOST = 4;
