package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;

import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An array, and transactions over two of its elements, under Lincheck. */
class TArrayLincheckTest {
  /** An array of two elements. */
  @Param(name = "index", gen = IntGen.class, conf = "0:1")
  public static class Elements {
    private final TArray<Integer> array = new TArray<>(List.of(1, 2));

    @Operation
    public int get(@Param(name = "index") int index) {
      return array.get(index);
    }

    @Operation
    public int getAndSet(@Param(name = "index") int index, int element) {
      return array.getAndSet(index, element);
    }

    @Operation
    public int add(@Param(name = "index") int index) {
      return array.updateAndGet(index, element -> element + 10);
    }

    @Operation
    public void swap() {
      atomic(() -> array.set(0, array.getAndSet(1, array.get(0))));
    }

    @Operation
    public String both() {
      return snapshot(() -> array.get(0) + " " + array.get(1));
    }
  }

  /** The same on a plain array. */
  public static class ElementsSpecification {
    private final int[] array = {1, 2};

    public int get(int index) {
      return array[index];
    }

    public int getAndSet(int index, int element) {
      int before = array[index];
      array[index] = element;
      return before;
    }

    public int add(int index) {
      return array[index] += 10;
    }

    public void swap() {
      int first = array[0];
      array[0] = array[1];
      array[1] = first;
    }

    public String both() {
      return array[0] + " " + array[1];
    }
  }

  private static void check(int iterations, int invocations) {
    new ModelCheckingOptions()
        .iterations(iterations)
        .invocationsPerIteration(invocations)
        .threads(2)
        .actorsPerThread(3)
        .minimizeFailedScenario(false)
        .sequentialSpecification(ElementsSpecification.class)
        .check(Elements.class);
  }

  @Tag("long")
  @Test
  void elements_inSomeScenarios_areLinearizable() {
    check(4, 50);
  }

  @Test
  @Tag("long")
  void elements_inManyScenarios_areLinearizable() {
    check(30, 500);
  }
}
