package io.isolde.benchmarks.durable.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeersTest {
  private static final int SIZE = 10;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void transfer_movesMoney_andItIsThereWhenOpenedAgain(Peer peer) throws Exception {
    try (DurableAccounts accounts = peer.open(directory)) {
      accounts.fill(SIZE);
      accounts.transfer(7, 2, 30);
      accounts.transfer(1, 2, 5);
    }
    try (DurableAccounts accounts = peer.open(directory)) {
      assertThat(accounts.balance(7)).isEqualTo(Account.OPENING_BALANCE - 30);
      assertThat(accounts.balance(2)).isEqualTo(Account.OPENING_BALANCE + 35);
      assertThat(accounts.balance(1)).isEqualTo(Account.OPENING_BALANCE - 5);
      assertThat(accounts.sum()).isEqualTo(SIZE * Account.OPENING_BALANCE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void transfer_toAnAccountThatIsNotThere_failsAndTakesNothing(Peer peer) throws Exception {
    try (DurableAccounts accounts = peer.open(directory)) {
      accounts.fill(SIZE);
      assertThatThrownBy(() -> accounts.transfer(1, SIZE, 30)).isInstanceOf(RuntimeException.class);

      accounts.transfer(1, 2, 5);
      assertThat(accounts.balance(1)).isEqualTo(Account.OPENING_BALANCE - 5);
      assertThat(accounts.sum()).isEqualTo(SIZE * Account.OPENING_BALANCE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void transfers_ofManyThreadsOnFewAccounts_keepTheSum(Peer peer) throws Exception {
    int threads = 8;
    int transfers = 40;
    long moved;
    try (DurableAccounts accounts = peer.open(directory)) {
      accounts.fill(3);
      moved = transferByMany(accounts, threads, transfers);
      assertThat(accounts.balance(0)).isEqualTo(Account.OPENING_BALANCE - moved);
      assertThat(accounts.sum()).isEqualTo(3 * Account.OPENING_BALANCE);
    }
    try (DurableAccounts accounts = peer.open(directory)) {
      assertThat(accounts.balance(0)).isEqualTo(Account.OPENING_BALANCE - moved);
      assertThat(accounts.sum()).isEqualTo(3 * Account.OPENING_BALANCE);
    }
  }

  /** How much has left the first account: a lost update would show. */
  private static long transferByMany(DurableAccounts accounts, int threads, int transfers)
      throws Exception {
    List<Future<Long>> moved = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int seed = 0; seed < threads; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        moved.add(
            executor.submit(
                () -> {
                  long sum = 0;
                  for (int i = 0; i < transfers; i++) {
                    int amount = random.nextInt(-5, 6);
                    accounts.transfer(0, random.nextInt(1, 3), amount);
                    sum += amount;
                  }
                  return sum;
                }));
      }
    }
    long sum = 0;
    for (Future<Long> one : moved) {
      sum += one.get();
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(names = {"FILE", "ROCKSDB"})
  void forces_ofALoneCommitter_areOneForEachTransfer(Peer peer) throws Exception {
    try (DurableAccounts accounts = peer.open(directory)) {
      accounts.fill(SIZE);
      long before = accounts.forces().orElseThrow();
      for (int i = 0; i < 5; i++) {
        accounts.transfer(1, 2, 1);
      }
      assertThat(accounts.forces().orElseThrow() - before).isEqualTo(5);
    }
  }

  @Test
  void account_asBytes_isRestored_andTakesAboutAHundredBytes() {
    Account account = Account.opened(1_234_567).plus(-2000);

    assertThat(Account.of(account.toBytes())).isEqualTo(account);
    assertThat(account.toBytes()).hasSize(Account.BYTES);
    assertThat(Account.opened(7, 200).toBytes()).hasSize(200);
  }
}
