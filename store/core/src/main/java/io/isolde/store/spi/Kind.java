package io.isolde.store.spi;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a name was opened as: a noun, such as a map, and types. Two kinds are equal if both are.
 * Immutable if the list of types is; the lists that the methods here make are.
 *
 * @param noun with its article: {@code a map}
 * @param types the classes of its keys and values that the caller chose, if any
 */
public record Kind(String noun, List<Class<?>> types) {
  /**
   * The kind of counters.
   *
   * @return a kind without types
   */
  public static Kind counter() {
    return new Kind("a counter", List.of());
  }

  /**
   * The kind of refs.
   *
   * @param type the class of the values
   * @return a kind with one type
   */
  public static Kind ref(Class<?> type) {
    return new Kind("a ref", List.of(type));
  }

  /**
   * The kind of maps.
   *
   * @param keyType the class of the keys
   * @param valueType the class of the values
   * @return a kind with two types, that of the keys first
   */
  public static Kind map(Class<?> keyType, Class<?> valueType) {
    return new Kind("a map", List.of(keyType, valueType));
  }

  /**
   * The kind of sorted maps.
   *
   * @param keyType the class of the keys
   * @param valueType the class of the values
   * @return a kind with two types, that of the keys first
   */
  public static Kind sortedMap(Class<?> keyType, Class<?> valueType) {
    return new Kind("a sorted map", List.of(keyType, valueType));
  }

  /** Returns, for example, {@code a map of java.lang.String to java.lang.Long}. */
  @Override
  public String toString() {
    String names = types.stream().map(Class::getName).collect(Collectors.joining(" to "));
    return types.isEmpty() ? noun : noun + " of " + names;
  }
}
