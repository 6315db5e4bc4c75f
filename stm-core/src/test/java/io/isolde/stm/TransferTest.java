package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Money that many threads move between accounts, while auditors add it up, stays the same in total.
 */
class TransferTest {
  private static final long INITIAL = 1_000;
  private static final int WRITERS = 4;

  private static Stream<Arguments> kindsAndAccounts() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of(2, 100).map(accounts -> Arguments.of(kind, accounts)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndAccounts")
  void transfer_underContention_preservesTotal(Kind kind, int accounts) {
    transferAndAudit(kind, accounts, 5_000);
  }

  @ParameterizedTest
  @Tag("long")
  @MethodSource("kindsAndAccounts")
  void transfer_underContentionForLong_preservesTotal(Kind kind, int accounts) {
    transferAndAudit(kind, accounts, 1_000_000);
  }

  private static void transferAndAudit(Kind kind, int accounts, int transfers) {
    List<LongRef> balances = new ArrayList<>();
    for (int i = 0; i < accounts; i++) {
      balances.add(LongRef.of(INITIAL));
    }
    try (Threads auditors = Threads.of(kind)) {
      auditors.repeat(
          () -> {
            assertThat(snapshot(() -> total(balances))).isEqualTo(accounts * INITIAL);
          });
      auditors.repeat(
          () -> {
            assertThat(atomic(() -> total(balances))).isEqualTo(accounts * INITIAL);
          });
      auditors.repeat(
          () -> {
            atomic(() -> assertThat(total(balances)).isEqualTo(accounts * INITIAL));
          });
      Threads.together(
          kind,
          WRITERS,
          number -> {
            for (int i = 0; i < transfers; i++) {
              transferSome(balances);
            }
          });
      auditors.finish();
    }
    assertThat(total(balances)).isEqualTo(accounts * INITIAL);
    assertThat(balances).allSatisfy(balance -> assertThat(balance.get()).isNotNegative());
  }

  private static long total(List<LongRef> balances) {
    long total = 0;
    for (LongRef balance : balances) {
      total += balance.get();
    }
    return total;
  }

  /** Refused transfers are part of the law: the check and the two writes are one transaction. */
  private static void transferSome(List<LongRef> balances) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    LongRef payer = balances.get(random.nextInt(balances.size()));
    LongRef payee = balances.get(random.nextInt(balances.size()));
    long amount = random.nextLong(INITIAL);
    boolean reads = random.nextBoolean();
    atomic(
        () -> {
          if (payer.get() < amount) {
            return;
          }
          if (reads) {
            payer.set(payer.get() - amount);
            payee.set(payee.get() + amount);
          } else {
            payer.add(-amount);
            payee.add(amount);
          }
        });
  }
}
