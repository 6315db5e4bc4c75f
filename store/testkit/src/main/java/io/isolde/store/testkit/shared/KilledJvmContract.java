package io.isolde.store.testkit.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Capability;
import io.isolde.store.Store;
import io.isolde.store.testkit.Worker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A JVM that is killed: what it was acknowledged stays, what it was doing is there completely or
 * not at all, and the others go on. A commit is acknowledged when its JVM has said so.
 */
interface KilledJvmContract extends SharedPart {
  /** How many JVMs are killed, one after the other. */
  int VICTIMS = 3;

  /** How many commits of a JVM are acknowledged before it is killed, at least. */
  int ACKNOWLEDGED_MIN = 25;

  /** How many commits of the JVM that survives are acknowledged after each kill, at least. */
  int SURVIVED_MIN = 20;

  /** How many threads of a JVM commit. */
  int THREADS = 2;

  @Test
  default void jvm_killedAmongItsCommits_losesNoneAcknowledgedAndLeavesNoneByHalves()
      throws Exception {
    try (Store store = open(Capability.ATOMIC_OVER_KEYS)) {
      Ledger ledger = Ledger.in(store);
      List<String> acknowledged = new ArrayList<>();
      try (ChildJvm survivor = start(Clerk.class, "survivor")) {
        ChildJvm.letBegin(survivor);
        for (int i = 1; i <= VICTIMS; i++) {
          List<String> lastWords = acknowledgedToVictim("victim " + i);
          acknowledged.addAll(lastWords);
          acknowledged.addAll(survivor.said());
          long found =
              ledger.requireWhole(acknowledged).stream()
                  .filter(word -> word.startsWith("victim"))
                  .count();
          assertThat(found - acknowledgedTo("victim", acknowledged))
              .as("commits of killed JVMs that were not acknowledged")
              .isBetween(0L, (long) i * THREADS);
          goOn(survivor, acknowledged);
        }
        survivor.say("stop");
        acknowledged.addAll(restOf(survivor));
      }
      assertThat(ledger.requireWhole(acknowledged))
          .filteredOn(word -> word.startsWith("survivor"))
          .hasSize(acknowledgedTo("survivor", acknowledged));
    }
  }

  private List<String> acknowledgedToVictim(String name) throws Exception {
    try (ChildJvm victim = start(Clerk.class, name)) {
      ChildJvm.letBegin(victim);
      List<String> words = new ArrayList<>();
      for (int i = 0; i < ACKNOWLEDGED_MIN; i++) {
        words.add(victim.next());
      }
      words.addAll(victim.kill());
      return words;
    }
  }

  private static int acknowledgedTo(String name, List<String> acknowledged) {
    return Math.toIntExact(acknowledged.stream().filter(word -> word.startsWith(name)).count());
  }

  private static void goOn(ChildJvm survivor, List<String> acknowledged)
      throws InterruptedException {
    acknowledged.addAll(survivor.said());
    for (int i = 0; i < SURVIVED_MIN; i++) {
      acknowledged.add(survivor.next());
    }
  }

  private static List<String> restOf(ChildJvm survivor) throws InterruptedException {
    List<String> rest = new ArrayList<>();
    for (String line = survivor.next(); !line.equals("stopped"); line = survivor.next()) {
      rest.add(line);
    }
    return rest;
  }

  /** Commits in several threads until it is told to stop, and says the word of each commit. */
  class Clerk implements Task {
    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) throws Exception {
      Ledger ledger = Ledger.in(store);
      parent.meet();
      Worker.runAll(
          THREADS,
          index -> {
            for (int i = 0; !parent.isTold(); i++) {
              String word = arguments.getFirst() + "/" + index + "/" + i;
              ledger.commit(word);
              parent.say(word);
            }
          });
      parent.say("stopped");
    }
  }

  @Test
  default void jvm_killedInsideABody_holdsNobodyUp() throws Exception {
    try (Store store = open(Capability.ATOMIC_OVER_KEYS);
        ChildJvm victim = start(Sleeper.class)) {
      Ledger ledger = Ledger.in(store);
      ledger.commit("before");
      ChildJvm.letBegin(victim);
      victim.requireNext("inside");

      victim.kill();
      Worker.start(
              () -> {
                ledger.commit("after");
                return true;
              })
          .result();

      assertThat(ledger.requireWhole(List.of())).containsExactly("before", "after");
    }
  }

  /** Never leaves its transaction. */
  class Sleeper implements Task {
    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) throws Exception {
      Ledger ledger = Ledger.in(store);
      parent.meet();
      store.transact(
          () -> {
            ledger.write("inside");
            parent.say("inside");
            String unused = parent.hear();
          });
    }
  }
}
