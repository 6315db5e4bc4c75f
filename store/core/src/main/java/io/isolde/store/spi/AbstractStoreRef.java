package io.isolde.store.spi;

import io.isolde.store.StoreRef;
import org.jspecify.annotations.Nullable;

/**
 * Base class of the refs of all stores: holds the name and the type, and refuses values of other
 * types. Thread-safe.
 *
 * <p>A backend provides {@code get}, {@code set} and {@code store}. The first two are a part of the
 * calling thread's transaction on the store, if there is one; otherwise each is atomic by itself.
 * They throw {@link IllegalStateException} if the store is closed, or inside a transaction that it
 * cannot join, and {@code set} does so in a snapshot; then nothing has changed.
 *
 * @param <T> the type of the value
 */
public abstract class AbstractStoreRef<T> implements StoreRef<T> {
  private final String name;
  private final TypeCheck<T> values;

  /**
   * Takes a name and a type; this is not an operation on the store.
   *
   * @param name the name under which the ref was opened
   * @param type the class of its values
   */
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

  /**
   * Checks a value: that of {@code set} before it is written, and the initial one. This is not an
   * operation on the store, and does not ask whether the store is closed.
   *
   * @param value what the caller passed, which generics alone do not check
   * @return {@code value}
   * @throws ClassCastException if {@code value} is not of the ref's type
   * @throws NullPointerException if {@code value} is null
   */
  protected final T checked(@Nullable T value) {
    return values.of(value);
  }

  @Override
  public final String toString() {
    return "ref '" + name + "' of " + type().getName() + " in " + store();
  }
}
