package io.isolde.store.backend;

import io.isolde.store.StoreRef;
import java.util.Objects;

/**
 * What the refs of all stores have in common: a name, a type, and the refusal of other values.
 * Thread-safe.
 */
public abstract class AbstractStoreRef<T> implements StoreRef<T> {
  private final String name;
  private final Class<T> type;

  /** Takes a name and a type. */
  protected AbstractStoreRef(String name, Class<T> type) {
    if (type.isPrimitive()) {
      throw new IllegalArgumentException(
          "ref '" + name + "' cannot be of the primitive type " + type + ", but of its class");
    }
    this.name = name;
    this.type = type;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Class<T> type() {
    return type;
  }

  /** Refuses null and what is not of the ref's type, which generics alone cannot. */
  protected final T checked(T value) {
    if (!type.isInstance(value)) {
      Objects.requireNonNull(value, () -> "ref '" + name + "' refuses null");
      throw new ClassCastException(
          "ref '" + name + "' of " + type.getName() + " refuses a " + value.getClass().getName());
    }
    return value;
  }

  @Override
  public final String toString() {
    return "ref '" + name + "' of " + type.getName() + " in " + store();
  }
}
