package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that pay each other until they are stopped, and count what was acknowledged. */
final class Payers implements AutoCloseable {
  private static final int ACCOUNTS = 10;

  private final StoreMap<Integer, Long> accounts;
  private final StoreCounter payments;
  private final AtomicLong acknowledged = new AtomicLong();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<CompletableFuture<Void>> payers = new ArrayList<>();
  private volatile boolean stopped;

  Payers(Store store, int count) {
    this.accounts = store.map("accounts", Integer.class, Long.class);
    this.payments = store.counter("payments");
    for (int i = 0; i < count; i++) {
      Random random = new Random(i);
      payers.add(CompletableFuture.runAsync(() -> pay(random), threads));
    }
  }

  private void pay(Random random) {
    while (!stopped) {
      int payer = random.nextInt(ACCOUNTS);
      int payee = (payer + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
      accounts
          .store()
          .transact(
              () -> {
                accounts.merge(payer, -1L, Long::sum);
                accounts.merge(payee, 1L, Long::sum);
                payments.increment();
              });
      acknowledged.incrementAndGet();
    }
  }

  long acknowledged() {
    return acknowledged.get();
  }

  /** Waits until so many more payments were acknowledged. */
  void awaitMore(long count) throws InterruptedException {
    long end = acknowledged.get() + count;
    while (acknowledged.get() < end && payers.stream().noneMatch(CompletableFuture::isDone)) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Stops them; each payment that was acknowledged took place once, and there are no others. */
  void stopAndCheck() throws Exception {
    stopped = true;
    for (CompletableFuture<Void> payer : payers) {
      payer.get(90, TimeUnit.SECONDS);
    }
    assertThat(payments.get()).isEqualTo(acknowledged.get()).isPositive();
    long sum = accounts.store().snapshot(() -> accounts.values().stream().mapToLong(v -> v).sum());
    assertThat(sum).isZero();
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdown();
  }
}
