package io.isolde.store.spi;

import io.isolde.store.StoreRef;
import org.jspecify.annotations.Nullable;

/**
 * Base class of the refs of all stores: holds the name and the type, and refuses values of other
 * types. Thread-safe.
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

  /** Returns {@code value} if it is of the ref's type; refuses null and anything else. */
  protected final T checked(@Nullable T value) {
    return values.of(value);
  }

  @Override
  public final String toString() {
    return "ref '" + name + "' of " + type().getName() + " in " + store();
  }
}
