/** What is made when it is first asked for, and then kept: for what takes long to make and not every start of a function needs. */
export function once<T>(make: () => T): () => T {
  let kept: { readonly it: T } | undefined;
  return () => (kept ??= { it: make() }).it;
}
