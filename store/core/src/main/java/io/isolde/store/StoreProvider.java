package io.isolde.store;

/**
 * Opens the stores of one backend. {@link Store#open} finds implementations with {@link
 * java.util.ServiceLoader}. Thread-safe.
 */
public interface StoreProvider {
  /**
   * The scheme of the backend's URIs.
   *
   * @return in lower case, without the colon; always the same
   */
  String scheme();

  /**
   * Opens a store.
   *
   * @param uri has this backend's scheme
   * @return the store, open
   * @throws IllegalArgumentException if the rest of {@code uri} is not valid for this backend;
   *     nothing was opened
   */
  Store open(StoreUri uri);
}
