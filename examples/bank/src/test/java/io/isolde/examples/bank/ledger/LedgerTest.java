package io.isolde.examples.bank.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.examples.bank.Balance;
import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.PaymentOrder;
import io.isolde.store.Store;
import io.isolde.store.StoreUri;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final long OPENING = 100;

  private final Ledger closedLedger = new Ledger(OptionalLong.empty(), Duration.ZERO);
  private final Ledger openingLedger = new Ledger(OptionalLong.of(OPENING), Duration.ZERO);

  @Test
  void apply_enoughFunds_movesTheMoney() {
    assertThat(apply(openingLedger, "a", "b", 30)).isEqualTo(Outcome.APPLIED);
    assertThat(openingLedger.balances())
        .containsExactly(new Balance("a", 70), new Balance("b", 130));
  }

  @Test
  void apply_allFunds_emptiesTheAccount() {
    assertThat(apply(openingLedger, "a", "b", OPENING)).isEqualTo(Outcome.APPLIED);
    assertThat(openingLedger.balances())
        .containsExactly(new Balance("a", 0), new Balance("b", 2 * OPENING));
  }

  @Test
  void apply_insufficientFunds_movesNothingButOpensBoth() {
    assertThat(apply(openingLedger, "a", "b", OPENING + 1)).isEqualTo(Outcome.INSUFFICIENT_FUNDS);
    assertThat(openingLedger.balances())
        .containsExactly(new Balance("a", OPENING), new Balance("b", OPENING));
  }

  @Test
  void apply_unknownPayerOrPayee_isRefused() {
    closedLedger.open(new Balance("a", OPENING));
    assertThat(apply(closedLedger, "a", "b", 1)).isEqualTo(Outcome.UNKNOWN_ACCOUNT);
    assertThat(apply(closedLedger, "b", "a", 1)).isEqualTo(Outcome.UNKNOWN_ACCOUNT);
    assertThat(closedLedger.balances()).containsExactly(new Balance("a", OPENING));
  }

  @Test
  void apply_sameAccount_isRefusedAndOpensNothing() {
    assertThat(apply(openingLedger, "a", "a", 1)).isEqualTo(Outcome.SAME_ACCOUNT);
    assertThat(openingLedger.balances()).isEmpty();
  }

  @Test
  void apply_nonPositiveAmount_isRefusedAndOpensNothing() {
    assertThat(apply(openingLedger, "a", "b", 0)).isEqualTo(Outcome.NON_POSITIVE_AMOUNT);
    assertThat(apply(openingLedger, "a", "b", -5)).isEqualTo(Outcome.NON_POSITIVE_AMOUNT);
    assertThat(apply(openingLedger, "a", "b", Long.MIN_VALUE))
        .isEqualTo(Outcome.NON_POSITIVE_AMOUNT);
    assertThat(openingLedger.balances()).isEmpty();
  }

  @Test
  void apply_alone_needsOneAttempt() {
    assertThat(receipt(openingLedger, "a", "b", 1).attempts()).isEqualTo(1);
  }

  @Test
  void apply_largestAmounts_doNotOverflow() {
    closedLedger.open(new Balance("a", Long.MAX_VALUE));
    closedLedger.open(new Balance("b", 0));
    assertThat(apply(closedLedger, "a", "b", Long.MAX_VALUE)).isEqualTo(Outcome.APPLIED);
    assertThat(closedLedger.audit()).isEqualTo(new Audit(Long.MAX_VALUE, Long.MAX_VALUE));
  }

  @Test
  void apply_openingBeyondAllMoney_failsAndChangesNothing() {
    Ledger ledger = new Ledger(OptionalLong.of(Long.MAX_VALUE), Duration.ZERO);
    assertThatThrownBy(() -> apply(ledger, "a", "b", 1))
        .isInstanceOf(BankException.class)
        .hasMessageContaining("open them with less");
    assertThat(ledger.balances()).isEmpty();
    assertThat(ledger.audit()).isEqualTo(new Audit(0, 0));
  }

  @Test
  void open_nameTaken_changesNothing() {
    assertThat(closedLedger.open(new Balance("a", OPENING))).isTrue();
    assertThat(closedLedger.open(new Balance("a", 7))).isFalse();
    assertThat(closedLedger.balances()).containsExactly(new Balance("a", OPENING));
  }

  @Test
  void open_openedByAnOrder_changesNothing() {
    apply(openingLedger, "a", "b", 30);
    assertThat(openingLedger.open(new Balance("a", 7))).isFalse();
    assertThat(openingLedger.audit()).isEqualTo(new Audit(2 * OPENING, 2 * OPENING));
  }

  /** Accounts share the expected total, but seldom anything else. */
  @Test
  void open_othersOpenMeanwhile_isNotRunAgain() {
    try (Store store = Store.open("stm:")) {
      Ledger ledger = new Ledger(store, OptionalLong.empty(), Duration.ZERO);
      for (int i = 0; i < 1000; i++) {
        ledger.open(new Balance("early-" + i, 1));
      }
      int[] attempts = {0};
      for (int i = 0; i < 20; i++) {
        Balance one = new Balance("one-" + i, 5);
        Balance other = new Balance("other-" + i, 7);
        store.transact(
            () -> {
              attempts[0]++;
              ledger.open(one);
              store.transactAsync(() -> ledger.open(other)).join();
            });
      }
      assertThat(attempts[0]).isLessThan(30);
      assertThat(ledger.audit()).isEqualTo(new Audit(1240, 1240));
    }
  }

  @Test
  void open_withNothing_isOpen() {
    closedLedger.open(new Balance("a", OPENING));
    closedLedger.open(new Balance("b", 0));
    assertThat(apply(closedLedger, "a", "b", 1)).isEqualTo(Outcome.APPLIED);
  }

  @Test
  void audit_noAccounts_isConsistent() {
    assertThat(closedLedger.audit()).isEqualTo(new Audit(0, 0));
  }

  @Test
  void audit_afterTransfersAndRefusals_findsWhatWasOpened() {
    apply(openingLedger, "a", "b", 30);
    apply(openingLedger, "b", "c", 500);
    assertThat(openingLedger.audit()).isEqualTo(new Audit(3 * OPENING, 3 * OPENING));
  }

  /** As another process does to a store that several share. */
  @Test
  void books_whileOthersOpenAccounts_agree() throws InterruptedException {
    Thread others =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < 2000; i++) {
                    closedLedger.open(new Balance("account-" + i, 1));
                  }
                });
    while (others.isAlive()) {
      Books books = closedLedger.books();
      assertThat(books.audit().isConsistent()).isTrue();
      assertThat(books.opened()).isEqualTo(books.accounts()).isEqualTo(books.audit().found());
    }
    others.join();
    assertThat(closedLedger.books().accounts()).isEqualTo(2000);
  }

  @Test
  void balances_manyAccounts_areSortedByName() {
    apply(openingLedger, "b", "c", 1);
    apply(openingLedger, "a", "b", 1);
    assertThat(openingLedger.balances())
        .extracting(Balance::account)
        .containsExactly("a", "b", "c");
    assertThat(openingLedger.books())
        .isEqualTo(new Books(new Audit(3 * OPENING, 3 * OPENING), 3 * OPENING, 3));
  }

  @Test
  void ledger_storeOfSingleAccounts_isRefusedWithTheReason() {
    assertThatThrownBy(() -> new Ledger(incapableStore(), OptionalLong.empty(), Duration.ZERO))
        .isInstanceOf(BankException.class)
        .hasMessageContaining("single:")
        .hasMessageContaining("ATOMIC_OVER_KEYS");
  }

  /** A store that answers only questions about its URI and its capabilities. */
  private static Store incapableStore() {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (store, method, arguments) ->
                switch (method.getName()) {
                  case "uri" -> StoreUri.parse("single:");
                  case "capabilities" -> Set.of();
                  default -> throw new AssertionError(method + " of an incapable store");
                });
  }

  private static Outcome apply(Ledger ledger, String payer, String payee, long amount) {
    return receipt(ledger, payer, payee, amount).outcome();
  }

  private static Receipt receipt(Ledger ledger, String payer, String payee, long amount) {
    PaymentOrder order = new PaymentOrder(payer, payee, amount);
    return ledger.apply(new OrderEntry(2, "", order), Receipts.none());
  }
}
