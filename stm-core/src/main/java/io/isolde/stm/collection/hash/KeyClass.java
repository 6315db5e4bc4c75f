package io.isolde.stm.collection.hash;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The order that a class of keys defines for its instances. It is only a hint: equal keys may be of
 * different classes, so {@code equals} alone decides which keys are equal. Thread-safe.
 */
final class KeyClass {
  private static final AtomicInteger MADE = new AtomicInteger();

  private static final ClassValue<KeyClass> OF =
      new ClassValue<>() {
        @Override
        protected KeyClass computeValue(Class<?> type) {
          return new KeyClass(comparesToItself(type));
        }
      };

  /** Unique to this class, even among classes of the same name. */
  private final int number = MADE.getAndIncrement();

  private final boolean comparesToItself;

  /** Whether a comparison of keys has failed. Once true, always true. */
  private volatile boolean comparisonFailed;

  private KeyClass(boolean comparesToItself) {
    this.comparesToItself = comparesToItself;
  }

  static KeyClass of(Object key) {
    return OF.get(key.getClass());
  }

  private static boolean comparesToItself(Class<?> type) {
    return Arrays.stream(type.getGenericInterfaces()).anyMatch(each -> isComparableTo(type, each));
  }

  private static boolean isComparableTo(Class<?> type, Type implemented) {
    return implemented instanceof ParameterizedType parameterized
        && parameterized.getRawType() == Comparable.class
        && parameterized.getActualTypeArguments()[0] == type;
  }

  /**
   * Whether no comparison has failed: equal keys of this class have always been 0 to {@link
   * #compare}.
   */
  boolean keepsItsOrder() {
    return !comparisonFailed;
  }

  /**
   * Orders keys of the same hash: by class, and then, if the class is {@code Comparable} to itself,
   * by its natural order. Negative, zero or positive.
   */
  static int compare(Object key, Object otherKey) {
    KeyClass type = of(key);
    return key.getClass() == otherKey.getClass()
        ? type.compareOwn(key, otherKey)
        : Integer.compare(type.number, of(otherKey).number);
  }

  /**
   * Exceptions that say that keys cannot be compared are not passed on to the thread that searches.
   */
  @SuppressWarnings("unchecked") // it compares to itself
  private int compareOwn(Object key, Object otherKey) {
    if (!comparesToItself || comparisonFailed) {
      return 0;
    }
    try {
      return ((Comparable<Object>) key).compareTo(otherKey);
    } catch (ClassCastException | NullPointerException e) {
      comparisonFailed = true;
      return 0;
    }
  }
}
