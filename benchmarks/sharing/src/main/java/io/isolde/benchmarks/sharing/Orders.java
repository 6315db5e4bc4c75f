package io.isolde.benchmarks.sharing;

import io.isolde.examples.sharing.Transfer;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The endless sequence of orders of a comparison: one list, repeated. The same load yields the same
 * orders on every machine.
 *
 * <p>Immutable.
 */
final class Orders {
  private static final int DIFFERENT = 1 << 16;
  private static final int AMOUNT_MAX = 100;

  private final Transfer[] orders;

  Orders(Load load) {
    Random random = new Random(load.seed());
    orders = Stream.generate(() -> order(load, random)).limit(DIFFERENT).toArray(Transfer[]::new);
  }

  private static Transfer order(Load load, Random random) {
    int payer = account(load, random);
    int other = account(load, random);
    int payee = other == payer ? (payer + 1) % load.accounts() : other;
    return new Transfer(load.name(payer), load.name(payee), 1 + random.nextInt(AMOUNT_MAX));
  }

  private static int account(Load load, Random random) {
    boolean isHot = random.nextInt(100) < load.hotPercent() && load.hot() > 0;
    return random.nextInt(isHot ? load.hot() : load.accounts());
  }

  Transfer at(long index) {
    return orders[(int) (index % DIFFERENT)];
  }
}
