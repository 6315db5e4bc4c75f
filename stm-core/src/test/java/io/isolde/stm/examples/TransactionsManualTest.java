package io.isolde.stm.examples;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.orElse;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.BooleanRef;
import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import io.isolde.stm.Subscription;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.stm.ValidationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** The examples of docs/transactions.md. */
class TransactionsManualTest {
  // @start region="result"
  private final LongRef nextNumber = LongRef.of(1);
  private final Ref<String> lastOrder = Ref.of("none");

  String order(String what) {
    return atomic(
        () -> {
          String order = what + " #" + nextNumber.getAndIncrement();
          lastOrder.set(order);
          return order; // what atomic returns
        });
  }

  // @end

  @Test
  void atomic_returnsWhatItsBodyReturns() {
    assertThat(order("tea")).isEqualTo("tea #1");
    assertThat(order("cake")).isEqualTo("cake #2");
    assertThat(lastOrder.get()).isEqualTo("cake #2");
  }

  @Test
  void snapshot_showsOneInstant() {
    LongRef paid = LongRef.of(3);
    LongRef open = LongRef.of(4);
    // @start region="snapshot"
    long orders = snapshot(() -> paid.get() + open.get()); // as of one instant
    // @end
    assertThat(orders).isEqualTo(7);
  }

  @Test
  void nestedBlock_thatThrows_isRolledBackAlone() {
    LongRef stock = LongRef.of(5);
    LongRef pickups = LongRef.of(0);
    LongRef couriers = LongRef.of(0);
    // @start region="nested"
    atomic(
        () -> {
          stock.decrement();
          try {
            atomic(() -> book(couriers)); // joins the transaction
          } catch (NoSuchElementException e) { // only what book has done is undone
            pickups.increment();
          }
        });
    // @end
    assertThat(stock.get()).isEqualTo(4);
    assertThat(couriers.get()).isZero();
    assertThat(pickups.get()).isEqualTo(1);
  }

  private static void book(LongRef couriers) {
    couriers.decrement();
    if (couriers.get() < 0) {
      throw new NoSuchElementException("no courier");
    }
  }

  @Test
  void check_waitsUntilTheConditionHolds() throws InterruptedException {
    LongRef stock = LongRef.of(0);
    Thread supplier = Thread.startVirtualThread(stock::increment);
    // @start region="wait"
    atomic(
        () -> {
          check(stock.get() > 0); // parks until stock changes, and then starts over
          stock.decrement();
        });
    // @end
    supplier.join();
    assertThat(stock.get()).isZero();
  }

  @Test
  void orElse_takesTheFirstAlternativeThatNeedNotWait() {
    LongRef shelf = LongRef.of(0);
    LongRef store = LongRef.of(2);
    // @start region="alternatives"
    String from =
        orElse(
            () -> {
              check(shelf.get() > 0);
              shelf.decrement();
              return "shelf";
            },
            () -> {
              check(store.get() > 0); // if both are empty, waits for either
              store.decrement();
              return "store";
            });
    // @end
    assertThat(from).isEqualTo("store");
    assertThat(store.get()).isEqualTo(1);
  }

  // @start region="options"
  private static final TransactionOptions OPENING =
      TransactionOptions.named("opening").withTimeout(Duration.ofMillis(20));

  void enter(BooleanRef open) { // or TransactionTimeoutException
    atomic(OPENING, () -> check(open.get()));
  }

  // @end

  @Test
  void atomic_withTimeout_givesUp() {
    assertThatThrownBy(() -> enter(BooleanRef.of(false)))
        .isInstanceOf(TransactionTimeoutException.class)
        .hasMessageContaining("opening");
    enter(BooleanRef.of(true));
  }

  @Test
  void addition_doesNotRead() {
    LongRef visits = LongRef.of(0);
    // @start region="add"
    atomic(() -> visits.add(1)); // conflicts with no other addition
    atomic(() -> visits.set(visits.get() + 1)); // conflicts with every change of visits
    // @end
    assertThat(visits.get()).isEqualTo(2);
  }

  @Test
  void hooks_runOnce() {
    List<String> sent = new ArrayList<>();
    Ref<String> address = Ref.of("old");
    // @start region="hooks"
    atomic(
        () -> {
          address.set("new");
          Transaction.current().afterCommit(() -> sent.add("address changed"));
        });
    // @end
    assertThat(sent).containsExactly("address changed");
  }

  @Test
  void validator_refusesCommits() {
    // @start region="validator"
    LongRef balance = LongRef.named("balance", 100);
    Subscription rule = balance.addValidator("must not be negative", value -> value >= 0);
    // @end
    assertThatThrownBy(() -> atomic(() -> balance.add(-101)))
        .isInstanceOf(ValidationException.class);
    assertThat(balance.get()).isEqualTo(100);
    rule.close();
  }

  @Test
  void watch_seesEveryCommit() {
    List<Long> seen = new ArrayList<>();
    LongRef balance = LongRef.of(100);
    // @start region="watch"
    Subscription watch = balance.watch((before, after) -> seen.add(after));
    balance.add(1);
    atomic(() -> balance.add(2));
    // @end
    watch.close();
    assertThat(seen).containsExactly(101L, 103L);
  }
}
