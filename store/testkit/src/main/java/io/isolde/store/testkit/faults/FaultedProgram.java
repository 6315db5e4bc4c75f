package io.isolde.store.testkit.faults;

import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A program whose system calls fail. Its threads number their commits and print a word for each
 * acknowledged one. After a failure they continue for a while; then the store is closed and opened
 * again, as its documentation says.
 */
final class FaultedProgram {
  private static final int LIVES = 2;
  private static final int THREADS = 3;
  private static final int COMMITS = 60;
  private static final int FAILURES_MAX = 4;
  private static final int COMMITS_PER_CHECKPOINT = 20;
  private static final int ACCOUNTS = 8;
  private static final long BALANCE = 100;

  static final int COMMITS_MAX = LIVES * THREADS * COMMITS;

  /** The exit code of a normal end, so that a crash of the program is noticed. */
  static final int ENDED = 9;

  private final String uri;
  private final boolean interrupts;
  private final boolean checkpoints;
  private final AtomicInteger acknowledgedLeft;

  private FaultedProgram(List<String> arguments) {
    uri = arguments.get(0);
    interrupts = Boolean.parseBoolean(arguments.get(1));
    checkpoints = Boolean.parseBoolean(arguments.get(2));
    acknowledgedLeft = new AtomicInteger(Integer.parseInt(arguments.get(3)));
  }

  /** Takes the arguments that {@link FaultTrials.Life} gives. */
  public static void main(String[] arguments) throws InterruptedException {
    new FaultedProgram(List.of(arguments)).run();
    Runtime.getRuntime().halt(ENDED);
  }

  private void run() throws InterruptedException {
    for (int life = 0; life < LIVES; life++) {
      try {
        live(life);
      } catch (RuntimeException | Error e) {
        System.out.println("life " + life + " " + e);
        e.printStackTrace();
      }
    }
  }

  private void live(int life) throws InterruptedException {
    try (Store store = Store.open(uri)) {
      openNames(store);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        String word = life + "." + i + ".";
        threads.add(Thread.ofPlatform().daemon().start(() -> commitAll(store, word)));
      }
      if (interrupts) {
        Thread.ofPlatform().daemon().start(() -> interrupt(threads));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void interrupt(List<Thread> threads) {
    Random random = new Random();
    while (threads.stream().anyMatch(Thread::isAlive)) {
      threads.get(random.nextInt(threads.size())).interrupt();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(40)));
    }
  }

  private void commitAll(Store store, String word) {
    int failures = 0;
    for (int i = 1; i <= COMMITS && failures < FAILURES_MAX; i++) {
      try {
        commit(store, word + i, i);
        acknowledge(word + i);
        if (checkpoints && i % COMMITS_PER_CHECKPOINT == 0) {
          ((DurableStore) store).checkpoint();
        }
      } catch (RuntimeException | Error e) {
        failures++;
        e.printStackTrace();
      } finally {
        Thread.interrupted();
      }
    }
  }

  private void acknowledge(String word) {
    System.out.println("acknowledged " + word);
    if (acknowledgedLeft.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(ENDED);
    }
  }

  private static StoreMap<Long, String> words(Store store) {
    return store.map("words", Long.class, String.class);
  }

  private static StoreMap<Integer, Long> accounts(Store store) {
    return store.map("accounts", Integer.class, Long.class);
  }

  private static void openNames(Store store) {
    store.counter("commits");
    words(store);
    store.transact(
        () -> {
          for (int i = 0; i < ACCOUNTS; i++) {
            accounts(store).putIfAbsent(i, BALANCE);
          }
        });
  }

  /**
   * Counts the commit and puts {@code word} under its number, so each number up to the count has a
   * word. Also moves money among the accounts.
   */
  private static void commit(Store store, String word, int i) {
    store.transact(
        () -> {
          words(store).put(store.counter("commits").addAndGet(1), word);
          accounts(store).merge(i % ACCOUNTS, -1L, Long::sum);
          accounts(store).merge((i * 5 + 1) % ACCOUNTS, 1L, Long::sum);
        });
  }

  /** Returns the words, after checking that the contents are a prefix of the commit order. */
  static List<String> requireBeginning(Store store) {
    openNames(store);
    long count = store.counter("commits").get();
    StoreMap<Long, String> words = words(store);
    List<String> found = new ArrayList<>();
    for (long i = 1; i <= count; i++) {
      found.add(String.valueOf(words.get(i)));
    }
    long sum = store.snapshot(() -> accounts(store).values().stream().mapToLong(a -> a).sum());
    if (found.contains("null") || words.size() != count || sum != ACCOUNTS * BALANCE) {
      throw new AssertionError(
          count + " commits, " + words.size() + " words, sum " + sum + ": " + found);
    }
    return found;
  }

  /** Makes one more commit. */
  static void commitAgain(Store store) {
    commit(store, "again", 1);
  }
}
