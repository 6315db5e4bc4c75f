package io.isolde.store.spi;

/**
 * Unwinds a body that has called {@code retry}. Not for users: a body that swallows it cannot
 * commit. Immutable: it has no stack trace, and bodies cannot add suppressed exceptions to it.
 */
final class RetrySignal extends Error {
  RetrySignal() {
    super("waits for a change; let this pass", null, false, false);
  }
}
