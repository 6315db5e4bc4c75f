package io.isolde.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.testkit.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages and replies. */
class AgentTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void tell_thenAsk_seesTheChange() {
    Agent<Integer> agent = Agent.of(1);

    agent.tell(state -> state + 1);
    agent.tell(LONG, state -> state * 10);

    assertThat(agent.<Integer, RuntimeException>ask(state -> state)).isEqualTo(20);
    assertThat(agent.<Integer, RuntimeException>ask(LONG, state -> -state)).isEqualTo(-20);
    assertThat(agent.get()).isEqualTo(20);
  }

  @Test
  void askAndUpdate_answers_repliesAndChanges() {
    Agent<Integer> agent = Agent.of(100);

    boolean paid = agent.askAndUpdate(state -> new Answer<>(state - 30, true));
    String reply = agent.askAndUpdate(LONG, state -> new Answer<>(state, "kept"));

    assertThat(paid).isTrue();
    assertThat(reply).isEqualTo("kept");
    assertThat(agent.get()).isEqualTo(70);
  }

  @Test
  void ask_replyNull_isNull() {
    assertThat(Agent.of(1).<String, RuntimeException>ask(state -> null)).isNull();
  }

  @Test
  void ask_questionThrows_reachesTheOneWhoAskedAndChangesNothing() {
    Agent<Integer> agent = Agent.of(1);
    IOException planned = new IOException("planned");

    assertThatThrownBy(
            () ->
                agent.ask(
                    state -> {
                      throw planned;
                    }))
        .isSameAs(planned);

    agent.tell(state -> state + 1);
    assertThat(agent.<Integer, RuntimeException>ask(state -> state)).isEqualTo(2);
  }

  @Test
  void messages_ofOneSender_areHandledInOrder() {
    Agent<List<Integer>> agent = Agent.of(List.of());

    for (int i = 0; i < 500; i++) {
      int element = i;
      agent.tell(
          state -> {
            List<Integer> longer = new ArrayList<>(state);
            longer.add(element);
            return List.copyOf(longer);
          });
    }

    List<Integer> all = agent.ask(state -> state);
    assertThat(all).hasSize(500).isSorted();
  }

  @ParameterizedTest
  @EnumSource(Where.class)
  void messages_ofManySenders_areHandledOneAtATime(Where where) throws Exception {
    Agent<Integer> agent = Agent.of(where.options().withCapacity(5), 0);

    Worker.runAll(
        8,
        index -> {
          for (int i = 0; i < 1000; i++) {
            if (i % 10 == 0) {
              agent.askAndUpdate(state -> new Answer<>(state + 1, true));
            } else {
              agent.tell(state -> state + 1);
            }
          }
        });

    assertThat(agent.<Integer, RuntimeException>ask(state -> state)).isEqualTo(8000);
    agent.close();
  }

  /** The threads that run the agent. */
  enum Where {
    VIRTUAL_THREADS,
    POOL,
    CALLER;

    AgentOptions options() {
      return switch (this) {
        case VIRTUAL_THREADS -> AgentOptions.DEFAULT;
        case POOL -> AgentOptions.DEFAULT.withExecutor(Executors.newVirtualThreadPerTaskExecutor());
        case CALLER -> AgentOptions.DEFAULT.withExecutor(Runnable::run);
      };
    }
  }

  @Test
  void ask_timesOutBeforeItsTurn_isNeverAnswered() throws Exception {
    Held held = new Held();
    List<String> asked = new ArrayList<>();

    assertThatExceptionOfType(AgentTimeoutException.class)
        .isThrownBy(() -> held.agent.ask(Duration.ofMillis(1), state -> asked.add("to nobody")))
        .withMessageContainingAll("agent 'held'", "waited for its reply", "PT0.001S");
    held.letGo();

    assertThat(held.agent.<Integer, RuntimeException>ask(state -> state)).isEqualTo(1);
    assertThat(asked).isEmpty();
  }

  @Test
  void askAndUpdate_timesOutWhileItIsAnswered_changesNothingAndNextOneGetsItsOwn()
      throws Exception {
    Agent<Integer> agent = Agent.of(1);
    CountDownLatch go = new CountDownLatch(1);

    assertThatExceptionOfType(AgentTimeoutException.class)
        .isThrownBy(
            () ->
                agent.askAndUpdate(
                    Duration.ofMillis(1),
                    state -> {
                      go.await();
                      return new Answer<>(99, "to nobody");
                    }));
    Worker<String> next = Worker.start(() -> agent.ask(state -> "state " + state));
    go.countDown();

    assertThat(next.result()).isEqualTo("state 1");
  }

  @Test
  void ask_interrupted_leavesAndStaysInterrupted() throws Exception {
    Held held = new Held();
    Worker<Boolean> asking =
        Worker.start(
            () -> {
              try {
                held.agent.ask(state -> state);
                return false;
              } catch (AgentInterruptedException e) {
                return Thread.currentThread().isInterrupted();
              }
            });
    asking.awaitParkedIn("Call.await");

    asking.interrupt();

    assertThat(asking.result()).isTrue();
    held.letGo();
  }

  @Test
  void replies_ofAgentsWhoseAskersLeave_goToNobodyElse() throws Exception {
    Agent<Integer> agent = Agent.of(0);

    Worker.runAll(
        4,
        index -> {
          for (int i = 0; i < 2000; i++) {
            String mine = index + "/" + i;
            try {
              Duration patience = i % 2 == 0 ? Duration.ofNanos(1 + i) : LONG;
              String reply = agent.ask(patience, state -> mine);
              assertThat(reply).isEqualTo(mine);
            } catch (AgentTimeoutException e) {
              assertThat(i % 2).isZero();
            }
          }
        });
  }

  @Test
  void ask_insideOwnMessage_isRefusedAtOnce() {
    Agent<Integer> agent = Agent.of(1);

    assertThatIllegalStateException()
        .isThrownBy(() -> agent.ask(state -> agent.<Integer, RuntimeException>ask(inner -> inner)))
        .withMessageContaining("would wait for itself");
  }

  @Test
  void tell_insideOwnMessage_isHandledLater() {
    Stepper stepper = new Stepper();
    Agent<Integer> agent = Agent.of(AgentOptions.DEFAULT.withExecutor(stepper), 1);

    agent.tell(
        state -> {
          agent.tell(later -> later * 10);
          return state + 1;
        });

    stepper.stepAll();
    assertThat(agent.get()).isEqualTo(20);
  }

  @Test
  void interruptStatus_leftByMessage_isCleared() {
    Agent<Integer> agent = Agent.of(AgentOptions.DEFAULT.withExecutor(new Stepper()), 1);
    agent.tell(
        state -> {
          Thread.currentThread().interrupt();
          return state;
        });

    boolean interrupted = agent.ask(state -> Thread.currentThread().isInterrupted());

    assertThat(interrupted).isFalse();
  }

  @Test
  void arguments_thatMakeNoSense_areRefused() {
    Agent<Integer> agent = Agent.of(1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> agent.tell(Duration.ofNanos(-1), state -> state))
        .withMessageContaining("PT-0.000000001S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> agent.ask(Duration.ofNanos(-1), state -> state));
    assertThatIllegalArgumentException().isThrownBy(() -> agent.close(Duration.ofNanos(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AgentOptions.DEFAULT.withCapacity(0))
        .withMessageContaining("0");
    assertThatIllegalArgumentException().isThrownBy(() -> agent.link(agent));
    assertThatNullPointerException().isThrownBy(() -> agent.tell(null));
    assertThatNullPointerException().isThrownBy(() -> Agent.of(null));
    assertThat(agent.isEnded()).isFalse();
  }

  @Test
  void description_namesIt() {
    assertThat(Agent.of(AgentOptions.named("alice"), 1)).hasToString("agent 'alice'");
    assertThat(Agent.of(1)).hasToString("agent");
    assertThat(AgentOptions.named("alice"))
        .hasToString("agent 'alice', capacity 1024, failure mode STOP");
  }
}
