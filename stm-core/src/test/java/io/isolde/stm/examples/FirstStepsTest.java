package io.isolde.stm.examples;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.LongRef;
import io.isolde.stm.Transaction;
import io.isolde.stm.collection.TMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bank of docs/start.md: first with a lock, then with transactions. */
class FirstStepsTest {
  // @start region="lock"
  static final class LockedBank {
    private final Map<String, Long> balances = new HashMap<>();
    private final Lock lock = new ReentrantLock();

    boolean transfer(String payer, String payee, long amount) {
      lock.lock();
      try {
        long available = balances.get(payer);
        if (available < amount) {
          return false;
        }
        balances.put(payer, available - amount);
        balances.merge(payee, amount, Long::sum);
        return true;
      } finally {
        lock.unlock();
      }
    }

    long total() {
      lock.lock();
      try {
        return balances.values().stream().mapToLong(Long::longValue).sum();
      } finally {
        lock.unlock();
      }
    }
  }

  // @end

  // @start region="bank"
  static final class Bank {
    private final Map<String, Long> balances = new TMap<>();

    boolean transfer(String payer, String payee, long amount) {
      return atomic(
          () -> {
            long available = balances.get(payer);
            if (available < amount) {
              return false;
            }
            balances.put(payer, available - amount);
            balances.merge(payee, amount, Long::sum);
            return true;
          });
    }

    long total() {
      return snapshot(() -> balances.values().stream().mapToLong(Long::longValue).sum());
    }
  }

  // @end

  // @start region="account"
  record Account(String owner, LongRef balance) {}

  // @end

  // @start region="transfer"
  static void transfer(Account payer, Account payee, long amount) {
    atomic(
        () -> {
          check(payer.balance().get() >= amount); // waits until another transaction pays in
          payer.balance().add(-amount);
          payee.balance().add(amount);
        });
  }

  // @end

  @Test
  void lockedBank_transfersOnlyWhatIsThere() {
    LockedBank bank = new LockedBank();
    bank.balances.put("alice", 100L);

    assertThat(bank.transfer("alice", "bob", 70)).isTrue();
    assertThat(bank.transfer("alice", "bob", 70)).isFalse();

    assertThat(bank.balances).isEqualTo(Map.of("alice", 30L, "bob", 70L));
    assertThat(bank.total()).isEqualTo(100);
  }

  @ParameterizedTest
  @EnumSource
  void bank_transfersAndAuditsAtTheSameTime_keepsItsTotal(Kind kind) {
    Bank bank = new Bank();
    bank.balances.putAll(Map.of("alice", 500L, "bob", 500L));

    Threads.together(
        kind,
        3,
        thread -> {
          for (int i = 0; i < 200; i++) {
            switch (thread) {
              case 0 -> bank.transfer("alice", "bob", 7);
              case 1 -> bank.transfer("bob", "alice", 5);
              default -> assertThat(bank.total()).isEqualTo(1000);
            }
          }
        });

    assertThat(bank.total()).isEqualTo(1000);
  }

  @Test
  void bank_transferOfMoreThanThereIs_changesNothing() {
    Bank bank = new Bank();
    bank.balances.put("alice", 100L);

    assertThat(bank.transfer("alice", "bob", 101)).isFalse();

    assertThat(bank.balances).isEqualTo(Map.of("alice", 100L));
  }

  @Test
  void transfer_withoutFunds_waitsForThem() throws InterruptedException {
    Account alice = new Account("Alice", LongRef.of(0));
    Account bob = new Account("Bob", LongRef.of(0));
    Thread payer = Thread.startVirtualThread(() -> transfer(alice, bob, 30));

    alice.balance().add(100);
    payer.join();

    assertThat(alice.balance().get()).isEqualTo(70);
    assertThat(bob.balance().get()).isEqualTo(30);
  }

  @Test
  void steps_inOneTransaction_takeEffectTogether() {
    List<String> mails = new CopyOnWriteArrayList<>();
    Account alice = new Account("Alice", LongRef.of(100));
    Account bob = new Account("Bob", LongRef.of(0));
    Account carol = new Account("Carol", LongRef.of(0));
    // @start region="compose"
    atomic(
        () -> {
          transfer(alice, bob, 30);
          transfer(alice, carol, 20); // both, or neither
          Transaction.current().afterCommit(() -> mails.add("Alice has paid")); // once
        });
    // @end
    assertThat(alice.balance().get()).isEqualTo(50);
    assertThat(mails).containsExactly("Alice has paid");
  }
}
