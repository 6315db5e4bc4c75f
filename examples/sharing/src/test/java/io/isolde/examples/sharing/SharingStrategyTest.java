package io.isolde.examples.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Store;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The strategies, with transfers that a script makes collide at the worst moments. */
class SharingStrategyTest {
  private static final Map<String, Account> OPENING =
      Map.of(
          "a", new Account(100, false),
          "b", new Account(100, false),
          "c", new Account(100, false),
          "frozen", new Account(100, true));

  private static final long TOTAL = 400;

  private final ScriptedBody body = new ScriptedBody();

  static Stream<Arguments> strategies() {
    return Stream.of(
        strategy("unsynchronised", UnsynchronisedStrategy::new),
        strategy("cas", CompareAndSetStrategy::new),
        strategy(
            "owners", (opening, body) -> new OwnersStrategy(Store.open("lock:"), opening, body)),
        strategy("lock:", SharingStrategies.named("lock:")::open),
        strategy("stm:", SharingStrategies.named("stm:")::open));
  }

  private static Arguments strategy(
      String name, BiFunction<Map<String, Account>, Runnable, SharingStrategy> opening) {
    return Arguments.of(name, opening);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strategies")
  void transfer_enoughFunds_movesTheMoney(
      String name, BiFunction<Map<String, Account>, Runnable, SharingStrategy> opening) {
    try (SharingStrategy strategy = opening.apply(OPENING, body)) {
      assertThat(transfer(strategy, "a", "b", 100)).isEqualTo(new TransferResult(Outcome.MOVED, 0));
      assertThat(transfer(strategy, "a", "c", 1)).isEqualTo(new TransferResult(Outcome.REFUSED, 0));
      assertThat(transfer(strategy, "b", "c", 200)).isEqualTo(new TransferResult(Outcome.MOVED, 0));
      assertThat(strategy.audit()).isEqualTo(TOTAL);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strategies")
  void transfer_payeeFrozen_leavesBothAsTheyWere(
      String name, BiFunction<Map<String, Account>, Runnable, SharingStrategy> opening) {
    try (SharingStrategy strategy = opening.apply(OPENING, body)) {
      Outcome refusal = strategy instanceof TwoStepStrategy ? Outcome.PAID_BACK : Outcome.REFUSED;
      assertThat(transfer(strategy, "a", "frozen", 30)).isEqualTo(new TransferResult(refusal, 0));
      assertThat(transfer(strategy, "a", "b", 100).outcome()).isEqualTo(Outcome.MOVED);
      assertThat(transfer(strategy, "frozen", "a", 101).outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(transfer(strategy, "frozen", "a", 100).outcome()).isEqualTo(Outcome.MOVED);
      assertThat(strategy.audit()).isEqualTo(TOTAL);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strategies")
  void transfer_frozenPaysFrozen_isNotLost(
      String name, BiFunction<Map<String, Account>, Runnable, SharingStrategy> opening) {
    Map<String, Account> frozen =
        Map.of("x", new Account(100, true), "frozen", new Account(100, true));
    try (SharingStrategy strategy = opening.apply(frozen, body)) {
      assertThat(transfer(strategy, "x", "frozen", 30).outcome()).isNotEqualTo(Outcome.MOVED);
      assertThat(strategy.audit()).isEqualTo(200);
    }
  }

  @Test
  void unsynchronised_anotherTransferFromThePayer_isForgotten() {
    SharingStrategy strategy = new UnsynchronisedStrategy(OPENING, body);
    body.next(() -> transfer(strategy, "a", "c", 10));
    assertThat(transfer(strategy, "a", "b", 5)).isEqualTo(new TransferResult(Outcome.MOVED, 0));
    assertThat(strategy.audit()).isEqualTo(TOTAL + 10);
  }

  @Test
  void unsynchronised_anotherTransferToThePayee_isLost() {
    SharingStrategy strategy = new UnsynchronisedStrategy(OPENING, body);
    body.next(() -> transfer(strategy, "c", "b", 10));
    assertThat(transfer(strategy, "a", "b", 5)).isEqualTo(new TransferResult(Outcome.MOVED, 0));
    assertThat(strategy.audit()).isEqualTo(TOTAL - 10);
  }

  @Test
  void compareAndSet_anotherTransferFromThePayer_isAConflictAndNothingIsLost() {
    SharingStrategy strategy = new CompareAndSetStrategy(OPENING, body);
    body.next(() -> transfer(strategy, "a", "c", 10));
    assertThat(transfer(strategy, "a", "b", 5)).isEqualTo(new TransferResult(Outcome.MOVED, 1));
    assertThat(strategy.audit()).isEqualTo(TOTAL);
  }

  @Test
  void compareAndSet_otherTransferEmptiesThePayer_isRefused() {
    SharingStrategy strategy = new CompareAndSetStrategy(OPENING, body);
    body.next(() -> transfer(strategy, "a", "c", 100));
    assertThat(transfer(strategy, "a", "b", 5)).isEqualTo(new TransferResult(Outcome.REFUSED, 1));
    assertThat(strategy.audit()).isEqualTo(TOTAL);
  }

  @Test
  void compareAndSet_auditBetweenTheSteps_missesTheMoney() {
    Events accounts = new Events();
    SharingStrategy strategy = new CompareAndSetStrategy(accounts, body);
    long[] total = {0};
    accounts.beforeChanging("b", () -> total[0] = strategy.audit());
    transfer(strategy, "a", "b", 5);
    assertThat(total[0]).isEqualTo(TOTAL - 5);
    assertThat(strategy.audit()).isEqualTo(TOTAL);
  }

  @Test
  void compareAndSet_auditBeforeTheRefund_missesTheMoney() {
    Events accounts = new Events();
    SharingStrategy strategy = new CompareAndSetStrategy(accounts, body);
    long[] totals = {0};
    body.next(
        () -> accounts.beforeChanging("a", accounts.then("a", () -> totals[0] = strategy.audit())));
    assertThat(transfer(strategy, "a", "frozen", 5).outcome()).isEqualTo(Outcome.PAID_BACK);
    assertThat(totals[0]).isEqualTo(TOTAL - 5);
    assertThat(strategy.audit()).isEqualTo(TOTAL);
  }

  @Test
  void stm_overtakenByAnotherThread_isAConflictAndNothingIsLost() {
    try (SharingStrategy strategy = SharingStrategies.named("stm:").open(OPENING, body)) {
      body.next(() -> join(Thread.startVirtualThread(() -> transfer(strategy, "a", "c", 10))));
      assertThat(transfer(strategy, "a", "b", 5)).isEqualTo(new TransferResult(Outcome.MOVED, 1));
      assertThat(strategy.audit()).isEqualTo(TOTAL);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TransferResult transfer(
      SharingStrategy strategy, String payer, String payee, long amount) {
    return strategy.transfer(new Transfer(payer, payee, amount));
  }

  /** The accounts; an event can happen right before one of them is changed, once. */
  private static final class Events extends ConcurrentHashMap<String, Account> {
    private String name = "";
    private Runnable event = () -> {};

    Events() {
      super(OPENING);
    }

    void beforeChanging(String account, Runnable what) {
      name = account;
      event = what;
    }

    /** An event that schedules another one. */
    Runnable then(String account, Runnable what) {
      return () -> beforeChanging(account, what);
    }

    @Override
    public boolean replace(String key, Account before, Account after) {
      if (key.equals(name)) {
        name = "";
        event.run();
      }
      return super.replace(key, before, after);
    }
  }
}
