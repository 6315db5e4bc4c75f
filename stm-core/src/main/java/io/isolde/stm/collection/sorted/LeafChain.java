package io.isolde.stm.collection.sorted;

import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.collection.parts.Atomically;
import io.isolde.stm.collection.parts.RefFactory;
import io.isolde.stm.collection.parts.StripedCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a live sorted map, in leaves that are chained in the order of their keys.
 * Thread-safe. Outside a transaction, every method that returns one page is atomic.
 */
final class LeafChain<K, V> extends Pages<K, V> {
  /*
   * Goal. A sorted map whose users conflict only if they use neighbouring keys or a range; finding
   * a key costs one ref read, and reading a range costs one per leaf.
   *
   * Idea. The keys are cut into intervals. A leaf stands for an interval that begins at a fixed
   * key; its page, held by a ref, contains the entries and says where the next leaf begins. A
   * non-transactional index leads close to the leaf of a key; what is found there decides where to
   * continue:
   *
   *     seek(key):   leaf := index.atOrBelow(key)
   *                  loop: page := leaf.page
   *                        no page                 → leaf := the one before it in the index
   *                        key is at or past end   → leaf := page.next
   *                        otherwise               → page
   *     split(leaf): right := new leaf at a middle key m;  right.page := [m … end)
   *                  leaf.page := [… m), next right
   *     join(leaf):  leaf.page := both pages, next that of the right leaf;  right.page := none
   *
   * State. Leaf.page: none (the leaf is not in the chain) ⇄ a page (it is); a leaf may leave the
   * chain and return. LeafIndex: hints. StripedCount.
   *
   * Invariants of every state that a transaction or snapshot can see:
   * I1  The first leaf has a page.
   * I2  The leaves with a page are those reachable from the first one by next. Each begins where
   *     the one before it ends, so their intervals partition the keys.
   * I3  The keys of a page ascend and lie in the interval of its leaf.
   * I4  The count is the number of entries.
   * Invariant at all times:
   * I5  A leaf in the index stands there under its low key.
   *
   * Why a search is correct. The index is never trusted: by I1 and I2 there is, to the left of any
   * key, a leaf that has a page, and from any such leaf the chain leads to the key's leaf. So any
   * thread may enter leaves into the index, or drop them from it, at any time, at the price of a
   * few more steps. In particular, a leaf that was joined may be dropped while snapshots of earlier
   * instants still need it: they reach it through the page that its left neighbour had then. And if
   * a leaf is entered before its split commits, all other searches step from it to the left.
   *
   * Serialisation point of at, before, first and last outside a transaction: the read of the page
   * that is returned. The earlier steps led there, but what they read need no longer be current. In
   * a transaction: that of the transaction.
   *
   * Conflicts. A reader or writer of a key depends on the key's leaf and on the leaves that it
   * passed on the way. A range depends on its leaves, whose intervals leave no gap: there are no
   * phantoms. A split changes one leaf that others may use; a join changes two, so it waits until
   * both have few entries. A leaf takes one entry while there are few leaves, and many entries
   * later: so two transactions at random keys seldom meet in a leaf, least of all in small maps,
   * and large maps are compact. Neighbouring keys may share a leaf.
   *
   * Space. A transaction that is rolled back drops its new leaves from the index, a transaction
   * that joins leaves drops the right one, and a search that meets an unused leaf drops it too. A
   * leaf that is dropped too early is entered again by the next search that passes it.
   *
   * Progress. A search outside a transaction takes another round only if the chain was changed in
   * the meantime.
   *
   * Rejected. A ref for each entry: no false conflicts between neighbours that are present
   * (insertions between the same two would still conflict), but some 80 more bytes per entry, and a
   * scan reads a ref for each. A balanced tree of refs: its root conflicts. A transactional index:
   * every split would conflict with every search. Predicates for absent keys, kept outside (Bronson
   * 2010): no conflicts between insertions, but garbage that has to be collected.
   *
   * Sources. P. Lehman, S. Yao: Efficient Locking for Concurrent Operations on B-Trees (1981), for
   * links to the right. N. Bronson et al.: Transactional Predication (PODC 2010).
   */
  /** The maximum number of entries of a page, once there are enough leaves. */
  private static final int CAPACITY = 32;

  /** While the index has fewer leaves than this, no page should have more than one entry. */
  private static final int SINGLE_LEAVES_MAX = 64;

  private final RefFactory refs;
  private final Leaf<K, V> first;
  private final LeafIndex<K, V> index;
  private final StripedCount count;

  /** Makes a chain of one empty leaf. */
  LeafChain(@Nullable Comparator<? super K> comparator, RefFactory refs) {
    super(comparator);
    this.refs = refs;
    this.first = refs.named(new Leaf<>());
    this.index = new LeafIndex<>(first, order);
    this.count = new StripedCount(refs.part("size"));
  }

  @Override
  public <T extends @Nullable Object> T read(TransactionBody<T, RuntimeException> body) {
    return Atomically.read(body);
  }

  @Override
  public <T extends @Nullable Object> T write(TransactionBody<T, RuntimeException> body) {
    return Stm.atomic(body);
  }

  // ---- searching ----

  @Override
  Page<K, V> at(K key) {
    Leaf<K, V> leaf = index.atOrBelow(key);
    Page<K, V> page = leaf.page();
    while (page == null || !isBefore(key, page.end)) {
      leaf = stepFrom(leaf, page);
      page = leaf.page();
    }
    return page;
  }

  private boolean isBefore(K key, @Nullable K end) {
    return end == null || order.compare(key, end) < 0;
  }

  @Override
  Page<K, V> before(K key) {
    Leaf<K, V> leaf = index.below(key);
    Page<K, V> page = leaf.page();
    while (page == null || !isUpTo(key, page.end)) {
      leaf = stepFrom(leaf, page);
      page = leaf.page();
    }
    return page;
  }

  private boolean isUpTo(K key, @Nullable K end) {
    return end == null || order.compare(key, end) <= 0;
  }

  @Override
  Page<K, V> first() {
    Page<K, V> page = first.page();
    if (page == null) {
      throw new AssertionError("the first leaf has no page");
    }
    return page;
  }

  @Override
  Page<K, V> last() {
    Leaf<K, V> leaf = index.last();
    Page<K, V> page = leaf.page();
    while (page == null || page.next != null) {
      leaf = stepFrom(leaf, page);
      page = leaf.page();
    }
    return page;
  }

  @Override
  Page<K, V> following(Page<K, V> page) {
    Page<K, V> next = page.next == null ? null : page.next.page();
    return next == null ? at(page.fence()) : next;
  }

  /**
   * The next step of a search: to the right, or to the left if {@code leaf} is not in the chain.
   */
  private Leaf<K, V> stepFrom(Leaf<K, V> leaf, @Nullable Page<K, V> page) {
    if (page != null && page.next != null) {
      index.enterIfUsed(page.next);
      return page.next;
    }
    index.dropIfUnused(leaf);
    return index.below(leaf.fence());
  }

  // ---- changing one entry ----

  @Override
  public @Nullable V getAndUpdate(K key, UnaryOperator<@Nullable V> change) {
    return Atomically.run(
        () -> {
          Page<K, V> page = at(key);
          V before = page.get(key, order);
          store(page, key, change.apply(before));
          return before;
        });
  }

  @Override
  public @Nullable V updateAndGet(K key, UnaryOperator<@Nullable V> change) {
    return Stm.atomic(
        () -> {
          Page<K, V> page = at(key);
          V after = change.apply(page.get(key, order));
          store(page, key, after);
          return after;
        });
  }

  /** {@code seen} was the page of {@code key} before user code ran, which may have replaced it. */
  private void store(Page<K, V> seen, K key, @Nullable V value) {
    Page<K, V> page = seen.leaf.page() == seen ? seen : at(key);
    int i = page.find(key, order);
    if (i < 0) {
      insert(page, ~i, key, value);
    } else if (value == null) {
      remove(page, i, i + 1);
    } else if (value != page.value(i)) {
      page.leaf.set(page.withValue(i, value));
    }
  }

  private void insert(Page<K, V> page, int i, K key, @Nullable V value) {
    if (value != null) {
      requireComparable(key);
      place(page.withEntry(i, key, value), i);
      count.add(1); // after the keys were compared, which may throw
    }
  }

  /**
   * The first key of a map was compared with no other; here it is refused if it is not comparable.
   */
  private void requireComparable(K key) {
    int unused = order.compare(key, key);
  }

  /** Puts {@code page}, with a new entry at {@code i}, into its leaf, or into two. */
  private void place(Page<K, V> page, int i) {
    if (page.size() <= capacity()) {
      page.leaf.set(page);
    } else {
      split(page, cut(page, i));
    }
  }

  private int capacity() {
    return index.estimatedSize() < SINGLE_LEAVES_MAX ? 1 : CAPACITY;
  }

  /** The most entries that two leaves may have together to be joined: well below a new split. */
  private int joinedSizeMax() {
    return index.estimatedSize() < 2 * SINGLE_LEAVES_MAX ? 0 : CAPACITY / 2;
  }

  /** In the middle; but if keys are added in order at an end of the chain, leaves stay full. */
  private static int cut(Page<?, ?> page, int i) {
    if (page.next == null && i == page.size() - 1) {
      return i;
    }
    return page.leaf.low == null && i == 0 ? 1 : page.size() / 2;
  }

  private void split(Page<K, V> page, int cut) {
    Leaf<K, V> right = index.enter(refs.named(new Leaf<>(page.key(cut))));
    Transaction.current().afterRollback(() -> index.dropIfUnused(right));
    right.set(page.from(cut, right));
    page.leaf.set(page.upTo(cut, right));
  }

  // ---- removing ----

  @Override
  public void clear(KeyRange<K> range) {
    write(
        () -> {
          RangeScan<K, V> scan = new RangeScan<>(this, range, false);
          for (Slice<K, V> slice = scan.get(); slice != null; slice = scan.get()) {
            remove(slice.page, slice.begin, slice.end);
          }
          return null;
        });
  }

  private void remove(Page<K, V> page, int from, int to) {
    count.add(from - to);
    Page<K, V> rest = page.without(from, to);
    rest.leaf.set(rest);
    if (rest.size() <= joinedSizeMax() / 2) {
      joinWithNeighbours(rest);
    }
  }

  private void joinWithNeighbours(Page<K, V> page) {
    Leaf<K, V> leaf = page.leaf;
    if (leaf.low != null) {
      joinIfSmall(index.below(leaf.low), leaf);
    }
    if (page.next != null) {
      joinIfSmall(leaf.page() == null ? index.below(leaf.fence()) : leaf, page.next);
    }
  }

  /** Peeks first, so that the transaction depends only on leaves that it may join. */
  private void joinIfSmall(Leaf<K, V> left, Leaf<K, V> right) {
    if (areSmallNeighbours(left.peek(), right.peek())) {
      join(left.page(), right.page());
    }
  }

  private void join(@Nullable Page<K, V> left, @Nullable Page<K, V> right) {
    if (left != null && right != null && areSmallNeighbours(left, right)) {
      left.leaf.set(left.joinedWith(right));
      right.leaf.set(null);
      index.dropIfUnused(right.leaf);
    }
  }

  private boolean areSmallNeighbours(@Nullable Page<K, V> left, @Nullable Page<K, V> right) {
    return left != null
        && right != null
        && left.next == right.leaf
        && left.size() + right.size() <= joinedSizeMax();
  }

  // ---- many entries ----

  @Override
  Supplier<@Nullable Slice<K, V>> slices(KeyRange<K> range, boolean descending) {
    if (Stm.inTransaction()) {
      return onlyInThisTransaction(new RangeScan<>(this, range, descending));
    }
    CollectedSlices<K, V> slices = new CollectedSlices<>(this, range, descending);
    Stm.snapshot(slices);
    return slices;
  }

  /** Outside the transaction, each page would be of a different instant. */
  private static <K, V> Supplier<@Nullable Slice<K, V>> onlyInThisTransaction(
      RangeScan<K, V> scan) {
    Transaction transaction = Transaction.current();
    return () -> {
      if (!scan.hasEnded()) {
        requireValid(transaction);
      }
      return scan.get();
    };
  }

  private static void requireValid(Transaction transaction) {
    try {
      int unused = transaction.attempt();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "an iterator or spliterator of a sorted collection, made inside a transaction, must not"
              + " leave it; copy the collection first, for example by snapshotOf(): "
              + e.getMessage(),
          e);
    }
  }

  @Override
  long size() {
    return read(count::sum);
  }

  @Override
  public Pages<K, V> frozen() {
    return new FrozenPages<>(comparator(), read(this::all));
  }

  private List<Page<K, V>> all() {
    Page<K, V> page = first();
    List<Page<K, V>> all = new ArrayList<>(List.of(page));
    while (page.end != null) {
      page = following(page);
      all.add(page);
    }
    return all;
  }

  // ---- for tests ----

  /**
   * Checks the invariants in the present state. Violations of I1 and I2 by which a leaf is not
   * reached, or has no page, may throw earlier.
   */
  void assertInvariants() {
    Stm.snapshot(
        () -> {
          List<Page<K, V>> pages = all();
          pages.forEach(this::assertInOrder);
          long entries = pages.stream().mapToLong(Page::size).sum();
          require(count.sum() == entries, "I4: " + count.sum() + " counted, not " + entries);
        });
    index.assertInvariants();
  }

  private void assertInOrder(Page<K, V> page) {
    for (int i = 0; i < page.size(); i++) {
      K key = page.key(i);
      require(isBefore(key, i + 1 < page.size() ? page.key(i + 1) : page.end), "I3: end, " + key);
      require(at(key) == page, "I2: " + key + " is not found where it is");
    }
    K low = page.leaf.low;
    require(low == null || isBefore(low, page.end), "I2: a leaf ends before it begins: " + low);
    require(low == null || page.size() == 0 || !isBefore(page.key(0), low), "I3: low, " + low);
  }

  private void require(boolean invariant, String what) {
    if (!invariant) {
      throw new AssertionError(what + ": " + describe());
    }
  }

  /** How many leaves there are, the first one included. */
  int leaves() {
    return read(this::all).size();
  }

  /** How many leaves are in the index, used or not. */
  int indexed() {
    return index.estimatedSize();
  }

  String describe() {
    return size() + " entries in " + leaves() + " leaves, of which " + indexed() + " indexed";
  }
}
