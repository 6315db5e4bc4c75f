package io.isolde.stm.examples;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.LongRef;
import io.isolde.stm.collection.TQueue;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A ring of workers, each of which takes tokens from its own queue and puts them into its
 * neighbour's. Taking, counting and putting are one transaction, so that no token is ever between
 * two queues; and so a ring whose queues are all but full cannot block.
 */
class ProducerConsumerRingTest {
  private static final int WORKERS = 4;
  private static final int ROUNDS = 50;
  private static final int TOKENS = 7;

  private final List<TQueue<Integer>> queues =
      Stream.generate(() -> new TQueue<Integer>(2)).limit(WORKERS).toList();
  private final LongRef handedOn = LongRef.of(0);

  private void handOn(int worker) throws InterruptedException {
    TQueue<Integer> own = queues.get(worker);
    TQueue<Integer> neighbours = queues.get((worker + 1) % WORKERS);
    atomic(
        () -> {
          neighbours.put(own.take());
          handedOn.increment();
        });
  }

  /**
   * Each worker passes every token on once in each round, so in the end each token is where it
   * began.
   */
  @ParameterizedTest
  @EnumSource
  void ring_withOneFreePlace_bringsEveryTokenRound(Kind kind) throws InterruptedException {
    for (int token = 0; token < TOKENS; token++) {
      queues.get(token / 2).put(token);
    }
    Threads.together(
        kind,
        WORKERS,
        worker -> {
          for (int i = 0; i < ROUNDS * TOKENS; i++) {
            handOn(worker);
          }
        });
    assertThat(handedOn.get()).isEqualTo((long) WORKERS * ROUNDS * TOKENS);
    assertThat(queues.stream().flatMap(TQueue::stream))
        .containsExactlyElementsOf(IntStream.range(0, TOKENS).boxed().toList());
  }
}
