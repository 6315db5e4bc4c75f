package io.isolde.examples.bank.way;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.PaymentOrder;
import io.isolde.store.Store;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways, with transfers that a script makes collide at the worst moments. */
class WaysTest {
  private static final Map<String, Account> OPENING =
      Map.of(
          "a", new Account(100, false),
          "b", new Account(100, false),
          "c", new Account(100, false),
          "frozen", new Account(100, true));

  private static final long TOTAL = 400;

  private final ScriptedBody body = new ScriptedBody();

  static Stream<Arguments> ways() {
    return Stream.of(
        way("unsynchronised", UnsynchronisedWay::new),
        way("cas", CompareAndSetWay::new),
        way("owners", (opening, body) -> new OwnersWay(Store.open("lock:"), opening, body)),
        way("lock:", Kind.of("lock:")::open),
        way("stm:", Kind.of("stm:")::open));
  }

  private static Arguments way(
      String name, BiFunction<Map<String, Account>, Runnable, Way> opening) {
    return Arguments.of(name, opening);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void transfer_enoughFunds_movesTheMoney(
      String name, BiFunction<Map<String, Account>, Runnable, Way> opening) {
    try (Way way = opening.apply(OPENING, body)) {
      assertThat(transfer(way, "a", "b", 100)).isEqualTo(new Reply(Ending.MOVED, 0));
      assertThat(transfer(way, "a", "c", 1)).isEqualTo(new Reply(Ending.REFUSED, 0));
      assertThat(transfer(way, "b", "c", 200)).isEqualTo(new Reply(Ending.MOVED, 0));
      assertThat(way.audit()).isEqualTo(TOTAL);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void transfer_payeeFrozen_leavesBothAsTheyWere(
      String name, BiFunction<Map<String, Account>, Runnable, Way> opening) {
    try (Way way = opening.apply(OPENING, body)) {
      Ending refusal = way instanceof TwoStepWay ? Ending.PAID_BACK : Ending.REFUSED;
      assertThat(transfer(way, "a", "frozen", 30)).isEqualTo(new Reply(refusal, 0));
      assertThat(transfer(way, "a", "b", 100).ending()).isEqualTo(Ending.MOVED);
      assertThat(transfer(way, "frozen", "a", 101).ending()).isEqualTo(Ending.REFUSED);
      assertThat(transfer(way, "frozen", "a", 100).ending()).isEqualTo(Ending.MOVED);
      assertThat(way.audit()).isEqualTo(TOTAL);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void transfer_frozenPaysFrozen_isNotLost(
      String name, BiFunction<Map<String, Account>, Runnable, Way> opening) {
    Map<String, Account> frozen =
        Map.of("x", new Account(100, true), "frozen", new Account(100, true));
    try (Way way = opening.apply(frozen, body)) {
      assertThat(transfer(way, "x", "frozen", 30).ending()).isNotEqualTo(Ending.MOVED);
      assertThat(way.audit()).isEqualTo(200);
    }
  }

  @Test
  void unsynchronised_anotherTransferFromThePayer_isForgotten() {
    Way way = new UnsynchronisedWay(OPENING, body);
    body.next(() -> transfer(way, "a", "c", 10));
    assertThat(transfer(way, "a", "b", 5)).isEqualTo(new Reply(Ending.MOVED, 0));
    assertThat(way.audit()).isEqualTo(TOTAL + 10);
  }

  @Test
  void unsynchronised_anotherTransferToThePayee_isLost() {
    Way way = new UnsynchronisedWay(OPENING, body);
    body.next(() -> transfer(way, "c", "b", 10));
    assertThat(transfer(way, "a", "b", 5)).isEqualTo(new Reply(Ending.MOVED, 0));
    assertThat(way.audit()).isEqualTo(TOTAL - 10);
  }

  @Test
  void compareAndSet_anotherTransferFromThePayer_isAConflictAndNothingIsLost() {
    Way way = new CompareAndSetWay(OPENING, body);
    body.next(() -> transfer(way, "a", "c", 10));
    assertThat(transfer(way, "a", "b", 5)).isEqualTo(new Reply(Ending.MOVED, 1));
    assertThat(way.audit()).isEqualTo(TOTAL);
  }

  @Test
  void compareAndSet_otherTransferEmptiesThePayer_isRefused() {
    Way way = new CompareAndSetWay(OPENING, body);
    body.next(() -> transfer(way, "a", "c", 100));
    assertThat(transfer(way, "a", "b", 5)).isEqualTo(new Reply(Ending.REFUSED, 1));
    assertThat(way.audit()).isEqualTo(TOTAL);
  }

  @Test
  void compareAndSet_auditBetweenTheSteps_missesTheMoney() {
    Events accounts = new Events();
    Way way = new CompareAndSetWay(accounts, body);
    long[] total = {0};
    accounts.beforeChanging("b", () -> total[0] = way.audit());
    transfer(way, "a", "b", 5);
    assertThat(total[0]).isEqualTo(TOTAL - 5);
    assertThat(way.audit()).isEqualTo(TOTAL);
  }

  @Test
  void compareAndSet_auditBeforeTheRefund_missesTheMoney() {
    Events accounts = new Events();
    Way way = new CompareAndSetWay(accounts, body);
    long[] totals = {0};
    body.next(
        () -> accounts.beforeChanging("a", accounts.then("a", () -> totals[0] = way.audit())));
    assertThat(transfer(way, "a", "frozen", 5).ending()).isEqualTo(Ending.PAID_BACK);
    assertThat(totals[0]).isEqualTo(TOTAL - 5);
    assertThat(way.audit()).isEqualTo(TOTAL);
  }

  @Test
  void stm_overtakenByAnotherThread_isAConflictAndNothingIsLost() {
    try (Way way = Kind.of("stm:").open(OPENING, body)) {
      body.next(() -> join(Thread.startVirtualThread(() -> transfer(way, "a", "c", 10))));
      assertThat(transfer(way, "a", "b", 5)).isEqualTo(new Reply(Ending.MOVED, 1));
      assertThat(way.audit()).isEqualTo(TOTAL);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Reply transfer(Way way, String payer, String payee, long amount) {
    return way.transfer(new PaymentOrder(payer, payee, amount));
  }

  /** The accounts; an event can happen right before one of them is changed, once. */
  private static final class Events extends ConcurrentHashMap<String, Account> {
    private static final long serialVersionUID = 1L;

    private String name = "";
    private transient Runnable event = () -> {};

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
