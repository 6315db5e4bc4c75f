package io.isolde.stm.history;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.Key;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A variable in a map, under one key or two, that changes from one unique value to the next and
 * notes what is seen of it in the record of the attempt. Thread-safe.
 *
 * <p>The absence of a key is a value as well, so it must be unique: no key is absent both before it
 * was put and after it was removed, unless another key shows which of the two it is.
 */
abstract sealed class MapVariable {
  /** The value after the final removal. */
  static final long GONE = -2;

  /** The value if the entry is nowhere, or in two places; nobody ever writes it. */
  private static final long IMPOSSIBLE = -3;

  final Key key;
  final int low;
  final int high;

  private MapVariable(String name, int low, int high) {
    this.key = Key.chain(name + low);
    this.low = low;
    this.high = high;
  }

  /** Puts the first value in its place. */
  abstract void begin(Map<Integer, Long> map);

  /** The value that a scan shows; null if the scan does not show it. */
  abstract @Nullable Long valueIn(Scan scan);

  /** Reads the value, in a transaction unless {@link #changesAlone}. */
  abstract void read(AttemptRecord attempt, Map<Integer, Long> map);

  /** Changes the value, in a transaction unless {@link #changesAlone}. */
  abstract void change(AttemptRecord attempt, Map<Integer, Long> map, long next, int way);

  /** Whether each change is one operation of the map. */
  boolean changesAlone() {
    return true;
  }

  /** Notes the value that {@code scan} shows. */
  final void readIn(Scan scan, AttemptRecord attempt) {
    Long value = valueIn(scan);
    if (value != null) {
      attempt.read(key, value);
    }
  }

  /** All entries from {@code low} to {@code high}, both included. */
  record Scan(int low, int high, Map<Integer, Long> entries) {
    private boolean covers(int key) {
      return low <= key && key <= high;
    }
  }

  private static long orElse(@Nullable Long value, long absent) {
    return value == null ? absent : value;
  }

  /** A key that is absent at first and stays once it is there. */
  static final class Comer extends MapVariable {
    Comer(int place) {
      super("comer", place, place);
    }

    @Override
    void begin(Map<Integer, Long> map) {}

    @Override
    @Nullable Long valueIn(Scan scan) {
      return scan.covers(low) ? orElse(scan.entries.get(low), Key.INITIAL) : null;
    }

    @Override
    void read(AttemptRecord attempt, Map<Integer, Long> map) {
      attempt.read(key, orElse(map.get(low), Key.INITIAL));
    }

    @Override
    void change(AttemptRecord attempt, Map<Integer, Long> map, long next, int way) {
      long before = orElse(map.put(low, next), Key.INITIAL);
      attempt.read(key, before).write(key, next, before);
    }
  }

  /** A key that is there at first and never comes back. */
  static final class Goer extends MapVariable {
    Goer(int place) {
      super("goer", place, place);
    }

    @Override
    void begin(Map<Integer, Long> map) {
      map.put(low, Key.INITIAL);
    }

    @Override
    @Nullable Long valueIn(Scan scan) {
      return scan.covers(low) ? orElse(scan.entries.get(low), GONE) : null;
    }

    @Override
    void read(AttemptRecord attempt, Map<Integer, Long> map) {
      attempt.read(key, orElse(map.get(low), GONE));
    }

    @Override
    void change(AttemptRecord attempt, Map<Integer, Long> map, long next, int way) {
      boolean goes = way == 0;
      long before = orElse(goes ? map.remove(low) : map.replace(low, next), GONE);
      attempt.read(key, before);
      if (before != GONE) {
        attempt.write(key, goes ? GONE : next, before);
      }
    }
  }

  /** An entry that moves to and fro between two keys. */
  static final class Mover extends MapVariable {
    Mover(int low, int high) {
      super("mover", low, high);
    }

    @Override
    void begin(Map<Integer, Long> map) {
      map.put(low, Key.INITIAL);
    }

    private static long only(@Nullable Long one, @Nullable Long other) {
      return (one == null) == (other == null) ? IMPOSSIBLE : one == null ? other : one;
    }

    @Override
    @Nullable Long valueIn(Scan scan) {
      Long lowValue = scan.entries.get(low);
      Long highValue = scan.entries.get(high);
      boolean tells = scan.covers(low) && scan.covers(high);
      return tells
          ? Long.valueOf(only(lowValue, highValue))
          : lowValue == null ? highValue : lowValue;
    }

    @Override
    void read(AttemptRecord attempt, Map<Integer, Long> map) {
      attempt.read(key, only(map.get(low), map.get(high)));
    }

    @Override
    void change(AttemptRecord attempt, Map<Integer, Long> map, long next, int way) {
      boolean isLow = map.containsKey(low);
      int from = isLow ? low : high;
      int to = way == 0 ? from : low + high - from;
      long before = orElse(map.remove(from), IMPOSSIBLE);
      attempt.read(key, before);
      map.put(to, next);
      attempt.write(key, next, before);
    }

    @Override
    boolean changesAlone() {
      return false;
    }
  }
}
