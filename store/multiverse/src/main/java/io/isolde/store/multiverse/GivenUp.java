package io.isolde.store.multiverse;

/**
 * Unwinds an attempt that has lost or must wait; never reaches the caller. Immutable: it has no
 * stack trace, and bodies cannot add suppressed exceptions to it.
 */
final class GivenUp extends Error {
  GivenUp() {
    super("the attempt is given up and made again; let this pass", null, false, false);
  }
}
