package io.isolde.examples.bank.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.PaymentOrder;
import io.isolde.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All orders of a file share its limit, and share it without conflicts while it is far away. */
class PaymentLimitTest {
  private static final long MOST = 5000;

  private final Store store = Store.open("stm:");
  private final PaymentLimit limit = new PaymentLimit(store, 1, 100);
  private int attempts;

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void take_upToTheLimit_fits() {
    assertThat(take(60)).isTrue();
    assertThat(take(41)).isFalse();
    assertThat(take(40)).isTrue();
    assertThat(take(1)).isFalse();
    assertThat(limit.paid()).isEqualTo(100);
  }

  @Test
  void take_largestAmount_doesNotOverflow() {
    assertThat(take(1)).isTrue();
    assertThat(take(Long.MAX_VALUE)).isFalse();
    assertThat(limit.paid()).isEqualTo(1);
  }

  @Test
  void take_anotherFile_hasALimitOfItsOwn() {
    assertThat(take(100)).isTrue();
    PaymentLimit other = new PaymentLimit(store, 2, 100);
    assertThat(store.transact(() -> other.take(100))).isTrue();
  }

  @Test
  void take_othersTakeMeanwhile_isNotRunAgain() {
    assertThat(takeWhileAnotherTakes(10, 20)).isTrue();
    assertThat(attempts).isEqualTo(1);
    assertThat(limit.paid()).isEqualTo(30);
  }

  @Test
  void take_othersTakeTheRestMeanwhile_isRunAgainAndRefused() {
    assertThat(takeWhileAnotherTakes(10, 95)).isFalse();
    assertThat(attempts).isEqualTo(2);
    assertThat(limit.paid()).isEqualTo(95);
  }

  private boolean take(long amount) {
    return store.transact(() -> limit.take(amount));
  }

  /** Takes the amount in a transaction, amid whose first attempt another one takes the other. */
  private boolean takeWhileAnotherTakes(long amount, long other) {
    return store.transact(
        () -> {
          boolean fits = limit.take(amount);
          if (attempts++ == 0) {
            assertThat(store.transactAsync(() -> limit.take(other)).join()).isTrue();
          }
          return fits;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"stm:", "lock:", "agent:", "multiverse:"})
  void apply_manyThreads_neverExceedsTheLimitAndRefusesNothingThatFits(String uri)
      throws Exception {
    try (Store shared = Store.open(uri)) {
      PaymentLimit sharedLimit = new PaymentLimit(shared, 1, MOST);
      Ledger ledger =
          new Ledger(shared, OptionalLong.of(1_000_000), Duration.ofNanos(10_000))
              .limitedTo(sharedLimit);
      List<Outcome> outcomes = applyAll(ledger, orders(), sharedLimit);
      long applied = 0;
      long leastRefused = Long.MAX_VALUE;
      for (int i = 0; i < outcomes.size(); i++) {
        long amount = orders().get(i).amount();
        switch (outcomes.get(i)) {
          case APPLIED -> applied += amount;
          case BEYOND_THE_LIMIT -> leastRefused = Math.min(leastRefused, amount);
          default -> throw new AssertionError(outcomes.get(i));
        }
      }
      assertThat(applied).isEqualTo(sharedLimit.paid()).isLessThanOrEqualTo(MOST);
      assertThat(leastRefused).isGreaterThan(MOST - applied).isLessThan(Long.MAX_VALUE);
      assertThat(ledger.audit().isConsistent()).isTrue();
    }
  }

  /** Small orders of different accounts, of which about half are beyond the limit. */
  private static List<PaymentOrder> orders() {
    Random random = new Random(5);
    List<PaymentOrder> orders = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      orders.add(new PaymentOrder("payer-" + i % 20, "payee-" + i % 30, 1 + random.nextInt(50)));
    }
    return orders;
  }

  private static List<Outcome> applyAll(
      Ledger ledger, List<PaymentOrder> orders, PaymentLimit limit) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Outcome>> tasks =
          orders.stream()
              .<Callable<Outcome>>map(order -> () -> applyAndLook(ledger, order, limit))
              .toList();
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> outcome : threads.invokeAll(tasks)) {
        outcomes.add(outcome.get());
      }
      return outcomes;
    }
  }

  private static Outcome applyAndLook(Ledger ledger, PaymentOrder order, PaymentLimit limit) {
    Outcome outcome = ledger.apply(new OrderEntry(2, "", order), Receipts.none()).outcome();
    assertThat(limit.paid()).isLessThanOrEqualTo(MOST);
    return outcome;
  }
}
