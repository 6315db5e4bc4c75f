package io.isolde.store.backend;

import java.util.List;
import java.util.stream.Collectors;

/** What a name was opened as: a noun, and the types. Immutable. */
record Kind(String noun, List<Class<?>> types) {
  static Kind counter() {
    return new Kind("a counter", List.of());
  }

  static Kind ref(Class<?> type) {
    return new Kind("a ref", List.of(type));
  }

  static Kind map(Class<?> keyType, Class<?> valueType) {
    return new Kind("a map", List.of(keyType, valueType));
  }

  static Kind sortedMap(Class<?> keyType, Class<?> valueType) {
    return new Kind("a sorted map", List.of(keyType, valueType));
  }

  /** For example {@code a map of java.lang.String to java.lang.Long}. */
  @Override
  public String toString() {
    String names = types.stream().map(Class::getName).collect(Collectors.joining(" to "));
    return types.isEmpty() ? noun : noun + " of " + names;
  }
}
