package io.isolde.stm.collection;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;

/**
 * An order of keys by hash, then by class, and then, if the class is {@code Comparable} to itself,
 * as it compares. Other keys of the same hash and class are all the same to it.
 */
final class KeyOrder {
  private static final ClassValue<Boolean> COMPARES_TO_ITSELF =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return Arrays.stream(type.getGenericInterfaces())
              .anyMatch(each -> isComparableTo(type, each));
        }
      };

  private KeyOrder() {}

  private static boolean isComparableTo(Class<?> type, Type implemented) {
    return implemented instanceof ParameterizedType parameterized
        && parameterized.getRawType() == Comparable.class
        && parameterized.getActualTypeArguments()[0] == type;
  }

  /** Negative, zero or positive. Runs {@code compareTo} of keys with the same hash. */
  static int compare(int hash, Object key, int otherHash, Object otherKey) {
    return hash != otherHash ? Integer.compare(hash, otherHash) : compare(key, otherKey);
  }

  private static int compare(Object key, Object otherKey) {
    Class<?> type = key.getClass();
    if (type != otherKey.getClass()) {
      return compareByIdentity(type, otherKey.getClass());
    }
    return COMPARES_TO_ITSELF.get(type) ? compareThemselves(key, otherKey) : 0;
  }

  private static int compareByIdentity(Class<?> type, Class<?> otherType) {
    int names = type.getName().compareTo(otherType.getName());
    return names != 0
        ? names
        : Integer.compare(System.identityHashCode(type), System.identityHashCode(otherType));
  }

  @SuppressWarnings("unchecked") // its class compares to itself
  private static int compareThemselves(Object key, Object otherKey) {
    return ((Comparable<Object>) key).compareTo(otherKey);
  }
}
