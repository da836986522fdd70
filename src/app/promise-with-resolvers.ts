/** Ink 8 asks for `Promise.withResolvers`, which Node has from version 22 on. */
export function addPromiseWithResolvers(): void {
  if (!('withResolvers' in Promise)) Object.assign(Promise, { withResolvers });
}

function withResolvers<T>() {
  let resolve: (value: T | PromiseLike<T>) => void = () => undefined;
  let reject: (reason?: unknown) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
