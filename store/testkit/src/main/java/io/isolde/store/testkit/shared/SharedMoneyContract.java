package io.isolde.store.testkit.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Capability;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.testkit.Patience;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two JVMs transfer, or add, while a third looks: nothing is lost, and no snapshot is torn. */
interface SharedMoneyContract extends SharedPart {
  /** How many accounts there are. */
  int ACCOUNTS = 6;

  /** The balance of each account at first. */
  long OPENING_BALANCE = 100;

  /** How many transfers each teller makes, at least. */
  int TRANSFERS_MIN = 150;

  /** How many audits there are, at least. */
  int AUDITS_MIN = 20;

  /** How often each JVM adds. */
  int ADDITIONS = 200;

  private static StoreMap<Integer, Long> accounts(Store store) {
    return store.map("accounts", Integer.class, Long.class);
  }

  @Test
  default void transfers_byTwoJvms_conserveMoneyInEveryAudit() throws Exception {
    try (Store store = open(Capability.ATOMIC_OVER_KEYS)) {
      for (int i = 0; i < ACCOUNTS; i++) {
        accounts(store).put(i, OPENING_BALANCE);
      }
      try (ChildJvm ada = start(Teller.class, "1");
          ChildJvm bob = start(Teller.class, "2")) {
        ChildJvm.letBegin(ada, bob);
        Set<Long> totals = totalsUntilBothHaveServed(store, ada, bob);
        long transfers = transfersOf(ada) + transfersOf(bob);

        assertThat(totals).containsExactly(ACCOUNTS * OPENING_BALANCE);
        assertThat(audit(store)).isEqualTo(ACCOUNTS * OPENING_BALANCE);
        assertThat(store.counter("transfers").get()).isEqualTo(transfers);
      }
    }
  }

  private static Set<Long> totalsUntilBothHaveServed(Store store, ChildJvm ada, ChildJvm bob) {
    Set<Long> totals = new HashSet<>();
    AtomicInteger audits = new AtomicInteger();
    Patience.until(
        () -> {
          totals.add(audit(store));
          return audits.incrementAndGet() >= AUDITS_MIN && ada.hasSaid() && bob.hasSaid();
        },
        () -> audits + " audits beside transfers by " + ada + " and " + bob);
    return totals;
  }

  private static long audit(Store store) {
    return store.snapshot(
        () -> {
          long total = 0;
          for (int i = 0; i < ACCOUNTS; i++) {
            total += accounts(store).get(i);
          }
          return total;
        });
  }

  private static long transfersOf(ChildJvm teller) throws InterruptedException {
    teller.requireNext("busy");
    teller.say("stop");
    return Long.parseLong(teller.next());
  }

  /** Transfers until it is told to stop, and then says how often it has. */
  class Teller implements Task {
    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) throws Exception {
      Random random = new Random(Long.parseLong(arguments.getFirst()));
      parent.meet();
      int transfers = 0;
      while (!parent.isTold()) {
        transfer(store, random.nextInt(ACCOUNTS), random.nextInt(ACCOUNTS));
        transfers++;
        if (transfers == TRANSFERS_MIN) {
          parent.say("busy");
        }
      }
      parent.say("" + transfers);
    }

    private static void transfer(Store store, int payer, int payee) {
      store.transact(
          () -> {
            accounts(store).put(payer, accounts(store).get(payer) - 1);
            accounts(store).put(payee, accounts(store).get(payee) + 1);
            store.counter("transfers").increment();
          });
    }
  }

  @Test
  default void counter_addedToByTwoJvms_losesNothing() throws Exception {
    try (Store store = open();
        ChildJvm ada = start(Adder.class);
        ChildJvm bob = start(Adder.class)) {
      ChildJvm.letBegin(ada, bob);
      List<String> sums = new ArrayList<>(List.of(ada.next().split(" ")));
      sums.addAll(List.of(bob.next().split(" ")));

      assertThat(sums).hasSize(2 * ADDITIONS).doesNotHaveDuplicates();
      assertThat(store.counter("hits").get()).isEqualTo(2L * ADDITIONS * (1 + 2));
    }
  }

  /** Adds, and says the sums that it gets. */
  class Adder implements Task {
    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) throws Exception {
      StoreCounter hits = store.counter("hits");
      List<String> sums = new ArrayList<>();
      parent.meet();
      for (int i = 0; i < ADDITIONS; i++) {
        hits.add(1);
        sums.add("" + hits.addAndGet(2));
      }
      parent.say(String.join(" ", sums));
    }
  }
}
