package io.isolde.store.ownerperkey;

import org.jspecify.annotations.Nullable;

/**
 * What a body has come to at an owner: a result, or what it threw. So what a body throws is never
 * taken for what the owner does. Immutable.
 *
 * @param result null also if it threw
 * @param thrown null if it returned
 */
record Outcome<T>(@Nullable T result, @Nullable Throwable thrown) {
  /** Returns the result or throws what was thrown, as the body declares. */
  @SuppressWarnings({"unchecked", "NullAway"}) // as the body says, of both
  <X extends Throwable> T get() throws X {
    if (thrown != null) {
      throw (X) thrown;
    }
    return result;
  }
}
