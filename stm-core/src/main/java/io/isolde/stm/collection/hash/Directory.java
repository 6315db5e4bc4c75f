package io.isolde.stm.collection.hash;

import io.isolde.stm.collection.parts.RefFactory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a {@link HashTable}, numbered by the low bits of hashes, that hold refs to buckets.
 * Not transactional. Thread-safe; no method blocks.
 *
 * <p>A ref has one slot and stays there for ever. The number of slots only grows. In addition to
 * the slots there is a table of hints: for each hash, the ref where a similar hash was last found.
 */
abstract sealed class Directory<K, V> permits HashTable {
  /*
   * Slots never move, so a ref that was put into one cannot be lost while the directory grows:
   * segment 0 has the root slots, and each further segment has as many slots as all segments before
   * it.
   *
   * The hints are a single array, so that a lucky search computes one index. They promise nothing:
   * a hint may be out of date, or be lost when the table grows.
   *
   * Most slots of a small table are vacant. So each segment has a set of bits that says which of
   * its slots have refs: a scan passes 64 slots at a time.
   *
   *   field      read      write             why it suffices
   *   mask       volatile  CAS, only upward  written after the segments that it makes reachable
   *   segments   acquire   CAS from null     the array is full of nulls; the CAS publishes it
   *   slots      acquire   CAS from null     the CAS publishes the ref
   *   installed  acquire   CAS from null     written before the segment
   *   a bit      acquire   atomic or         written after the slot, and before install returns
   *   hints      volatile  CAS, only upward  any of the tables will do
   *   a hint     acquire   release           the release publishes the ref
   *
   * I1  The segment of every slot that the mask reaches is present, and so is every segment before
   *     one that is present.
   * I2  install(slot) returns after the mask reaches the slot, the slot holds its ref, and its bit
   *     is set, whichever thread did so. So a thread that reads from a ref something that was
   *     written after install finds the slot's ref, by the slot and by the bit. A thread that has
   *     found the ref of a root slot need not have waited for that: its bit may not be set yet. So
   *     a scan sets the bits of all root slots first. No other slot's ref is used before its bit is
   *     set, since it is written by the split that has installed it.
   */
  private static final VarHandle SEGMENT = MethodHandles.arrayElementVarHandle(BucketRef[][].class);
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(BucketRef[].class);
  private static final VarHandle INSTALLED = MethodHandles.arrayElementVarHandle(long[][].class);
  private static final VarHandle BITS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle MASK;
  private static final VarHandle HINTS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MASK = lookup.findVarHandle(Directory.class, "mask", int.class);
      HINTS = lookup.findVarHandle(Directory.class, "hints", BucketRef[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int ROOT_DEPTH_MIN = 6;
  private static final int ROOT_DEPTH_MAX = 24;
  private static final int DEPTH_MAX = 28;

  /** A table of at most this many slots may grow however few entries there are. */
  private static final int ALWAYS_SLOTS = 128;

  /** Up to this number of slots, the table may be sparse: many slots may have no bucket. */
  private static final int ROOMY_SLOTS_MAX = 1 << 13;

  private final RefFactory refs;
  private final int rootDepth;
  private final BucketRef<?, ?>[][] segments;

  /** For each segment, a bit for each slot: whether it has a ref. */
  private final long[][] installed;

  private volatile int mask;
  private volatile BucketRef<?, ?>[] hints;

  /** Makes a directory whose root slots are distinguished by {@code rootDepth} bits. */
  Directory(int rootDepth, RefFactory refs) {
    this.refs = refs;
    this.rootDepth = rootDepth;
    segments = new BucketRef<?, ?>[DEPTH_MAX - rootDepth + 1][];
    segments[0] = new BucketRef<?, ?>[1 << rootDepth];
    installed = new long[segments.length][];
    installed[0] = new long[words(1 << rootDepth)];
    mask = (1 << rootDepth) - 1;
    hints = new BucketRef<?, ?>[1 << rootDepth];
  }

  /** The root depth for one root slot for each expected entry, within bounds. */
  static int rootDepth(int expected) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(expected, 1) - 1);
    return Math.clamp(bits, ROOT_DEPTH_MIN, ROOT_DEPTH_MAX);
  }

  /** The number of low bits in which all hashes of a root slot agree. */
  final int rootDepth() {
    return rootDepth;
  }

  /** The number of slots. It may grow at any time. */
  final int slots() {
    return mask + 1;
  }

  /** The slot at which the search for a hash begins. */
  final int slot(int hash) {
    return hash & mask;
  }

  final boolean isRoot(int slot) {
    return slot >>> rootDepth == 0;
  }

  /** The slot of the same hashes with one bit fewer. {@code slot} must not be a root slot. */
  static int parent(int slot) {
    return slot ^ Integer.highestOneBit(slot);
  }

  /** The ref in {@code slot}, or null. */
  final @Nullable BucketRef<K, V> at(int slot) {
    int segment = segment(slot);
    return cast((BucketRef<?, ?>) SLOT.getAcquire(segmentAcquire(segment), offset(slot, segment)));
  }

  /** The ref of a bucket that was read from it. */
  final BucketRef<K, V> own(Bucket<K, V> bucket) {
    return Objects.requireNonNull(of(bucket));
  }

  /**
   * The ref of a bucket; null if the bucket stands for a vacant slot. Most often the hint has led
   * to the ref, and still does.
   */
  final @Nullable BucketRef<K, V> of(Bucket<K, V> bucket) {
    int slot = bucket.slot();
    BucketRef<K, V> hinted = hinted(bucket.hash);
    return hinted != null && hinted.slot == slot ? hinted : at(slot);
  }

  /** The ref in a slot that has one. */
  final BucketRef<K, V> own(int slot) {
    return Objects.requireNonNull(at(slot));
  }

  /** The slot's ref. If there is none, one that holds {@code initial} is installed. */
  final BucketRef<K, V> install(int slot, @Nullable Bucket<K, V> initial) {
    BucketRef<K, V> present = slot <= mask ? at(slot) : null;
    BucketRef<K, V> ref =
        present == null ? installNew(refs.named(new BucketRef<>(slot, initial))) : present;
    setInstalled(slot);
    return ref;
  }

  /** The first half of {@link #install}: its bit is not set yet. */
  final BucketRef<K, V> installNew(BucketRef<K, V> ref) {
    int slot = ref.slot;
    growTo(slot);
    int segment = segment(slot);
    if (!SLOT.compareAndSet(
        segmentAcquire(segment), offset(slot, segment), (BucketRef<?, ?>) null, ref)) {
      return own(slot);
    }
    hintAll(slot, ref);
    return ref;
  }

  // ---- hints ----

  /** A ref whose bucket may cover {@code hash}, or null. */
  final @Nullable BucketRef<K, V> hinted(int hash) {
    BucketRef<?, ?>[] table = hints;
    return cast((BucketRef<?, ?>) SLOT.getAcquire(table, hash & (table.length - 1)));
  }

  /** Makes {@link #hinted} return {@code ref} for hashes like this one. */
  final void hint(int hash, BucketRef<?, ?> ref) {
    BucketRef<?, ?>[] table = hints;
    SLOT.setRelease(table, hash & (table.length - 1), ref);
  }

  /**
   * Makes {@link #hinted} return {@code ref} for all hashes of {@code slot}, so that transactions
   * need not read the bucket from which it is split.
   */
  private void hintAll(int slot, BucketRef<?, ?> ref) {
    BucketRef<?, ?>[] table = hints;
    int step = isRoot(slot) ? 1 << rootDepth : 2 * Integer.highestOneBit(slot);
    for (int i = slot; i < table.length; i += step) {
      SLOT.setRelease(table, i, ref);
    }
  }

  /** Widens the table of hints to {@code size} by repeating the hints of the smaller table. */
  private void growHints(int size) {
    for (BucketRef<?, ?>[] before = hints; before.length < size; before = hints) {
      BucketRef<?, ?>[] wider = new BucketRef<?, ?>[size];
      for (int i = 0; i < size; i += before.length) {
        System.arraycopy(before, 0, wider, i, before.length);
      }
      HINTS.compareAndSet(this, before, wider);
    }
  }

  @SuppressWarnings("unchecked") // only such refs are installed
  private @Nullable BucketRef<K, V> cast(@Nullable BucketRef<?, ?> ref) {
    return (BucketRef<K, V>) ref;
  }

  // ---- growth ----

  /** Whether there are slots for hashes of {@code depth} bits. */
  final boolean reaches(int depth) {
    return depth <= Integer.bitCount(mask);
  }

  /** Whether twice as many slots would be proportionate to {@code entries}. */
  final boolean mayGrow(long entries) {
    int slots = slots();
    return slots < ROOMY_SLOTS_MAX
        ? slots <= ALWAYS_SLOTS || slots <= 4 * entries
        : slots < 1 << DEPTH_MAX && slots <= entries;
  }

  private void growTo(int slot) {
    for (int now = mask; slot > now; now = mask) {
      int wider = 2 * now + 1;
      INSTALLED.compareAndSet(installed, segment(wider), (long[]) null, new long[words(now + 1)]);
      SEGMENT.compareAndSet(
          segments, segment(wider), (BucketRef<?, ?>[]) null, new BucketRef<?, ?>[now + 1]);
      if (MASK.compareAndSet(this, now, wider)) {
        growHints(wider + 1);
      }
    }
  }

  // ---- segments ----

  private int segment(int slot) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(slot >>> rootDepth);
  }

  private int offset(int slot, int segment) {
    return segment == 0 ? slot : slot - (1 << (rootDepth + segment - 1));
  }

  private BucketRef<?, ?>[] segmentAcquire(int segment) {
    return (BucketRef<?, ?>[]) SEGMENT.getAcquire(segments, segment);
  }

  /** The slots of a segment, in order, for {@link #ref}; null if there are no more segments. */
  final @Nullable BucketRef<?, ?> @Nullable [] segmentRefs(int segment) {
    return segment < segments.length ? segmentAcquire(segment) : null;
  }

  /** The ref in a slot of a segment that has one. */
  final BucketRef<K, V> ref(@Nullable BucketRef<?, ?>[] segment, int offset) {
    return Objects.requireNonNull(cast((BucketRef<?, ?>) SLOT.getAcquire(segment, offset)));
  }

  // ---- which slots have refs ----

  /** How many words the bits of so many slots take. Tests make tables of less than 64 slots. */
  private static int words(int slots) {
    return Math.ceilDiv(slots, Long.SIZE);
  }

  /** Which of the 64 slots of a segment from {@code offset} on have refs; the lowest bit first. */
  final long installed(int segment, int offset) {
    return (long) BITS.getAcquire(bits(segment), offset / Long.SIZE);
  }

  /** Whether the slot has a ref, and its bit is set. */
  final boolean isInstalled(int slot) {
    int segment = segment(slot);
    int offset = offset(slot, segment);
    return (installed(segment, offset) & bit(offset)) != 0;
  }

  /** The bit of an offset in its word. */
  private static long bit(int offset) {
    return 1L << offset; // as the shift distance is taken modulo 64
  }

  private long[] bits(int segment) {
    return (long[]) INSTALLED.getAcquire(installed, segment);
  }

  private void setInstalled(int slot) {
    if (!isInstalled(slot)) {
      int segment = segment(slot);
      int offset = offset(slot, segment);
      long unused = (long) BITS.getAndBitwiseOr(bits(segment), offset / Long.SIZE, bit(offset));
    }
  }
}
