package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;

import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sorted map and a sorted set, and transactions over both, under a model checker. */
class SortedLincheckTest {
  @Tag("long")
  @Test
  void sortedMapAndSet_inSomeScenarios_areLinearizable() {
    check(3, 40, 2);
  }

  @Test
  @Tag("long")
  @Timeout(300)
  void sortedMapAndSet_inManyScenarios_areLinearizable() {
    check(20, 100, 3);
  }

  private static void check(int iterations, int invocations, int actorsPerThread) {
    new ModelCheckingOptions()
        .iterations(iterations)
        .invocationsPerIteration(invocations)
        .threads(2)
        .actorsPerThread(actorsPerThread)
        .actorsBefore(2)
        .actorsAfter(1)
        .sequentialSpecification(OnPlain.class)
        .check(OnTransactional.class);
  }

  /** The operations, written once for the structures and for their specification. */
  @Param(name = "key", gen = IntGen.class, conf = "1:4")
  public abstract static class Operations {
    private final NavigableMap<Integer, Integer> map;
    private final NavigableSet<Integer> set;

    Operations(NavigableMap<Integer, Integer> map, NavigableSet<Integer> set) {
      this.map = map;
      this.set = set;
    }

    abstract <T> T together(Supplier<T> action);

    @Operation
    public Integer get(@Param(name = "key") int key) {
      return map.get(key);
    }

    @Operation
    public Integer put(@Param(name = "key") int key, @Param(name = "key") int value) {
      return map.put(key, value);
    }

    @Operation
    public Integer remove(@Param(name = "key") int key) {
      return map.remove(key);
    }

    @Operation
    public Integer ceiling(@Param(name = "key") int key) {
      return map.ceilingKey(key);
    }

    @Operation
    public Integer lower(@Param(name = "key") int key) {
      return map.lowerKey(key);
    }

    @Operation
    public String pollFirst() {
      return String.valueOf(map.pollFirstEntry());
    }

    @Operation
    public int size() {
      return map.size();
    }

    @Operation
    public String tail(@Param(name = "key") int key) {
      return map.tailMap(key, true).toString();
    }

    @Operation
    public boolean add(@Param(name = "key") int element) {
      return set.add(element);
    }

    /** Moves a key from the map to the set. */
    @Operation
    public Integer move(@Param(name = "key") int key) {
      return together(
          () -> {
            Integer moved = map.floorKey(key);
            if (moved != null && set.add(moved)) {
              map.remove(moved);
            }
            return moved;
          });
    }

    @Operation
    public String both() {
      return together(() -> map + " " + set);
    }
  }

  /** The structures. */
  public static class OnTransactional extends Operations {
    public OnTransactional() {
      super(new TSortedMap<>(), new TSortedSet<>());
    }

    @Override
    <T> T together(Supplier<T> action) {
      return atomic(action::get);
    }
  }

  /** The specification. */
  public static class OnPlain extends Operations {
    public OnPlain() {
      super(new TreeMap<>(), new TreeSet<>());
    }

    @Override
    <T> T together(Supplier<T> action) {
      return action.get();
    }
  }
}
