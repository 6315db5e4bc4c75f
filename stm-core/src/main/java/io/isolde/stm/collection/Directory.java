package io.isolde.stm.collection;

import io.isolde.stm.Ref;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the buckets of a {@link TMap} are: slots, numbered by the low bits of hashes, with refs of
 * buckets in them. Not transactional. Thread-safe; nothing blocks.
 *
 * <p>A ref has one slot of its own, where it stays for ever. A slot without a ref of its own may
 * have that of an <i>ancestor</i>, a slot whose number is the same but for some of the highest
 * bits, as a hint. The number of slots only grows.
 */
final class Directory<K, V> {
  /*
   * Slots never move, so that a ref put into one cannot be lost while the directory grows: segment 0 has the
   * root slots, and each further segment has as many as all before it.
   *
   *     VACANT ──hint──▶ HINT ──hint──▶ HINT          HINT: the ref is also in an ancestor's slot
   *        └────install────┴──install──▶ OWN          OWN: it is in none
   *
   *   field     read      write             why it suffices
   *   mask      volatile  CAS, only upward  written after the segments that it makes reachable
   *   segments  acquire   CAS from null     the array is full of nulls; the CAS publishes it
   *   slots     acquire   CAS               the CAS publishes the ref
   *
   * I1  Whatever slot the mask reaches, its segment is there.
   * I2  install(slot) returns after the mask reaches the slot and its own ref is in it. So whoever reads, in a
   *     ref, something that was written after install, finds the ref.
   * I3  Who sees a hint sees the same ref in the slot that owns it: it was there before.
   */
  private static final VarHandle SEGMENT = MethodHandles.arrayElementVarHandle(Ref[][].class);
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Ref[].class);
  private static final VarHandle MASK;

  static {
    try {
      MASK = MethodHandles.lookup().findVarHandle(Directory.class, "mask", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int ROOT_DEPTH_MIN = 6;
  private static final int ROOT_DEPTH_MAX = 24;
  private static final int DEPTH_MAX = 28;

  /** As many slots as this are never out of proportion. */
  private static final int ALWAYS_SLOTS = 128;

  /** As long as there are no more slots than this, many of them may be without a bucket. */
  private static final int ROOMY_SLOTS_MAX = 1 << 13;

  private final int rootDepth;
  private final Ref<?>[][] segments;
  private volatile int mask;

  /** A directory whose root slots are told apart by {@code rootDepth} bits. */
  Directory(int rootDepth) {
    this.rootDepth = rootDepth;
    segments = new Ref<?>[DEPTH_MAX - rootDepth + 1][];
    segments[0] = new Ref<?>[1 << rootDepth];
    mask = (1 << rootDepth) - 1;
  }

  /** A directory with a root slot for each expected entry, within bounds. */
  static <K, V> Directory<K, V> ofSize(int expected) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(expected, 1) - 1);
    return new Directory<>(Math.clamp(bits, ROOT_DEPTH_MIN, ROOT_DEPTH_MAX));
  }

  /** The number of low bits in which all hashes of a root slot agree. */
  int rootDepth() {
    return rootDepth;
  }

  /** The number of slots. It may grow at any time. */
  int slots() {
    return mask + 1;
  }

  /** Where to begin the search for a hash. */
  int slot(int hash) {
    return hash & mask;
  }

  boolean isRoot(int slot) {
    return slot >>> rootDepth == 0;
  }

  /** The slot that hashes of {@code slot} have in one bit less; not of a root slot. */
  static int parent(int slot) {
    return slot ^ Integer.highestOneBit(slot);
  }

  /** The ref in {@code slot}, or null. */
  @Nullable Ref<@Nullable Bucket<K, V>> at(int slot) {
    int segment = segment(slot);
    return cast((Ref<?>) SLOT.getAcquire(segmentAcquire(segment), offset(slot, segment)));
  }

  /** The ref in a slot that has one of its own. */
  Ref<@Nullable Bucket<K, V>> own(int slot) {
    return Objects.requireNonNull(at(slot));
  }

  /** The slot's own ref, which is put there if there was none, with {@code initial}. */
  Ref<@Nullable Bucket<K, V>> install(int slot, @Nullable Bucket<K, V> initial) {
    growTo(slot);
    Ref<@Nullable Bucket<K, V>> ref = Ref.of(initial);
    Ref<@Nullable Bucket<K, V>> present = at(slot);
    while (present == null || isHint(slot, present)) {
      if (cas(slot, present, ref)) {
        return ref;
      }
      present = at(slot);
    }
    return present;
  }

  private boolean isHint(int slot, Ref<?> ref) {
    int ancestor = slot;
    while (!isRoot(ancestor)) {
      ancestor = parent(ancestor);
      if (at(ancestor) == ref) {
        return true;
      }
    }
    return false;
  }

  /** Puts an ancestor's ref into a slot without a ref of its own, if {@code seen} is there now. */
  void hint(int slot, @Nullable Ref<?> seen, Ref<?> ancestor) {
    boolean unused = cas(slot, seen, ancestor); // if it fails, another hint is there, or better
  }

  private boolean cas(int slot, @Nullable Ref<?> seen, Ref<?> ref) {
    int segment = segment(slot);
    return SLOT.compareAndSet(segmentAcquire(segment), offset(slot, segment), seen, ref);
  }

  @SuppressWarnings("unchecked") // only such refs are installed
  private @Nullable Ref<@Nullable Bucket<K, V>> cast(@Nullable Ref<?> ref) {
    return (Ref<@Nullable Bucket<K, V>>) ref;
  }

  // ---- growth ----

  /** How many entries a bucket may have without being split. */
  int entriesPerBucket() {
    return mask < ROOMY_SLOTS_MAX ? 1 : 2;
  }

  /** Whether the slots of hashes of {@code depth} bits are here. */
  boolean reaches(int depth) {
    return depth <= Integer.bitCount(mask);
  }

  /** Whether twice as many slots would be in proportion to {@code entries}. */
  boolean mayGrow(long entries) {
    int slots = slots();
    return slots < ROOMY_SLOTS_MAX
        ? slots <= ALWAYS_SLOTS || slots <= 4 * entries
        : slots < 1 << DEPTH_MAX && 3L * slots <= 4 * entries;
  }

  private void growTo(int slot) {
    for (int now = mask; slot > now; now = mask) {
      int wider = 2 * now + 1;
      SEGMENT.compareAndSet(segments, segment(wider), (Ref<?>[]) null, new Ref<?>[now + 1]);
      MASK.compareAndSet(this, now, wider);
    }
  }

  // ---- segments ----

  private int segment(int slot) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(slot >>> rootDepth);
  }

  private int offset(int slot, int segment) {
    return segment == 0 ? slot : slot - (1 << (rootDepth + segment - 1));
  }

  private Ref<?>[] segmentAcquire(int segment) {
    return (Ref<?>[]) SEGMENT.getAcquire(segments, segment);
  }
}
