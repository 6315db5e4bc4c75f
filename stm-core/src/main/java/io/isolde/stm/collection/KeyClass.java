package io.isolde.stm.collection;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a class of keys says of the order of its keys, which is a hint: equal keys may be of
 * different classes, so where they stand is for {@code equals} alone to say. Thread-safe.
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

  /** Of no other class, not even of one with the same name. */
  private final int number = MADE.getAndIncrement();

  private final boolean comparesToItself;

  /** Whether keys could not be compared after all. Once true, always true. */
  private volatile boolean disappointed;

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

  /** Whether keys of this class that are equal have always been 0 to {@link #compare}. */
  boolean keepsItsOrder() {
    return !disappointed;
  }

  /**
   * Orders keys of the same hash: by class, and then, if the class is {@code Comparable} to itself,
   * as it compares. Negative, zero or positive.
   */
  static int compare(Object key, Object otherKey) {
    KeyClass type = of(key);
    return key.getClass() == otherKey.getClass()
        ? type.compareOwn(key, otherKey)
        : Integer.compare(type.number, of(otherKey).number);
  }

  /** What says that keys cannot be compared is no fault of whoever looks for one. */
  @SuppressWarnings("unchecked") // it compares to itself
  private int compareOwn(Object key, Object otherKey) {
    if (!comparesToItself || disappointed) {
      return 0;
    }
    try {
      return ((Comparable<Object>) key).compareTo(otherKey);
    } catch (ClassCastException | NullPointerException e) {
      disappointed = true;
      return 0;
    }
  }
}
