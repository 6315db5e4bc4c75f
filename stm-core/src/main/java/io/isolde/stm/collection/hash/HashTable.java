package io.isolde.stm.collection.hash;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.inTransaction;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.stm.collection.parts.Atomically;
import io.isolde.stm.collection.parts.RefFactory;
import io.isolde.stm.collection.parts.StripedCount;
import io.isolde.stm.engine.Scan;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A transactional hash table: entries in buckets, each of which is one ref. Keys and values are not
 * null.
 *
 * <p>Inside a transaction, every method is part of it. Outside, every method is a transaction of
 * its own. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class HashTable<K, V> extends Directory<K, V> {
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
   * I3  A slot is in a later segment than the slot from which it was split: its number has a
   *     higher bit.
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
   *   ref held another bucket in between (ABA). The same holds for a put of a new key that splits
   *   nothing, and for a removal: they exchange the bucket and add to the size at one instant.
   *   Where that is refused, and to split, they run a transaction.
   * - The search terminates: it takes fewer bits until it meets a bucket, at the latest that of the
   *   root slot, and then more bits with each step, since a born bucket stays born.
   *
   * Scan (visit): the slots that have refs, in order, segment by segment. It misses no bucket: when
   * it has read a bucket, the slots of all buckets split from that one are in the directory, with
   * their bits (I2), and still ahead (I3). It installs vacant root slots and reads them, so that a
   * transaction that fills one is either seen or conflicts.
   *
   * Phantoms: "no such key" was read from the ref of the bucket that would contain the key. An
   * insertion writes this ref, even when it splits the bucket. The size is the sum of refs to which
   * insertions and removals add.
   *
   * All or nothing: only a tree of keys runs code of the user, and it may throw. A method that runs
   * a transaction of its own lets it undo what was written before; inside a transaction of the
   * caller, a split is a nested block.
   *
   * Progress: that of the refs. Installing is a compare-and-set that need not be repeated.
   *
   * Rejected: a ref for the directory (growth would conflict with everything); a ref for each entry
   * (one cache miss less in a large map, but an insertion must be seen by transactions that looked
   * for the key in vain, so there must be something else to conflict on, and the refs of removed
   * entries must outlive the snapshots that see them); a hash trie of refs (as many refs to read
   * and record as it is deep); merging buckets (the slot of a dead bucket could never be told from
   * that of an unborn one whose split is under way, so it would have to keep its ref).
   *
   * R. Fagin, J. Nievergelt, N. Pippenger, H. Strong: Extendible Hashing. ACM TODS 1979. Unlike
   * theirs, our directory has no pointers from several slots to one bucket, so a split need not
   * change them together.
   *
   * A table is its directory, by inheritance, rather than having one: a search loads one reference
   * less.
   */
  private final StripedCount count;

  /** Makes an empty table whose root slots are distinguished by {@code rootDepth} bits. */
  HashTable(int rootDepth, RefFactory refs) {
    super(rootDepth, refs);
    count = new StripedCount(refs.part("size"));
  }

  /** Makes an empty table of a size for about as many entries as expected. */
  public static <K, V> HashTable<K, V> ofSize(int expected, RefFactory refs) {
    return new HashTable<>(rootDepth(expected), refs);
  }

  // ---- searching ----

  /** The only bucket that covers {@code hash}. */
  private Bucket<K, V> bucket(int hash) {
    return bucket(hintedBucket(hash), hash);
  }

  /** The bucket at the hint, which may not cover {@code hash}; null if there is none. */
  private @Nullable Bucket<K, V> hintedBucket(int hash) {
    BucketRef<K, V> ref = hinted(hash);
    return ref == null ? null : ref.get();
  }

  private Bucket<K, V> bucket(@Nullable Bucket<K, V> hinted, int hash) {
    return hinted != null && hinted.covers(hash) ? hinted : search(hash);
  }

  /** Like {@link #bucket}, but without using a hint; leaves one. */
  private Bucket<K, V> search(int hash) {
    int slot = slot(hash);
    BucketRef<K, V> ref = at(slot);
    Bucket<K, V> bucket = ref == null ? null : ref.get();
    while (ref == null || bucket == null || !bucket.covers(hash)) {
      if (bucket != null) {
        slot = bucket.slotSplitFor(hash);
      } else if (!isRoot(slot)) {
        slot = parent(slot);
      } else if (inTransaction()) {
        install(slot, vacant(slot)); // another may have, and have split it: look again
      } else {
        return vacant(slot);
      }
      ref = at(slot);
      bucket = ref == null ? null : ref.get();
    }
    hint(hash, ref);
    return bucket;
  }

  /** The empty bucket that a vacant root slot stands for. */
  final Bucket<K, V> vacant(int slot) {
    return new EmptyBucket<>(rootDepth(), slot);
  }

  private @Nullable Chain<K, V> find(int hash, Object key) {
    Bucket<K, V> hinted = hintedBucket(hash);
    return hinted instanceof Chain<K, V> first && first.has(hash, key)
        ? first
        : bucket(hinted, hash).find(hash, key);
  }

  /** The value of {@code key}, or null. */
  public @Nullable V get(Object key) {
    return valueOf(find(Bucket.hash(key), key));
  }

  // ---- changing an entry; each method returns the value before, or null ----

  /** Puts an entry. */
  public @Nullable V put(K key, V value) {
    int hash = Bucket.hash(key);
    return inTransaction() ? put(hash, key, value, this::insertNested) : putAlone(hash, key, value);
  }

  /** For use outside a transaction. For a present key, the write of one ref suffices. */
  private @Nullable V putAlone(int hash, K key, V value) {
    Bucket<K, V> bucket = bucket(hash);
    Chain<K, V> entry = bucket.find(hash, key);
    boolean done =
        entry == null ? inserted(bucket, hash, key, value) : replaced(bucket, entry, value);
    return done ? valueOf(entry) : atomic(() -> put(hash, key, value, this::insert));
  }

  /** Inserts an entry unless the bucket has changed or must be split; whether it was inserted. */
  private boolean inserted(Bucket<K, V> bucket, int hash, K key, V value) {
    Bucket<K, V> more = bucket.plus(hash, key, value);
    return !shouldSplit(more) && exchanged(bucket, more, 1);
  }

  /** Replaces a bucket unless it has changed, and counts; whether it was replaced. */
  private boolean exchanged(Bucket<K, V> before, Bucket<K, V> after, int counted) {
    BucketRef<K, V> ref = of(before);
    return ref != null && ref.exchangeAndAdd(before, after, count.own(), counted);
  }

  private static <V> @Nullable V valueOf(@Nullable Chain<?, V> entry) {
    return entry == null ? null : entry.value;
  }

  /** Replaces a value unless the bucket has changed meanwhile; returns whether it was replaced. */
  private boolean replaced(Bucket<K, V> bucket, Chain<K, V> entry, V value) {
    return entry.value == value || own(bucket).compareAndSet(bucket, bucket.with(entry, value));
  }

  private @Nullable V put(int hash, K key, V value, Consumer<Bucket<K, V>> inserter) {
    Bucket<K, V> bucket = bucket(hash);
    Chain<K, V> entry = bucket.find(hash, key);
    if (entry == null) {
      inserter.accept(bucket.plus(hash, key, value));
      return null;
    }
    if (entry.value != value) {
      write(bucket.with(entry, value));
    }
    return entry.value;
  }

  /** Puts an entry if the key is absent. If it is present, only reads. */
  public @Nullable V putIfAbsent(K key, V value) {
    int hash = Bucket.hash(key);
    Chain<K, V> entry = find(hash, key);
    if (entry != null) {
      return entry.value;
    }
    return inTransaction()
        ? putIfAbsent(hash, key, value, this::insertNested)
        : atomic(() -> putIfAbsent(hash, key, value, this::insert));
  }

  private @Nullable V putIfAbsent(int hash, K key, V value, Consumer<Bucket<K, V>> inserter) {
    Bucket<K, V> bucket = bucket(hash);
    Chain<K, V> entry = bucket.find(hash, key);
    if (entry == null) {
      inserter.accept(bucket.plus(hash, key, value));
    }
    return valueOf(entry);
  }

  /** Removes the entry of {@code key}. */
  public @Nullable V remove(Object key) {
    int hash = Bucket.hash(key);
    return inTransaction() ? removeIf(hash, key, entry -> true) : removeAlone(hash, key);
  }

  private @Nullable V removeAlone(int hash, Object key) {
    Bucket<K, V> bucket = bucket(hash);
    Chain<K, V> entry = bucket.find(hash, key);
    return entry == null || exchanged(bucket, bucket.minus(entry), -1)
        ? valueOf(entry)
        : atomic(() -> removeIf(hash, key, any -> true));
  }

  /** Removes the entry of {@code key} if its value equals {@code value}; otherwise null. */
  public @Nullable V remove(Object key, Object value) {
    int hash = Bucket.hash(key);
    return Atomically.run(() -> removeIf(hash, key, entry -> entry.hasValue(value)));
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

  /** Replaces the value of {@code key} if it has one. */
  public @Nullable V replace(K key, V value) {
    int hash = Bucket.hash(key);
    return Atomically.run(() -> replaceIf(hash, key, entry -> true, value));
  }

  /** Replaces the value of {@code key} if it equals {@code oldValue}; otherwise null. */
  public @Nullable V replace(K key, V oldValue, V newValue) {
    int hash = Bucket.hash(key);
    return Atomically.run(() -> replaceIf(hash, key, entry -> entry.hasValue(oldValue), newValue));
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

  // ---- writing buckets ----

  /** Writes a bucket that has a new entry, in a transaction of the caller. */
  private void insertNested(Bucket<K, V> bucket) {
    if (shouldSplit(bucket)) {
      atomic( // all or nothing, if a key's comparison throws
          () -> {
            split(bucket);
            count.add(1);
          });
    } else {
      write(bucket);
      count.add(1);
    }
  }

  /** Writes a bucket that has a new entry. If this throws, the transaction must be undone. */
  private void insert(Bucket<K, V> bucket) {
    writeOrSplit(bucket);
    count.add(1);
  }

  private void writeOrSplit(Bucket<K, V> bucket) {
    if (shouldSplit(bucket)) {
      split(bucket);
    } else {
      write(bucket);
    }
  }

  private boolean shouldSplit(Bucket<K, V> bucket) {
    return bucket.isCrowded() && (reaches(bucket.depth + 1) || mayGrow(count.estimate()));
  }

  private void split(Bucket<K, V> bucket) {
    int low = bucket.slot();
    int high = low | 1 << bucket.depth;
    install(high, null);
    writeOrSplit(bucket.half(low));
    writeOrSplit(bucket.half(high));
  }

  private void write(Bucket<K, V> bucket) {
    own(bucket).set(bucket);
  }

  // ---- all entries ----

  /** The number of entries. */
  public long size() {
    return snapshot(count::sum);
  }

  /** Whether there is no entry. If there is one, usually reads one bucket. */
  public boolean isEmpty() {
    return snapshot(() -> !hasEntryAtALook() && count.sum() == 0);
  }

  /** Whether the first bucket that seems to have an entry has one; reads no other bucket. */
  private boolean hasEntryAtALook() {
    for (int slot = 0; slot < slots(); slot++) {
      BucketRef<K, V> ref = at(slot);
      if (ref != null && hasEntry(ref.peek())) {
        return hasEntry(ref.get());
      }
    }
    return false;
  }

  private static boolean hasEntry(@Nullable Bucket<?, ?> bucket) {
    return bucket != null && bucket.entries() != null;
  }

  /**
   * Passes the buckets to {@code visitor} until it returns true; returns whether it did. Must be
   * called in a transaction.
   */
  private boolean visit(Predicate<Bucket<K, V>> visitor) {
    installRoots();
    Scan scan = Scan.inTransaction();
    @Nullable BucketRef<?, ?>[] refs;
    for (int segment = 0; (refs = segmentRefs(segment)) != null; segment++) {
      for (int from = 0; from < refs.length; from += Long.SIZE) {
        if (visit(refs, from, installed(segment, from), scan, visitor)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Visits the slots of a segment that {@code bits} says, counted from {@code from}. */
  private boolean visit(
      @Nullable BucketRef<?, ?>[] refs,
      int from,
      long bits,
      Scan scan,
      Predicate<Bucket<K, V>> visitor) {
    for (long rest = bits; rest != 0; rest &= rest - 1) {
      Bucket<K, V> bucket = ref(refs, from + Long.numberOfTrailingZeros(rest)).get(scan);
      if (bucket != null && visitor.test(bucket)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes all root slots visible to scans: the ref that is there may be one that another thread has
   * not finished to install.
   */
  private void installRoots() {
    for (int slot = 0; isRoot(slot); slot++) {
      if (!isInstalled(slot)) {
        install(slot, vacant(slot));
      }
    }
  }

  /** All buckets, of one instant; some may have no entries. */
  private List<Bucket<K, V>> buckets() {
    return snapshot(
        () -> {
          List<Bucket<K, V>> buckets = new ArrayList<>(Math.clamp(count.estimate(), 0, slots()));
          visit(bucket -> !buckets.add(bucket));
          return buckets;
        });
  }

  /** Whether a value equals {@code value}. */
  public boolean containsValue(Object value) {
    return snapshot(() -> visit(bucket -> hasValue(bucket, value)));
  }

  private static boolean hasValue(Bucket<?, ?> bucket, Object value) {
    Chain<?, ?> entry = bucket.entries();
    while (entry != null && !entry.hasValue(value)) {
      entry = entry.next;
    }
    return entry != null;
  }

  /** Runs {@code action} once for each entry of one instant. */
  public void forEach(BiConsumer<? super K, ? super V> action) {
    for (Bucket<K, V> bucket : buckets()) {
      for (Chain<K, V> entry = bucket.entries(); entry != null; entry = entry.next) {
        action.accept(entry.key, entry.value);
      }
    }
  }

  /**
   * Iterates over the entries of one instant; a removal removes the present entry with that key.
   *
   * @param element from an entry, which is immutable, to the element
   */
  public <T> Iterator<T> iterator(Function<? super Map.Entry<K, V>, ? extends T> element) {
    return new EntryIterator<>(buckets(), element, this);
  }

  /** Removes all entries, all at once. */
  public void clear() {
    atomic(() -> buckets().forEach(this::clear));
  }

  private void clear(Bucket<K, V> bucket) {
    Chain<K, V> entry = bucket.entries();
    if (entry != null) {
      write(new EmptyBucket<>(bucket.depth, bucket.slot()));
    }
    for (; entry != null; entry = entry.next) {
      count.add(-1);
    }
  }

  /** An immutable map of the entries of one instant, which shares the buckets. */
  public Map<K, V> frozen() {
    return snapshot(
        () -> new FrozenMap<>(buckets(), Math.clamp(count.sum(), 0, Integer.MAX_VALUE)));
  }
}
