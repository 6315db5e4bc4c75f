package io.isolde.store.testkit.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Capability;
import io.isolde.store.Change;
import io.isolde.store.Commit;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.testkit.Follower;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every JVM can follow the commits of all. */
interface FollowingContract extends SharedPart {
  /** How many JVMs commit. */
  int WRITERS = 3;

  /** How often each of them commits. */
  int COMMITS = 100;

  /**
   * Commits whose order is known, because each takes the next number; and the streams that must
   * have that order.
   */
  record Sequence(StoreCounter count, StoreMap<Long, String> words, Follower follower) {
    /** Follows from now on. */
    static Sequence following(Store store) {
      StoreCounter count = store.counter("count");
      StoreMap<Long, String> words = store.map("words", Long.class, String.class);
      return new Sequence(count, words, new Follower().of(store.changes(WRITERS * COMMITS)));
    }

    void commitAll(String writer) {
      for (int i = 0; i < COMMITS; i++) {
        String word = writer + " " + i;
        words
            .store()
            .transact(
                () -> {
                  words.put(count.addAndGet(1), word);
                });
      }
    }

    /** Each commit of each JVM has arrived once, in order, with consecutive numbers. */
    void requireAll() throws InterruptedException {
      Set<String> found = new HashSet<>();
      long before = 0;
      for (long i = 1; i <= WRITERS * COMMITS; i++) {
        Commit commit = follower.next();
        if (i > 1) {
          assertThat(commit.number()).as("number of %s", commit).isEqualTo(before + 1);
        }
        before = commit.number();
        found.add(requireWord(commit, i));
      }
      assertThat(found).hasSize(WRITERS * COMMITS);
    }

    private static String requireWord(Commit commit, long i) {
      assertThat(commit.changes()).hasSize(2);
      assertThat(commit.changes().get(0)).isEqualTo(new Change("count", null, i));
      Change word = commit.changes().get(1);
      assertThat(word).isEqualTo(new Change("words", i, word.value()));
      return (String) word.value();
    }
  }

  @Test
  default void changes_ofAllJvms_arriveInEachInCommitOrderAndOnce() throws Exception {
    try (Store store = open(Capability.CHANGES, Capability.ATOMIC_OVER_KEYS);
        ChildJvm ada = start(Writer.class, "ada");
        ChildJvm bob = start(Writer.class, "bob")) {
      Sequence sequence = Sequence.following(store);
      ChildJvm.letBegin(ada, bob);

      sequence.commitAll("eve");

      sequence.requireAll();
      ada.requireNext("right");
      bob.requireNext("right");
    }
  }

  /** Commits, and follows all commits. */
  class Writer implements Task {
    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) throws Exception {
      Sequence sequence = Sequence.following(store);
      parent.meet();
      sequence.commitAll(arguments.getFirst());
      sequence.requireAll();
      parent.say("right");
    }
  }
}
