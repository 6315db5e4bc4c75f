package io.isolde.store.testkit.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Commits that show if one of them is lost or half: each takes the next number, puts a word under
 * that number, and moves money between two accounts. Thread-safe.
 */
record Ledger(
    Store store,
    StoreCounter count,
    StoreMap<Long, String> words,
    StoreMap<Integer, Long> accounts) {
  private static final int ACCOUNTS = 8;

  static Ledger in(Store store) {
    return new Ledger(
        store,
        store.counter("count"),
        store.map("words", Long.class, String.class),
        store.map("accounts", Integer.class, Long.class));
  }

  /** Makes a commit. */
  void commit(String word) {
    store.transact(() -> write(word));
  }

  /** Writes what a commit writes, in a transaction of the caller. */
  void write(String word) {
    long number = count.addAndGet(1);
    words.put(number, word);
    accounts.merge((int) (number % ACCOUNTS), -1L, Long::sum);
    accounts.merge((int) ((number + 1 + number / ACCOUNTS) % ACCOUNTS), 1L, Long::sum);
  }

  /**
   * Requires that no commit is there by halves, and that those that were acknowledged are there.
   *
   * @return the words that are there, in commit order
   */
  Collection<String> requireWhole(List<String> acknowledged) {
    Contents found = store.snapshot(this::contents);
    assertThat(found.words.keySet())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, found.count).boxed().toList());
    assertThat(found.words.values()).doesNotHaveDuplicates();
    assertThat(found.sum).as("sum of the accounts").isZero();
    assertThat(new HashSet<>(found.words.values())).containsAll(acknowledged);
    return found.words.values();
  }

  private record Contents(long count, Map<Long, String> words, long sum) {}

  private Contents contents() {
    long sum = accounts.values().stream().mapToLong(Long::longValue).sum();
    return new Contents(count.get(), new TreeMap<>(words), sum);
  }
}
