package io.isolde.store.agent;

/**
 * Unwinds a body on the owner's thread. Not for users: a body that swallows it cannot commit.
 *
 * <p>Immutable.
 */
final class Signal extends Error {
  private static final long serialVersionUID = 1;

  Signal(String message) {
    super(message, null, false, false);
  }
}
