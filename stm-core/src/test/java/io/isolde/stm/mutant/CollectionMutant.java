package io.isolde.stm.mutant;

import java.util.List;
import java.util.Set;

/**
 * Planted bugs of the collections: each names a class and what to change in its source, as in
 * {@link Mutant}.
 */
enum CollectionMutant {
  // ---- the sorted map
  SCAN_DEPENDS_ON_ITS_FIRST_LEAF(
      "sorted/LeafChain", edit("? null : page.next.page();", "? null : page.next.peek();")),
  SCAN_STOPS_AT_A_GAP(
      "sorted/RangeScan",
      edit("ended = here.end == null ||", "ended = here.end == null || here.size() == 0 ||")),
  SEARCH_DEPENDS_ON_NOTHING(
      "sorted/LeafChain",
      edit(
          "index.atOrBelow(key); Page<K, V> page = leaf.page();",
          "index.atOrBelow(key); Page<K, V> page = leaf.peek();")),
  JOINED_LEAF_STAYS("sorted/LeafChain", edit("right.leaf.set(null);", "")),
  SPLIT_LEAVES_THE_LEFT_AS_IT_WAS(
      "sorted/LeafChain", edit("page.leaf.set(page.upTo(cut, right));", "")),
  SORTED_REMOVAL_NOT_COUNTED("sorted/LeafChain", edit("count.add(from - to);", "")),
  SORTED_CHANGE_IN_TWO_STEPS(
      "sorted/LeafChain",
      edit(
          "return Atomically.run( () -> { Page<K, V> page = at(key); V before",
          "return ((TransactionBody<@Nullable V, RuntimeException>) () -> {"
              + " Page<K, V> page = at(key); V before"),
      edit("return before; });", "return before; }).run();"),
      edit(
          "return Stm.atomic( () -> { Page<K, V> page = at(key); V after",
          "return ((TransactionBody<@Nullable V, RuntimeException>) () -> {"
              + " Page<K, V> page = at(key); V after"),
      edit("return after; });", "return after; }).run();"),
      edit("Transaction.current().afterRollback(() -> index.dropIfUnused(right));", ""),
      edit(
          "page.leaf.set(page.withValue(",
          "java.util.concurrent.locks.LockSupport.parkNanos(20_000);"
              + " page.leaf.set(page.withValue(")),

  // ---- the hash map
  LOOK_DEPENDS_ON_NOTHING(
      "hash/HashTable",
      edit(
          "hinted(hash); return ref == null ? null : ref.get();",
          "hinted(hash); return ref == null ? null : ref.peek();")),
  SPLIT_LEAVES_THE_LOW_HALF_AS_IT_WAS(
      "hash/HashTable", edit("writeOrSplit(bucket.half(low));", "")),
  UNBORN_BUCKET_TAKEN_FOR_EMPTY(
      "hash/HashTable",
      edit(
          "} else if (!isRoot(slot)) {",
          "} else if (ref != null) { return vacant(slot);" + " } else if (!isRoot(slot)) {")),
  REMOVAL_NOT_COUNTED(
      "hash/HashTable", edit("count.add(-1); return entry.value;", "return entry.value;")),
  REMOVAL_ALONE_NOT_COUNTED(
      "hash/HashTable",
      edit(
          "exchanged(bucket, bucket.minus(entry), -1)",
          "exchanged(bucket, bucket.minus(entry), 0)")),
  INSERTION_ALONE_NOT_COUNTED(
      "hash/HashTable", edit("exchanged(bucket, more, 1)", "exchanged(bucket, more, 0)")),
  CHANGE_IN_TWO_STEPS(
      "hash/HashTable",
      edit(
          "return Atomically.run(() -> replaceIf(hash, key, entry -> true, value));",
          "return replaceIf(hash, key, entry -> true, value);"),
      edit(
          "return inTransaction() ? removeIf(hash, key, entry -> true) : removeAlone(hash, key);",
          "return removeIf(hash, key, entry -> true);"),
      edit(
          "write(bucket.with(entry, value)); return",
          "java.util.concurrent.locks.LockSupport.parkNanos(20_000); write(bucket.with(entry,"
              + " value)); return"),
      edit(
          "write(bucket.minus(entry));",
          "java.util.concurrent.locks.LockSupport.parkNanos(20_000); write(bucket.minus(entry));")),
  SLOT_INSTALLED_WITHOUT_ITS_BIT("hash/Directory", edit("setInstalled(slot);", "")),
  ITERATION_OF_MANY_INSTANTS(
      "hash/HashTable",
      edit("return snapshot( () -> { List<Bucket<K, V>> buckets =", "List<Bucket<K, V>> buckets ="),
      edit(
          "visit(bucket -> !buckets.add(bucket)); return buckets; });",
          "visit(bucket -> !buckets.add(bucket)); return buckets;"),
      edit("Scan scan = Scan.inTransaction();", "Scan scan = null;"),
      edit(
          "for (long rest = bits; rest != 0; rest &= rest - 1) {",
          "for (long rest = bits; rest != 0; rest &= rest - 1) {"
              + " if (Long.numberOfTrailingZeros(rest) % 16 == 8)"
              + " java.util.concurrent.locks.LockSupport.parkNanos(20_000);"),
      edit(".get(scan);", ".get();")),

  // ---- queues and the semaphore
  TURNED_OVER_WITHOUT_EMPTYING(
      "TQueue",
      edit("back.set(PersistentStack.empty(stack.position, stack.limit)); return", "return")),
  TURNED_OVER_WITHOUT_READING(
      "TQueue",
      edit(
          "back.get(); if (stack.isEmpty()) { return",
          "back.peek(); if (stack.isEmpty()) { return")),
  HALF_TAKEN_WITHOUT_READING(
      "TDeque",
      edit("far.stack.get(); if (other.isEmpty())", "far.stack.peek(); if (other.isEmpty())")),
  BOUND_EXCEEDED_BY_ONE("TDeque", edit("((room + 1) / 2);", "(room + 1);")),
  PERMITS_WITHOUT_READING("TSemaphore", edit("permits.get() >= count", "permits.peek() >= count"));

  private final String className;

  @SuppressWarnings("ImmutableEnumChecker") // from List.of
  private final List<Edit> edits;

  CollectionMutant(String className, Edit... edits) {
    this.className = className;
    this.edits = List.of(edits);
  }

  private static Edit edit(String from, String to) {
    return new Edit(from, to);
  }

  boolean isInAQueue() {
    return Set.of("TQueue", "TDeque", "TSemaphore").contains(className);
  }

  /** The class that the bug is in, as a path from the package {@code io.isolde.stm.collection}. */
  String className() {
    return className;
  }

  /** {@code source}, the source of that class, with the bug. */
  String plantIn(String source) {
    String planted = source;
    for (Edit edit : edits) {
      planted = edit.applyTo(planted);
    }
    return planted;
  }
}
