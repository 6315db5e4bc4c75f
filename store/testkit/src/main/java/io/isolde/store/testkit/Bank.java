package io.isolde.store.testkit;

import io.isolde.store.Store;
import io.isolde.store.StoreRef;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A few accounts, between which some threads transfer money while others audit. Both continue until
 * there have been enough transfers and enough audits, so that they are sure to overlap.
 * Thread-safe.
 */
final class Bank {
  private static final int ACCOUNTS = 8;
  private static final long OPENING_BALANCE = 100;
  private static final int TRANSFERS_MIN = 2_000;
  private static final int AUDITS_MIN = 5;

  private final Store store;
  private final List<StoreRef<Long>> accounts;
  private final AtomicInteger transfers = new AtomicInteger();
  private final AtomicInteger audits = new AtomicInteger();
  private final Set<Long> totalsSeen = ConcurrentHashMap.newKeySet();

  Bank(Store store) {
    this.store = store;
    this.accounts =
        IntStream.range(0, ACCOUNTS)
            .mapToObj(i -> store.ref("account " + i, Long.class, OPENING_BALANCE))
            .toList();
  }

  /** Works as an auditor in every third thread, and as a teller in the others. */
  void serve(int index) {
    Random random = new Random(index);
    while (transfers.get() < TRANSFERS_MIN || audits.get() < AUDITS_MIN) {
      if (index % 3 == 0) {
        audit();
      } else {
        transfer(anyAccount(random), anyAccount(random));
      }
      Worker.rest();
    }
  }

  private StoreRef<Long> anyAccount(Random random) {
    return accounts.get(random.nextInt(ACCOUNTS));
  }

  private void transfer(StoreRef<Long> payer, StoreRef<Long> payee) {
    store.transact(
        () -> {
          payer.set(payer.get() - 1);
          Worker.letOthersRun();
          payee.set(payee.get() + 1);
        });
    transfers.incrementAndGet();
  }

  private void audit() {
    totalsSeen.add(total());
    audits.incrementAndGet();
  }

  /** The sum of all accounts, read as one snapshot. */
  long total() {
    return store.snapshot(this::sum);
  }

  private long sum() {
    long sum = 0;
    for (StoreRef<Long> account : accounts) {
      sum += account.get();
      Worker.letOthersRun();
    }
    return sum;
  }

  /** The totals that the audits saw. */
  Set<Long> totalsSeen() {
    return totalsSeen;
  }

  /** The total that every audit must see. */
  long openingTotal() {
    return ACCOUNTS * OPENING_BALANCE;
  }
}
