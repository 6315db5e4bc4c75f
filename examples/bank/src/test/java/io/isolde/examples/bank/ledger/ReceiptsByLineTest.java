package io.isolde.examples.bank.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.PaymentOrder;
import io.isolde.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiptsByLineTest {
  private static final int LINES = 100;
  private static final int OUTCOMES = Outcome.values().length;

  private final Store store = Store.open("stm:");
  private final ReceiptsByLine receipts = new ReceiptsByLine(store, 1);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void settle_anyOutcomeInAnyLine_isRemembered() {
    for (long line = 1; line <= LINES; line++) {
      assertThat(settle(receipts, line, outcome(line))).isEqualTo(Settlement.now(outcome(line)));
    }
    for (long line = 1; line <= LINES; line++) {
      assertThat(settle(receipts, line, outcome(line + 1)))
          .isEqualTo(Settlement.before(outcome(line)));
    }
  }

  private static Outcome outcome(long line) {
    return Outcome.numbered(1 + (int) (line % OUTCOMES));
  }

  @Test
  void settle_transferThatThrows_leavesNoReceipt() {
    try {
      store.transact(
          () -> {
            settle(receipts, 7, Outcome.APPLIED);
            throw new IllegalArgumentException("undone");
          });
    } catch (IllegalArgumentException undone) {
      assertThat(undone).hasMessage("undone");
    }
    assertThat(settle(receipts, 7, Outcome.SAME_ACCOUNT).before()).isFalse();
  }

  @Test
  void settle_linesOfOnePage_takeOneEntry() {
    for (long line = 16; line < 32; line++) {
      settle(receipts, line, Outcome.APPLIED);
    }
    assertThat(store.map("receipts by line", ReceiptsByLine.Page.class, Long.class)).hasSize(1);
  }

  @Test
  void drop_severalFiles_forgetsTheOneOnly() {
    ReceiptsByLine other = new ReceiptsByLine(store, 2);
    settle(receipts, 20, Outcome.APPLIED);
    settle(other, 20, Outcome.SAME_ACCOUNT);
    other.drop();
    assertThat(settle(receipts, 20, Outcome.APPLIED).before()).isTrue();
    assertThatThrownBy(() -> settle(other, 20, Outcome.APPLIED))
        .isInstanceOf(BankException.class)
        .hasMessageContaining("another process has applied the file to its end");
  }

  @Test
  void settle_droppedAmidIt_leavesNoReceipt() {
    boolean[] isDropped = {false};
    assertThatThrownBy(
            () ->
                store.transact(
                    () -> {
                      Settlement settlement = settle(receipts, 7, Outcome.APPLIED);
                      if (!isDropped[0]) {
                        isDropped[0] = true;
                        assertThat(store.transactAsync(this::drop).join()).isTrue();
                      }
                      return settlement;
                    }))
        .isInstanceOf(BankException.class);
    assertThat(store.map("receipts by line", ReceiptsByLine.Page.class, Long.class)).hasSize(1);
  }

  private boolean drop() {
    receipts.drop();
    return true;
  }

  /** Existing stores contain the numbers. */
  @Test
  void outcomes_always_keepTheirNumbers() {
    assertThat(Outcome.values()).extracting(Outcome::number).containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(Outcome.values()).allMatch(outcome -> Outcome.numbered(outcome.number()) == outcome);
  }

  private static Settlement settle(Receipts receipts, long line, Outcome outcome) {
    OrderEntry entry = new OrderEntry(line, "", new PaymentOrder("a", "b", 1));
    return receipts.settle(entry, () -> outcome);
  }
}
