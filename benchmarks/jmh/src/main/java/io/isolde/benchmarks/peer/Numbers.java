package io.isolde.benchmarks.peer;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Boxed integers, made before they are needed. */
public final class Numbers {
  private static final long SEED = 54;

  private Numbers() {}

  /** From 0 to below {@code count}. */
  public static List<Integer> inOrder(int count) {
    Integer[] numbers = new Integer[count];
    Arrays.setAll(numbers, i -> i);
    return Arrays.asList(numbers);
  }

  /**
   * The same in an order that is always the same and looks random, so that no map has neighbouring
   * entries side by side in memory.
   */
  public static List<Integer> shuffled(int count) {
    List<Integer> numbers = inOrder(count);
    Collections.shuffle(numbers, new Random(SEED));
    return numbers;
  }
}
