package io.isolde.store.agents;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a body at an owner: its result, or what it threw. Thus an exception of the body is
 * never mistaken for one of the owner. Immutable.
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
