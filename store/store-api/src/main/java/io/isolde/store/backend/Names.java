package io.isolde.store.backend;

import io.isolde.store.StoreCounter;
import io.isolde.store.StoreRef;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The names of one store and what each was opened as, for good. Thread-safe. */
final class Names {
  private final ConcurrentHashMap<String, Object> opened = new ConcurrentHashMap<>();

  /** The ref opened under {@code name}; {@code make} is called if there is none. */
  @SuppressWarnings("unchecked") // it was opened with this very type
  <T> StoreRef<T> ref(String name, Class<T> type, Supplier<? extends StoreRef<T>> make) {
    Object found = find(name, make);
    if (found instanceof StoreRef<?> ref && ref.type() == type) {
      return (StoreRef<T>) ref;
    }
    throw mismatch(name, found, "a ref of " + type.getName());
  }

  /** The counter opened under {@code name}; {@code make} is called if there is none. */
  StoreCounter counter(String name, Supplier<? extends StoreCounter> make) {
    Object found = find(name, make);
    if (found instanceof StoreCounter counter) {
      return counter;
    }
    throw mismatch(name, found, "a counter");
  }

  private Object find(String name, Supplier<?> make) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a name must not be blank, but is '" + name + "'");
    }
    return opened.computeIfAbsent(name, absent -> make.get());
  }

  private static IllegalArgumentException mismatch(String name, Object found, String wanted) {
    return new IllegalArgumentException(
        "'" + name + "' cannot be opened as " + wanted + ": it was opened as " + kind(found));
  }

  private static String kind(Object found) {
    return found instanceof StoreRef<?> ref ? "a ref of " + ref.type().getName() : "a counter";
  }
}
