package io.isolde.store.agents;

/**
 * Unwinds a body when it uses its first key, so that the body can start again at that key's owner.
 * Not for users: a body that swallows it runs again all the same.
 */
final class KeySignal extends Error {
  private final transient Key key;

  KeySignal(Key key) {
    super("goes to the owner of " + key.describe(), null, false, false);
    this.key = key;
  }

  Key key() {
    return key;
  }
}
