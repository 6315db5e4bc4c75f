package io.isolde.store.multiverse;

/**
 * Ends an attempt that lost or has to wait; never reaches the caller. Immutable: without a stack,
 * and deaf to what bodies might want to add to it.
 */
final class GivenUp extends Error {
  private static final long serialVersionUID = 1;

  GivenUp() {
    super("the attempt is given up and made again; let this pass", null, false, false);
  }
}
