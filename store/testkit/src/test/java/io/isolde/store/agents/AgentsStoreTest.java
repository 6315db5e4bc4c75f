package io.isolde.store.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.isolde.agent.Agent;
import io.isolde.agent.AgentStoppedException;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.testkit.StoreContract;
import io.isolde.store.testkit.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AgentsStoreTest extends StoreContract {
  AgentsStoreTest() {
    super("agents:", EnumSet.noneOf(Capability.class));
  }

  private StoreMap<String, Long> accounts() {
    return store().map("accounts", String.class, Long.class);
  }

  @Test
  void transaction_secondKey_isRefusedWithReasonAndChangesNothing() {
    StoreMap<String, Long> accounts = accounts();
    accounts.put("alice", 100L);

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          accounts.merge("alice", -30L, Long::sum);
                          accounts.merge("bob", 30L, Long::sum);
                        }))
        .withMessageContainingAll(
            "store agents: cannot use key 'bob' of map 'accounts' in a transaction about key"
                + " 'alice'",
            "each key has an owner of its own",
            "take a store with ATOMIC_OVER_KEYS");

    assertThat(accounts).containsOnly(Map.entry("alice", 100L));
  }

  @Test
  void transaction_allKeys_isRefused() {
    StoreMap<String, Long> accounts = accounts();

    assertThatIllegalStateException()
        .isThrownBy(() -> store().transact(accounts::size))
        .withMessageContaining("the size of map 'accounts'");
    assertThatIllegalStateException()
        .isThrownBy(() -> store().transact(() -> accounts.forEach((name, balance) -> {})))
        .withMessageContaining("all keys of map 'accounts'");
  }

  @Test
  void transaction_oneKey_isAtomicAgainstOthersOfTheKey() throws Exception {
    StoreMap<String, Long> accounts = accounts();

    Worker.runAll(
        4,
        index -> {
          for (int i = 0; i < 500; i++) {
            store()
                .transact(
                    () -> {
                      long before = accounts.getOrDefault("alice", 0L);
                      accounts.put("alice", before + 1);
                    });
          }
        });

    assertThat(accounts.get("alice")).isEqualTo(2000);
  }

  @Test
  void transaction_throws_undoesItsKeyAndPasses() {
    StoreMap<String, Long> accounts = accounts();
    accounts.put("alice", 100L);
    IOException planned = new IOException("planned");

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          accounts.put("alice", 1L);
                          accounts.remove("alice");
                          throw planned;
                        }))
        .isSameAs(planned);

    assertThat(accounts.get("alice")).isEqualTo(100);
  }

  @Test
  void nestedAboutOneKey_throwsAndIsCaught_undoesItsOwnEffectsOnly() {
    StoreCounter hits = store().counter("hits");

    store()
        .transact(
            () -> {
              hits.add(1);
              assertThatThrownBy(
                      () ->
                          store()
                              .transact(
                                  () -> {
                                    hits.add(10);
                                    throw new IOException("planned");
                                  }))
                  .isInstanceOf(IOException.class);
            });

    assertThat(hits.get()).isEqualTo(1);
  }

  @Test
  void body_swallowsTheUnwinding_runsAtTheOwnerAllTheSame() {
    StoreCounter hits = store().counter("hits");
    AtomicInteger swallowed = new AtomicInteger();

    store()
        .transact(
            () -> {
              try {
                hits.increment();
              } catch (Error e) {
                swallowed.incrementAndGet();
              }
            });

    assertThat(swallowed).hasValue(1);
    assertThat(hits.get()).isEqualTo(1);
  }

  @Test
  void body_throwsWhatOwnersThrow_reachesTheCaller() {
    StoreCounter hits = store().counter("hits");
    Agent<Integer> other = Agent.of(1);
    other.close();

    assertThatExceptionOfType(AgentStoppedException.class)
        .isThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          hits.increment();
                          throw catchThrowableOfType(
                              AgentStoppedException.class,
                              () -> Worker.start(() -> other.ask(state -> state)).result());
                        }));

    assertThat(hits.get()).isZero();
  }

  @Test
  void caller_timesOut_changesNothingAndNextOneGetsItsOwnReply() throws Exception {
    StoreRef<String> city = store().ref("city", String.class, "Oslo");
    CountDownLatch go = new CountDownLatch(1);

    assertThatExceptionOfType(TransactionTimeoutException.class)
        .isThrownBy(
            () ->
                store()
                    .transact(
                        TransactionOptions.timeout(Duration.ofMillis(1)),
                        () -> {
                          city.set("Rome");
                          go.await();
                          return "a reply to nobody";
                        }));
    Worker<String> next = Worker.start(() -> city.getAndUpdate(name -> name + "!"));
    go.countDown();

    assertThat(next.result()).isEqualTo("Oslo");
    assertThat(city.get()).isEqualTo("Oslo!");
  }

  @Test
  void caller_interrupted_changesNothing() throws Exception {
    StoreCounter hits = store().counter("hits");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Worker<Boolean> caller =
        Worker.start(
            () -> {
              try {
                store()
                    .transact(
                        () -> {
                          hits.increment();
                          begun.countDown();
                          go.await();
                        });
                return false;
              } catch (TransactionInterruptedException e) {
                return Thread.currentThread().isInterrupted();
              }
            });
    begun.await();

    caller.interrupt();

    assertThat(caller.result()).isTrue();
    go.countDown();
    assertThat(hits.addAndGet(1)).isEqualTo(1);
  }

  @Test
  void keys_absentAgain_leaveNoOwners() throws Exception {
    StoreMap<String, Long> accounts = accounts();

    Worker.runAll(
        4,
        index -> {
          for (int i = 0; i < 500; i++) {
            String key = "key " + i % 10;
            accounts.put(key, 1L);
            accounts.remove(key);
            accounts.compute(key, (k, present) -> present);
          }
        });
    accounts.clear();
    for (int i = 0; i < 10; i++) {
      accounts.remove("key " + i);
    }

    assertThat(accounts.size()).isZero();
    awaitNoOwners();
  }

  /** Waits for the last owners, which end only after the reply that leaves the key absent. */
  private void awaitNoOwners() {
    while (((AgentsStore) store()).countOwners() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void key_ownerEndsWhileOthersAsk_losesNoUpdate() throws Exception {
    StoreMap<String, Long> accounts = accounts();
    AtomicInteger removed = new AtomicInteger();

    Worker.runAll(
        4,
        index -> {
          for (int i = 0; i < 1000; i++) {
            if (index % 2 == 0) {
              accounts.merge("alice", 1L, Long::sum);
            } else {
              Long found = accounts.remove("alice");
              removed.addAndGet(found == null ? 0 : found.intValue());
            }
          }
        });

    assertThat(removed.get() + accounts.getOrDefault("alice", 0L)).isEqualTo(2000);
  }

  @Test
  void hooks_callerLeavesInItsBody_runApartAfterTheRollback() throws Exception {
    StoreCounter hits = store().counter("hits");
    CompletableFuture<Long> seen = new CompletableFuture<>();
    AtomicBoolean committed = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Worker<Boolean> caller =
        Worker.start(
            () -> {
              store()
                  .transact(
                      TransactionOptions.named("pay"),
                      () -> {
                        hits.add(7);
                        store().afterCommit(() -> committed.set(true));
                        store().afterRollback(() -> seen.complete(hits.addAndGet(1)));
                        begun.countDown();
                        go.await();
                      });
              return true;
            });
    begun.await();

    caller.interrupt();
    assertThatThrownBy(caller::result)
        .isInstanceOf(TransactionInterruptedException.class)
        .hasMessageContaining("transaction 'pay' of store agents:");
    assertThat(seen).isNotDone();
    go.countDown();

    assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(committed).isFalse();
  }

  @Test
  void hooks_registeredBeforeTheFirstKey_areThoseOfTwoAttempts() {
    StoreCounter hits = store().counter("hits");
    List<String> log = new ArrayList<>();

    store()
        .transact(
            () -> {
              store().afterCommit(() -> log.add("committed"));
              store().afterRollback(() -> log.add("found its key"));
              hits.increment();
            });

    assertThat(log).containsExactly("found its key", "committed");
  }

  @Test
  void orElse_secondUsesAnotherKey_isRefused() {
    StoreCounter urgent = store().counter("urgent");
    StoreCounter normal = store().counter("normal");

    assertThatIllegalStateException()
        .isThrownBy(
            () -> store().orElse(() -> store().check(urgent.get() > 0), () -> normal.add(1)))
        .withMessageContaining("each key has an owner of its own");

    assertThat(normal.get()).isZero();
  }

  @Test
  void close_manyOwners_endsThemAll() {
    StoreMap<String, Long> accounts = accounts();
    for (int i = 0; i < 1000; i++) {
      accounts.put("key " + i, 1L);
    }

    store().close();

    assertThatIllegalStateException()
        .isThrownBy(() -> accounts.put("key 1", 2L))
        .withMessage("store agents: is closed");
  }
}
