package io.isolde.store.ownerperkey;

/**
 * Unwinds a body when it uses its first key, so that it can start again where that key is owned.
 * Not for users: a body that swallows it is run again all the same.
 */
final class KeyFound extends Error {
  private static final long serialVersionUID = 1;

  private final transient Key key;

  KeyFound(Key key) {
    super("goes to the owner of " + key.describe(), null, false, false);
    this.key = key;
  }

  Key key() {
    return key;
  }
}
