package io.isolde.store.multiverse;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Store;
import io.isolde.store.StoreRef;
import io.isolde.store.testkit.Worker;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Audits of many accounts during transfers. Multiverse itself sometimes gets them wrong
 * (docs/multiverse.md); as snapshots of a store they are always right, and they end.
 */
class AuditTest {
  private static final int ACCOUNTS = 100;
  private static final long TOTAL = ACCOUNTS * 100L;

  @Test
  void audits_underTransfers_areRight() throws Exception {
    auditUnderTransfers(2_000);
  }

  @Tag("long")
  @Test
  void audits_underTransfersForLong_areRight() throws Exception {
    auditUnderTransfers(25_000_000);
  }

  private static void auditUnderTransfers(long auditsMin) throws Exception {
    try (Store store = Store.open("multiverse:")) {
      List<StoreRef<Long>> accounts =
          IntStream.range(0, ACCOUNTS)
              .mapToObj(i -> store.ref("account " + i, Long.class, 100L))
              .toList();
      AtomicLong audits = new AtomicLong();
      Set<Long> totalsSeen = ConcurrentHashMap.newKeySet();

      Worker.runAll(
          4,
          index -> {
            Random random = new Random(index);
            while (audits.get() < auditsMin) {
              if (index < 2) {
                totalsSeen.add(total(store, accounts));
                audits.incrementAndGet();
              } else {
                transfer(store, accounts, random);
              }
            }
          });

      assertThat(totalsSeen).containsExactly(TOTAL);
    }
  }

  /**
   * Checks the total inside the attempt: even an attempt that is lost afterwards sees the right
   * one.
   */
  private static long total(Store store, List<StoreRef<Long>> accounts) {
    return store.snapshot(
        () -> {
          long total = accounts.stream().mapToLong(StoreRef::get).sum();
          assertThat(total).isEqualTo(TOTAL);
          return total;
        });
  }

  private static void transfer(Store store, List<StoreRef<Long>> accounts, Random random) {
    StoreRef<Long> payer = accounts.get(random.nextInt(ACCOUNTS));
    StoreRef<Long> payee = accounts.get(random.nextInt(ACCOUNTS));
    store.transact(
        () -> {
          payer.set(payer.get() - 1);
          payee.set(payee.get() + 1);
        });
  }
}
