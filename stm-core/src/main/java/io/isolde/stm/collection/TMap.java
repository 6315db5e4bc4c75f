package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.inTransaction;
import static io.isolde.stm.Stm.snapshot;
import static java.util.Objects.requireNonNull;

import io.isolde.stm.Ref;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A transactional hash map: a {@link ConcurrentMap} that can be used in transactions.
 *
 * {@snippet file="io/isolde/stm/examples/TMapExampleTest.java" region="rename"}
 *
 * <p><b>Atomicity.</b> Inside a transaction, every method is part of it. Outside, every method is a
 * transaction of its own, including those for many entries: {@code putAll}, {@code clear}, {@code
 * replaceAll}, {@code equals}, and those of the views. An iterator, a stream or {@code forEach}
 * shows the entries as they were when it was made and never throws {@link
 * java.util.ConcurrentModificationException}. An iterator's {@code remove} removes from the map.
 *
 * <p><b>Conflicts.</b> Transactions that use different keys do not conflict, even if they insert or
 * remove, except for the rare pairs of keys that share a bucket: one pair in 64 in an empty map,
 * one pair in about n in a large map of n entries. A transaction that looked for a key in vain
 * conflicts with one that inserts it. {@code size} conflicts with changes of the size, {@code
 * isEmpty} with changes of the bucket in which it found an entry or, if it found none, with changes
 * of the size, and iteration with every change. Growth of the table causes no conflict and blocks
 * no thread.
 *
 * <p><b>Functions</b> passed to {@code compute}, {@code merge} and similar methods may run more
 * than once and should have no effects except on refs and transactional collections. They may use
 * this map, including the same key: the value that they return is put afterwards, and null removes
 * the key. If a function throws, the method has changed nothing, and the effects of the function
 * are undone.
 *
 * <p><b>Keys</b> are found by {@code equals}, regardless of their classes. Where many keys have the
 * same hash code, those of a class that is {@code Comparable} to itself are found by comparison, as
 * in {@link java.util.HashMap}: equal keys of such a class must compare as 0.
 *
 * <p><b>Cost.</b> A search takes constant time with well-distributed hash codes, and logarithmic
 * time if many keys have the same hash code and are of one comparable class. Outside a transaction,
 * {@code get} costs hardly more than a volatile read. {@code size} reads a few refs, and iteration
 * and {@link #snapshotOf} read every bucket. Like {@link java.util.concurrent.ConcurrentHashMap},
 * the map keeps its table when entries are removed.
 *
 * <p>Thread-safe. Methods throw {@link NullPointerException} for a null key, value or function, and
 * then change nothing. Methods that write throw {@link IllegalStateException} in a {@code
 * snapshot}.
 *
 * @param <K> the type of keys, which must not change in a way that affects {@code equals}
 * @param <V> the type of values, which should be immutable
 */
public final class TMap<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V> {
  /*
   * Goal: transactions on different keys share no ref, even while the map grows; a get outside a
   * transaction reads one ref.
   *
   * Idea: extendible hashing, with a directory that is not transactional. A bucket of depth d
   * contains all entries whose hashes agree with the number of its slot in the lowest d bits. It is
   * one ref with an immutable value. The transaction that fills a bucket splits it: the bucket gets
   * depth d + 1 and keeps the entries whose bit d is 0; those whose bit d is 1 go to a new bucket,
   * in the slot with bit d set, which has a greater number.
   *
   * States of a slot:
   *
   *     VACANT ──install──▶ UNBORN ──the split commits──▶ BORN
   *     VACANT ──install──▶ BORN           root slots only: a ref with an empty bucket
   *
   *     VACANT: no ref of its own; UNBORN: a ref with null
   *
   * The first step is not part of a transaction: it is visible at once and is never undone. If the
   * transaction is rolled back, an UNBORN ref remains, and means the same as VACANT.
   *
   * I1  At any instant, exactly one born bucket covers a hash, that is, agrees with it in the bits
   *     of its depth. (A vacant root slot counts as an empty bucket.) A split preserves this, since
   *     it changes both refs at one instant.
   * I2  A bucket's slot is installed before the commit of the split that creates the bucket. So a
   *     thread that has read the split bucket finds the slot (Directory.I2).
   * I3  The number of a slot is greater than that of the slot from which it was split.
   * I4  A bucket itself says which hashes it covers and which slot is its own, wherever its ref was
   *     found.
   *
   * Search (bucket, search): look at the ref where a hash like this one was last found. If its
   * bucket does not cover the hash, begin at the slot of as many bits as the directory has. As long
   * as a slot is vacant or unborn, take the slot of one bit fewer. From a bucket that was split and
   * no longer covers the hash, go to the slot of the first split that took the hash away. Stop at a
   * bucket that covers the hash, and leave its ref as a hint, so that the next search reads one
   * ref.
   *
   * - If a first entry has the hash that is sought, its bucket need not be asked what it covers.
   *   This is how most searches end.
   * - Outside a transaction, the search is answered by one read of one ref, whose value covers the
   *   hash. At the instant of that read, it is the only value that does (I1). That read is the
   *   serialisation point, whatever was read before it, and however old that was.
   * - Inside a transaction, all refs are read as of one instant, so I1 holds for what is read. The
   *   directory is not read as of that instant, but it only says where to look: too few slots, or
   *   an old hint, lead to a bucket that was split, from which the search continues (I2); surplus
   *   slots are unborn as of that instant. The same holds for a snapshot that reads old values.
   * - A put outside a transaction for a key that is present is the compare-and-set of the bucket
   *   that was found. A bucket describes itself completely (I4), so it does not matter whether the
   *   ref held another bucket in between (ABA).
   * - The search terminates: it takes fewer bits until it meets a bucket, at the latest that of the
   *   root slot, and then more bits with each step, since a born bucket stays born.
   *
   * Scan (visit): the slots in order. It misses no bucket: when it has read a bucket, the slots of
   * all buckets split from that one are in the directory (I2), and still ahead (I3). It installs
   * vacant root slots and reads them, so that a transaction that fills one is either seen or
   * conflicts.
   *
   * Phantoms: "no such key" was read from the ref of the bucket that would contain the key. An
   * insertion writes this ref, even when it splits the bucket. The size is the sum of refs to which
   * insertions and removals add.
   *
   * Progress: that of the refs. Installing is a compare-and-set that need not be repeated.
   *
   * Rejected: a ref for the directory (growth would conflict with everything); a ref for each entry
   * (an insertion must be seen by transactions that looked for the key in vain, so there must be
   * something else to conflict on); a hash trie of refs (as many refs to read and record as it is
   * deep); merging buckets (the slot of a dead bucket could never be told from that of an unborn
   * one whose split is under way, so it would have to keep its ref).
   *
   * R. Fagin, J. Nievergelt, N. Pippenger, H. Strong: Extendible Hashing. ACM TODS 1979. Unlike
   * theirs, our directory has no pointers from several slots to one bucket, so a split need not
   * change them together.
   */
  private final Directory<K, V> directory;
  private final StripedCount count = new StripedCount();

  /** Makes an empty map. */
  public TMap() {
    this(0);
  }

  /**
   * Makes an empty map with a table for about as many entries as expected.
   *
   * @param expectedSize how many entries it may get; a hint
   * @throws IllegalArgumentException if {@code expectedSize} is negative
   */
  public TMap(int expectedSize) {
    if (expectedSize < 0) {
      throw new IllegalArgumentException("expectedSize must not be negative: " + expectedSize);
    }
    directory = Directory.ofSize(expectedSize);
  }

  /** Makes a map on a given directory, whose number of root slots may be unusual. */
  TMap(Directory<K, V> directory) {
    this.directory = directory;
  }

  /**
   * Makes a map with the entries of another one.
   *
   * @param entries what to copy, at one instant if it is transactional
   * @throws NullPointerException if there is a null key or value
   */
  @SuppressWarnings("this-escape") // the class is final
  public TMap(Map<? extends K, ? extends V> entries) {
    this(entries.size());
    putAll(entries);
  }

  // ---- reading ----

  /** The only bucket that covers {@code hash}. */
  private Bucket<K, V> bucket(int hash) {
    Ref<@Nullable Bucket<K, V>> ref = directory.hinted(hash);
    Bucket<K, V> bucket = ref == null ? null : ref.get();
    return bucket != null && bucket.covers(hash) ? bucket : search(hash);
  }

  /** Like {@link #bucket}, but without using a hint; leaves one. */
  private Bucket<K, V> search(int hash) {
    int slot = directory.slot(hash);
    Ref<@Nullable Bucket<K, V>> ref = directory.at(slot);
    Bucket<K, V> bucket = ref == null ? null : ref.get();
    while (ref == null || bucket == null || !bucket.covers(hash)) {
      if (bucket != null) {
        slot = bucket.slotSplitFor(hash);
      } else if (!directory.isRoot(slot)) {
        slot = Directory.parent(slot);
      } else if (inTransaction()) {
        directory.install(slot, vacant(slot)); // another may have, and have split it: look again
      } else {
        return vacant(slot);
      }
      ref = directory.at(slot);
      bucket = ref == null ? null : ref.get();
    }
    directory.hint(hash, ref);
    return bucket;
  }

  private @Nullable Chain<K, V> find(Object key) {
    int hash = Bucket.hash(key);
    Chain<K, V> hinted = hintedChain(hash);
    return hinted != null && hinted.has(hash, key) ? hinted : find(hash, key);
  }

  private @Nullable Chain<K, V> find(int hash, Object key) {
    return bucket(hash).find(hash, key);
  }

  /** The chain at the hint, which may not cover {@code hash}; null if there is no chain. */
  private @Nullable Chain<K, V> hintedChain(int hash) {
    Ref<?> ref = directory.hinted(hash);
    return ref != null && ref.get() instanceof Chain<?, ?> chain ? cast(chain) : null;
  }

  @SuppressWarnings("unchecked") // no other chains are in the directory
  private Chain<K, V> cast(Chain<?, ?> chain) {
    return (Chain<K, V>) chain;
  }

  @Override
  public @Nullable V get(Object key) {
    Chain<K, V> entry = find(key);
    return entry == null ? null : entry.value;
  }

  @Override
  public V getOrDefault(Object key, V defaultValue) {
    Chain<K, V> entry = find(key);
    return entry == null ? defaultValue : entry.value;
  }

  @Override
  public boolean containsKey(Object key) {
    return find(key) != null;
  }

  /** The number of entries, or {@link Integer#MAX_VALUE} if there are more. */
  @Override
  public int size() {
    return Math.clamp(mappingCount(), 0, Integer.MAX_VALUE);
  }

  /**
   * The number of entries. Reads a few refs; conflicts with changes of the number.
   *
   * @return the number of entries
   */
  public long mappingCount() {
    return snapshot(count::sum);
  }

  @Override
  public boolean isEmpty() {
    return snapshot(() -> !hasEntryAtALook() && count.sum() == 0);
  }

  // ---- writing single entries ----

  @Override
  public @Nullable V put(K key, V value) {
    int hash = Bucket.hash(key);
    requireNonNull(value, "value");
    return inTransaction() ? put(hash, key, value) : putAlone(hash, key, value);
  }

  /** For use outside a transaction. For a present key, the write of one ref suffices. */
  private @Nullable V putAlone(int hash, K key, V value) {
    Bucket<K, V> bucket = bucket(hash);
    Chain<K, V> entry = bucket.find(hash, key);
    return entry != null && replaced(bucket, entry, value)
        ? entry.value
        : atomic(() -> put(hash, key, value));
  }

  /** Replaces a value unless the bucket has changed meanwhile; returns whether it was replaced. */
  private boolean replaced(Bucket<K, V> bucket, Chain<K, V> entry, V value) {
    return entry.value == value
        || directory.own(bucket.slot()).compareAndSet(bucket, bucket.with(entry, value));
  }

  private @Nullable V put(int hash, K key, V value) {
    Bucket<K, V> bucket = bucket(hash);
    Chain<K, V> entry = bucket.find(hash, key);
    if (entry == null) {
      insert(bucket.plus(hash, key, value));
      return null;
    }
    if (entry.value != value) {
      write(bucket.with(entry, value));
    }
    return entry.value;
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    int hash = Bucket.hash(key);
    requireNonNull(value, "value");
    Chain<K, V> entry = bucket(hash).find(hash, key);
    return entry != null ? entry.value : Atomically.run(() -> putIfAbsent(hash, key, value));
  }

  private @Nullable V putIfAbsent(int hash, K key, V value) {
    Bucket<K, V> bucket = bucket(hash);
    Chain<K, V> entry = bucket.find(hash, key);
    if (entry != null) {
      return entry.value;
    }
    insert(bucket.plus(hash, key, value));
    return null;
  }

  @Override
  public @Nullable V remove(Object key) {
    int hash = Bucket.hash(key);
    return Atomically.run(() -> removeIf(hash, key, entry -> true));
  }

  @Override
  public boolean remove(Object key, @Nullable Object value) {
    int hash = Bucket.hash(key);
    return value != null
        && Atomically.run(() -> removeIf(hash, key, entry -> isSame(value, entry))) != null;
  }

  private @Nullable V removeIf(int hash, Object key, Predicate<Chain<K, V>> condition) {
    Bucket<K, V> bucket = bucket(hash);
    Chain<K, V> entry = bucket.find(hash, key);
    if (entry == null || !condition.test(entry)) {
      return null;
    }
    write(bucket.minus(entry));
    count.add(-1);
    return entry.value;
  }

  @Override
  public @Nullable V replace(K key, V value) {
    int hash = Bucket.hash(key);
    requireNonNull(value, "value");
    return Atomically.run(() -> replaceIf(hash, key, entry -> true, value));
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    int hash = Bucket.hash(key);
    requireNonNull(oldValue, "oldValue");
    requireNonNull(newValue, "newValue");
    return Atomically.run(() -> replaceIf(hash, key, entry -> isSame(oldValue, entry), newValue))
        != null;
  }

  private @Nullable V replaceIf(int hash, K key, Predicate<Chain<K, V>> condition, V value) {
    Bucket<K, V> bucket = bucket(hash);
    Chain<K, V> entry = bucket.find(hash, key);
    if (entry == null || !condition.test(entry)) {
      return null;
    }
    write(bucket.with(entry, value));
    return entry.value;
  }

  private static boolean isSame(Object expected, Chain<?, ?> entry) {
    return expected == entry.value || expected.equals(entry.value);
  }

  // ---- writing single entries with functions, which may themselves write to this map ----

  /** {@inheritDoc} If the key is present, this method only reads. */
  @Override
  public @Nullable V computeIfAbsent(
      K key, Function<? super K, ? extends @Nullable V> mappingFunction) {
    requireNonNull(mappingFunction, "mappingFunction");
    V present = get(key);
    return present != null
        ? present
        : compute(key, (k, value) -> value == null ? mappingFunction.apply(k) : value);
  }

  @Override
  public @Nullable V computeIfPresent(
      K key, BiFunction<? super K, ? super V, ? extends @Nullable V> remappingFunction) {
    requireNonNull(remappingFunction, "remappingFunction");
    return compute(key, (k, value) -> value == null ? null : remappingFunction.apply(k, value));
  }

  @Override
  public @Nullable V merge(
      K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> remappingFunction) {
    requireNonNull(value, "value");
    requireNonNull(remappingFunction, "remappingFunction");
    return compute(
        key, (k, before) -> before == null ? value : remappingFunction.apply(before, value));
  }

  @Override
  public @Nullable V compute(
      K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> remappingFunction) {
    requireNonNull(remappingFunction, "remappingFunction");
    return atomic(
        () -> {
          V before = get(key);
          V after = remappingFunction.apply(key, before);
          putOrRemove(key, after);
          return after;
        });
  }

  private void putOrRemove(K key, @Nullable V value) {
    if (value == null) {
      remove(key);
    } else {
      put(key, value);
    }
  }

  // ---- writing buckets ----

  /** Writes a bucket that has a new entry. */
  private void insert(Bucket<K, V> bucket) {
    writeOrSplit(bucket);
    count.add(1);
  }

  private void writeOrSplit(Bucket<K, V> bucket) {
    if (shouldSplit(bucket)) {
      atomic(() -> split(bucket)); // all or nothing, if a key's comparison throws
    } else {
      write(bucket);
    }
  }

  private boolean shouldSplit(Bucket<K, V> bucket) {
    return bucket.isCrowded(directory.entriesPerBucket())
        && (directory.reaches(bucket.depth + 1) || directory.mayGrow(count.estimate()));
  }

  private void split(Bucket<K, V> bucket) {
    int low = bucket.slot();
    int high = low | 1 << bucket.depth;
    directory.install(high, null);
    writeOrSplit(bucket.half(low));
    writeOrSplit(bucket.half(high));
  }

  private void write(Bucket<K, V> bucket) {
    directory.own(bucket.slot()).set(bucket);
  }

  /** The empty bucket that a vacant root slot stands for. */
  private Bucket<K, V> vacant(int slot) {
    return new EmptyBucket<>(directory.rootDepth(), slot);
  }

  // ---- all entries ----

  /** Passes the buckets to {@code visitor} until it returns true; returns whether it did. */
  private boolean visit(Predicate<Bucket<K, V>> visitor) {
    for (int slot = 0; slot < directory.slots(); slot++) {
      Bucket<K, V> bucket = born(slot);
      if (bucket != null && visitor.test(bucket)) {
        return true;
      }
    }
    return false;
  }

  /** The bucket of this slot, if it is born. */
  private @Nullable Bucket<K, V> born(int slot) {
    Ref<@Nullable Bucket<K, V>> ref = directory.at(slot);
    if (ref == null && directory.isRoot(slot)) {
      ref = directory.install(slot, vacant(slot));
    }
    return ref == null ? null : ref.get();
  }

  /** The buckets with entries, all of one instant. */
  private List<Bucket<K, V>> buckets() {
    return snapshot(
        () -> {
          List<Bucket<K, V>> buckets = new ArrayList<>();
          visit(bucket -> bucket.entries() != null && !buckets.add(bucket));
          return buckets;
        });
  }

  /** Whether the first bucket that seems to have an entry has one; reads no other bucket. */
  private boolean hasEntryAtALook() {
    for (int slot = 0; slot < directory.slots(); slot++) {
      Ref<@Nullable Bucket<K, V>> ref = directory.at(slot);
      if (ref != null && hasEntry(ref.peek())) {
        return hasEntry(ref.get());
      }
    }
    return false;
  }

  private static boolean hasEntry(@Nullable Bucket<?, ?> bucket) {
    return bucket != null && bucket.entries() != null;
  }

  @Override
  public boolean containsValue(Object value) {
    requireNonNull(value, "value");
    return snapshot(() -> visit(bucket -> hasValue(bucket, value)));
  }

  private static boolean hasValue(Bucket<?, ?> bucket, Object value) {
    Chain<?, ?> entry = bucket.entries();
    while (entry != null && !isSame(value, entry)) {
      entry = entry.next;
    }
    return entry != null;
  }

  /**
   * Runs {@code action} for each entry of one instant; outside a transaction, exactly once for
   * each.
   */
  @Override
  public void forEach(BiConsumer<? super K, ? super V> action) {
    requireNonNull(action, "action");
    for (Bucket<K, V> bucket : buckets()) {
      for (Chain<K, V> entry = bucket.entries(); entry != null; entry = entry.next) {
        action.accept(entry.key, entry.value);
      }
    }
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> entries) {
    requireNonNull(entries, "entries");
    atomic(() -> entries.forEach(this::put));
  }

  @Override
  public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
    requireNonNull(function, "function");
    atomic(() -> forEach((key, value) -> replaceBy(key, function)));
  }

  /** Replaces the present value, which {@code function} may have changed for an earlier key. */
  private void replaceBy(K key, BiFunction<? super K, ? super V, ? extends V> function) {
    V present = get(key);
    if (present != null) {
      put(key, function.apply(key, present));
    }
  }

  @Override
  public void clear() {
    atomic(() -> buckets().forEach(this::clear));
  }

  private void clear(Bucket<K, V> bucket) {
    write(new EmptyBucket<>(bucket.depth, bucket.slot()));
    for (Chain<K, V> entry = bucket.entries(); entry != null; entry = entry.next) {
      count.add(-1);
    }
  }

  /**
   * An immutable copy of the entries of one instant. Shares the map's buckets, so its time and
   * memory are proportional to the number of buckets, not of entries.
   *
   * @return the copy
   */
  public Map<K, V> snapshotOf() {
    return snapshot(() -> new FrozenMap<>(buckets(), size()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || snapshot(() -> super.equals(other));
  }

  @Override
  public int hashCode() {
    return snapshot(() -> super.hashCode());
  }

  @Override
  public String toString() {
    return snapshot(() -> super.toString());
  }

  // ---- views ----

  /** The keys: a live view, as atomic as the map itself, that can remove but not add. */
  @Override
  public Set<K> keySet() {
    return new Keys();
  }

  /** The values: a live view, as atomic as the map itself, that can remove but not add. */
  @Override
  public Collection<V> values() {
    return new Values();
  }

  /**
   * The entries: a live view, as atomic as the map itself, that can remove but not add. An entry
   * keeps the value with which it was found; its {@code setValue} puts a new value into the map,
   * even if the key has been removed since.
   */
  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new EntrySet();
  }

  private final class Keys extends AtomicSet<K> {
    @Override
    public Iterator<K> iterator() {
      return new LiveEntries<>(entry -> entry.key);
    }

    @Override
    public boolean contains(@Nullable Object key) {
      return containsKey(requireNonNull(key));
    }

    @Override
    public boolean remove(@Nullable Object key) {
      return TMap.this.remove(requireNonNull(key)) != null;
    }

    @Override
    public void clear() {
      TMap.this.clear();
    }

    @Override
    public boolean isEmpty() {
      return TMap.this.isEmpty();
    }

    @Override
    public int size() {
      return TMap.this.size();
    }
  }

  private final class Values extends AtomicCollection<V> {
    @Override
    public Iterator<V> iterator() {
      return new LiveEntries<>(entry -> entry.value);
    }

    @Override
    public boolean contains(@Nullable Object value) {
      return containsValue(requireNonNull(value));
    }

    @Override
    public void clear() {
      TMap.this.clear();
    }

    @Override
    public boolean isEmpty() {
      return TMap.this.isEmpty();
    }

    @Override
    public int size() {
      return TMap.this.size();
    }
  }

  private final class EntrySet extends AtomicSet<Map.Entry<K, V>> {
    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
      return new LiveEntries<>(entry -> new LiveEntry<>(TMap.this, entry));
    }

    @Override
    public boolean contains(@Nullable Object other) {
      if (other instanceof Map.Entry<?, ?> wanted && wanted.getKey() != null) {
        Object value = TMap.this.get(wanted.getKey());
        return value != null && value.equals(wanted.getValue());
      }
      return false;
    }

    @Override
    public boolean remove(@Nullable Object other) {
      return other instanceof Map.Entry<?, ?> entry
          && entry.getKey() != null
          && TMap.this.remove(entry.getKey(), entry.getValue());
    }

    @Override
    public void clear() {
      TMap.this.clear();
    }

    @Override
    public boolean isEmpty() {
      return TMap.this.isEmpty();
    }

    @Override
    public int size() {
      return TMap.this.size();
    }
  }

  /** Iterates over the entries of one instant, and removes from the map. */
  private final class LiveEntries<E> extends Entries<K, V, E> {
    private final Function<Chain<K, V>, E> shown;
    private @Nullable K last;

    LiveEntries(Function<Chain<K, V>, E> shown) {
      super(buckets());
      this.shown = shown;
    }

    @Override
    E shown(Chain<K, V> entry) {
      last = entry.key;
      return shown.apply(entry);
    }

    @Override
    public void remove() {
      if (last == null) {
        throw new IllegalStateException("no element to remove");
      }
      TMap.this.remove(last);
      last = null;
    }
  }
}
