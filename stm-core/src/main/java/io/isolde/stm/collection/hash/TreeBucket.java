package io.isolde.stm.collection.hash;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of many entries that cannot be split, because their hashes agree in too many bits: a
 * balanced tree in the order of hashes and, among equal hashes, in the order of {@link KeyClass}.
 * Immutable. If the keys are of one comparable class, every operation takes logarithmic time; keys
 * that are not comparable and have the same hash share a chain.
 */
final class TreeBucket<K, V> extends Bucket<K, V> {
  /*
   * A treap: ordered by keys from left to right, and by random priorities from the root down, so it
   * has the shape of a tree into which the keys were inserted in random order, regardless of the
   * actual order.
   *
   * I1  Hashes never descend from left to right.
   * I2  Keys of one class and hash never descend either, and those that compare as 0 are in one
   *     branch, as long as the class keeps its order. It may cease to do so while its keys are in
   *     the tree.
   *
   * So a key's hash says for certain where the key is not. Its class says where to look first and,
   * by I2, also that no equal key of its own class is elsewhere; but an equal key of another class
   * may be anywhere among those of the same hash. A search therefore descends by the order and, if
   * that finds nothing, through all branches of that hash except subtrees that contain only keys of
   * its own class. If all keys are of one class, no branches remain.
   *
   * R. Seidel, C. Aragon: Randomized Search Trees. Algorithmica 1996. Ours shares the unchanged
   * branches between the versions before and after a change.
   */
  private final Branch<K, V> root;

  private TreeBucket(int depth, Branch<K, V> root) {
    super(depth, root.entries.hash);
    this.root = root;
  }

  static <K, V> TreeBucket<K, V> of(int depth, Chain<K, V> entries) {
    Branch<K, V> root = plus(null, entries.alone());
    for (Chain<K, V> entry = entries.next; entry != null; entry = entry.next) {
      root = plus(root, entry.alone());
    }
    return new TreeBucket<>(depth, root);
  }

  @Override
  @Nullable Chain<K, V> find(int wantedHash, Object wantedKey) {
    Chain<K, V> found = findInOrder(wantedHash, wantedKey);
    return found != null
        ? found
        : findAnywhere(root, wantedHash, wantedKey, KeyClass.of(wantedKey));
  }

  private @Nullable Chain<K, V> findInOrder(int wantedHash, Object wantedKey) {
    Branch<K, V> branch = root;
    while (branch != null) {
      int order = branch.order(wantedHash, wantedKey);
      if (order == 0) {
        return branch.entries.find(wantedHash, wantedKey);
      }
      branch = order < 0 ? branch.left : branch.right;
    }
    return null;
  }

  /** Searches all keys of that hash, except those that the search in order has ruled out. */
  private static <K, V> @Nullable Chain<K, V> findAnywhere(
      @Nullable Branch<K, V> branch, int hash, Object key, KeyClass type) {
    if (branch == null || branch.hasOnly(type)) {
      return null;
    }
    int order = Integer.compare(hash, branch.hash());
    Chain<K, V> found = order == 0 ? branch.entries.find(hash, key) : null;
    if (found == null && order <= 0) {
      found = findAnywhere(branch.left, hash, key, type);
    }
    if (found == null && order >= 0) {
      found = findAnywhere(branch.right, hash, key, type);
    }
    return found;
  }

  @Override
  Bucket<K, V> plus(int newHash, K newKey, V newValue) {
    return new TreeBucket<>(depth, plus(root, new Chain<>(depth, newHash, newKey, newValue, null)));
  }

  private static <K, V> Branch<K, V> plus(@Nullable Branch<K, V> branch, Chain<K, V> entry) {
    if (branch == null) {
      return new Branch<>(ThreadLocalRandom.current().nextInt(), entry, null, null);
    }
    int order = branch.order(entry.hash, entry.key);
    if (order == 0) {
      return branch.with(
          new Chain<>(entry.depth, entry.hash, entry.key, entry.value, branch.entries));
    }
    return order < 0
        ? branch.withLeftBelow(plus(branch.left, entry))
        : branch.withRightBelow(plus(branch.right, entry));
  }

  @Override
  Bucket<K, V> minus(Chain<K, V> entry) {
    Branch<K, V> rest = minus(root, entry);
    return rest == null ? new EmptyBucket<>(depth, hash) : new TreeBucket<>(depth, rest);
  }

  /** The branch without {@code entry}, or the branch itself if it does not contain it. */
  private static <K, V> @Nullable Branch<K, V> minus(
      @Nullable Branch<K, V> branch, Chain<K, V> entry) {
    if (branch == null) {
      return null;
    }
    if (branch.entries.contains(entry)) {
      Chain<K, V> rest = branch.entries.without(entry);
      return rest == null ? joined(branch.left, branch.right) : branch.with(rest);
    }
    boolean leftFirst = branch.order(entry.hash, entry.key) < 0;
    Branch<K, V> rest = minusOnOneSide(branch, entry, leftFirst);
    return rest != branch || entry.hash != branch.hash()
        ? rest
        : minusOnOneSide(branch, entry, !leftFirst);
  }

  private static <K, V> Branch<K, V> minusOnOneSide(
      Branch<K, V> branch, Chain<K, V> entry, boolean left) {
    return left
        ? branch.withLeft(minus(branch.left, entry))
        : branch.withRight(minus(branch.right, entry));
  }

  private static <K, V> @Nullable Branch<K, V> joined(
      @Nullable Branch<K, V> left, @Nullable Branch<K, V> right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return left.priority > right.priority
        ? left.withRight(joined(left.right, right))
        : right.withLeft(joined(left, right.left));
  }

  @Override
  @Nullable Chain<K, V> entries() {
    return inFrontOf(null, root);
  }

  private @Nullable Chain<K, V> inFrontOf(
      @Nullable Chain<K, V> rest, @Nullable Branch<K, V> branch) {
    if (branch == null) {
      return rest;
    }
    Chain<K, V> all = inFrontOf(rest, branch.right);
    for (Chain<K, V> entry = branch.entries; entry != null; entry = entry.next) {
      all = new Chain<>(depth, entry.hash, entry.key, entry.value, all);
    }
    return inFrontOf(all, branch.left);
  }

  @Override
  boolean isCrowded() {
    Branch<K, V> first = root;
    while (first.left != null) {
      first = first.left;
    }
    Branch<K, V> last = root;
    while (last.right != null) {
      last = last.right;
    }
    return first.entries.hash != last.entries.hash;
  }

  /** A subtree. Immutable. */
  private static final class Branch<K, V> {
    /** Random; not less than the priorities of the branches below. */
    final int priority;

    /** The entries whose keys compare as equal, nearly always one. */
    final Chain<K, V> entries;

    /** The entries before these. */
    final @Nullable Branch<K, V> left;

    /** The entries after these. */
    final @Nullable Branch<K, V> right;

    /** The class of all keys in this subtree; null if there are several. */
    private final @Nullable KeyClass type;

    Branch(
        int priority,
        Chain<K, V> entries,
        @Nullable Branch<K, V> left,
        @Nullable Branch<K, V> right) {
      this.priority = priority;
      this.entries = entries;
      this.left = left;
      this.right = right;
      KeyClass own = KeyClass.of(entries.key);
      this.type = isOf(own, left) && isOf(own, right) ? own : null;
    }

    private static boolean isOf(KeyClass type, @Nullable Branch<?, ?> branch) {
      return branch == null || branch.type == type;
    }

    /** Whether the order says of every key here on which side of a key of that class it is. */
    boolean hasOnly(KeyClass wanted) {
      return type == wanted && wanted.keepsItsOrder();
    }

    int hash() {
      return entries.hash;
    }

    int order(int hash, Object key) {
      return hash != hash() ? Integer.compare(hash, hash()) : KeyClass.compare(key, entries.key);
    }

    Branch<K, V> with(Chain<K, V> otherEntries) {
      return new Branch<>(priority, otherEntries, left, right);
    }

    Branch<K, V> withLeft(@Nullable Branch<K, V> other) {
      return other == left ? this : new Branch<>(priority, entries, other, right);
    }

    Branch<K, V> withRight(@Nullable Branch<K, V> other) {
      return other == right ? this : new Branch<>(priority, entries, left, other);
    }

    /** With {@code other} on the left, or below {@code other} if that has the higher priority. */
    Branch<K, V> withLeftBelow(Branch<K, V> other) {
      return other.priority > priority ? other.withRight(withLeft(other.right)) : withLeft(other);
    }

    /** With {@code other} on the right, or below {@code other} if that has the higher priority. */
    Branch<K, V> withRightBelow(Branch<K, V> other) {
      return other.priority > priority ? other.withLeft(withRight(other.left)) : withRight(other);
    }
  }
}
