package io.isolde.store.file.base;

import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import io.isolde.stm.collection.TMap;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transactional map that has only its changes in memory, and the rest in a base. It is changed
 * inside transactions, and read anywhere; its iterators do not remove. Thread-safe.
 */
public final class OverlayMap<K, V> extends AbstractMap<K, V> {
  /*
   * State: the overlay, a transactional map of values and REMOVED, and a ref to the generation that
   * serves. A key that is not in the overlay is looked up in that generation.
   *
   * O1  The map is the base that serves, overridden by the overlay.
   * O2  The generation that serves does not change. A transaction replaces it by another one, which
   *     has what the base and the overlay had together at some instant. Later, transactions remove
   *     entries from the overlay, and only those that are still the ones of that instant. Neither
   *     changes the map.
   * O3  A reader inside a transaction has read both refs, so it sees one state of them. A reader
   *     outside reads the overlay first: what the overlay has lost meanwhile is in the base, which
   *     is read later.
   * O4  A generation is changed only when no pinned snapshot can see it (Stm.awaitPinnedSnapshots).
   *     Other readers that still refer to it find it retired, and read the ref again: inside a
   *     transaction, this ends the attempt.
   *
   * The size is kept in several refs that are only added to, so that additions do not conflict.
   */
  private static final int SIZES = 16;

  private final Coding<K, V> coding;
  private final TMap<K, Object> overlay;
  private final Ref<Generation> serving;
  private final LongRef[] sizes = new LongRef[SIZES];

  /** Makes a map over {@code base}, with {@code changes}: values and {@link Removed}. */
  OverlayMap(Coding<K, V> coding, Generation base, Map<K, Object> changes) {
    this.coding = coding;
    this.serving = Ref.of(base);
    this.overlay = TMap.named(coding.name(), changes.size());
    overlay.putAll(changes);
    for (int i = 0; i < SIZES; i++) {
      sizes[i] = LongRef.of(i == 0 ? base.file().entries() + growth(changes) : 0);
    }
  }

  private long growth(Map<K, Object> changes) {
    long growth = 0;
    for (Map.Entry<K, Object> change : changes.entrySet()) {
      boolean isThere = change.getValue() != Removed.REMOVED;
      boolean wasThere = fromBase(change.getKey()) != null;
      growth += (isThere ? 1 : 0) - (wasThere ? 1 : 0);
    }
    return growth;
  }

  // ---- one key ----

  @Override
  @SuppressWarnings("unchecked") // overlays hold values and REMOVED
  public @Nullable V get(Object key) {
    Object changed = overlay.get(key);
    if (changed == null) {
      return fromBase(key);
    }
    return changed == Removed.REMOVED ? null : (V) changed;
  }

  private @Nullable V fromBase(Object key) {
    byte[] bytes = coding.bytesIfWritable(key);
    while (bytes != null) {
      byte[] found = serving.get().get(bytes);
      if (found != Generation.RETIRED) {
        return found == null ? null : coding.value(found);
      }
      Thread.onSpinWait();
    }
    return null;
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public @Nullable V put(K key, V value) {
    V before = get(key);
    overlay.put(key, value);
    if (before == null) {
      grow(key, 1);
    }
    return before;
  }

  @Override
  @SuppressWarnings("unchecked") // a key that is found is a K
  public @Nullable V remove(Object key) {
    V before = get(key);
    if (before != null) {
      overlay.put((K) key, Removed.REMOVED);
      grow(key, -1);
    }
    return before;
  }

  private void grow(Object key, long summand) {
    sizes[key.hashCode() >>> 16 & SIZES - 1].add(summand);
  }

  // ---- all keys ----

  /** The number of entries, or the largest int if there are more. */
  @Override
  public int size() {
    return (int) Math.min(Integer.MAX_VALUE, Stm.inTransaction() ? sum() : Stm.snapshot(this::sum));
  }

  private long sum() {
    long sum = 0;
    for (LongRef size : sizes) {
      sum += size.get();
    }
    return sum;
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  /** A view whose iterators show the entries as of the instant at which they were made. */
  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<K, V>> iterator() {
        return Stm.inTransaction() ? new Entries() : Stm.snapshot(Entries::new);
      }

      @Override
      public int size() {
        return OverlayMap.this.size();
      }
    };
  }

  /** Iterates over the overlay, and then over the entries of the base that it does not override. */
  private final class Entries implements Iterator<Map.Entry<K, V>> {
    private final Map<K, Object> changes = changes();
    private final Generation.Lease lease = lease();
    private final Queue<Map.Entry<K, V>> next = new ArrayDeque<>();
    private int part;

    Entries() {
      changes.forEach(this::add);
      fill();
    }

    @SuppressWarnings("unchecked") // overlays hold values and REMOVED
    private void add(K key, Object value) {
      if (value != Removed.REMOVED) {
        next.add(Map.entry(key, (V) value));
      }
    }

    private void fill() {
      while (next.isEmpty() && part < lease.parts()) {
        lease.read(part++).forEach(this::addUnchanged);
      }
      if (next.isEmpty()) {
        lease.close();
      }
    }

    private void addUnchanged(Map.Entry<byte[], byte[]> entry) {
      K key = coding.key(entry.getKey());
      if (!changes.containsKey(key)) {
        next.add(Map.entry(key, coding.value(entry.getValue())));
      }
    }

    @Override
    public boolean hasNext() {
      return !next.isEmpty();
    }

    @Override
    public Map.Entry<K, V> next() {
      Map.Entry<K, V> entry = next.poll();
      if (entry == null) {
        throw new NoSuchElementException();
      }
      if (next.isEmpty()) {
        fill();
      }
      return entry;
    }
  }

  private Generation.Lease lease() {
    while (true) {
      Generation.Lease lease = serving.get().lease();
      if (lease != null) {
        return lease;
      }
      Thread.onSpinWait();
    }
  }

  // ---- for making the next base ----

  Coding<K, V> coding() {
    return coding;
  }

  /**
   * The contents of the overlay at one instant. Outside a transaction, the snapshot lasts only
   * until the buckets are found, so that writers keep few old values for it.
   */
  Map<K, Object> changes() {
    return new HashMap<>(overlay);
  }

  Generation serving() {
    return serving.get();
  }

  /** Lets {@code next} serve, which has what the map had at some instant. */
  void serve(Generation next) {
    serving.set(next);
  }

  /**
   * Removes entries from the overlay that have not changed since the base got them, in one
   * transaction.
   */
  void giveUp(Iterable<Map.Entry<K, Object>> entries) {
    Stm.atomic(
        () -> {
          for (Map.Entry<K, Object> entry : entries) {
            if (overlay.get(entry.getKey()) == entry.getValue()) {
              overlay.remove(entry.getKey());
            }
          }
        });
  }
}
