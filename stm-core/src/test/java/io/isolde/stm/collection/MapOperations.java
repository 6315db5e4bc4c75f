package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.checks.collection.Keys;
import io.isolde.stm.collection.hash.HashTables;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * Operations of a map and a set, and transactions over both; each must be atomic. The keys' hashes
 * have the same lowest bit, and the map has two root slots, so that insertions split buckets, and
 * searches meet splits that are under way.
 */
@Param(name = "key", gen = IntGen.class, conf = "0:3")
public class MapOperations {
  private final Map<Key, Integer> map;
  private final Set<Key> set;

  public MapOperations() {
    this(new TMap<>(HashTables.ofTwoSlots()), new TSet<>());
  }

  MapOperations(Map<Key, Integer> map, Set<Key> set) {
    this.map = map;
    this.set = set;
  }

  /** Not a record, because Lincheck cannot look into records. */
  static final class Key {
    private final int number;
    private final int hash;

    Key(int number, int hash) {
      this.number = number;
      this.hash = hash;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.number == number;
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private static Key key(int number) {
    return new Key(number, Keys.spreadTo(number, number << 1).hash());
  }

  @Operation
  public Integer get(@Param(name = "key") int key) {
    return map.get(key(key));
  }

  @Operation
  public Integer put(@Param(name = "key") int key, int value) {
    return map.put(key(key), value);
  }

  @Operation
  public Integer remove(@Param(name = "key") int key) {
    return map.remove(key(key));
  }

  @Operation
  public Integer merge(@Param(name = "key") int key) {
    return map.merge(key(key), 1, Integer::sum);
  }

  @Operation
  public boolean add(@Param(name = "key") int key) {
    return set.add(key(key));
  }

  @Operation
  public int size() {
    return map.size();
  }

  @Operation
  public boolean isEmpty() {
    return map.isEmpty();
  }

  @Operation
  public int sum() {
    return map.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Fills the map, which splits its buckets. */
  @Operation
  public void fill() {
    whole(
        () -> {
          for (int i = 0; i < 4; i++) {
            map.putIfAbsent(key(i), i);
          }
        });
  }

  /** Moves a key from the map to the set. */
  @Operation
  public boolean move(@Param(name = "key") int key) {
    boolean[] moved = new boolean[1];
    whole(
        () -> {
          moved[0] = map.remove(key(key)) != null;
          if (moved[0]) {
            set.add(key(key));
          }
        });
    return moved[0];
  }

  /**
   * Inserts if there is no other key. Together with another call, this is the pattern of write
   * skew.
   */
  @Operation
  public void insertIfAlone(@Param(name = "key") int key) {
    whole(
        () -> {
          if (map.isEmpty() && set.size() == 0) {
            map.put(key(key), 10);
          }
        });
  }

  @Operation
  public String audit() {
    String[] seen = new String[1];
    wholeReading(() -> seen[0] = map.size() + " " + set.size() + " " + set.contains(key(1)));
    return seen[0];
  }

  void whole(Runnable action) {
    atomic(action::run);
  }

  void wholeReading(Runnable action) {
    snapshot(action::run);
  }

  /** The same on plain collections. */
  public static class Specification extends MapOperations {
    public Specification() {
      super(new HashMap<>(), new HashSet<>());
    }

    @Override
    void whole(Runnable action) {
      action.run();
    }

    @Override
    void wholeReading(Runnable action) {
      action.run();
    }
  }
}
