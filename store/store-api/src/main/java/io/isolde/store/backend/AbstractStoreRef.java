package io.isolde.store.backend;

import io.isolde.store.StoreRef;
import org.jspecify.annotations.Nullable;

/**
 * What the refs of all stores have in common: a name, a type, and the refusal of other values.
 * Thread-safe.
 */
public abstract class AbstractStoreRef<T> implements StoreRef<T> {
  private final String name;
  private final TypeCheck<T> values;

  /** Takes a name and a type. */
  protected AbstractStoreRef(String name, Class<T> type) {
    this.name = name;
    this.values = new TypeCheck<>("ref '" + name + "'", type);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Class<T> type() {
    return values.type();
  }

  /** Refuses null and what is not of the ref's type. */
  protected final T checked(@Nullable T value) {
    return values.of(value);
  }

  @Override
  public final String toString() {
    return "ref '" + name + "' of " + type().getName() + " in " + store();
  }
}
