package io.isolde.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.isolde.stm.AfterCommitException;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.testkit.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages sent inside transactions. */
class TransactionalTellTest {
  private final Agent<Integer> agent =
      Agent.of(AgentOptions.DEFAULT.withExecutor(Runnable::run), 0);

  @Test
  void tell_transactionCommits_isSentThenAndNotBefore() {
    Stm.atomic(
        () -> {
          agent.tell(state -> state + 1);
          assertThat(agent.offer(state -> state + 10)).isTrue();
          assertThat(agent.get()).isZero();
        });

    assertThat(agent.get()).isEqualTo(11);
  }

  @Test
  void tell_transactionFails_isNotSent() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                Stm.atomic(
                    () -> {
                      agent.tell(state -> state + 1);
                      throw new IOException("planned");
                    }));

    assertThat(agent.get()).isZero();
  }

  @Test
  void tell_attemptIsLost_isSentOnce() throws Exception {
    LongRef ref = LongRef.of(0);
    List<Integer> attempts = new ArrayList<>();

    Stm.atomic(
        () -> {
          long before = ref.get();
          agent.tell(state -> state + 1);
          attempts.add(Transaction.current().attempt());
          if (before == 0) {
            Worker.start(() -> ref.updateAndGet(value -> value + 1)).result();
          }
          ref.set(before + 10);
        });

    assertThat(attempts).containsExactly(1, 2);
    assertThat(agent.get()).isEqualTo(1);
  }

  @Test
  void tell_nestedBlockFails_isNotSent() {
    Stm.atomic(
        () -> {
          agent.tell(state -> state + 1);
          assertThatExceptionOfType(IOException.class)
              .isThrownBy(
                  () ->
                      Stm.atomic(
                          () -> {
                            agent.tell(state -> state + 10);
                            throw new IOException("planned");
                          }));
        });

    assertThat(agent.get()).isEqualTo(1);
  }

  @Test
  void tell_byStoreThatJoins_isSentWhenItCommits() {
    try (Store store = Store.open("stm:")) {
      StoreCounter hits = store.counter("hits");

      store.transact(
          () -> {
            hits.increment();
            agent.tell(state -> state + 1);
            assertThat(agent.get()).isZero();
          });
    }

    assertThat(agent.get()).isEqualTo(1);
  }

  @Test
  void tell_byStoreThatCannotTakeItBack_isRefusedAndRollsBack() {
    try (Store store = Store.open("lock:")) {
      StoreCounter hits = store.counter("hits");

      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  store.transact(
                      () -> {
                        hits.increment();
                        agent.tell(state -> state + 1);
                      }))
          .withMessageContaining("could not take it back");

      assertThat(hits.get()).isZero();
      assertThat(agent.get()).isZero();
    }
  }

  @Test
  void ask_insideTransaction_isRefusedWithReason() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Stm.atomic(() -> agent.ask(state -> state)))
        .withMessageContainingAll("ask inside a transaction", "ask before, or tell");
    try (Store store = Store.open("lock:")) {
      assertThatIllegalStateException()
          .isThrownBy(() -> store.transact(() -> agent.ask(state -> state)));
    }
  }

  @Test
  void get_insideTransaction_isAllowed() {
    assertThat(Stm.atomic(agent::get)).isZero();
  }

  @Test
  void tell_fullMailbox_isSentAllTheSameAndOfferIsNot() throws Exception {
    Held held = new Held();
    held.fill();

    Stm.atomic(() -> held.agent.tell(state -> state + 10));
    assertThat(Stm.atomic(() -> held.agent.offer(state -> state + 100))).isFalse();

    held.letGo();
    held.agent.close();
    assertThat(held.agent.get()).isEqualTo(15);
  }

  @Test
  void tell_agentHasEnded_rollsBack() {
    LongRef ref = LongRef.of(0);
    agent.close();

    assertThatExceptionOfType(AgentStoppedException.class)
        .isThrownBy(
            () ->
                Stm.atomic(
                    () -> {
                      ref.set(1);
                      agent.tell(state -> state + 1);
                    }));

    assertThat(ref.get()).isZero();
  }

  @Test
  void tell_agentEndsBeforeTheCommit_isReportedAfterIt() {
    LongRef ref = LongRef.of(0);

    assertThatExceptionOfType(AfterCommitException.class)
        .isThrownBy(
            () ->
                Stm.atomic(
                    () -> {
                      ref.set(1);
                      agent.tell(state -> state + 1);
                      Worker.start(
                              () -> {
                                agent.close();
                                return true;
                              })
                          .result();
                    }))
        .withCauseInstanceOf(AgentStoppedException.class);

    assertThat(ref.get()).isEqualTo(1);
  }

  @Test
  void tell_byTransactionsOfOneRef_arrivesInTheOrderOfTheirCommits() throws Exception {
    LongRef serial = LongRef.of(0);
    Agent<List<Long>> log = Agent.of(List.of());

    Worker.runAll(
        4,
        index -> {
          for (int i = 0; i < 100; i++) {
            Stm.atomic(
                () -> {
                  long mine = serial.addAndGet(1);
                  log.tell(
                      state -> {
                        List<Long> longer = new ArrayList<>(state);
                        longer.add(mine);
                        return List.copyOf(longer);
                      });
                });
          }
        });

    log.close();
    assertThat(log.get()).hasSize(400).isSorted();
  }
}
